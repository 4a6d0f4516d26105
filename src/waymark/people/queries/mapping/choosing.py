"""Which posts and titles are meant, and what stands for exactly those: for pages and commands alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Actor
from waymark.kernel.text import folded
from waymark.organisation import queries as organisation
from waymark.people import policies
from waymark.people.models import Post, PostMapping, TitleGroup
from waymark.people.types import LOOK_AGAIN, Mapped, PostFilter

UNKNOWN = Q(role_level__isnull=True, in_no_framework=False)
"""Nobody has decided about the post."""
AGAIN = Q(look_again=True)
"""It was decided, and the post is called otherwise since."""
STANDS = (Q(post__role_level=F("role_level")) | Q(post__role_level=None, role_level=None)) & Q(
    post__in_no_framework=F("in_no_framework")
)
"""Of what was decided about a post: that the post is so."""
_STATES: dict[str, Q] = {
    Mapped.UNKNOWN: UNKNOWN,
    Mapped.MAPPED: Q(role_level__isnull=False),
    Mapped.NONE: Q(in_no_framework=True),
    LOOK_AGAIN: AGAIN,
}


def taken_back(batch_id: Any) -> Exists:
    """Return the condition on what was decided about posts that it was undone; ``batch_id``: of its batch."""
    return Exists(PostMapping.objects.filter(post_id=OuterRef("post_id"), batch__undoes=batch_id))


def decided_since() -> Exists:
    """Return the condition on what was decided about posts that something else was since, and stands."""
    later = PostMapping.objects.filter(post_id=OuterRef("post_id"), pk__gt=OuterRef("pk"), batch__undoes=None)
    return Exists(later.filter(~taken_back(OuterRef("batch_id"))))


def seen_posts(path: str, actor: Actor, at: datetime, *, to_map: bool = False) -> QuerySet[Post]:
    """Return the posts of an organisation that the actor sees, or may map."""
    policy = policies.MAY_MAP_POST if to_map else policies.SEE_POST
    within = organisation.within(path)
    return Post.objects.filter(pk__in=policy.visible(actor, at, organisation_id__in=within))


def narrow(posts: QuerySet[Post], narrowed: PostFilter, path: str) -> QuerySet[Post]:
    """Return the posts that a filter leaves; titles are narrowed by whether one of their posts is among them.

    A unit that is not of the department leaves none.
    """
    if narrowed.state in _STATES:
        posts = posts.filter(_STATES[narrowed.state])
    if narrowed.band:
        posts = posts.filter(title_group__band=narrowed.band)
    if narrowed.grade:
        posts = posts.filter(grade__code=narrowed.grade)
    if narrowed.unit:
        unit = organisation.organisation(narrowed.unit)
        inside = unit.path.startswith(path)
        posts = posts.filter(organisation_id__in=organisation.within(unit.path)) if inside else posts.none()
    if text := folded(narrowed.text):
        posts = posts.filter(title_group__sort_key__contains=text)
    return posts


def titles_with(posts: QuerySet[Post], department_id: int) -> QuerySet[TitleGroup]:
    """Return the titles of a department that one of some posts has."""
    return TitleGroup.objects.filter(Exists(posts.filter(title_group_id=OuterRef("pk"))), organisation_id=department_id)


def acceptable(department_id: int, path: str, narrowed: PostFilter, actor: Actor, at: datetime) -> QuerySet[Post]:
    """Return the unknown posts whose first suggestion the actor may accept, of titles that a filter leaves."""
    offered = _offered(actor, path, at)
    return unknown_left(department_id, path, narrowed, actor, at).filter(
        Q(title_group__role_level_id__in=offered) | Q(title_group__role_level__isnull=True)
    )


def unknown_left(department_id: int, path: str, narrowed: PostFilter, actor: Actor, at: datetime) -> QuerySet[Post]:
    """Return the unknown posts, of titles that a filter leaves, that the actor may map to something."""
    posts = narrow(seen_posts(path, actor, at, to_map=True), narrowed, path)
    return posts.filter(UNKNOWN, title_group__organisation_id=department_id)


def _offered(actor: Actor, path: str, at: datetime) -> list[int]:
    professions = policies.professions_mapped(actor, path)
    return [
        ref.id
        for ref in frameworks.current_role_level_refs(at)
        if professions is None or ref.profession_id in professions
    ]


_SEEN: dict[str, Any] = {
    "number": Count("pk"),
    "ids": Sum("pk"),
    "left": Sum("pk", filter=UNKNOWN),
    "none": Sum("pk", filter=_STATES[Mapped.NONE]),
    "levels": Sum(F("role_level_id") * F("pk")),
}


def seen_of(posts: QuerySet[Post]) -> str:
    """Return what stands for some posts and what they are mapped to: another set, or other roles, give another one.

    One query.
    """
    return _token(posts.aggregate(**_SEEN).values())


def seen_by_title(posts: QuerySet[Post], group_ids: Iterable[int]) -> dict[int, tuple[str, bool]]:
    """Return the same for the posts of each of some titles, and whether one of them is unknown.

    A title of which none are among the posts is absent. One query.
    """
    rows = posts.filter(title_group_id__in=list(group_ids)).order_by().values_list("title_group_id").annotate(**_SEEN)
    left = list(_SEEN).index("left")
    return {group_id: (_token(values), bool(values[left])) for group_id, *values in rows}


def _token(values: Iterable[Any]) -> str:
    return ".".join(str(value or 0) for value in values)


def bulk_seen(posts: QuerySet[Post]) -> str:
    """Return what stands for accepting the first suggestions of some posts. One query."""
    found: dict[str, Any] = posts.aggregate(
        number=Count("pk"), ids=Sum("pk"), levels=Sum(F("title_group__role_level_id") * F("pk"))
    )
    return _token(found.values())


def filter_in_words(narrowed: PostFilter) -> str:
    """Return what a list is narrowed by, for the record of what was decided: data as it was given, in few words."""
    said = [one for one in (narrowed.state, narrowed.band, narrowed.unit, narrowed.grade, narrowed.text.strip()) if one]
    return ", ".join(said) or _("every title")
