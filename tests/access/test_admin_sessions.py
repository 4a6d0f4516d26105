"""The sessions in which an administrator's duty counts."""

from datetime import timedelta

import pytest

from tests.access.conftest import HOUR, YEAR, give
from tests.conftest import NOON
from waymark.access import commands, queries
from waymark.access.models import AdminSession
from waymark.audit.commands import ReasonTooLong
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import PUBLIC

pytestmark = pytest.mark.django_db


def begin(who, *, at=NOON, **changed):
    return commands.open_admin_session(**({"reason": "Monthly review"} | changed), actor=who.at(at), at=at)


@pytest.fixture
def admin(ada):
    give(ada, "administrator")
    return ada


def test_the_duty_counts_in_a_session_only(admin):
    assert not admin.holds("administrator")
    assert queries.duties_held(admin.id, NOON).administrator

    begin(admin)

    assert admin.holds("administrator")
    assert admin.holds("administrator", NOON + timedelta(minutes=59))
    assert not admin.holds("administrator", NOON + timedelta(minutes=60))
    assert Entry.objects.latest("pk").reason == "Monthly review"


def test_a_session_is_ended_before_its_time(admin):
    begin(admin)

    commands.end_admin_session(actor=admin.actor, at=NOON + timedelta(minutes=5))

    assert admin.holds("administrator", NOON + timedelta(minutes=4))
    assert not admin.holds("administrator", NOON + timedelta(minutes=5))
    assert Entry.objects.latest("pk").kind == "access.admin_session.ended"


def test_there_is_one_session_at_a_time_and_another_one_after_it(admin):
    begin(admin)

    with pytest.raises(commands.SessionOpen, match="open already"):
        begin(admin, at=NOON + timedelta(minutes=59))

    begin(admin, at=NOON + HOUR)
    assert [session.from_at for session in queries.admin_sessions(admin.actor, NOON)] == [NOON + HOUR, NOON]


def test_a_session_that_is_over_is_not_ended_again(admin):
    begin(admin)
    commands.end_admin_session(actor=admin.actor, at=NOON)

    with pytest.raises(commands.NoSession):
        commands.end_admin_session(actor=admin.actor, at=NOON)


def test_nobody_ends_the_session_of_somebody_else(admin, ben):
    begin(admin)
    give(ben, "administrator")

    for actor in (ben.actor, PUBLIC):
        with pytest.raises(commands.NoSession):
            commands.end_admin_session(actor=actor, at=NOON)
        assert queries.admin_sessions(actor, NOON) == ()

    assert AdminSession.objects.get().ended_at is None


@pytest.mark.parametrize("case", ["never one", "not approved", "over", "taken back"])
def test_who_is_no_administrator_opens_none(case, ada, ben):
    at = NOON
    if case == "not approved":
        give(ada, "administrator")
        begin(ada)
        give(ben, "administrator", by=ada.actor)
    elif case == "over":
        give(ben, "administrator")
        at = YEAR
    elif case == "taken back":
        give(ada, "administrator")
        commands.give_up(grant=give(ben, "administrator"), reason="Moved on", actor=ben.actor, at=NOON)

    with pytest.raises(NotVisible):
        begin(ben, at=at)


@pytest.mark.parametrize("minutes", [0, -5, 241, 10**9])
def test_a_session_has_a_length_that_makes_sense(admin, minutes):
    with pytest.raises(commands.WrongLength, match="240 minutes"):
        begin(admin, minutes=minutes)


def test_a_session_has_a_reason(admin):
    with pytest.raises(commands.ReasonMissing):
        begin(admin, reason=" ")
    with pytest.raises(ReasonTooLong):
        begin(admin, reason="x" * 401)


def test_a_session_ends_with_the_duty(admin, ben):
    give(ben, "administrator")
    begin(admin)
    (grant,) = queries.grants_of(admin.actor, NOON)

    commands.give_up(grant=grant.uuid, reason="Moved on", actor=admin.actor, at=NOON + HOUR / 2)

    assert not admin.holds("administrator", NOON + HOUR / 2)


def test_what_an_account_holds_takes_one_query(admin, django_assert_num_queries):
    begin(admin)

    with django_assert_num_queries(1):
        held = queries.duties_held(admin.id, NOON)

    assert held.session_until == NOON + HOUR


def test_why_a_duty_does_not_count_any_more(admin, ben):
    grant = give(ben, "facilitator")
    kinds = ("facilitator", "administrator")

    assert queries.lapse(ben.id, kinds, NOON) is None
    assert queries.lapse(ben.id, kinds, YEAR).ended_at == YEAR
    commands.give_up(grant=grant, reason="Moved on", actor=ben.actor, at=NOON + HOUR)
    assert queries.lapse(ben.id, kinds, YEAR).ended_at == NOON + HOUR
    assert queries.lapse(ben.id, ("assessor",), YEAR) is None
    assert queries.lapse(admin.id, kinds, NOON).ended_at is None
    begin(admin)
    assert queries.lapse(admin.id, kinds, NOON) is None


def test_a_proposal_that_nobody_approved_is_no_duty_that_ended(admin, ben):
    begin(admin)
    give(ben, "auditor", by=admin.actor)

    assert queries.lapse(ben.id, ("auditor",), YEAR) is None
