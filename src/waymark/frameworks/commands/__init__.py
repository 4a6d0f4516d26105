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
from waymark.frameworks.commands.equivalences import NotEquivalent, end_equivalence, say_equivalence
from waymark.frameworks.commands.importing import import_version
from waymark.frameworks.commands.publishing import AlreadyPublished, publish
from waymark.frameworks.commands.reviewing import NotInReview, back_to_writing, let_read, put_in_review, stop_reading
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
    "MOST_AT_ONCE",
    "AlreadyImported",
    "AlreadyPublished",
    "AlreadyRelated",
    "DraftOpen",
    "LabelTaken",
    "NotALabel",
    "NotEquivalent",
    "NotInReview",
    "NotRelatable",
    "NotStorable",
    "NotTheseWords",
    "NothingToImport",
    "SlugTaken",
    "TextChanged",
    "TooEarly",
    "UnknownProfession",
    "VersionExists",
    "back_to_writing",
    "end_equivalence",
    "import_version",
    "let_read",
    "publish",
    "put_in_review",
    "reconsider_suggestion",
    "reject_suggestions",
    "relate",
    "relate_many",
    "reword",
    "say_equivalence",
    "start_framework",
    "start_next_version",
    "stop_reading",
    "unrelate",
]
