"""Decisions about files, without a table or a clock."""

from waymark.exchange.rules.keeping import with_what_no_sheet_says
from waymark.exchange.rules.making import file_takes_long, too_large_to_set
from waymark.exchange.rules.pdf import pdf_words
from waymark.exchange.rules.places import folder, safe_name, suffix_for
from waymark.exchange.rules.sniffing import ZIP, NotAFramework, format_of, is_moodle, kind_of, takes_long

__all__ = [
    "ZIP",
    "NotAFramework",
    "file_takes_long",
    "folder",
    "format_of",
    "is_moodle",
    "kind_of",
    "pdf_words",
    "safe_name",
    "suffix_for",
    "takes_long",
    "too_large_to_set",
    "with_what_no_sheet_says",
]
