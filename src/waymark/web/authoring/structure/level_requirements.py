"""What one role level asks, skill by skill, with weights; and its choose-n groups."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import (
    Asked,
    CellChange,
    DraftChoice,
    DraftRolePlace,
    GridSkill,
    PassageKind,
    RefusedCell,
    RequirementGrid,
)
from waymark.kernel.errors import NotVisible
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.review.beside import Talked, talk
from waymark.web.authoring.structure import cells
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark_formats.framework import Importance

A_PAGE = 100
"""Skills on a page, three fields each: Django takes a thousand fields of one form."""


@dataclass(frozen=True, slots=True)
class Line:
    """One skill that the role level asks for, or may. ``level`` is "no" (not asked), "" (no level) or a rank."""

    id: str
    skill: GridSkill
    level: str
    importance: str
    weight: str
    choice: str
    error: str


@dataclass(frozen=True, slots=True)
class LinesPage:
    """What one role level asks."""

    bench: Bench
    place: DraftRolePlace
    key: str
    title: str
    lines: tuple[Line, ...]
    pages: Pagination
    shown: str
    sent: cells.Sent
    more: str
    found: tuple[GridSkill, ...]
    choices: tuple[DraftChoice, ...]
    grid_url: str
    talk: tuple[Talked, ...] = ()
    """What is said of it."""


@with_account
def level_requirements(request: Request, framework: str, label: str, role: str, level: str) -> HttpResponse:
    """Show what a role level asks and write the lines that were changed; the buttons are those of the grid."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    form = cells.sent(request, around)
    opened: Mapping[cells.Where, str] = form.shown
    typed = {where: _typed(form.fields, where[1], text) for where, text in opened.items()}
    errors: dict[str, str] = {}
    if form.saving:
        changes, errors = _changes(opened, typed)
        if not errors:
            saved = commands.save_requirements(
                version_id=version_id, role=role, changes=changes, actor=request.actor, at=request.at
            )
            cells.saved(request)
            if saved.saved or not saved.refused:
                messages.success(request, cells.saved_words(saved.saved))
            if not saved.refused:
                return see_other(request.get_full_path())
            found = frameworks.level_requirements(version_id, role, level, form.more)
            skills = {skill.slug: skill for skill in found.skills}
            errors = {one.skill: _why(one, skills.get(one.skill)) for one in saved.refused}
            opened = {}
            typed = {where: text for where, text in typed.items() if where[1] in errors}
    found = frameworks.level_requirements(version_id, role, level, form.more)
    one = next((each for each in found.place.levels if each.key == level), None)
    if one is None:
        raise NotVisible
    rows = {skill.slug for skill in found.skills}
    pages, skills_here = _on_this_page(request, found, form)
    results = frameworks.skills_to_add(version_id, form.words)
    now = {
        (level, skill.slug): cells.text_of(
            stands.asked if (stands := found.cells.get((level, skill.slug))) else None, weight=True
        )
        for skill in skills_here
    }
    lines = []
    for number, skill in enumerate(skills_here, start=1):
        where = (level, skill.slug)
        rank, importance, weight = _parts(typed.get(where, now[where]))
        stands_in = found.cells.get(where)
        lines.append(
            Line(
                f"line-{number}", skill, rank, importance, weight, stands_in.choice if stands_in else "",
                errors.get(skill.slug, ""),
            )
        )  # fmt: skip
    page = LinesPage(
        bench=around,
        place=found.place,
        key=level,
        title=one.name or found.place.name,
        lines=tuple(lines),
        pages=pages,
        shown=cells.packed({where: opened.get(where, text) for where, text in now.items()}),
        sent=form,
        more=" ".join(slug for slug in form.more if slug in rows),
        found=tuple(skill for skill in results if skill.slug not in rows),
        choices=frameworks.choices(version_id, role, level),
        grid_url=reverse("authoring_grid", args=[*around.args, role]),
        talk=talk(around, PassageKind.ROLE_LEVEL, role, level),
    )
    return render(request, "authoring/structure/level_requirements.html", page, status=422 if errors else 200)


def _on_this_page(
    request: Request, found: RequirementGrid, form: cells.Sent
) -> tuple[Pagination, tuple[GridSkill, ...]]:
    """Return the page, and the skills on it; those that were just given a row stand on each."""
    asked = [skill for skill in found.skills if skill.slug not in form.more]
    pages = max(1, math.ceil(len(asked) / A_PAGE))
    number = min(page_number(request.GET), pages)
    added = [skill for skill in found.skills if skill.slug in form.more]
    return paginate(number, pages, request.GET), (*asked[(number - 1) * A_PAGE : number * A_PAGE], *added)


def _typed(sent: Mapping[str, str], skill: str, shown: str) -> str:
    """Return what the fields of a line ask, as the value of a cell; what it showed when they were not sent."""
    if f"level:{skill}" not in sent:
        return shown
    level = sent[f"level:{skill}"]
    if level == "no":
        return cells.NOT_ASKED
    importance = sent.get(f"importance:{skill}", Importance.ESSENTIAL)
    return f"{importance}:{level}:{sent.get(f'weight:{skill}', '1').strip()}"


def _parts(text: str) -> tuple[str, str, str]:
    """Return a line's level, importance and weight as its fields show them."""
    if text == cells.NOT_ASKED:
        return "no", str(Importance.ESSENTIAL), "1"
    importance, level, weight = [*text.split(":"), "", ""][:3]
    return level, importance, weight


def _changes(
    opened: Mapping[cells.Where, str], typed: Mapping[cells.Where, str]
) -> tuple[tuple[CellChange, ...], dict[str, str]]:
    """Return what was changed, and what is wrong by skill."""
    changes, errors = [], {}
    for where, was in opened.items():
        now = typed[where]
        if now == was:
            continue
        try:
            asked = cells.asked_of(now)
            if asked is not None and asked.weight is None:
                raise ValueError(now)
            changes.append(CellChange(*where, cells.asked_of(was), asked))
        except ValueError:
            errors[where[1]] = _("Enter the weight as a whole number, such as 1")
    return tuple(changes), errors


def _why(no: RefusedCell, skill: GridSkill | None) -> str:
    stands: Asked | None = no.stands
    return _("%(reason)s It is now: %(stands)s.") % {"reason": no.reason, "stands": cells.in_words(stands, skill)}
