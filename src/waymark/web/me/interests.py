"""Which of my skills I want to use, and which I would teach: one form for all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import Wish
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.text import sort_key
from waymark.web.base.access import signed_in
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me.common import me, see_other


@dataclass(frozen=True, slots=True)
class Row:
    """One skill: what I hold, and what I said I want."""

    skill_id: int
    name: str
    level: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class InterestsPage:
    """My skills, with what I want of each."""

    rows: tuple[Row, ...]
    options: tuple[tuple[int, str], ...]
    shared: bool
    problem: str


@signed_in
def interests(request: Request) -> HttpResponse:
    """Show what I said I want, and save it."""
    before = assessments.wishes(me(request).id, request.actor, request.at)
    rows = _rows(request, before.said)
    if request.method != "POST":
        return _page(request, rows, before.said, shared=before.shared)
    # What came onto the page after they opened it stays as it was.
    typed = {pk: _typed(request.POST, pk) for row in rows if f"interest_{(pk := row.skill_id)}" in request.POST}
    shared = request.POST.get("shared") == "yes"
    try:
        record.save_interests(wishes=list(typed.values()), shared=shared, actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as refusal:
        return _page(request, rows, {**before.said, **typed}, shared=shared, problem=str(refusal))
    messages.success(request, _("Saved."))
    return see_other(reverse("me_skills"))


def _rows(request: Request, said: Collection[int]) -> tuple[Row, ...]:
    """Return the skills on my record, those my role asks for, and those I said something of before, by name."""
    person, at = me(request), request.at
    found = {one.skill_id: (one.skill_name, one.level_name) for one in assessments.standings(
        person.id, request.actor, at
    )}  # fmt: skip
    if person.role_level_id is not None:
        for role in frameworks.role_level_refs([person.role_level_id], at):
            for line in frameworks.role_level_by_id(role, at).requirements:
                found.setdefault(line.skill_id, (line.skill_name, ""))
    for pk, row in frameworks.skill_rows(set(said) - set(found), at).items():
        found[pk] = (row.name, "")
    return tuple(
        Row(pk, name, level, Wish(pk))
        for pk, (name, level) in sorted(found.items(), key=lambda one: (sort_key(one[1][0]), one[0]))
    )


def _typed(data: QueryDict, skill_id: int) -> Wish:
    """Return what the form says of a skill; what is no number is an interest that the record refuses."""
    said = data.get(f"interest_{skill_id}", "")
    return Wish(
        skill_id,
        int(said) if said.isascii() and said.isdigit() and len(said) < 3 else -1,
        would_use=f"use_{skill_id}" in data,
        would_teach=f"teach_{skill_id}" in data,
    )


def _page(
    request: Request, rows: tuple[Row, ...], said: dict[int, Wish], *, shared: bool, problem: str = ""
) -> HttpResponse:
    page = InterestsPage(
        rows=tuple(Row(row.skill_id, row.name, row.level, said.get(row.skill_id, row.wish)) for row in rows),
        options=assessments.interest_options(),
        shared=shared,
        problem=problem,
    )
    options: dict[str, Any] = {"seen_by": [assessments.who_sees_interests()]}
    return render(request, "me/interests.html", page, status=422 if problem else 200, **options)
