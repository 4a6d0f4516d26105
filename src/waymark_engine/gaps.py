"""Gap and fit: what a role level asks for against what a person holds.

Source: docs/algorithms/gaps.md. A level is a whole number: 1 is the first level of a scale, 0 means "assessed, not
yet at the first level". A skill that is missing from what is held has not been assessed, which is not level 0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement.

    ``level`` counts from 1; None asks for the skill without a level. ``weight`` orders what is shown and never
    multiplies. ``group`` is the choose-n group it belongs to.
    """

    skill: str
    level: int | None
    weight: int = 1
    group: int | None = None


@dataclass(frozen=True, slots=True)
class SkillGap:
    """One required skill and how far the person is from it, in whole levels."""

    skill: str
    required: int | None
    held: int | None
    weight: int
    group: int | None
    counted: bool
    """Whether it is in the sums: asked at a level, and among the closest n when it stands in a choose-n group."""

    @property
    def shortfall(self) -> int | None:
        """Levels still to gain, 0 when met; None when not assessed (which is not zero) or asked without a level."""
        return None if self.required is None or self.held is None else max(0, self.required - self.held)


@dataclass(frozen=True, slots=True)
class Part:
    """One term of the sum: a required skill on its own, or a whole choose-n group. In levels.

    ``known`` <= ``known + unknown`` <= ``asked``. ``unknown`` is what assessing could still show.
    """

    skills: tuple[str, ...]
    """The skill; of a group its counted members, closest first."""
    group: int | None
    asked: int
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Fit:
    """Share of the levels asked for that are held, from 0 to 1, capped skill by skill.

    Skills not assessed make it a range: ``low`` as if none of them were held, ``high`` as if all were met.
    """

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RoleGap:
    """Every required skill, and the sum behind the fit."""

    skills: tuple[SkillGap, ...]
    """Short ones first (furthest, then weightiest), met, not assessed, not counted of a choose-n group, then those
    asked for without a level. Ties by skill."""
    parts: tuple[Part, ...]

    @property
    def asked(self) -> int:
        """How many skills are asked for at a level; a choose-n group adds n."""
        return sum(gap.counted for gap in self.skills)

    @property
    def assessed(self) -> int:
        """How many of the skills counted have been assessed."""
        return sum(gap.counted and gap.held is not None for gap in self.skills)

    @property
    def met(self) -> int:
        """How many of the skills counted are held at the level asked for, or above."""
        return sum(gap.counted and gap.shortfall == 0 for gap in self.skills)

    @property
    def asked_sum(self) -> int:
        """Levels asked for."""
        return sum(part.asked for part in self.parts)

    @property
    def known_sum(self) -> int:
        """Levels known to be held, of those asked for."""
        return sum(part.known for part in self.parts)

    @property
    def unknown_sum(self) -> int:
        """Levels that assessing the rest could add at most."""
        return sum(part.unknown for part in self.parts)

    @property
    def fit(self) -> Fit | None:
        """How much of what is asked for is held; None when nothing is asked for at a level."""
        if not self.asked_sum:
            return None
        return Fit(self.known_sum / self.asked_sum, (self.known_sum + self.unknown_sum) / self.asked_sum)


