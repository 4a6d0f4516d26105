"""Who sees which grants, and what a list is narrowed to."""

from datetime import timedelta

import pytest

from tests.access.conftest import HOUR, YEAR, Someone, administrator, give
from tests.conftest import NOON
from waymark.access import commands, queries
from waymark.access.types import GrantFilter
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(ada, ben, cho, places):
    return {
        "author": give(ada, "framework-author", profession_id=places.digital),
        "assessor": give(ben, "assessor", profession_id=places.policy, organisation_id=places.clinic),
        "vacancy": give(ben, "vacancy-holder", organisation_id=places.transport, until_at=NOON + 9 * HOUR),
        "planner": give(cho, "workforce-planner", organisation_id=places.health),
    }


def seen(actor, given, at=NOON, **wanted):
    rows = queries.grants(actor, at, GrantFilter(**wanted)).rows
    names = {uuid: name for name, uuid in given.items()}
    return {names[card.uuid] for card in rows if card.uuid in names}


def test_everyone_sees_their_own_and_the_public_none(given, ada, ben, dee):
    assert seen(ada.actor, given) == {"author"}
    assert seen(ben.actor, given) == {"assessor", "vacancy"}
    assert seen(dee.actor, given) == seen(PUBLIC, given) == set()


@pytest.mark.parametrize(
    ("kind", "over", "sees"),
    [
        ("administrator", {}, {"author", "assessor", "vacancy", "planner"}),
        ("auditor", {}, {"author", "assessor", "vacancy", "planner"}),
        ("auditor", {"organisation_id": "health"}, {"assessor", "planner"}),
        ("data-protection-officer", {"organisation_id": "transport"}, {"vacancy"}),
        ("head-of-profession", {"profession_id": "digital"}, {"author"}),
        ("head-of-profession", {"profession_id": "policy"}, {"assessor"}),
        ("hr-director", {"organisation_id": "health"}, {"planner"}),
        ("hr-director", {"organisation_id": "transport"}, {"vacancy"}),
        ("assessor", {"profession_id": "policy"}, set()),
    ],
)
def test_a_duty_shows_the_grants_it_covers(given, dee, places, kind, over, sees):
    give(dee, kind, **{column: getattr(places, place) for column, place in over.items()})
    actor = dee.actor
    if kind == "administrator":
        commands.open_admin_session(reason="Review", actor=actor, at=NOON)
        actor = dee.actor

    assert seen(actor, given) == sees
    for name, uuid in given.items():
        if name in sees:
            assert queries.grant(uuid, actor, NOON).card.uuid == uuid
        else:
            with pytest.raises(NotVisible):
                queries.grant(uuid, actor, NOON)


@pytest.mark.parametrize(
    ("wanted", "sees"),
    [
        ({"words": "ben"}, {"assessor", "vacancy"}),
        ({"words": "BEN example.test"}, {"assessor", "vacancy"}),
        ({"words": "ben ada"}, set()),
        ({"words": "%"}, set()),
        ({"kind": "assessor"}, {"assessor"}),
        ({"profession": "policy"}, {"assessor"}),
        ({"organisation": "health"}, {"assessor", "planner"}),
        ({"state": "in-force"}, {"author", "assessor", "vacancy", "planner"}),
        ({"state": "waiting"}, set()),
        ({"state": "nonsense"}, set()),
    ],
)
def test_a_list_is_narrowed(given, wanted, sees):
    assert seen(OPERATOR, given, **wanted) == sees


def test_those_that_end_soonest_come_first_and_those_that_ended_not_at_all(given):
    later = NOON + 10 * HOUR
    rows = queries.grants(OPERATOR, NOON, GrantFilter(ending_first=True)).rows

    assert rows[0].uuid == given["vacancy"]
    assert "vacancy" not in seen(OPERATOR, given, at=later, ending_first=True)
    assert seen(OPERATOR, given, at=later, state="ended") == {"vacancy"}


def test_a_long_list_has_pages(places):
    for number in range(30):
        give(Someone(f"p{number:02}"), "facilitator", until_at=YEAR - timedelta(hours=number))

    first, second = (queries.grants(OPERATOR, NOON, GrantFilter(), page) for page in (1, 2))

    assert (first.total, first.pages, len(first.rows), len(second.rows)) == (30, 2, 25, 5)
    assert not {card.id for card in first.rows} & {card.id for card in second.rows}
    assert queries.grants(OPERATOR, NOON, GrantFilter(), 99).page == 2


def test_what_waits_is_what_one_could_decide(ada, ben, cho, dee):
    by, other = administrator(ada), administrator(cho)
    grant = give(ben, "auditor", by=by)
    give(cho, "auditor", by=by)

    assert [card.uuid for card in queries.waiting_for(other, NOON)] == [grant]
    assert queries.waiting_for(by, NOON) == ()
    assert queries.waiting_for(dee.actor, NOON) == ()
    assert len(queries.waiting_for(OPERATOR, NOON)) == 2


def test_what_may_be_given_follows_one_s_own_duties(ada, ben, places):
    give(ada, "head-of-profession", profession_id=places.digital)
    give(ben, "hr-director", organisation_id=places.health)

    assert [one.kind.value for one in queries.kinds_to_give(ada.actor)][:3] == [
        "department-head-of-profession", "framework-author", "framework-reviewer",
    ]  # fmt: skip
    assert [one.id for one in queries.professions_to_give(ada.actor, NOON)] == [places.digital]
    assert [one.id for _kind, found in queries.places_to_give(ben.actor) for one in found] == [places.health]
    assert {kind.kind for kind in queries.kinds_to_give(OPERATOR)} == {kind.kind for kind in queries.kinds()}
    assert queries.kinds_to_give(PUBLIC) == ()


def test_accounts_are_found_by_whoever_holds_a_duty(ada, ben, places):
    with pytest.raises(NotVisible):
        queries.account_by_email("ben@example.test", ada.actor, NOON)

    give(ada, "assessor", profession_id=places.digital)

    assert queries.account_by_email("BEN@example.test", ada.actor, NOON).id == ben.id
    with pytest.raises(NotVisible):
        queries.account_by_uuid(ben.uuid, PUBLIC, NOON)
