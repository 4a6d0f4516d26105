"""Finding the account of somebody who is to have a duty, or to cover one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from waymark.access import queries as access
from waymark.access.types import AccountCard
from waymark.kernel.errors import NotVisible
from waymark.people import queries as people
from waymark.web.base.request import Request

AT_MOST = 20


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An account that was found, and the post of whoever it belongs to."""

    account: AccountCard
    post: str
    url: str


def find_accounts(request: Request, where: str = "") -> tuple[str, tuple[FoundAccount, ...]]:
    """Return what the page asks for as ``q``, and the accounts it stands for; ``where`` is the page they lead back to.

    People who can sign in are found by name, as colleagues are, and every account by its whole e-mail address: also
    one that belongs to nobody at work. Five queries at most.
    """
    query = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    if not query:
        return "", ()
    named = people.find_colleagues(query, request.actor, request.at, with_account=True, limit=AT_MOST)
    cards = access.account_cards(one.account_id for one in named if one.account_id is not None)
    posts = {one.account_id: one.post_title for one in named}
    if "@" in query:
        with suppress(NotVisible):
            card = access.account_by_email(query, request.actor, request.at)
            cards.setdefault(card.id, card)
    ordered = [cards.pop(account_id) for account_id in posts if account_id in cards] + list(cards.values())
    return query, tuple(FoundAccount(one, posts.get(one.id, ""), f"{where}?account={one.uuid}") for one in ordered)
