"""What others may ask about accounts."""

from __future__ import annotations

from collections.abc import Iterable

from waymark.access.models import Account
from waymark.access.types import AccountCard
from waymark.kernel.errors import NotVisible

_CARD = ("id", "uuid", "email", "name", "demo_key")


def demo_account(key: str) -> AccountCard:
    """Return the account of one of the demo's ready-made people.

    Raises:
        NotVisible: there is none of that key.
    """
    row = Account.objects.filter(demo_key=key, is_active=True).values_list(*_CARD).first() if key else None
    if row is None:
        raise NotVisible
    return AccountCard(*row)


def addresses(ids: Iterable[int]) -> tuple[AccountCard, ...]:
    """Return the accounts of these ids that may sign in, to write to them; the others are left out. One query."""
    rows = Account.objects.filter(pk__in=list(ids), is_active=True)
    return tuple(AccountCard(*row) for row in rows.values_list(*_CARD))


def demo_accounts() -> tuple[AccountCard, ...]:
    """Return the accounts of the demo's ready-made people, oldest first; empty outside the demo."""
    rows = Account.objects.filter(demo_key__isnull=False, is_active=True).order_by("pk")
    return tuple(AccountCard(*row) for row in rows.values_list(*_CARD))
