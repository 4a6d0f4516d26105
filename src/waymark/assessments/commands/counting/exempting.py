"""Somebody need not hold a skill, for a while and for a reason."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals
from waymark.assessments.commands.counting.refusals import (
    AlreadyExempt,
    ExemptionOver,
    NoSuchSkill,
    NotAskedThere,
    NotSuchDays,
    WhyNeeded,
)
from waymark.assessments.events import ExemptionChanged
from waymark.assessments.models import Exemption
from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people


@transaction.atomic
def exempt(
    *,
    person_id: int,
    skill_id: int,
    from_on: date,
    until_on: date | None,
    reason: str,
    actor: Actor,
    at: datetime,
    role_level_id: int | None = None,
) -> UUID:
    """Exempt somebody from a skill: where it is asked for, it is no gap of theirs meanwhile. They are told.

    Args:
        person_id: whom.
        skill_id: from which skill.
        from_on: the first day.
        until_on: the first day on which it is asked for again; None: until somebody ends it.
        reason: why, up to 400 characters; the person reads it.
        actor: a head of their profession, or HR director where they work.
        at: when.
        role_level_id: the one role level in which they are exempt; None: wherever the skill is asked for.

    Raises:
        NotVisible: there is no such person, or the actor may not exempt them. Nobody exempts themselves.
        NoSuchSkill, NotAskedThere, NotSuchDays, AlreadyExempt, WhyNeeded, TooLong: see each.
    """
    reason = reason_of(reason)
    policies.MAY_EXEMPT.require(actor, person_id, at)
    if skill_id not in frameworks.skills_now([skill_id], at):
        raise NoSuchSkill
    if role_level_id is not None and not _asks(role_level_id, skill_id, person_id, at):
        raise NotAskedThere
    if until_on is not None and (until_on <= from_on or until_on <= localtime(at).date()):
        raise NotSuchDays
    people.row_of(person_id).select_for_update(no_key=True).get()
    meanwhile = Q(until_on__isnull=True) | Q(until_on__gt=from_on)
    if until_on is not None:
        meanwhile &= Q(from_on__lt=until_on)
    # Who is exempt everywhere is exempt there too; the other way round is something new.
    same = Q(role_level__isnull=True) | Q(role_level_id=role_level_id)
    there = Exemption.objects.filter(
        meanwhile, same, person_id=person_id, skill_id=skill_id, ended_at__isnull=True
    ).first()
    if there is not None:
        raise AlreadyExempt(there.from_on, there.until_on)
    row = Exemption.objects.create(
        uuid=new_uuid(), person_id=person_id, skill_id=skill_id, role_level_id=role_level_id, from_on=from_on,
        until_on=until_on, reason=reason, account_id=actor.account_id, at=at,
    )  # fmt: skip
    audit.record(
        "assessments.exemption.given", actor=actor, at=at, subjects=(person_id,), reason=reason,
        exemption=str(row.uuid), skill=skill_id, role_level=role_level_id, from_on=from_on.isoformat(),
        until_on=until_on.isoformat() if until_on else "",
    )  # fmt: skip
    audit.announce(ExemptionChanged(str(row.uuid), person_id, ended=False), at=at)
    return row.uuid


@transaction.atomic
def end_exemption(*, exemption: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """End an exemption before its last day: from today on the skill is asked for again. The person is told.

    Raises:
        NotVisible: there is no such exemption, or the actor may not end it.
        ExemptionOver: it has ended already.
        WhyNeeded, TooLong: there is no reason, or it does not fit.
    """
    reason = reason_of(reason)
    row = fetch(
        policies.MAY_END_EXEMPTION, Exemption.objects.select_for_update(of=("self",)), actor, at, uuid=exemption
    )
    if row.ended_at is not None or (row.until_on is not None and row.until_on <= localtime(at).date()):
        raise ExemptionOver
    row.ended_at, row.ended_by_id, row.ended_why = at, actor.account_id, reason
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])
    audit.record(
        "assessments.exemption.ended", actor=actor, at=at, subjects=(row.person_id,), reason=reason,
        exemption=str(row.uuid), skill=row.skill_id,
    )  # fmt: skip
    audit.announce(ExemptionChanged(str(row.uuid), row.person_id, ended=True), at=at)


def _asks(role_level_id: int, skill_id: int, person_id: int, at: datetime) -> bool:
    """Say whether a role level asks somebody for a skill: as the standard has it, or their department beside it."""
    try:
        standard = frameworks.role_level_by_id(role_level_id, at)
    except NotVisible:
        return False
    asked = frameworks.in_context(standard, [people.path_of(person_id, at)], at)
    return any(line.skill_id == skill_id for line in asked.requirements)


def reason_of(reason: str) -> str:
    """Return a reason, trimmed, if there is one and it fits."""
    reason = reason.strip()
    if not reason:
        raise WhyNeeded
    if len(reason) > rules.MOST_REASON:
        raise refusals.TooLong(length=len(reason), most=rules.MOST_REASON)
    return reason
