"""Who people are and where they work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Trim

from waymark.access import queries as access
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.notifications import queries as notifications
from waymark.organisation import queries as organisation
from waymark.people import policies, rules
from waymark.people.models import Person, Post, ReportingLine
from waymark.people.queries.merged import kept_for
from waymark.people.types import Contact, LonelyAccount, PersonCard, SimilarPosts

NAMES_AT_ONCE = 10_000
"""Ids in one query: SQLite takes at most 32,766 parameters."""


def person_of_account(account_id: int, at: datetime) -> PersonCard | None:
    """Return who an account is at work, or None for an account that belongs to nobody. One query."""
    people = Person.objects.filter(account_id=account_id).annotate(
        waiting=notifications.unseen_of("account_id"), reviews=frameworks.asked_to_read("account_id")
    )
    return next(cards_of(people, at, "waiting", "reviews"), None)


def lonely_account(account_id: int) -> LonelyAccount:
    """Return what waits for an account that belongs to nobody. One query."""
    rows = access.accounts_of([account_id]).annotate(
        waiting=notifications.unseen_of("pk"), reviews=frameworks.asked_to_read("pk")
    )
    found = rows.values_list("waiting", "reviews").first()
    return LonelyAccount(*found) if found else LonelyAccount()


def card(person_id: int, at: datetime) -> PersonCard:
    """Return who a person is and where they work at ``at``. The caller has decided who may know. One query.

    Raises:
        NotVisible: there is no such person.
    """
    found = next(cards_of(Person.objects.filter(pk=person_id), at), None)
    if found is None:
        raise NotVisible
    return found


def person(key: str, at: datetime, actor: Actor) -> PersonCard:
    """Return a person by staff number, UUID or demo key, if ``actor`` may see them: the kept one of those merged.

    Raises:
        NotVisible: there is no such person, or the actor may not know of them.
    """
    seen = fetch(policies.SEE_PERSON, Person.objects.filter(named(key)), actor, at)
    kept = kept_for(seen.pk)
    if kept != seen.pk:
        seen = fetch(policies.SEE_PERSON, Person.objects.all(), actor, at, pk=kept)
    return card(seen.pk, at)


def named(key: str) -> Q:
    """Return the condition that somebody is meant by a staff number, a UUID or a demo key.

    Raises:
        NotVisible: it looks like none of them, or nobody has that demo key.
    """
    if Person.objects.filter(staff_number=key).exists():
        return Q(staff_number=key)
    try:
        return Q(uuid=UUID(key))
    except ValueError:
        return Q(account_id=access.demo_account(key).id)


def team_member(uuid: UUID, actor: Actor, at: datetime) -> PersonCard:
    """Return one person who reports to the actor at ``at``.

    Raises:
        NotVisible: there is no such person, or they do not report to the actor.
    """
    if actor.person_id is None:
        raise NotVisible
    found = next(cards_of(policies.THEIR_MANAGER.rows(actor, at).filter(uuid=uuid), at), None)
    if found is None:
        raise NotVisible
    return found


def similar_posts(person_id: int, at: datetime) -> SimilarPosts | None:
    """Return what the other posts with the title of this person's were mapped to in their department.

    None when the person holds no post, or no other post of that title is mapped. Of two role levels with as many posts,
    the one first known to the site. One query.
    """
    posts = Post.objects.annotate(department=organisation.department_path("organisation__path"))
    own = posts.filter(
        policies.open_on(rules.day_of(at), "appointments__"), appointments__person_id=person_id
    ).order_by("-appointments__fte", "appointments__pk")
    rows = list(
        posts.filter(
            title=Subquery(own.values("title")[:1]),
            department=Subquery(own.values("department")[:1]),
            role_level__isnull=False,
        )
        .exclude(pk=Subquery(own.values("pk")[:1]))
        .values_list("title", "role_level_id")
        .annotate(posts=Count("pk"))
        .order_by("-posts", "role_level_id")
    )
    if not rows:
        return None
    title, role_level_id, mapped = rows[0]
    assert role_level_id is not None
    return SimilarPosts(title, sum(row[2] for row in rows), role_level_id, mapped)


def names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of people by id; ids that nobody has are left out."""
    wanted = sorted(set(ids))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), NAMES_AT_ONCE):
        rows = Person.objects.filter(pk__in=wanted[start : start + NAMES_AT_ONCE])
        for pk, given, family in rows.values_list("pk", "given_name", "family_name"):
            found[pk] = rules.full_name(given, family)
    return found


