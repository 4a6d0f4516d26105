"""Everything that changes frameworks."""

from waymark.frameworks.commands.choices import add_choice, remove_choice, save_choice
from waymark.frameworks.commands.deriving import NothingChosen, derive
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
from waymark.frameworks.commands.families import add_family, move_family, remove_family, save_family
from waymark.frameworks.commands.importing import import_version
from waymark.frameworks.commands.ordering import AtTheEnd
from waymark.frameworks.commands.publishing import AlreadyPublished, publish
from waymark.frameworks.commands.requirements import save_requirements
from waymark.frameworks.commands.role_levels import (
    FirstOneUnnamed,
    LevelWords,
    add_role_level,
    move_role_level,
    remove_role_level,
    save_role_level,
)
from waymark.frameworks.commands.roles import add_role, move_role, move_role_to, remove_role, save_role
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
    "AtTheEnd",
    "Changed",
    "DraftOpen",
    "FirstOneUnnamed",
    "LabelTaken",
    "LevelWords",
    "NotADraft",
    "NotALabel",
    "NotStorable",
    "NothingChosen",
    "NothingToImport",
    "SlugTaken",
    "TooEarly",
    "TooMuchToKeep",
    "Unfit",
    "UnknownProfession",
    "VersionExists",
    "add_choice",
    "add_family",
    "add_role",
    "add_role_level",
    "derive",
    "discard_unsaved",
    "import_version",
    "keep_unsaved",
    "move_family",
    "move_role",
    "move_role_level",
    "move_role_to",
    "publish",
    "remove_choice",
    "remove_family",
    "remove_role",
    "remove_role_level",
    "save_choice",
    "save_details",
    "save_family",
    "save_requirements",
    "save_role",
    "save_role_level",
    "start_framework",
    "start_next_version",
]
