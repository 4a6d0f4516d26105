"""What the levels of one role ask, as a grid: role levels by skills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    DraftLevel,
    DraftRolePlace,
    GridSkill,
    RefusedCell,
    RequirementGrid,
)
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.structure import cells
from waymark.web.authoring.structure.roles import role_url
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request

MOST_BESIDE = 5
"""Role levels that fit on a wide page beside the names of skills."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it asks, in the form of its select. ``error`` says why it was not written."""

    id: str
    name: str
    value: str
    skill: GridSkill
    options: cells.Options
    error: str


@dataclass(frozen=True, slots=True)
class Column:
    """One role level with its cells, a skill each."""

    level: DraftLevel
    title: str
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that was not written, for the summary at the head of the page. ``href`` is empty when it is gone."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class GridPage:
    """The grid of a role."""

    bench: Bench
    place: DraftRolePlace
    skills: tuple[GridSkill, ...]
    columns: tuple[Column, ...]
    sent: cells.Sent
    shown: str
    """What every cell showed, packed."""
    more: str
    """Skills that have a row and are not asked for yet."""
    found: tuple[GridSkill, ...]
    """Skills that may get a row."""
    problems: tuple[Problem, ...]
    pages: Pagination
    role_url: str

    @property
    def many(self) -> bool:
        """Whether there are more levels than fit beside the names of skills."""
        return len(self.columns) > MOST_BESIDE


@with_account
def grid(request: Request, framework: str, label: str, role: str) -> HttpResponse:
    """Show the grid of a role and write the cells that were changed.

    One form, three buttons: to save, to look for a skill, and to give a skill a row. Only the first writes; the others
    keep what was chosen in the cells.
    """
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    page = page_number(request.GET)
    form = cells.sent(request, around)
    typed = {where: form.fields.get(_name(*where), text) for where, text in form.shown.items()}
    refused: tuple[RefusedCell, ...] = ()
    if form.saving:
        saved = commands.save_requirements(
            version_id=version_id,
            role=role,
            changes=tuple(_changes(form.shown, typed)),
            actor=request.actor,
            at=request.at,
        )
        cells.saved(request)
        if saved.saved or not saved.refused:
            messages.success(request, cells.saved_words(saved.saved))
        if not saved.refused:
            return see_other(request.get_full_path())
        refused = saved.refused
        # What was refused stays as it was chosen; all else is as it is written now.
        typed = {(one.role_level, one.skill): typed[one.role_level, one.skill] for one in refused}
    found = frameworks.requirement_grid(version_id, role, page, form.more)
    rows = {skill.slug for skill in found.skills}
    results = frameworks.skills_to_add(version_id, form.words)
    columns = tuple(_columns(around, found, typed, refused))
    page_ = GridPage(
        bench=around,
        place=found.place,
        skills=found.skills,
        columns=columns,
        sent=form,
        shown=cells.packed(_shown(found, {} if form.saving else form.shown)),
        more=" ".join(slug for slug in form.more if slug in rows),
        found=tuple(skill for skill in results if skill.slug not in rows),
        problems=tuple(_problems(columns, typed, refused)),
        pages=paginate(page, found.pages, request.GET),
        role_url=role_url(around, role),
    )
    return render(request, "authoring/structure/grid.html", page_, status=422 if refused else 200)


def _name(level: str, skill: str) -> str:
    return f"cell:{level}:{skill}"


def _changes(shown: Mapping[cells.Where, str], typed: Mapping[cells.Where, str]) -> Iterable[CellChange]:
    for where, was in shown.items():
        now = typed.get(where, was)
        if now == was:
            continue
        try:
            yield CellChange(*where, cells.asked_of(was), cells.asked_of(now))
        except ValueError:
            continue  # no page of ours sends this


def _shown(found: RequirementGrid, opened: Mapping[cells.Where, str]) -> dict[cells.Where, str]:
    """Return what each cell shows, or showed when the form was opened: that is what a write is compared with."""
    now = {
        (level.key, skill.slug): cells.text_of(
            cell.asked if (cell := found.cells.get((level.key, skill.slug))) else None
        )
        for skill in found.skills
        for level in found.place.levels
    }
    return {where: opened.get(where, text) for where, text in now.items()}


def _columns(
    around: Bench, found: RequirementGrid, typed: Mapping[cells.Where, str], refused: Iterable[RefusedCell]
) -> Iterable[Column]:
    wrong = {(one.role_level, one.skill): one for one in refused}
    options = {skill.slug: cells.options_of(skill) for skill in found.skills}
    for number, level in enumerate(found.place.levels, start=1):
        column = []
        for row, skill in enumerate(found.skills, start=1):
            where = (level.key, skill.slug)
            stands = found.cells.get(where)
            no = wrong.get(where)
            error = ""
            if no is not None:
                error = _("%(reason)s It is now: %(stands)s.") % {
                    "reason": no.reason,
                    "stands": cells.in_words(no.stands and _without_weight(no), skill),
                }
            value = typed.get(where, cells.text_of(stands.asked if stands else None))
            column.append(Cell(f"cell-{number}-{row}", _name(*where), value, skill, options[skill.slug], error))
        url = reverse("authoring_level_requirements", args=[*around.args, found.place.slug, level.key])
        yield Column(level, level.name or found.place.name, url, tuple(column))


def _without_weight(no: RefusedCell) -> Asked | None:
    return Asked(no.stands.level, no.stands.importance) if no.stands else None


def _problems(
    columns: Iterable[Column],
    typed: Mapping[cells.Where, str],
    refused: Iterable[RefusedCell],
) -> Iterable[Problem]:
    here = {(column.level.key, cell.skill.slug): (column.title, cell) for column in columns for cell in column.cells}
    for one in refused:
        where = (one.role_level, one.skill)
        if where not in here:
            yield Problem(_("%(skill)s, %(level)s: %(reason)s") % {
                "skill": one.skill, "level": one.role_level, "reason": one.reason,
            }, "")  # fmt: skip
            continue
        title, cell = here[where]
        text = _("%(skill)s, %(level)s: %(reason)s You chose: %(mine)s. It is now: %(theirs)s.") % {
            "skill": cell.skill.name,
            "level": title,
            "reason": one.reason,
            "mine": cells.in_words(cells.asked_of(typed.get(where, "")), cell.skill),
            "theirs": cells.in_words(_without_weight(one), cell.skill),
        }
        yield Problem(text, f"#{cell.id}")
