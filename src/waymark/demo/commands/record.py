"""What is on record about the people of a demo: judgements of varied age and source, some superseded.

Nothing is judged against a version before it came into force: ages go back to the first version of a framework, and a
skill that came later is passed over until it is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from waymark.assessments.types import NewJudgement
from waymark.demo.commands.workforce import Chance, Workforce
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RequirementView, RoleLevelView
from waymark_engine.population import NOBODY

OLDEST_DAYS = 912
"""Thirty months: how long ago the oldest judgement may be."""
MAPPED_SHARE, EVERYONE_SHARE = 0.75, 0.25
"""Share of people in mapped posts with a record of their role's skills; share of everyone with one of behaviours."""
ASKED_SHARE, EARLIER_SHARE = 0.86, 0.25
"""Share of a role's skills that somebody has spoken about; share of those with an earlier word before the last one."""
STEPS, HOW_COMMON = np.array([-2, -1, 0, 1]), (0.07, 0.33, 0.48, 0.12)
"""How far from the level asked a judgement lies."""
SOURCES, OF_SOURCES = ("self", "manager", "assessor"), (0.55, 0.30, 0.15)
ASSESSOR_DAYS = 3 * 365
"""An assessor's word holds for three years."""


@dataclass(frozen=True, slots=True)
class Standard:
    """The versions of one framework that have each skill, newest first, with the moment each came into force."""

    having: Mapping[int, tuple[tuple[int, datetime], ...]]

    def in_force(self, skill_id: int, moment: datetime) -> int | None:
        """Return the newest version that has the skill and was in force at ``moment``; None when there was none."""
        return next((version_id for version_id, since in self.having.get(skill_id, ()) if since <= moment), None)

    def days(self, at: datetime) -> int:
        """Return how many whole days before ``at`` something can have been judged at most, 0 when not at all."""
        first = min((versions[-1][1] for versions in self.having.values()), default=at)
        return max(0, min(OLDEST_DAYS, (at - first).days - 1))


