"""What lint finds is accepted with a reason, or no longer; and what a framework allows is set."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Limits
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.reviews import policies
from waymark.reviews.models import AcceptedFinding, CheckLimits
from waymark.reviews.queries.checking import finding_of

MOST_REASON = 400
SKILLS_FROM, SKILLS_TO = 3, 60
AGE_FROM, AGE_TO = 9, 25


class ReasonMissing(Refusal):
    """A finding is accepted with a reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why it is meant to be so, in up to 400 characters."))


class FindingGone(Refusal):
    """The content has changed since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("This finding is gone: somebody changed what it was about. Look at the findings again."))


class NotALimit(Refusal):
    """The number is out of bounds."""


@transaction.atomic
def accept_finding(*, version_id: int, digest: str, reason: str, actor: Actor, at: datetime) -> UUID:
    """Say that a finding about a draft is meant to be so. It comes back when the content it is about changes.

    Accepted once already, it stays as it was accepted.

    Raises:
        NotVisible: the actor does not write the draft.
        ReasonMissing: the reason is empty or has more than 400 characters.
        FindingGone: lint does not find it any more.

    Cost: that of ``frameworks.queries.findings``; of a large draft a few queries, for it is looked up in the last run.
    """
    policies.MAY_CHECK.require(actor, version_id, at)
    reason = reason.strip()
    if not reason or len(reason) > MOST_REASON:
        raise ReasonMissing
    framework_id = frameworks.version_by_id(version_id).framework_id
    finding = finding_of(version_id, digest, at)
    if finding is None:
        raise FindingGone
    row = AcceptedFinding(
        uuid=new_uuid(), framework_id=framework_id, kind=finding.kind, thing=finding.uuid, digest=digest,
        reason=reason, by_id=actor.account_id, from_at=at,
    )  # fmt: skip
    # Two who accept it at once: the later one gets the earlier one's.
    AcceptedFinding.objects.bulk_create([row], ignore_conflicts=True)
    kept = AcceptedFinding.objects.get(framework_id=framework_id, digest=digest, until_at__isnull=True)
    if kept.uuid == row.uuid:
        audit.record(
            "reviews.finding.accepted",
            actor=actor,
            at=at,
            reason=reason,
            framework=framework_id,
            version=version_id,
            finding=finding.kind,
            about=finding.name,
        )
    return kept.uuid


@transaction.atomic
def take_back_acceptance(*, accepted: UUID, actor: Actor, at: datetime) -> None:
    """Accept a finding no longer: it is shown again.

    Raises:
        NotVisible: there is no such acceptance in force, or the actor does not write a draft of the framework.
    """
    row = fetch(policies.MAY_TAKE_BACK, AcceptedFinding.objects.select_for_update(), actor, at, uuid=accepted)
    if row.until_at is not None:
        raise NotVisible
    row.until_at = at
    row.save(update_fields=["until_at"])
    audit.record("reviews.finding.taken_back", actor=actor, at=at, framework=row.framework_id, finding=row.kind)


@transaction.atomic
def set_check_limits(*, version_id: int, most_skills: int, reading_age: int, actor: Actor, at: datetime) -> Limits:
    """Say what a framework allows before lint says something; it holds for all its versions.

    Args:
        version_id: a draft of the framework.
        most_skills: per role level, from 3 to 60.
        reading_age: in years, from 9 to 25.
        actor: who writes the draft.
        at: when.

    Raises:
        NotVisible: the actor does not write the draft.
        NotALimit: a number is out of bounds.
    """
    policies.MAY_CHECK.require(actor, version_id, at)
    if not SKILLS_FROM <= most_skills <= SKILLS_TO:
        raise NotALimit(_("Enter a number of skills from 3 to 60."))
    if not AGE_FROM <= reading_age <= AGE_TO:
        raise NotALimit(_("Enter a reading age from 9 to 25 years."))
    framework_id = frameworks.version_by_id(version_id).framework_id
    limits = Limits(most_skills, reading_age)
    CheckLimits.objects.update_or_create(framework_id=framework_id, defaults=asdict(limits))
    audit.record(
        "reviews.limits.set",
        actor=actor,
        at=at,
        framework=framework_id,
        most_skills=most_skills,
        reading_age=reading_age,
    )
    return limits
