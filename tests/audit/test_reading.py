"""Reading the record about a person."""

from datetime import timedelta

import pytest

from tests.audit.helpers import ADA, BEN, NOON, record
from waymark.audit import commands as audit
from waymark.audit import queries
from waymark.kernel.policy import OPERATOR, PUBLIC

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    record("people.role.claimed", subjects=[1], reason="her own word", at=NOON)
    record("people.load", actor=OPERATOR, subjects=[1, 2], at=NOON + timedelta(hours=1))
    record("people.role.claimed", actor=BEN, subjects=[2], at=NOON + timedelta(hours=2))
    audit.seal(at=NOON)


def test_a_person_reads_what_was_done_about_them_newest_first(done, django_assert_num_queries):
    with django_assert_num_queries(1):
        lines = queries.entries_about(1, actor=ADA, at=NOON)

    assert [(line.kind, line.by_operator, line.reason) for line in lines] == [
        ("people.load", True, ""),
        ("people.role.claimed", False, "her own word"),
    ]
    assert all(line.sealed for line in lines)


def test_an_operator_reads_about_anyone(done):
    assert [line.at.hour for line in queries.entries_about(2, actor=OPERATOR, at=NOON)] == [14, 13]


def test_somebody_else_sees_what_is_about_them_both_and_the_public_nothing(done):
    assert [line.kind for line in queries.entries_about(1, actor=BEN, at=NOON)] == ["people.load"]
    assert queries.entries_about(1, actor=PUBLIC, at=NOON) == ()


def test_a_list_is_as_long_as_asked(done):
    assert [line.kind for line in queries.entries_about(1, actor=ADA, at=NOON, limit=1)] == ["people.load"]