def judgements(
    workforce: Workforce,
    mapped: Mapping[int, RoleLevelView],
    bands: Mapping[int, int],
    cast: Mapping[str, int],
    first_person_id: int,
    rng: np.random.Generator,
    at: datetime,
) -> Iterator[NewJudgement]:
    """Return what was said about people, role level by role level, each row made when it is asked for.

    All that has to be looked up is looked up first: no query may run while rows are being copied into PostgreSQL.
    Everyone of the cast has a record but the individual, who starts from nothing; so has somebody of each profession.

    Args:
        workforce: everyone.
        mapped: role level of each mapped post, by position of its person.
        bands: rank of the grade band of each grade, by the grade's rank.
        cast: who plays which part.
        first_person_id: id of the person at position 0.
        rng: where chance comes from.
        at: when the demo is built; nothing is newer.
    """
    shown = set(cast.values()) - {cast["individual"]}
    known = shown | _one_of_each_profession(workforce, mapped, cast)
    groups: dict[int, list[int]] = defaultdict(list)
    views: dict[int, RoleLevelView] = {}
    for person, view in mapped.items():
        if person in known or (person != cast["individual"] and workforce.chance[person, Chance.RECORD] < MAPPED_SHARE):
            groups[view.ref.id].append(person)
            views[view.ref.id] = view
    assessors = np.array(sorted({*shown, *list(mapped)[:: max(1, len(mapped) // 200)]})) + first_person_id
    spoken_of = list(_with_behaviours(workforce, bands, cast, shown, views, groups, at))
    standards = _standards([view for view, _ in spoken_of], at)

    def rows() -> Iterator[NewJudgement]:
        for view, people in spoken_of:
            standard = standards[view.ref.framework_slug]
            yield from _of_role_level(view, np.array(people), workforce, standard, assessors, first_person_id, rng, at)

    return rows()


def _one_of_each_profession(
    workforce: Workforce, mapped: Mapping[int, RoleLevelView], cast: Mapping[str, int]
) -> set[int]:
    found: dict[int, int] = {}
    for person in mapped:
        if person != cast["individual"]:
            found.setdefault(int(workforce.profession[person]), person)
    return set(found.values())


def _with_behaviours(
    workforce: Workforce,
    bands: Mapping[int, int],
    cast: Mapping[str, int],
    shown: set[int],
    views: Mapping[int, RoleLevelView],
    groups: Mapping[int, list[int]],
    at: datetime,
) -> Iterator[tuple[RoleLevelView, Sequence[int]]]:
    for role_level_id, holders in sorted(groups.items()):
        yield views[role_level_id], holders
    spoken_of = workforce.chance[:, Chance.BEHAVIOURS] < EVERYONE_SHARE
    spoken_of[list(shown)] = True
    spoken_of[cast["individual"]] = False
    band = np.array([bands.get(grade, 0) for grade in range(max(bands) + 1)])[workforce.grade]
    for rank in sorted(set(bands.values())):
        ref = frameworks.behaviours_role_level_for_band(rank, at)
        people = np.flatnonzero(spoken_of & (band == rank)).tolist()
        if ref is not None and people:
            yield frameworks.role_level_by_id(ref.id, at), people


def _standards(views: Sequence[RoleLevelView], at: datetime) -> dict[str, Standard]:
    skills: dict[str, set[int]] = defaultdict(set)
    for view in views:
        skills[view.ref.framework_slug].update(asked.skill_id for asked in view.requirements)
    found: dict[str, Standard] = {}
    for slug, skill_ids in skills.items():
        having: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
        for version in frameworks.versions_of(slug):
            if version.effective_from is not None and version.effective_from <= at:
                for skill_id in frameworks.skill_pages(skill_ids, version.id):
                    having[skill_id].append((version.id, version.effective_from))
        found[slug] = Standard({skill_id: tuple(rows) for skill_id, rows in having.items()})
    return found


def _of_role_level(
    view: RoleLevelView,
    people: np.ndarray[tuple[int], np.dtype[np.int64]],
    workforce: Workforce,
    standard: Standard,
    assessors: np.ndarray[tuple[int], np.dtype[np.int64]],
    first_person_id: int,
    rng: np.random.Generator,
    at: datetime,
) -> Iterator[NewJudgement]:
    shape = (len(people), len(view.requirements))
    asked = rng.random(shape) < ASKED_SHARE
    steps = rng.choice(STEPS, shape, p=HOW_COMMON)
    earlier = rng.random(shape) < EARLIER_SHARE
    oldest = standard.days(at)
    days = (oldest * rng.random(len(people)) ** 1.4).astype(int)
    before = rng.integers(150, 500, len(people))
    minutes = rng.integers(0, 540, len(people))
    sources = rng.choice(len(SOURCES), len(people), p=OF_SOURCES)
    assessor = assessors[rng.integers(0, len(assessors), len(people))]
    private = rng.random(len(people)) < 0.6
    for row, person in enumerate(people):
        person_id = int(person) + first_person_id
        manager = int(workforce.manager[person])
        source = SOURCES[sources[row]]
        if (source == "manager" and manager == NOBODY) or (source == "assessor" and assessor[row] == person_id):
            source = "self"
        maker_id = {"self": person_id, "manager": manager + first_person_id, "assessor": int(assessor[row])}[source]
        made_at = at - timedelta(days=int(days[row]) + 1, minutes=int(minutes[row]))
        first_at = made_at - timedelta(days=int(before[row]))
        valid_until = made_at + timedelta(days=ASSESSOR_DAYS) if source == "assessor" else None
        audience = "only_me" if source == "self" and private[row] else "shared"
        noise = rng.bytes(32 * shape[1])
        for column, requirement in enumerate(view.requirements):
            if not asked[row, column]:
                continue
            level, has_skill = _said(requirement, int(steps[row, column]))
            start = 32 * column
            first_version = standard.in_force(requirement.skill_id, first_at)
            if earlier[row, column] and first_version is not None and days[row] + before[row] < oldest:
                yield NewJudgement(
                    UUID(bytes=noise[start : start + 16], version=4), person_id, requirement.skill_id,
                    first_version, "self", person_id,
                    None if level is None else max(0, level - 1), has_skill, first_at, None, "only_me",
                )  # fmt: skip
            version = standard.in_force(requirement.skill_id, made_at)
            if version is not None:
                yield NewJudgement(
                    UUID(bytes=noise[start + 16 : start + 32], version=4), person_id, requirement.skill_id,
                    version, source, maker_id, level, has_skill, made_at, valid_until, audience,
                )  # fmt: skip


def _said(requirement: RequirementView, step: int) -> tuple[int | None, bool | None]:
    if requirement.level is None:
        return None, step >= -1
    return min(max(requirement.level + step, 0), requirement.top), None
