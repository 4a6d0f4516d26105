"""Searching the record: by person, actor, kind, thing and time, as far as the duty goes."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.audit.helpers import ADA, BEN, NOON, record
from waymark.access.types import DutyKind
from waymark.audit import commands as audit
from waymark.audit import policies, queries
from waymark.audit.models import Entry, EntryObject
from waymark.audit.types import Search
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty
from waymark.people.models import Person

pytestmark = pytest.mark.django_db

AUDITOR = Actor(account_id=90, duties=(Duty("auditor", 1),))
OFFICER = Actor(account_id=91, duties=(Duty("data-protection-officer", 2),))
OF_ONE_BODY = Actor(account_id=92, duties=(Duty("auditor", 3, organisation_id=5, path="/5/"),))
OF_ONE_PROFESSION = Actor(account_id=93, duties=(Duty("auditor", 4, profession_id=7),))
ASSESSMENT = UUID(int=77)
HOUR = timedelta(hours=1)


@pytest.fixture
def done():
    """Five things, an hour apart, under one seal."""
    record("people.role.claimed", actor=ADA, subjects=[1], at=NOON, role_level=12)
    record("assessments.assessment.started", actor=ADA, subjects=[1], at=NOON + HOUR, assessment=ASSESSMENT)
    record("people.loaded", actor=OPERATOR, subjects=[1, 2], at=NOON + 2 * HOUR, people=2, reason="the yearly feed")
    record("people.role.claimed", actor=BEN, subjects=[2], at=NOON + 3 * HOUR, role_level=13)
    record("organisation.reference.added", actor=OPERATOR, subjects=[], at=NOON + 4 * HOUR)
    audit.seal(at=NOON + 5 * HOUR)


def found(actor=AUDITOR, *, people=None, **wanted):
    page = queries.search(Search(**wanted), actor=actor, at=NOON, people=people)
    return [(line.kind.partition(".")[2], line.at.hour) for line in page.lines]


def test_an_auditor_finds_everything_newest_first(done):
    assert [hour for _, hour in found()] == [16, 15, 14, 13, 12]
    assert found(OFFICER) == found(OPERATOR) == found()


@pytest.mark.parametrize(
    ("wanted", "hours"),
    [
        ({"person_id": 2}, [15, 14]),
        ({"actor_account_id": 11}, [13, 12]),
        ({"by_operator": True}, [16, 14]),
        ({"kind": "people"}, [15, 14, 12]),
        ({"kind": "people.role"}, [15, 12]),
        ({"kind": "people.role.claimed"}, [15, 12]),
        ({"kind": "peo"}, []),
        ({"thing": str(ASSESSMENT)}, [13]),
        ({"thing": ASSESSMENT.hex}, [13]),
        ({"thing": f"assessment={ASSESSMENT}"}, [13]),
        ({"thing": f"grant={ASSESSMENT}"}, []),
        ({"thing": "role_level=12"}, [12]),
        ({"thing": "Role level 12"}, [12]),
        ({"thing": "people=2"}, []),
        ({"thing": "nonsense"}, []),
        ({"thing": "gra\x00nt=\ud800"}, []),
        ({"since": NOON + HOUR, "until": NOON + 3 * HOUR}, [14, 13]),
        ({"person_id": 1, "kind": "people", "until": NOON + HOUR}, [12]),
        ({"person_id": 2, "actor_account_id": 11}, []),
        ({"kind": "people", "actor_account_id": 12}, [15]),
    ],
)
def test_each_filter_finds_its_own(done, wanted, hours):
    assert [hour for _, hour in found(**wanted)] == hours


def test_a_page_follows_the_page_before_even_when_many_things_happened_at_once():
    for n in range(7):
        record(actor=ADA, at=NOON, role_level=n)
    record(actor=BEN, at=NOON - HOUR)

    ids, after = [], ""
    while True:
        page = queries.search(Search(kind="people"), actor=AUDITOR, at=NOON, after=after, size=3)
        ids += [line.id for line in page.lines]
        after = page.after
        if not after:
            break

    assert ids == list(Entry.objects.order_by("-at", "-pk").values_list("pk", flat=True))


@pytest.mark.parametrize(
    "after", ["x", "~", "2026-01-01~1", f"{NOON.isoformat()}~", f"{NOON.isoformat()}~{'9' * 30}", "\x00"]
)
def test_a_place_that_is_none_is_the_beginning(done, after):
    assert len(queries.search(Search(), actor=AUDITOR, at=NOON, after=after).lines) == 5


def test_a_search_takes_three_queries_whatever_is_looked_for(done, django_assert_num_queries):
    for wanted in (Search(), Search(person_id=1), Search(kind="people"), Search(thing="role_level=12")):
        with django_assert_num_queries(3):
            queries.search(wanted, actor=AUDITOR, at=NOON)


def test_a_line_names_few_people_and_counts_many():
    record(subjects=range(1, 7))
    record(subjects=[3, 1])

    few, many = queries.search(Search(), actor=AUDITOR, at=NOON).lines

    assert (few.about, few.subjects) == (2, (1, 3))
    assert (many.about, many.subjects) == (6, ())


def test_a_person_finds_what_is_about_them_and_the_public_nothing(done):
    assert [hour for _, hour in found(ADA)] == [14, 13, 12]
    assert found(PUBLIC) == []
    assert found(Actor(account_id=9, duties=(Duty("moderator", 1),))) == []


def test_a_limited_duty_opens_what_is_about_its_own_people_and_nobody_else(done, somebody):
    one = somebody(1)
    people = Person.objects.filter(pk=one).values("pk")

    assert [hour for _, hour in found(OF_ONE_BODY, people=people)] == [13, 12]
    assert found(OF_ONE_BODY) == []
    assert found(OF_ONE_PROFESSION, people=people) == []
    assert found(ADA, people=Person.objects.values("pk")) == found(ADA)


@pytest.fixture
def somebody():
    def make(pk):
        return Person.objects.create(
            pk=pk, uuid=UUID(int=pk), staff_number=str(pk), given_name="A", family_name="B", sort_key="b a"
        ).pk

    return make


def test_one_entry_shows_its_facts_its_seal_and_that_it_matches(done):
    (line,) = queries.search(Search(thing=str(ASSESSMENT)), actor=AUDITOR, at=NOON).lines

    view = queries.entry(line.id, actor=AUDITOR, at=NOON)

    assert (view.facts, view.subjects, view.matches) == ({"assessment": str(ASSESSMENT)}, (1,), True)
    assert view.things == (("assessment", str(ASSESSMENT)),)
    assert (view.seal.number, view.seal.entries) == (1, 5)


def test_one_entry_is_opened_to_nobody_else_not_even_to_those_it_is_about(done, somebody):
    entry = Entry.objects.get(kind="people.loaded")

    for actor in (ADA, PUBLIC, OF_ONE_PROFESSION):
        with pytest.raises(NotVisible):
            queries.entry(entry.pk, actor=actor, at=NOON)
    with pytest.raises(NotVisible):
        queries.entry(entry.pk, actor=OF_ONE_BODY, at=NOON, people=Person.objects.filter(pk=somebody(1)).values("pk"))
    with pytest.raises(NotVisible):
        queries.entry(entry.pk + 1_000, actor=AUDITOR, at=NOON)


def test_what_an_entry_names_goes_with_its_facts_and_not_before(done):
    entry = Entry.objects.get(kind="assessments.assessment.started")
    assert list(EntryObject.objects.filter(entry=entry).values_list("noun", "object_id")) == [
        ("assessment", str(ASSESSMENT))
    ]

    audit.erase_payload(entry_ids=[entry.pk], reason="asked for", actor=OPERATOR, at=NOON)

    assert not EntryObject.objects.filter(entry=entry).exists()
    assert found(thing=str(ASSESSMENT)) == []
    assert queries.entry(entry.pk, actor=AUDITOR, at=NOON).matches is None
    assert queries.verify_chain().whole


def test_the_data_protection_officer_erases_and_the_auditor_does_not(done):
    entry = Entry.objects.get(kind="people.loaded")

    with pytest.raises(NotVisible):
        audit.erase_payload(entry_ids=[entry.pk], reason="asked for", actor=AUDITOR, at=NOON)
    assert audit.erase_payload(entry_ids=[entry.pk], reason="asked for", actor=OFFICER, at=NOON) == 1


def test_an_entry_erased_before_it_was_sealed_is_found_by_nothing_it_named():
    record(assessment=ASSESSMENT)
    audit.erase_payload(entry_ids=[Entry.objects.get().pk], reason="asked for", actor=OPERATOR, at=NOON)

    audit.seal(at=NOON)

    assert not EntryObject.objects.exists()


def test_the_duties_that_read_the_record_are_called_as_the_room_of_duties_calls_them():
    assert set(policies.READERS) == {DutyKind.AUDITOR, DutyKind.DATA_PROTECTION_OFFICER}


def test_limits_are_said_by_path():
    assert queries.bounds(AUDITOR) is None
    assert queries.bounds(OF_ONE_BODY) == ("/5/",)
    assert queries.bounds(OF_ONE_PROFESSION) == queries.bounds(ADA) == ()
