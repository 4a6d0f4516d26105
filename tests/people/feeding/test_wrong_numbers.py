"""Numbers that are nobody's, or that lead to somebody another way: whoever is set aside is there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.people.feeding.conftest import AT, later, reasons, row, works
from tests.people.feeding.test_two_people import administrator
from waymark.kernel.policy import OPERATOR
from waymark.people import commands, queries
from waymark.people.models import Identifier, Person
from waymark.people.rules.feeding import MOST_ROWS, seats_in_the_way
from waymark.people.types import FeedStep, Seat

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


@pytest.mark.parametrize("named", ["N-1", "1"])
def test_who_is_set_aside_has_not_left_whichever_number_names_them(bring, department, named):
    """The feed knows them by two: a directory gave it an identifier and the staff number."""
    bring(*GOOD, row("3"))
    person = Person.objects.get(staff_number="1")
    Identifier.objects.create(source=department.feed.source, value="N-1", person=person)

    run = bring(row(named, grade="ZZ9"), GOOD[1], row("3"), at=later(1))

    assert reasons(run) == {named: ["no_grade"]}
    assert "left" not in run.counts
    assert works(later(1))["1"][0] == ["P1"]


def test_who_is_set_aside_under_the_number_of_a_merged_record_has_not_left(bring):
    bring(*GOOD, row("3"), row("99"))
    kept, other = (Person.objects.get(staff_number=number) for number in ("3", "99"))
    commands.merge(person=other.uuid, into=kept.uuid, reason="Twice.", actor=administrator("boss"), at=AT)

    bring(*GOOD, row("99", grade="ZZ9"), at=later(1))

    assert works(later(1))["3"][0] == ["P3"]
    assert works(later(1))["99"][0] == ["P99"]


def test_a_row_without_a_number_may_be_of_somebody_who_would_leave(bring):
    bring(*GOOD, row("3"))

    run = bring(*GOOD, row("", given_name="Ada", family_name="Ox 3"), at=later(1), apply=False)

    assert run.counts == {"same": 2, "aside": 1, "left": 1}
    assert run.unusual == (("unnamed", 1, 0),)
    assert queries.unusual_in_words(*run.unusual[0]).startswith("1 row names nobody")
    assert bring_again(run).unusual == run.unusual


def bring_again(run):
    return commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=OPERATOR, at=later(1))
