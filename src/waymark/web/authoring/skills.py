"""The skills of a draft: their tree branch by branch, moving them, taking one out and putting it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Hanging, TreeBranch
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.authoring.common import Bench, bench
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class Step:
    """A skill on the way down to the branch that is shown."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A skill of a branch. ``moves``: the ways it can go, as value and words."""

    slug: str
    name: str
    code: str
    children: int
    asked_by: int
    branch_url: str
    moves: tuple[tuple[str, str], ...]
    moved: bool
    """Whether it was moved just now: its button has the focus."""


@dataclass(frozen=True, slots=True)
class SkillsPage:
    """One branch of the skills of a draft, or what was found in it."""

    bench: Bench
    trail: tuple[Step, ...]
    rows: tuple[Row, ...]
    count: int
    words: str
    under: str
    pagination: Pagination
    removed: tuple[tuple[str, str], ...]
    """Skills of the version before that the draft has not: slug and name."""


@dataclass(frozen=True, slots=True)
class RemovePage:
    """What goes with a skill."""

    bench: Bench
    hangs: Hanging
    problem: str


@with_account
def skills(request: Request, framework: str, label: str) -> HttpResponse:
    """Show one branch of the skills, or those whose name or code has what is looked for."""
    around = bench(request, framework, label)
    words, under = request.GET.get("q", "").strip()[:100], request.GET.get("under", "")
    found = frameworks.skill_tree(around.draft.version.id, under=under, words=words, page=page_number(request.GET))
    page = SkillsPage(
        bench=around,
        trail=_trail(around, found),
        rows=_rows(around, found, moving=not words, moved=request.GET.get("moved", "")),
        count=found.count,
        words=words,
        under=under,
        pagination=paginate(found.page, found.pages, request.GET),
        removed=frameworks.skills_removed(around.draft.version.id) if not under and not words else (),
    )
    return render(request, "authoring/skills.html", page)


@with_account
def move(request: Request, framework: str, label: str, skill: str) -> HttpResponse:
    """Move a skill by one place, and show where it stands now."""
    around = bench(request, framework, label, to_edit=True)
    way = request.POST.get("move", "")
    if request.method != "POST" or way not in commands.MOVES:
        raise NotVisible
    version = around.draft.version.id
    try:
        commands.move_skill(version_id=version, slug=skill, move=way, actor=request.actor, at=request.at)
    except commands.CannotMove as no:
        messages.warning(request, str(no))
    return see_other(place_of(around, skill))


@with_account
def remove(request: Request, framework: str, label: str, skill: str) -> HttpResponse:
    """Show what hangs on a skill, and take it out of the draft when that is confirmed."""
    around = bench(request, framework, label, to_edit=True)
    version = around.draft.version.id
    hangs, problem = frameworks.hanging(version, skill), ""
    if request.method == "POST":
        try:
            commands.remove_skill(
                version_id=version, slug=skill, seen=request.POST.get("seen", ""), actor=request.actor, at=request.at
            )
        except commands.Changed:
            problem = _("This skill was changed since you opened this page. Look at what goes with it once more.")
        except Refusal as no:
            problem = str(no)
        else:
            words = _("%(name)s is removed from this draft.") % {"name": hangs.name}
            if hangs.restorable:
                words += " " + _("You can put it back below.")
            messages.success(request, words)
            return see_other(_home(around))
    page = RemovePage(around, hangs, problem)
    return render(request, "authoring/skill_remove.html", page, status=422 if problem else 200)


@with_account
def restore(request: Request, framework: str, label: str, skill: str) -> HttpResponse:
    """Put a skill back as the version before has it."""
    around = bench(request, framework, label, to_edit=True)
    if request.method != "POST":
        raise NotVisible
    try:
        commands.restore_skill(version_id=around.draft.version.id, slug=skill, actor=request.actor, at=request.at)
    except commands.ThereAlready as no:
        messages.warning(request, str(no))
    else:
        messages.success(request, _("It is back, as the version before has it."))
    return see_other(reverse("authoring_skill", args=[*around.args, skill]))


def place_of(around: Bench, slug: str) -> str:
    """Return where a skill stands in the tree: its branch, its page and its row. Three queries."""
    parent, page = frameworks.skill_place(around.draft.version.id, slug)
    where = {"under": parent} if parent else {}
    if page > 1:
        where["page"] = str(page)
    return f"{_home(around)}?{urlencode(where | {'moved': slug})}#skill-{slug}"


def _home(around: Bench) -> str:
    return reverse("authoring_skills", args=around.args)


def _trail(around: Bench, found: TreeBranch) -> tuple[Step, ...]:
    return tuple(Step(name, f"{_home(around)}?{urlencode({'under': slug})}") for slug, name in found.trail)


def _rows(around: Bench, found: TreeBranch, *, moving: bool, moved: str) -> tuple[Row, ...]:
    rows = []
    for place, row in enumerate(found.rows):
        first = place == 0 and found.page == 1
        last = place == len(found.rows) - 1 and found.page == found.pages
        moves = [
            ("up", _("Up"), not first),
            ("down", _("Down"), not last),
            ("under", _("Under the one above"), not first),
            ("out", _("Out"), bool(found.trail)),
        ]
        rows.append(
            Row(
                slug=row.slug,
                name=row.name,
                code=row.code,
                children=row.children,
                asked_by=row.asked_by,
                branch_url=f"{_home(around)}?{urlencode({'under': row.slug})}",
                moves=tuple((way, text) for way, text, can in moves if can) if moving and around.draft.may_edit else (),
                moved=row.slug == moved,
            )
        )
    return tuple(rows)
