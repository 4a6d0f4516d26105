"""Covering a duty while its holder is away."""

from datetime import timedelta

import pytest

from tests.access.conftest import HOUR, YEAR, administrator, give, row
from tests.conftest import NOON
from waymark.access import commands, queries
from waymark.kernel.errors import NotVisible

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def cover(grant, who, *, by, at=NOON, **changed):
    given = {"until_at": NOON + WEEK, "reason": "On leave"}
    return commands.name_cover(grant=grant, account=who.uuid, **(given | changed), actor=by, at=at)


@pytest.fixture
def facilitating(ada, places):
    return give(ada, "facilitator", organisation_id=places.health)


def test_a_cover_holds_the_same_duty_for_its_own_time(ada, ben, facilitating, places):
    given = cover(facilitating, ben, by=ada.actor)

    (duty,) = queries.duties_of(ben.id, NOON)
    assert (duty.kind, duty.organisation_id, duty.grant_id) == ("facilitator", places.health, row(given).pk)
    assert not ben.holds("facilitator", NOON + WEEK)
    assert ada.holds("facilitator")


def test_a_cover_cannot_pass_the_duty_on(ada, ben, cho, facilitating):
    given = cover(facilitating, ben, by=ada.actor)

    with pytest.raises(commands.CannotCover, match="cannot pass it on"):
        cover(given, cho, by=ben.actor, until_at=NOON + HOUR)

    assert not cho.holds("facilitator")


def test_nobody_names_a_cover_for_somebody_else_s_duty(ada, ben, cho, facilitating):
    give(ben, "facilitator")

    with pytest.raises(NotVisible):
        cover(facilitating, cho, by=ben.actor)


def test_nobody_covers_themselves(ada, facilitating):
    with pytest.raises(commands.CannotCover, match="your own duty"):
        cover(facilitating, ada, by=ada.actor)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"until_at": YEAR + HOUR}, commands.CoverOutside),
        ({"from_at": YEAR, "until_at": YEAR + HOUR}, commands.CoverOutside),
        ({"from_at": NOON - HOUR}, commands.WrongPeriod),
        ({"until_at": NOON}, commands.WrongPeriod),
        ({"reason": ""}, commands.ReasonMissing),
    ],
)
def test_a_cover_lies_inside_the_time_of_the_duty(ada, ben, facilitating, changed, refusal):
    with pytest.raises(refusal):
        cover(facilitating, ben, by=ada.actor, **changed)

    assert not ben.holds("facilitator")


@pytest.mark.parametrize("how", ["revoked", "given up"])
def test_a_cover_ends_with_the_duty(ada, ben, facilitating, how):
    given = cover(facilitating, ben, by=ada.actor)
    end = commands.revoke if how == "revoked" else commands.give_up
    by = ada.actor if how == "given up" else administrator(ben)

    end(grant=facilitating, reason="Moved on", actor=by, at=NOON + HOUR)

    assert ben.holds("facilitator", NOON)
    assert not ben.holds("facilitator", NOON + HOUR)
    assert queries.grant(given, ben.at(NOON + HOUR), NOON + HOUR).card.state == "ended"


def test_the_holder_ends_the_cover_before_its_time(ada, ben, facilitating):
    given = cover(facilitating, ben, by=ada.actor)

    commands.revoke(grant=given, reason="Back early", actor=ada.actor, at=NOON + HOUR)

    assert not ben.holds("facilitator", NOON + HOUR)
    assert ada.holds("facilitator", NOON + HOUR)


def test_a_duty_that_does_not_count_is_not_covered(ada, ben, cho, facilitating):
    give(ada, "workforce-planner")
    commands.give_up(grant=facilitating, reason="Moved on", actor=ada.actor, at=NOON)

    with pytest.raises(commands.CannotCover, match="does not count"):
        cover(facilitating, ben, by=ada.actor)


def test_covering_a_strong_duty_takes_a_second_person_too(ada, ben, cho, places):
    grant = give(ada, "head-of-profession", profession_id=places.digital)
    second = administrator(cho)

    given = cover(grant, ben, by=ada.actor)

    assert not ben.holds("head-of-profession")
    commands.decide(grant=given, approve=True, reason="Fine", actor=second, at=NOON)
    assert ben.holds("head-of-profession")


def test_two_people_may_cover_one_duty_but_nobody_twice(ada, ben, cho, facilitating):
    cover(facilitating, ben, by=ada.actor)

    with pytest.raises(commands.AlreadyHeld):
        cover(facilitating, ben, by=ada.actor, until_at=NOON + HOUR)
    assert cover(facilitating, cho, by=ada.actor)


def test_the_page_of_a_duty_shows_who_covers_it(ada, ben, facilitating):
    given = cover(facilitating, ben, by=ada.actor)

    view = queries.grant(facilitating, ada.actor, NOON)
    assert [card.uuid for card in view.covers] == [given]
    assert (view.may_cover, view.may_give_up, view.may_decide) == (True, True, False)
    shown = queries.grant(given, ben.actor, NOON)
    assert (shown.card.covered_name, shown.covered_uuid) == ("Ada", facilitating)
    assert not shown.may_cover
