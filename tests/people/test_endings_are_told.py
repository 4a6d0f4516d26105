"""A body that merges or closes: who holds a duty over it is told when that ends, and administrators what else does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conftest import NOON
from tests.organisation.trees import asked, plant
from tests.providers.department import SAML_DETAILS
from tests.providers.saml import certificate
from waymark.access import commands as access
from waymark.access.models import Account, IdentityProvider
from waymark.access.types import ProviderKind
from waymark.audit import commands as audit
from waymark.config.wiring import HANDLERS
from waymark.kernel.policy import OPERATOR
from waymark.notifications.models import Item
from waymark.organisation import commands as organisation
from waymark.people import commands
from waymark.people.commands import add_feed

pytestmark = pytest.mark.django_db
LATER = NOON.date() + timedelta(days=10)
ENDS = "Your duty over it covers nobody after 11 March 2026."


@pytest.fixture
def tree():
    return plant()


def give(name, kind, place=None):
    pk = access.create_account(email=f"{name}@example.test", name=name.title(), actor=OPERATOR, at=NOON)
    access.give_duty(
        account=Account.objects.get(pk=pk).uuid, kind=kind, organisation_id=place, until_at=NOON + timedelta(days=200),
        reason="They plan for it.", actor=OPERATOR, at=NOON,
    )  # fmt: skip
    return pk


def told(pk, at=NOON):
    """Deliver what waits, as the worker does, and return what an account has been told of changes."""
    audit.deliver(handlers=HANDLERS, at=at)
    rows = Item.objects.filter(account_id=pk, key__startswith="organisation.change.").order_by("pk")
    return [(row.title, row.body) for row in rows]


def test_holders_hear_of_a_merger_when_it_is_planned_and_when_it_is_made(tree):
    holder, another = give("director", "hr-director", tree["trade"]), give("other", "hr-director", tree["farms"])
    commands.reorganise(
        change=asked("merge", tree["trade"], into_id=tree["farms"], on=LATER), actor=OPERATOR, at=NOON
    )  # fmt: skip
    title = "Department for Trade merges into Department for Farms on 12 March 2026"
    body = f"{ENDS} An administrator can give it over Department for Farms."
    assert told(holder) == [(title, body)]
    assert told(another) == [], "their duty goes on"

    then = NOON + timedelta(days=10)
    commands.make_due_changes(actor=OPERATOR, at=then)
    assert told(holder, then) == [(title, body)] * 2
    assert told(another, then) == []


def test_holders_hear_that_a_body_stays_after_all(tree):
    holder = give("director", "hr-director", tree["trade"])
    planned = commands.reorganise(
        change=asked("merge", tree["trade"], into_id=tree["farms"], on=LATER), actor=OPERATOR, at=NOON
    )  # fmt: skip
    organisation.call_off(change=planned, reason="Not after all.", actor=OPERATOR, at=NOON)
    assert told(holder)[-1] == ("Department for Trade stays: its change on 12 March 2026 is not made", "")


def test_administrators_hear_that_a_feed_and_a_sign_on_end(tree):
    administrator = give("admin", "administrator")
    commands.reorganise(change=asked("close", tree["seeds"], on=NOON.date()), actor=OPERATOR, at=NOON)
    assert told(administrator) == [], "a unit has neither"

    add_feed(organisation_id=tree["trade"], name="HR", actor=OPERATOR, at=NOON)
    uuid = access.add_provider(
        kind=ProviderKind.SAML, organisation_id=tree["trade"],
        details=replace(SAML_DETAILS, secret=certificate(), domains=()),
        actor=OPERATOR, at=NOON,
    )  # fmt: skip
    IdentityProvider.objects.filter(uuid=uuid).update(active=True)
    commands.reorganise(
        change=asked("merge", tree["trade"], into_id=tree["farms"], on=NOON.date()), actor=OPERATOR, at=NOON
    )  # fmt: skip
    ((title, body),) = told(administrator)
    assert title.startswith("Department for Trade merges into")
    assert body == (
        "Its people feed takes nothing more. Its sign-on lets in whoever signed on by it before for 90 days more, and "
        "nobody else."
    )


def test_nobody_hears_of_a_new_name(tree):
    holder = give("director", "hr-director", tree["trade"])
    change = asked("rename", tree["trade"], name="Department for Commerce", on=NOON.date())
    commands.reorganise(change=change, actor=OPERATOR, at=NOON)
    assert told(holder) == []
