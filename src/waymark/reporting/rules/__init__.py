"""Decisions about figures, without a table or a clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.people.types import PostsOfGrade
from waymark.reporting.types import ExampleRow, GradeLine, ObservedGrades
from waymark_engine import disclosure
from waymark_engine.disclosure import Cell, Rules
from waymark_engine.observed import Portion, usual_grades


@dataclass(frozen=True, slots=True)
class Shipped:
    """A profile that comes with the program. A version that has been released is never edited: add the next."""

    slug: str
    version: int
    name: str
    about: str | Promise
    rules: Rules


SHIPPED: tuple[Shipped, ...] = (
    Shipped(
        "csstats-2023", 1, "csstats-2023",
        _("As the official Civil Service statistics of 2023: fewer than 5 hidden, the rest to the nearest 5."),
        Rules(fewest=5, fewest_for_mean=10, hide_zero=True, round_to=5, secondary=False),
    ),
    Shipped(
        "csstats-2022", 1, "csstats-2022",
        _("As the statistics of 2022, which are stricter: fewer than 30 hidden, the rest to the nearest 10."),
        Rules(fewest=30, fewest_for_mean=50, hide_zero=True, round_to=10, secondary=False),
    ),
    Shipped(
        "csstats-2023-secondary", 1, "csstats-2023-secondary",
        _("As csstats-2023, and further counts hidden so that a total gives nothing away."),
        Rules(fewest=5, fewest_for_mean=10, hide_zero=True, round_to=5, secondary=True),
    ),
    Shipped(
        "survey-10", 1, "survey-10",
        _("As staff surveys do: fewer than 10 hidden, further counts hidden with them, nothing rounded."),
        Rules(fewest=10, fewest_for_mean=10, hide_zero=False, round_to=1, secondary=True),
    ),
)  # fmt: skip
FIRST = ("csstats-2023", 1)
"""The profile a new site begins with."""

PARTS: dict[Portion, str | Promise] = {
    Portion.NEARLY_ALL: _("More than 85 %"),
    Portion.ENOUGH: _("15 % or more"),
    Portion.FEW: _("Less than 15 %"),
}

EXAMPLE: tuple[tuple[str | Promise, tuple[int, ...]], ...] = (
    (_("Data engineer"), (4, 5, 7, 12)),
    (_("Senior data engineer"), (0, 38, 61, 3)),
    (_("Lead data engineer"), (0, 0, 16, 84)),
    (_("Head of data"), (0, 0, 1, 2)),
)
EXAMPLE_GRADES = ("HEO", "SEO", "G7", "G6")
"""Invented counts of posts by grade, to see what a profile does."""


def day_of(at: datetime) -> date:
    """Return the day ``at`` falls on where the organisation works."""
    return timezone.localdate(at)


def month_of(at: datetime) -> date:
    """Return the first day of the month ``at`` falls in."""
    return day_of(at).replace(day=1)


def next_month(at: datetime) -> datetime:
    """Return the moment at which the next month begins where the organisation works."""
    first = month_of(at)
    year, month = (first.year + 1, 1) if first.month == 12 else (first.year, first.month + 1)
    return timezone.make_aware(datetime.combine(date(year, month, 1), time.min))


def holds_from(new: Rules, now: Rules | None, at: datetime) -> datetime:
    """Return from when a profile holds that is put in force at ``at``.

    At once when it shows nothing that the one in force hides. Otherwise with the next month's figures: two ways to show
    the same counts, one of them looser, would together show more than either.
    """
    return at if now is None or disclosure.no_looser(new, now) else next_month(at)


@dataclass(frozen=True, slots=True)
class Everybodys:
    """A grade that everyone uses who has no scheme of their own."""

    id: int
    code: str
    band_rank: int | None


@dataclass(frozen=True, slots=True)
class CountedAs:
    """What a grade counts as among those of all departments. Both None: it compares with none, and is not named."""

    grade_id: int | None = None
    band_id: int | None = None


def counts_as(seen: PostsOfGrade, everybodys: Sequence[Everybodys]) -> CountedAs:
    """Return what a grade counts as beside those of other departments.

    A grade of everyone as itself; a department's own as the one of the same code in the same band, else as its band.
    """
    if not seen.own_grade:
        return CountedAs(grade_id=seen.grade_id)
    if seen.band_id is None:
        return CountedAs()
    for one in everybodys:
        if one.band_rank == seen.band_rank and one.code.casefold() == seen.grade_code.casefold():
            return CountedAs(grade_id=one.id)
    return CountedAs(band_id=seen.band_id)


@dataclass(frozen=True, slots=True)
class Counted:
    """Posts of one grade of a role level. ``name`` is empty for those of grades that cannot be named."""

    name: str
    rank: tuple[int, int]
    """Band and grade, most junior first."""
    posts: int


def observed(counts: Sequence[Counted], rules: Rules, *, profile: str, counted_on: date) -> ObservedGrades:
    """Return the grades of a role level as they may be shown. See docs/algorithms/disclosure.md."""
    named: dict[str, int] = {}
    for one in sorted((one for one in counts if one.name), key=lambda one: (one.rank, one.name)):
        named[one.name] = named.get(one.name, 0) + one.posts
    apart = sum(one.posts for one in counts if not one.name)
    found = usual_grades(named, apart=apart)
    row = disclosure.row([*named.values(), apart], rules)
    cells = dict(zip(named, row.cells, strict=False))
    usual = tuple(name for name in found.usual if cells[name].shown)
    made = ObservedGrades(
        counted_on=counted_on, profile=profile, round_to=rules.round_to, fewest=rules.fewest
    )  # fmt: skip
    if not row.total.shown or not usual:
        return made
    lines = tuple(
        GradeLine(name, words(cell), found.portions[name].value, str(PARTS[found.portions[name]]), name in usual)
        for name, cell in cells.items()
        if cell.shown and name in found.portions
    )
    others = found.posts - sum(named[line.name] for line in lines)
    return replace(made, usual=usual, posts=words(row.total), lines=lines, others=_others(others, rules))


def _others(number: int, rules: Rules) -> str:
    """Return what stands for all grades without a line of their own, taken together; empty where it may say none."""
    return words(disclosure.count(number, rules)) if number or rules.hide_zero else ""


def part_is_safe(own: Sequence[Counted], everywhere: Sequence[Counted], rules: Rules) -> bool:
    """Say whether a department's figures may stand beside those of all departments.

    What is left when they are taken away has to be large enough altogether, and at each grade the two numbers may say
    no more of a small rest than a hidden one would. A grade of the department's own may be any of those in its band.
    """
    parts, wholes = _by_grade(own), _by_grade(everywhere)
    return (
        rules.round_to > 1
        and disclosure.rest_is_safe(sum(parts.values()), sum(wholes.values()), rules)
        and all(
            disclosure.rest_stays_hidden(part, whole, rules)
            for grade, part in parts.items()
            for whole in _may_hold(grade, part, wholes)
        )
    )


def _by_grade(counts: Sequence[Counted]) -> dict[tuple[str, int], int]:
    """Return posts by grade and its band."""
    found: dict[tuple[str, int], int] = {}
    for one in counts:
        grade = one.name, one.rank[0]
        found[grade] = found.get(grade, 0) + one.posts
    return found


def _may_hold(grade: tuple[str, int], part: int, wholes: Mapping[tuple[str, int], int]) -> list[int]:
    """Return the counts of all departments that a department's count at a grade may be part of."""
    if grade in wholes:
        return [wholes[grade]]
    return [whole for (_name, band), whole in wholes.items() if band == grade[1] and whole >= part]


def words(cell: Cell) -> str:
    """Return a cell as a page shows it."""
    return f"{cell.number:,}" if cell.number is not None else str(cell.marker)


def example(rules: Rules) -> tuple[ExampleRow, ...]:
    """Return what a profile makes of the example."""
    found = []
    for name, counts in EXAMPLE:
        row = disclosure.row(counts, rules)
        shown = tuple(words(cell) for cell in (*row.cells, row.total))
        found.append(ExampleRow(str(name), (*counts, sum(counts)), shown))
    return tuple(found)
