"""Which numbers of a table may be shown, and as what: nobody is to be found in a table of counts.

Three things, in this order. A count below a threshold is hidden. Where the total stands beside the counts, further
counts are hidden until what is hidden cannot be worked out from what is shown. What is left is rounded.

Source: docs/algorithms/disclosure.md, decided in ADR 0018.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LEAST_THRESHOLD = 3
"""Below a threshold of 3 a hidden count that is not none could only be one."""


class Marker(StrEnum):
    """What stands in a table where no number does, as official statistics write it."""

    CONFIDENTIAL = "[c]"
    UNAVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a disclosure profile asks for."""

    fewest: int
    """A count below it is hidden; at least ``LEAST_THRESHOLD``."""
    fewest_for_mean: int
    """A mean or median over fewer is hidden."""
    hide_zero: bool
    """Whether none is hidden as other small counts are."""
    round_to: int
    """What is shown is rounded to the nearest multiple of it, halves up; 1 shows numbers as they are."""
    secondary: bool
    """Whether further counts are hidden, so that the total gives nothing away. Without rounding they always are."""

    @property
    def hides_more(self) -> bool:
        """Say whether further counts are hidden: nothing else would stand between a reader and the difference."""
        return self.secondary or self.round_to == 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a table: a number, or the marker that stands instead of it."""

    number: int | None
    marker: Marker | None = None

    @property
    def shown(self) -> bool:
        """Say whether there is a number."""
        return self.number is not None


@dataclass(frozen=True, slots=True)
class Row:
    """Counts as they may be shown, with their total."""

    cells: tuple[Cell, ...]
    total: Cell
    primary: tuple[bool, ...]
    """Which counts are hidden because they are small. Never to be shown: it tells them from the others."""


class UnfitRules(ValueError):
    """A threshold or what is rounded to makes no sense."""


HIDDEN = Cell(None, Marker.CONFIDENTIAL)


def count(number: int | Marker, rules: Rules) -> Cell:
    """Return one count as it may be shown where nothing else of its table is.

    Args:
        number: how many, 0 or more; or the marker of what was not counted or cannot be.
        rules: the profile's.
    """
    _check(rules)
    small = not isinstance(number, Marker) and _small(number, rules)
    return HIDDEN if small else _cell(number, rules)


def row(counts: Sequence[int | Marker], rules: Rules) -> Row:
    """Return counts that stand beside their total, as they may be shown.

    With ``rules.hides_more``, every hidden count could still be at least two numbers to a reader who knows the rules,
    the total and every count shown, and together they are not small. Where hiding further counts does not bring that
    about, the total is hidden too.
    Without it, rounding alone stands between the reader and the difference.

    Args:
        counts: how many of each, 0 or more; markers are kept and count for nothing.
        rules: the profile's.

    Returns:
        Cells in the order given. Counts of one size are shown or hidden alike.

    Raises:
        UnfitRules: the threshold is too low, or numbers are rounded to less than 1.
    """
    _check(rules)
    numbers = {place: number for place, number in enumerate(counts) if not isinstance(number, Marker)}
    whole = sum(numbers.values())
    primary = {place for place, number in numbers.items() if _small(number, rules)}
    hidden, total_shown = _with_more(numbers, primary, rules) if rules.hides_more else (primary, True)
    if _small(whole, rules):
        total_shown = False
    cells = tuple(HIDDEN if place in hidden else _cell(one, rules) for place, one in enumerate(counts))
    total = Cell(_rounded(whole, rules)) if total_shown else HIDDEN
    return Row(cells, total, tuple(place in primary for place in range(len(counts))))


def mean(total: float, of: int, rules: Rules) -> float | None:
    """Return a mean over ``of`` of something, or None where they are too few for it to be shown."""
    _check(rules)
    return None if of < max(rules.fewest_for_mean, 1) else total / of


def rest_is_safe(part: int, whole: int, rules: Rules) -> bool:
    """Say whether a part may be shown beside the whole it belongs to: taking it away must not leave a small number.

    A part that is the whole leaves none, which is a small number too: whether somebody else is there is not shown.
    """
    _check(rules)
    return whole - part >= rules.fewest


def rest_stays_hidden(part: int, whole: int, rules: Rules) -> bool:
    """Say whether a part and its whole, each shown rounded, say no more of a small rest than a hidden count would.

    A rest that is not small may be worked out as closely as rounding allows.
    """
    _check(rules)
    if _small(part, rules) or _small(whole, rules) or not _small(whole - part, rules):
        return True
    parts, wholes = _could_be(part, rules), _could_be(whole, rules)
    least = 0 if rules.hide_zero else 1
    return wholes[0] - parts[-1] <= least and wholes[-1] - parts[0] >= rules.fewest - 1


def no_looser(one: Rules, other: Rules) -> bool:
    """Say whether nothing that ``one`` shows would be hidden, or shown more roughly, under ``other``."""
    return (
        one.fewest >= other.fewest
        and one.fewest_for_mean >= other.fewest_for_mean
        and one.hide_zero >= other.hide_zero
        and one.hides_more >= other.hides_more
        and one.round_to % other.round_to == 0
    )


def _check(rules: Rules) -> None:
    if rules.fewest < LEAST_THRESHOLD or rules.round_to < 1:
        raise UnfitRules


def _small(number: int, rules: Rules) -> bool:
    return number < rules.fewest and (number > 0 or rules.hide_zero)


def _cell(number: int | Marker, rules: Rules) -> Cell:
    return Cell(None, number) if isinstance(number, Marker) else Cell(_rounded(number, rules))


def _rounded(number: int, rules: Rules) -> int:
    return (2 * number + rules.round_to) // (2 * rules.round_to) * rules.round_to


def _could_be(number: int, rules: Rules) -> list[int]:
    """Return the counts that would be shown as ``number`` is, lowest first."""
    near = range(max(rules.fewest, number - rules.round_to), number + rules.round_to + 1)
    return [one for one in near if _rounded(one, rules) == _rounded(number, rules)]


def _with_more(numbers: dict[int, int], primary: set[int], rules: Rules) -> tuple[set[int], bool]:
    """Return what is hidden once enough is, and whether the total may be shown then."""
    hidden = set(primary)
    while hidden and not _ambiguous(numbers, hidden, primary, rules):
        left = {place: number for place, number in numbers.items() if place not in hidden and number > 0}
        if not left:
            return hidden, False
        # All of one size together: which of two equal counts is hidden would say which others were small.
        hidden |= {place for place, number in left.items() if number == min(left.values())}
    return hidden, True


def _ambiguous(numbers: dict[int, int], hidden: set[int], primary: set[int], rules: Rules) -> bool:
    """Say whether each hidden count could be two numbers at least, and what is hidden is not small taken together.

    To a reader who even knows which were hidden for being small: these lie below the threshold, the others between the
    threshold and the smallest count shown.
    """
    whole = sum(numbers[place] for place in hidden)
    shown = [number for place, number in numbers.items() if place not in hidden and number >= rules.fewest]
    most = min(shown, default=whole)
    bounds = {
        place: (0 if rules.hide_zero else 1, rules.fewest - 1) if place in primary else (rules.fewest, most)
        for place in hidden
    }
    least_sum, most_sum = (sum(bound[end] for bound in bounds.values()) for end in (0, 1))
    return whole >= rules.fewest and all(
        max(least, whole - (most_sum - most)) < min(most, whole - (least_sum - least))
        for least, most in bounds.values()
    )
