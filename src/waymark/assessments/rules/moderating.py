"""What a panel comes to. No table, no clock. ``docs/algorithms/moderation.md`` says the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from waymark.assessments.types import PanelCame, Word

LEAST = 2
"""Members who must have spoken before a panel can decide."""
APART = 1
"""Levels that members may stand apart and still have come to something."""


def level_of_panel(levels: Sequence[int]) -> int | None:
    """Return the level a panel comes to; None when its members must agree first, or too few have spoken.

    It is the highest level that more than half of them say is reached: the median, and the lower one of two.
    """
    if len(levels) < LEAST or max(levels) - min(levels) > APART:
        return None
    return sorted(levels)[(len(levels) - 1) // 2]


def came_to(said: Mapping[int, Mapping[int, Word]], skills: Sequence[int]) -> dict[int, PanelCame]:
    """Return what a panel came to, by skill.

    Args:
        said: the latest word of each member, by account and skill. A member takes part once they said something of
            every skill; who did not is left out.
        skills: the skills it decides about.
    """
    taking_part = [words for words in said.values() if all(pk in words for pk in skills)]
    found = {}
    for pk in skills:
        words = [one[pk] for one in taking_part]
        levels = [one.level for one in words if one.level is not None]
        answers = {one.has_skill for one in words}
        if levels and len(levels) == len(words):
            level = level_of_panel(levels)
            found[pk] = PanelCame(level=level, has_skill=None, agreed=level is not None, spoken=len(words))
        else:
            agreed = len(words) >= LEAST and len(answers) == 1
            has_skill = next(iter(answers)) if agreed else None
            found[pk] = PanelCame(level=None, has_skill=has_skill, agreed=agreed, spoken=len(words))
    return found


def differs_from_panel(words: Sequence[Word], panel: Mapping[int, Word]) -> list[int]:
    """Return the skills of which somebody says something else than the panel decided."""
    return [
        word.skill_id
        for word in words
        if (standing := panel.get(word.skill_id)) is not None
        and (word.level, word.has_skill) != (standing.level, standing.has_skill)
    ]
