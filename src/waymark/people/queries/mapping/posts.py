"""Posts one by one, and what was decided about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet, Sum
from django.db.models.functions import Coalesce

from waymark.access import queries as access
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation
from waymark.people import policies
from waymark.people.models import MappingBatch, Post, PostMapping, TitleGroup
from waymark.people.queries.mapping import choosing
from waymark.people.rules import mapping as rules
from waymark.people.types import BatchPage, BatchView, PostDecision, PostPage, PostView

SIZE = 25
_VIEW = (
    "uuid", "number", "title", "organisation_id", "organisation__name", "grade__code", "profession__name",
    "role_level_id", "in_no_framework", "look_again", "title_group__uuid",
)  # fmt: skip


def posts_of_title(uuid: UUID, actor: Actor, at: datetime, *, page: int = 1) -> PostPage:
    """Return a page of the posts of one title that the actor sees, by number. Five queries.

    Raises:
        NotVisible: there is no such title.
    """
    group = TitleGroup.objects.filter(uuid=uuid).values_list("pk", "organisation_id").first()
    if group is None:
        raise NotVisible
    rows = Post.objects.filter(
        pk__in=policies.SEE_POST.visible(actor, at, title_group_id=group[0]), title_group_id=group[0]
    )
    total = rows.count()
    pages = max(-(-total // SIZE), 1)
    page = min(page, pages)
    slug = organisation.organisation_by_id(group[1]).slug
    return PostPage(_views(rows.order_by("number")[(page - 1) * SIZE : page * SIZE], slug, at), page, pages, total)


def post(uuid: UUID, actor: Actor, at: datetime) -> PostView:
    """Return one post, to whoever sees it. Eight queries at most.

    Raises:
        NotVisible: there is none, or the actor may not see it.
    """
    row = fetch(policies.SEE_POST, Post.objects.all(), actor, at, uuid=uuid)
    slug = organisation.department_of(row.organisation_id).slug
    (view,) = _views(Post.objects.filter(pk=row.pk), slug, at)
    return view


def post_seen(uuid: UUID) -> str:
    """Return what stands for what a post is mapped to. The caller has decided who may know. One query."""
    return choosing.seen_of(Post.objects.filter(uuid=uuid))


def may_map_post(uuid: UUID, actor: Actor, at: datetime) -> bool:
    """Say whether the actor may map a post. One query."""
    return Post.objects.filter(pk__in=policies.MAY_MAP_POST.visible(actor, at, uuid=uuid)).exists()


def post_to_map(post_id: int, actor: Actor, at: datetime) -> PostView | None:
    """Return a post, where the actor may map it; None where they may not. Five queries at most."""
    row = Post.objects.filter(pk__in=policies.MAY_MAP_POST.visible(actor, at, pk=post_id)).first()
    if row is None:
        return None
    slug = organisation.department_of(row.organisation_id).slug
    (view,) = _views(Post.objects.filter(pk=row.pk), slug, at)
    return view


def decisions_about(uuid: UUID, actor: Actor, at: datetime) -> tuple[PostDecision, ...]:
    """Return what was decided about a post, newest first, to whoever sees it. Four queries.

    Raises:
        NotVisible: there is none, or the actor may not see it.
    """
    row = fetch(policies.SEE_POST, Post.objects.all(), actor, at, uuid=uuid)
    rows = list(PostMapping.objects.filter(post_id=row.pk).select_related("batch").order_by("-pk"))
    refs = frameworks.role_level_refs([one.role_level_id for one in rows if one.role_level_id], at)
    names = _names(one.batch for one in rows)
    return tuple(
        PostDecision(
            one.batch.at, one.batch.how, refs[one.role_level_id].title if one.role_level_id in refs else "",
            rules.state_of(one.role_level_id, one.in_no_framework), names.get(one.batch.by_id or 0, ""),
        )
        for one in rows
    )  # fmt: skip


def first_suggestions(department_id: int, actor: Actor, at: datetime) -> Iterator[tuple[str, int | None, str]]:
    """Yield the number of each post of a department that the actor sees, what is suggested first, and how sure it is.

    Posts whose title was not read yet are left out. One query.
    """
    path = organisation.path_of(department_id)
    rows = choosing.seen_posts(path, actor, at).filter(title_group__isnull=False).order_by("pk")
    yield from rows.values_list("number", "title_group__role_level_id", "title_group__band").iterator()


def batches(department_id: int, actor: Actor, at: datetime, *, page: int = 1) -> BatchPage:
    """Return a page of what was decided about posts that are in a department now, newest first. Five queries.

    What was decided in a body that became part of it is among it. The actor sees what they decided; who answers for all
    the posts there sees everything.
    """
    within = organisation.within(organisation.path_of(department_id))
    here = PostMapping.objects.filter(post__organisation_id__in=within).values("batch_id")
    rows = _batches().filter(pk__in=policies.MAY_UNDO_MAPPING.visible(actor, at, pk__in=here)).order_by("-pk")
    pages = max(-(-rows.count() // SIZE), 1)
    page = min(page, pages)
    shown = list(rows[(page - 1) * SIZE : page * SIZE])
    names = _names(shown)
    return BatchPage(tuple(_batch(one, names) for one in shown), page, pages)


def batch(uuid: UUID, actor: Actor, at: datetime) -> BatchView:
    """Return what was decided in one go.

    Raises:
        NotVisible: there is none, or the actor may not know of it.
    """
    row = fetch(policies.MAY_UNDO_MAPPING, _batches(), actor, at, uuid=uuid)
    return _batch(row, _names([row]))


def _batches() -> QuerySet[MappingBatch]:
    undone = Coalesce(Sum("undone_by__posts"), 0)
    return MappingBatch.objects.annotate(undone=undone, undone_at=Max("undone_by__at"))


def _batch(row: Any, names: dict[int, str]) -> BatchView:
    return BatchView(
        row.uuid, row.how, row.words, names.get(row.by_id or 0, ""), row.at, row.posts, row.undone, row.undone_at,
        row.undone < row.posts and row.how != "undo",
    )  # fmt: skip


def _names(rows: Iterable[MappingBatch]) -> dict[int, str]:
    ids = {row.by_id for row in rows if row.by_id}
    return {card.id: card.name for card in access.addresses(ids)} if ids else {}


def _views(rows: QuerySet[Post], department_slug: str, at: datetime) -> tuple[PostView, ...]:
    found: list[tuple[Any, ...]] = list(rows.values_list(*_VIEW))
    refs = frameworks.role_level_refs([row[7] for row in found if row[7]], at)
    return tuple(
        PostView(
            uuid=row[0], number=row[1], title=row[2], organisation_id=row[3], unit=row[4], grade=row[5] or "",
            profession=row[6] or "", state=rules.state_of(row[7], row[8]), ref=refs.get(row[7]),
            department_slug=department_slug, again=row[9], title_uuid=row[10],
        )
        for row in found
    )  # fmt: skip
