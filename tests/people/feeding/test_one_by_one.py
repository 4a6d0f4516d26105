"""One person at a time, by the same functions as a file; and two who are one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.people.feeding.conftest import AT, later, reasons, row, works
from tests.people.feeding.test_two_people import administrator
from waymark.audit.models import Entry, OutboxEvent
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.people import commands, queries
from waymark.people.models import Movement, Person
from waymark.people.types import PersonSaid, Seat

START = date(2024, 9, 2)


@pytest.fixture
def put(department):
    def one(said, at=AT, actor=OPERATOR):
        return commands.put(feed=department.feed.uuid, said=said, actor=actor, at=at)

    return one


@pytest.fixture
def ada(department):
    seat = Seat("P1", "Caseworker", department.ids["u1"], None, None, department.policy, START)
    return PersonSaid("1", "Ada", "Ox", "ada@example.org", (seat,), "", department.policy, ())


def test_somebody_joins_moves_and_leaves(put, ada, department):
    joined = put(ada)
    assert joined.what == "new"
    assert put(ada) == (joined.person_id, "known")
    assert works()["1"] == (["P1"], [], ["policy"])

    there = replace(ada, seats=(ada.seats[0]._replace(post_number="P2", organisation_id=department.ids["u2"]),))
    assert put(there, at=later(1)) == (joined.person_id, "moved")

    left = commands.leave(
        feed=department.feed.uuid, value="1", on=later(2).date(), actor=OPERATOR, at=later(2)
    )  # fmt: skip
    assert left == (joined.person_id, "left")
    assert works(later(2))["1"] == ([], [], [])
    again = commands.leave(feed=department.feed.uuid, value="1", on=later(2).date(), actor=OPERATOR, at=later(2))
    assert again.what == "known"
    kinds = list(
        OutboxEvent.objects.filter(kind__startswith="people.person").order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["people.person.joined", "people.person.moved", "people.person.left"]
    assert Entry.objects.filter(kind="people.person.put").count() == 2
    assert put(there, at=later(9)).what == "new"


def test_a_file_and_single_words_make_the_same_people(put, ada, bring):
    put(ada)
    put(replace(ada, value="2", email="", seats=(ada.seats[0]._replace(post_number="P2"),), manager="1"))

    run = bring(
        row("1", family_name="Ox", email="ada@example.org", grade="", location="", post_profession="Policy"),
        row("2", family_name="Ox", grade="", location="", post_profession="Policy", manager="1"),
    )  # fmt: skip

    assert run.counts == {"same": 2}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"manager": "77"}, "nobody on record"),
        ({"manager": "1"}, "works for"),
        ({"manager": "2"}, "works for"),
        ({"until": date(2024, 9, 1)}, "before the first"),
        ({"fte": Decimal(2)}, "share"),
        ({"twice": True}, "overlap"),
    ],
)
def test_what_a_file_would_set_aside_is_refused(put, ada, wrong, words):
    put(ada)
    put(replace(ada, value="2", manager="1", seats=(ada.seats[0]._replace(post_number="P2"),)))
    seat = ada.seats[0]
    said = replace(ada, family_name="Lee", manager=wrong.get("manager", ""))
    if "until" in wrong or "fte" in wrong:
        seat = seat._replace(until_on=wrong.get("until"), fte=wrong.get("fte", Decimal(1)))
    said = replace(said, seats=(seat, seat._replace(post_number="P3")) if wrong.get("twice") else (seat,))

    with pytest.raises(commands.SaidWrongly, match=words):
        put(said)

    assert Person.objects.get(staff_number="1").family_name == "Ox"


def test_only_whoever_runs_the_feed_says_anything(put, ada, department):
    with pytest.raises(NotVisible):
        put(ada, actor=PUBLIC)
    with pytest.raises(commands.NobodyCalledSo):
        commands.leave(feed=department.feed.uuid, value="9", on=START, actor=OPERATOR, at=AT)


def test_somebody_new_with_a_known_address_may_be_on_record_already(bring):
    bring(row("1", email="ada@example.org"))

    run = bring(row("1", email="ada@example.org"), row("99", email="Ada@example.org"), at=later(1))

    assert queries.twins_of_run(run.uuid, OPERATOR, AT) == 1
    (pair,) = queries.twins(OPERATOR, later(1)).pairs
    assert (pair.person_number, pair.other_number, pair.why, pair.merge) == ("99", "1", "email", None)


def test_merged_people_are_one_for_feeds_until_they_are_parted(bring, department):
    bring(row("1", email="ada@example.org"), row("99", email="ada@example.org"))
    one, other = (Person.objects.get(staff_number=number) for number in ("1", "99"))
    boss = administrator("boss")

    merge = commands.merge(person=other.uuid, into=one.uuid, reason="Two contracts.", actor=boss, at=later(1))

    assert queries.person_called(department.feed.source, "99") == one.pk
    assert queries.person("99", later(1), OPERATOR).id == one.pk
    with pytest.raises(commands.SamePerson):
        commands.merge(person=one.uuid, into=other.uuid, reason="x", actor=boss, at=later(1))
    run = bring(row("1", email="ada@example.org"), row("99", email="ada@example.org"), at=later(2))
    assert reasons(run) == {"99": ["merged"]}

    commands.part(merge=merge, reason="They are sisters.", actor=boss, at=later(3))

    assert queries.person_called(department.feed.source, "99") == other.pk
    assert queries.person("99", later(3), OPERATOR).id == other.pk
    with pytest.raises(commands.NotMerged):
        commands.part(merge=merge, reason="x", actor=boss, at=later(3))


def test_merging_needs_a_reason_and_is_never_about_oneself(bring):
    bring(row("1"), row("2"))
    one, other = Person.objects.order_by("pk")
    boss = administrator("boss")

    with pytest.raises(commands.NoReason):
        commands.merge(person=one.uuid, into=other.uuid, reason=" ", actor=boss, at=AT)
    with pytest.raises(NotVisible):
        commands.merge(person=one.uuid, into=other.uuid, reason="x", actor=replace(boss, person_id=one.pk), at=AT)
    with pytest.raises(commands.SamePerson):
        commands.merge(person=one.uuid, into=one.uuid, reason="x", actor=boss, at=AT)


def test_a_merged_person_no_longer_in_the_file_ends_their_second_seat(bring):
    bring(row("1"), row("99"))
    one, other = (Person.objects.get(staff_number=number) for number in ("1", "99"))
    commands.merge(person=other.uuid, into=one.uuid, reason="Twice.", actor=administrator("boss"), at=later(1))

    bring(row("1"), at=later(2))

    assert works(later(2)) == {"1": (["P1"], [], ["policy"]), "99": ([], [], [])}
    assert Movement.objects.filter(person=other, kind="left").count() == 1
