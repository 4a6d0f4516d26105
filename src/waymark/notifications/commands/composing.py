"""Digests, and tidying up after e-mail."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from waymark.kernel.ids import derived_uuid
from waymark.notifications import rules
from waymark.notifications.models import Item, Message, QuietHours
from waymark.notifications.models.messages import State
from waymark.notifications.types import Quiet

ACCOUNTS = 500
"""Digests written in one transaction."""

TOO_OLD = timedelta(days=7)
"""A message that could not leave for this long says nothing anybody wants to read."""

KEPT = timedelta(days=90)
ITEMS_KEPT = timedelta(days=730)


def compose_digests(*, at: datetime) -> int:
    """Write the digests that are due, one for each account, and return how many.

    Each batch of accounts is one transaction; a digest has one reference for its account and its morning, so that it is
    written once, whoever else is writing them. To-do items that were done meanwhile are left out; an account with
    nothing left gets no digest.

    Cost: one query when none is due; five for each 500 accounts.
    """
    made = 0
    while batch := _due_accounts(at):
        written, left = _compose(batch, at)
        made += written
        if left:  # somebody else is writing them
            break
    return made


def _due_accounts(at: datetime) -> list[int]:
    rows = Item.objects.filter(digest_at__lte=at, message=None)
    return list(rows.order_by("account_id").values_list("account_id", flat=True).distinct()[:ACCOUNTS])


@transaction.atomic
def _compose(accounts: list[int], at: datetime) -> tuple[int, bool]:
    """Write the digests of some accounts. Return how many, and whether others had taken any of the accounts."""
    waiting = Item.objects.select_for_update(skip_locked=True).filter(
        account_id__in=accounts, digest_at__lte=at, message=None
    )
    by_account: dict[int, list[Item]] = defaultdict(list)
    for item in waiting.order_by("at", "pk"):
        by_account[item.account_id].append(item)
    quiet = {
        row.account_id: Quiet(row.from_time, row.until_time)
        for row in QuietHours.objects.filter(account_id__in=list(by_account))
    }
    zone = ZoneInfo(settings.TIME_ZONE)
    messages, carried, done = [], [], []
    for account_id, items in by_account.items():
        open_items = [item for item in items if not (item.todo and item.done_at)]
        done += [item.pk for item in items if item.todo and item.done_at]
        if not open_items:
            continue
        message = Message(
            reference=derived_uuid("digest", str(account_id), str(open_items[0].pk)),
            account_id=account_id, topic="", digest=True, subject=rules.digest_subject(len(open_items)),
            text=rules.digest_text(
                [(item.todo, item.title, item.body, item.url) for item in open_items], settings.PUBLIC_BASE_URL
            ),
            at=at, send_after=rules.send_after(at, quiet.get(account_id), zone),
        )  # fmt: skip
        messages.append(message)
        carried.append((message, open_items))
    Message.objects.bulk_create(messages)
    told = [item for _message, items in carried for item in items]
    for message, items in carried:
        for item in items:
            item.message = message
    Item.objects.bulk_update(told, ["message"], batch_size=500)
    Item.objects.filter(pk__in=done).update(digest_at=None)
    return len(messages), len(by_account) < len(accounts)


@transaction.atomic
def forget_messages(*, at: datetime) -> int:
    """Delete what is past its time and drop what waited too long, and return how many e-mails and items went.

    E-mails go after 90 days, items after two years unless they still wait to be done. A message that could not leave
    for seven days is dropped: when mail is set up at last, nobody is flooded with old news.
    """
    waiting = Message.objects.filter(state=State.WAITING, at__lt=at - TOO_OLD)
    waiting.update(state=State.DROPPED, finished_at=at)
    old = Message.objects.filter(at__lt=at - KEPT).exclude(state__in=[State.WAITING, State.SENDING])
    over = Item.objects.filter(Q(todo=False) | Q(done_at__isnull=False), at__lt=at - ITEMS_KEPT)
    count = old.count() + over.count()
    old.delete()
    over.delete()
    return count
