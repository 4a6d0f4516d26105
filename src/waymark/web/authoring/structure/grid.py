"""What the levels of one role ask, as a grid: role levels by skills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import CellChange, DraftLevel, DraftRolePlace, GridSkill, RefusedCell, RequirementGrid
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.structure import cells
from waymark.web.authoring.structure.roles import role_url
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request


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
    shown: str
    """What every cell showed, packed."""
    more: tuple[str, ...]
    """Skills that have a row and are not asked for yet."""
    words: str
    found: tuple[GridSkill, ...]
    """Skills that may get a row."""
    searched: bool
    problems: tuple[Problem, ...]
    pages: Pagination
    role_url: str


@with_account
def grid(request: Request, framework: str, label: str, role: str) -> HttpResponse:
    """Show the grid of a role and write the cells that were changed.

    One form, three buttons: to save, to look for a skill, and to give a skill a row. Only the first writes; the others
    keep what was chosen in the cells.
    """
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    page = page_number(request.GET)
    sent = request.POST if request.method == "POST" else request.GET
    more = tuple(dict.fromkeys([*sent.getlist("more"), *sent.getlist("row")]))[:100]
    then = "" if request.method != "POST" else "row" if "row" in sent else "find" if "find" in sent else "save"
    typed = {where: sent.get(_name(*where), text) for where, text in cells.unpacked(sent.get("shown", "")).items()}
    refused: tuple[RefusedCell, ...] = ()
    if then == "save":
        saved = commands.save_requirements(
            version_id=version_id,
            role=role,
            changes=tuple(_changes(cells.unpacked(sent.get("shown", "")), typed)),
            actor=request.actor,
            at=request.at,
        )
        if not saved.refused:
            messages.success(request, _said(saved.saved))
            return see_other(request.get_full_path())
        refused = saved.refused
        if saved.saved:
            messages.success(request, _said(saved.saved))
    found = frameworks.requirement_grid(version_id, role, page, more)
    words = sent.get("words", "").strip()[:200]
    rows = {skill.slug for skill in found.skills}
    results = frameworks.skills_to_add(version_id, words) if words and then != "save" else ()
    if then == "save":  # what was refused stays as it was chosen; all else is as it is written now
        typed = {(one.role_level, one.skill): typed.get((one.role_level, one.skill), "") for one in refused}
    columns = tuple(_columns(around, found, typed, refused))
    page_ = GridPage(
        bench=around,
        place=found.place,
        skills=found.skills,
        columns=columns,
        shown=cells.packed(_shown(found, {} if then == "save" else cells.unpacked(sent.get("shown", "")))),
        more=tuple(slug for slug in more if slug in rows),
        words=words if then != "save" else "",
        found=tuple(skill for skill in results if skill.slug not in rows),
        searched=bool(words) and then == "find",
        problems=tuple(_problems(found, columns, typed, refused)),
        pages=paginate(page, found.pages, request.GET),
        role_url=role_url(around, role),
    )
    return render(request, "authoring/structure/grid.html", page_, status=422 if refused else 200)


def _said(number: int) -> str:
    if not number:
        return _("Nothing was changed.")
    return ngettext("%(number)s requirement is saved.", "%(number)s requirements are saved.", number) % {
        "number": number
    }


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
        (level.key, skill.slug): cells.text_of(cell.asked if (cell := found.cells.get((level.key, skill.slug))) else None)
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


def _without_weight(no: RefusedCell) -> cells.Asked | None:
    return cells.Asked(no.stands.level, no.stands.importance) if no.stands else None


def _problems(
    found: RequirementGrid,
    columns: Iterable[Column],
    typed: Mapping[cells.Where, str],
    refused: Iterable[RefusedCell],
) -> Iterable[Problem]:
    here = {
        (column.level.key, cell.skill.slug): (column.title, cell) for column in columns for cell in column.cells
    }
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
