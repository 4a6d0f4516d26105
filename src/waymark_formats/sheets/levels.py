"""What people write where a level is meant, and the scale that follows from it."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from waymark_formats.framework import ScaleDocument, ScaleKind, ScaleLevel
from waymark_formats.names import fold

KNOWN = (
    ("Awareness", "Working", "Practitioner", "Expert"),
    ("Novice", "Advanced beginner", "Competent", "Proficient", "Expert"),
    ("Beginner", "Intermediate", "Advanced", "Expert"),
    ("Foundation", "Intermediate", "Advanced", "Expert"),
    ("Basic", "Intermediate", "Advanced", "Expert"),
    ("Foundation", "Practitioner", "Senior practitioner", "Leader"),
    ("Foundation", "Practitioner", "Expert"),
    ("Aware", "Working", "Practitioner", "Expert"),
    ("Awareness", "Knowledge", "Skilled", "Expert"),
    ("Follow", "Assist", "Apply", "Enable", "Ensure", "Initiate", "Set strategy"),
    ("Low", "Medium", "High"),
    ("Developing", "Proficient", "Advanced", "Expert"),
    ("Entry", "Developing", "Proficient", "Leading"),
)
"""Scales that people use by their names, lowest level first."""

NOT_ASKED = frozenset({"", "-", "–", "—", "n/a", "na", "n.a.", "none", "0", "not applicable", "not required", "no"})
"""What a cell of a matrix says when the skill is not asked for, folded."""
WITHOUT_LEVEL = frozenset({"x", "✓", "✔", "•", "●", "yes", "y", "required", "essential", "not in use"})
"""What a cell says when the skill is asked for without a level, folded."""

_WORDS = {name.casefold() for names in KNOWN for name in names}
_NUMBERED = re.compile(
    r"(?:level|lvl|stage|step|l)?\s*(?P<first>\d{1,2})(?:\s*[-–—:.)]\s*(?P<after>\D.*))?"
    r"|(?P<before>.*?\D)\s*[(\[]\s*(?:level|lvl|l)?\s*(?P<bracket>\d{1,2})\s*[)\]]",
    re.IGNORECASE | re.DOTALL,
)

_TITLED = re.compile(r"(?:level|lvl|stage|step)\s*(?P<number>\d{1,2})\b", re.IGNORECASE)
"""A level called "Level 1 (juniors)": the whole is its name."""


@dataclass(frozen=True, slots=True)
class Said:
    """A level as somebody wrote it, taken apart: "Practitioner (3)" is a name and a number."""

    name: str
    number: int | None


def take_apart(text: str) -> Said:
    """Return name and number of "3", "Level 3", "Practitioner", "Practitioner (3)" or "3 - Practitioner"."""
    line = " ".join(text.split())
    found = _NUMBERED.fullmatch(line)
    if found is None:
        titled = _TITLED.match(line)
        return Said(line, int(titled["number"]) if titled else None)
    if found["bracket"]:
        return Said(found["before"].strip(" -–—:"), int(found["bracket"]))
    return Said((found["after"] or "").strip(), int(found["first"]))


def looks_like_level(text: str) -> bool:
    """Say whether a text is a level of a scale that many use, or a number where a level would stand."""
    said = take_apart(text)
    if said.number is not None and (not said.name or _TITLED.match(text.strip())):
        return said.number <= 10 and len(text) <= 60
    return fold(said.name) in _WORDS


class Levels:
    """A scale, and how to find a level of it by what people write."""

    def __init__(self, scale: ScaleDocument) -> None:
        self.scale = scale
        self._ranks = {fold(level.name): level.rank for level in scale.levels}
        for level in scale.levels:
            self._ranks.setdefault(fold(take_apart(level.name).name), level.rank)
        self._ranks.pop("", None)

    def rank(self, text: str) -> int | None:
        """Return the rank of a level's name, number or both; None where it is none of the scale's."""
        if (rank := self._ranks.get(fold(text))) is not None:
            return rank
        said = take_apart(text)
        by_name = self._ranks.get(fold(said.name)) if said.name else None
        by_number = said.number if said.number is not None and 1 <= said.number <= len(self.scale.levels) else None
        if said.name and said.number is not None:
            return by_name if by_name == by_number else None
        return by_name if said.name else by_number

    def remedy(self, text: str) -> str:
        """Return what to do about a text that is no level of the scale."""
        names = [level.name for level in self.scale.levels]
        said = take_apart(text)
        if said.name and fold(said.name) in self._ranks and said.number is not None:
            rank = self._ranks[fold(said.name)]
            return f"{names[rank - 1]} is level {rank} of this scale: correct the name or the number."
        near = difflib.get_close_matches(fold(said.name), self._ranks, n=1, cutoff=0.6) if said.name else []
        use = f"Use {', '.join(names)}." if names else "Take it out: this scale has no levels."
        return f"Did you mean {names[self._ranks[near[0]] - 1]}? {use}" if near else use


def scale_of(texts: Sequence[str], *, ordered: bool) -> tuple[ScaleDocument, str]:
    """Return the scale that level texts are of, and a sentence on how its order was found.

    Args:
        texts: every mention, repeats included, in the order of the sheet.
        ordered: the order of first mention is the order of the levels, as with a column for each.

    Returns:
        A scale without levels when there are no texts. When most of the texts are of a scale that many use, that
        scale whole: what is not of it is then found to be no level of it, rather than made one.
    """
    counts = Counter(fold(text) for text in texts if text.strip())
    first: dict[str, str] = {}
    for text in texts:
        if text.strip():
            first.setdefault(fold(text), " ".join(text.split()))
    if not first:
        return ScaleDocument("scale", "No levels", (), ScaleKind.NONE), ""
    said = {key: take_apart(text) for key, text in first.items()}
    if ordered:
        return _of_columns(first, said)
    numbers = [one.number for one in said.values()]
    if all(one.name and one.number for one in said.values()):
        by_number = {one.number or 0: one.name for one in sorted(said.values(), key=lambda one: one.number or 0)}
        if len({fold(one.name) for one in said.values()}) == len(by_number):
            names = [by_number.get(number, f"Level {number}") for number in range(1, max(by_number) + 1)]
            return _named(names), "in the order of their numbers"
    if (known := _known(said, counts)) is not None:
        return _named(known), f"this is the scale {', '.join(known)}"
    if all(number is not None for number in numbers) and not any(one.name for one in said.values()):
        top = max(number or 0 for number in numbers)
        levels = tuple(ScaleLevel(rank, f"Level {rank}") for rank in range(1, max(top, 1) + 1))
        return ScaleDocument("scale", "Scale", levels, ScaleKind.POINTS), "in the order of their numbers"
    names = _without_slips({key: one.name for key, one in said.items() if one.name}, counts)
    return _named(names), "in the order in which the sheet names them; put them in order if that is not theirs"


def _of_columns(first: dict[str, str], said: dict[str, Said]) -> tuple[ScaleDocument, str]:
    """Return the scale of columns that are a level each: people put the highest level first as well as last."""
    keys = list(said)
    numbers = [one.number for one in said.values()]
    folded = [fold(one.name) for one in said.values()]
    if None not in numbers and len(set(numbers)) == len(numbers):
        keys.sort(key=lambda key: said[key].number or 0)
        how = "in the order of their numbers"
    elif known := next((names for names in KNOWN if {fold(name) for name in names} >= set(folded)), None):
        order = [fold(name) for name in known]
        keys.sort(key=lambda key: order.index(fold(said[key].name)))
        how = f"in the order of the scale {', '.join(known)}"
    else:
        how = "in the order of the columns"
    return _named([said[key].name or first[key] for key in keys]), how


def _known(said: dict[str, Said], counts: Counter[str]) -> tuple[str, ...] | None:
    """Return the known scale that most of the named mentions are of, None when there is none."""
    named = {key: fold(one.name) for key, one in said.items() if one.name}
    total = sum(counts[key] for key in named)
    best, most = None, 0
    for names in KNOWN:
        folded = {fold(name) for name in names}
        mentions = sum(counts[key] for key, name in named.items() if name in folded)
        if mentions > most and len(folded & set(named.values())) >= 2:
            best, most = names, mentions
    return best if best is not None and most * 5 >= total * 3 else None


def _without_slips(names: dict[str, str], counts: Counter[str]) -> list[str]:
    """Return the names, without those that are rare and nearly another's: slips of the pen are no levels."""
    kept: list[str] = []
    for key, name in names.items():
        often = [other for other in names if other != key and counts[other] >= 5 * counts[key]]
        if not difflib.get_close_matches(key, often, n=1, cutoff=0.8):
            kept.append(name)
    return kept or list(names.values())


def _named(names: Iterable[str]) -> ScaleDocument:
    return ScaleDocument("scale", "Scale", tuple(ScaleLevel(rank, name) for rank, name in enumerate(names, start=1)))
