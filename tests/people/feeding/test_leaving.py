"""Whoever leaves loses their access at once, or on the day; whoever comes back has it again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.people.feeding.conftest import AT, later, row, works
from waymark.access.models import Account, Session
from waymark.kernel.errors import NotAllowed
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.people import commands
from waymark.people.models import Movement, Person, ReportingLine

TEAM = (row("1"), row("2", manager="1"), row("3", manager="2"))


@pytest.fixture
def signed_in(bring):
    """The one in the middle has an account and is signed in."""
    bring(*TEAM)
    account = Account.objects.create(uuid=new_uuid(), email="two@example.org", name="Two", created_at=AT)
    Person.objects.filter(staff_number="2").update(account=account)
    Session.objects.create(
        session_key="k" * 20, session_data="x", expire_date=AT + timedelta(days=90), account=account, uuid=new_uuid()
    )
    return account


def test_a_leaver_loses_access_at_once_and_the_record_stays(bring, signed_in):
    bring(TEAM[0], TEAM[2], at=later(1))

    signed_in.refresh_from_db()
    assert (signed_in.is_active, signed_in.closed_at) == (False, later(1))
    assert not Session.objects.exists()
    assert Person.objects.filter(staff_number="2", account=signed_in).exists()
    assert ReportingLine.objects.get(person__staff_number="3").until_on == later(1).date()
    assert works(later(1))["2"] == ([], [], [])


def test_a_day_to_come_ends_access_on_that_day(bring, signed_in):
    bring(row("2", manager="1", leaving="2026-03-10"), full=False, at=later(1))
    signed_in.refresh_from_db()
    assert signed_in.is_active

    assert commands.end_access_of_leavers(actor=OPERATOR, at=later(8)) == 0
    assert commands.end_access_of_leavers(actor=OPERATOR, at=later(9)) == 1

    signed_in.refresh_from_db()
    assert not signed_in.is_active
    assert commands.end_access_of_leavers(actor=OPERATOR, at=later(9)) == 0
    with pytest.raises(NotAllowed):
        commands.end_access_of_leavers(actor=PUBLIC, at=later(9))


def test_whoever_stays_after_all_keeps_access(bring, signed_in):
    bring(row("2", manager="1", leaving="2026-03-10"), full=False, at=later(1))

    run = bring(row("2", manager="1"), full=False, at=later(2))

    assert run.counts["changed"] == 1
    assert commands.end_access_of_leavers(actor=OPERATOR, at=later(20)) == 0
    signed_in.refresh_from_db()
    assert signed_in.is_active
    assert works(later(20))["2"] == (["P2"], ["1"], ["policy"])


def test_whoever_comes_back_can_sign_in_again(bring, signed_in):
    bring(TEAM[0], TEAM[2], at=later(1))

    bring(row("2", manager="1", start="2026-03-20"), full=False, at=later(30))

    signed_in.refresh_from_db()
    assert (signed_in.is_active, signed_in.closed_at) == (True, None)
    assert list(Movement.objects.filter(person__staff_number="2").order_by("pk").values_list("kind", flat=True)) == [
        "joined", "left", "joined",
    ]  # fmt: skip


def test_an_account_that_was_closed_for_another_reason_stays_closed(bring, signed_in):
    from waymark.access import commands as access

    access.close_account(email="two@example.org", reason="Lost laptop.", actor=OPERATOR, at=later(0))
    bring(TEAM[0], TEAM[2], at=later(1))

    bring(row("2", manager="1", start="2026-03-20"), full=False, at=later(30))

    signed_in.refresh_from_db()
    assert not signed_in.is_active
