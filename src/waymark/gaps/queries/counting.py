"""What is held of a skill, as it counts where a role level asks for it: the one place, for gaps and matches alike.

A level counts as it was judged when the version that asks is the one it was judged against. Otherwise the two scales
are looked at: on the same scale it counts as itself, on another as what somebody said it counts as, and without that
it is not comparable. A skill that was never judged counts from a skill of another framework that is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from waymark.assessments.types import Held
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import CountsAs, EquivalenceView, RequirementView, RoleLevelView, ScaleView, SkillOnScale
from waymark.gaps.types import Counted, CountedFrom

CURRENT = 0
"""Version of a level that nobody has put on record: it is meant as the framework words it now."""


def as_judged(held: Mapping[int, Held]) -> dict[int, Counted]:
    """Return what is held as it is, for the version that it was judged against."""
    return {skill_id: Counted(one) for skill_id, one in held.items()}


@dataclass(frozen=True, slots=True)
class Counting:
    """What somebody holds, ready to be counted for any of the role levels it was made for."""

    held: Mapping[int, Held]
    sources: Mapping[int, Sequence[int]]
    """By skill that may be asked for: the skills held that can count as it, itself first, then the latest judged."""
    on_scales: Mapping[tuple[int, int], SkillOnScale]
    tables: Mapping[frameworks.Between, EquivalenceView]
    found: dict[tuple[int, int, bool], Counted]
    """What was worked out before, by skill asked for, its scale, and whether a level is asked for."""
    plain: Mapping[int, Counted] | None = None
    """What counts for every role level alike, when all of it was judged against the versions that ask."""

    def of(self, role_level: RoleLevelView) -> Mapping[int, Counted]:
        """Return what counts for a role level, by skill; a skill that is not there is not assessed."""
        if self.plain is not None:
            return self.plain
        counted = {}
        sources, found = self.sources, self.found
        for line in role_level.requirements:
            skill_id = line.skill_id
            if skill_id not in sources:
                continue
            key = (skill_id, line.scale.id, line.level is None)
            one = found.get(key)
            if one is None:
                one = found[key] = self._count(line, role_level.ref.version_id)
            counted[skill_id] = one
        return counted

    def _count(self, asked: RequirementView, version_id: int) -> Counted:
        fallback: Counted | None = None
        for skill_id in self.sources[asked.skill_id]:
            one = self._one(asked, version_id, self.held[skill_id])
            if _answers(asked, one.held):
                return one
            if fallback is None or (fallback.origin is None and one.origin is not None and skill_id == asked.skill_id):
                fallback = one
        assert fallback is not None
        return fallback

    def _one(self, asked: RequirementView, version_id: int, held: Held) -> Counted:
        """Return what one judgement counts as where a skill is asked for."""
        direct = held.skill_id == asked.skill_id
        if direct and held.version_id in (version_id, CURRENT):
            return Counted(held)
        origin = self.on_scales.get((held.skill_id, held.version_id))
        if held.level is None:
            return Counted(held) if direct or origin is None else Counted(held, _from(origin, held, direct, None))
        if origin is None:
            return Counted(replace(held, level=None))
        said = frameworks.counts_as(held.level, origin.scale, asked.scale, self.tables)
        if said.same and direct:
            return Counted(replace(held, level=said.level))
        if said.level is None and asked.level is None:
            # Whoever holds a level has the skill, and that is all that is asked for.
            return Counted(replace(held, level=None, has_skill=held.level > 0), _from(origin, held, direct, said))
        return Counted(replace(held, level=said.level), _from(origin, held, direct, said, asked.scale))


def counting(held: Mapping[int, Held], role_levels: Iterable[RoleLevelView], at: datetime) -> Counting:
    """Make what somebody holds ready to be counted for role levels.

    No query when nothing is held, one for skills that are the same, and three more (four for levels that nobody put on
    record) when something has to be counted from another version or skill.
    """
    if not held:
        return Counting({}, {}, {}, {}, {}, {})
    sources: dict[int, list[int]] = {skill_id: [skill_id] for skill_id in held}
    same: dict[int, list[int]] = {}
    for skill_id, others in frameworks.same_skills(held, at).items():
        for other in others:
            same.setdefault(other, []).append(skill_id)
    for skill_id, found in same.items():
        latest = sorted(found, key=lambda one: (held[one].made_at, -one), reverse=True)
        sources[skill_id] = [*sources.get(skill_id, ()), *latest]
    pairs = _to_look_up(held, sources, role_levels)
    if not pairs:
        return Counting(held, sources, {}, {}, {}, as_judged(held))
    on_scales = frameworks.skills_on_scales(pairs, at)
    tables = frameworks.equivalences_from((one.scale for one in on_scales.values()), at) if on_scales else {}
    return Counting(held, sources, on_scales, tables, {})


def _to_look_up(
    held: Mapping[int, Held], sources: Mapping[int, Sequence[int]], role_levels: Iterable[RoleLevelView]
) -> set[tuple[int, int]]:
    """Return the skills and versions whose scales must be known: all but those judged against the version that asks."""
    several = {skill_id for skill_id, found in sources.items() if found != [skill_id]}
    pairs: set[tuple[int, int]] = set()
    for role_level in role_levels:
        version_id = role_level.ref.version_id
        for line in role_level.requirements:
            skill_id = line.skill_id
            if skill_id not in sources:
                continue
            if skill_id in several:
                pairs.update((one, held[one].version_id) for one in sources[skill_id])
            elif (judged_in := held[skill_id].version_id) != version_id and judged_in != CURRENT:
                pairs.add((skill_id, judged_in))
    return pairs


def _answers(asked: RequirementView, held: Held) -> bool:
    return held.level is not None or (asked.level is None and held.has_skill is not None)


def _from(
    origin: SkillOnScale, held: Held, direct: bool, said: CountsAs | None, here: ScaleView | None = None
) -> CountedFrom:
    return CountedFrom(
        skill_slug="" if direct else origin.slug,
        skill_name="" if direct else origin.name,
        framework_title=origin.scale.framework_title,
        version_label=origin.scale.version_label,
        level=held.level,
        levels=tuple(step.name for step in origin.scale.levels),
        has_skill=held.has_skill,
        comparable=said is None or said.level is not None or here is None,
        same_scale=said is not None and said.same,
        table=said.table.uuid if said is not None and said.table is not None else None,
    )
