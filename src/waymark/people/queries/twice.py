"""People who may be on record twice, and those who were and are merged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.people import policies, rules
from waymark.people.models import Person, PersonAlias, Suspicion
from waymark.people.types import PairView, TwinPage, TwinView

PER_PAGE = 50
_WHO = ("pk", "uuid", "given_name", "family_name", "staff_number")


def twins(actor: Actor, at: datetime, *, page: int = 1) -> TwinPage:
    """Return one page of people who may be on record twice, until somebody says that they are one or two.

    Args:
        actor: who asks; they run the feed that makes two seem one.
        at: when.
        page: counted from 1; a page past the last is the last.

    Cost: three queries.
    """
    return _page(_open(actor, at), ("person_id", "other_id", "why"), page)


def count_twins(actor: Actor, at: datetime) -> int:
    """Return how many pairs ``twins`` has. One query."""
    return _open(actor, at).count()


def merges(actor: Actor, at: datetime, *, page: int = 1) -> TwinPage:
    """Return one page of people who are merged now, of whom the actor may say that they are two. Three queries."""
    rows = PersonAlias.objects.filter(pk__in=policies.MAY_PART.visible(actor, at), until_at=None)
    return _page(rows.order_by("-from_at", "-pk"), ("person_id", "kept_id", "uuid"), page)


def merge_view(uuid: UUID, actor: Actor, at: datetime) -> TwinView:
    """Return two who are merged now.

    Raises:
        NotVisible: there is no such merge, it has ended, or the actor may not end it.
    """
    row = fetch(policies.MAY_PART, PersonAlias.objects.filter(until_at=None), actor, at, uuid=uuid)
    return _views([(row.person_id, row.kept_id, row.uuid)])[0]


def pair(person: UUID, other: UUID, actor: Actor, at: datetime) -> PairView:
    """Return two people of whom the actor may say that they are one, or two.

    Raises:
        NotVisible: there are no such people, they are merged, or the actor neither runs the site for both nor a feed
            that makes them seem one.
    """
    found = {one.uuid: one for one in Person.objects.filter(uuid__in=(person, other))}
    suspected = _open(actor, at).filter(person__uuid=person, other__uuid=other).values_list("why", flat=True).first()
    if len(found) < 2:
        raise NotVisible
    ids = found[person].pk, found[other].pk
    mergeable = policies.MAY_MERGE.visible(actor, at).filter(pk__in=ids).count() == len(ids)
    if not (mergeable or suspected) or PersonAlias.objects.filter(_current(*ids)).exists():
        raise NotVisible
    return PairView(_views([(*ids, suspected or "")])[0], mergeable, suspected is not None)


def numbered(number: str, actor: Actor, at: datetime) -> UUID:
    """Return the person with a staff number, of whom the actor may say that they are another one too.

    Raises:
        NotVisible: there is none, or the actor does not run the site for them.
    """
    return fetch(policies.MAY_MERGE, Person.objects.all(), actor, at, staff_number=number).uuid


def _open(actor: Actor, at: datetime) -> QuerySet[Suspicion]:
    rows = Suspicion.objects.filter(pk__in=policies.MAY_KEEP_APART.visible(actor, at), two_at=None)
    merged = PersonAlias.objects.filter(_current(OuterRef("person_id"), OuterRef("other_id")))
    return rows.filter(~Exists(merged)).order_by("-at", "-pk")


def _current(one: Any, other: Any) -> Q:
    """Return the condition on merges that two people are one by it now."""
    return Q(until_at=None) & (Q(person_id=one, kept_id=other) | Q(person_id=other, kept_id=one))


def _page(rows: QuerySet[Any], fields: tuple[str, ...], page: int) -> TwinPage:
    total = rows.count()
    pages = max(-(-total // PER_PAGE), 1)
    page = min(max(page, 1), pages)
    shown = rows.values_list(*fields)[(page - 1) * PER_PAGE : page * PER_PAGE]
    return TwinPage(_views(shown), page, pages, total)


def _views(pairs: Iterable[tuple[int, int, Any]]) -> tuple[TwinView, ...]:
    """Return pairs as they are shown: the third of each is why they seem one, or what their merge is called."""
    rows = list(pairs)
    ids = {pk for one, other, _more in rows for pk in (one, other)}
    people = {
        pk: (uuid, rules.full_name(given, family), number)
        for pk, uuid, given, family, number in Person.objects.filter(pk__in=ids).values_list(*_WHO)
    }
    return tuple(
        TwinView(
            uuid=people[one][0], other=people[other][0], person_id=one, person_name=people[one][1],
            person_number=people[one][2], other_id=other, other_name=people[other][1], other_number=people[other][2],
            why="" if isinstance(more, UUID) else more, merge=more if isinstance(more, UUID) else None,
        )
        for one, other, more in rows
    )  # fmt: skip
