"""Two or three role levels beside each other: what differs first, then what they share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.utils.translation import gettext as _

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RequirementView, RoleLevelRef, RoleLevelView
from waymark.kernel.errors import NotVisible
from waymark.web.base.access import public
from waymark.web.base.page import render
from waymark.web.base.request import Request

FEWEST, MOST = 2, 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A role level to choose."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The role levels of one role."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the picker, with what stands in it."""

    number: int
    chosen: str
    optional: bool


@dataclass(frozen=True, slots=True)
class SkillBeside:
    """A skill and what each of the role levels asks of it; None where it does not ask for it."""

    skill: RequirementView
    asked: tuple[RequirementView | None, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The picker, and the comparison once at least two role levels are chosen."""

    groups: tuple[ChoiceGroup, ...]
    slots: tuple[Slot, ...]
    levels: tuple[RoleLevelView, ...]
    different: tuple[SkillBeside, ...]
    same: tuple[SkillBeside, ...]
    problem: str


@public
def compare(request: Request) -> HttpResponse:
    """Show the picker and the comparison."""
    asked = list(dict.fromkeys(slug.strip("/") for slug in request.GET.getlist("levels") if slug.strip("/")))[:MOST]
    levels, missing = [], False
    for slug in asked:
        try:
            levels.append(frameworks.role_level(slug, request.at))
        except NotVisible:
            missing = True
    beside = _beside(levels) if len(levels) >= FEWEST else []
    page = ComparePage(
        groups=_groups(frameworks.current_role_level_refs(request.at)),
        slots=tuple(Slot(i + 1, levels[i].ref.slug if i < len(levels) else "", i >= FEWEST) for i in range(MOST)),
        levels=tuple(levels) if len(levels) >= FEWEST else (),
        different=tuple(row for row in beside if not _equal(row)),
        same=tuple(row for row in beside if _equal(row)),
        problem=_problem(request, asked, levels, missing),
    )
    return render(request, "explore/compare.html", page)


def _problem(request: Request, asked: list[str], levels: list[RoleLevelView], missing: bool) -> str:
    if missing:
        return _("One of the role levels you asked for is not there. Choose it again from the list.")
    if len(levels) == 1 and request.GET.get("chosen"):
        return _("Select a second, different role level to compare with.")
    if not asked and request.GET.get("chosen"):
        return _("Select two role levels to compare.")
    return ""


def _groups(refs: tuple[RoleLevelRef, ...]) -> tuple[ChoiceGroup, ...]:
    ordered = sorted(refs, key=lambda ref: (ref.framework_title, ref.role_name, ref.role_id, ref.rung))
    several = len({ref.framework_slug for ref in refs}) > 1
    return tuple(
        ChoiceGroup(
            f"{role_name} ({framework})" if several else role_name,
            tuple(Choice(ref.slug, ref.title) for ref in of_role),
        )
        for (framework, role_name, _role_id), of_role in groupby(
            ordered, key=lambda ref: (ref.framework_title, ref.role_name, ref.role_id)
        )
    )


def _beside(levels: list[RoleLevelView]) -> list[SkillBeside]:
    by_level = [{asked.skill_id: asked for asked in level.requirements} for level in levels]
    skills: dict[int, RequirementView] = {}
    for asked in by_level:
        for skill_id, requirement in asked.items():
            skills.setdefault(skill_id, requirement)
    rows = [SkillBeside(skill, tuple(asked.get(skill_id) for asked in by_level)) for skill_id, skill in skills.items()]
    return sorted(rows, key=lambda row: row.skill.skill_name.casefold())


def _equal(row: SkillBeside) -> bool:
    first = row.asked[0]
    return first is not None and all(
        asked is not None and (asked.level, asked.importance) == (first.level, first.importance) for asked in row.asked
    )
