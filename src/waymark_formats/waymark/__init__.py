"""Our own notation, as JSON or YAML: complete, so that nothing is lost on the way out and back.

Described with an example in ``waymark/library/README.md``. Keys that hold their default are left out when writing;
keys that are not known, values of another type and references to nothing are refused with their path.
"""

from waymark_formats.waymark.reading import read
from waymark_formats.waymark.writing import write, write_yaml

__all__ = ["read", "write", "write_yaml"]
