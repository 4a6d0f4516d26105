"""What a new version of a framework touches of the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q

from waymark.assessments import policies
from waymark.assessments.models import Assessment, Standing
from waymark.assessments.types import RecordImpact
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Affecting, Touched
from waymark.kernel.policy import Actor, Purpose
from waymark.people import queries as people

AT_ONCE = 10_000
"""Role levels in one query."""


def impact_of(role_level_ids: Collection[int], skill_ids: Collection[int], at: datetime) -> RecordImpact:
    """Count the open assessments against role levels, and the people of whom a judgement on a skill counts.

    People whose record is restricted are not counted. Who may be told these numbers, and how small ones are hidden, is
    for the caller. One query for each 10,000 role levels; two about skills (30,000 at most), which read the standings
    of everybody.
    """
    open_now = 0
    levels, skills = sorted(set(role_level_ids)), sorted(set(skill_ids))
    in_use = ~Q(person_id__in=people.restricted(at))
    for start in range(0, len(levels), AT_ONCE):
        rows = Assessment.objects.filter(in_use, role_level_id__in=levels[start : start + AT_ONCE])
        open_now += rows.filter(state=Assessment.State.IN_PROGRESS).count()
    standings = Standing.objects.filter(in_use, purpose=Purpose.DEVELOPMENT, skill_id__in=skills).order_by()
    holders = dict(standings.values_list("skill_id").annotate(number=Count("pk")))
    anybody = standings.aggregate(number=Count("person_id", distinct=True))["number"]
    return RecordImpact(open_now, anybody, holders)


def changes_for(person_id: int, role_level_id: int | None, touched: Touched, actor: Actor, at: datetime) -> Affecting:
    """Return the changes of a version that affect one person: the same as they were told the number of.

    Two queries for the person themselves.

    Raises:
        NotVisible: there is no such person, or the actor may not see their levels.
    """
    policies.SEE_LEVELS.require(actor, person_id, at)
    held = skills_held((person_id, person_id), touched.skills)
    return frameworks.affecting(touched, role_level_id, held.get(person_id, set()))


def skills_held(person_ids: tuple[int, int], skill_ids: Collection[int]) -> dict[int, set[int]]:
    """Return which of some skills people have a standing in, by person, for people from one id to another.

    For what the program does by itself: who may know was decided by whoever asks. One query.
    """
    first, last = person_ids
    rows = Standing.objects.filter(
        purpose=Purpose.DEVELOPMENT, person_id__gte=first, person_id__lte=last, skill_id__in=sorted(set(skill_ids))
    )
    found: dict[int, set[int]] = defaultdict(set)
    for person_id, skill_id in rows.values_list("person_id", "skill_id"):
        found[person_id].add(skill_id)
    return found
