"""When two scales are one, what a level counts as on another, and what levels are called."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.frameworks import rules
from waymark.frameworks.types import Ladder

FOUR = Ladder("labels", ("Awareness", "Working", "Practitioner", "Expert"))
POINTS = Ladder("points", ("1", "2", "3", "4", "5"))
MARKS = Ladder("numeric", ("20", "Good", "100"), ("20", "60", "100"))
BANDS = Ladder("grade_bands", ("AO to EO", "HEO to SEO", "Grade 7 to 6"))
NONE = Ladder("none", ())

LADDERS = st.builds(
    lambda top: Ladder("labels", tuple(f"Level {n}" for n in range(1, top + 1))), st.integers(1, 12)
) | st.builds(
    lambda values: Ladder("numeric", tuple(map(str, sorted(values))), tuple(map(str, sorted(values)))),
    st.sets(st.integers(1, 100), min_size=1, max_size=12),
)


def rising(table):
    known = [rank for rank in table if rank is not None]
    return known == sorted(known)


@pytest.mark.parametrize(
    ("ladder", "titles"),
    [
        (FOUR, ("Awareness", "Working", "Practitioner", "Expert")),
        (POINTS, tuple(f"{n} of 5 points" for n in range(1, 6))),
        (Ladder("points", ("Poor", "2 points")), ("Poor (1 of 2 points)", "2 of 2 points")),
        (MARKS, ("20 of 100", "Good (60 of 100)", "100 of 100")),
        (BANDS, BANDS.names),
        (NONE, ()),
    ],
)
def test_levels_read_well_on_every_kind_of_scale(ladder, titles):
    assert rules.level_titles(ladder) == titles


def test_a_ladder_keeps_values_without_needless_zeros():
    found = rules.ladder("numeric", [("a", Decimal("2.5000")), ("b", Decimal("60.0000")), ("c", Decimal("100"))])

    assert found.values == ("2.5", "60", "100")


@pytest.mark.parametrize(
    ("one", "other", "within", "across"),
    [
        (FOUR, FOUR, True, True),
        (FOUR, Ladder("labels", ("awareness", "working ", "Practitioner", "Expert")), True, True),
        (FOUR, Ladder("labels", ("Foundation", "Working", "Practitioner", "Expert")), True, False),
        (FOUR, Ladder("labels", ("Working", "Awareness", "Practitioner", "Expert")), False, False),
        (FOUR, Ladder("labels", ("One", "Two", "Three", "Expert")), False, False),
        (FOUR, Ladder("labels", ("Awareness", "Working", "Practitioner")), False, False),
        (FOUR, Ladder("grade_bands", FOUR.names), False, False),
        (BANDS, BANDS, True, True),
        (POINTS, POINTS, True, False),
        (MARKS, MARKS, True, False),
        (MARKS, Ladder("numeric", MARKS.names, ("20", "50", "100")), False, False),
    ],
)
def test_which_scales_are_one(one, other, within, across):
    assert rules.same_scale(one, other, one_framework=True) is within
    assert rules.same_scale(one, other, one_framework=False) is across


@pytest.mark.parametrize(
    ("level", "counts_as", "found"),
    [
        (0, (1, 3), 0), (0, (0, 3), 0), (0, (2, 3), None), (0, (None, 3), None), (0, (), None),
        (1, (1, 3), 1), (2, (1, 3), 3), (2, (1, None), None), (3, (1, 3), None),
    ],
)  # fmt: skip
def test_what_a_level_counts_as(level, counts_as, found):
    assert rules.translated(level, counts_as) == found


@pytest.mark.parametrize(
    ("counts_as", "why"),
    [
        ((1, 2, 4, 5), ""),
        ((None, 0, 2, 5), ""),
        ((1, 2, 4), "each level"),
        ((1, 2, 4, 6), "from 1 to 5"),
        ((-1, 2, 4, 5), "from 1 to 5"),
        ((None,) * 4, "No level has a counterpart"),
        ((1, 4, 3, 5), "Practitioner would count as less than Working"),
        ((3, None, 2, 5), "Practitioner would count as less than Awareness"),
    ],
)
def test_tables_that_are_none(counts_as, why):
    found = rules.why_not_counts_as(FOUR, POINTS, counts_as)

    assert why in found
    assert bool(found) == bool(why)
    assert rules.why_not_counts_as(NONE, POINTS, ()) != ""
    assert rules.why_not_counts_as(FOUR, NONE, counts_as) != ""


def test_what_may_be_meant_and_should_be_looked_at_again():
    found = rules.oddities(FOUR, POINTS, (2, 3, 3, None))

    assert [one.split(":")[0] for one in found] == [
        "Nobody reaches 5 of 5 points by this table.",
        "Working, Practitioner all count as 3 of 5 points",
        "Without a counterpart, and so counted as not assessed",
        "The lowest level counts as more than the lowest level of the other scale.",
    ]
    assert rules.oddities(FOUR, FOUR, (1, 2, 3, 4)) == ()


@pytest.mark.parametrize(
    ("one", "other", "table"),
    [
        (FOUR, POINTS, (1, 2, 3, 5)),
        (FOUR, FOUR, (1, 2, 3, 4)),
        (FOUR, Ladder("labels", ("Working", "Expert")), (1, 1, 1, 2)),
        (MARKS, Ladder("numeric", ("5", "10"), ("5", "10")), (0, 1, 2)),
        (FOUR, NONE, (None, None, None, None)),
        (NONE, FOUR, ()),
    ],
)
def test_a_table_to_begin_with(one, other, table):
    assert rules.suggested(one, other) == table


@settings(deadline=None)
@given(LADDERS, LADDERS)
def test_a_suggestion_never_falls_and_stays_on_the_scale(one, other):
    table = rules.suggested(one, other)

    assert len(table) == one.top
    assert rising(table)
    assert all(rank is not None and 0 <= rank <= other.top for rank in table)


@settings(deadline=None)
@given(LADDERS)
def test_a_suggestion_to_the_same_scale_is_the_scale_itself(one):
    assert rules.suggested(one, one) == tuple(range(1, one.top + 1))


@settings(deadline=None)
@given(LADDERS, st.data())
def test_whatever_table_is_taken_more_never_counts_as_less(one, data):
    other = data.draw(LADDERS)
    ranks = st.none() | st.integers(0, other.top)
    table = data.draw(st.lists(ranks, min_size=one.top, max_size=one.top))
    taken = not rules.why_not_counts_as(one, other, table)

    counted = [rules.translated(level, table) for level in range(one.top + 1)]

    assert taken == (rising(table) and any(rank is not None for rank in table))
    assert not taken or rising(counted)
