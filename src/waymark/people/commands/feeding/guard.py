"""How much a department's system may end by itself in a day, and who lets through more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.audit import commands as audit
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor, fetch
from waymark.people import policies
from waymark.people import rules as people_rules
from waymark.people.commands.feeding import records
from waymark.people.commands.feeding.records import Here
from waymark.people.commands.feeding.refusals import GateNotShut, OnRecordTwice, OwnToken, TooManyEndings
from waymark.people.events import FeedGateOpened, FeedGateShut
from waymark.people.models import Feed, FeedDay, FeedToken, FeedUser, Suspicion
from waymark.people.rules import users as rules
from waymark.people.types import Shared


def count_ending(row: Feed, here: Here, at: datetime) -> None:
    """Count that somebody's work or access is ended, inside the transaction of the command that ends it.

    Raises:
        TooManyEndings: more are ended today than is usual, and nobody has let that through.

    Cost: three queries; two more for each that is beyond what was usual when people were counted last.
    """
    day = people_rules.day_of(at)
    today, _new = FeedDay.objects.get_or_create(feed=row, on=day)
    today.endings += 1
    if today.opened_at is None and rules.too_many_endings(today.endings, today.there, row.most_leavers):
        users = FeedUser.objects.filter(feed=row).exclude(active=False).count()
        # Those who are gone today were there in the morning.
        today.there = max(records.count_there(here, day), users) + today.endings
        if rules.too_many_endings(today.endings, today.there, row.most_leavers):
            raise TooManyEndings(today.endings - 1, row.most_leavers)
    today.save()


@transaction.atomic
def note_refused(*, feed: UUID, no: Refusal, actor: Actor, at: datetime) -> None:
    """Keep what somebody has to look at after a system was refused something. Whatever it said is rolled back by then.

    Args:
        feed: whose system it was.
        no: why it was refused. Of most refusals nothing is kept.
        actor: an operator: a system acts for the one who let it in.
        at: when.

    Raises:
        NotVisible: there is no such feed, or the actor does not run it.
    """
    if not isinstance(no, OnRecordTwice | TooManyEndings):
        return
    row = fetch(policies.MAY_RUN_FEED, Feed.objects.select_for_update(of=("self",)), actor, at, uuid=feed)
    if isinstance(no, OnRecordTwice):
        pair = {"person_id": no.person_id, "other_id": no.other_id}
        _pair, new = Suspicion.objects.get_or_create(**pair, defaults={"feed": row, "why": Shared.SAID, "at": at})
        if new:
            audit.record("people.persons.suspected", actor=actor, at=at, subjects=list(pair.values()), feed=row.pk)
        return
    today, _new = FeedDay.objects.get_or_create(feed=row, on=people_rules.day_of(at))
    if today.refused_at is None:
        today.refused_at = at
        today.save(update_fields=["refused_at"])
        audit.announce(FeedGateShut(today.pk), at=at)
        audit.record("people.feed.gate_shut", actor=actor, at=at, feed=row.pk, endings=today.endings)


@transaction.atomic
def open_gate(*, feed: UUID, actor: Actor, at: datetime) -> None:
    """Let a department's system end the work of as many people as it says, until the day is over.

    Args:
        feed: whose system.
        actor: an administrator, and not the one who made its token.
        at: when.

    Raises:
        NotVisible: there is no such feed, or the actor does not keep its token.
        GateNotShut: it was refused nothing today, or was let through already.
        OwnToken: they let the system in: a second person is needed.
    """
    row = fetch(policies.MAY_KEEP_TOKEN, Feed.objects.select_for_update(of=("self",)), actor, at, uuid=feed)
    shut = FeedDay.objects.filter(on=people_rules.day_of(at), refused_at__isnull=False, opened_at=None)
    today = shut.filter(feed=row).first()
    if today is None:
        raise GateNotShut
    own = FeedToken.objects.filter(feed=row, ended_at=None, made_by_id=actor.account_id).exists()
    if actor.account_id is None or own:
        raise OwnToken
    today.opened_by_id, today.opened_at = actor.account_id, at
    today.save(update_fields=["opened_by", "opened_at"])
    audit.announce(FeedGateOpened(today.pk), at=at)
    audit.record("people.feed.gate_opened", actor=actor, at=at, feed=row.pk, endings=today.endings)
