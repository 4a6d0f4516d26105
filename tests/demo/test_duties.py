"""The ready-made people hold their duties, and each can open what they run."""

import pytest

from tests.web.pages import Page, get
from waymark.access import commands, queries
from waymark.access.types import GrantFilter
from waymark.demo.rules.duties import DUTIES
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR, Actor

pytestmark = pytest.mark.django_db


def test_everyone_holds_what_their_part_says(built, at):
    accounts = {card.demo_key: card.id for card in queries.demo_accounts()}
    for duty in DUTIES:
        held = queries.duties_held(accounts[duty.key], at)
        if duty.kind == "administrator":
            assert held.administrator
            assert held.session_until is None
        else:
            assert duty.kind in {one.kind for one in held.duties}


def test_one_proposal_waits_and_one_duty_ends_soon(built, at):
    waiting = queries.grants(OPERATOR, at, GrantFilter(state="waiting"))
    soonest = queries.grants(OPERATOR, at, GrantFilter(ending_first=True)).rows[0]

    assert [card.kind.kind for card in waiting.rows] == ["moderator"]
    assert (soonest.kind.kind, (soonest.until_at - at).days) == ("assessor", 20)


@pytest.mark.parametrize("key", sorted({duty.key for duty in DUTIES}))
def test_everyone_can_open_what_they_run(built, client, demo_mode, key):
    client.post(f"/demo/sign-in/{key}")
    account = queries.demo_account(key)
    if queries.duties_held(account.id, now()).administrator:
        commands.open_admin_session(reason="Review", actor=Actor(account.id), at=now())

    page = get(client, "/operating")
    for link in page.links:
        if link.startswith(("/operating/", "/me/duties")):
            assert Page(client.get(link)).status == 200, link
    assert get(client, "/me/duties").headings == ["Your duties"]
