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
    "difference",
    "export_framework",
    "export_version",
    "formats",
    "imports",
    "known_format",
    "problems",
    "reasons",
    "sheets",
    "staged",
    "template",
]
