"""Policies: one statement, asked for a row and for a table."""

from datetime import UTC, datetime

import pytest

from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Ground, Policy, fetch
from waymark.organisation.models import Region

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

NORTH = Ground("it is in the north", lambda actor, at: Region.objects.filter(code="N"))
OWN = Ground("it is their own", lambda actor, at: Region.objects.filter(pk=actor.person_id))
LATER = Ground("its time has come", lambda actor, at: Region.objects.filter(name__lte=str(at.year)))
NEVER = Ground("never", lambda actor, at: Region.objects.none())


@pytest.fixture
def regions(db):
    return [
        Region.objects.create(uuid=f"00000000-0000-0000-0000-00000000000{n}", slug=slug, code=code, name=name)
        for n, (slug, code, name) in enumerate(
            [("north", "N", "2030"), ("south", "S", "2026"), ("west", "W", "2031")], start=1
        )
    ]


def seen(policy, actor, at=NOON):
    return list(Region.objects.filter(pk__in=policy.visible(actor, at)).order_by("pk").values_list("slug", flat=True))


def test_a_table_shows_what_any_ground_opens(regions):
    actor = Actor(person_id=regions[2].pk)

    assert seen(Policy(NORTH, OWN, LATER), actor) == ["north", "south", "west"]
    assert seen(Policy(OWN), actor) == ["west"]


def test_a_row_that_two_grounds_open_is_counted_once(regions):
    policy = Policy(NORTH, OWN)

    assert seen(policy, Actor(person_id=regions[0].pk)) == ["north"]


def test_grounds_that_open_nothing_leave_the_others_standing(regions):
    assert seen(Policy(NEVER, NORTH), PUBLIC) == ["north"]
    assert seen(Policy(NORTH, NEVER), PUBLIC) == ["north"]
    assert seen(Policy(NEVER, NEVER), PUBLIC) == []
    assert seen(Policy(NEVER), PUBLIC) == []


def test_a_ground_is_asked_for_its_moment(regions):
    assert seen(Policy(LATER), PUBLIC, datetime(2031, 1, 1, tzinfo=UTC)) == ["north", "south", "west"]


def test_a_table_is_asked_in_one_query(regions, django_assert_num_queries):
    with django_assert_num_queries(1):
        seen(Policy(NORTH, OWN, LATER), PUBLIC)


def test_a_yes_names_the_ground_that_lets_them_in(regions):
    decision = Policy(OWN, NORTH).decide(PUBLIC, regions[0], NOON)

    assert decision.allowed
    assert decision.reason == "it is in the north"


def test_a_no_names_every_ground_that_does_not(regions):
    decision = Policy(OWN, NORTH).decide(PUBLIC, regions[1], NOON)

    assert not decision.allowed
    assert decision.reason == "none of: it is their own; it is in the north"


def test_fetch_returns_the_row_that_the_policy_opens(regions):
    assert fetch(Policy(NORTH), Region.objects.all(), PUBLIC, NOON, slug="north") == regions[0]


def test_what_is_missing_and_what_is_forbidden_look_the_same(regions):
    with pytest.raises(NotVisible) as missing:
        fetch(Policy(NORTH), Region.objects.all(), PUBLIC, NOON, slug="atlantis")
    with pytest.raises(NotVisible) as forbidden:
        fetch(Policy(NORTH), Region.objects.all(), PUBLIC, NOON, slug="south")

    assert str(missing.value) == str(forbidden.value)


def test_only_a_person_can_give_a_persons_command():
    assert Actor(person_id=7).as_person() == 7
    for nobody in (PUBLIC, OPERATOR, Actor(account_id=7)):
        with pytest.raises(NotVisible):
            nobody.as_person()
