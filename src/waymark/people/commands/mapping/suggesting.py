"""Reading the titles of a department, and what each of them is likely to be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel import bulk
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key
from waymark.organisation import queries as organisation
from waymark.people import policies
from waymark.people.commands.mapping.refusals import TitlesBeingRead
from waymark.people.models import Post, TitleGroup, TitleReading
from waymark.people.rules import mapping as rules
from waymark.people.types import WorkedOut
from waymark.work import commands as work
from waymark.work import queries as work_queries
from waymark_engine.mapping import Ranking, Rung, Titled, band
from waymark_engine.titles import Titles

JOB = "people.titles"
"""Kind of job that works suggestions out."""
SOON = timedelta(minutes=10)
"""How long what is said one by one is gathered before titles are read anew."""
READ_AT_ONCE = 8_000
"""Posts of which suggestions are worked out while somebody waits: about two seconds."""
_PORTION = 20_000
_KEPT = 200
"""Characters of a title and of what it has in common with others."""

Key = tuple[str, int | None]
"""What the titles of a group have in common, and the profession of its posts."""


class _Row(NamedTuple):
    """How many posts of a department are alike in all of this."""

    title: str
    profession_id: int | None
    grade_id: int | None
    organisation_id: int
    role_level_id: int | None
    in_no_framework: bool
    posts: int


class _Group:
    """What is known of the posts of one title, while it is gathered."""

    def __init__(self) -> None:
        self.written: Counter[str] = Counter()
        self.grades: dict[int, float] = defaultdict(float)
        """By rank among the common grades; a grade of the department's own counts in parts for those of its band."""
        self.decided: Counter[int | None] = Counter()
        self.units: set[int] = set()


def suggest(*, organisation_id: int, actor: Actor, at: datetime) -> WorkedOut | None:
    """Work out which role levels are likely for the titles of a department: at once, or by a worker when it is large.

    Args:
        organisation_id: a department, at the top of its tree.
        actor: somebody who maps posts in it, or an operator.
        at: when.

    Returns:
        What was read; None: a worker is at it.

    Raises:
        NotVisible: there is no such department, or the actor maps no posts in it.
        TitlesBeingRead: a worker is at it already.
    """
    if not _asked(organisation_id, actor, at):
        return None
    return work_out(organisation_id=organisation_id, actor=actor, at=at)


@transaction.atomic
def _asked(organisation_id: int, actor: Actor, at: datetime) -> bool:
    """Say whether it is to be worked out at once; else have a worker do it."""
    path = organisation.path_of(organisation_id)
    if not policies.maps_posts_in(actor, path):
        raise NotVisible
    reading = lock(organisation_id)
    if being_read(reading.job):
        raise TitlesBeingRead
    if Post.objects.filter(organisation_id__in=organisation.within(path)).count() <= READ_AT_ONCE:
        return True
    hand_over(reading, actor, at)
    return False


def hand_over(reading: TitleReading, actor: Actor, at: datetime, *, not_before: datetime | None = None) -> None:
    """Have a worker read the titles, inside the transaction of whoever asks for it."""
    key = f"{JOB}.{reading.organisation_id}.{at.timestamp():.6f}"
    arguments = {"organisation": reading.organisation_id}
    job = work.start(kind=JOB, key=key, arguments=arguments, not_before=not_before, actor=actor, at=at)
    if not_before is None or not_before <= at:
        reading.job = job
        reading.save(update_fields=["job"])
    audit.record("people.titles.asked", actor=actor, at=at, organisation=reading.organisation_id)


