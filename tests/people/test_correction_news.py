"""Those who can mend a record hear of it, and the person hears what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.people.mending import ask, ben, holding
from waymark.access import commands as access
from waymark.access.models import Account
from waymark.access.types import DutyKind
from waymark.audit.models import OutboxEvent
from waymark.kernel import events
from waymark.kernel.policy import OPERATOR
from waymark.notifications.models import Item
from waymark.people import commands, handlers, queries
from waymark.people.models import Correction, Person


@pytest.fixture
def place(mended):
    return mended


@pytest.fixture
def hr(place):
    return holding(place, DutyKind.HR_DIRECTOR, "ho")


def deliver(place, noon):
    """Hand what waits in the outbox to the handlers of this room, as the worker does."""
    heard = {
        "people.correction.asked": handlers.ask_whoever_can_mend,
        "people.correction.settled": handlers.tell_what_came_of_it,
        "people.manager.set": handlers.tell_the_managers,
    }
    for row in OutboxEvent.objects.filter(kind__in=heard).order_by("pk"):
        heard[row.kind](events.read(row.kind, row.payload), at=noon)


def told(account_id):
    return [(item.title, item.todo, item.done_at is not None) for item in Item.objects.filter(account_id=account_id)]


def grant(place, kind, noon, **over):
    account = access.create_account(email=f"{kind}@example.test", name=kind, actor=OPERATOR, at=noon)
    access.give_duty(
        account=Account.objects.get(pk=account).uuid,
        kind=kind,
        until_at=noon + timedelta(days=90),
        reason="Appointed",
        actor=OPERATOR,
        at=noon,
        **over,
    )
    return account


def test_the_nearest_who_can_mend_it_hear_of_it_once_and_nobody_else(place, noon):
    director = grant(place, "hr-director", noon, organisation_id=place.bodies["ho"])
    grant(place, "administrator", noon)
    ask(place, noon)

    deliver(place, noon)
    deliver(place, noon)

    assert told(director) == [("Ben Okafor says that their manager is wrong", True, False)]
    assert Item.objects.count() == 1
    item = Item.objects.get()
    assert item.url == f"/operating/corrections/{Correction.objects.get().uuid}"


def test_without_an_hr_director_the_departmental_head_hears_of_it(place, noon):
    grant(place, "hr-director", noon, organisation_id=place.bodies["defra"])
    head = grant(
        place, "department-head-of-profession", noon, organisation_id=place.bodies["ho"], profession_id=place.digital
    )
    ask(place, noon)

    deliver(place, noon)

    assert list(Item.objects.values_list("account_id", flat=True)) == [head]


def test_without_either_the_administrators_hear_of_it(place, noon):
    administrator = grant(place, "administrator", noon)
    ask(place, noon)

    deliver(place, noon)

    assert list(Item.objects.values_list("account_id", flat=True)) == [administrator]


def test_with_nobody_to_hear_it_waits_for_whoever_comes(place, noon):
    uuid = ask(place, noon)

    deliver(place, noon)

    assert not Item.objects.exists()
    later = queries.corrections_to_decide(holding(place, DutyKind.ADMINISTRATOR), noon)
    assert [one.uuid for one in later.corrections] == [uuid]


def test_the_answer_ends_what_waited_and_reaches_the_person_and_the_new_manager(place, noon, hr):
    director = grant(place, "hr-director", noon, organisation_id=place.bodies["ho"])
    uuid = ask(place, noon, manager=place.cat)
    deliver(place, noon)
    account = access.create_account(email="cat@example.test", name="Cat", actor=OPERATOR, at=noon)
    Person.objects.filter(pk=place.cat).update(account_id=account)

    commands.accept_correction(uuid=uuid, answer="You are right.", seen_manager_id=place.ada, actor=hr, at=noon)
    deliver(place, noon)

    assert told(director) == [("Ben Okafor says that their manager is wrong", True, True)]
    assert told(place.account) == [("What you said about your manager was accepted", False, False)]
    assert told(account) == [("Ben Okafor reports to you now", False, False)]


def test_what_was_taken_back_before_anybody_heard_is_not_told(place, noon):
    grant(place, "administrator", noon)
    uuid = ask(place, noon)
    commands.withdraw_correction(uuid=uuid, actor=ben(place), at=noon)

    deliver(place, noon)

    assert not Item.objects.exists()
