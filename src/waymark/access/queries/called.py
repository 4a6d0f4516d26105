"""What accounts are called, for those who read the record."""

from __future__ import annotations

from collections.abc import Iterable

from waymark.access.models import Account
from waymark.access.types import AccountName

AT_ONCE = 10_000
"""Ids in one query: SQLite takes at most 32,766 parameters."""


def account_names(ids: Iterable[int]) -> dict[int, AccountName]:
    """Return what accounts are called, by id; ids of no account are left out. The caller has decided who may know."""
    wanted = sorted(set(ids))
    found: dict[int, AccountName] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = Account.objects.filter(pk__in=wanted[start : start + AT_ONCE])
        for row in rows.values_list("pk", "email", "name"):
            found[row[0]] = AccountName(*row)
    return found


def accounts_called(text: str, *, limit: int = 20) -> tuple[AccountName, ...]:
    """Return the accounts whose address is ``text``, or else whose name begins with it, whatever its case.

    Closed accounts are among them: they are in the record. The caller has decided who may know.

    Cost: one or two queries; the one by name reads every account, and is asked by hand, now and then.
    """
    text = text.replace("\0", "").strip()
    if not text:
        return ()
    columns = ("pk", "email", "name")
    found = list(Account.objects.filter(email=text.lower()).order_by("pk").values_list(*columns)[:limit])
    if not found:
        found = list(
            Account.objects.filter(name__istartswith=text).order_by("name", "pk").values_list(*columns)[:limit]
        )
    return tuple(AccountName(*row) for row in found)
