"""Everything that brings documents in."""

from waymark.exchange.commands.carrying import JOB, carry_out, go_on, resume
from waymark.exchange.commands.exercises import import_exercises
from waymark.exchange.commands.importing import NotReadable, Unnamed, import_framework
from waymark.exchange.commands.library import LIBRARY, NotInLibrary, import_library
from waymark.exchange.commands.making import MAKE_JOB, have_made, make
from waymark.exchange.commands.staging import (
    SCALES,
    NothingChosen,
    NotNow,
    SeenOtherwise,
    SlugTaken,
    TooLarge,
    TooMany,
    aim,
    choose_sheets,
    discard,
    leave_out,
    map_sheet,
    shape_sheet,
    stage,
    tidy_imports,
)
from waymark.exchange.rules import NotAFramework

__all__ = [
    "JOB",
    "LIBRARY",
    "MAKE_JOB",
    "SCALES",
    "NotAFramework",
    "NotInLibrary",
    "NotNow",
    "NotReadable",
    "NothingChosen",
    "SeenOtherwise",
    "SlugTaken",
    "TooLarge",
    "TooMany",
    "Unnamed",
    "aim",
    "carry_out",
    "choose_sheets",
    "discard",
    "go_on",
    "have_made",
    "import_exercises",
    "import_framework",
    "import_library",
    "leave_out",
    "make",
    "map_sheet",
    "resume",
    "shape_sheet",
    "stage",
    "tidy_imports",
]
