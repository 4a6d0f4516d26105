"""What others may ask about accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from waymark.access import policies
from waymark.access.models import Account
from waymark.access.types import AccountCard
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor

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


def account_id_of(email: str) -> int | None:
    """Return the id of the account that signs in with an address, compared without case; None when there is none."""
    rows = Account.objects.filter(email=email.strip().lower(), is_active=True)
    return rows.order_by("pk").values_list("pk", flat=True).first()


def account_cards(ids: Iterable[int]) -> dict[int, AccountCard]:
    """Return accounts that can sign in, by id; others are left out. One query, none for no ids."""
    rows = Account.objects.filter(pk__in=sorted(set(ids)), is_active=True).values_list(*_CARD)
    return {row[0]: AccountCard(*row) for row in rows}


def accounts_of(ids: Iterable[int]) -> QuerySet[Account]:
    """Return the accounts of these ids: a query for rooms to embed. The caller has decided who may know."""
    return Account.objects.filter(pk__in=list(ids))


def account_by_email(email: str, actor: Actor, at: datetime) -> AccountCard:
    """Return the account that signs in with an address, whatever its case.

    Raises:
        NotVisible: there is none, it is closed, or the actor may not look for accounts.
    """
    return _found(actor, at, email=email.strip().lower())


def account_by_uuid(uuid: UUID, actor: Actor, at: datetime) -> AccountCard:
    """Return one account.

    Raises:
        NotVisible: there is none, it is closed, or the actor may not look for accounts.
    """
    return _found(actor, at, uuid=uuid)


def _found(actor: Actor, at: datetime, **lookup: Any) -> AccountCard:
    rows = Account.objects.filter(pk__in=policies.FIND_ACCOUNT.visible(actor, at)).filter(**lookup)
    row = rows.values_list(*_CARD).first()
    if row is None:
        raise NotVisible
    return AccountCard(*row)


def card(account_id: int) -> AccountCard | None:
    """Return an account, or None when there is none of that id. The caller has decided who may know. One query."""
    row = Account.objects.filter(pk=account_id).values_list(*_CARD).first()
    return AccountCard(*row) if row else None