def hand_over_soon(organisation_id: int, actor: Actor, at: datetime) -> None:
    """Have a worker read the titles of a department some minutes from now, once for all that is said until then."""
    bucket, seconds = int(at.timestamp() // SOON.total_seconds()) + 1, int(SOON.total_seconds())
    work.start(
        kind=JOB, key=f"{JOB}.{organisation_id}.soon.{bucket}", arguments={"organisation": organisation_id},
        not_before=datetime.fromtimestamp(bucket * seconds, tz=at.tzinfo), actor=actor, at=at,
    )  # fmt: skip


def lock(organisation_id: int) -> TitleReading:
    """Keep others from mapping posts of a department until the transaction ends."""
    TitleReading.objects.bulk_create([TitleReading(organisation_id=organisation_id)], ignore_conflicts=True)
    return TitleReading.objects.select_for_update(of=("self",)).get(organisation_id=organisation_id)


def being_read(job: UUID | None) -> bool:
    """Say whether a worker reads titles."""
    found = work_queries.shown_beside(job) if job is not None else None
    return found is not None and found.open


def work_out(
    *, organisation_id: int, say: Callable[[str], None] = lambda words: None, actor: Actor, at: datetime
) -> WorkedOut:
    """Read the titles of a department's posts, put those together that say the same, and rank role levels for each.

    Nothing is mapped. Working it out again changes nothing when nothing has changed. Whoever maps posts waits only
    while it is written: reading and ranking come before. What was worked out from an older reading is not written.

    Args:
        organisation_id: a department, at the top of its tree.
        say: is told in words what is being done.
        actor: somebody who maps posts in it, or an operator.
        at: when; the frameworks in force then are used.

    Raises:
        NotVisible: there is no such department, or the actor maps no posts in it.

    Cost: a fixed number of queries, a bulk write of the titles, and one for each 20,000 posts whose title is new or has
    changed; what is held grows with the different titles, not with the posts.
    """
    path = organisation.path_of(organisation_id)
    if not policies.maps_posts_in(actor, path):
        raise NotVisible
    job = TitleReading.objects.filter(organisation_id=organisation_id).values_list("job", flat=True).first()
    say(_("Reading titles"))
    # The rungs of the leadership behaviours are bands of grades, not roles.
    levels = [one for one in frameworks.role_level_names(at, path) if one.ref.framework_slug != frameworks.BEHAVIOURS]
    framework_of = {one.ref.id: one.ref.framework_slug for one in levels}
    ranks = {grade.code: grade.rank for grade in organisation.grades()}
    rows = _rows(path)
    heard: Counter[str] = Counter()
    for row in rows:
        heard[row.title] += row.posts
    titles = Titles(
        (name for one in levels for name in one.names), heard,
        grades=[one.code for one in organisation.grade_names(path)],
        places=[one.name for one in organisation.regions()],
    )  # fmt: skip
    keys = {title: titles.key(title)[:_KEPT] for title in heard}
    beside = organisation.grade_ranks()
    groups, around = _gather(rows, keys, framework_of, beside)
    say(_("Ranking role levels"))
    grades = _grades_of_levels(beside)
    ranking = Ranking(
        [
            Rung(
                one.ref.id, tuple(titles.words(name) for name in one.names), one.ref.framework_slug,
                one.ref.profession_id, rules.said_grades(one.grade_hint, ranks), grades.get(one.ref.id, {}),
            )
            for one in levels
        ]
    )  # fmt: skip
    ranked = list(_ranked(groups, around, titles, ranking))
    say(_("Putting posts under their titles"))
    done = WorkedOut(sum(row.posts for row in rows), len(groups))
    _write(organisation_id, path, ranked, keys, job, done, actor, at)
    return done


@transaction.atomic
def _write(
    organisation_id: int,
    path: str,
    ranked: list[tuple[Key, str, list[Any], str]],
    keys: Mapping[str, str],
    job: UUID | None,
    done: WorkedOut,
    actor: Actor,
    at: datetime,
) -> None:
    """Write what was worked out from titles that were read at ``at``, by a worker that has ``job``."""
    reading = lock(organisation_id)
    if reading.at is not None and reading.at > at:
        return
    _place(path, keys, _keep(organisation_id, ranked, at))
    TitleGroup.objects.filter(organisation_id=organisation_id).exclude(pk__in=_used(path)).delete()
    reading.at = at
    if reading.job == job:  # else the titles were handed over again meanwhile
        reading.job = None
    reading.save(update_fields=["at", "job"])
    audit.record(
        "people.titles.read", actor=actor, at=at, organisation=organisation_id, posts=done.posts, titles=done.titles
    )


def _rows(path: str) -> list[_Row]:
    rows = Post.objects.filter(organisation_id__in=organisation.within(path)).order_by()
    columns = ("title", "profession_id", "grade_id", "organisation_id", "role_level_id", "in_no_framework")
    return [_Row(*row) for row in rows.values_list(*columns).annotate(posts=Count("pk"))]


def _gather(
    rows: list[_Row], keys: Mapping[str, str], framework_of: Mapping[int, str], beside: Mapping[int, tuple[int, ...]]
) -> tuple[dict[Key, _Group], dict[int, Counter[str]]]:
    """Put together what is known of each title, and count the frameworks of the posts of each unit (0: of all)."""
    groups: dict[Key, _Group] = defaultdict(_Group)
    around: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        group = groups[keys[row.title], row.profession_id]
        group.written[row.title] += row.posts
        group.units.add(row.organisation_id)
        _count(group.grades, beside.get(row.grade_id or 0, ()), row.posts)
        if row.role_level_id is not None or row.in_no_framework:
            group.decided[row.role_level_id] += row.posts
        if row.role_level_id is not None and row.role_level_id in framework_of:
            for where in (row.organisation_id, 0):
                around[where][framework_of[row.role_level_id]] += row.posts
    return groups, around


def _ranked(
    groups: Mapping[Key, _Group], around: Mapping[int, Counter[str]], titles: Titles, ranking: Ranking
) -> Iterator[tuple[Key, str, list[Any], str]]:
    for (key, profession_id), group in groups.items():
        title = max(group.written, key=lambda one: (group.written[one], -len(one), one))
        near: Counter[str] = Counter()
        for unit in group.units:
            near.update(around.get(unit, {}))
        titled = Titled(
            titles.words(title), profession_id, group.grades, group.decided, near or around.get(0, Counter())
        )
        found = ranking.suggest(titled)
        yield (key, profession_id), title, rules.stored(found), band(found)


def _count(grades: dict[int, float], ranks: tuple[int, ...], posts: int) -> None:
    """Count posts for the common grades that theirs stands beside."""
    for rank in ranks:
        grades[rank] += posts / len(ranks)


def _grades_of_levels(beside: Mapping[int, tuple[int, ...]]) -> dict[int, dict[int, float]]:
    """Return how many posts of each common grade, by rank, are mapped to each role level, anywhere. One query."""
    rows = Post.objects.filter(role_level__isnull=False, grade__isnull=False).order_by()
    found: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for role_level_id, grade_id, posts in rows.values_list("role_level_id", "grade_id").annotate(Count("pk")):
        assert role_level_id is not None
        _count(found[role_level_id], beside.get(grade_id or 0, ()), posts)
    return found


def _keep(organisation_id: int, ranked: list[tuple[Key, str, list[Any], str]], at: datetime) -> dict[Key, int]:
    """Write what is suggested for each title, and return the ids of the titles. A title keeps its own."""
    rows = TitleGroup.objects.filter(organisation_id=organisation_id)
    known: dict[Key, int] = {
        (key, profession): pk for pk, key, profession in rows.values_list("pk", "key", "profession_id")
    }
    new, changed = [], []
    for key, title, suggestions, sure in ranked:
        said = (title[:_KEPT], sort_key(title), suggestions[0][0], suggestions[0][1], sure, suggestions, at)
        if key in known:
            changed.append((known[key], *said))
        else:
            new.append((new_uuid(), organisation_id, *key, *said))
    columns = ("title", "sort_key", "role_level_id", "score", "band", "suggestions", "at")
    bulk.update_rows(TitleGroup, columns, changed)
    bulk.insert_rows(TitleGroup, ("uuid", "organisation_id", "key", "profession_id", *columns), new)
    return {(key, profession): pk for pk, key, profession in rows.values_list("pk", "key", "profession_id")}


def _place(path: str, keys: Mapping[str, str], ids: Mapping[Key, int]) -> None:
    """Put each post under its title, some thousands at a time; one that came or changed meanwhile under none yet."""
    posts = Post.objects.filter(organisation_id__in=organisation.within(path)).order_by("pk")
    after = 0
    while rows := list(
        posts.filter(pk__gt=after).values_list("pk", "title", "profession_id", "title_group_id")[:_PORTION]
    ):
        after = rows[-1][0]
        placed = ((pk, ids.get((keys.get(title, ""), profession)), before) for pk, title, profession, before in rows)
        bulk.update_rows(Post, ("title_group_id",), ((pk, new) for pk, new, before in placed if new != before))


def _used(path: str) -> Any:
    return (
        Post.objects.filter(organisation_id__in=organisation.within(path), title_group__isnull=False)
        .order_by()
        .values("title_group_id")
    )
