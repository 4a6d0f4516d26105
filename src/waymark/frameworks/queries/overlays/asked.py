"""What a role level asks for where somebody works: the standard, and what their department asks for beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from waymark.frameworks import rules
from waymark.frameworks.queries import scales
from waymark.frameworks.queries.overlays.shown import above, shown, standing
from waymark.frameworks.queries.scale_tables import counts_as, equivalences_from
from waymark.frameworks.queries.skills import skill_wordings, skills_now
from waymark.frameworks.types import (
    Beside,
    Overlaid,
    OverlayKind,
    RequirementView,
    RoleLevelView,
    SkillPage,
)


def in_context(view: RoleLevelView, paths: Iterable[str], at: datetime) -> RoleLevelView:
    """Return a role level with what departments ask for beside the standard, for somebody who works in ``paths``.

    What they ask for is marked by ``asked_for_by``. They raise and add, and never lower: where the standard or a
    wider organisation asks for as much already, that stands. For a person's own gap alone: whatever compares people
    or organisations keeps to the standard.

    A level they named on another scale counts as what somebody said it does on today's; where nobody did, the
    standard stands until they look again.

    Cost: no query without paths; one where departments ask for nothing; nine otherwise.
    """
    where = above(paths)
    if not where:
        return view
    entries = standing().filter(
        overlay__role_level=view.ref.id, overlay__kind__in=rules.ASKED, overlay__organisation__path__in=where
    )
    asks = shown(entries)
    if not asks:
        return view
    pages = skills_now([one.skill_id for one in asks if one.skill_id is not None], at)
    asks = _on_todays_scales(asks, dict(entries.values_list("overlay__uuid", "skill_version_id")), pages, at)
    requirements = {one.skill_id: one for one in view.requirements}
    for ask in asks:
        page = pages.get(ask.skill_id or 0)
        if page is not None:
            merged = _merged(requirements.get(page.id), ask, page)
            if merged is not None:
                requirements[page.id] = merged
    return replace(view, requirements=tuple(requirements.values()))


def _on_todays_scales(
    asks: Iterable[Overlaid], against: Mapping[UUID, int | None], pages: Mapping[int, SkillPage], at: datetime
) -> tuple[Overlaid, ...]:
    """Return what is asked for with its levels as they count today. ``against``: the version each was held against."""
    pairs = {one: (one.skill_id or 0, against.get(one.uuid) or 0) for one in asks if one.uuid is not None}
    if not pairs:
        return tuple(asks)
    then = scales.skills_on_scales(pairs.values(), at)
    tables = equivalences_from([one.scale for one in then.values()], at)
    found = []
    for one in asks:
        before, page = then.get(pairs.get(one, (0, 0))), pages.get(one.skill_id or 0)
        if one.level is None or before is None or page is None:
            found.append(one)
            continue
        level = counts_as(one.level, before.scale, page.scale, tables).level
        if level is not None or one.kind is OverlayKind.EXTRA_SKILL:
            found.append(replace(one, level=level))
    return tuple(found)


def asked_beside(view: RoleLevelView, paths: Iterable[str], at: datetime) -> tuple[Beside, ...]:
    """Return what departments ask for beside a role level of the standard, to be kept: see ``asked_again``.

    Cost: that of ``in_context``, and four queries more where a skill is asked for that the standard does not have.
    """
    more = [one for one in in_context(view, paths, at).requirements if one.asked_for_by]
    pages = skills_now([one.skill_id for one in more if one.standard_level is None], at) if more else {}
    return tuple(
        Beside(
            skill_id=one.skill_id,
            version_id=pages[one.skill_id].version.id if one.standard_level is None else view.ref.version_id,
            level=one.level,
            importance=one.importance,
            asked_for_by=one.asked_for_by,
            standard_level=one.standard_level,
        )
        for one in more
    )


def asked_again(asked: Iterable[tuple[RoleLevelView, Sequence[Beside]]]) -> tuple[RoleLevelView, ...]:
    """Return role levels with what departments asked for beside them on an earlier day, as it was kept.

    Three queries, however many there are; none where nothing was kept.
    """
    found = [(view, tuple(beside)) for view, beside in asked]
    kept = {(one.skill_id, one.version_id) for _view, beside in found for one in beside}
    pages = skill_wordings(kept) if kept else {}
    return tuple(_with(view, beside, pages) if beside else view for view, beside in found)


def _with(view: RoleLevelView, beside: Iterable[Beside], pages: Mapping[tuple[int, int], SkillPage]) -> RoleLevelView:
    requirements = {one.skill_id: one for one in view.requirements}
    for one in beside:
        page, standard = pages.get((one.skill_id, one.version_id)), requirements.get(one.skill_id)
        if page is None:
            continue
        if standard is None:
            requirements[page.id] = _extra(page, one.level, one.importance, one.asked_for_by)
        elif one.level is not None:
            requirements[page.id] = replace(
                _raised(standard, one.level, page, one.asked_for_by), standard_level=one.standard_level
            )
    return replace(view, requirements=tuple(requirements.values()))


def _merged(asked: RequirementView | None, ask: Overlaid, page: SkillPage) -> RequirementView | None:
    """Return what is asked of a skill once an organisation's own asking counts; None when nothing is asked."""
    if asked is None:
        if ask.kind is not OverlayKind.EXTRA_SKILL:
            return None
        return _extra(page, ask.level, ask.importance, ask.organisation_name)
    if asked.asked_for_by and asked.standard_level is None and ask.importance == "essential":
        asked = replace(asked, importance="essential")  # an extra skill of a wider organisation
    level = min(ask.level, asked.top) if ask.level is not None else None
    if level is None or asked.level is None or level <= asked.level:
        return asked
    standard_level = asked.standard_level if asked.asked_for_by else asked.level
    return replace(_raised(asked, level, page, ask.organisation_name), standard_level=standard_level)


def _raised(asked: RequirementView, level: int, page: SkillPage, asked_for_by: str) -> RequirementView:
    said = next((one for one in page.descriptors if one.rank == level), None)
    return replace(
        asked,
        level=level,
        level_name=asked.levels[level - 1],
        defined=bool(said and said.defined),
        text=said.text if said else "",
        asked_for_by=asked_for_by,
    )


def _extra(page: SkillPage, asked_level: int | None, importance: str, asked_for_by: str) -> RequirementView:
    level = min(asked_level, page.scale.top) or None if asked_level is not None else None
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
        importance=importance,
        weight=1,
        choice=None,
        defined=bool(said and said.defined),
        text=said.text if said else "",
        levels=tuple(step.name for step in page.scale.levels),
        scale=page.scale,
        asked_for_by=asked_for_by,
    )
