"""Proposing releases and deciding about them: one person proposes, another agrees or refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import Refusal, Stale
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.reviews import policies
from waymark.reviews.events import ReleaseDecided, ReleaseProposed
from waymark.reviews.models import Release
from waymark.reviews.queries.releases import release_digest
from waymark.reviews.queries.signing import is_ready


class AlreadyProposed(Refusal):
    """Another proposal about the version waits for a second person."""

    def __init__(self) -> None:
        super().__init__(_("A release is proposed already. Take that back first, or wait for the second person."))


class OutOfOrder(Refusal):
    """The version would hold before the one that it follows, which would then take its place again."""

    def __init__(self, label: str, day: datetime) -> None:
        super().__init__(
            _("Version %(label)s, which this one follows, holds from %(day)s. Choose that day or a later one.")
            % {"label": label, "day": date_format(timezone.localtime(day), "j F Y")}
        )


class NotSignedOff(Refusal):
    """Somebody who was chosen has not signed the draft off as it stands, and no reason was given to go on."""

    def __init__(self, what_to_do: str) -> None:
        super().__init__(_("Not everyone who was asked has signed this draft off.") + " " + what_to_do)


class ReasonNeeded(Refusal):
    """A refusal, or what ends or keeps a version, was not given its reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why."))


class OwnProposal(Refusal):
    """Whoever proposed a release cannot be the second person."""

    def __init__(self) -> None:
        super().__init__(_("You proposed this yourself. Another head of the profession has to decide about it."))


class ProposalOver(Refusal):
    """The proposal is over."""

    def __init__(self) -> None:
        super().__init__(_("This proposal is over: it was decided or taken back before."))


@transaction.atomic
def propose_release(
    *, version_id: int, from_at: datetime, notes: str, reason: str = "", actor: Actor, at: datetime
) -> UUID:
    """Propose that a draft is published, and return the proposal's UUID. It is about the content as it stands now.

    Args:
        version_id: the draft.
        from_at: from when it is to hold; when that has passed, from the moment of agreement.
        notes: what readers are told of it.
        reason: why, where not everyone who was chosen has signed it off.
        actor: an author or the head of the profession.
        at: when.

    Raises:
        NotVisible: there is no such version that the actor may write.
        AlreadyPublished: of the frameworks room.
        OutOfOrder: the version that it follows is to hold later.
        AlreadyProposed: a proposal waits that is still about what the draft says.
        NotSignedOff: see there.
        ReasonTooLong: it does not fit into the record.

    Cost: as ``queries.release_digest``, twice while somebody is chosen to sign off.
    """
    policies.MAY_PROPOSE.require(actor, version_id, at)
    frameworks_commands.hold(version_id)
    version = frameworks.version_by_id(version_id)
    if version.published_at is not None:
        raise frameworks_commands.AlreadyPublished(version.label)
    _refuse_out_of_order(version_id, max(from_at, at))
    digest = release_digest(version_id)
    _make_room(version_id, digest, at)
    if not reason.strip() and not is_ready(version_id, at):
        raise NotSignedOff(_("Say why it should be released anyway."))
    return _propose(Release.Act.PUBLISH, version_id, from_at, notes, reason, digest, actor, at)


@transaction.atomic
def propose_ending(*, version_id: int, act: str, from_at: datetime, reason: str, actor: Actor, at: datetime) -> UUID:
    """Propose that the framework of a published version retires or, before it has, stays; or that the version goes.

    Args:
        version_id: the version; of a framework that retires, its newest.
        act: retire, keep or withdraw.
        from_at: from when the framework does not hold any more; the others take effect when they are agreed.
        reason: why, as readers are told.
        actor: an author or the head of the profession.
        at: when.

    Raises:
        NotVisible: there is no such version that the actor may write.
        NotInForce: of the frameworks room.
        AlreadyProposed: a proposal about the version waits.
        ReasonNeeded, ReasonTooLong: no reason, or too long a one.
    """
    policies.MAY_PROPOSE.require(actor, version_id, at)
    frameworks_commands.hold(version_id)
    version = frameworks.version_by_id(version_id)
    if version.state_at(at) not in _CAN_END[Release.Act(act)]:
        raise frameworks_commands.NotInForce(version.label)
    if not reason.strip():
        raise ReasonNeeded
    _make_room(version_id, "", at)
    return _propose(Release.Act(act), version_id, max(from_at, at), "", reason, "", actor, at)