def count() -> int:
    """Return how many people the site knows."""
    return Person.objects.count()


def contacts(account_ids: Sequence[int]) -> tuple[Contact, ...]:
    """Return the people behind some accounts, in the order of the accounts, with their post until further notice.

    The title is empty for someone whose appointments have all ended. One query.
    """
    rows = (
        Person.objects.filter(account_id__in=account_ids)
        .annotate(held=FilteredRelation("appointments", condition=Q(appointments__until_on__isnull=True)))
        .order_by("pk", "-held__fte", "held__pk")
        .values_list("pk", "account_id", "given_name", "family_name", "held__post__title")
    )
    found: dict[int, Contact] = {}
    for pk, account_id, given, family, title in rows:
        found.setdefault(account_id, Contact(pk, account_id, rules.full_name(given, family), title or ""))
    return tuple(found[account_id] for account_id in account_ids if account_id in found)


def cards_of(people: QuerySet[Person], at: datetime, *more: str) -> Iterator[PersonCard]:
    """Yield one card per person, by id: the biggest of several appointments stands for their work. One query.

    ``more``: what ``people`` is annotated with and the cards carry as well.
    """
    day = rules.day_of(at)
    claimed_then = Q(role_claims__from_at__lte=at) & (
        Q(role_claims__until_at__isnull=True) | Q(role_claims__until_at__gt=at)
    )
    rows = (
        people.annotate(
            job=FilteredRelation("appointments", condition=policies.open_on(day, "appointments__")),
            belongs=FilteredRelation(
                "memberships", condition=policies.open_on(day, "memberships__") & Q(memberships__main=True)
            ),
            line=FilteredRelation("reporting_lines", condition=policies.open_on(day, "reporting_lines__")),
            claim=FilteredRelation("role_claims", condition=claimed_then),
        )
        .annotate(
            department=organisation.department_name("job__post__organisation__path"),
            manager=Trim(Concat(F("line__manager__given_name"), Value(" "), F("line__manager__family_name"))),
            manages=Exists(ReportingLine.objects.filter(policies.open_on(day), manager_id=OuterRef("pk"))),
        )
        .order_by("pk", F("job__fte").desc(nulls_last=True), "job__pk")
        .values(*_CARD_COLUMNS, *more)
    )
    previous = None
    for row in rows:
        if row["pk"] != previous:
            previous = row["pk"]
            yield _card_of(row)


_CARD_COLUMNS = (
    "pk",
    "uuid",
    "staff_number",
    "given_name",
    "family_name",
    "sort_key",
    "job__from_on",
    "job__post_id",
    "job__post__title",
    "job__post__organisation_id",
    "job__post__organisation__name",
    "job__post__organisation__path",
    "department",
    "job__post__grade__code",
    "job__post__grade__name",
    "job__post__grade__band__rank",
    "job__post__region__name",
    "job__post__profession_id",
    "job__post__role_level_id",
    "belongs__profession_id",
    "belongs__profession__name",
    "belongs__profession__slug",
    "manager",
    "line__manager_id",
    "manages",
    "claim__pk",
    "claim__role_level_id",
)


def _card_of(row: dict[str, Any]) -> PersonCard:
    return PersonCard(
        id=row["pk"],
        uuid=row["uuid"],
        staff_number=row["staff_number"],
        name=rules.full_name(row["given_name"], row["family_name"]),
        given_name=row["given_name"],
        post_id=row["job__post_id"],
        post_title=row["job__post__title"] or "",
        organisation_id=row["job__post__organisation_id"],
        organisation_name=row["job__post__organisation__name"] or "",
        department_name=row["department"] or "",
        grade_code=row["job__post__grade__code"] or "",
        grade_name=row["job__post__grade__name"] or "",
        band_rank=row["job__post__grade__band__rank"],
        region_name=row["job__post__region__name"] or "",
        post_profession_id=row["job__post__profession_id"],
        main_profession_id=row["belongs__profession_id"],
        main_profession_name=row["belongs__profession__name"] or "",
        main_profession_slug=row["belongs__profession__slug"] or "",
        manager_name=row["manager"] or "",
        mapped_role_level_id=row["job__post__role_level_id"],
        claimed=row["claim__pk"] is not None,
        claimed_role_level_id=row["claim__role_level_id"],
        since=row["job__from_on"],
        manager_id=row["line__manager_id"],
        manages=row["manages"],
        waiting=row.get("waiting", 0),
        reviews=row.get("reviews", False),
        sort_key=row["sort_key"],
        organisation_path=row["job__post__organisation__path"] or "",
    )
