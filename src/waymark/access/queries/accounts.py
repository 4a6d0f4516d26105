"""What others may ask about accounts."""

from __future__ import annotations

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


def account_id_of(email: str) -> int:
    """Return the id of the account of an address, for an operator's commands.

    Raises:
        NotVisible: there is none.
    """
    found = Account.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
    if found is None:
        raise NotVisible
    return found
