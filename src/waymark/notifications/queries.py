"""What waits for whoever asks, how they want to be told, and how e-mail fares."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from waymark.kernel.policy import Actor
from waymark.notifications import policies, rules
from waymark.notifications.models import Item, Message, Preference, QuietHours
from waymark.notifications.models.messages import State
from waymark.notifications.types import (
    ItemView,
    MailState,
    MessageLine,
    Preferences,
    Quiet,
    Topic,
    TopicChoice,
)

_VIEW = ("uuid", "topic", "todo", "title", "body", "url", "at", "due_at", "done_at", "read_at")
_LINE = (
    "reference", "account_id", "topic", "digest", "state", "at", "send_after", "finished_at", "attempts", "answer",
)  # fmt: skip

_FRESH = Q(todo=True, done_at=None) | Q(todo=False, read_at=None)


def waiting(actor: Actor, at: datetime, limit: int = 20) -> tuple[ItemView, ...]:
    """Return the to-do items that wait for the actor: those that are due first, then the newest. One query."""
    rows = Item.objects.filter(pk__in=policies.SEE_ITEM.visible(actor, at), todo=True, done_at=None)
    found = [ItemView(*row) for row in rows.order_by("-at", "-pk").values_list(*_VIEW)[:200]]
    return tuple(sorted(found, key=lambda item: (item.due_at is None, item.due_at or item.at))[:limit])


def news(actor: Actor, at: datetime, limit: int = 20) -> tuple[ItemView, ...]:
    """Return what the actor was told that asks nothing of them, newest first. One query."""
    rows = Item.objects.filter(pk__in=policies.SEE_ITEM.visible(actor, at), todo=False)
    return tuple(ItemView(*row) for row in rows.order_by("-at", "-pk").values_list(*_VIEW)[:limit])


def unseen_of(account_id: str) -> Coalesce:
    """Return how much waits for an account or is news to it: an expression for the query that finds who is asking.

    Args:
        account_id: the lookup that leads from the outer query to the account's id.
    """
    theirs = Item.objects.filter(_FRESH, account_id=OuterRef(account_id)).order_by().values("account_id")
    return Coalesce(Subquery(theirs.annotate(items=Count("pk")).values("items")), 0)


def preferences(actor: Actor, at: datetime) -> Preferences:
    """Return how the actor wants to be told, topic by topic; the usual where they have not chosen. Two queries."""
    account_id = actor.account_id or 0
    chosen = dict(Preference.objects.filter(account_id=account_id).values_list("topic", "frequency"))
    hours = QuietHours.objects.filter(account_id=account_id).values_list("from_time", "until_time").first()
    return Preferences(
        tuple(
            TopicChoice(topic, str(words), str(about), rules.frequency(topic, chosen), topic in rules.ALWAYS)
            for topic, (words, about) in rules.TOPICS.items()
        ),
        Quiet(*hours) if hours else None,
    )


def topic_of_stop_link(token: str) -> str | None:
    """Return what the one-click link of an e-mail stops, in words; empty for digests, None for a link not ours."""
    read = rules.read_stop_token(token)
    if read is None or (read[1] and read[1] not in set(Topic)):
        return None
    return str(rules.TOPICS[Topic(read[1])][0]) if read[1] else ""


def due(at: datetime) -> bool:
    """Say whether a message is due: whether a sender has anything to do. One indexed query."""
    return Message.objects.filter(state=State.WAITING, send_after__lte=at).exists()


def sent_lately(at: datetime, within: timedelta = timedelta(minutes=1)) -> int:
    """Return how many messages left within the time before ``at``, from all senders. One indexed query."""
    return Message.objects.filter(state=State.SENT, finished_at__gt=at - within).count()


def mail(actor: Actor, at: datetime, limit: int = 50) -> MailState:
    """Return how e-mail fares, for whoever runs the site; nothing for anyone else. Three queries."""
    rows = Message.objects.filter(pk__in=policies.SEE_MAIL.visible(actor, at))
    counts = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    oldest = rows.filter(state=State.WAITING, send_after__lte=at).aggregate(oldest=Min("send_after"))["oldest"]
    trouble = Q(state__in=[State.REFUSED, State.UNKNOWN]) | Q(state=State.WAITING, attempts__gt=0)
    return MailState(
        **{state: counts.get(state, 0) for state in State.values},
        oldest_at=oldest,
        troubled=tuple(
            MessageLine(*row) for row in rows.filter(trouble).order_by("-at", "-pk").values_list(*_LINE)[:limit]
        ),
    )
