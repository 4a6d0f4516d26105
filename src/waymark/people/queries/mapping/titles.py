"""The titles of a department with what is suggested for each, and what accepting many of them would change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelRef
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark.people import policies
from waymark.people.models import Post, TitleGroup, TitleReading
from waymark.people.queries.mapping import choosing
from waymark.people.rules import mapping as rules
from waymark.people.types import (
    BulkLine,
    BulkPreview,
    GradeCount,
    PartView,
    PostFilter,
    PostsTally,
    SuggestionView,
    TitleDetail,
    TitlePage,
    TitleView,
)
from waymark.work import queries as work
from waymark.work.types import JobView

SIZE = 25
WRITTEN = 10
"""Spellings of a title that are shown."""


def sees_posts_in(path: str, actor: Actor) -> bool:
    """Say whether the actor sees posts of an organisation at all. No query."""
    return policies.sees_posts_in(actor, path)


def maps_posts_in(path: str, actor: Actor) -> bool:
    """Say whether the actor maps posts anywhere in an organisation. No query."""
    return policies.maps_posts_in(actor, path)


def professions_mapped(path: str, actor: Actor) -> frozenset[int] | None:
    """Return the professions whose role levels the actor may map posts of a department to; None: all. No query."""
    return policies.professions_mapped(actor, path)


def tally(path: str, actor: Actor, at: datetime) -> PostsTally:
    """Count the posts of a department that the actor sees, by what they are mapped to. One query."""
    found = choosing.seen_posts(path, actor, at).aggregate(
        posts=Count("pk"),
        unknown=Count("pk", filter=choosing.UNKNOWN),
        mapped=Count("pk", filter=Q(role_level__isnull=False)),
        none=Count("pk", filter=Q(in_no_framework=True)),
        again=Count("pk", filter=choosing.AGAIN),
        not_read=Count("pk", filter=Q(title_group__isnull=True)),
    )
    return PostsTally(**found)


def reading(department_id: int) -> tuple[datetime | None, JobView | None]:
    """Return when the titles of a department were read last, and the worker that is at it now. Two queries at most."""
    row = TitleReading.objects.filter(organisation_id=department_id).values_list("at", "job").first()
    if row is None:
        return None, None
    job = work.shown_beside(row[1]) if row[1] is not None else None
    return row[0], job if job is not None and job.open else None


def titles(
    department_id: int, path: str, narrowed: PostFilter, actor: Actor, at: datetime, *, page: int = 1
) -> TitlePage:
    """Return a page of the titles of a department, those with the most unknown posts first. Seven queries.

    Counts are of the posts that the actor sees, whatever the filter: it chooses titles, not posts.

    Raises:
        NotVisible: the filter names a unit that does not exist.
    """
    posts = choosing.seen_posts(path, actor, at)
    left = choosing.narrow(posts, narrowed, path)
    rows = choosing.titles_with(left, department_id)
    total = rows.count()
    pages = max(-(-total // SIZE), 1)
    page = min(page, pages)
    ordered = rows.annotate(left_unknown=_number(posts.filter(choosing.UNKNOWN)), left_posts=_number(posts)).order_by(
        "-left_unknown", "-left_posts", "sort_key", "pk"
    )
    shown = list(ordered.select_related("profession")[(page - 1) * SIZE : page * SIZE])
    unknown = left.filter(choosing.UNKNOWN, title_group__organisation_id=department_id).count()
    mine = choosing.seen_posts(path, actor, at, to_map=True)
    professions = policies.professions_mapped(actor, path)
    return TitlePage(_views(shown, posts, mine, professions, at), page, pages, total, unknown)


def title(uuid: UUID, actor: Actor, at: datetime) -> TitleDetail:
    """Return one title with everything that is suggested for it. Eight queries.

    Raises:
        NotVisible: there is none, or the actor sees none of its posts.
    """
    group = TitleGroup.objects.select_related("profession").filter(uuid=uuid).first()
    if group is None:
        raise NotVisible
    posts = Post.objects.filter(
        pk__in=policies.SEE_POST.visible(actor, at, title_group_id=group.pk), title_group_id=group.pk
    )
    mine = Post.objects.filter(pk__in=policies.MAY_MAP_POST.visible(actor, at, title_group_id=group.pk))
    professions = policies.professions_mapped(actor, organisation.path_of(group.organisation_id))
    views = _views([group], posts, mine, professions, at)
    if not views:
        raise NotVisible
    written = posts.order_by().values_list("title").annotate(number=Count("pk")).order_by("-number", "title")
    refs = frameworks.role_level_refs([one[0] for one in group.suggestions if one[0] is not None], at)
    return TitleDetail(
        views[0], group.organisation_id,
        tuple(_suggestion(one, refs, professions) for one in _known(group.suggestions, refs)),
        tuple(written[:WRITTEN]),
    )  # fmt: skip


def bulk_preview(department_id: int, path: str, narrowed: PostFilter, actor: Actor, at: datetime) -> BulkPreview:
    """Return what accepting the first suggestions of the titles that a filter leaves would change. Five queries.

    Raises:
        NotVisible: the filter names a unit that does not exist.
    """
    posts = choosing.acceptable(department_id, path, narrowed, actor, at)
    rows = (
        posts.order_by()
        .values_list("title_group__role_level_id")
        .annotate(number=Count("pk"), titles=Count("title_group_id", distinct=True))
    )
    found = list(rows)
    refs = frameworks.role_level_refs([level for level, _posts, _titles in found if level is not None], at)
    lines = [
        BulkLine(refs[level].title if level else "", refs[level].framework_title if level else "", titles, number)
        for level, number, titles in sorted(found, key=lambda one: (-one[1], one[0] or 0))
    ]
    number = sum(line.posts for line in lines)
    everything = choosing.unknown_left(department_id, path, narrowed, actor, at).count()
    return BulkPreview(
        tuple(lines), sum(line.titles for line in lines), number, everything - number, choosing.bulk_seen(posts)
    )


def _number(posts: QuerySet[Post]) -> Any:
    counted = (
        posts.filter(title_group_id=OuterRef("pk")).order_by().values("title_group_id").annotate(number=Count("pk"))
    )
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0)


def _views(
    groups: Iterable[TitleGroup],
    posts: QuerySet[Post],
    mine: QuerySet[Post],
    professions: frozenset[int] | None,
    at: datetime,
) -> tuple[TitleView, ...]:
    """Return titles with counts of some posts; those that none of them has are left out."""
    groups = list(groups)
    among = posts.filter(title_group_id__in=[group.pk for group in groups]).order_by()
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    grades: dict[int, list[GradeCount]] = defaultdict(list)
    for group_id, level, none, number in among.values_list(
        "title_group_id", "role_level_id", "in_no_framework"
    ).annotate(Count("pk")):
        counts[group_id][rules.state_of(level, none)] += number
    graded = among.values_list("title_group_id", "grade__rank", "grade__code").annotate(number=Count("pk"))
    for group_id, _rank, code, number in graded.order_by("grade__rank", "grade__code"):
        grades[group_id].append(GradeCount(code or "", number))
    seen = choosing.seen_by_title(mine, [group.pk for group in groups])
    firsts = {one[0] for group in groups for one in group.suggestions if one[0] is not None}
    refs = frameworks.role_level_refs(firsts, at)
    found = []
    for group in groups:
        if not (number := sum(counts[group.pk].values())):
            continue
        first = _known(group.suggestions, refs)[0]
        found.append(
            TitleView(
                group.uuid, group.title, group.profession.name if group.profession else "", number,
                counts[group.pk]["unknown"], counts[group.pk]["mapped"], counts[group.pk]["none"], group.band,
                _suggestion(first, refs, professions), tuple(grades[group.pk]),
                *seen.get(group.pk, ("", False)),
            )
        )  # fmt: skip
    return tuple(found)


def _known(suggestions: list[Any], refs: Mapping[int, RoleLevelRef]) -> list[Any]:
    """Return suggestions without role levels that no version knows any more; "in no framework" when none is left."""
    return [one for one in suggestions if one[0] is None or one[0] in refs] or [[None, 0, []]]


def _suggestion(one: list[Any], refs: Mapping[int, RoleLevelRef], professions: frozenset[int] | None) -> SuggestionView:
    level, score, parts = one
    ref = refs[level] if level is not None else None
    return SuggestionView(
        level, ref, score, rules.may_choose(ref, professions),
        tuple(PartView(part, rules.part_in_words(part, ref is None), points, most) for part, points, most in parts),
    )  # fmt: skip
