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
from waymark.frameworks.commands.reviewing import (
    NotInReview,
    back_to_writing,
    let_read,
    put_in_review,
    stop_reading,
)
from waymark.frameworks.commands.rewording import NotTheseWords, TextChanged, reword
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
    "NotInReview",
    "NotStorable",
    "NotTheseWords",
    "NothingToImport",
    "SlugTaken",
    "TextChanged",
    "TooEarly",
    "UnknownProfession",
    "VersionExists",
    "back_to_writing",
    "import_version",
    "let_read",
    "publish",
    "put_in_review",
    "reword",
    "start_framework",
    "start_next_version",
    "stop_reading",
]
