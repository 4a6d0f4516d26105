"""Showing an assessment to someone, and taking that back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.access import queries as access
from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals
from waymark.assessments.events import AssessmentShared, ShareEnded
from waymark.assessments.models import Assessment, Share
from waymark.assessments.queries import sharing
from waymark.assessments.types import ShareView
from waymark.audit import commands as audit
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people


@transaction.atomic
def share_assessment(
    *,
    uuid: UUID,
    with_account_id: int | None = None,
    with_manager: bool = False,
    message: str = "",
    actor: Actor,
    at: datetime,
) -> ShareView:
    """Show a submitted assessment to one account or to one's manager, from ``at`` on, until it is taken back.

    Sharing again with somebody who can see it already changes nothing and returns the share that stands.

    Args:
        uuid: an assessment of the actor's, submitted and not taken back.
        with_account_id: whom to show it to; or
        with_manager: show it to whoever manages the person, today and later.
        message: a few words for the receiver, up to 400 characters; may be empty.
        actor: the person.
        at: when.

    Raises:
        NotVisible: no such assessment of theirs.
        NotSubmitted: it is still open: drafts are nobody else's.
        AlreadyWithdrawn: it was taken back.
        NobodyNamed: neither an account nor the manager was named, or both.
        ReceiverUnknown: there is no such account, or it cannot sign in any more.
        WithYourself: the account is the person's own.
        NoManager: nobody manages the person now.
        TooLong: the message does not fit.
    """
    if len(message) > rules.MOST_MESSAGE:
        raise refusals.TooLong(length=len(message), most=rules.MOST_MESSAGE)
    if (with_account_id is not None) == with_manager:
        raise refusals.NobodyNamed
    person_id = actor.as_person()
    row = fetch(policies.MAY_SHARE, Assessment.objects.select_for_update(), actor, at, uuid=uuid)
    if row.state == rules.WITHDRAWN:
        raise refusals.AlreadyWithdrawn(row.withdrawn_at or at)
    if (row.state, "share") not in rules.MOVES:
        raise refusals.NotSubmitted
    told = _manager_account(person_id, at) if with_manager else _receiver(with_account_id, person_id, actor, at)

    standing = Share.objects.filter(
        assessment=row, with_account_id=with_account_id, with_manager=with_manager, ended_at=None
    ).first()
    if standing is not None:
        return sharing.view_of(standing.pk)
    share = Share.objects.create(
        uuid=new_uuid(), assessment=row, with_account_id=with_account_id, with_manager=with_manager,
        message=message, from_at=at,
    )  # fmt: skip
    audit.record(
        "assessments.assessment.shared", actor=actor, at=at, subjects=(person_id,), assessment=str(row.uuid),
        share=str(share.uuid), with_account=with_account_id, with_manager=with_manager,
    )  # fmt: skip
    audit.announce(AssessmentShared(str(share.uuid), str(row.uuid), person_id, told, with_manager), at=at)
    return sharing.view_of(share.pk)


@transaction.atomic
def stop_sharing(*, share_uuid: UUID, actor: Actor, at: datetime) -> ShareView:
    """Take back an assessment that was shown to someone: from ``at`` on they cannot open it.

    Stopping what has stopped already changes nothing.

    Raises:
        NotVisible: no such share of theirs.
    """
    person_id = actor.as_person()
    share = fetch(policies.MAY_STOP_SHARING, Share.objects.select_for_update(), actor, at, uuid=share_uuid)
    if share.ended_at is None:
        _end(share, person_id, at)
        audit.record(
            "assessments.assessment.share_ended", actor=actor, at=at, subjects=(person_id,), share=str(share.uuid),
        )  # fmt: skip
    return sharing.view_of(share.pk)


def end_all(assessment: Assessment, person_id: int, at: datetime) -> int:
    """End every share of an assessment that is taken back, inside that command, and return how many stood."""
    standing = list(Share.objects.select_for_update().filter(assessment=assessment, ended_at=None).order_by("pk"))
    for share in standing:
        _end(share, person_id, at)
    return len(standing)


def _end(share: Share, person_id: int, at: datetime) -> None:
    share.ended_at = max(at, share.from_at)
    share.save(update_fields=["ended_at"])
    told = _manager_account(person_id, at, needed=False) if share.with_manager else share.with_account_id
    assessment = Assessment.objects.values_list("uuid", flat=True).get(pk=share.assessment_id)
    audit.announce(ShareEnded(str(share.uuid), str(assessment), person_id, told, share.with_manager), at=at)


def _receiver(account_id: int | None, person_id: int, actor: Actor, at: datetime) -> int:
    """Return the account to share with.

    Raises:
        ReceiverUnknown, WithYourself: it cannot be shared with.
    """
    assert account_id is not None
    if account_id not in access.account_cards([account_id]):
        raise refusals.ReceiverUnknown
    behind = people.person_of_account(account_id, at)
    if account_id == actor.account_id or (behind is not None and behind.id == person_id):
        raise refusals.WithYourself
    return account_id


def _manager_account(person_id: int, at: datetime, *, needed: bool = True) -> int | None:
    """Return the account of whoever manages a person now; None when they have none.

    Raises:
        NoManager: nobody does, and it is ``needed``.
    """
    manager = people.manager_of(person_id, at)
    if manager is None:
        if needed:
            raise refusals.NoManager
        return None
    return manager.account_id
