"""Who is in which role level: counted for many, or found person by person for those who are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from waymark.organisation import queries as organisation
from waymark.people import policies, rules
from waymark.people.models import Appointment, Person, Post, RoleClaim
from waymark.people.types import PostsOfGrade, RoleHeld, RoleLevelCount

AT_ONCE = 10_000
"""Role levels in one query."""


def impact_of(role_level_ids: Collection[int], at: datetime) -> dict[int, RoleLevelCount]:
    """Count who is in each role level at ``at``, as their card says it, and the posts that are mapped to it.

    A role level with nobody and nothing is absent. People whose record is restricted are not counted. Three queries for
    each 10,000 role levels; what is counted is found by index. Who may be told these numbers, and how small ones are
    hidden, is for the caller.
    """
    wanted, people, posts = sorted(set(role_level_ids)), Counter[int](), Counter[int]()
    for start in range(0, len(wanted), AT_ONCE):
        among = wanted[start : start + AT_ONCE]
        people.update(_number(_claimed(at).filter(role_level_id__in=among), "role_level_id"))
        people.update(_number(_placed(at).filter(post__role_level_id__in=among), "post__role_level_id"))
        posts.update(_number(Post.objects.filter(role_level_id__in=among), "role_level_id"))
    return {pk: RoleLevelCount(people[pk], posts[pk]) for pk in wanted if people[pk] or posts[pk]}


def roles_held(after: int, limit: int, at: datetime) -> tuple[RoleHeld, ...]:
    """Return the next people with an account by id, with the role level that their card says is theirs at ``at``.

    People whose record is restricted are left out. Three queries.

    Args:
        after: the id to go on from; 0 to begin.
        limit: how many at most; fewer are the last.
        at: when.
    """
    rows = Person.objects.filter(policies.in_use(at), pk__gt=after, account_id__isnull=False).order_by("pk")
    accounts: dict[int, Any] = dict(rows.values_list("pk", "account_id")[:limit])
    if not accounts:
        return ()
    among = {"person_id__gte": min(accounts), "person_id__lte": max(accounts)}
    levels: dict[int, int | None] = dict(_placed(at).filter(**among).values_list("person_id", "post__role_level_id"))
    levels |= dict(_claims_at(at).filter(**among).values_list("person_id", "role_level_id"))
    return tuple(RoleHeld(pk, account_id, levels.get(pk)) for pk, account_id in accounts.items())


def posts_by_grade(at: datetime) -> tuple[PostsOfGrade, ...]:
    """Count the posts that are mapped to a role level, have a grade and have somebody in them at ``at``.

    A post in which there are several counts once; one whose people have all restricted their records does not. Who may
    be told these numbers, and how small ones are hidden, is for the caller. Two queries; the posts are read once.
    """
    held = Appointment.objects.filter(
        policies.open_on(rules.day_of(at)), policies.in_use(at, "person_id"), post_id=OuterRef("pk")
    )
    rows = (
        Post.objects.filter(Exists(held), role_level__isnull=False, grade__isnull=False)
        .order_by()
        .values_list(
            "role_level_id", "organisation_id", "grade_id", "grade__code", "grade__organisation_id", "grade__band_id",
            "grade__band__rank",
        )
        .annotate(posts=Count("pk"))
    )  # fmt: skip
    above = organisation.above()
    return tuple(
        PostsOfGrade(level, above[place][0], grade, code, owner is not None, band, rank, posts)
        for level, place, grade, code, owner, band, rank, posts in rows.iterator()
        if level is not None and grade is not None
    )


def highest_id() -> int:
    """Return the highest id of a person, 0 without people: how far going through all of them has to come."""
    return Person.objects.aggregate(highest=Max("pk"))["highest"] or 0


def _number(rows: QuerySet[Any], column: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(column).annotate(number=Count("pk")))


def _claims_at(at: datetime) -> QuerySet[RoleClaim]:
    return RoleClaim.objects.filter(Q(until_at__isnull=True) | Q(until_at__gt=at), from_at__lte=at)


def _claimed(at: datetime) -> QuerySet[RoleClaim]:
    """Return what people say their role is."""
    return _claims_at(at).filter(policies.in_use(at, "person_id"))


def _placed(at: datetime) -> QuerySet[Appointment]:
    """Return the appointment that stands for each person's work, of those who have not said what their role is."""
    open_now = policies.open_on(rules.day_of(at))
    bigger = Appointment.objects.filter(open_now, person_id=OuterRef("person_id")).filter(
        Q(fte__gt=OuterRef("fte")) | Q(fte=OuterRef("fte"), pk__lt=OuterRef("pk"))
    )
    said = _claims_at(at).filter(person_id=OuterRef("person_id"))
    return Appointment.objects.filter(open_now, ~Exists(bigger), ~Exists(said), policies.in_use(at, "person_id"))
