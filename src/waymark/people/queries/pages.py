"""The people whom somebody may see, page by page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible
from waymark.kernel.fields import LAST
from waymark.kernel.policy import WORKING, Actor, Duty
from waymark.organisation import queries as organisation
from waymark.people import policies, rules
from waymark.people.models import Listing, Person
from waymark.people.queries.cards import cards_of
from waymark.people.types import SEEING, PersonCard, SightPage

PAGE = 25


def sight_page(
    actor: Actor,
    at: datetime,
    *,
    after: str = "",
    before: str = "",
    query: str = "",
    organisation_id: int | None = None,
    profession_id: int | None = None,
    size: int = PAGE,
) -> SightPage:
    """Return one page of the people whom the actor may see at ``at`` (``SEE_PERSON``), in the order of their names.

    Args:
        actor: who asks.
        at: when.
        after: cursor of an earlier page: what comes after it. One that means nothing starts at the beginning.
        before: likewise: what comes before it. Only one of the two counts.
        query: the beginning of a name, family name first or last; empty for everyone.
        organisation_id: only those who work there or in a part of it. An organisation that is not there has nobody.
        profession_id: only those who count as one of the profession there.
        size: people on a page.

    Cost: at most four queries. Each duty reads one range of an index, as far as the page goes: the cost does not grow
    with the number of people who are not shown.
    """
    try:
        pairs = _pairs(actor, organisation_id, profession_id)
    except NotVisible:
        return SightPage((), "", "")
    back = bool(before)
    place = _place(before or after)
    few = _few(actor, at, (organisation_id or rules.EVERYWHERE, profession_id or rules.ANY_PROFESSION))
    order = ("-sort_key", "-person_id") if back else ("sort_key", "person_id")
    arms = [
        arm
        for prefix in rules.name_prefixes(query) or ("",)
        for arm in (
            *(_first_of_range(pair, at, _between(prefix, place, back, "person_id"), order, size + 1) for pair in pairs),
            *(_keys(people.filter(_between(prefix, place, back, "pk"))) for people in few),
        )
    ]
    if len(arms) > 1:
        keys = list(arms[0].union(*arms[1:]).order_by(*order)[: size + 1])
    else:  # at most one range, cut to size already, or the actor alone
        keys = sorted(arms[0], reverse=back) if arms else []
    more, keys = len(keys) > size, keys[:size]
    if back:
        keys.reverse()
    found = {card.id: card for card in cards_of(Person.objects.filter(pk__in=[pk for _, pk in keys]), at)}
    people = tuple(found[pk] for _, pk in keys)
    earlier = more if back else place is not None
    later = more if not back else place is not None
    return SightPage(
        people=people,
        before=_cursor(people[0]) if people and earlier else "",
        after=_cursor(people[-1]) if people and later else "",
    )


def _cursor(card: PersonCard) -> str:
    return str(card.uuid)


def _place(cursor: str) -> tuple[str, int] | None:
    """Return where in the list of names a cursor stands: it is a person's UUID, so that no address holds a name."""
    try:
        uuid = UUID(cursor)
    except ValueError:
        return None
    return Person.objects.filter(uuid=uuid).values_list("sort_key", "pk").first()


def _pairs(actor: Actor, organisation_id: int | None, profession_id: int | None) -> list[tuple[int, int, bool]]:
    """Return the pairs of organisation and profession that the actor's duties cover, narrowed to what is asked for.

    With each pair stands whether people who have restricted their record are seen as well.

    Raises:
        NotVisible: there is no such organisation.
    """
    path = organisation.path_of(organisation_id) if organisation_id is not None else ""
    wide = [Duty("", 0)] if actor.operator else []
    held = actor.holding(*SEEING) if actor.purpose in WORKING else ()
    found = set()
    for duty in (*wide, *held):
        within, of = policies.pair(duty)
        if organisation_id is not None and (within == rules.EVERYWHERE or path.startswith(duty.path)):
            within = organisation_id
        elif not duty.path.startswith(path):
            continue
        if profession_id is not None and of not in (rules.ANY_PROFESSION, profession_id):
            continue
        found.add((within, profession_id or of, duty.kind in ("", DutyKind.DATA_PROTECTION_OFFICER)))
    return sorted(found)


def _few(actor: Actor, at: datetime, narrowed_to: tuple[int, int]) -> list[QuerySet[Person]]:
    """Return the people the actor sees without a duty: themselves and those they manage."""
    grounds = (policies.THEMSELVES, policies.THEIR_MANAGER)
    if actor.person_id is None:
        return []
    if narrowed_to == (rules.EVERYWHERE, rules.ANY_PROFESSION):
        return [ground.rows(actor, at) for ground in grounds if ground.lets(actor)]
    counted = Q(listings__organisation_id=narrowed_to[0], listings__profession_id=narrowed_to[1])
    counted &= policies.open_on(rules.day_of(at), "listings__")
    return [ground.rows(actor, at).filter(counted) for ground in grounds if ground.lets(actor)]


def _between(prefix: str, place: tuple[str, int] | None, back: bool, pk: str) -> Q:
    """Return the condition on sort keys: they begin with ``prefix`` and come after (or before) a place."""
    found = Q(sort_key__gte=prefix, sort_key__lt=prefix + LAST) if prefix else Q()
    if place is None:
        return found
    # The first half is the range of the index, the second drops the namesakes that were shown already.
    way, key, person_id = "lt" if back else "gt", *place
    return found & Q(**{f"sort_key__{way}e": key}) & (Q(**{f"sort_key__{way}": key}) | Q(**{f"{pk}__{way}": person_id}))


def _first_of_range(
    pair: tuple[int, int, bool], at: datetime, between: Q, order: tuple[str, str], size: int
) -> QuerySet[Any, Any]:
    """Return the keys of the first people of one range.

    SQLite limits no arm of a union, only a subquery in one; PostgreSQL would look each row up twice for that.
    """
    rows = Listing.objects.filter(
        between, policies.open_on(rules.day_of(at)), organisation_id=pair[0], profession_id=pair[1]
    ).order_by(*order)
    if not pair[2]:
        rows = rows.filter(policies.in_use(at, "person_id"))
    if connection.features.supports_slicing_ordering_in_compound:
        return rows.values_list("sort_key", "person_id")[:size]
    return Listing.objects.filter(pk__in=rows.values("pk")[:size]).values_list("sort_key", "person_id")


def _keys(people: QuerySet[Person]) -> QuerySet[Any, Any]:
    return people.annotate(person_id=F("pk")).values_list("sort_key", "person_id")
