"""Saying which role levels posts are in, one post, one title or many at once, and taking that back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelRef
from waymark.kernel import bulk
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation
from waymark.people import policies
from waymark.people import rules as people_rules
from waymark.people.commands import corrections, listing
from waymark.people.commands.mapping import suggesting
from waymark.people.commands.mapping.refusals import (
    DecidedSince,
    NoSuchRoleLevel,
    NothingToMap,
    NotYourProfession,
    PostsChanged,
    SuggestionsOutdated,
    UndoneAlready,
)
from waymark.people.events import PostsDecided
from waymark.people.models import Appointment, MappingBatch, Post, PostMapping, TitleGroup
from waymark.people.queries.mapping import choosing
from waymark.people.rules import mapping as rules
from waymark.people.types import How, MappedPosts, PostFilter

_PORTION = 10_000
"""Posts, and people, that are written at once."""
_MAPPING = (
    "batch_id", "post_id", "role_level_id", "in_no_framework", "profession_id", "before_role_level_id",
    "before_in_no_framework", "before_profession_id",
)  # fmt: skip


class _Is(NamedTuple):
    """What a post is mapped to."""

    role_level_id: int | None
    in_no_framework: bool
    profession_id: int | None


@transaction.atomic
def map_title(
    *, title: UUID, role_level_id: int | None, seen: str, again: bool = False, actor: Actor, at: datetime
) -> MappedPosts:
    """Say which role level the posts of a title are in; of a role level of a profession, they are of it from now on.

    Args:
        title: the posts (``TitleView.uuid``). Those that the actor may not map stay as they are.
        role_level_id: of a framework in force; None: they are in no framework.
        seen: what the actor was shown (``TitleView.seen``).
        again: also those about which something was decided before.
        actor: see ``policies.MAY_MAP_POST``.
        at: when.

    Raises:
        NotVisible: there is no such title, or the actor may map none of its posts.
        PostsChanged: other posts than those shown would change.
        NoSuchRoleLevel: no framework in force has it.
        NotYourProfession: the actor answers for other professions there.
        NothingToMap: all of them are mapped.
    """
    group = TitleGroup.objects.filter(uuid=title).first()
    if group is None:
        raise NotVisible
    suggesting.lock(group.organisation_id)
    mine = Post.objects.filter(
        title_group=group, pk__in=policies.MAY_MAP_POST.visible(actor, at, title_group_id=group.pk)
    )
    if not mine.exists():
        raise NotVisible
    if seen != choosing.seen_of(mine):
        raise PostsChanged
    target = _target(role_level_id, group.organisation_id, actor, at)
    posts = _otherwise(mine if again else mine.filter(choosing.UNKNOWN), target)
    accepted = role_level_id == group.role_level_id
    return _decide(
        posts, lambda _suggested: target, how=How.SUGGESTION if accepted else How.BY_HAND, words=group.title,
        organisation_id=group.organisation_id, actor=actor, at=at,
    )  # fmt: skip


@transaction.atomic
def map_post(
    *, post: UUID, role_level_id: int | None, seen: str, correction: UUID | None = None, answer: str = "",
    actor: Actor, at: datetime,
) -> MappedPosts:  # fmt: skip
    """Say which role level one post is in.

    Args:
        post: which.
        role_level_id: of a framework in force; None: it is in no framework.
        seen: what it was mapped to when the actor looked (``choosing.seen_of``).
        correction: what its person said is wrong about their role: this answers it, also by what the post was before.
        answer: a word to that person, up to 1,000 characters.
        actor: see ``policies.MAY_MAP_POST``.
        at: when.

    Raises:
        NotVisible: there is no such post, or the actor may not map it.
        PostsChanged: it was mapped otherwise meanwhile.
        NoSuchRoleLevel, NotYourProfession: see ``map_title``.
        NothingToMap: it is mapped so already.
        AlreadySettled, CorrectionTooLong: see ``accept_correction``.
    """
    row = fetch(policies.MAY_MAP_POST, Post.objects.select_related("organisation"), actor, at, uuid=post)
    department_id = organisation.department_of(row.organisation_id).id
    suggesting.lock(department_id)
    posts = Post.objects.filter(pk=row.pk)
    if seen != choosing.seen_of(posts):
        raise PostsChanged
    target = _target(role_level_id, department_id, actor, at)
    if correction is None:
        posts, how, facts = _otherwise(posts, target), How.BY_HAND, {}
    else:
        corrections.answer_by_mapping(uuid=correction, post_id=row.pk, answer=answer, actor=actor, at=at)
        how, facts = How.CORRECTION, {"correction": str(correction)}
    return _decide(
        posts, lambda _suggested: target, how=how, words=row.title, organisation_id=department_id, actor=actor, at=at,
        **facts,
    )  # fmt: skip


@transaction.atomic
def accept_suggestions(
    *, organisation_id: int, narrowed: PostFilter, seen: str, actor: Actor, at: datetime
) -> MappedPosts:
    """Map every unknown post under some titles to what is suggested first for its title.

    Args:
        organisation_id: the department.
        narrowed: which titles.
        seen: what the actor was shown (``BulkPreview.seen``).
        actor: see ``policies.MAY_MAP_POST``; only posts that are theirs change, to role levels that are theirs.
        at: when.

    Raises:
        NotVisible: the actor maps no posts there.
        PostsChanged: accepting would do something else than what was shown.
        NothingToMap: there is nothing to accept.
        SuggestionsOutdated: a framework was published or withdrawn since they were worked out.

    Cost: grows with the posts that change; at most 10,000 are held at once.
    """
    path = organisation.path_of(organisation_id)
    if not policies.maps_posts_in(actor, path):
        raise NotVisible
    reading = suggesting.lock(organisation_id)
    changed_at = frameworks.last_change(at)
    if reading.at is not None and changed_at is not None and reading.at < changed_at:
        raise SuggestionsOutdated
    posts = choosing.acceptable(organisation_id, path, narrowed, actor, at)
    if choosing.bulk_seen(posts) != seen:
        raise PostsChanged
    refs = {ref.id: ref for ref in frameworks.current_role_level_refs(at)}
    return _decide(
        posts, lambda suggested: refs[suggested] if suggested is not None else None, how=How.BULK,
        words=choosing.filter_in_words(narrowed), organisation_id=organisation_id, actor=actor, at=at,
    )  # fmt: skip


@transaction.atomic
def undo_mapping(*, batch: UUID, actor: Actor, at: datetime) -> MappedPosts:
    """Take back what was decided in one go: its posts are again what they were before.

    Posts about which something else was decided since stay as they are until that is undone, and so do those that the
    actor may not map: what is left can be undone later. A profession that the feed has named since stays as well.

    Args:
        batch: what was decided in one go.
        actor: see ``policies.MAY_UNDO_MAPPING``.
        at: when.

    Raises:
        NotVisible: there is none, or it is not the actor's to undo.
        UndoneAlready: all of it was undone before.
        DecidedSince: no post is left that it decides about and that is the actor's, or it is an undoing itself.
    """
    row = fetch(policies.MAY_UNDO_MAPPING, MappingBatch.objects.all(), actor, at, uuid=batch)
    if row.how == How.UNDO:
        raise DecidedSince
    departments = _departments_of(row)
    for department_id in departments:
        suggesting.lock(department_id)
    left = row.mappings.filter(~choosing.taken_back(row.pk))
    if not left.exists():
        raise UndoneAlready
    mine = policies.MAY_MAP_POST.visible(actor, at, pk__in=row.mappings.values("post_id"))
    rows = left.filter(choosing.STANDS, ~choosing.decided_since(), post_id__in=mine)
    count, before = rows.count(), left.count()
    if not count:
        raise DecidedSince
    undoing = _batch(How.UNDO, row.words, departments[0], count, actor, at, undoes=row)
    subjects: set[int] = set()
    columns = ("pk", "post_id", "profession_id", "before_role_level_id", "before_in_no_framework",
               "before_profession_id")  # fmt: skip
    after = 0
    # Those that are done leave the query behind: they are taken back.
    while some := list(rows.filter(pk__gt=after).order_by("pk").values_list(*columns)[:_PORTION]):
        after = some[-1][0]
        posts = Post.objects.select_for_update(no_key=True).filter(pk__in=[post for _pk, post, *_values in some])
        now = {pk: _Is(*values) for pk, *values in posts.values_list("pk", *_Is._fields)}
        undone = []
        for _pk, post, profession, level, none, profession_before in some:
            kept = now[post].profession_id
            undone.append((post, _Is(level, none, profession_before if kept == profession else kept), now[post]))
        subjects |= _write(undoing, undone, at)
    audit.record(
        "people.posts.unmapped", actor=actor, at=at, subjects=subjects, organisation=departments[0],
        batch=str(undoing.uuid), undone=str(row.uuid), posts=count,
    )  # fmt: skip
    audit.announce(PostsDecided(undoing.pk), at=at)
    return MappedPosts(undoing.uuid, count, before - count)


def _departments_of(batch: MappingBatch) -> list[int]:
    """Return the departments that the posts of a batch are in now, in the order in which they are locked."""
    paths = batch.mappings.order_by().values_list("post__organisation__path", flat=True).distinct()
    return sorted({int(path.split("/")[1]) for path in paths})


def _otherwise(posts: QuerySet[Post], target: RoleLevelRef | None) -> QuerySet[Post]:
    """Return the posts that are not mapped so, or are to be looked at again."""
    so = Q(role_level_id=target.id) if target is not None else Q(in_no_framework=True)
    return posts.exclude(so, look_again=False)


def _target(role_level_id: int | None, organisation_id: int, actor: Actor, at: datetime) -> RoleLevelRef | None:
    if role_level_id is None:
        return None
    ref = next((one for one in frameworks.current_role_level_refs(at) if one.id == role_level_id), None)
    if ref is None:
        raise NoSuchRoleLevel
    professions = policies.professions_mapped(actor, organisation.path_of(organisation_id))
    if not rules.may_choose(ref, professions):
        raise NotYourProfession
    return ref


def _decide(
    posts: QuerySet[Post],
    target_of: Callable[[int | None], RoleLevelRef | None],
    *,
    how: How,
    words: str,
    organisation_id: int,
    actor: Actor,
    at: datetime,
    **facts: str,
) -> MappedPosts:
    """Map posts; ``target_of`` is given what is suggested first for the title of each."""
    count = posts.count()
    if not count:
        raise NothingToMap
    batch = _batch(how, words, organisation_id, count, actor, at)
    subjects: set[int] = set()
    for some in _portions(posts):
        rows = []
        for post_id, suggested, *before in some:
            target, was = target_of(suggested), _Is(*before)
            profession_id = was.profession_id if target is None else target.profession_id or was.profession_id
            rows.append((post_id, _Is(target.id if target else None, target is None, profession_id), was))
        subjects |= _write(batch, rows, at)
    audit.record(
        "people.posts.mapped", actor=actor, at=at, subjects=subjects, organisation=organisation_id,
        batch=str(batch.uuid), how=how.value, posts=count, **facts,
    )  # fmt: skip
    audit.announce(PostsDecided(batch.pk), at=at)
    return MappedPosts(batch.uuid, count)


def _portions(posts: QuerySet[Post]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield posts with what is suggested for them and what they are, locked: what is done leaves the query behind."""
    columns = ("pk", "title_group__role_level_id", "role_level_id", "in_no_framework", "profession_id")
    after = 0
    while some := list(
        posts.select_for_update(of=("self",), no_key=True)
        .filter(pk__gt=after)
        .order_by("pk")
        .values_list(*columns)[:_PORTION]
    ):
        after = some[-1][0]
        yield some


