"""Everything that changes frameworks."""

from waymark.frameworks.commands.details import save_details
from waymark.frameworks.commands.drafting import (
    DraftOpen,
    LabelTaken,
    NotALabel,
    SlugTaken,
    start_framework,
    start_next_version,
)
from waymark.frameworks.commands.editing import Changed, NotADraft, Unfit
from waymark.frameworks.commands.importing import import_version
from waymark.frameworks.commands.publishing import AlreadyPublished, publish
from waymark.frameworks.commands.unsaved import TooMuchToKeep, discard_unsaved, keep_unsaved
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
    "Changed",
    "DraftOpen",
    "LabelTaken",
    "NotADraft",
    "NotALabel",
    "NotStorable",
    "NothingToImport",
    "SlugTaken",
    "TooEarly",
    "TooMuchToKeep",
    "Unfit",
    "UnknownProfession",
    "VersionExists",
    "discard_unsaved",
    "import_version",
    "keep_unsaved",
    "publish",
    "save_details",
    "start_framework",
    "start_next_version",
]
