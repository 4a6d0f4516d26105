"""Finding a colleague by name, and one's team."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps

from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty
from waymark.people import commands, queries
from waymark.people.models import Person, ReportingLine


def found(place, noon, query, **options):
    return [one.name for one in queries.find_colleagues(query, Actor(person_id=place.ada), noon, **options)]


@pytest.mark.parametrize(
    "query",
    ["Okafor", "okaf", "Ben", "be", "Ben Okafor", "ben ok", "okafor ben", "ben@example.test", " BEN@Example.test "],
)
def test_a_colleague_is_found_by_what_people_type(place, noon, query):
    assert found(place, noon, query) == ["Ben Okafor"]


@pytest.mark.parametrize("query", ["", "o", " ", "kafor", "nobody@example.test", "@", "ok\x00", "%", "__"])
def test_too_little_and_what_is_not_at_the_beginning_find_nobody(place, noon, query):
    assert found(place, noon, query) == []


def test_everybody_who_was_here_before_is_found_by_their_given_name_too(place, noon):
    Person.objects.update(given_key="")
    assert found(place, noon, "be") == []

    import_module("waymark.people.migrations.0007_fill_given_key").fill(apps, None)

    assert found(place, noon, "be") == ["Ben Okafor"]
    assert found(place, noon, "cat") == ["Cat Évans"]


def test_accents_do_not_matter_and_one_is_never_found_oneself(place, noon):
    assert found(place, noon, "evans") == ["Cat Évans"]
    assert found(place, noon, "Patel") == []


def test_those_who_cannot_sign_in_can_be_left_out(place, noon):
    assert found(place, noon, "kaur") == ["Dan Kaur"]
    assert found(place, noon, "kaur", with_account=True) == []


def test_nobody_in_particular_finds_nobody(place, noon):
    for actor in (PUBLIC, OPERATOR, Actor(account_id=place.account)):
        assert queries.find_colleagues("okafor", actor, noon) == ()
        assert queries.colleagues([place.ben], actor, noon) == {}


def test_a_holder_of_a_duty_finds_colleagues_though_they_are_nobody_at_work(place, noon):
    holder = Actor(account_id=place.account, duties=(Duty("assessor", 1),))

    assert [one.name for one in queries.find_colleagues("okafor", holder, noon)] == ["Ben Okafor"]


def test_those_whose_record_is_restricted_are_found_by_nobody(place, noon):
    commands.restrict(person_id=place.ben, actor=Actor(account_id=place.account, person_id=place.ben), at=noon)

    assert found(place, noon, "okafor") == []
    assert queries.colleagues([place.ben], Actor(person_id=place.ada), noon) == {}
    assert queries.find_colleagues("okafor", Actor(person_id=place.ada), noon - timedelta(days=1)) != ()


def test_a_colleague_is_a_name_a_post_and_a_place(place, noon, django_assert_num_queries):
    with django_assert_num_queries(3):
        (one,) = queries.find_colleagues("okafor", Actor(person_id=place.ada), noon)

    assert (one.person_id, one.account_id, one.post_title, one.organisation_name) == (
        place.ben, place.account, "Data engineer", "Digital services",
    )  # fmt: skip


def test_a_list_of_namesakes_is_as_long_as_asked_for(place, noon):
    for number in range(15):
        Person.objects.create(
            uuid=uuid4(), staff_number=f"N{number}", given_name=f"Al{number:02}", family_name="Reed",
            sort_key=f"reed al{number:02}",
        )  # fmt: skip

    assert found(place, noon, "reed", limit=11) == [f"Al{number:02} Reed" for number in range(11)]


def test_a_team_member_is_found_by_their_manager_of_that_day_alone(place, noon):
    ada, dan = Actor(person_id=place.ada), Actor(person_id=place.dan)
    cat, before = queries.card(place.cat, noon), noon - timedelta(days=2)

    assert queries.team_member(cat.uuid, dan, noon).id == place.cat
    assert queries.team_member(cat.uuid, ada, before).id == place.cat
    for actor, at in ((ada, noon), (dan, before), (PUBLIC, noon), (Actor(person_id=place.cat), noon)):
        with pytest.raises(NotVisible):
            queries.team_member(cat.uuid, actor, at)


def test_a_card_says_who_the_manager_is_and_whether_the_person_manages_anybody(place, noon):
    ada, ben = queries.card(place.ada, noon), queries.card(place.ben, noon)

    assert (ada.manages, ada.manager_id) == (True, None)
    assert (ben.manages, ben.manager_id) == (False, place.ada)
    ReportingLine.objects.filter(manager_id=place.ada).update(until_on=noon.date())
    assert not queries.card(place.ada, noon).manages
