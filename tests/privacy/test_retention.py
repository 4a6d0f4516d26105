"""What is past its time is counted first and deleted when somebody says so, and not for people on hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.privacy.conftest import NOON, officer_of
from waymark.access import commands as access
from waymark.audit.models import Entry, OutboxEvent
from waymark.careers.models import Target
from waymark.kernel.errors import NotVisible
from waymark.kernel.events import read
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.notifications.models import Item
from waymark.people import commands as people_commands
from waymark.people import queries as people_queries
from waymark.people.models import Appointment, Erasure, ReportingLine
from waymark.privacy import commands, handlers, queries
from waymark.privacy.types import Basis

pytestmark = pytest.mark.django_db

LONG_AFTER = NOON + timedelta(days=3 * 365)
"""Three years on: news of then is past its two years."""


def look(actor=OPERATOR, at=LONG_AFTER):
    return commands.look_for_old_data(actor=actor, at=at)


def found_in(run):
    return {line.key: line.rows for line in run.found}


@pytest.fixture
def leaver(person):
    """Somebody whose last post ended seven years before."""
    Appointment.objects.filter(person=person).update(
        from_on=date(2015, 1, 1), until_on=(NOON - timedelta(days=7 * 365)).date()
    )
    return person


def test_a_look_counts_and_deletes_nothing(people):
    run = look()

    assert found_in(run)["notifications.item"] == 4
    assert run.rows == sum(found_in(run).values())
    assert Item.objects.count() == 4
    assert queries.retention_run(run.uuid, OPERATOR, LONG_AFTER) == run


def test_a_look_of_the_schedule_is_told_to_the_officers_for_everybody(people):
    until = LONG_AFTER + timedelta(days=90)
    access.give_duty(
        account=people.head.account.uuid, kind="data-protection-officer", until_at=until, reason="Appointed",
        actor=OPERATOR, at=LONG_AFTER,
    )  # fmt: skip
    run = look()
    event = OutboxEvent.objects.get(kind="privacy.retention.found")

    handlers.tell_of_old_data(read(event.kind, event.payload), at=LONG_AFTER)

    (told,) = Item.objects.filter(key__startswith="privacy.retention.")
    assert (told.account_id, told.url, told.todo) == (people.head.account_id, "/operating/privacy/retention", False)
    assert told.title == f"{run.rows} entries are past their time"


def test_a_look_of_an_officer_and_one_that_finds_nothing_are_told_to_nobody(people, officer):
    look(officer)
    look(at=NOON - timedelta(days=9))

    assert not OutboxEvent.objects.filter(kind="privacy.retention.found").exists()


def test_what_was_found_goes_once_somebody_says_so(people):
    run = look()
    kept = Target.objects.count()

    done = commands.delete_old_data(run=run.uuid, actor=OPERATOR, at=LONG_AFTER)

    assert done.deleted["notifications.item"] == 4
    assert Item.objects.count() == 0
    assert Target.objects.count() == kept
    assert Entry.objects.get(kind="privacy.retention.carried_out").facts["deleted"] == done.deleted


def test_a_period_counts_from_its_end(people):
    Target.objects.update(until_at=NOON)
    ended = ReportingLine.objects.filter(until_on__isnull=False).count()

    assert "careers.target" not in found_in(look(at=NOON + timedelta(days=2 * 365)))
    assert found_in(look(at=NOON + timedelta(days=2 * 365, seconds=1)))["careers.target"] == 4
    assert found_in(look(at=NOON + timedelta(days=6 * 365 + 5)))["people.reportingline"] == ended == 1


def test_nothing_of_people_on_hold_or_restricted_is_found_or_deleted(people, person, officer):
    run = look()
    commands.place_hold(person_id=person.pk, basis=Basis.RECORDS_DUTY, reason="Duty", actor=officer, at=NOON)
    people_commands.restrict(person_id=people.head.pk, actor=officer, at=NOON)

    assert found_in(look())["notifications.item"] == 2
    commands.delete_old_data(run=run.uuid, actor=OPERATOR, at=LONG_AFTER)

    assert sorted(Item.objects.values_list("account_id", flat=True)) == sorted(
        [person.account_id, people.head.account_id]
    )


def test_a_run_is_carried_out_once_and_not_after_a_day(people):
    run = look()

    with pytest.raises(commands.LookAgain):
        commands.delete_old_data(run=run.uuid, actor=OPERATOR, at=LONG_AFTER + timedelta(hours=25))
    commands.delete_old_data(run=run.uuid, actor=OPERATOR, at=LONG_AFTER)
    with pytest.raises(commands.AlreadyCarriedOut):
        commands.delete_old_data(run=run.uuid, actor=OPERATOR, at=LONG_AFTER)


def test_what_came_past_its_time_after_the_look_stays(people):
    run = look()
    Item.objects.update(at=LONG_AFTER - timedelta(days=2 * 365) + timedelta(minutes=5))

    commands.delete_old_data(run=run.uuid, actor=OPERATOR, at=LONG_AFTER + timedelta(hours=1))

    assert Item.objects.count() == 4


def test_people_who_left_long_ago_are_erased_whole(leaver, people):
    run = look(at=NOON)
    assert found_in(run)["people.leavers"] == 1

    done = commands.delete_old_data(run=run.uuid, actor=OPERATOR, at=NOON)

    assert done.deleted["people.leavers"] == 1
    leaver.refresh_from_db()
    assert leaver.staff_number == f"erased-{leaver.pk}"
    assert list(Erasure.objects.values_list("person_id", flat=True)) == [leaver.pk]
    assert "people.leavers" not in found_in(look(at=NOON))


def test_somebody_who_never_had_a_post_or_has_one_again_has_not_left(leaver, people):
    Appointment.objects.filter(person=people.head).delete()
    post = Appointment.objects.get(person=leaver).post
    Appointment.objects.create(person=leaver, post=post, from_on=NOON.date())

    assert not people_queries.left_before(NOON.date()).exists()


def test_a_leaver_on_hold_stays(leaver, officer):
    run = look(at=NOON)
    commands.place_hold(person_id=leaver.pk, basis=Basis.LEGAL_CLAIM, reason="Claim", actor=officer, at=NOON)

    commands.delete_old_data(run=run.uuid, actor=OPERATOR, at=NOON)

    assert not Erasure.objects.exists()


def test_only_who_answers_for_the_whole_site_looks_and_deletes(people, themselves, elsewhere, officer):
    run = look()

    for actor in (PUBLIC, themselves, elsewhere):
        with pytest.raises(NotVisible):
            look(actor)
        with pytest.raises(NotVisible):
            commands.delete_old_data(run=run.uuid, actor=actor, at=LONG_AFTER)
        assert queries.retention_runs(actor, LONG_AFTER) == ()
    everybody = officer_of(people.head.account_id)
    assert [one.uuid for one in queries.retention_runs(everybody, LONG_AFTER)] == [run.uuid]
    commands.delete_old_data(run=run.uuid, actor=officer, at=LONG_AFTER)
