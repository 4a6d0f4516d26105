"""The people of a feed as its system keeps them here (SCIM): one by one, and a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.people import policies
from waymark.people import rules as people_rules
from waymark.people.models import Appointment, Feed, FeedDay, FeedToken, FeedUser
from waymark.people.rules import users as rules
from waymark.people.rules.feeding import plain_number
from waymark.people.types import TESTS, GateCard, TokenCard, UserTest, UserTests, UserView

ORDERS = {
    "": "pk", "user_name": "user_key", "id": "uuid", "created_at": "created_at", "changed_at": "changed_at",
}  # fmt: skip
"""What the database can order users by."""


def user(feed: UUID, uuid: UUID, actor: Actor, at: datetime) -> UserView:
    """Return one user of a feed. Three queries.

    Raises:
        NotVisible: there is no such user in it, or the actor does not run the feed.
    """
    row = _users(feed, actor, at).filter(uuid=uuid).first()
    if row is None:
        raise NotVisible
    return view_of(row)


def users(
    feed: UUID,
    actor: Actor,
    at: datetime,
    *,
    tests: UserTests | None = None,
    order: str = "",
    descending: bool = False,
    start: int = 0,
    count: int | None = None,
) -> tuple[UserView, ...]:
    """Return some users of a feed, in order.

    Args:
        feed: which feed.
        actor: who asks.
        at: when.
        tests: what has to hold of them; None: nothing.
        order: of ``ORDERS``; those that are alike follow as they came.
        descending: the other way round.
        start: how many to leave out, from 0.
        count: at most how many; None: all of them.

    Raises:
        NotVisible: there is no such feed, or the actor does not run it.

    Cost: three queries.
    """
    by = ORDERS[order]
    keys = (by,) if by == "pk" else (by, "pk")
    rows = _users(feed, actor, at).filter(_meant(tests)).order_by(*(f"-{one}" if descending else one for one in keys))
    return _views(list(rows[start : None if count is None else start + count]))


def count_users(feed: UUID, actor: Actor, at: datetime, tests: UserTests | None = None) -> int:
    """Return of how many users of a feed something holds. Two queries.

    Raises:
        NotVisible: there is no such feed, or the actor does not run it.
    """
    return _users(feed, actor, at).filter(_meant(tests)).count()


def token_of(feed: UUID, actor: Actor, at: datetime) -> TokenCard | None:
    """Return what lets a system speak for a feed now; None when nothing does. Two queries.

    Raises:
        NotVisible: there is no such feed, or the actor does not keep its token.
    """
    row = fetch(policies.MAY_KEEP_TOKEN, Feed.objects.all(), actor, at, uuid=feed)
    found = FeedToken.objects.filter(feed=row, ended_at=None).values_list("uuid", "created_at", "last_used_on").first()
    return TokenCard(*found, found[1] + rules.LASTS) if found else None


def gate_of(feed: UUID, actor: Actor, at: datetime) -> GateCard | None:
    """Return what a system ended today, when it was refused more; None when it was refused nothing. Two queries.

    Raises:
        NotVisible: there is no such feed, or the actor does not keep its token.
    """
    row = fetch(policies.MAY_KEEP_TOKEN, Feed.objects.all(), actor, at, uuid=feed)
    today = FeedDay.objects.filter(feed=row, on=people_rules.day_of(at), refused_at__isnull=False).first()
    return GateCard(today.endings, row.most_leavers, today.opened_at) if today else None


def _users(feed: UUID, actor: Actor, at: datetime) -> QuerySet[FeedUser]:
    row = fetch(policies.MAY_RUN_FEED, Feed.objects.all(), actor, at, uuid=feed)
    return FeedUser.objects.filter(feed=row).select_related("manager")


def view_of(row: FeedUser) -> UserView:
    """Return one user as the room hands it out. One query."""
    return _views([row])[0]


def _views(rows: Iterable[FeedUser]) -> tuple[UserView, ...]:
    found = list(rows)
    roles = _roles([row.person_id for row in found])
    views = []
    for row in found:
        said = rules.from_json(
            row.said, row.user_name, row.external_id, row.active, row.manager.uuid if row.manager else None
        )
        role = roles.get((row.person_id, said.post.number))
        lacking = rules.missing(said.post)
        times = (row.version, row.created_at, row.changed_at)
        views.append(UserView(row.uuid, row.person_id, said, lacking, role, *times))
    return tuple(views)


def _roles(person_ids: list[int]) -> dict[tuple[int, str], UUID]:
    """Return the role level that a post is mapped to, by who is or was in it and its number."""
    if not person_ids:
        return {}
    rows = Appointment.objects.filter(person_id__in=person_ids, post__role_level__isnull=False)
    return {
        (person_id, plain_number(number)): role
        for person_id, number, role in rows.values_list("person_id", "post__number", "post__role_level__uuid")
        if role is not None
    }


_COLUMNS = {"user_name": "user_key", "id": "uuid"}
_HOW = {"eq": "", "co": "__contains", "sw": "__startswith", "ew": "__endswith", "gt": "__gt", "ge": "__gte",
        "lt": "__lt", "le": "__lte"}  # fmt: skip


def _meant(tests: UserTests | UserTest | None) -> Q:
    if tests is None:
        return Q()
    if isinstance(tests, UserTests):
        found = [_meant(one) for one in tests.tests]
        whole = found[0]
        for one in found[1:]:
            whole = whole & one if tests.every else whole | one
        return whole
    assert tests.how in TESTS[tests.field], "whoever asks looked it up"
    value: Any = tests.value
    if tests.field == "user_name":
        value = rules.user_key(value)
    return Q(**{_COLUMNS.get(tests.field, tests.field) + _HOW[tests.how]: value})
