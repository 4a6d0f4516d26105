"""Which accounts hold a duty where somebody works."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.access.conftest import HOUR, YEAR, give
from tests.conftest import NOON
from waymark.access import commands
from waymark.access.queries import holders
from waymark.kernel.policy import OPERATOR
from waymark.organisation.models import Organisation


def path(organisation_id):
    return Organisation.objects.get(pk=organisation_id).path


@pytest.fixture
def director(ada, places):
    give(ada, "hr-director", organisation_id=places.health)
    return ada


def directors(place, at=NOON):
    return holders(["hr-director"], organisation_path=path(place) if place else "", at=at)


def test_a_duty_over_a_place_covers_all_below_it_and_nothing_beside_it(director, places):
    assert directors(places.health) == directors(places.clinic) == (director.id,)
    assert directors(places.transport) == directors(None) == ()


def test_it_counts_within_its_period(director, places):
    assert directors(places.clinic, YEAR) == ()
    assert directors(places.clinic, NOON - HOUR) == ()
    assert directors(places.clinic, YEAR - HOUR) == (director.id,)


def test_a_duty_over_a_profession_covers_that_one(ben, places):
    give(ben, "department-head-of-profession", organisation_id=places.health, profession_id=places.digital)

    def heads(profession_id):
        return holders(
            ["department-head-of-profession"], organisation_path=path(places.clinic), profession_id=profession_id,
            at=NOON,
        )  # fmt: skip

    assert heads(places.digital) == (ben.id,)
    assert heads(places.policy) == heads(None) == ()


def test_an_administrator_is_told_whether_or_not_a_session_is_open(cho, places):
    give(cho, "administrator")

    assert holders(["administrator"], organisation_path=path(places.clinic), profession_id=places.policy, at=NOON) == (
        cho.id,
    )
    assert holders(["administrator"], at=NOON + timedelta(days=1)) == (cho.id,)


def test_what_was_taken_back_counts_no_more(director, ben, places):
    grant = give(ben, "hr-director", organisation_id=places.clinic)
    assert directors(places.clinic) == tuple(sorted([director.id, ben.id]))

    commands.revoke(grant=grant, reason="Left", actor=OPERATOR, at=NOON + HOUR)

    assert directors(places.clinic, NOON + 2 * HOUR) == (director.id,)
