"""Reminders before a duty ends, and whom the news of a duty is told."""

from datetime import timedelta

import pytest

from tests.access.conftest import HOUR, YEAR, administrator, give, row
from tests.conftest import NOON
from waymark.access import commands, events, handlers
from waymark.audit.models import Entry, OutboxEvent
from waymark.config.wiring import HANDLERS
from waymark.kernel.events import read
from waymark.notifications import queries as notifications
from waymark.notifications.models import Item

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def reminders():
    rows = OutboxEvent.objects.filter(kind="access.grant.ending").order_by("pk")
    return [event.payload["days"] for event in rows]


def deliver(at=NOON):
    """Hand every event to its handlers, twice: the second time adds nothing."""
    for _again in range(2):
        for waiting in OutboxEvent.objects.order_by("pk"):
            event = read(waiting.kind, waiting.payload)
            for kind, handler in HANDLERS:
                if type(event) is kind:
                    handler(event, at=at)


def titles(who, *, todo=False):
    return list(Item.objects.filter(account_id=who.id, todo=todo).order_by("pk").values_list("title", flat=True))


def test_every_event_of_duties_is_heard():
    mine = {one for one in vars(events).values() if isinstance(one, type) and one.__module__ == events.__name__}

    assert mine <= {kind for kind, _handler in HANDLERS}


def test_a_holder_is_reminded_thirty_days_and_seven_days_before(ben):
    give(ben, "facilitator")

    for days, sent in ((31, 0), (30, 1), (29, 0), (8, 0), (7, 1), (6, 0), (0, 0), (-1, 0)):
        assert commands.remind_of_endings(at=YEAR - days * DAY) == sent, days
    assert reminders() == [30, 7]


def test_calling_again_reminds_nobody_twice(ben):
    give(ben, "facilitator")

    assert [commands.remind_of_endings(at=YEAR - DAY) for _again in range(3)] == [1, 0, 0]
    assert reminders() == [7]
    assert Entry.objects.filter(kind="access.endings.reminded").count() == 1


@pytest.mark.parametrize("case", ["short", "revoked", "given again", "proposed only"])
def test_nobody_is_reminded_without_need(case, ada, ben):
    at = YEAR - DAY
    if case == "short":
        give(ben, "facilitator", until_at=NOON + 6 * DAY)
        at = NOON + DAY
    elif case == "revoked":
        commands.give_up(grant=give(ben, "facilitator"), reason="Moved on", actor=ben.actor, at=NOON)
    elif case == "given again":
        give(ben, "facilitator")
        give(ben, "facilitator", from_at=YEAR, until_at=YEAR + 40 * DAY)
    else:
        commands.open_admin_session(reason="Review", actor=_admin(ada), at=NOON)
        give(ben, "auditor", by=ada.actor, until_at=YEAR)
        commands.remind_of_endings(at=at)  # the administrator's own
    before = len(reminders())

    assert commands.remind_of_endings(at=at) == 0
    assert len(reminders()) == before


def _admin(who):
    give(who, "administrator", until_at=YEAR)
    return who.actor


def test_a_successor_of_another_place_is_none(ben, places):
    give(ben, "facilitator", organisation_id=places.health)
    give(ben, "facilitator", organisation_id=places.transport, from_at=YEAR, until_at=YEAR + 40 * DAY)
    give(ben, "facilitator", from_at=YEAR, until_at=YEAR + 40 * DAY)

    assert commands.remind_of_endings(at=YEAR - DAY) == 1


def test_approvers_are_asked_and_nobody_else(ada, ben, cho, dee):
    by = administrator(ada)
    administrator(cho)
    grant = give(ben, "auditor", by=by)
    deliver()

    (item,) = notifications.waiting(cho.actor, NOON)
    assert item.title == "Decide about a duty: auditor for Ben"
    assert item.url == f"/operating/access/{grant}"
    assert [titles(who, todo=True) for who in (ada, ben, dee)] == [[], [], []]


def test_a_decision_settles_what_waited_and_is_told(ada, ben, cho):
    by, other = administrator(ada), administrator(cho)
    grant = give(ben, "auditor", by=by)
    deliver()
    commands.decide(grant=grant, approve=True, reason="Checked", actor=other, at=NOON)
    deliver()

    assert notifications.waiting(cho.actor, NOON) == ()
    assert titles(ada)[-1] == "Approved: auditor for Ben"
    assert titles(ben) == ["You have a duty: auditor"]


def test_a_declined_proposal_is_told_to_who_made_it_only(ada, ben, cho):
    by, other = administrator(ada), administrator(cho)
    grant = give(ben, "auditor", by=by)
    commands.decide(grant=grant, approve=False, reason="Not yet", actor=other, at=NOON)
    deliver()

    assert titles(ada)[-1] == "Declined: auditor for Ben"
    assert titles(ben) == []
    assert titles(cho, todo=True) == []


def test_a_duty_taken_back_is_told_to_its_holder_and_its_cover(ada, ben, cho, places):
    grant = give(ben, "facilitator", organisation_id=places.health)
    commands.name_cover(grant=grant, account=cho.uuid, until_at=NOON + DAY, reason="Leave", actor=ben.actor, at=NOON)
    commands.give_up(grant=grant, reason="Moved on", actor=ben.actor, at=NOON + HOUR)
    deliver(NOON + HOUR)

    assert titles(ben)[-1] == titles(cho)[-1] == "A duty of yours is over: facilitator (Health)"
    assert titles(cho)[0] == "You cover a duty for Ben: facilitator (Health)"


def test_a_withdrawn_proposal_asks_nothing_any_more(ada, ben, cho):
    by = administrator(ada)
    administrator(cho)
    grant = give(ben, "auditor", by=by)
    deliver()
    commands.revoke(grant=grant, reason="Not needed", actor=by, at=NOON)
    deliver()

    assert notifications.waiting(cho.actor, NOON) == ()
    assert titles(ben) == []


def test_a_late_event_asks_nobody_about_what_is_settled(ada, ben, cho):
    by = administrator(ada)
    administrator(cho)
    grant = give(ben, "auditor", by=by)
    commands.revoke(grant=grant, reason="Not needed", actor=by, at=NOON)

    handlers.ask_approvers(events.GrantProposed(row(grant).pk), at=NOON)
    handlers.remind_of_ending(events.GrantEnding(row(grant).pk, 7), at=NOON)

    assert not Item.objects.filter(account_id=cho.id).exists()


def test_an_ending_is_told_to_the_holder_and_to_who_gave_the_duty(ada, ben):
    by = administrator(ada)
    give(ben, "facilitator", by=by)
    commands.remind_of_endings(at=YEAR - DAY)
    deliver(YEAR - DAY)

    assert titles(ben)[-1] == "Your duty ends on 2 March 2027, 12:00: facilitator"
    assert "A duty ends on 2 March 2027, 12:00: facilitator, Ben" in titles(ada)
