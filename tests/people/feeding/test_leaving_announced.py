"""A day to leave on that is known before it comes ends access on that day, whatever else is said meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.people.feeding.conftest import AT, later, row, works
from waymark.access.models import Account
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR
from waymark.people import commands
from waymark.people.models import Appointment, Membership, Movement, Person, ReportingLine

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 11)
"""The first day on which whoever has 10 March as their last day is not there any more."""


def with_account(number):
    account = Account.objects.create(uuid=new_uuid(), email=f"{number}@example.org", name=number, created_at=AT)
    Person.objects.filter(staff_number=number).update(account=account)
    return account


def ends(account):
    """Say on which day in March the account is closed by the clock; None: on none."""
    for days in range(1, 40):
        commands.end_access_of_leavers(actor=OPERATOR, at=later(days))
        account.refresh_from_db()
        if not account.is_active:
            return later(days).date()
    return None


@pytest.mark.parametrize("column", ["leaving", "end"])
def test_whoever_is_new_and_has_a_last_day_loses_access_then(bring, column):
    bring(row("1"), row("2", manager="1", **{column: "2026-03-10"}))

    assert ends(with_account("2")) == DAY
    assert ends(with_account("1")) is None
    assert ReportingLine.objects.get().until_on == DAY
    assert Membership.objects.get(person__staff_number="2").until_on == DAY
    assert sorted(Movement.objects.filter(person__staff_number="2").values_list("kind", flat=True)) == [
        "joined", "left",
    ]  # fmt: skip


def test_the_only_post_gets_a_last_day(bring):
    bring(row("1"), row("2", manager="1"))
    account = with_account("2")

    bring(row("2", manager="1", end="2026-03-10"), full=False, at=later(1))

    assert ends(account) == DAY
    assert works(later(9))["2"] == ([], [], [])


@pytest.mark.parametrize(
    "then",
    [{"job_title": "Senior caseworker"}, {"manager": "3"}, {"main_profession": "Tax"}, {"given_name": "Eve"}],
)
def test_whatever_else_is_said_meanwhile(bring, then):
    leaving = {"manager": "1", "leaving": "2026-03-10"}
    bring(row("1"), row("3"), row("2", manager="1"))
    account = with_account("2")
    bring(row("2", **leaving), full=False, at=later(1))

    bring(row("2", **leaving | then), full=False, at=later(2))

    assert Movement.objects.filter(kind="left").count() == 1
    assert ends(account) == DAY
    for model in (ReportingLine, Membership, Appointment):
        assert not model.objects.filter(person__staff_number="2", until_on=None).exists(), model


def test_the_day_is_put_off_and_taken_back(bring):
    bring(row("1"), row("2", manager="1", leaving="2026-03-10"))
    account = with_account("2")

    bring(row("2", manager="1", leaving="2026-03-20"), full=False, at=later(1))
    commands.end_access_of_leavers(actor=OPERATOR, at=later(10))
    account.refresh_from_db()
    assert account.is_active
    assert works(later(10))["2"] == (["P2"], ["1"], ["policy"])
    assert ends(account) == DAY + timedelta(days=10)


def test_whoever_is_extended_stays(bring):
    bring(row("2", end="2026-03-10"))
    account = with_account("2")

    bring(row("2"), at=later(1))

    assert ends(account) is None
    assert works(later(30))["2"] == (["P2"], [], ["policy"])


def test_a_manager_named_with_the_last_day_is_the_manager_until_then(bring):
    bring(row("1"), row("3"), row("2", manager="1"))

    bring(row("2", manager="3", leaving="2026-03-10"), full=False, at=later(1))

    assert works(later(1))["2"][1] == ["3"]
    assert works(later(9))["2"][1] == []


def test_whoever_comes_back_to_their_post_has_it_once(bring):
    bring(row("1"), row("2"))
    bring(row("1"), at=later(5))

    bring(row("1"), row("2"), at=later(30))

    assert list(Appointment.objects.filter(person__staff_number="2").values_list("from_on", "until_on")) == [
        (date(2024, 9, 2), None)
    ]
    joined = Movement.objects.filter(person__staff_number="2", kind="joined").order_by("pk")
    assert [one.on for one in joined] == [date(2024, 9, 2), later(30).date()]
    assert Membership.objects.get(person__staff_number="2", until_on=None).from_on == later(30).date()


def test_whoever_comes_back_was_not_there_meanwhile(bring):
    bring(row("1"), row("2"))
    bring(row("1"), at=later(5))

    bring(row("1"), row("2", start="2025-01-01", job_title="Lead"), at=later(30))
    bring(row("1"), row("2", start="2025-01-01", job_title="Head"), at=later(31))

    assert list(
        Appointment.objects.filter(person__staff_number="2").order_by("pk").values_list("from_on", "until_on")
    ) == [(date(2024, 9, 2), later(5).date()), (later(30).date(), None)]
