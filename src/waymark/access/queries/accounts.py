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


def account_id_of(email: str) -> int | None:
    """Return the id of the account that signs in with an address, compared without case; None when there is none."""
    rows = Account.objects.filter(email=email.strip().lower(), is_active=True)
    return rows.order_by("pk").values_list("pk", flat=True).first()


def account_cards(ids: Iterable[int]) -> dict[int, AccountCard]:
    """Return accounts that can sign in, by id; others are left out. One query, none for no ids."""
    rows = Account.objects.filter(pk__in=sorted(set(ids)), is_active=True).values_list(*_CARD)
    return {row[0]: AccountCard(*row) for row in rows}
