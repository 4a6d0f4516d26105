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
    "AskedAlready",
    "DraftOpen",
    "LabelTaken",
    "LeftOut",
    "NoSuchLevel",
    "NotALabel",
    "NotAsked",
    "NotHigher",
    "NotStorable",
    "NothingSaid",
    "NothingToImport",
    "SaidAlready",
    "SlugTaken",
    "TakenBack",
    "TooEarly",
    "UnknownProfession",
    "VersionExists",
    "change_overlay",
    "check_overlay",
    "end_overlay",
    "import_version",
    "publish",
    "publish_overlay",
    "start_framework",
    "start_next_version",
]
