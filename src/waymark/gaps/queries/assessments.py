"""What one assessment says is between its person and the role level it was made against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from waymark.assessments.types import AssessmentView, Held
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelView
from waymark.gaps.queries import views
from waymark.gaps.queries.counting import as_judged
from waymark.gaps.types import RoleGapView


def gaps_of_assessments(assessments: Iterable[AssessmentView], *, you: bool = False) -> dict[UUID, RoleGapView]:
    """Return the gap that each assessment shows, by its UUID: its own answers against its own version, nothing else.

    What the person holds by other assessments does not come into it, and neither do skills it does not ask about:
    whoever was shown one sees that one.

    Args:
        assessments: as the assessments room handed them out to whoever asks.
        you: whether the words speak to the person; else of them.

    Cost: four queries for each version among them, and three more where departments asked for anything beside it.
    """
    found = list(assessments)
    by_version: dict[int, set[int]] = {}
    for one in found:
        by_version.setdefault(one.version_id, set()).add(one.role_level_id)
    role_levels: dict[tuple[int, int], RoleLevelView] = {}
    for version_id, ids in by_version.items():
        for view in frameworks.role_levels_in_version(sorted(ids), version_id):
            role_levels[version_id, view.ref.id] = view
    asked = frameworks.asked_again((role_levels[one.version_id, one.role_level_id], one.beside) for one in found)
    return {
        one.uuid: views.gap_view(_asked(role_level, one.skills), as_judged(_held(one)), you=you)
        for one, role_level in zip(found, asked, strict=True)
    }


def _asked(role_level: RoleLevelView, skills: Iterable[int]) -> RoleLevelView:
    """Return the role level as far as an assessment asks about it."""
    asked = set(skills)
    return replace(role_level, requirements=tuple(one for one in role_level.requirements if one.skill_id in asked))


def _held(assessment: AssessmentView) -> dict[int, Held]:
    return {
        answer.skill_id: Held(
            answer.skill_id, answer.level, answer.has_skill, "self", answer.saved_at, assessment.version_id
        )
        for answer in assessment.answers
    }
