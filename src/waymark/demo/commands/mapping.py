"""Posts mapped to role levels of the frameworks that the site has now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from waymark.access import queries as access
from waymark.demo.commands.workforce import Chance, Workforce
from waymark.demo.rules.cast import PARTS
from waymark.demo.rules.ladders import KINDRED, commonest_first, fitting
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelView
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark.people import commands as people_commands
from waymark.people import queries as people
from waymark.people.types import Mapped, PostFilter, TitleView

MAPPED_SHARE = 0.92
"""Share of the posts of a profession with a framework that are mapped; the rest wait, as they do everywhere."""
SKEW = 3.5
"""How much commoner the common roles are: 1 is not at all."""
LEFT_UNKNOWN = 0.09
"""Share of the posts of the department of the cast that nobody has decided about."""
FEWEST_SKILLS = 5
"""A first check asks about five skills."""


def map_posts(
    workforce: Workforce,
    profession_ids: Mapping[int, int],
    profession_slugs: Mapping[int, str],
    grade_codes: Mapping[int, str],
    cast: Mapping[str, int],
    at: datetime,
) -> dict[int, RoleLevelView]:
    """Return the role level of each post that is mapped, by position of its person.

    With several frameworks for a profession each department follows one of them. That of the individual of the cast
    follows the one with the most role levels, so that the real framework wins over the starter one, and the
    individual is in its commonest role. A profession without a framework follows a kindred one, if any. Posts of
    the cast with a title of their own stay unmapped: no role level is like them.

    Args:
        workforce: everyone.
        profession_ids: id of each profession of the margins; those without one are left out.
        profession_slugs: and its slug.
        grade_codes: code of each grade by rank.
        cast: who plays which part.
        at: when; the current versions are used.
    """
    found: dict[int, RoleLevelView] = {}
    individual = cast["individual"]
    department = workforce.department
    own = int(department[individual])
    turn_of = {
        other: turn for turn, other in enumerate([own, *(d for d in np.unique(department).tolist() if d != own)])
    }
    others = {cast[part.key] for part in PARTS if part.post}
    for profession, profession_id in profession_ids.items():
        ladders = [
            [view for view in frameworks.all_role_levels(at, [version.id]) if view.requirements]
            for version in frameworks.current_for_profession(profession_id, at)
        ]
        ladders = ladders or _kindred(profession_slugs[profession], at)
        ladders = sorted((ladder for ladder in ladders if ladder), key=len, reverse=True)
        if not ladders:
            continue
        suiting: dict[tuple[int, int], list[RoleLevelView]] = {
            (which, rank): sorted(
                (ladder[i] for i in fitting(code, [(v.ref.rung, v.grade_hint) for v in ladder])),
                key=lambda view: commonest_first(view.ref.role_slug),
            )
            for which, ladder in enumerate(ladders)
            for rank, code in grade_codes.items()
        }
        for person in np.flatnonzero(workforce.profession == profession).tolist():
            mapped, role_chance = workforce.chance[person, [Chance.MAPPED, Chance.ROLE]].tolist()
            if person in others or (person != individual and mapped >= MAPPED_SHARE):
                continue
            which = turn_of[int(department[person])] % len(ladders)
            choices = suiting[which, int(workforce.grade[person])]
            if person == individual:
                choices = [view for view in choices if len(view.requirements) >= FEWEST_SKILLS][:1] or choices
            if choices:
                found[person] = choices[int(len(choices) * role_chance**SKEW)]
    return found


def _kindred(profession: str, at: datetime) -> list[list[RoleLevelView]]:
    slug, roles = KINDRED.get(profession, ("", ()))
    return [
        [
            view
            for view in frameworks.all_role_levels(at, [version.id])
            if view.requirements and (not roles or view.ref.role_slug in roles)
        ]
        for version in frameworks.current_versions(at)
        if version.framework_slug == slug
    ]


def decide_most(*, department_id: int, person_id: int, account_id: int, at: datetime) -> None:
    """Have the HR director of the cast say which titles of their department are in no framework, the surest first.

    What is left is for whoever tries the demo; which role levels people are in was said by ``map_posts``. Suggestions
    are worked out for this department alone.

    Args:
        department_id: where.
        person_id: the HR director, whose duty they hold already.
        account_id: theirs.
        at: when.
    """
    director = Actor(account_id, person_id, duties=access.duties_of(account_id, at))
    path = organisation.path_of(department_id)
    people_commands.work_out_suggestions(organisation_id=department_id, actor=director, at=at)
    tally = people.posts_tally(path, director, at)
    unknown, enough = tally.unknown, LEFT_UNKNOWN * tally.posts
    waiting: list[TitleView] = []
    page = 1
    while True:
        found = people.titles(department_id, path, PostFilter(state=Mapped.UNKNOWN), director, at, page=page)
        waiting += found.titles
        if page >= found.pages:
            break
        page += 1
    # Titles that many posts have come first among the equally sure, so that few decisions go far.
    for one in sorted(waiting, key=lambda one: (-one.first.score, -one.unknown, one.title)):
        if not one.to_decide or one.first.role_level_id is not None or unknown - one.unknown < enough:
            continue
        people_commands.map_title(title=one.uuid, role_level_id=None, seen=one.seen, actor=director, at=at)
        unknown -= one.unknown
