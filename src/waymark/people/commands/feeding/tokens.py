"""Tokens: what lets a department's system speak for a feed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel.errors import NotAllowed, Refusal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import PUBLIC, Actor, fetch
from waymark.people import policies
from waymark.people import rules as people_rules
from waymark.people.events import FeedTokenEnding
from waymark.people.models import Feed, FeedToken
from waymark.people.rules.users import LASTS
from waymark.people.types import FeedPass

REMINDED = timedelta(days=30)
"""How long before its end administrators are told."""
PREFIX = "waymark_scim_"
"""What a token begins with, so that whoever finds one in a file knows what it opens."""


class NotLetIn(Refusal):
    """Nothing lets this system in. ``why``: missing, unknown or ended."""

    def __init__(self, why: str, feed_id: int | None = None) -> None:
        super().__init__(_("The token is missing, wrong or has ended. An administrator makes a new one."))
        self.why, self.feed_id = why, feed_id


@transaction.atomic
def make_token(*, feed: UUID, actor: Actor, at: datetime) -> str:
    """Make what lets a department's system speak for a feed, and end the one before. It is returned once, never again.

    Args:
        feed: which feed.
        actor: an administrator, or an operator.
        at: when.

    Raises:
        NotVisible: there is no such feed, or the actor does not keep its token.
    """
    row = fetch(policies.MAY_KEEP_TOKEN, Feed.objects.select_for_update(of=("self",)), actor, at, uuid=feed)
    FeedToken.objects.filter(feed=row, ended_at=None).update(ended_at=at)
    token = PREFIX + secrets.token_urlsafe(32)
    FeedToken.objects.create(
        uuid=new_uuid(), feed=row, digest=_digest(token), made_by_id=actor.account_id, created_at=at
    )
    audit.record("people.feed.token_made", actor=actor, at=at, feed=row.pk)
    return token


@transaction.atomic
def end_token(*, feed: UUID, actor: Actor, at: datetime) -> None:
    """End what lets a department's system speak for a feed: from now on it is refused. Nothing happens without one.

    Raises:
        NotVisible: there is no such feed, or the actor does not keep its token.
    """
    row = fetch(policies.MAY_KEEP_TOKEN, Feed.objects.select_for_update(of=("self",)), actor, at, uuid=feed)
    if FeedToken.objects.filter(feed=row, ended_at=None).update(ended_at=at):
        audit.record("people.feed.token_ended", actor=actor, at=at, feed=row.pk)


def let_in(*, token: str, at: datetime) -> FeedPass:
    """Return for which feed a token speaks, and note the day. It leaves no entry: what it then does leaves them.

    Raises:
        NotLetIn: it is missing, unknown, has ended, or was made a year ago.

    Cost: one query, and one more on the first use of a day.
    """
    if not token:
        raise NotLetIn("missing")
    rows = FeedToken.objects.select_related("feed__organisation").filter(digest=_digest(token))
    found = rows.first()
    if found is None:
        raise NotLetIn("unknown")
    if (found.ended_at is not None and found.ended_at <= at) or found.created_at + LASTS <= at:
        raise NotLetIn("ended", found.feed_id)
    day = people_rules.day_of(at)
    if found.last_used_on != day:
        FeedToken.objects.filter(pk=found.pk).update(last_used_on=day)
    place = found.feed.organisation
    return FeedPass(found.feed.uuid, found.pk, place.pk, place.name, place.path)


@transaction.atomic
def remind_of_tokens(*, actor: Actor, at: datetime) -> int:
    """Tell administrators of tokens that end within a month, once of each, and return of how many. Safe to repeat.

    Raises:
        NotAllowed: the actor is not an operator.
    """
    if not actor.operator:
        raise NotAllowed
    due = FeedToken.objects.filter(ended_at=None, reminded_at=None, created_at__lte=at - LASTS + REMINDED)
    found = list(due.values_list("pk", flat=True))
    for token_id in found:
        audit.announce(FeedTokenEnding(token_id), at=at)
    if found:
        FeedToken.objects.filter(pk__in=found).update(reminded_at=at)
        audit.record("people.feed.tokens_reminded", actor=actor, at=at, tokens=len(found))
    return len(found)


@transaction.atomic
def note_not_let_in(*, why: str, feed_id: int | None, at: datetime) -> None:
    """Enter into the record that a system was not let in. What it sent is never written down.

    Args:
        why: missing, unknown or ended.
        feed_id: whose token had ended; None where nobody can tell.
        at: when.
    """
    audit.record("people.feed.token_refused", actor=PUBLIC, at=at, feed=feed_id, why=why)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
