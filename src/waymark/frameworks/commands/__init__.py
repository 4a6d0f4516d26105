"""Everything that changes frameworks."""

from waymark.frameworks.commands.crosswalks import (
    MOST_AT_ONCE,
    AlreadyRelated,
    NotRelatable,
    reconsider_suggestion,
    reject_suggestions,
    relate,
    relate_many,
    unrelate,
)
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
    "MOST_AT_ONCE",
    "AlreadyImported",
    "AlreadyPublished",
    "AlreadyRelated",
    "DraftOpen",
    "LabelTaken",
    "NotALabel",
    "NotRelatable",
    "NotStorable",
    "NothingToImport",
    "SlugTaken",
    "TooEarly",
    "UnknownProfession",
    "VersionExists",
    "import_version",
    "publish",
    "reconsider_suggestion",
    "reject_suggestions",
    "relate",
    "relate_many",
    "start_framework",
    "start_next_version",
    "unrelate",
]
