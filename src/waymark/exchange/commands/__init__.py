"""Everything that brings documents in."""

from waymark.exchange.commands.carrying import JOB, carry_out, go_on, resume
from waymark.exchange.commands.importing import NotReadable, Unnamed, import_framework
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
    "SCALES",
    "NotAFramework",
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
    "import_framework",
    "leave_out",
    "map_sheet",
    "resume",
    "shape_sheet",
    "stage",
    "tidy_imports",
]
