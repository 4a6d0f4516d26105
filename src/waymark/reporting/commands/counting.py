"""Counting posts once a month, so that no two looks are close enough to tell of one person's move."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.errors import NotAllowed
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark.people import queries as people
from waymark.reporting import rules
from waymark.reporting.commands.profiles import ensure_profiles
from waymark.reporting.models import ObservedCount, Snapshot
from waymark.reporting.types import SnapshotTaken

JOB = "reporting.snapshot"


@transaction.atomic
def take_snapshot(*, actor: Actor, at: datetime) -> SnapshotTaken | None:
    """Count the posts of each role level by grade, unless that was done this month. None: nothing was counted.

    Nor is anything counted while no post is mapped, so that a site's first posts need not wait for the next month. The
    counts of earlier snapshots are deleted: nothing is shown of them any more.

    Raises:
        NotAllowed: the actor is not the operator.

    Cost: one read of the posts that are mapped, grouped in the database; one set-based write.
    """
    if not actor.operator:
        raise NotAllowed(_("Only the site itself counts for figures."))
    ensure_profiles(actor=actor, at=at)
    month = rules.month_of(at)
    if Snapshot.objects.filter(month__gte=month).exists():
        return None
    of_departments: Counter[tuple[int, int, int]] = Counter()
    of_everyone: Counter[tuple[int, int | None, int | None]] = Counter()
    everybodys = [rules.Everybodys(one.id, one.code, one.band_rank) for one in organisation.grades()]
    for seen in people.posts_by_grade(at):
        of_departments[seen.role_level_id, seen.department_id, seen.grade_id] += seen.posts
        counted = rules.counts_as(seen, everybodys)
        of_everyone[seen.role_level_id, counted.grade_id, counted.band_id] += seen.posts
    if not of_everyone:
        return None
    snapshot = Snapshot.objects.create(month=month, at=at, posts=sum(of_everyone.values()))
    ObservedCount.objects.exclude(snapshot=snapshot).delete()
    bulk.insert_rows(
        ObservedCount,
        ("snapshot_id", "role_level_id", "organisation_id", "grade_id", "band_id", "posts"),
        (
            *((snapshot.pk, level, None, grade, band, posts) for (level, grade, band), posts in of_everyone.items()),
            *(
                (snapshot.pk, level, department, grade, None, posts)
                for (level, department, grade), posts in of_departments.items()
            ),
        ),
    )
    taken = SnapshotTaken(snapshot.posts, len({level for level, _grade, _band in of_everyone}))
    audit.record(
        "reporting.snapshot.taken", actor=actor, at=at, snapshot=snapshot.pk, posts=taken.posts,
        role_levels=taken.role_levels,
    )  # fmt: skip
    return taken
