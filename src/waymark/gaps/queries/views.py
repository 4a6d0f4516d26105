"""The engine's answer as what the room hands out: with names and words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from waymark.assessments.types import Held
from waymark.frameworks.types import RequirementView, RoleLevelView
from waymark.gaps import rules
from waymark.gaps.types import Counted, FitView, RoleGapView, SkillLine, SumPart
from waymark_engine.gaps import Asked, Part, RoleGap, SkillGap, percent, role_gap


def supposed(held: Mapping[int, int], at: datetime) -> dict[int, Held]:
    """Return levels that nobody has put on record, as if they were held."""
    return {skill_id: Held(skill_id, level, None, "", at, 0) for skill_id, level in held.items()}


def work_out(
    role_level: RoleLevelView, counted: Mapping[int, Counted], exempt: Mapping[int, str] | None = None
) -> RoleGap:
    """Ask the engine. Skills go by slug, so that ties fall the same way on every site.

    What somebody is exempt from is asked of them without a level, so that nothing of it counts.
    """
    free = exempt or {}
    return role_gap(
        (
            Asked(
                line.skill_slug,
                None if line.skill_id in free else line.level,
                line.weight,
                line.choice.id if line.choice else None,
            )
            for line in role_level.requirements
        ),
        {
            line.skill_slug: level
            for line in role_level.requirements
            if line.skill_id in counted and (level := counted[line.skill_id].held.level) is not None
        },
        choose={line.choice.id: line.choice.choose for line in role_level.requirements if line.choice},
    )


def gap_view(
    role_level: RoleLevelView,
    counted: Mapping[int, Counted],
    *,
    you: bool,
    worked_out: RoleGap | None = None,
    exempt: Mapping[int, str] | None = None,
) -> RoleGapView:
    """Return a gap with its lines, its words and its sum.

    ``exempt``: from which skills the person is exempt, with until when and why, in words.
    """
    free = exempt or {}
    gap = worked_out or work_out(role_level, counted, free)
    asked = {line.skill_slug: line for line in role_level.requirements}
    lines = {
        line.skill: _line(
            line,
            asked[line.skill],
            counted.get(asked[line.skill].skill_id),
            you=you,
            exempt=free.get(asked[line.skill].skill_id, ""),
        )
        for line in gap.skills
    }
    return RoleGapView(
        role_level=role_level.ref,
        version_id=role_level.ref.version_id,
        version_label=role_level.ref.version_label,
        fit=FitView(gap.fit.low, gap.fit.high, percent(gap.fit.low), percent(gap.fit.high)) if gap.fit else None,
        met=gap.met,
        asked=gap.asked,
        assessed=gap.assessed,
        known_sum=gap.known_sum,
        unknown_sum=gap.unknown_sum,
        asked_sum=gap.asked_sum,
        skills=tuple(lines.values()),
        sentence=rules.sentence(gap, you=you),
        fit_words=rules.fit_words(gap.fit),
        parts=tuple(_part(part, asked, lines) for part in gap.parts),
        asked_for_by=tuple(dict.fromkeys(one.asked_for_by for one in role_level.requirements if one.asked_for_by)),
        current=role_level.current,
    )


def _line(gap: SkillGap, asked: RequirementView, counted: Counted | None, *, you: bool, exempt: str) -> SkillLine:
    held = counted.held if counted else None
    origin = counted.origin if counted else None
    # On record may be a yes or no while a level is asked for; that says nothing about the level.
    answers = held is not None and (gap.required is None or held.level is not None)
    return SkillLine(
        skill_id=asked.skill_id,
        skill_slug=asked.skill_slug,
        skill_name=asked.skill_name,
        required=asked.level if exempt else gap.required,
        required_name=asked.level_name,
        held=gap.held,
        held_name=rules.held_name(asked.levels, gap.held),
        has_skill=held.has_skill if held else None,
        gap=gap.shortfall,
        top=asked.top,
        importance=asked.importance,
        weight=asked.weight,
        choice=asked.choice,
        counted=gap.counted,
        status=rules.EXEMPT if exempt else rules.status(gap, held.has_skill if held else None),
        words=exempt
        or rules.line_words(
            gap,
            held.has_skill if held else None,
            asked.levels,
            choose=asked.choice.choose if asked.choice else 0,
            kind=asked.scale.kind,
            comparable=origin is None or origin.comparable,
            you=you,
        ),
        required_text=asked.text,
        defined=asked.defined,
        source=held.source if held and answers else "",
        on=held.made_at if held and answers and held.source else None,
        level_names=asked.levels,
        asked_for_by=asked.asked_for_by,
        standard_name=asked.levels[asked.standard_level - 1] if asked.standard_level else "",
        counted_from=rules.origin_words(origin, asked.levels, gap.held, you=you) if origin else "",
        origin=origin,
        to_go=rules.to_go(gap, asked.scale.kind),
    )


def _part(part: Part, asked: Mapping[str, RequirementView], shown: Mapping[str, SkillLine]) -> SumPart:
    lines = [asked[skill] for skill in part.skills]
    choice = lines[0].choice
    return SumPart(
        name=choice.name if choice else lines[0].skill_name,
        skill_ids=tuple(line.skill_id for line in lines),
        asked=part.asked,
        known=part.known,
        unknown=part.unknown,
        choice=choice,
        asked_for_by=next((line.asked_for_by for line in lines if line.asked_for_by), ""),
        translated=tuple(shown[skill] for skill in part.skills if shown[skill].counted_from),
        beside=part.asked - (lines[0].standard_level or 0) if lines[0].asked_for_by and choice is None else 0,
    )
