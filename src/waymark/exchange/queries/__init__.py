"""What others may ask of the exchange."""

from waymark.exchange.queries.exporting import (
    NotExportable,
    UnknownFormat,
    UnknownVersion,
    export_framework,
    export_version,
    formats,
    known_format,
)
from waymark.exchange.queries.made import being_made, download, downloads, must_wait
from waymark.exchange.queries.staging import (
    all_problems,
    as_read,
    difference,
    imports,
    problems,
    reasons,
    sheets,
    staged,
    template,
)

__all__ = [
    "NotExportable",
    "UnknownFormat",
    "UnknownVersion",
    "all_problems",
    "as_read",
    "being_made",
    "difference",
    "download",
    "downloads",
    "export_framework",
    "export_version",
    "formats",
    "imports",
    "known_format",
    "must_wait",
    "problems",
    "reasons",
    "sheets",
    "staged",
    "template",
]
