"""Scales by what makes them: when two are the same, what a level of one counts as on another, and levels in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from django.utils.translation import gettext as _

from waymark.frameworks.types import Ladder
from waymark.kernel.text import folded
from waymark_formats.framework import ScaleKind

_WORDED = (ScaleKind.LABELS, ScaleKind.GRADE_BANDS)
"""Kinds whose levels are told apart by their names: the same names mean the same in whatever framework."""


MOST_VALUE = 10**8
"""Values of levels are smaller, and have four decimals at most."""


def ladder(kind: str, levels: Iterable[tuple[str, Decimal | None]]) -> Ladder:
    """Return the ladder of a scale from the names and values of its levels, lowest first."""
    found = list(levels)
    return Ladder(
        kind, tuple(name for name, _ in found), tuple(plain(value) for _, value in found if value is not None)
    )


def digest(one: Ladder) -> str:
    """Return what a ladder is looked up by: the same for ladders whose names differ in case and spaces only."""
    parts = [one.kind, *map(folded, one.names), "", *one.values]
    return sha256("\x1f".join(parts).encode()).hexdigest()


def same_scale(one: Ladder, other: Ladder, *, one_framework: bool) -> bool:
    """Say whether a rank means the same on both, without anybody having to say so.

    Equal ladders do, between frameworks only where names tell levels apart: 3 of 5 points here need not be 3 of 5
    there. Within one framework a scale some of whose levels were renamed is still the same: as many levels of the same
    kind, at least half of the names kept, and none of them moved.
    """
    if one.kind != other.kind:
        return False
    if digest(one) == digest(other):
        return one_framework or one.kind in _WORDED
    if not one_framework or one.kind not in _WORDED or one.top != other.top:
        return False
    names, others = [folded(name) for name in one.names], [folded(name) for name in other.names]
    kept = sum(name == now for name, now in zip(names, others, strict=True))
    return 2 * kept >= one.top and kept == len(set(names) & set(others))


def translated(level: int, counts_as: Sequence[int | None]) -> int | None:
    """Return what a level of one scale counts as on another; None when it has no counterpart there.

    Level 0, "not yet at the first level", counts as 0 where the first level counts as the first or as less. Where the
    first level counts as more, being below it says nothing. A level above the table has no counterpart.

    Args:
        level: the rank held.
        counts_as: the rank on the other scale, per level from the first.
    """
    if level == 0:
        return 0 if counts_as and counts_as[0] in (0, 1) else None
    return counts_as[level - 1] if level <= len(counts_as) else None


def suggested(one: Ladder, other: Ladder) -> tuple[int | None, ...]:
    """Return a table to begin with: levels of the same name first, the others by their position.

    Where values are known on both, a level counts as the highest level whose value it reaches, as a share of the top.
    By position the first level goes to the first, the last to the last, and one between to the lower neighbour. The
    result never falls.
    """
    if not one.top or not other.top:
        return (None,) * one.top
    if one.values and other.values:
        return _by_value([Decimal(value) for value in one.values], [Decimal(value) for value in other.values])
    names = [folded(name) for name in other.names]
    found: list[int | None] = []
    least = 1
    for rank, name in enumerate(one.names, 1):
        at = 1 + (rank - 1) * (other.top - 1) // max(1, one.top - 1)
        same = names.index(folded(name)) + 1 if folded(name) in names else at
        least = max(least, same)
        found.append(least)
    return tuple(found)


def why_not_counts_as(one: Ladder, other: Ladder, counts_as: Sequence[int | None]) -> str:
    """Return why a table is no equivalence, as a sentence; empty when it is one."""
    if not one.top or not other.top:
        return _("A scale without levels has nothing to count as something else.")
    if len(counts_as) != one.top:
        return _("Say for each level of the first scale what it counts as, or that it has no counterpart.")
    known = [rank for rank in counts_as if rank is not None]
    if not known:
        return _("No level has a counterpart. Without a table the two scales are not comparable already.")
    if not all(0 <= rank <= other.top for rank in known):
        return _("The second scale has levels from 1 to %(top)s. Choose one of those for each level.") % {
            "top": other.top
        }
    titles = level_titles(one)
    before = 0
    at = ""
    for title, rank in zip(titles, counts_as, strict=True):
        if rank is None:
            continue
        if rank < before:
            return _(
                "%(higher)s would count as less than %(lower)s, which is below it. "
                "Let each level count as at least what the level below it counts as."
            ) % {"higher": title, "lower": at}
        before, at = rank, title
    return ""


def oddities(one: Ladder, other: Ladder, counts_as: Sequence[int | None]) -> tuple[str, ...]:
    """Return what may be meant and should be looked at again, as sentences."""
    known = [rank for rank in counts_as if rank is not None]
    titles, others = level_titles(one), level_titles(other)
    found = []
    if known and max(known) < other.top:
        found.append(_("Nobody reaches %(level)s by this table.") % {"level": others[-1]})
    for rank in sorted(set(known)):
        level = others[rank - 1] if rank else _("not yet at the first level")
        same = [title for title, to in zip(titles, counts_as, strict=True) if to == rank]
        if len(same) > 1:
            found.append(
                _("%(levels)s all count as %(level)s: what is between them is lost.")
                % {"levels": _(", ").join(same), "level": level}
            )
    without = [title for title, to in zip(titles, counts_as, strict=True) if to is None]
    if without:
        found.append(
            _("Without a counterpart, and so counted as not assessed: %(levels)s.") % {"levels": _(", ").join(without)}
        )
    if known and counts_as[0] is not None and counts_as[0] > 1:
        found.append(_("The lowest level counts as more than the lowest level of the other scale."))
    return tuple(found)


def level_titles(one: Ladder) -> tuple[str, ...]:
    """Return what each level is called where it stands by itself, lowest first.

    Points say of how many ("3 of 5 points"), values of how much ("60 of 100"); a name that says more than the number
    comes first: "Good (3 of 5 points)".
    """
    if one.kind == ScaleKind.POINTS:
        said = [_("%(rank)s of %(top)s points") % {"rank": rank, "top": one.top} for rank in range(1, one.top + 1)]
        numbers = [Decimal(rank) for rank in range(1, one.top + 1)]
    elif one.kind == ScaleKind.NUMERIC and len(one.values) == one.top:
        said = [_("%(value)s of %(top)s") % {"value": value, "top": one.values[-1]} for value in one.values]
        numbers = [Decimal(value) for value in one.values]
    else:
        return one.names
    return tuple(
        words if _number(name) == number else _("%(name)s (%(number)s)") % {"name": name, "number": words}
        for name, words, number in zip(one.names, said, numbers, strict=True)
    )


def value_of(text: str) -> Decimal | None:
    """Return the value that a text gives a level of a numeric scale; None where no table has room for it."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    fits = value.is_finite() and abs(value) < MOST_VALUE and value == round(value, 4)
    return value if fits else None


def named_value(line: str) -> tuple[str, str]:
    """Return the name and the value of a level that is written "Good = 60", or "60": then it is called so."""
    name, _equals, value = line.rpartition("=")
    return (name.strip() or value.strip(), value.strip())


def plain(value: Decimal) -> str:
    """Return a value without needless zeros: 60, 2.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _by_value(values: Sequence[Decimal], others: Sequence[Decimal]) -> tuple[int | None, ...]:
    if values[-1] <= 0 or others[-1] <= 0:
        return (None,) * len(values)
    return tuple(sum(other * values[-1] <= value * others[-1] for other in others) for value in values)


def _number(name: str) -> Decimal | None:
    """Return the number that a name is, such as "3", "3.0" or "3 points"; None when it says more."""
    try:
        number = Decimal(folded(name).removesuffix("s").removesuffix("point").strip() or "x")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
