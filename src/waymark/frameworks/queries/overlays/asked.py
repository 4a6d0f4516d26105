"""What a role level asks for where somebody works: the standard, and what their department asks for beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from waymark.frameworks import rules
from waymark.frameworks.queries import scales
from waymark.frameworks.queries.overlays.shown import above, shown, standing
from waymark.frameworks.queries.skills import skills_now
from waymark.frameworks.types import Overlaid, OverlayKind, RequirementView, RoleLevelView, SkillPage


def in_context(view: RoleLevelView, paths: Iterable[str], at: datetime) -> RoleLevelView:
    """Return a role level with what departments ask for beside the standard, for somebody who works in ``paths``.

    What they ask for is marked by ``asked_for_by``. They raise and add, and never lower: where the standard or a
    wider organisation asks for as much already, that stands. For a person's own gap alone: whatever compares people
    or organisations keeps to the standard.

    Cost: no query without paths; one where departments ask for nothing; five otherwise.
    """
    where = above(paths)
    if not where:
        return view
    asks = shown(
        standing().filter(
            overlay__role_level=view.ref.id, overlay__kind__in=rules.ASKED, overlay__organisation__path__in=where
        )
    )
    pages = skills_now([one.skill_id for one in asks if one.skill_id is not None], at) if asks else {}
    requirements = {one.skill_id: one for one in view.requirements}
    for ask in asks:
        page = pages.get(ask.skill_id or 0)
        if page is not None:
            merged = _merged(requirements.get(page.id), ask, page)
            if merged is not None:
                requirements[page.id] = merged
    return replace(view, requirements=tuple(requirements.values()))


def _merged(asked: RequirementView | None, ask: Overlaid, page: SkillPage) -> RequirementView | None:
    """Return what is asked of a skill once an organisation's own asking counts; None when nothing is asked."""
    if asked is None:
        return _extra(ask, page) if ask.kind is OverlayKind.EXTRA_SKILL else None
    if asked.asked_for_by and asked.standard_level is None and ask.importance == "essential":
        asked = replace(asked, importance="essential")  # an extra skill of a wider organisation
    level = min(ask.level, asked.top) if ask.level is not None else None
    if level is None or asked.level is None or level <= asked.level:
        return asked
    said = next((one for one in page.descriptors if one.rank == level), None)
    return replace(
        asked,
        level=level,
        level_name=asked.levels[level - 1],
        defined=bool(said and said.defined),
        text=said.text if said else "",
        asked_for_by=ask.organisation_name,
        standard_level=asked.standard_level if asked.asked_for_by else asked.level,
    )


def _extra(ask: Overlaid, page: SkillPage) -> RequirementView:
    level = min(ask.level, page.scale.top) or None if ask.level is not None else None
    said = next((one for one in page.descriptors if one.rank == level), None)
    return RequirementView(
        skill_id=page.id,
        skill_slug=page.slug,
        skill_name=page.name,
        skill_summary=page.summary,
        kind=page.kind,
        level=level,
        level_name=scales.level_name(page.scale, level),
        top=page.scale.top,
        importance=ask.importance,
        weight=1,
        choice=None,
        defined=bool(said and said.defined),
        text=said.text if said else "",
        levels=tuple(step.name for step in page.scale.levels),
        scale=page.scale,
        asked_for_by=ask.organisation_name,
    )
