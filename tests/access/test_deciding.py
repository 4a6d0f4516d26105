"""Two people for the strong duties; and taking duties back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.access.conftest import HOUR, YEAR, administrator, give, row
from tests.conftest import NOON
from waymark.access import commands, queries
from waymark.access.models import Account, GrantDecision, Revocation
from waymark.audit.models import Entry, OutboxEvent
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(ada):
    return administrator(ada)


@pytest.fixture
def second(cho):
    return administrator(cho)


@pytest.fixture
def proposed(ben, first):
    return give(ben, "auditor", by=first)


def decide(grant, actor, *, approve=True, reason="Checked", at=NOON):
    commands.decide(grant=grant, approve=approve, reason=reason, actor=actor, at=at)


def test_who_proposed_it_does_not_decide(proposed, first, ben):
    with pytest.raises(commands.OwnProposal, match="another administrator"):
        decide(proposed, first)

    assert not ben.holds("auditor")


def test_who_would_hold_it_does_not_decide(cho, dee, first, second):
    grant = give(cho, "auditor", by=first)

    with pytest.raises(commands.OwnDuty):
        decide(grant, second)


def test_who_is_no_administrator_in_a_session_does_not_find_it(proposed, ben, dee, first, second, cho):
    give(dee, "data-protection-officer")
    commands.end_admin_session(actor=second, at=NOON + HOUR)

    for actor in (ben.actor, dee.actor, cho.at(NOON + HOUR)):
        with pytest.raises(NotVisible):
            decide(proposed, actor, at=NOON + HOUR)


def test_a_declined_duty_never_counts(proposed, second, ben):
    decide(proposed, second, approve=False, reason="No need")

    assert not ben.holds("auditor")
    with pytest.raises(commands.AlreadyDecided):
        decide(proposed, second)


def test_a_proposal_is_decided_once(proposed, second):
    decide(proposed, second)

    with pytest.raises(commands.AlreadyDecided, match="already"):
        decide(proposed, OPERATOR, approve=False)

    assert GrantDecision.objects.get(grant__uuid=proposed).approved


@pytest.mark.parametrize("case", ["ordinary", "withdrawn", "over"])
def test_there_is_nothing_to_decide(case, proposed, first, second, ben):
    grant, at = proposed, NOON
    if case == "ordinary":
        grant = give(ben, "facilitator", by=first)
    elif case == "withdrawn":
        commands.revoke(grant=proposed, reason="Not needed", actor=first, at=NOON)
    else:
        at = YEAR + HOUR

    with pytest.raises(commands.NothingToDecide):
        decide(grant, OPERATOR, at=at)


def test_a_decision_has_a_reason(proposed, second):
    with pytest.raises(commands.ReasonMissing):
        decide(proposed, second, reason=" ")


def test_a_grant_that_is_not_there_is_not_found(second):
    with pytest.raises(NotVisible):
        decide(uuid4(), second)


def test_a_duty_counts_from_its_approval_on(proposed, second, ben):
    decide(proposed, second, at=NOON + HOUR)

    assert not ben.holds("auditor", NOON)
    assert ben.holds("auditor", NOON + HOUR)


def test_a_duty_that_is_taken_back_stops_counting_at_once(ben, first, places):
    grant = give(ben, "facilitator", by=first)

    commands.revoke(grant=grant, reason="They moved on", actor=first, at=NOON + HOUR)

    assert ben.holds("facilitator", NOON)
    assert not ben.holds("facilitator", NOON + HOUR)
    assert Entry.objects.latest("pk").kind == "access.grant.revoked"
    assert OutboxEvent.objects.latest("pk").kind == "access.grant.revoked"


@pytest.mark.parametrize("case", ["ended", "revoked", "declined"])
def test_what_is_over_is_not_taken_back_again(case, ben, first, second, proposed):
    at = NOON
    if case == "ended":
        decide(proposed, second)
        at = YEAR
    elif case == "revoked":
        commands.revoke(grant=proposed, reason="A mistake", actor=first, at=NOON)
    else:
        decide(proposed, second, approve=False)

    with pytest.raises(commands.AlreadyOver):
        commands.revoke(grant=proposed, reason="Again", actor=OPERATOR, at=at)


def test_a_head_of_profession_takes_back_what_they_may_give(ada, ben, places):
    give(ada, "head-of-profession", profession_id=places.digital)
    inside = give(ben, "assessor", profession_id=places.digital)
    outside = give(ben, "assessor", profession_id=places.policy)
    above = give(ben, "vacancy-holder", organisation_id=places.health)

    commands.revoke(grant=inside, reason="They moved on", actor=ada.actor, at=NOON)
    for grant in (outside, above):
        with pytest.raises(NotVisible):
            commands.revoke(grant=grant, reason="They moved on", actor=ada.actor, at=NOON)


def test_a_holder_gives_up_their_own_duty_and_nobody_else_s(ben, dee):
    grant = give(ben, "facilitator")

    with pytest.raises(NotVisible):
        commands.give_up(grant=grant, reason="Not mine", actor=dee.actor, at=NOON)
    commands.give_up(grant=grant, reason="I moved on", actor=ben.actor, at=NOON)

    assert not ben.holds("facilitator")
    assert Entry.objects.latest("pk").kind == "access.grant.given_up"


def test_the_last_administrator_stays(ada, cho):
    grant = give(ada, "administrator")

    with pytest.raises(commands.LastAdministrator, match="Make somebody else"):
        commands.give_up(grant=grant, reason="I moved on", actor=ada.actor, at=NOON)
    with pytest.raises(commands.LastAdministrator):
        commands.revoke(grant=grant, reason="They moved on", actor=OPERATOR, at=NOON)
    assert not Revocation.objects.exists()

    give(cho, "administrator")
    commands.give_up(grant=grant, reason="I moved on", actor=ada.actor, at=NOON)
    assert not queries.duties_held(ada.id, NOON).administrator


@pytest.mark.parametrize("case", ["proposed only", "closed", "not begun", "ended", "covering"])
def test_an_administrator_who_does_not_count_does_not_let_the_last_one_go(case, ada, ben, cho):
    grant = give(ada, "administrator")
    at = NOON
    if case == "proposed only":
        commands.open_admin_session(reason="Review", actor=ada.actor, at=NOON)
        give(cho, "administrator", by=ada.actor)
    elif case == "closed":
        give(cho, "administrator")
        Account.objects.filter(pk=cho.id).update(is_active=False)
    elif case == "not begun":
        give(cho, "administrator", from_at=NOON + HOUR)
    elif case == "ended":
        give(cho, "administrator", until_at=NOON + HOUR)
        at = NOON + HOUR
    else:
        cover = commands.name_cover(
            grant=grant, account=cho.uuid, until_at=NOON + HOUR, reason="Leave", actor=_with_a_duty(ada), at=NOON
        )
        commands.decide(grant=cover, approve=True, reason="Fine", actor=OPERATOR, at=NOON)

    with pytest.raises(commands.LastAdministrator):
        commands.give_up(grant=grant, reason="I moved on", actor=ada.at(at), at=at)


def _with_a_duty(someone):
    commands.open_admin_session(reason="Review", actor=someone.actor, at=NOON)
    return someone.actor


def test_an_administrator_whose_time_has_not_come_can_be_taken_back(ada, cho):
    give(ada, "administrator")
    later = give(cho, "administrator", from_at=NOON + HOUR, until_at=NOON + timedelta(days=9))

    commands.revoke(grant=later, reason="A mistake", actor=OPERATOR, at=NOON)

    assert not queries.duties_held(cho.id, NOON + 2 * HOUR).administrator


def test_a_withdrawn_proposal_says_so(proposed, first):
    commands.revoke(grant=proposed, reason="Not needed", actor=first, at=NOON)

    view = queries.grant(proposed, first, NOON)
    assert view.card.state == "revoked"
    assert [step.what for step in view.steps] == ["proposed", "revoked"]
    assert row(proposed).proposed_by_id == first.account_id
