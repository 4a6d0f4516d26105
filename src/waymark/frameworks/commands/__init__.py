"""Everything that changes frameworks."""

from waymark.frameworks.commands.drafting import (
    DraftOpen,
    LabelTaken,
    NotALabel,
    SlugTaken,
    start_framework,
    start_next_version,
)
from waymark.frameworks.commands.importing import import_version
from waymark.frameworks.commands.publishing import AlreadyPublished, publish
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
    "NotALabel",
    "NotStorable",
    "NothingToImport",
    "SlugTaken",
    "TooEarly",
    "UnknownProfession",
    "VersionExists",
    "import_version",
    "publish",
    "start_framework",
    "start_next_version",
]
