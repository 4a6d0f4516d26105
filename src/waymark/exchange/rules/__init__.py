"""Decisions about files, without a table or a clock."""

from waymark.exchange.rules.keeping import with_what_no_sheet_says
from waymark.exchange.rules.pdf import pdf_words
from waymark.exchange.rules.places import folder, safe_name, suffix_for
from waymark.exchange.rules.sniffing import NotAFramework, format_of, is_moodle, kind_of, takes_long

__all__ = [
    "NotAFramework",
    "folder",
    "format_of",
    "is_moodle",
    "kind_of",
    "pdf_words",
    "safe_name",
    "suffix_for",
    "takes_long",
    "with_what_no_sheet_says",
]
