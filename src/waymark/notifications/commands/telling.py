"""Telling accounts something.

``notify`` and ``settle`` are called by other rooms inside their own commands or by their handlers of events: what is
on record is the command that has the news. They leave no entry of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from waymark.kernel.ids import derived_uuid, new_uuid
from waymark.notifications import rules
from waymark.notifications.models import Item, Message, Preference, QuietHours
from waymark.notifications.types import Frequency, Quiet

BATCH = 5_000
"""Accounts told at a time."""


@dataclass(frozen=True, slots=True)
class _News:
    """What accounts are told, once."""

    topic: str
    key: str
    title: str
    body: str
    url: str
    todo: bool
    due_at: datetime | None
    at: datetime


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
    email: bool = True,
    at: datetime,
) -> int:
    """Tell accounts something, each once under ``key``, and return how many had not been told.

    The e-mail is decided here too, in the same transaction: at once, after quiet hours, in the next digest, or not at
    all, as each account has chosen.

    Args:
        accounts: ids of the accounts.
        topic: what it is about (``types.Topic``).
        key: the thing itself and its news: "access.grant.31.asked". Telling the same again adds nothing.
        title: a line that says it all, up to 200 characters; the subject of the e-mail.
        body: a few sentences more; plain text.
        url: where to act on it, a path on this site.
        todo: it waits for them to do something; ``settle`` ends that.
        due_at: when a to-do item should be done.
        email: False when it is to stand on the site only.
        at: when.

    Cost: one query when all have been told; for each 5,000 that have not, five, and as many inserts as they take.
    """
    news = _News(topic, key, " ".join(title.split())[:200], body, url, todo, due_at, at)
    rest, told = iter(sorted(set(accounts))), 0
    while batch := list(islice(rest, BATCH)):
        told += _tell(batch, news, email=email)
    return told


@transaction.atomic
def settle(*, key: str, at: datetime) -> int:
    """Mark the to-do items under ``key`` done, whoever they waited for, and return how many waited. One query.

    An e-mail about them that has not left yet is dropped when its turn comes.
    """
    return Item.objects.filter(key=key, todo=True, done_at=None).update(done_at=at)


def _tell(accounts: Sequence[int], news: _News, *, email: bool) -> int:
    told = set(Item.objects.filter(key=news.key, account_id__in=accounts).values_list("account_id", flat=True))
    new = [account_id for account_id in accounts if account_id not in told]
    if not new:
        return 0
    wanted = _frequencies(new, news.topic) if email else {}
    zone = ZoneInfo(settings.TIME_ZONE)
    messages = _write_messages([one for one, often in wanted.items() if often == Frequency.AT_ONCE], news, zone)
    Item.objects.bulk_create(
        [
            Item(
                uuid=new_uuid(), account_id=account_id, topic=news.topic, key=news.key, todo=news.todo,
                title=news.title, body=news.body, url=news.url, at=news.at, due_at=news.due_at,
                message_id=messages.get(account_id),
                digest_at=rules.digest_at(news.at, how_often, zone)
                if (how_often := wanted.get(account_id)) in {Frequency.DAILY, Frequency.WEEKLY}
                else None,
            )
            for account_id in new
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return len(new)


def _write_messages(accounts: Sequence[int], news: _News, zone: ZoneInfo) -> dict[int, int]:
    """Write an e-mail to each account and return their ids, by account."""
    if not accounts:
        return {}
    quiet = {
        account_id: Quiet(*hours)
        for account_id, *hours in QuietHours.objects.filter(account_id__in=accounts).values_list(
            "account_id", "from_time", "until_time"
        )
    }
    # The reference comes from what is told: two who tell the same at the same moment write one message.
    references = {account_id: derived_uuid("mail", str(account_id), news.key) for account_id in accounts}
    text = rules.item_text(news.body, news.url, settings.PUBLIC_BASE_URL)
    Message.objects.bulk_create(
        [
            Message(
                reference=references[account_id], account_id=account_id, topic=news.topic, subject=news.title,
                text=text, at=news.at,
                send_after=rules.send_after(news.at, quiet.get(account_id), zone, topic=news.topic),
            )
            for account_id in accounts
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return dict(Message.objects.filter(reference__in=references.values()).values_list("account_id", "pk"))


def _frequencies(accounts: Sequence[int], topic: str) -> dict[int, Frequency]:
    chosen: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Preference.objects.filter(account_id__in=accounts, topic=topic)
    for account_id, frequency in rows.values_list("account_id", "frequency"):
        chosen[account_id][topic] = frequency
    return {account_id: rules.frequency(topic, chosen[account_id]) for account_id in accounts}