def _batch(
    how: How, words: str, organisation_id: int, posts: int, actor: Actor, at: datetime,
    undoes: MappingBatch | None = None,
) -> MappingBatch:  # fmt: skip
    return MappingBatch.objects.create(
        uuid=new_uuid(), organisation_id=organisation_id, how=how, words=words[:200], by_id=actor.account_id, at=at,
        posts=posts, undoes=undoes,
    )  # fmt: skip


def _write(batch: MappingBatch, rows: list[tuple[int, _Is, _Is]], at: datetime) -> set[int]:
    """Keep what was decided about posts, make it so, and return who is in the posts on the day.

    The people whose post is of another profession are listed anew.
    """
    bulk.insert_rows(PostMapping, _MAPPING, ((batch.pk, post_id, *now, *before) for post_id, now, before in rows))
    elsewhere = [post_id for post_id, now, before in rows if now.profession_id != before.profession_id]
    Post.objects.filter(pk__in=elsewhere, fed_profession=None).update(fed_profession=F("profession"))
    bulk.update_rows(Post, (*_Is._fields, "look_again"), ((post_id, *now, False) for post_id, now, _ in rows))
    holders = Appointment.objects.filter(post_id__in=elsewhere).order_by("person_id")
    people = list(holders.values_list("person_id", flat=True).distinct())
    for start in range(0, len(people), _PORTION):
        listing.relist(people[start : start + _PORTION])
    there = Appointment.objects.filter(
        policies.open_on(people_rules.day_of(at)), post_id__in=[post_id for post_id, _now, _before in rows]
    )
    return set(there.values_list("person_id", flat=True))
