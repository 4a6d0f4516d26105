"""Whose records a feed may write: a number alone is not enough, and an agency's own feed keeps its posts."""

from __future__ import annotations

import pytest

from tests.people.feeding.conftest import AT, later, row, works
from waymark.access.models import Account
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.organisation.types import NewOrganisation
from waymark.people import commands
from waymark.people.models import Identifier, Person, Post

pytestmark = pytest.mark.django_db


def nobody_yet(number, **more):
    """Have somebody on record whom no feed named and who works nowhere."""
    said = {"given_name": "Bea", "family_name": "Boss", "email": "bea@example.org", "sort_key": "boss bea"} | more
    return Person.objects.create(uuid=new_uuid(), staff_number=number, **said)


def with_account(person):
    person.account = Account.objects.create(uuid=new_uuid(), email="b@example.org", name="Bea", created_at=AT)
    person.save()
    return person


@pytest.mark.parametrize("account", [True, False])
def test_a_number_alone_takes_nobody_over(bring, account):
    bea = nobody_yet("ADM1")
    if account:
        with_account(bea)

    bring(row("ADM1", family_name="Thief", email="thief@example.org"), row("2", manager="ADM1"))

    bea.refresh_from_db()
    assert (bea.family_name, bea.email) == ("Boss", "bea@example.org")
    assert not Identifier.objects.filter(person=bea).exists()
    assert Person.objects.count() == 3


@pytest.mark.parametrize(
    "said", [{"email": "BEA@example.org"}, {"given_name": "Bea", "family_name": "Boss", "email": "new@example.org"}]
)
def test_the_address_or_the_name_as_well_does(bring, said):
    bea = with_account(nobody_yet("ADM1"))

    bring(row("ADM1", **said))

    assert Identifier.objects.get().person_id == bea.pk


def test_whoever_works_here_and_has_an_account_is_known_by_more_than_the_number(bring):
    bring(row("1"), row("2"))
    Identifier.objects.all().delete()
    with_account(Person.objects.get(staff_number="1"))

    run = bring(row("1", family_name="Other"), row("2", family_name="Other"), full=False, at=later(1))

    assert (run.counts["new"], run.counts["changed"]) == (1, 1)
    assert Person.objects.get(staff_number="1").family_name == "Ox 1"
    assert Person.objects.get(staff_number="2").family_name == "Other"


@pytest.fixture
def agency(department):
    """An agency of the department, with a unit and a feed of its own."""
    ids = organisation.add_organisations(
        organisations=[
            NewOrganisation("a", "Agency for Tests", "agency", parent_id=department.ids["d"]),
            NewOrganisation("a1", "Agency office", "unit", "a", code="A1"),
        ],
        actor=OPERATOR, at=AT,
    )  # fmt: skip
    return commands.add_feed(organisation_id=ids["a"], name="HR", actor=OPERATOR, at=AT)


def test_posts_of_an_agencys_own_feed_stay_its_own(bring, department, agency):
    bring(row("7", unit="A1", post_number="P1", grade=""), feed=agency)
    theirs = Post.objects.get()

    bring(row("8", post_number="P1"), at=later(1))

    theirs.refresh_from_db()
    assert theirs.organisation.code == "A1"
    assert works(later(1))["7"][0] == ["P1"]
    assert works(later(1))["8"][0] == [f"P1~{department_mark(department)}"]
    # And the other way round: neither takes what the other says for its own.
    bring(row("7", unit="A1", post_number="P1", grade="", job_title="Lead"), feed=agency, at=later(2))
    bring(row("8", post_number="P1", job_title="Head"), at=later(2))
    assert sorted(Post.objects.values_list("title", flat=True)) == ["Head", "Lead"]


def department_mark(department):
    from waymark.people.models import Feed

    return Feed.objects.get(uuid=department.feed.uuid).pk
