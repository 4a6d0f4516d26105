"""Levels between departments: the rule a department writes, and what it makes of the levels of who moves there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals
from waymark.assessments.models import Acceptance, AcceptanceRule, Judgement, Standing
from waymark.assessments.queries import acceptance, signed
from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, Actor, Purpose
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.organisation import queries as organisation
from waymark.organisation.types import Place
from waymark.people import queries as people

AT_ONCE = 200
"""Movements in one step of a file's."""


@transaction.atomic
def set_acceptance_rule(
    *,
    organisation_id: int,
    profession_id: int | None,
    issuers: Collection[int] = (),
    months: int | None,
    assurance: str,
    scales: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Write what a department accepts, from ``at`` on, of levels signed off elsewhere. What was decided before stays.

    Args:
        organisation_id: the department.
        profession_id: for whose frameworks; None: for those of every profession without a rule of its own.
        issuers: ids of the departments whose word is accepted; none: every department's.
        months: how old a level may be on the day of a move, 1 to 120; None: as old as it is valid.
        assurance: the least that is asked for: ``assessor`` or ``panel``.
        scales: ``same``, or ``equivalent``: also on a scale that is said to count as the one used now.
        reason: why, up to 400 characters; people who move read it.
        actor: an HR director of the department, or for one profession its head of that profession.
        at: when.

    Raises:
        NotVisible: there is no such department, or the actor does not write its rule for that profession.
        RuleWithoutReason: no reason was given.
        TooLong: it does not fit.
        NotARule: an issuer that is no department, a number of months out of range, or a word that is not offered.
    """
    reason = reason.strip()
    place = organisation.organisation_by_id(organisation_id)
    if profession_id not in policies.keeps_acceptance(place.path, actor):
        raise NotVisible
    if not reason:
        raise refusals.RuleWithoutReason
    if len(reason) > rules.MOST_REASON:
        raise refusals.TooLong(length=len(reason), most=rules.MOST_REASON)
    known = {one.id for one in signed.departments().values()}
    if not set(issuers) <= known or (months is not None and not 1 <= months <= rules.MOST_MONTHS):
        raise refusals.NotARule
    if assurance not in AcceptanceRule.Assurance.values or scales not in AcceptanceRule.Scales.values:
        raise refusals.NotARule
    row = AcceptanceRule.objects.create(
        uuid=new_uuid(), organisation_id=organisation_id, profession_id=profession_id, issuers=sorted(set(issuers)),
        months=months, assurance=assurance, scales=scales, reason=reason, account_id=actor.account_id, at=at,
    )  # fmt: skip
    policies.MAY_SET_ACCEPTANCE.require(actor, row.pk, at)
    audit.record(
        "assessments.acceptance_rule.set", actor=actor, at=at, reason=reason, rule=str(row.uuid),
        organisation=organisation_id, profession=profession_id, issuers=row.issuers, months=months,
        assurance=assurance, scales=scales,
    )  # fmt: skip
    return row.uuid


@transaction.atomic
def accept_levels(*, person_id: int, organisation_id: int, moved_on: date, at: datetime) -> tuple[int, int]:
    """Hold what was signed off of somebody to the rule of the department they moved to, and tell them.

    Returns how many levels were accepted, and how many are asked for again. A move is looked at once: what was decided
    about a level stays, and nothing happens when it is called again. The program does it, when it hears of a move.

    Args:
        person_id: who moved.
        organisation_id: the department.
        moved_on: the day of the move.
        at: when.

    Cost: about a dozen queries.
    """
    department = organisation.organisation_by_id(organisation_id)
    list(people.everyone(OPERATOR, at).select_for_update(no_key=True).filter(pk=person_id).values_list("pk"))
    decided = Acceptance.objects.filter(organisation_id=organisation_id, moved_on=moved_on, person_id=person_id)
    picked = Standing.objects.filter(person_id=person_id, purpose=Purpose.RECRUITMENT)
    judgements = list(
        Judgement.objects.filter(pk__in=picked.values("judgement_id"))
        .exclude(pk__in=decided.values("judgement_id"))
        .select_related("version__framework")
        .order_by("pk")
    )
    if not judgements:
        return 0, 0
    rows = _outcomes(judgements, department, moved_on, at)
    Acceptance.objects.bulk_create(rows)
    accepted = sum(row.outcome == Acceptance.Outcome.ACCEPTED for row in rows)
    asked = len(rows) - accepted
    audit.record(
        "assessments.levels.travelled", actor=OPERATOR, at=at, subjects=(person_id,), organisation=organisation_id,
        moved_on=moved_on.isoformat(), accepted=accepted, asked=asked,
    )  # fmt: skip
    _tell(person_id, department, moved_on, accepted, asked, at)
    return accepted, asked


@transaction.atomic
def accept_levels_of_many(*, first: int, last: int, at: datetime) -> tuple[int, int]:
    """Do the same for the next people whom a file moved to another department, by the ids of their movements.

    Returns the id to go on from (0: that was everybody) and how many people had levels that travelled. One entry in
    the record for each of them.

    Cost: four queries for 200 movements, and those of ``accept_levels`` for each that led to another department.
    """
    page, following = people.movements(first, last, limit=AT_ONCE)
    there = acceptance.departments_moved_to([(one.before_post_id, one.post_id) for one in page])
    # All of them at once and in order, as everybody locks people: one by one, by their movements, two could wait for
    # each other.
    moved = sorted({one.person_id for one, department_id in zip(page, there, strict=True) if department_id is not None})
    list(people.rows_of(moved).select_for_update(no_key=True).values_list("pk"))
    travelled = 0
    for one, department_id in zip(page, there, strict=True):
        if department_id is not None:
            found = accept_levels(person_id=one.person_id, organisation_id=department_id, moved_on=one.on, at=at)
            travelled += any(found)
    return following, travelled


def _outcomes(judgements: Sequence[Judgement], department: Place, moved_on: date, at: datetime) -> list[Acceptance]:
    written = acceptance.rules_written(department.id)
    issuers = signed.issued_by(judgements)
    pairs = {(row.skill_id, row.version_id) for row in judgements} | {(row.skill_id, 0) for row in judgements}
    scales = frameworks.skills_on_scales(pairs, at)
    tables = frameworks.equivalences_from((one.scale for one in scales.values()), at)
    found = []
    for row in judgements:
        profession_id = row.version.framework.profession_id
        rule = written.get(profession_id) or written.get(None)
        then, now = scales[row.skill_id, row.version_id], scales.get((row.skill_id, 0))
        said = frameworks.counts_as(row.level, then.scale, now.scale, tables) if row.level is not None and now else None
        issuer = issuers.get(row.pk)
        level = rules.Travelling(
            source=row.source,
            made_at=row.made_at,
            valid_until=row.valid_until,
            issuer_id=issuer.id if issuer else None,
            same_scale=now is not None and (said is None or said.same),
            comparable=said is not None and said.level is not None,
        )
        terms = acceptance.terms(rule) if rule is not None else rules.DEFAULT_ACCEPTANCE
        why = rules.why_asked(level, terms, here=department.id, on=moved_on)
        found.append(
            Acceptance(
                uuid=new_uuid(),
                person_id=row.person_id,
                organisation_id=department.id,
                judgement=row,
                moved_on=moved_on,
                outcome=Acceptance.Outcome.ASKED if why else Acceptance.Outcome.ACCEPTED,
                why=list(why),
                rule=rule,
                at=at,
            )
        )
    return found


def _tell(person_id: int, department: Place, moved_on: date, accepted: int, asked: int, at: datetime) -> None:
    taken = ngettext("%(num)d signed-off level was accepted.", "%(num)d signed-off levels were accepted.", accepted) % {
        "num": accepted
    }
    again = ngettext("%(num)d is asked for again.", "%(num)d are asked for again.", asked) % {"num": asked}
    notifications.notify(
        accounts=people.accounts_of([person_id]).values(),
        topic=Topic.PEOPLE,
        key=f"assessments.travelled.{person_id}.{department.id}.{moved_on.isoformat()}",
        title=_("What %(department)s made of your levels") % {"department": department.name},
        body=" ".join([taken, again] if asked else [taken, _("You are not assessed again in these.")]),
        url="/me/assessments" if asked else "/me/record",
        at=at,
    )
