"""Every change to what waits for people.

``notify`` and ``settle`` are called by other rooms inside their own commands or by their handlers of events: what is
on record is the command that has the news. They leave no entry of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from waymark.kernel.ids import new_uuid
from waymark.notifications.models import Item


@transaction.atomic
def notify(
    *,
    accounts: Iterable[int],
    topic: str,
    key: str,
    title: str,
    body: str = "",
    url: str = "",
    todo: bool = False,
    due_at: datetime | None = None,
    at: datetime,
) -> int:
    """Tell accounts something, each once under ``key``, and return how many had not been told.

    Args:
        accounts: ids of the accounts.
        topic: what it is about (``types.Topic``).
        key: the thing itself and its news: "access.grant.31.asked". Telling the same again adds nothing.
        title: a line that says it all, up to 200 characters.
        body: a few sentences more; plain text.
        url: where to act on it, a path on this site.
        todo: it waits for them to do something; ``settle`` ends that.
        due_at: when a to-do item should be done.
        at: when.

    Cost: two queries.
    """
    wanted = sorted(set(accounts))
    told = set(Item.objects.filter(key=key, account_id__in=wanted).values_list("account_id", flat=True))
    new = [account_id for account_id in wanted if account_id not in told]
    Item.objects.bulk_create(
        [
            Item(
                uuid=new_uuid(), account_id=account_id, topic=topic, key=key, todo=todo, title=title[:200], body=body,
                url=url, at=at, due_at=due_at,
            )
            for account_id in new
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return len(new)


@transaction.atomic
def settle(*, key: str, at: datetime) -> int:
    """Mark the to-do items under ``key`` done, whoever they waited for, and return how many waited. One query."""
    return Item.objects.filter(key=key, todo=True, done_at=None).update(done_at=at)
