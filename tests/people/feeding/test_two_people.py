"""Who may bring files, and how an unusual one gets a second person."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.people.feeding.conftest import AT, later, row, usual
from waymark.access.models import Account
from waymark.access.types import DutyKind
from waymark.audit.models import OutboxEvent
from waymark.kernel.errors import NotAllowed, NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty
from waymark.people import commands, handlers, queries
from waymark.people.events import FeedUnusual
from waymark.people.models import Person
from waymark.people.types import FeedStep

TEN = tuple(row(str(number)) for number in range(1, 11))


def administrator(name, path=""):
    account = Account.objects.create(uuid=new_uuid(), email=f"{name}@example.org", name=name, created_at=AT)
    return Actor(account.pk, duties=(Duty(DutyKind.ADMINISTRATOR, 1, path=path),))


@pytest.fixture
def two(department):
    usual(department.feed, 10, 20)
    return SimpleNamespace(feed=department.feed, one=administrator("one"), other=administrator("other"))


def test_the_usual_number_of_changes_needs_nobody_else(bring, two):
    bring(*TEN)

    run = bring(*TEN[:9], row("11"), row("12"), actor=two.one, at=later(1))

    assert run.counts == {"same": 9, "new": 2, "left": 1}
    assert run.unusual == ()
    assert run.state == "applied"


def test_unusually_many_leavers_wait_for_a_second_person(bring, two):
    bring(*TEN)

    run = bring(*TEN[:8], actor=two.one, at=later(1), apply=False)

    assert run.unusual == (("leavers", 20, 10),)
    assert run.needs_approval
    with pytest.raises(commands.NeedsApproval):
        commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=two.one, at=later(1))
    with pytest.raises(commands.OwnRun):
        commands.approve_feed(uuid=run.uuid, seen=run.seen, actor=two.one, at=later(1))
    with pytest.raises(commands.SeenOtherwise):
        commands.approve_feed(uuid=run.uuid, seen="otherwise", actor=two.other, at=later(1))

    agreed = commands.approve_feed(uuid=run.uuid, seen=run.seen, actor=two.other, at=later(1))

    assert not agreed.needs_approval
    with pytest.raises(commands.NothingToApprove):
        commands.approve_feed(uuid=run.uuid, seen=run.seen, actor=two.other, at=later(1))
    done = commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=two.one, at=later(1))
    assert done.state == "applied"


def test_what_becomes_of_one_person_is_never_unusual(bring, two):
    """In a department of ten one marriage would be ten per cent."""
    usual(two.feed, 1, 1, most_moved=1, most_renamed=1, most_aside=1)
    bring(*TEN)

    run = bring(row("1", family_name="Ox-Marsh"), *TEN[1:], actor=two.one, at=later(1))

    assert (run.counts["changed"], run.unusual, run.state) == (1, (), "applied")


def test_unusually_many_joiners_wait_as_well_but_not_the_first_file(bring, two):
    assert bring(*TEN, actor=two.one).state == "applied"

    run = bring(*TEN, row("11"), row("12"), row("13"), actor=two.one, at=later(1), apply=False)

    assert run.unusual == (("joiners", 30, 20),)


def test_an_agreement_is_to_what_was_seen(bring, two):
    bring(*TEN)
    run = bring(*TEN[:8], actor=two.one, at=later(1), apply=False)
    commands.approve_feed(uuid=run.uuid, seen=run.seen, actor=two.other, at=later(1))
    Person.objects.filter(staff_number="1").update(family_name="Changed")
    Person.objects.get(staff_number="1").identifiers.update(said="")

    again = commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=two.one, at=later(1))

    assert again.seen != run.seen
    assert again.needs_approval


def test_the_other_administrators_are_asked(bring, two, django_db_blocker, monkeypatch):
    bring(*TEN)
    run = bring(*TEN[:8], actor=two.one, at=later(1), apply=False)
    told = []
    monkeypatch.setattr(handlers.access, "holders", lambda kinds, **_: (two.one.account_id, two.other.account_id))
    monkeypatch.setattr(handlers.notifications, "notify", lambda **more: told.append(more))

    event = OutboxEvent.objects.get(kind="people.feed.unusual")
    handlers.ask_a_second_person(FeedUnusual(**event.payload), at=later(1))

    assert [one["accounts"] for one in told] == [(two.other.account_id,)]
    assert told[0]["url"] == f"/operating/feeds/files/{run.uuid}"


def test_nobody_else_runs_feeds(department):
    path = queries.feed_card(department.feed.uuid, OPERATOR, AT)
    for actor in (PUBLIC, administrator("far", f"/{department.ids['other']}/")):
        with pytest.raises(NotVisible):
            commands.bring_feed(
                feed=path.uuid, filename="x.csv", chunks=[b"x"], full=True, actor=actor, at=AT
            )  # fmt: skip
        with pytest.raises(NotAllowed):
            commands.add_feed(organisation_id=department.ids["d"], name="Second", actor=actor, at=AT)
    assert [one.name for one in queries.feeds(PUBLIC, AT)] == []


def test_a_feed_is_a_departments_and_has_a_name_of_its_own(department):
    with pytest.raises(commands.NoDepartment):
        commands.add_feed(organisation_id=department.ids["u1"], name="HR", actor=OPERATOR, at=AT)
    with pytest.raises(commands.FeedNameTaken):
        commands.add_feed(organisation_id=department.ids["d"], name="HR", actor=OPERATOR, at=AT)
    with pytest.raises(commands.WrongShare):
        usual(department.feed, 101, 0)


@pytest.mark.parametrize(
    ("change", "what"),
    [({"unit": "U2", "grade": "G7", "job_title": "Clerk"}, "moved"), ({"grade": "ZZ9"}, "aside")],
)
def test_a_file_that_moves_or_sets_aside_many_waits_as_well(bring, two, change, what):
    usual(two.feed, 10, 20, most_moved=20, most_aside=10)
    bring(*TEN)

    run = bring(*(row(str(number), **change) for number in range(1, 11)), actor=two.one, at=later(1), apply=False)

    assert [one for one in run.unusual if one[0] == what] == [(what, 100, 20 if what == "moved" else 10)]
    assert queries.unusual_in_words(*run.unusual[0])


def test_a_sheet_that_was_sorted_wrongly_waits(bring, two):
    usual(two.feed, 10, 20, most_renamed=5)
    bring(*(row(str(n), email=f"{n}@example.org") for n in range(1, 11)))

    shifted = (row(str(n), family_name=f"Ox {n + 1}", email=f"{n + 1}@example.org") for n in range(1, 11))
    run = bring(*shifted, actor=two.one, at=later(1), apply=False)

    assert run.unusual == (("renamed", 100, 5),)
    assert run.needs_approval


def test_nobody_switches_the_second_person_off_for_their_own_files(bring, two):
    bring(*TEN)
    run = bring(*TEN[:8], actor=two.one, at=later(1), apply=False)

    commands.change_feed(
        uuid=two.feed.uuid, mapping={}, most_leavers=100, most_joiners=100, most_moved=100, most_renamed=100,
        most_aside=100, needs_end=False, actor=two.one, at=later(1),
    )  # fmt: skip
    again = commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=two.one, at=later(1))
    assert again.unusual == (("leavers", 20, 10),), "what is usual is what was when the file was brought"

    commands.discard_feed(uuid=run.uuid, actor=two.one, at=later(1))
    own = bring(*TEN[:8], actor=two.one, at=later(1), apply=False)
    assert own.unusual == (("leavers", 20, 10),), "whoever raised it asks somebody all the same"
    commands.discard_feed(uuid=own.uuid, actor=two.one, at=later(1))
    assert bring(*TEN[:8], actor=two.other, at=later(1), apply=False).unusual == ()
