"""Adding a feed and saying what is usual in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from waymark.audit import commands as audit
from waymark.kernel.errors import NotAllowed
from waymark.kernel.ids import new_uuid, slugify
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation
from waymark.people import policies
from waymark.people.commands.feeding.refusals import FeedEnded, FeedNameTaken, NoDepartment, WrongShare
from waymark.people.models import Feed
from waymark.people.queries.feeding import feed_card
from waymark.people.types import FeedCard
from waymark_formats.people_feed import COLUMNS

KEYS = {column.key for column in COLUMNS}


@transaction.atomic
def add_feed(*, organisation_id: int, name: str, actor: Actor, at: datetime) -> FeedCard:
    """Add a feed of a department or agency. Nobody comes by it before its first file.

    Args:
        organisation_id: whose people it speaks of, with all below it.
        name: what administrators call it: "HR system".
        actor: an administrator, or an operator.
        at: when.

    Raises:
        NotAllowed: the actor runs no feeds there.
        NoDepartment: it is a unit.
        FeedEnded: it is closed.
        FeedNameTaken: there is one of that name.
    """
    place = organisation.organisation_by_id(organisation_id)
    if not policies.may_run_feeds(actor, place.path):
        raise NotAllowed
    body = organisation.bodies([organisation_id])[organisation_id]
    if body.kind == "unit":
        raise NoDepartment
    if not body.is_open:
        raise FeedEnded(body.name, organisation.successor(body.id))
    source = f"{place.slug}/{slugify(name)}"[:80]
    try:
        with transaction.atomic():
            feed = Feed.objects.create(
                uuid=new_uuid(), organisation_id=organisation_id, name=name, source=source, created_at=at
            )
    except IntegrityError:
        raise FeedNameTaken(name) from None
    audit.record("people.feed.added", actor=actor, at=at, feed=feed.pk, organisation=organisation_id)
    return feed_card(feed.uuid, actor, at)


@transaction.atomic
def change_feed(
    *,
    uuid: UUID,
    mapping: Mapping[str, str],
    most_leavers: int,
    most_joiners: int,
    most_moved: int,
    most_renamed: int,
    most_aside: int,
    needs_end: bool,
    actor: Actor,
    at: datetime,
) -> FeedCard:
    """Say what the files of a feed call their columns, and what is usual in them.

    A file that is under way is held against what was usual when it was brought; and whoever raises what is usual has
    to ask somebody else about their own files all the same.

    Args:
        uuid: which feed.
        mapping: heading by key of a column; keys nobody knows and empty headings are left out.
        most_leavers: per cent of the people there who may leave by one file without a second person’s agreement.
        most_joiners: likewise who may join.
        most_moved: likewise who may go to another post or unit.
        most_renamed: likewise whose name or address may change.
        most_aside: likewise how many rows may be set aside.
        needs_end: each file has to end with the row that counts it.
        actor: an administrator, or an operator.
        at: when.

    Raises:
        NotVisible: there is no such feed, or the actor does not run it.
        WrongShare: a share is not from 0 to 100.
    """
    feed = fetch(policies.MAY_RUN_FEED, Feed.objects.select_for_update(of=("self",)), actor, at, uuid=uuid)
    limits = {
        "most_leavers": most_leavers, "most_joiners": most_joiners, "most_moved": most_moved,
        "most_renamed": most_renamed, "most_aside": most_aside,
    }  # fmt: skip
    if not all(0 <= most <= 100 for most in limits.values()):
        raise WrongShare
    if any(most > getattr(feed, name) for name, most in limits.items()):
        feed.raised_by_id = actor.account_id
    for name, most in limits.items():
        setattr(feed, name, most)
    feed.mapping = {key: text.strip() for key, text in mapping.items() if key in KEYS and text.strip()}
    feed.needs_end = needs_end
    # Other names for columns: what the last file had says nothing about the next one.
    feed.columns = []
    feed.save(update_fields=["mapping", *limits, "raised_by", "needs_end", "columns"])
    audit.record(
        "people.feed.changed", actor=actor, at=at, feed=feed.pk, columns=sorted(feed.mapping),
        usual=limits, needs_end=needs_end,
    )  # fmt: skip
    return feed_card(uuid, actor, at)
