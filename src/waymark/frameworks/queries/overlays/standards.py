"""The things of a standard that departments add to, as some versions word them, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from waymark.frameworks.models import RoleLevelWording, RoleWording
from waymark.frameworks.queries.role_levels import views_of
from waymark.frameworks.queries.skills import skill_wordings, skills_now
from waymark.frameworks.queries.versions import best_wordings_first
from waymark.frameworks.types import RequirementView, RoleLevelView, SkillPage, StandardThing

Parts = tuple[tuple[str, str], ...]
Place = tuple[int, int]
"""A thing and a version of its framework, by their ids."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Things by id, of each kind."""

    roles: frozenset[int] = frozenset()
    role_levels: frozenset[int] = frozenset()
    skills: frozenset[int] = frozenset()


@dataclass(slots=True)
class Standards:
    """What was read: things by id (as they are now), or by id and version (as they were)."""

    roles: dict[Any, StandardThing] = field(default_factory=dict)
    role_levels: dict[Any, RoleLevelView] = field(default_factory=dict)
    skills: dict[Any, SkillPage] = field(default_factory=dict)


_ROLE = (
    "role_id", "version_id", "role__slug", "name", "role__framework_id", "version__framework__slug", "version__title",
    "version__label", "summary", "responsibilities", "entry_routes", "next_moves",
)  # fmt: skip


def standards_now(wanted: Wanted, at: datetime) -> Standards:
    """Return things as they stand at ``at``: what the current version leaves out as the last that had it.

    Things that no version knows are absent. Ten queries at most, however many things.
    """
    found = Standards()
    if wanted.roles:
        for *row, is_current in best_wordings_first(
            RoleWording.objects.filter(role_id__in=wanted.roles), at
        ).values_list(*_ROLE, "is_current"):
            found.roles.setdefault(row[0], _role(*row, current=bool(is_current)))
    if wanted.role_levels:
        best: dict[int, tuple[int, bool]] = {}
        rows = best_wordings_first(RoleLevelWording.objects.filter(role_level_id__in=wanted.role_levels), at)
        for thing_id, pk, is_current in rows.values_list("role_level_id", "pk", "is_current"):
            best.setdefault(thing_id, (pk, bool(is_current)))
        for view in views_of(RoleLevelWording.objects.filter(pk__in=[pk for pk, _is_current in best.values()])):
            found.role_levels[view.ref.id] = replace(view, current=best[view.ref.id][1])
    if wanted.skills:
        found.skills.update(skills_now(wanted.skills, at))
    return found


def standards_then(roles: Iterable[Place], role_levels: Iterable[Place], skills: Iterable[Place]) -> Standards:
    """Return things as some versions worded them, by thing and version; pairs that do not exist are absent.

    Eight queries at most, however many.
    """
    found = Standards()
    if chosen := _pairs("role_id", roles):
        for row in RoleWording.objects.filter(chosen).values_list(*_ROLE):
            found.roles[row[0], row[1]] = _role(*row, current=True)
    if chosen := _pairs("role_level_id", role_levels):
        for view in views_of(RoleLevelWording.objects.filter(chosen)):
            found.role_levels[view.ref.id, view.ref.version_id] = view
    if pairs := set(skills):
        found.skills.update(skill_wordings(pairs))
    return found


def role_level_parts(view: RoleLevelView) -> Parts:
    """Return what a version says of a role level: in words, and what it asks for."""
    asked = ((_("Asks for %(skill)s") % {"skill": one.skill_name}, asked_words(one)) for one in view.requirements)
    return _said((_("Name"), view.ref.title), (_("Description"), view.description), *asked)


def skill_parts(page: SkillPage) -> Parts:
    """Return what a version says of a skill, level by level."""
    levels = ((one.name, one.text) for one in page.descriptors)
    scale = ", ".join(step.name for step in page.scale.levels)
    return _said((_("Name"), page.name), (_("Summary"), page.summary), (_("Levels"), scale), *levels)


def asked_parts(view: RoleLevelView | None, page: SkillPage | None) -> Parts:
    """Return what an extra skill or a raised level hangs on: what the role level asks, and what the skill says."""
    asked = standard_of(view, page.id) if view and page else None
    words = asked_words(asked) if asked else _("Not asked for")
    return ((_("What the standard asks for"), words), *(skill_parts(page) if page else ()))


def standard_of(view: RoleLevelView, skill_id: int) -> RequirementView | None:
    """Return what a role level asks of a skill by itself; None when it does not ask for it."""
    return next((one for one in view.requirements if one.skill_id == skill_id), None)


def asked_words(asked: RequirementView) -> str:
    """Return what is asked of a skill, in words: its level, and whether it is desirable only."""
    words = asked.level_name or _("No level named")
    return words if asked.importance == "essential" else _("%(level)s, desirable") % {"level": words}


def role_level_thing(view: RoleLevelView, framework_id: int, parts: Parts | None = None) -> StandardThing:
    """Return a role level as what something hangs on."""
    ref = view.ref
    name = ref.title if ref.title == ref.role_name else f"{ref.role_name}: {ref.title}"
    return StandardThing(
        kind="role_level", id=ref.id, slug=ref.slug, name=name, framework_id=framework_id,
        framework_slug=ref.framework_slug, framework_title=ref.framework_title, version_id=ref.version_id,
        version_label=ref.version_label, current=view.current, parts=role_level_parts(view) if parts is None else parts,
    )  # fmt: skip


def skill_thing(page: SkillPage, framework_id: int) -> StandardThing:
    """Return a skill as what something hangs on."""
    return StandardThing(
        kind="skill", id=page.id, slug=page.slug, name=page.name, framework_id=framework_id,
        framework_slug=page.version.framework_slug, framework_title=page.version.title, version_id=page.version.id,
        version_label=page.version.label, current=page.current, parts=skill_parts(page),
    )  # fmt: skip


def _role(
    role_id: int, version_id: int, slug: str, name: str, framework_id: int, framework: str, title: str, label: str,
    summary: str, responsibilities: str, entry_routes: str, next_moves: str, *, current: bool,
) -> StandardThing:  # fmt: skip
    return StandardThing(
        kind="role", id=role_id, slug=slug, name=name, framework_id=framework_id, framework_slug=framework,
        framework_title=title, version_id=version_id, version_label=label, current=current,
        parts=_said(
            (_("Name"), name),
            (_("Summary"), summary),
            (_("Responsibilities"), responsibilities),
            (_("Ways into this role"), entry_routes),
            (_("Where it can lead"), next_moves),
        ),
    )  # fmt: skip


def _said(*parts: tuple[str, str]) -> Parts:
    return tuple((label, text) for label, text in parts if text)


def _pairs(column: str, places: Iterable[Place]) -> Q | None:
    """Return the condition for things in versions: a version's things together. None for none."""
    by_version: dict[int, set[int]] = defaultdict(set)
    for thing_id, version_id in places:
        by_version[version_id].add(thing_id)
    chosen: Q | None = None
    for version_id, ids in by_version.items():
        one = Q(version_id=version_id, **{f"{column}__in": ids})
        chosen = one if chosen is None else chosen | one
    return chosen
