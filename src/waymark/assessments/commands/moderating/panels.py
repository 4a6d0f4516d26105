"""Panels: made, with other members, closed; and the rule that chooses what they look at."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals as plain
from waymark.assessments.commands.moderating import refusals
from waymark.assessments.events import PanelChanged
from waymark.assessments.models import Panel, PanelMember, Sample, SamplingRule
from waymark.assessments.policies import moderating
from waymark.assessments.queries import composing as reading
from waymark.assessments.types import SamplingTerms
from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation

MOST_NAME = 120


@transaction.atomic
def make_panel(
    *,
    profession_id: int,
    organisation_id: int | None = None,
    name: str,
    members: Collection[int],
    actor: Actor,
    at: datetime,
) -> UUID:
    """Make a panel that looks at assessments of a profession.

    Args:
        profession_id: whose assessments.
        organisation_id: whose people's; None: everybody's.
        name: what it is called, up to 120 characters.
        members: accounts of moderators of the profession there, two at least.
        actor: a moderator of the profession, or one of its heads, each within their duty.
        at: when.

    Raises:
        NotVisible: there is no such profession or organisation, or the actor composes no panels there.
        PanelNeedsName, PanelTooSmall, NotModerators: it cannot be made so.
    """
    path = organisation.organisation_by_id(organisation_id).path if organisation_id is not None else ""
    if not moderating.keeps_panels(profession_id, path, actor):
        raise NotVisible
    name = name.strip()
    if not 0 < len(name) <= MOST_NAME:
        raise refusals.PanelNeedsName
    _must_fit(profession_id, organisation_id, members, at)
    row = Panel.objects.create(
        uuid=new_uuid(), profession_id=profession_id, organisation_id=organisation_id, name=name,
        account_id=actor.account_id, made_at=at,
    )  # fmt: skip
    policies.MAY_COMPOSE_PANEL.require(actor, row.pk, at)
    PanelMember.objects.bulk_create(PanelMember(panel=row, account_id=pk, from_at=at) for pk in sorted(set(members)))
    audit.record(
        "assessments.panel.made", actor=actor, at=at, panel=str(row.uuid), name=name, profession=profession_id,
        organisation=organisation_id, members=sorted(set(members)),
    )  # fmt: skip
    return row.uuid


@transaction.atomic
def change_panel(*, panel: UUID, members: Collection[int], actor: Actor, at: datetime) -> None:
    """Say who is in a panel from ``at`` on. What somebody said in it stays on record and counts.

    Raises:
        NotVisible: there is no such open panel, or the actor does not compose it.
        PanelTooSmall, NotModerators: it cannot be so.
    """
    row = _open(panel, actor, at)
    before = set(PanelMember.objects.filter(panel=row, until_at__isnull=True).values_list("account_id", flat=True))
    wanted = set(members)
    _must_fit(row.profession_id, row.organisation_id, wanted, at, known=before)
    for member in PanelMember.objects.filter(panel=row, until_at__isnull=True, account_id__in=before - wanted):
        member.until_at = max(at, member.from_at)
        member.save(update_fields=["until_at"])
    PanelMember.objects.bulk_create(PanelMember(panel=row, account_id=pk, from_at=at) for pk in sorted(wanted - before))
    audit.record(
        "assessments.panel.changed", actor=actor, at=at, panel=str(row.uuid), joined=sorted(wanted - before),
        left=sorted(before - wanted),
    )  # fmt: skip
    audit.announce(PanelChanged(str(row.uuid), sorted(wanted - before), sorted(before - wanted)), at=at)


@transaction.atomic
def close_panel(*, panel: UUID, actor: Actor, at: datetime) -> None:
    """Close a panel: nothing goes to it any more.

    Raises:
        NotVisible: there is no such open panel, or the actor does not compose it.
        PanelBusy: assessments are with it.
    """
    row = _open(panel, actor, at)
    if waiting := Sample.objects.filter(panel=row, assessment__state=rules.IN_MODERATION).count():
        raise refusals.PanelBusy(waiting)
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    audit.record("assessments.panel.closed", actor=actor, at=at, panel=str(row.uuid), name=row.name)


@transaction.atomic
def set_sampling_rule(*, profession_id: int, terms: SamplingTerms, reason: str, actor: Actor, at: datetime) -> UUID:
    """Write which confirmed assessments of a profession a panel looks at from now on. What was chosen stays chosen.

    Chance starts from a seed of the rule's own, which is shown only once another rule holds.

    Args:
        profession_id: the profession.
        terms: what the rule chooses; all of it off chooses nothing.
        reason: why, up to 400 characters; assessors and moderators read it.
        actor: a head of the profession.
        at: when.

    Raises:
        NotVisible: the actor is no head of that profession.
        NotASamplingRule: a number is out of range.
        RuleWithoutReason, TooLong: there is no reason, or it does not fit.
    """
    if not reading.sets_sampling(profession_id, actor):
        raise NotVisible
    reason = reason.strip()
    if rules.why_not_these_terms(terms):
        raise refusals.NotASamplingRule
    if not reason:
        raise plain.RuleWithoutReason
    if len(reason) > rules.MOST_REASON:
        raise plain.TooLong(length=len(reason), most=rules.MOST_REASON)
    row = SamplingRule.objects.create(
        uuid=new_uuid(), profession_id=profession_id, share=terms.share, first=terms.first,
        difference=terms.difference, appeals=terms.appeals, seed=secrets.token_hex(32), reason=reason,
        account_id=actor.account_id, at=at,
    )  # fmt: skip
    policies.MAY_SET_SAMPLING.require(actor, row.pk, at)
    audit.record(
        "assessments.sampling_rule.set", actor=actor, at=at, reason=reason, rule=str(row.uuid),
        profession=profession_id, share=terms.share, first=terms.first, difference=terms.difference,
        appeals=terms.appeals,
    )  # fmt: skip
    return row.uuid


def _open(panel: UUID, actor: Actor, at: datetime) -> Panel:
    row = fetch(policies.MAY_COMPOSE_PANEL, Panel.objects.select_for_update(), actor, at, uuid=panel)
    if row.closed_at is not None:
        raise NotVisible
    return row


def _must_fit(
    profession_id: int,
    organisation_id: int | None,
    members: Collection[int],
    at: datetime,
    *,
    known: Collection[int] = (),
) -> None:
    """Refuse members who are no moderators there; those who are in it already may stay."""
    if len(set(members)) < rules.LEAST:
        raise refusals.PanelTooSmall
    could = {one.account_id for one in reading.could_moderate(profession_id, organisation_id, at)}
    if not set(members) <= could | set(known):
        raise refusals.NotModerators
