"""Somebody goes to another department: each system speaks of its own people, and the move is known all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.people.feeding.conftest import AT, later, row
from tests.people.feeding.test_two_people import administrator
from waymark.audit.models import OutboxEvent
from waymark.kernel.policy import OPERATOR
from waymark.people import commands
from waymark.people.models import Movement, Person, Post
from waymark.people.types import PersonSaid, Seat

HERE = Seat("P1", "Caseworker", 0, None, None, None, date(2024, 9, 2))
THERE = Seat("E7", "Officer", 0, None, None, None, AT.date())


@pytest.fixture
def put(department):
    def one(feed, said, at=AT):
        return commands.put(feed=feed.uuid, said=said, actor=OPERATOR, at=at)

    return one


@pytest.fixture
def ada(department, put):
    """Somebody of the first department, whom the other one speaks of under a number of its own, without a post yet."""
    here = HERE._replace(organisation_id=department.ids["u1"])
    there = PersonSaid("77", "Ada", "Ox", "ada@example.org")
    pk = put(department.feed, PersonSaid("1", "Ada", "Ox", "ada@example.org", (here,))).person_id
    announced = put(department.other, there).person_id
    uuids = dict(Person.objects.values_list("pk", "uuid"))
    commands.merge(
        person=uuids[announced], into=uuids[pk], reason="One person", actor=administrator("one"), at=AT
    )  # fmt: skip
    return pk, replace(there, seats=(THERE._replace(organisation_id=department.ids["o1"]),))


def last_movement():
    return Movement.objects.order_by("-pk").values_list("person_id", "kind", "before_post__number", "post__number")[0]


def moves():
    return list(
        OutboxEvent.objects.filter(kind="people.person.moved").values_list(
            "payload__person_id", "payload__before_post_id", "payload__post_id", "payload__on"
        )
    )


@pytest.mark.parametrize("leaves_first", [True, False])
def test_who_joins_from_another_department_has_moved(put, ada, department, leaves_first):
    pk, there = ada
    if leaves_first:
        commands.leave(feed=department.feed.uuid, value="1", on=AT.date(), actor=OPERATOR, at=AT)

    put(department.other, there, at=later(1))

    assert last_movement() == (pk, "joined", "P1", "E7")
    posts = dict(Post.objects.values_list("number", "pk"))
    assert moves() == [(pk, posts["P1"], posts["E7"], there.seats[0].from_on.isoformat())]


def test_who_comes_back_to_a_department_has_moved_from_nowhere(put, ada, department):
    pk, there = ada
    put(department.other, there, at=later(1))
    commands.leave(feed=department.feed.uuid, value="1", on=later(1).date(), actor=OPERATOR, at=later(1))
    commands.leave(feed=department.other.uuid, value="77", on=later(30).date(), actor=OPERATOR, at=later(30))

    put(department.other, replace(there, seats=(there.seats[0]._replace(from_on=later(40).date()),)), at=later(40))

    assert last_movement() == (pk, "joined", None, "E7")
    assert len(moves()) == 1


def test_a_file_says_where_somebody_came_from_too(put, ada, department, bring):
    pk, _there = ada

    bring(row("77", given_name="Ada", family_name="Ox", post_number="E7", unit="E1"), feed=department.other)

    assert last_movement() == (pk, "joined", "P1", "E7")
    assert moves() == [], "a file announces all of its movements at once"


@pytest.mark.parametrize("by", ["put", "file"])
def test_who_is_found_to_be_one_after_the_move_has_moved_when_the_feed_says_the_same_again(
    put, department, bring, by
):  # fmt: skip
    here = HERE._replace(organisation_id=department.ids["u1"])
    pk = put(department.feed, PersonSaid("1", "Ada", "Ox", "ada@example.org", (here,))).person_id
    there = THERE._replace(organisation_id=department.ids["o1"])
    again = {
        "put": lambda at: put(department.other, PersonSaid("77", "Ada", "Ox", "", (there,)), at=at),
        "file": lambda at: bring(row("77", post_number="E7", unit="E1", grade=""), feed=department.other, at=at),
    }[by]
    again(AT)
    arrived = Person.objects.get(identifiers__source=department.other.source, identifiers__value="77")
    uuids = dict(Person.objects.values_list("pk", "uuid"))
    boss = administrator("one")
    commands.merge(person=arrived.uuid, into=uuids[pk], reason="One person", actor=boss, at=later(1))

    again(later(2))

    assert last_movement() == (pk, "joined", "P1", "E7")
    again(later(3))
    assert Movement.objects.filter(person_id=pk).count() == 2, "said once more it is no news"


def test_who_are_two_after_all_are_looked_at_anew(put, department):
    there = PersonSaid("77", "Ada", "Ox", "", (THERE._replace(organisation_id=department.ids["o1"]),))
    pk = put(department.feed, PersonSaid("1", "Ada", "Ox", "ada@example.org")).person_id
    put(department.other, there)
    uuids = dict(Person.objects.values_list("pk", "uuid"))
    (arrived,) = uuids.keys() - {pk}
    boss = administrator("one")
    merge = commands.merge(person=uuids[arrived], into=uuids[pk], reason="One person", actor=boss, at=later(1))
    put(department.other, replace(there, family_name="Oxley"), at=later(2))
    commands.part(merge=merge, reason="Sisters", actor=boss, at=later(3))

    put(department.other, replace(there, family_name="Oxley"), at=later(4))

    assert Person.objects.get(pk=arrived).family_name == "Oxley"
