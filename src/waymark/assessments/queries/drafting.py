"""Drafts of exercises, for those who write them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.assessments import policies, rules
from waymark.assessments.models import ExerciseDraft
from waymark.assessments.queries.calibration import level_names
from waymark.assessments.types import DraftSkill, ExerciseDraftLine, ExerciseDraftView
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import SkillPage, VersionCard
from waymark.kernel.policy import Actor, fetch


def exercise_frameworks(actor: Actor, at: datetime) -> tuple[tuple[str, str], ...]:
    """Return the frameworks about which the actor may write exercises: short name and title, by title. One query."""
    held = {duty.profession_id for duty in actor.holding(DutyKind.MODERATOR)}
    return tuple(
        (one.framework_slug, one.title)
        for one in frameworks.current_versions(at)
        if actor.operator or None in held or (one.profession_id in held and one.profession_id is not None)
    )


def exercise_drafts(actor: Actor, at: datetime) -> tuple[ExerciseDraftLine, ...]:
    """Return the drafts the actor writes with others, the last changed first. Three queries."""
    rows = list(
        ExerciseDraft.objects.filter(pk__in=policies.MAY_WRITE_EXERCISE.visible(actor, at))
        .annotate(skills=Count("words"))
        .order_by("-changed_at", "-pk")
    )
    cards = {card.framework_id: card for card in frameworks.current_versions(at)} if rows else {}
    names = access.account_names([row.changed_by_id for row in rows if row.changed_by_id is not None])
    return tuple(
        ExerciseDraftLine(
            uuid=row.uuid,
            title=row.title,
            framework_title=cards[row.framework_id].title if row.framework_id in cards else "",
            changed_at=row.changed_at,
            changed_by=names[row.changed_by_id].name if row.changed_by_id in names else "",
            skills=row.skills,
        )
        for row in rows
    )


def exercise_draft(uuid: UUID, actor: Actor, at: datetime, also: Collection[int] = ()) -> ExerciseDraftView:
    """Return one draft, with what the standard says of its skills. About ten queries.

    Args:
        uuid: which.
        actor: who asks.
        at: when.
        also: skills that stand on somebody's page and not in the draft, because another took them out meanwhile: they
            are among its skills here, without a word. Those that the framework does not have are left out.

    Raises:
        NotVisible: there is none, or the actor does not write it.
    """
    row = fetch(policies.MAY_WRITE_EXERCISE, ExerciseDraft.objects.all(), actor, at, uuid=uuid)
    return draft_view(row, at, also)


def draft_view(row: ExerciseDraft, at: datetime, also: Collection[int] = ()) -> ExerciseDraftView:
    """Return a draft that somebody was let in to."""
    version = version_now(row.framework_id, at)
    words = {word.skill_id: (word.panel_level, word.panel_reason) for word in row.words.order_by("pk")}
    there = frameworks.skills_a_to_z(at, framework=version.framework_slug) if version is not None else ()
    ours = {one.id for one in there}
    shown = [*words, *(pk for pk in dict.fromkeys(also) if pk in ours and pk not in words)]
    pages = frameworks.skills_now(shown, at)
    skills = tuple(_skill(pages[pk], *words.get(pk, (None, ""))) for pk in shown if pk in pages)
    written = [one for one in skills if one.skill_id in words]
    by = access.account_names([row.changed_by_id]) if row.changed_by_id is not None else {}
    return ExerciseDraftView(
        uuid=row.uuid,
        title=row.title,
        sample=row.sample,
        framework_title=version.title if version is not None else "",
        version_label=version.label if version is not None else "",
        revision=row.revision,
        changed_at=row.changed_at,
        changed_by=by[row.changed_by_id].name if row.changed_by_id in by else "",
        skills=skills,
        others=tuple((one.id, one.name) for one in there if one.id not in shown),
        missing=rules.missing_of_draft(row.title, row.sample, written, holds=version is not None),
    )


def version_now(framework_id: int, at: datetime) -> VersionCard | None:
    """Return the version of a framework that holds; None when none does. One query."""
    return next((one for one in frameworks.current_versions(at) if one.framework_id == framework_id), None)


def _skill(page: SkillPage, level: int | None, reason: str) -> DraftSkill:
    return DraftSkill(page.id, page.name, level_names(page.scale), page.descriptors, level, reason, page.current)