def role_gap(asked: Iterable[Asked], held: Mapping[str, int], *, choose: Mapping[int, int] | None = None) -> RoleGap:
    """Compare what a role level asks for with what a person holds, skill by skill.

    A surplus in one skill never pays for a shortfall in another: each skill counts up to the level asked for and no
    further. A choose-n group counts its n members with the fewest levels to go.

    Args:
        asked: the requirements, each skill once; their order does not matter.
        held: level held (0 or more), by skill. A missing skill has not been assessed: it gets no number.
        choose: how many of its members each choose-n group asks for, by group.

    Returns:
        A line per requirement and the terms of the sum. A role level that asks for nothing has no lines and no fit.

    Raises:
        ValueError: a level, weight or number to choose is out of range, a skill stands twice, or a requirement names
            a group that ``choose`` does not.

    Cost: sorting; a few microseconds per requirement.
    """
    lines = sorted(asked, key=lambda line: line.skill)
    choose = choose or {}
    _refuse_nonsense(lines, held, choose)
    parts = [
        _single(line.skill, line.level, held.get(line.skill))
        for line in lines
        if line.level is not None and line.group is None
    ]
    for group in sorted({line.group for line in lines if line.group is not None and line.level is not None}):
        members = {line.skill: line.level for line in lines if line.group == group and line.level is not None}
        weights = {line.skill: line.weight for line in lines if line.group == group}
        parts.append(_group(group, choose[group], members, weights, held))

    counted = {skill for part in parts for skill in part.skills}
    gaps = (
        SkillGap(line.skill, line.level, held.get(line.skill), line.weight, line.group, line.skill in counted)
        for line in lines
    )
    return RoleGap(tuple(sorted(gaps, key=_place)), tuple(parts))


def rank(gap: RoleGap) -> tuple[float, int, float]:
    """Return what role levels are ranked by, best smallest: low end of fit, skills met, high end of fit.

    Raises:
        ValueError: the role level asks for nothing at a level, so it has no place in a ranking.
    """
    if gap.fit is None:
        raise ValueError("a role level that asks for no level has no fit to rank by")
    return (-gap.fit.low, -gap.met, -gap.fit.high)


def percent(share: float) -> int:
    """Return a share from 0 to 1 as a whole percentage, where 0 and 100 mean exactly none and exactly all."""
    if share <= 0 or share >= 1:
        return 100 if share >= 1 else 0
    return min(99, max(1, round(share * 100)))


def _single(skill: str, level: int, held: int | None) -> Part:
    if held is None:
        return Part((skill,), None, level, 0, level)
    return Part((skill,), None, level, min(held, level), 0)


def _group(
    group: int, choose: int, members: Mapping[str, int], weights: Mapping[str, int], held: Mapping[str, int]
) -> Part:
    """Count a choose-n group as one term.

    It asks for the n lowest of its levels, and from that go off the n smallest shortfalls. A shortfall is never more
    than the level asked for, so the term never falls below 0; it reaches the whole when n members are met.
    """
    n = min(choose, len(members))
    asked = sum(sorted(members.values())[:n])
    low = {skill: max(0, level - held.get(skill, 0)) for skill, level in members.items()}
    high = [shortfall if skill in held else 0 for skill, shortfall in low.items()]
    closest = sorted(low, key=lambda skill: (low[skill], skill not in held, -weights[skill], skill))[:n]
    known = asked - sum(low[skill] for skill in closest)
    return Part(tuple(closest), group, asked, known, asked - sum(sorted(high)[:n]) - known)


def _place(gap: SkillGap) -> tuple[int, int, int, str]:
    if gap.required is None:
        place = 4
    elif gap.shortfall == 0:
        place = 1
    elif not gap.counted:
        place = 3
    else:
        place = 2 if gap.shortfall is None else 0
    return (place, -(gap.shortfall or 0), -gap.weight, gap.skill)


def _refuse_nonsense(lines: Collection[Asked], held: Mapping[str, int], choose: Mapping[int, int]) -> None:
    if len({line.skill for line in lines}) != len(lines):
        raise ValueError("a role level asks for each skill once")
    for line in lines:
        if (line.level is not None and line.level < 1) or line.weight < 1:
            raise ValueError(f"{line.skill}: a level and a weight are at least 1")
        if line.group is not None and choose.get(line.group, 0) < 1:
            raise ValueError(f"{line.skill}: group {line.group} does not say how many to choose")
        if held.get(line.skill, 0) < 0:
            raise ValueError(f"{line.skill}: a level held is at least 0; leave out a skill that was never assessed")
