"""Everything that changes frameworks."""

from waymark.frameworks.commands.drafting import (
    DraftOpen,
    LabelTaken,
    NotALabel,
    SlugTaken,
    start_framework,
    start_next_version,
)
from waymark.frameworks.commands.ending import NotInForce, retire, withdraw
from waymark.frameworks.commands.importing import import_version
from waymark.frameworks.commands.publishing import AlreadyPublished, publish, release
from waymark.frameworks.commands.successors import NoSuchSuccessor, ReasonNeeded, name_successors
from waymark.frameworks.queries.planning import (
    AlreadyImported,
    NothingToImport,
    NotStorable,
    TooEarly,
    UnknownProfession,
    VersionExists,
)

__all__ = [
    "AlreadyImported",
    "AlreadyPublished",
    "DraftOpen",
    "LabelTaken",
    "NoSuchSuccessor",
    "NotALabel",
    "NotInForce",
    "NotStorable",
    "NothingToImport",
    "ReasonNeeded",
    "SlugTaken",
    "TooEarly",
    "UnknownProfession",
    "VersionExists",
    "import_version",
    "name_successors",
    "publish",
    "release",
    "retire",
    "start_framework",
    "start_next_version",
    "withdraw",
]
