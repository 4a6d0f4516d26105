"""What is odd in a file and harmless: counted while reading, told in one note each."""

from __future__ import annotations

from collections.abc import Sequence

from waymark_formats.framework import Note

_WORDS = {
    "undefined": ("a skill level is named and not defined", "kept as named and undefined"),
    "no levels": ("a skill has no level descriptors", "taken as a skill without levels"),
    "no level asked": ("a skill is asked for at the level NOT IN USE", "taken as asked for without a level"),
    "lone level": ("the role level is NOT IN USE", "taken as the role's only level, without a name"),
    "untrimmed": ("a role level's name begins or ends with a space", "kept; the space does not count in matching"),
    "spelt otherwise": ("a skill's name is spelt with other spaces or capitals than before", "taken as the same skill"),
    "missing": ("a skill description is MISSING", "taken as no description"),
    "other roles": (
        "the list of roles is not that of the roles that ask for the skill",
        "kept as text; roles.csv counts",
    ),
    "nbsp": ("a cell holds non-breaking spaces", "kept"),
}


class Oddities:
    """Counts per kind and file, with the first row of each."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[int]] = {}

    def count(self, kind: str, file: str, row: int) -> None:
        """Note one more of ``kind``."""
        self._found.setdefault((kind, file), []).append(row)

    def look_at(self, file: str, row: int, cells: Sequence[str]) -> None:
        """Look for non-breaking spaces in a row's cells."""
        if any("\u00a0" in cell for cell in cells):
            self.count("nbsp", file, row)

    def notes(self) -> list[Note]:
        """Return one note per kind and file, at the first row it was seen in."""
        notes = []
        for (kind, file), found in self._found.items():
            what, done = _WORDS[kind]
            others = len(set(found)) - 1
            more = f" (and in {others:,} other row{'s' if others > 1 else ''})" if others else ""
            notes.append(Note(file, min(found), f"{what}{more}", done))
        return notes
