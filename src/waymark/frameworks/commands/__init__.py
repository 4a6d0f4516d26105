"""Everything that changes frameworks."""

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
from waymark.frameworks.commands.editing import Changed, NotADraft, Unfit
from waymark.frameworks.commands.importing import import_version
from waymark.frameworks.commands.publishing import AlreadyPublished, publish
from waymark.frameworks.commands.replacing import replace_draft
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
    DiffersNow,
    NothingToImport,
    NotStorable,
    TooEarly,
    UnknownProfession,
    VersionExists,
)

__all__ = [
    "MOVES",
    "USUAL_LEVELS",
    "AlreadyImported",
    "AlreadyPublished",
    "CannotMove",
    "Changed",
    "DiffersNow",
    "DraftOpen",
    "LabelTaken",
    "LastOne",
    "NotADraft",
    "NotALabel",
    "NotStorable",
    "NothingToImport",
    "SlugTaken",
    "StillNeeded",
    "StillUsed",
    "ThereAlready",
    "TooEarly",
    "TooMuchToKeep",
    "Unfit",
    "UnknownProfession",
    "VersionExists",
    "add_level",
    "add_scale",
    "add_skill",
    "discard_draft",
    "discard_unsaved",
    "import_version",
    "keep_unsaved",
    "move_level",
    "move_skill",
    "publish",
    "remove_level",
    "remove_scale",
    "remove_skill",
    "replace_draft",
    "restore_skill",
    "save_details",
    "save_scale",
    "save_skill",
    "start_framework",
    "start_next_version",
]
