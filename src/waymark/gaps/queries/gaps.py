"""What is between a person, or a set of levels, and a role level."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from waymark.assessments import queries as assessments
from waymark.assessments.types import ExemptFrom, Held
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelView, RolePage
from waymark.gaps.queries import views
from waymark.gaps.queries.counting import counting
from waymark.gaps.types import RoleGapView
from waymark.kernel.policy import Actor
from waymark.people import queries as people


def gap(
    person_id: int,
    role_level_id: int,
    actor: Actor,
    at: datetime,
    held: Mapping[int, Held] | None = None,
    path: str | None = None,
    exempt: ExemptFrom | None = None,
) -> RoleGapView:
    """Return what is between a person and a role level, as the current version of its framework words it.

    A role level that the current version leaves out is taken from the last version that had it. What the person's
    department asks for beside the standard counts, and is marked; nowhere else in this room does it. What they are
    exempt from is shown with until when and why, and is no gap.

    Args:
        person_id: whose gap.
        role_level_id: to which role level.
        actor: who asks.
        at: the moment the version and the levels hold.
        held: the person's levels, when the caller has read them from ``levels_held`` already: one query fewer.
        path: of the organisation they work in, when the caller knows it: one query fewer. Empty: the standard alone.
        exempt: from what they are exempt, when the caller has read it from ``exempt_from`` already: one query fewer.

    Cost: nine queries; four more where the department asks for anything, and three more when something counts from
    another version or skill, which ``counting`` decides.

    Raises:
        NotVisible: no such role level, or the actor may not see this person's levels.
    """
    if held is None:
        held = assessments.levels_held(person_id, actor, at)
    standard = frameworks.role_level_by_id(role_level_id, at)
    works_in = people.path_of(person_id, at) if path is None else path
    asked = frameworks.in_context(standard, [works_in], at)
    free = assessments.exempt_from(person_id, actor, at) if exempt is None else exempt
    return _gap(asked, held, at, you=actor.person_id == person_id, exempt=free.of(role_level_id))


def gap_levels(held: Mapping[int, int], role_level_id: int, at: datetime) -> RoleGapView:
    """Return what is between some levels, by skill, and a role level: for nobody in particular, and nothing is kept.

    A skill that is missing has not been assessed; level 0 means "not yet at the first level". Five queries, and
    three more when something counts from another skill.

    Raises:
        NotVisible: there is no such role level.
    """
    return _gap(frameworks.role_level_by_id(role_level_id, at), views.supposed(held, at), at, you=True)


def role_with_me(role: RolePage, person_id: int, actor: Actor, at: datetime) -> dict[int, RoleGapView]:
    """Return the gap to every level of a role that the caller has read already, by role level.

    Two queries, and three more when something counts from another version or skill.

    As the standard has the role: what a department asks for beside it, and what somebody is exempt from, are no part
    of it.

    Raises:
        NotVisible: the actor may not see this person's levels.
    """
    held = assessments.levels_held(person_id, actor, at)
    you = actor.person_id == person_id
    counted = counting(held, role.levels, at)
    return {level.ref.id: views.gap_view(level, counted.of(level), you=you) for level in role.levels}


def _gap(
    role_level: RoleLevelView,
    held: Mapping[int, Held],
    at: datetime,
    *,
    you: bool,
    exempt: Mapping[int, str] | None = None,
) -> RoleGapView:
    return views.gap_view(role_level, counting(held, [role_level], at).of(role_level), you=you, exempt=exempt)
