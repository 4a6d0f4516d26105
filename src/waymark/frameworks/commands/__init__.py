"""Everything that changes frameworks."""

from waymark.frameworks.commands.asking import ask_departments_to_check
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
    USUAL_LEVELS,
    DraftOpen,
    LabelTaken,
    NotALabel,
    SlugTaken,
    start_framework,
    start_next_version,
)
from waymark.frameworks.commands.editing import Changed, ChangedSince, NotADraft, Unfit
from waymark.frameworks.commands.ending import NotInForce, retire, withdraw
from waymark.frameworks.commands.equivalences import NotEquivalent, end_equivalence, say_equivalence
from waymark.frameworks.commands.families import add_family, move_family, remove_family, save_family
from waymark.frameworks.commands.importing import import_version
from waymark.frameworks.commands.ordering import AtTheEnd
from waymark.frameworks.commands.overlays import (
    AskedAlready,
    LeftOut,
    NoSuchLevel,
    NotAsked,
    NotHigher,
    NothingSaid,
    SaidAlready,
    TakenBack,
    change_overlay,
    check_overlay,
    end_overlay,
    publish_overlay,
)
from waymark.frameworks.commands.publishing import AlreadyPublished, hold, publish, release
from waymark.frameworks.commands.replacing import replace_draft
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
from waymark.frameworks.commands.successors import NoSuchSuccessor, ReasonNeeded, name_successors
from waymark.frameworks.commands.unsaved import TooMuchToKeep, discard_unsaved, keep_unsaved
from waymark.frameworks.queries.planning import (
    AlreadyImported,
    DiffersNow,
    NothingToImport,
    NotStorable,
    TooEarly,
    UnknownProfession,
    VersionExists,
)

__all__ = [
    "MOST_AT_ONCE",
    "MOVES",
    "USUAL_LEVELS",
    "AlreadyImported",
    "AlreadyPublished",
    "AlreadyRelated",
    "AskedAlready",
    "AtTheEnd",
    "CannotMove",
    "Changed",
    "ChangedSince",
    "DiffersNow",
    "DraftOpen",
    "FirstOneUnnamed",
    "LabelTaken",
    "LastOne",
    "LeftOut",
    "NoSuchLevel",
    "NoSuchSuccessor",
    "NotADraft",
    "NotALabel",
    "NotAsked",
    "NotEquivalent",
    "NotHigher",
    "NotInForce",
    "NotInReview",
    "NotRelatable",
    "NotStorable",
    "NotTheseWords",
    "NothingChosen",
    "NothingSaid",
    "NothingToImport",
    "ReasonNeeded",
    "RoleLevelWords",
    "SaidAlready",
    "SlugTaken",
    "StillNeeded",
    "StillUsed",
    "TakenBack",
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
    "ask_departments_to_check",
    "back_to_writing",
    "change_overlay",
    "check_overlay",
    "derive",
    "discard_draft",
    "discard_unsaved",
    "end_equivalence",
    "end_overlay",
    "hold",
    "import_version",
    "keep_unsaved",
    "let_read",
    "move_family",
    "move_level",
    "move_role",
    "move_role_level",
    "move_role_to",
    "move_skill",
    "name_successors",
    "publish",
    "publish_overlay",
    "put_in_review",
    "reconsider_suggestion",
    "reject_suggestions",
    "relate",
    "relate_many",
    "release",
    "remove_choice",
    "remove_family",
    "remove_level",
    "remove_role",
    "remove_role_level",
    "remove_scale",
    "remove_skill",
    "replace_draft",
    "restore_skill",
    "retire",
    "reword",
    "save_choice",
    "save_details",
    "save_family",
    "save_requirements",
    "save_role",
    "save_role_level",
    "save_scale",
    "save_skill",
    "say_equivalence",
    "start_framework",
    "start_next_version",
    "stop_reading",
    "unrelate",
    "withdraw",
]
