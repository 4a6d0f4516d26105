"""Everything that changes frameworks."""

from waymark.frameworks.commands.choices import add_choice, remove_choice, save_choice
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
from waymark.frameworks.commands.deriving import NothingChosen, derive
from waymark.frameworks.commands.details import save_details
from waymark.frameworks.commands.discarding import StillNeeded, discard_draft
from waymark.frameworks.commands.drafting import (
    DraftOpen,
    LabelTaken,
    NotALabel,
    SlugTaken,
    start_framework,
    start_next_version,
)
from waymark.frameworks.commands.editing import Changed, NotADraft, Unfit
from waymark.frameworks.commands.families import add_family, move_family, remove_family, save_family
from waymark.frameworks.commands.importing import import_version
from waymark.frameworks.commands.ordering import AtTheEnd
from waymark.frameworks.commands.publishing import AlreadyPublished, publish
from waymark.frameworks.commands.requirements import save_requirements
from waymark.frameworks.commands.reviewing import NotInReview, back_to_writing, let_read, put_in_review, stop_reading
from waymark.frameworks.commands.rewording import NotTheseWords, TextChanged, reword
from waymark.frameworks.commands.role_levels import (
    FirstOneUnnamed,
    RoleLevelWords,
    add_role_level,
    move_role_level,
    remove_role_level,
    save_role_level,
)
from waymark.frameworks.commands.roles import add_role, move_role, move_role_to, remove_role, save_role
from waymark.frameworks.commands.scales import (
    LastOne,
    StillUsed,
    add_level,
    add_scale,
    move_level,
    remove_level,
    remove_scale,
    save_scale,
)
from waymark.frameworks.commands.skill_tree import (
    MOVES,
    CannotMove,
    ThereAlready,
    move_skill,
    remove_skill,
    restore_skill,
)
from waymark.frameworks.commands.skills import add_skill, save_skill
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
    "MOST_AT_ONCE",
    "MOVES",
    "AlreadyImported",
    "AlreadyPublished",
    "AlreadyRelated",
    "AtTheEnd",
    "CannotMove",
    "Changed",
    "DraftOpen",
    "FirstOneUnnamed",
    "LabelTaken",
    "LastOne",
    "NotADraft",
    "NotALabel",
    "NotInReview",
    "NotRelatable",
    "NotStorable",
    "NotTheseWords",
    "NothingChosen",
    "NothingToImport",
    "RoleLevelWords",
    "SlugTaken",
    "StillNeeded",
    "StillUsed",
    "TextChanged",
    "ThereAlready",
    "TooEarly",
    "TooMuchToKeep",
    "Unfit",
    "UnknownProfession",
    "VersionExists",
    "add_choice",
    "add_family",
    "add_level",
    "add_role",
    "add_role_level",
    "add_scale",
    "add_skill",
    "back_to_writing",
    "derive",
    "discard_draft",
    "discard_unsaved",
    "import_version",
    "keep_unsaved",
    "let_read",
    "move_family",
    "move_level",
    "move_role",
    "move_role_level",
    "move_role_to",
    "move_skill",
    "publish",
    "put_in_review",
    "reconsider_suggestion",
    "reject_suggestions",
    "relate",
    "relate_many",
    "remove_choice",
    "remove_family",
    "remove_level",
    "remove_role",
    "remove_role_level",
    "remove_scale",
    "remove_skill",
    "restore_skill",
    "reword",
    "save_choice",
    "save_details",
    "save_family",
    "save_requirements",
    "save_role",
    "save_role_level",
    "save_scale",
    "save_skill",
    "start_framework",
    "start_next_version",
    "stop_reading",
    "unrelate",
]
