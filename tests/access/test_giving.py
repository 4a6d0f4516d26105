"""Giving duties: who may, over what, for how long."""

from datetime import timedelta

import pytest

from tests.access.conftest import HOUR, YEAR, administrator, give, row
from tests.conftest import NOON
from waymark.access import commands, queries
from waymark.access.models import Account, Grant
from waymark.access.rules import KINDS
from waymark.access.types import DutyKind, Extent
from waymark.audit.commands import ReasonTooLong
from waymark.audit.models import Entry, OutboxEvent
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import PUBLIC, Duty

pytestmark = pytest.mark.django_db


def test_an_ordinary_duty_counts_at_once_over_what_it_was_given(ada, ben, places):
    by = administrator(ada)

    grant = give(ben, "assessor", by=by, profession_id=places.digital, organisation_id=places.health, person_id=7)

    path = f"/{places.health}/"
    assert queries.duties_of(ben.id, NOON) == (Duty("assessor", row(grant).pk, places.digital, places.health, path),)
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.reason) == ("access.grant.given", "They were appointed")
    assert entry.actor_account_id == ada.id
    assert [subject.person_id for subject in entry.subjects.all()] == [7]
    assert entry.facts["grant"] == str(grant)
    assert OutboxEvent.objects.latest("pk").kind == "access.grant.given"


def test_a_strong_duty_waits_for_a_second_person(ada, ben, cho, places):
    by, other = administrator(ada), administrator(cho)

    grant = give(ben, "head-of-profession", by=by, profession_id=places.digital)

    assert not ben.holds("head-of-profession")
    assert OutboxEvent.objects.latest("pk").kind == "access.grant.proposed"

    commands.decide(grant=grant, approve=True, reason="Agreed with the board", actor=other, at=NOON)

    assert ben.holds("head-of-profession")
    assert Entry.objects.latest("pk").kind == "access.grant.approved"
    assert OutboxEvent.objects.latest("pk").payload == {"grant_id": row(grant).pk, "approved": True}


def test_what_the_operator_gives_counts_at_once(ada):
    give(ada, "auditor")

    assert ada.holds("auditor")


@pytest.mark.parametrize("kind", [one.kind for one in KINDS if one.two_people])
def test_every_strong_kind_is_strong(kind):
    assert kind in {
        "administrator", "data-protection-officer", "auditor", "head-of-profession", "department-head-of-profession",
        "hr-director", "moderator",
    }  # fmt: skip


def test_every_kind_has_a_row_and_an_administrator_gives_it():
    assert [one.kind for one in KINDS] == list(DutyKind)
    assert all(DutyKind.ADMINISTRATOR in one.given_by for one in KINDS)


@pytest.mark.parametrize(
    ("kind", "profession", "organisation", "may"),
    [
        ("assessor", "digital", None, True),
        ("assessor", "digital", "health", True),
        ("framework-author", "digital", None, True),
        ("framework-reviewer", "digital", None, True),
        ("moderator", "digital", None, True),
        ("assessor", "policy", None, False),
        ("communications-lead", None, None, False),
        ("vacancy-holder", "digital", "health", False),
        ("head-of-profession", "digital", None, False),
    ],
)
def test_a_head_of_profession_gives_duties_within_their_profession(
    ada, ben, places, kind, profession, organisation, may
):
    give(ada, "head-of-profession", profession_id=places.digital)
    asked = {
        "profession_id": getattr(places, profession) if profession else None,
        "organisation_id": getattr(places, organisation) if organisation else None,
    }

    if may:
        assert give(ben, kind, by=ada.actor, **asked)
    else:
        with pytest.raises(commands.NotYoursToGive, match="Ask an administrator"):
            give(ben, kind, by=ada.actor, **asked)
        assert not Grant.objects.filter(account_id=ben.id).exists()


@pytest.mark.parametrize(
    ("kind", "organisation", "may"),
    [
        ("vacancy-holder", "health", True),
        ("vacancy-holder", "clinic", True),
        ("workforce-planner", "clinic", True),
        ("vacancy-holder", "transport", False),
        ("workforce-planner", None, False),
        ("hr-director", "clinic", False),
    ],
)
def test_an_hr_director_gives_duties_within_their_organisation(ada, ben, places, kind, organisation, may):
    give(ada, "hr-director", organisation_id=places.health)
    asked = {"organisation_id": getattr(places, organisation) if organisation else None}

    if may:
        assert give(ben, kind, by=ada.actor, **asked)
    else:
        with pytest.raises(commands.NotYoursToGive):
            give(ben, kind, by=ada.actor, **asked)


