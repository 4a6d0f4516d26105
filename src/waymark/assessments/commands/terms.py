"""What a framework asks of assessments, set by whoever answers for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals
from waymark.assessments.models import Terms
from waymark.assessments.queries import terms as reading
from waymark.audit import commands as audit
from waymark.kernel import errors
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor

MOST_LEVEL, MOST_DAYS, MOST_MONTHS = 20, 365, 120


class NotTheseTerms(errors.Refusal):
    """A number is out of range."""

    def __init__(self) -> None:
        super().__init__(
            _("Give 1 to %(days)d days, and 1 to %(months)d months or no end.")
            % {"days": MOST_DAYS, "months": MOST_MONTHS}
        )


class TermsWithoutReason(errors.Refusal):
    """Nobody can see why the terms are so."""

    def __init__(self) -> None:
        super().__init__(_("Say why. Whoever sets them next reads it."))


@transaction.atomic
def set_terms(
    *,
    framework_id: int,
    evidence_from: int | None,
    days: int,
    months: int | None,
    blind: bool,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Say what a framework asks of assessments from ``at`` on. What was sent before keeps its day and its stage.

    Args:
        framework_id: the framework.
        evidence_from: from which level up evidence is asked for, 1 to 20; None: never.
        days: within how many days whoever has an assessment should answer, 1 to 365.
        months: for how many months a sign-off holds, 1 to 120; None: without end.
        blind: whether whoever decides answers before they see what the person put.
        reason: why, up to 400 characters.
        actor: the head of the profession that owns the framework.
        at: when.

    Raises:
        NotVisible: there is no such framework, or the actor does not answer for it.
        NotTheseTerms: a number is out of range.
        TermsWithoutReason: no reason was given.
        TooLong: it does not fit.
    """
    if not reading.may_set_terms(framework_id, actor, at):
        raise NotVisible
    reason = reason.strip()
    if not reason:
        raise TermsWithoutReason
    if len(reason) > rules.MOST_REASON:
        raise refusals.TooLong(length=len(reason), most=rules.MOST_REASON)
    if not 1 <= days <= MOST_DAYS or not 1 <= (months or 1) <= MOST_MONTHS or months == 0:
        raise NotTheseTerms
    if evidence_from is not None and not 1 <= evidence_from <= MOST_LEVEL:
        raise NotTheseTerms
    row = Terms.objects.create(
        framework_id=framework_id, evidence_from=evidence_from, days=days, months=months, blind=blind, reason=reason,
        account_id=actor.account_id, at=at,
    )  # fmt: skip
    policies.MAY_SET_TERMS.require(actor, row.pk, at)
    audit.record(
        "assessments.terms.set", actor=actor, at=at, reason=reason, framework=framework_id,
        evidence_from=evidence_from, days=days, months=months, blind=blind,
    )  # fmt: skip
