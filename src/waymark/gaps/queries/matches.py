"""Role levels ranked by fit, each with the sum that ranked it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from waymark.assessments import queries as assessments
from waymark.assessments.types import ExemptFrom, Held
from waymark.frameworks import queries as frameworks
from waymark.gaps.queries import views
from waymark.gaps.queries.counting import counting
from waymark.gaps.types import RoleGapView
from waymark.kernel.policy import Actor
from waymark.people import queries as people
from waymark_engine.gaps import rank


def match(
    person_id: int,
    actor: Actor,
    at: datetime,
    top: int = 10,
    exclude: Collection[int] = (),
    held: Mapping[int, Held] | None = None,
    exempt: ExemptFrom | None = None,
) -> tuple[RoleGapView, ...]:
    """Return the role levels of all current versions that fit a person best, best first.

    Ranked by the low end of fit, then skills met, then the high end, ties by slug. Their own role level is left out,
    as are role levels that ask for no level and those that share no assessed skill with them. What they are exempt
    from counts for nothing, as in ``gap``. Eight queries, however many role levels there are, and three more when
    something counts from another version or skill.

    Args:
        person_id: whose levels.
        actor: who asks.
        at: the moment the versions and the levels hold.
        top: how many at most.
        exclude: role levels to leave out beside their own.
        held: the person's levels, when the caller has read them from ``levels_held`` already: one query fewer.
        exempt: from what they are exempt, when the caller has read it from ``exempt_from`` already: one query fewer.

    Raises:
        NotVisible: the actor may not see this person's levels.
    """
    if held is None:
        held = assessments.levels_held(person_id, actor, at)
    own = people.card(person_id, at).role_level_id
    free = assessments.exempt_from(person_id, actor, at) if exempt is None else exempt
    return _best(held, at, top, {*exclude, own}, free, you=actor.person_id == person_id)


def match_levels(held: Mapping[int, int], at: datetime, top: int = 10) -> tuple[RoleGapView, ...]:
    """Return the role levels that fit some levels best, by skill: for nobody in particular.

    Ranked as ``match``; a skill that is missing has not been assessed. Five queries, and three more when something
    counts from another skill.
    """
    return _best(views.supposed(held, at), at, top, (), ExemptFrom({}, {}), you=True)


def _best(
    held: Mapping[int, Held],
    at: datetime,
    top: int,
    exclude: Collection[int | None],
    exempt: ExemptFrom,
    *,
    you: bool,
) -> tuple[RoleGapView, ...]:
    role_levels = frameworks.all_role_levels(at)
    counted = counting(held, role_levels, at)
    found = []
    for role_level in role_levels:
        if role_level.ref.id in exclude:
            continue
        mine, free = counted.of(role_level), exempt.of(role_level.ref.id)
        if any(
            line.level is not None
            and line.skill_id in mine
            and line.skill_id not in free
            and mine[line.skill_id].held.level is not None
            for line in role_level.requirements
        ):
            gap = views.work_out(role_level, mine, free)
            found.append((rank(gap), role_level.ref.slug, gap, role_level, mine, free))
    found.sort(key=lambda one: one[:2])
    return tuple(
        views.gap_view(role_level, mine, you=you, worked_out=gap, exempt=free)
        for *_, gap, role_level, mine, free in found[:top]
    )
