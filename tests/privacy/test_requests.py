"""Asking for one's own data to be put right or erased, restricting it, and what officers may do about it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.privacy.conftest import NOON, officer_of
from waymark.access.types import DutyKind
from waymark.assessments.models import Assessment, Share
from waymark.assessments.policies import SEE_ASSESSMENT
from waymark.audit import queries as audit
from waymark.audit.models import Entry, OutboxEvent
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty
from waymark.notifications.models import Item
from waymark.people import commands as people_commands
from waymark.people import queries as people_queries
from waymark.people.models import Appointment
from waymark.privacy import commands, events, handlers, queries
from waymark.privacy.models import DataRequest
from waymark.privacy.types import Basis, RequestKind, RequestState

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(themselves):
    return commands.ask(
        kind=RequestKind.CORRECTION, about="people.appointment", text="I left in May", actor=themselves, at=NOON
    )


def other(person):
    return Actor(account_id=person.account_id, person_id=person.pk)


def decide(request, actor, *, done=True, answer="Put right."):
    return commands.decide(request=request.uuid, done=done, answer=answer, actor=actor, at=NOON)


def test_a_request_waits_for_the_officer_and_is_listed_for_its_person(asked, themselves, officer, elsewhere):
    assert asked.about == "The posts you have held, from when until when"
    assert [one.uuid for one in queries.my_requests(themselves, NOON)] == [asked.uuid]
    assert [one.uuid for one in queries.open_requests(officer, NOON)] == [asked.uuid]
    assert queries.open_requests(elsewhere, NOON) == ()
    assert OutboxEvent.objects.filter(kind="privacy.request.made").count() == 1


def test_the_answer_is_the_persons_to_read(asked, themselves, officer):
    decide(asked, officer)

    found = queries.request(asked.uuid, themselves, NOON)
    assert (found.state, found.answer, found.decided_at) == (RequestState.DONE, "Put right.", NOON)
    assert queries.open_requests(officer, NOON) == ()
    assert [one.uuid for one in queries.decided_requests(officer, NOON)] == [asked.uuid]


@pytest.mark.parametrize("who", ["public", "themselves", "manager", "elsewhere", "operator"])
def test_only_the_officer_decides(who, asked, people, themselves, elsewhere):
    actor = {
        "public": PUBLIC, "themselves": themselves, "manager": other(people.manager), "elsewhere": elsewhere,
        "operator": OPERATOR,
    }[who]  # fmt: skip

    with pytest.raises(NotVisible):
        decide(asked, actor)

    assert DataRequest.objects.get().state == "open"


def test_a_request_is_decided_once(asked, themselves, officer):
    decide(asked, officer)

    with pytest.raises(commands.AlreadyDecided):
        decide(asked, officer, done=False)
    with pytest.raises(commands.AlreadyDecided):
        commands.take_back(request=asked.uuid, actor=themselves, at=NOON)


def test_a_request_can_be_taken_back_by_its_person_only(asked, themselves, people, officer):
    for actor in (other(people.manager), officer):
        with pytest.raises(NotVisible):
            commands.take_back(request=asked.uuid, actor=actor, at=NOON)

    commands.take_back(request=asked.uuid, actor=themselves, at=NOON)

    assert queries.request(asked.uuid, themselves, NOON).state == RequestState.WITHDRAWN


def test_somebody_elses_request_looks_like_one_that_is_not_there(asked, people):
    with pytest.raises(NotVisible):
        queries.request(asked.uuid, other(people.manager), NOON)


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_a_correction_says_what_is_wrong(text, themselves):
    with pytest.raises(commands.NotTheseWords):
        commands.ask(kind=RequestKind.CORRECTION, text=text, actor=themselves, at=NOON)

    assert not DataRequest.objects.exists()
    assert not Entry.objects.filter(kind__startswith="privacy.").exists()


def test_erasure_is_asked_for_once_at_a_time(themselves):
    first = commands.ask(kind=RequestKind.ERASURE, actor=themselves, at=NOON)

    with pytest.raises(commands.AlreadyAsked):
        commands.ask(kind=RequestKind.ERASURE, actor=themselves, at=NOON)

    commands.take_back(request=first.uuid, actor=themselves, at=NOON)
    commands.ask(kind=RequestKind.ERASURE, actor=themselves, at=NOON)


def test_a_request_to_be_erased_is_not_marked_as_done_without_erasing(themselves, officer):
    request = commands.ask(kind=RequestKind.ERASURE, actor=themselves, at=NOON)

    with pytest.raises(commands.WantsErasing):
        decide(request, officer)

    assert decide(request, officer, done=False, answer="A duty to keep it.").state == RequestState.DECLINED


def test_nobody_in_particular_asks_for_nothing():
    with pytest.raises(NotVisible):
        commands.ask(kind=RequestKind.ERASURE, actor=PUBLIC, at=NOON)


def test_the_person_is_told_of_the_answer_once_and_the_to_do_item_ends(asked, person, officer, people):
    row = DataRequest.objects.get()
    Item.objects.create(
        uuid="00000000-0000-0000-0000-000000000001", account_id=people.head.account_id, topic="privacy",
        key=f"privacy.request.{row.pk}.asked", todo=True, title="x", at=NOON,
    )  # fmt: skip
    decide(asked, officer)
    event = events.RequestClosed(request_id=row.pk, person_id=person.pk, wants="correction", state="done")

    handlers.tell_the_person(event, at=NOON)
    handlers.tell_the_person(event, at=NOON)

    told = Item.objects.get(account_id=person.account_id, key=f"privacy.request.{row.pk}.closed")
    assert told.url == f"/me/privacy/requests/{asked.uuid}"
    assert Item.objects.get(key=f"privacy.request.{row.pk}.asked").done_at == NOON


def test_the_text_of_a_request_is_not_in_the_record(asked):
    entry = Entry.objects.get(kind="privacy.request.made")

    assert "left in May" not in str(entry.facts)


def test_holds_are_known_to_the_officer_and_the_operator_alone(person, people, themselves, officer, elsewhere):
    uuid = commands.place_hold(person_id=person.pk, basis=Basis.LEGAL_CLAIM, reason="Claim 7", actor=officer, at=NOON)

    assert [one.uuid for one in queries.current_holds(officer, NOON)] == [uuid]
    assert [one.uuid for one in queries.holds_on(person.pk, OPERATOR, NOON)] == [uuid]
    for actor in (PUBLIC, themselves, other(people.manager), elsewhere):
        assert queries.current_holds(actor, NOON) == ()
        with pytest.raises(NotVisible):
            queries.hold(uuid, actor, NOON)
        with pytest.raises(NotVisible):
            commands.release_hold(hold=uuid, because="over", actor=actor, at=NOON)
    about = [line.kind for line in audit.entries_about(person.pk, actor=themselves, at=NOON)]
    assert not any("hold" in kind for kind in about)


def test_a_hold_is_released_once(person, officer):
    uuid = commands.place_hold(person_id=person.pk, basis=Basis.LEGAL_CLAIM, reason="Claim 7", actor=officer, at=NOON)
    commands.release_hold(hold=uuid, because="Settled", actor=officer, at=NOON)

    with pytest.raises(commands.AlreadyReleased):
        commands.release_hold(hold=uuid, because="Settled", actor=officer, at=NOON)


def test_a_hold_does_not_end_before_it_begins(person, officer):
    with pytest.raises(commands.EndsInThePast):
        commands.place_hold(
            person_id=person.pk, basis=Basis.LEGAL_CLAIM, reason="Claim", until_on=NOON.date(), actor=officer, at=NOON
        )


def test_a_restriction_holds_from_when_it_is_asked_until_it_is_lifted(person, people, themselves, officer):
    people_commands.restrict(person_id=person.pk, reason="Wrong levels", actor=themselves, at=NOON)

    assert list(people_queries.restricted(NOON).values_list("person_id", flat=True)) == [person.pk]
    assert not people_queries.restricted(NOON - timedelta(seconds=1)).exists()
    assert people_queries.restriction(person.pk, themselves, NOON).reason == "Wrong levels"
    assert people_queries.restriction(person.pk, officer, NOON) is not None
    assert people_queries.restriction(person.pk, other(people.manager), NOON) is None
    assert [one.person_id for one in people_queries.restrictions(officer, NOON)] == [person.pk]
    later = NOON + timedelta(hours=1)
    people_commands.lift_restriction(person_id=person.pk, actor=themselves, at=later)
    assert not people_queries.restricted(later).exists()
    assert people_queries.restricted(NOON).exists()


def test_a_restriction_is_the_persons_or_the_officers_to_set_and_to_end(person, people, themselves, elsewhere):
    for actor in (PUBLIC, other(people.manager), OPERATOR, elsewhere):
        with pytest.raises(NotVisible):
            people_commands.restrict(person_id=person.pk, actor=actor, at=NOON)

    people_commands.restrict(person_id=person.pk, actor=themselves, at=NOON)

    with pytest.raises(people_commands.AlreadyRestricted):
        people_commands.restrict(person_id=person.pk, actor=themselves, at=NOON)
    for actor in (PUBLIC, other(people.manager), elsewhere):
        with pytest.raises(NotVisible):
            people_commands.lift_restriction(person_id=person.pk, actor=actor, at=NOON)
    people_commands.lift_restriction(person_id=person.pk, actor=themselves, at=NOON)
    with pytest.raises(people_commands.NotRestricted):
        people_commands.lift_restriction(person_id=person.pk, actor=themselves, at=NOON)


def test_a_restricted_record_is_seen_by_nobody_but_its_person_and_the_officer(person, people, themselves, officer):
    manager = other(people.manager)
    head = Actor(account_id=1, duties=(Duty(DutyKind.HEAD_OF_PROFESSION, 1),))
    administrator = Actor(account_id=1, duties=(Duty(DutyKind.ADMINISTRATOR, 1),))
    assessment = Assessment.objects.filter(person=person, state="submitted", kind="quick").get()
    Share.objects.create(uuid=uuid4(), assessment=assessment, with_account_id=people.head.account_id, from_at=NOON)

    def seen():
        return [
            people_queries.in_sight(manager, NOON).filter(pk=person.pk).exists(),
            people_queries.in_sight(head, NOON).filter(pk=person.pk).exists(),
            *(
                person.pk in {card.id for card in people_queries.sight_page(actor, NOON).people}
                for actor in (manager, head, administrator)
            ),
            person.pk in {card.id for card in people_queries.team(manager, NOON)},
            SEE_ASSESSMENT.decide(other(people.head), assessment, NOON).allowed,
        ]

    assert seen() == [True] * 7

    people_commands.restrict(person_id=person.pk, actor=themselves, at=NOON)

    assert seen() == [False] * 7
    assert people_queries.in_sight(themselves, NOON).filter(pk=person.pk).exists()
    assert people_queries.protected_person(person.staff_number, officer, NOON).id == person.pk
    assert SEE_ASSESSMENT.decide(themselves, assessment, NOON).allowed
    people_commands.lift_restriction(person_id=person.pk, actor=themselves, at=NOON)
    assert seen() == [True] * 7


def test_an_officer_of_a_place_answers_for_who_works_there(person, people):
    place = Appointment.objects.get(person=person).post.organisation
    local = officer_of(people.head.account_id, organisation=place.pk, path=place.path)

    assert people_queries.protected(local, NOON).filter(pk=person.pk).exists()
    assert people_queries.protected_person(person.staff_number, local, NOON).id == person.pk