@transaction.atomic
def decide_release(*, release: UUID, agree: bool, answer: str = "", actor: Actor, at: datetime) -> None:
    """Agree to a proposed release, or refuse it. With the agreement it is done, in the same transaction.

    Args:
        release: the proposal.
        agree: yes or no.
        answer: why; needed for a no.
        actor: a head of the profession who did not propose it, or an operator.
        at: when.

    Raises:
        NotVisible: there is no such proposal, or it is not the actor's to decide.
        OwnProposal: the actor made it.
        ProposalOver: it is over.
        ReasonNeeded: a refusal says why.
        Stale: the draft changed after it was proposed; agreeing is not possible any more.
        NotSignedOff: somebody who was chosen does not stand behind it any more, and it was proposed without a reason.
        AlreadyPublished, TooEarly: of the frameworks room.
    """
    about = Release.objects.filter(uuid=release).values_list("version_id", flat=True).first()
    if about is not None:
        # What is agreed to is what is published: no edit comes between reading the draft and publishing it.
        frameworks_commands.hold(about)
    row = fetch(policies.MAY_DECIDE_RELEASE, Release.objects.select_for_update(of=("self",)), actor, at, uuid=release)
    if row.proposed_by_id is not None and row.proposed_by_id == actor.account_id:
        raise OwnProposal
    if row.state != Release.State.OPEN:
        raise ProposalOver
    if not agree and not answer.strip():
        raise ReasonNeeded
    if agree:
        _DONE[row.act](row, at)
    _settle(row, Release.State.AGREED if agree else Release.State.REFUSED, answer, actor, at)
    audit.record(
        "reviews.release.agreed" if agree else "reviews.release.refused", actor=actor, at=at, reason=answer.strip(),
        release=str(row.uuid), version=row.version_id, act=row.act, proposed_by=row.proposed_by_id,
        from_at=row.from_at.isoformat(),
    )  # fmt: skip


@transaction.atomic
def take_release_back(*, release: UUID, actor: Actor, at: datetime) -> None:
    """Take a proposal back before anyone decided about it.

    Raises:
        NotVisible: there is no such proposal, or the actor does not write the version.
        ProposalOver: it is over.
    """
    row = fetch(
        policies.MAY_TAKE_RELEASE_BACK, Release.objects.select_for_update(of=("self",)), actor, at, uuid=release
    )
    if row.state != Release.State.OPEN:
        raise ProposalOver
    _settle(row, Release.State.TAKEN_BACK, "", actor, at)
    audit.record("reviews.release.taken_back", actor=actor, at=at, release=str(row.uuid), version=row.version_id)


def _refuse_out_of_order(version_id: int, from_at: datetime) -> None:
    older = frameworks.version_before(version_id)
    before = frameworks.version_by_id(older) if older is not None else None
    if before is not None and before.effective_from is not None and from_at < before.effective_from:
        raise OutOfOrder(before.label, before.effective_from)


def _make_room(version_id: int, digest: str, at: datetime) -> None:
    """Refuse a second open proposal, unless the first is about what the draft no longer says.

    Raises:
        AlreadyProposed: it is not.
    """
    waiting = Release.objects.select_for_update(of=("self",)).filter(version_id=version_id, state=Release.State.OPEN)
    for row in waiting:
        if row.digest == digest:
            raise AlreadyProposed
        _settle(row, Release.State.VOID, "", None, at)


def _propose(
    act: str, version_id: int, from_at: datetime, notes: str, reason: str, digest: str, actor: Actor, at: datetime
) -> UUID:
    row = Release.objects.create(
        uuid=new_uuid(), version_id=version_id, act=act, from_at=from_at, notes=notes.strip(), reason=reason.strip(),
        digest=digest, proposed_by_id=actor.account_id, proposed_at=at,
    )  # fmt: skip
    audit.record(
        "reviews.release.proposed", actor=actor, at=at, reason=reason.strip(), release=str(row.uuid),
        version=version_id, act=act, from_at=from_at.isoformat(),
    )  # fmt: skip
    audit.announce(ReleaseProposed(row.pk), at=at)
    return row.uuid


def _settle(row: Release, state: str, answer: str, actor: Actor | None, at: datetime) -> None:
    row.state, row.answer, row.decided_at = state, answer.strip(), at
    row.decided_by_id = actor.account_id if actor else None
    row.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    audit.announce(ReleaseDecided(row.pk), at=at)


def _publish(row: Release, at: datetime) -> None:
    if row.digest != release_digest(row.version_id):
        raise Stale(
            _("The draft changed after it was proposed. Refuse it, or ask its authors to propose it as it stands now.")
        )
    if not row.reason and not is_ready(row.version_id, at):
        raise NotSignedOff(_("Refuse it, or ask its authors to propose it again and say why."))
    frameworks_commands.release(version_id=row.version_id, effective_from=max(row.from_at, at), notes=row.notes, at=at)


def _retire(row: Release, at: datetime) -> None:
    frameworks_commands.retire(version_id=row.version_id, from_at=max(row.from_at, at), reason=row.reason, at=at)


def _keep(row: Release, at: datetime) -> None:
    frameworks_commands.keep(version_id=row.version_id, at=at)


def _withdraw(row: Release, at: datetime) -> None:
    frameworks_commands.withdraw(version_id=row.version_id, reason=row.reason, at=at)


_CAN_END = {
    Release.Act.RETIRE: {"scheduled", "published"},
    Release.Act.KEEP: {"retiring"},
    Release.Act.WITHDRAW: {"scheduled", "published", "retiring"},
}
"""Where a version stands of which this can be said."""

_DONE: dict[str, Callable[[Release, datetime], None]] = {
    Release.Act.PUBLISH: _publish,
    Release.Act.RETIRE: _retire,
    Release.Act.KEEP: _keep,
    Release.Act.WITHDRAW: _withdraw,
}
"""What is done once two people agreed."""
