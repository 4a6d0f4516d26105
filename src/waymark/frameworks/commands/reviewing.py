"""A draft is in review or being written, and who was asked to read it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import policies
from waymark.frameworks.commands.publishing import AlreadyPublished
from waymark.frameworks.models import DraftReader, Version
from waymark.frameworks.queries.versions import version_by_id
from waymark.frameworks.types import VersionCard
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor, fetch

State = Version.State


class NotInReview(Refusal):
    """The draft is being written; it need not be taken back."""

    def __init__(self) -> None:
        super().__init__(_("This draft is not in review."))


@transaction.atomic
def put_in_review(*, version_id: int, actor: Actor, at: datetime) -> VersionCard:
    """Say that a draft is ready to be reviewed. One that is in review already stays so, and nothing is recorded.

    Raises:
        NotVisible: there is no such version that this actor may change.
        AlreadyPublished: it is published.
    """
    version = _unpublished(version_id, actor, at)
    if version.state != State.IN_REVIEW:
        _move(version, State.IN_REVIEW)
        audit.record(
            "frameworks.draft.put_in_review", actor=actor, at=at, framework=version.framework_id, version=version.pk
        )
    return version_by_id(version.pk)


@transaction.atomic
def back_to_writing(*, version_id: int, actor: Actor, at: datetime) -> VersionCard:
    """Take a draft out of review, to be written further.

    Raises:
        NotVisible: there is no such version that this actor may change.
        AlreadyPublished: it is published.
        NotInReview: it is being written already.
    """
    version = _unpublished(version_id, actor, at)
    if version.state != State.IN_REVIEW:
        raise NotInReview
    _move(version, State.DRAFT)
    audit.record(
        "frameworks.draft.back_to_writing", actor=actor, at=at, framework=version.framework_id, version=version.pk
    )
    return version_by_id(version.pk)


@transaction.atomic
def let_read(*, version_id: int, accounts: Collection[int], actor: Actor, at: datetime) -> int:
    """Let accounts read a draft, until they are asked no longer; return how many could not before.

    Nothing is recorded when all of them can.

    Raises:
        NotVisible: there is no such version that this actor may change.
        AlreadyPublished: it is published: everybody reads it.
    """
    version = _unpublished(version_id, actor, at)
    known = set(DraftReader.objects.filter(version=version, until_at=None).values_list("account_id", flat=True))
    new = sorted(set(accounts) - known)
    if new:
        DraftReader.objects.bulk_create(DraftReader(version=version, account_id=one, from_at=at) for one in new)
        audit.record(
            "frameworks.draft.opened_to", actor=actor, at=at, framework=version.framework_id, version=version.pk,
            accounts=new,
        )  # fmt: skip
    return len(new)


@transaction.atomic
def stop_reading(*, version_id: int, account_id: int, actor: Actor, at: datetime) -> None:
    """Let an account that was asked to read a draft read it no longer. Nothing happens to one that cannot.

    Whoever writes or reviews the frameworks of the profession by duty reads it all the same.

    Raises:
        NotVisible: there is no such version that this actor may change.
        AlreadyPublished: it is published: everybody reads it.
    """
    version = _unpublished(version_id, actor, at)
    rows = DraftReader.objects.filter(version=version, account_id=account_id, until_at=None)
    if rows.update(until_at=at):
        audit.record(
            "frameworks.draft.closed_to", actor=actor, at=at, framework=version.framework_id, version=version.pk,
            account=account_id,
        )  # fmt: skip


def _unpublished(version_id: int, actor: Actor, at: datetime) -> Version:
    version = fetch(policies.MAY_EDIT, Version.objects.select_for_update(), actor, at, pk=version_id)
    if version.published_at is not None:
        raise AlreadyPublished(version.label)
    return version


def _move(version: Version, state: str) -> None:
    version.state = state
    version.save(update_fields=["state"])
