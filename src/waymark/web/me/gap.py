"""Your gap: what is between you and a role level, with the sum that made it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from waymark.assessments import queries as assessments
from waymark.careers import queries as careers
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Replacement, RoleLevelRef
from waymark.gaps import queries as gaps
from waymark.gaps.types import RoleGapView
from waymark.web.base.access import signed_in
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import undo, words
from waymark.web.me.common import RoleSearch, behaviours_of, me, search_roles, slug_of


@dataclass(frozen=True, slots=True)
class GapPage:
    """The gap to one role level, and the way to another one."""

    gap: RoleGapView | None
    """None when no role level is chosen and the person's role is not known."""
    replaced: Replacement | None
    """What became of the role level, when it is in no current version and that was said."""
    groups: tuple[words.LineGroup, ...]
    is_mine: bool
    is_target: bool
    role: RoleLevelRef | None
    behaviours: RoleLevelRef | None
    """What everyone at the person's grade is asked for: what to compare with while the role is not known."""
    behaviours_gap: RoleGapView | None
    target: RoleLevelRef | None
    search: RoleSearch
    undo: undo.Undo | None


@signed_in
def gap(request: Request) -> HttpResponse:
    """Show the gap to the role level asked for, else to my own."""
    person, actor, at = me(request), request.actor, request.at
    slug = slug_of(request.GET, "target")
    wanted = frameworks.role_level_ref(slug, at) if slug else None
    saved = careers.target(person.id, actor, at)
    ids = {person.role_level_id, saved.role_level_id if saved else None} - {None}
    refs = frameworks.role_level_refs([pk for pk in ids if pk is not None], at)
    role = refs.get(person.role_level_id) if person.role_level_id is not None else None
    target = refs.get(saved.role_level_id) if saved else None
    shown = wanted or role
    behaviours = behaviours_of(person, at) if shown is None else None
    found = gaps.gap(person.id, shown.id, actor, at, path=person.organisation_path) if shown else None
    page = GapPage(
        gap=found,
        replaced=frameworks.replacements("role_level", [shown.id], at).get(shown.id)
        if shown and found and not found.current
        else None,
        groups=words.line_groups(found.skills) if found else (),
        is_mine=shown is not None and role is not None and shown.id == role.id,
        is_target=shown is not None and target is not None and shown.id == target.id,
        role=role,
        behaviours=behaviours,
        behaviours_gap=gaps.gap(person.id, behaviours.id, actor, at, path=person.organisation_path)
        if behaviours
        else None,
        target=target,
        search=search_roles(request.GET.get("q", ""), at),
        undo=undo.take(request),
    )
    seen_by = [assessments.who_sees_levels(), careers.who_sees_targets()]
    return render(request, "me/gap.html", page, seen_by=seen_by)
