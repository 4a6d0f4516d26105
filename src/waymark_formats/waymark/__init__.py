"""Our own notation, as JSON or YAML: complete, so that nothing is lost on the way out and back.

Described with an example in ``waymark/library/README.md``. Keys that hold their default are left out when writing;
keys that are not known, values of another type, references to nothing and HTML tags are refused with their path. Text
that begins like a formula is text here, and kept; the formats that spreadsheets open refuse it.
"""

from waymark_formats.waymark.reading import read
from waymark_formats.waymark.writing import write, write_yaml

__all__ = ["read", "write", "write_yaml"]
