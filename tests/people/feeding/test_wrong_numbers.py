"""Numbers that are nobody's, or that lead to somebody another way: whoever is set aside is there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.people.feeding.conftest import AT, later, reasons, row, works
from waymark.kernel.policy import OPERATOR
from waymark.people import queries
from waymark.people.rules.feeding import MOST_ROWS, seats_in_the_way
from waymark.people.types import Seat

GOOD = (row("1"), row("2", manager="1"))


def test_a_number_on_many_rows_is_nobodys(bring):
    rows = [row("TBC", given_name=f"Ada {n}", post_number=f"P{n}") for n in range(MOST_ROWS + 1)]

    run = bring(*GOOD, *rows)

    page = queries.feed_changes(run.uuid, OPERATOR, AT, kind="aside")
    assert {one.words for one in page.changes} == {(("many", "TBC", str(len(rows))),)}
    assert page.total == len(rows)
    assert set(works()) == {"1", "2"}


def test_posts_that_follow_each_other_do_not_overlap_with_a_third():
    def seat(number, from_on, until_on, fte="0.5"):
        return Seat(
            number, "Caseworker", 1, None, None, None, date(2025, from_on, 1), date(2025, until_on, 1), Decimal(fte)
        )

    half, first, then = seat("A", 1, 12), seat("B", 1, 6), seat("C", 6, 12)

    assert seats_in_the_way([(2, half), (3, first), (4, then)]) == []
    assert seats_in_the_way([(2, half), (3, first), (4, seat("C", 5, 12))]) == [(4, ("overlap", "C", "2"))]
