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


def demo_accounts() -> tuple[AccountCard, ...]:
    """Return the accounts of the demo's ready-made people, oldest first; empty outside the demo."""
    rows = Account.objects.filter(demo_key__isnull=False, is_active=True).order_by("pk")
    return tuple(AccountCard(*row) for row in rows.values_list(*_CARD))


def card(account_id: int) -> AccountCard | None:
    """Return an account, or None when there is none of that id. The caller has decided who may know. One query."""
    row = Account.objects.filter(pk=account_id).values_list(*_CARD).first()
    return AccountCard(*row) if row else None


def names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of accounts by id; ids that nobody has, and accounts without a name, are left out. One query."""
    return dict(Account.objects.filter(pk__in=sorted(set(ids))).exclude(name="").values_list("pk", "name"))
