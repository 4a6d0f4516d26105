"""Whom a department's provider means at the first sign-on, where feeds say what people are called."""

from __future__ import annotations

import pytest

from tests.people.feeding.conftest import AT, bring, department, folder, later, row, usual
from tests.people.feeding.test_organisations_change import said
from waymark.access.types import MatchedBy
from waymark.kernel.policy import OPERATOR
from waymark.organisation.types import Change, ChangeKind
from waymark.people import commands, queries
from waymark.people.models import Feed, Person, PersonAlias

__all__ = ["bring", "department", "folder"]


@pytest.fixture
def both(department, bring):
    """The department and the ministry both have a person 7; the ministry's has another number on record."""
    usual(department.other, 100, 100)
    bring(row("7", email="seven@tests.example"))
    bring(row("7", unit="E1", email="seven@elsewhere.example"), row("8", unit="E1"), feed=department.other)
    return department


def person(number):
    return Person.objects.get(staff_number=number).pk


def marked(feed):
    return f"7~{Feed.objects.get(uuid=feed.uuid).pk}"


def means(body, by, said, at=AT):
    return queries.matched(body, by, said, at)


@pytest.mark.parametrize("by", [MatchedBy.STAFF_NUMBER, MatchedBy.EXTERNAL_ID])
def test_a_number_means_whom_the_departments_own_feed_calls_so(both, by):
    ids = both.ids

    assert means(ids["d"], by, "7") == (person("7"),)
    assert means(ids["d"], by, " 7 ") == (person("7"),)
    assert means(ids["other"], by, "7") == (person(marked(both.other)),)
    assert means(ids["other"], by, marked(both.other)) == ()
    assert means(ids["d"], by, "8") == ()
    assert means(ids["d"], by, "") == ()


@pytest.mark.parametrize("by", [MatchedBy.STAFF_NUMBER, MatchedBy.EXTERNAL_ID])
def test_the_feed_of_a_body_above_or_below_counts_too(both, by):
    assert means(both.ids["u1"], by, "7") == (person("7"),)
    assert means(both.ids["u2"], by, "7") == ()


def test_whom_no_feed_has_named_is_meant_by_the_number_on_record_alone(both):
    found = Person.objects.get(staff_number="8")
    found.identifiers.all().delete()

    assert means(both.ids["other"], MatchedBy.STAFF_NUMBER, "8") == (found.pk,)
    assert means(both.ids["other"], MatchedBy.EXTERNAL_ID, "8") == ()


def test_after_a_merger_a_number_of_the_other_system_means_nobody(both):
    """The ministry's person 8 is not the department's 8: its provider must not let one in as the other."""
    change = Change(ChangeKind.MERGE, AT.date(), "One.", (both.ids["other"],), into_id=both.ids["d"])
    commands.reorganise(change=change, actor=OPERATOR, at=later(1))

    for by in (MatchedBy.STAFF_NUMBER, MatchedBy.EXTERNAL_ID):
        assert means(both.ids["d"], by, "8", later(1)) == ()
        assert means(both.ids["d"], by, "7", later(1)) == (person("7"),)
        assert means(both.ids["other"], by, "8", later(1)) == ()
    assert means(both.ids["d"], MatchedBy.EMAIL, "SEVEN@elsewhere.example", later(1)) == (person(marked(both.other)),)


def test_the_successors_feed_lets_them_be_meant_again(both, bring):
    change = Change(ChangeKind.MERGE, AT.date(), "One.", (both.ids["other"],), into_id=both.ids["d"])
    commands.reorganise(change=change, actor=OPERATOR, at=later(1))

    bring(row("7", email="seven@tests.example"), row("8", unit="E1"), at=later(2))

    assert means(both.ids["d"], MatchedBy.STAFF_NUMBER, "8", later(2)) == (person("8"),)


def test_two_who_were_merged_are_the_one_who_is_kept(department, bring):
    bring(row("1", email="one@tests.example"), row("2", email="one@tests.example"))
    assert len(means(department.ids["d"], MatchedBy.EMAIL, "one@tests.example")) == 2

    PersonAlias.objects.create(
        uuid=department.feed.uuid, person_id=person("2"), kept_id=person("1"), reason="x", from_at=AT
    )

    assert means(department.ids["d"], MatchedBy.EMAIL, "one@tests.example") == (person("1"),)
    assert means(department.ids["d"], MatchedBy.STAFF_NUMBER, "2") == (person("1"),)


def test_somebody_put_one_by_one_is_meant_by_what_the_feed_calls_them(department, django_assert_max_num_queries):
    put = commands.put(
        feed=department.feed.uuid, said=said(department, "5b0c-external", number="P5"), actor=OPERATOR, at=AT
    )

    with django_assert_max_num_queries(5):
        assert means(department.ids["d"], MatchedBy.EXTERNAL_ID, "5b0c-external") == (put.person_id,)
    commands.leave(feed=department.feed.uuid, value="5b0c-external", on=AT.date(), actor=OPERATOR, at=AT)
    assert means(department.ids["d"], MatchedBy.EXTERNAL_ID, "5b0c-external") == ()
