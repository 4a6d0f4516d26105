"""Duties over a body that has become part of another one are given anew when somebody says so."""

import pytest

from tests.access.conftest import NOON, YEAR
from waymark.access import commands, queries
from waymark.access.models import Grant
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR
from waymark.organisation.models import Organisation


@pytest.fixture
def boss(people):
    """An administrator in a session."""
    commands.give_duty(
        account=people["ada"].uuid, kind="administrator", until_at=YEAR, reason="x", actor=OPERATOR, at=NOON
    )
    commands.open_admin_session(reason="A merger.", minutes=60, actor=people["ada"].actor, at=NOON)
    return people["ada"]


def give(someone, kind, places, **more):
    return commands.give_duty(
        account=someone.uuid, kind=kind, organisation_id=places.health, until_at=YEAR, reason="x", actor=OPERATOR,
        at=NOON, **more,
    )  # fmt: skip


def test_a_strong_duty_is_proposed_and_another_one_given(places, people, boss):
    director = give(people["ben"], "hr-director", places)
    holder = give(people["cho"], "vacancy-holder", places)

    came = commands.carry_duties(
        grants=[director, holder], organisation_id=places.transport, reason="Health is part of it now.",
        actor=boss.actor, at=NOON,
    )  # fmt: skip

    assert (came.given, came.proposed, came.left) == (1, 1, ())
    over = {card.kind.kind: card for card in queries.duties_over([places.transport], OPERATOR, NOON)}
    assert over["hr-director"].state == "waiting"
    assert over["vacancy-holder"].until_at == YEAR
    assert len(queries.duties_over([places.health], OPERATOR, NOON)) == 2


def test_what_cannot_be_carried_is_named_and_the_rest_is(places, people, boss):
    own = commands.give_duty(
        account=boss.uuid, kind="vacancy-holder", organisation_id=places.health, until_at=YEAR, reason="x",
        actor=OPERATOR, at=NOON,
    )  # fmt: skip
    holder = give(people["cho"], "vacancy-holder", places)

    came = commands.carry_duties(
        grants=[own, holder], organisation_id=places.transport, reason="x", actor=boss.actor, at=NOON
    )

    assert came.given == 1
    assert [one.card.account_name for one in came.left] == ["Ada"]
    again = commands.carry_duties(
        grants=[holder], organisation_id=places.transport, reason="x", actor=boss.actor, at=NOON
    )
    assert len(again.left) == 1


def test_nobody_else_carries_duties(places, people):
    holder = give(people["cho"], "vacancy-holder", places)

    with pytest.raises(NotVisible):
        commands.carry_duties(
            grants=[holder], organisation_id=places.transport, reason="x", actor=people["dee"].actor, at=NOON
        )

    assert Grant.objects.count() == 1


def test_nobody_is_given_a_duty_over_a_closed_body(places, people, boss):
    waiting = commands.give_duty(
        account=people["ben"].uuid, kind="hr-director", organisation_id=places.health, until_at=YEAR, reason="x",
        actor=boss.actor, at=NOON,
    )  # fmt: skip
    Organisation.objects.filter(pk=places.health).update(until_on=NOON.date())

    with pytest.raises(commands.WrongPlace, match="is closed"):
        give(people["cho"], "vacancy-holder", places)
    with pytest.raises(commands.WrongPlace, match="is closed"):
        commands.decide(grant=waiting, approve=True, reason="x", actor=OPERATOR, at=NOON)
    commands.decide(grant=waiting, approve=False, reason="It closed.", actor=OPERATOR, at=NOON)