def test_an_administrator_gives_nothing_outside_a_session(ada, ben):
    give(ada, "administrator")

    with pytest.raises(NotVisible):
        give(ben, "facilitator", by=ada.actor)


@pytest.mark.parametrize("kind", ["assessor", "auditor"])
def test_who_gives_nothing_does_not_even_find_the_account(ada, ben, places, kind):
    give(ada, "assessor", profession_id=places.digital)

    with pytest.raises(NotVisible):
        give(ben, kind, by=ada.actor)
    with pytest.raises(NotVisible):
        give(ben, kind, by=PUBLIC)


def test_nobody_gives_a_duty_to_themselves(ada):
    by = administrator(ada)

    for kind in ("facilitator", "auditor"):
        with pytest.raises(commands.GivenToOneself, match="somebody else"):
            give(ada, kind, by=by)


def test_an_account_that_was_closed_is_given_nothing(ada, ben):
    by = administrator(ada)
    Account.objects.filter(pk=ben.id).update(is_active=False)

    with pytest.raises(NotVisible):
        give(ben, "facilitator", by=by)


@pytest.mark.parametrize("kind", [one.kind for one in KINDS])
def test_a_duty_is_over_what_its_kind_says_and_nothing_else(ada, ben, places, kind):
    asked = next(one for one in KINDS if one.kind == kind)
    right = {
        "profession_id": None if asked.profession is Extent.NEVER else places.digital,
        "organisation_id": None if asked.organisation is Extent.NEVER else places.health,
    }
    for column, extent, place in (
        ("profession_id", asked.profession, places.digital), ("organisation_id", asked.organisation, places.health),
    ):  # fmt: skip
        wrong = right | {column: None if extent is Extent.ALWAYS else place}
        if extent is Extent.OPTIONAL:
            continue
        with pytest.raises(commands.WrongPlace) as refused:
            give(ben, kind, **wrong)
        assert f"{refused.value.field}_id" == column

    assert give(ben, kind, **right)


def test_a_place_that_is_not_there_is_not_found(ben, places):
    with pytest.raises(NotVisible):
        give(ben, "facilitator", organisation_id=999_999)
    with pytest.raises(NotVisible):
        give(ben, "assessor", profession_id=999_999)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"until_at": NOON}, "end after it begins"),
        ({"until_at": NOON - HOUR}, "end after it begins"),
        ({"from_at": NOON - HOUR}, "in the past"),
        ({"until_at": NOON + timedelta(days=800)}, "731 days at most"),
        ({"from_at": YEAR, "until_at": YEAR}, "end after it begins"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(ben, changed, words):
    with pytest.raises(commands.WrongPeriod, match=words):
        give(ben, "facilitator", **changed)


def test_an_administrator_is_appointed_for_a_year_at_most(ben):
    with pytest.raises(commands.WrongPeriod, match="366 days"):
        give(ben, "administrator", until_at=NOON + timedelta(days=400))


def test_an_unknown_kind_is_refused_with_the_known_ones(ben):
    with pytest.raises(commands.UnknownKind, match="head-of-profession"):
        give(ben, "emperor")


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_duty_is_given_for_a_reason(ben, reason):
    with pytest.raises(commands.ReasonMissing):
        give(ben, "facilitator", reason=reason)


def test_a_reason_fits_into_the_record(ben):
    with pytest.raises(ReasonTooLong):
        give(ben, "facilitator", reason="x" * 401)


def test_the_same_duty_is_not_given_twice_at_one_time(ben, places):
    give(ben, "facilitator", organisation_id=places.health)

    with pytest.raises(commands.AlreadyHeld, match="until 2 March 2027"):
        give(ben, "facilitator", organisation_id=places.health, until_at=NOON + HOUR)

    assert give(ben, "facilitator", organisation_id=places.transport)
    assert give(ben, "facilitator")
    assert give(ben, "facilitator", organisation_id=places.health, from_at=YEAR, until_at=YEAR + HOUR)


def test_a_duty_that_was_declined_or_taken_back_can_be_given_again(ada, ben, cho):
    by, other = administrator(ada), administrator(cho)
    declined = give(ben, "auditor", by=by)
    commands.decide(grant=declined, approve=False, reason="Not yet", actor=other, at=NOON)
    again = give(ben, "auditor", by=by)
    commands.revoke(grant=again, reason="A mistake", actor=by, at=NOON)

    assert give(ben, "auditor", by=by)


def test_a_refused_gift_leaves_nothing_behind(ben):
    before = Entry.objects.count(), OutboxEvent.objects.count()

    with pytest.raises(commands.ReasonMissing):
        give(ben, "facilitator", reason="")

    assert not Grant.objects.exists()
    assert (Entry.objects.count(), OutboxEvent.objects.count()) == before
