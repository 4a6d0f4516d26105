"""How large a version may be for its files to be made while somebody waits, and for reading at all."""

from __future__ import annotations

from waymark.frameworks.types import Counts

SET_AT_ONCE = 1_000
"""Skills, descriptors and requirements of a version that is set for reading within two seconds."""
MOST_SET = 8_000
"""Of the largest version that is set for reading at all: the NICE Framework, of 7,482, takes 1.3 GB."""
WRITTEN_AT_ONCE = 20_000
"""Of a version whose other files are written within two seconds. See docs/measurements.md."""


def file_takes_long(counts: Counts, *, typeset: bool) -> bool:
    """Say whether somebody should not wait for a file of a version that holds so much."""
    return _size(counts) > (SET_AT_ONCE if typeset else WRITTEN_AT_ONCE)


def too_large_to_set(counts: Counts) -> bool:
    """Say whether a version holds more than can be set for reading."""
    return _size(counts) > MOST_SET


def _size(counts: Counts) -> int:
    return counts.skills + counts.descriptors + counts.requirements
