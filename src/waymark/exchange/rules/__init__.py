"""Decisions about files, without a table or a clock."""

from waymark.exchange.rules.pdf import pdf_words
from waymark.exchange.rules.places import folder, safe_name, suffix_for
from waymark.exchange.rules.sniffing import ZIP, NotAFramework, format_of, kind_of, takes_long

__all__ = [
    "ZIP",
    "NotAFramework",
    "folder",
    "format_of",
    "kind_of",
    "pdf_words",
    "safe_name",
    "suffix_for",
    "takes_long",
]
