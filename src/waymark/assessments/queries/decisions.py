"""The record of a decision: for its person and for whoever decided, to read and as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.assessments import policies, rules
from waymark.assessments.models import Assessment, EvidenceBefore, EvidenceUse, Judgement, Source, Step
from waymark.assessments.queries import views
from waymark.assessments.queries.deciding import steps_of
from waymark.assessments.queries.printing import CannotBePrinted
from waymark.assessments.types import AnswerView, DecidedSkill, DecisionRecord
from waymark.frameworks.types import RequirementView
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people
from waymark_formats.framework import Unwritable
from waymark_formats.pdf.decision import DecisionDocument, SkillBlock, write_decision

DECIDING = ("confirm", "sign_off", "decline", "moderate")
"""The moves that are decisions."""


def decision_record(uuid: UUID, actor: Actor, at: datetime) -> DecisionRecord:
    """Return the record of what was decided about an assessment. Some fifteen queries, whatever its size.

    Raises:
        NotVisible: there is none, nothing was decided yet, it was withdrawn, or the actor is neither its person nor
            one of those who decide about it.
    """
    row = fetch(policies.SEE_DECISION, Assessment.objects.all(), actor, at, uuid=uuid)
    decisions = list(Step.objects.filter(assessment=row, move__in=DECIDING).order_by("pk"))
    if not decisions or row.state == rules.WITHDRAWN:
        raise NotVisible
    view = views.of(row)
    role = views.asked_by(view)
    asked = {line.skill_id: line for line in role.requirements}
    said = {one.skill_id: one for one in view.answers}
    words = {
        one.skill_id: one
        for one in Judgement.objects.filter(assessment=row)
        .exclude(source=Source.SELF)
        .select_related("revocation")
        .order_by("made_at", "pk")
    }
    names = people.names({row.person_id} | {one.maker_id for one in words.values() if one.maker_id is not None})
    evidence = _evidence(row)
    steps = steps_of(row)
    return DecisionRecord(
        assessment=row.uuid,
        person_id=row.person_id,
        name=names.get(row.person_id, ""),
        role_title=role.ref.title,
        framework_title=role.ref.framework_title,
        version_label=role.ref.version_label,
        state=row.state,
        appeal=row.appeal_of_id is not None,
        submitted_at=row.submitted_at,
        decided_at=decisions[-1].at,
        valid_until=max((one.valid_until for one in words.values() if one.valid_until), default=None),
        skills=tuple(
            _skill(asked[pk], said.get(pk), words.get(pk), names, evidence.get(pk, ()))
            for pk in row.skills
            if pk in asked and (pk in said or pk in words)
        ),
        left=tuple(asked[pk].skill_name for pk in row.skills if pk in asked and pk not in said and pk not in words),
        steps=steps,
        declarations=tuple((one.name, one.declaration) for one in steps if one.declaration),
        made_at=at,
    )


def decision_pdf(record: DecisionRecord, *, site: str, step_words: Callable[[str], str]) -> bytes:
    """Return the record of a decision to print, accessible (PDF/UA-1).

    Args:
        record: as ``decision_record`` hands it out.
        site: what the site calls itself.
        step_words: what a move is called on pages.

    Raises:
        CannotBePrinted: a text has a character that no font of the site shows.

    Cost: about half a second.
    """
    document = DecisionDocument(
        title=_("Record of a decision"),
        publisher=site,
        name=record.name,
        lines=facts_of(record, site=site),
        skills_title=_("Skills"),
        skills=tuple(
            SkillBlock(one.name, tuple((label, text) for label, text in lines_of(one) if text)) for one in record.skills
        ),
        steps_title=_("What happened"),
        columns=(_("Day"), _("What"), _("By"), _("Reason")),
        steps=tuple(
            (_day(one.at), step_words(one.move), one.name or _("This site"), " ".join([*one.words, one.reason]).strip())
            for one in record.steps
        ),
        declared_title=_("Declared"),
        declared=tuple(f"{name or _('Somebody')}: {declaration}" for name, declaration in record.declarations),
        page=_("Page"),
        language=(get_language() or "en").split("-")[0],
    )
    try:
        return write_decision(document, made_at=record.made_at, fonts=settings.FONTS_DIR)
    except Unwritable as error:
        raise CannotBePrinted(str(error)) from error


def facts_of(record: DecisionRecord, *, site: str) -> tuple[str, ...]:
    """Return what stands at the head of a record, a sentence each."""
    lines = [
        _("Against %(role)s of %(framework)s, version %(label)s.")
        % {"role": record.role_title, "framework": record.framework_title, "label": record.version_label}
    ]
    if record.appeal:
        lines.append(_("This was another look at an earlier decision."))
    if record.submitted_at:
        lines.append(_("Submitted on %(day)s.") % {"day": _day(record.submitted_at)})
    lines.append(_("Decided on %(day)s.") % {"day": _day(record.decided_at)})
    if record.valid_until:
        lines.append(_("What was signed off ends on %(day)s.") % {"day": _day(record.valid_until)})
    if record.left:
        lines.append(_("Left open: %(skills)s.") % {"skills": ", ".join(record.left)})
    lines.append(_("Printed by %(site)s on %(day)s.") % {"site": site, "day": _day(record.made_at)})
    return tuple(lines)


def lines_of(one: DecidedSkill) -> tuple[tuple[str, str], ...]:
    """Return what a record says of a skill: what each line is, and its text; empty where there is none."""
    return (
        (_("Asked for"), one.asked),
        (_("What the person put"), one.said or _("Nothing")),
        (_("Their note"), one.note),
        (_("Evidence"), "; ".join(one.evidence)),
        (
            _("Decided"),
            _("%(level)s, by %(name)s") % {"level": one.decided, "name": one.by_name or _("somebody")}
            if one.decided
            else _("Nothing"),
        ),
        (_("Reason"), one.reason),
        (_("Revoked since"), one.revoked),
    )


def _skill(
    asked: RequirementView,
    said: AnswerView | None,
    word: Judgement | None,
    names: dict[int, str],
    evidence: tuple[str, ...],
) -> DecidedSkill:
    levels = list(asked.levels)
    return DecidedSkill(
        name=asked.skill_name,
        asked=asked.level_name or _("Yes or no"),
        said=rules.answer_title(levels, level=said.level, has_skill=said.has_skill) if said else "",
        note=said.note if said else "",
        decided=rules.answer_title(levels, level=word.level, has_skill=word.has_skill) if word else "",
        by_name=names.get(word.maker_id or 0, "") if word else "",
        reason=word.note if word else "",
        evidence=evidence,
        revoked=word.revocation.reason if word is not None and hasattr(word, "revocation") else "",
    )


def _evidence(row: Assessment) -> dict[int, tuple[str, ...]]:
    """Return the titles of the evidence that was used, by skill, as they were then. Two queries."""
    uses = list(EvidenceUse.objects.filter(assessment=row).select_related("evidence").order_by("pk"))
    if not uses:
        return {}
    before = {
        (one.evidence_id, one.revision): str(one.said.get("title", ""))
        for one in EvidenceBefore.objects.filter(evidence_id__in={use.evidence_id for use in uses})
    }
    found: dict[int, list[str]] = {}
    for use in uses:
        title = before.get((use.evidence_id, use.revision)) or use.evidence.title
        found.setdefault(use.skill_id, []).append(title)
    return {pk: tuple(titles) for pk, titles in found.items()}


def _day(at: datetime) -> str:
    return date_format(localtime(at), "j F Y")
