"""Giving duties, deciding about proposals, and taking duties back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from waymark.access import policies, rules
from waymark.access.commands.refusals import (
    AlreadyDecided,
    AlreadyHeld,
    AlreadyOver,
    GivenToOneself,
    LastAdministrator,
    NothingToDecide,
    NotYoursToGive,
    OwnDuty,
    OwnProposal,
    ReasonMissing,
    UnknownKind,
    WrongPeriod,
    WrongPlace,
)
from waymark.access.events import GrantDecided, GrantGiven, GrantProposed, GrantRevoked
from waymark.access.models import Account, Grant, GrantDecision, Revocation
from waymark.access.queries.duties import is_last_administrator
from waymark.access.types import DutyKind, GrantState, KindOfDuty
from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation


@transaction.atomic
def give_duty(
    *,
    account: UUID,
    kind: str,
    profession_id: int | None = None,
    organisation_id: int | None = None,
    from_at: datetime | None = None,
    until_at: datetime,
    reason: str,
    person_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Give an account a duty for a period, or propose it where that takes two people. Return the grant's UUID.

    A duty that the operator gives counts without a second person: that is how a site gets its first administrators.

    Args:
        account: whose duty it is to be.
        kind: which (``types.DutyKind``).
        profession_id: over which profession; None for all of them.
        organisation_id: over which organisation and everything below it; None for all of them.
        from_at: when it begins; None for now.
        until_at: when it ends, exclusive.
        reason: why, in words; up to 400 characters.
        person_id: who the account is at work, if anybody: whom the record is about.
        actor: somebody whose duties give such duties there, or the operator.
        at: when.

    Raises:
        NotVisible: there is no such account, it is closed, or the actor gives no duties at all.
        UnknownKind, WrongPlace, WrongPeriod, ReasonMissing, ReasonTooLong: what was asked for makes no sense.
        NotYoursToGive: the actor's duties do not give this one there.
        GivenToOneself: the actor is its holder.
        AlreadyHeld: they hold the same duty over the same at some of that time.
    """
    # Locked, so that of two such grants at once the second sees the first.
    holder = fetch(policies.MAY_GIVE_DUTY, Account.objects.select_for_update(no_key=True), actor, at, uuid=account)
    asked = kind_called(kind)
    path = _path_of(asked, profession_id, organisation_id)
    if not actor.operator and not rules.gives(actor.duties, asked.kind, profession_id, path):
        raise NotYoursToGive(asked)
    if holder.pk == actor.account_id:
        raise GivenToOneself
    from_at = from_at or at
    if why_not := rules.why_not_period(asked, from_at, until_at, at):
        raise WrongPeriod(why_not)
    reason = stated(reason)
    refuse_held(holder.pk, asked, profession_id, organisation_id, from_at, until_at)

    proposed = Grant.objects.create(
        uuid=new_uuid(), account=holder, person_id=person_id, kind=asked.kind, profession_id=profession_id,
        organisation_id=organisation_id, from_at=from_at, until_at=until_at, two_people=asked.two_people,
        reason=reason, proposed_by_id=actor.account_id, created_at=at,
    )  # fmt: skip
    waits = asked.two_people and not actor.operator
    if asked.two_people and actor.operator:
        GrantDecision.objects.create(grant=proposed, approved=True, reason=reason, by=None, at=at)
    audit.record(
        "access.grant.proposed" if waits else "access.grant.given", actor=actor, at=at, subjects=about(proposed),
        reason=reason, **facts(proposed),
    )  # fmt: skip
    audit.announce(GrantProposed(proposed.pk) if waits else GrantGiven(proposed.pk), at=at)
    return proposed.uuid


@transaction.atomic
def decide(*, grant: UUID, approve: bool, reason: str, actor: Actor, at: datetime) -> None:
    """Approve or decline a proposed duty, once.

    Args:
        grant: the proposal.
        approve: yes or no.
        reason: why, in words; up to 400 characters.
        actor: an administrator in a session, or the operator; neither who proposed it nor who would hold it.
        at: when.

    Raises:
        NotVisible: there is no such grant, or the actor may not decide about grants.
        AlreadyDecided: somebody has.
        NothingToDecide: it was withdrawn, is over, or needs no approval.
        OwnProposal, OwnDuty: the actor proposed it, or would hold it.
        WrongPlace: it is over an organisation that has closed since.
        ReasonMissing, ReasonTooLong: no reason, or too long a one.
    """
    row = fetch(policies.MAY_DECIDE, Grant.objects.select_for_update(of=("self",)), actor, at, uuid=grant)
    if GrantDecision.objects.filter(grant=row).exists():
        raise AlreadyDecided
    if _state(row, at) is not GrantState.WAITING:
        raise NothingToDecide
    if actor.account_id is not None and actor.account_id == row.account_id:
        raise OwnDuty
    if actor.account_id is not None and actor.account_id == row.proposed_by_id:
        raise OwnProposal
    if approve:  # what it is over may have closed since it was proposed
        _path_of(kind_called(row.kind), row.profession_id, row.organisation_id)
    reason = stated(reason)
    GrantDecision.objects.create(grant=row, approved=approve, reason=reason, by_id=actor.account_id, at=at)
    audit.record(
        "access.grant.approved" if approve else "access.grant.declined", actor=actor, at=at, subjects=about(row),
        reason=reason, **facts(row),
    )  # fmt: skip
    audit.announce(GrantDecided(row.pk, approve), at=at)


@transaction.atomic
def revoke(*, grant: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Take a duty back, or withdraw a proposal. It stops counting at once, and so does whatever covers it.

    Args:
        grant: which.
        reason: why, in words; up to 400 characters.
        actor: somebody whose duties give such duties there, whoever's own duty it covers, or the operator.
        at: when.

    Raises:
        NotVisible: there is no such grant, or the actor may not take it back.
        AlreadyOver: it ended, was declined or was taken back before.
        LastAdministrator: nobody would be an administrator any more.
        ReasonMissing, ReasonTooLong: no reason, or too long a one.
    """
    row = fetch(policies.MAY_REVOKE, Grant.objects.all(), actor, at, uuid=grant)
    reason = _end(row, reason, actor, at)
    audit.record("access.grant.revoked", actor=actor, at=at, subjects=about(row), reason=reason, **facts(row))


@transaction.atomic
def give_up(*, grant: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Give up a duty of one's own. It stops counting at once, and so does whatever covers it.

    Raises:
        NotVisible: there is no such grant, or it is not the actor's.
        AlreadyOver: it ended, was declined or was taken back before.
        LastAdministrator: nobody would be an administrator any more.
        ReasonMissing, ReasonTooLong: no reason, or too long a one.
    """
    row = fetch(policies.MAY_GIVE_UP, Grant.objects.all(), actor, at, uuid=grant)
    reason = _end(row, reason, actor, at)
    audit.record("access.grant.given_up", actor=actor, at=at, subjects=about(row), reason=reason, **facts(row))


def _end(row: Grant, reason: str, actor: Actor, at: datetime) -> str:
    """Write that a grant is over, and return the reason as it is kept."""
    locked = Q(pk=row.pk)
    if row.kind == DutyKind.ADMINISTRATOR:
        # With every other administrator's, in one order: of two that end at once, the second sees the first, and
        # neither waits for what the other holds. Queries of their own ask what stands and who is left, because what
        # a lock waited for is seen by the next query only.
        locked |= Q(kind=DutyKind.ADMINISTRATOR, until_at__gt=at)
    list(Grant.objects.select_for_update(of=("self",)).filter(locked).order_by("pk").values_list("pk"))
    state = _state(row, at)
    if state in {GrantState.ENDED, GrantState.REVOKED, GrantState.DECLINED}:
        raise AlreadyOver
    reason = stated(reason)
    in_force = row.kind == DutyKind.ADMINISTRATOR and state is GrantState.IN_FORCE and row.covers_id is None
    if in_force and is_last_administrator(row.pk, at):
        raise LastAdministrator
    Revocation.objects.create(grant=row, reason=reason, by_id=actor.account_id, at=at)
    audit.announce(GrantRevoked(row.pk), at=at)
    return reason


def kind_called(name: str) -> KindOfDuty:
    """Return the kind of duty of a name.

    Raises:
        UnknownKind: there is none.
    """
    found = rules.kind_of(name)
    if found is None:
        raise UnknownKind(name)
    return found


def stated(reason: str) -> str:
    """Return a reason without the white space around it.

    Raises:
        ReasonMissing: nothing is left.
        ReasonTooLong: it does not fit into the record.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    if len(reason) > audit.REASON_LENGTH:
        raise audit.ReasonTooLong(len(reason))
    return reason


def about(grant: Grant) -> list[int]:
    """Return whom an entry about a grant is about."""
    return [] if grant.person_id is None else [grant.person_id]


def facts(grant: Grant) -> dict[str, object]:
    """Return what the record says of a grant."""
    return {
        "grant": str(grant.uuid),
        "account": grant.account_id,
        "duty": grant.kind,
        "profession": grant.profession_id,
        "organisation": grant.organisation_id,
        "from_at": grant.from_at.isoformat(),
        "until_at": grant.until_at.isoformat(),
        "covers": grant.covers_id,
    }


def refuse_held(
    account_id: int,
    kind: KindOfDuty,
    profession_id: int | None,
    organisation_id: int | None,
    from_at: datetime,
    until_at: datetime,
    covers: Grant | None = None,
) -> None:
    """Refuse a second grant of the same duty at the same time; a cover is compared with covers of the same grant.

    Raises:
        AlreadyHeld: there is one.
    """
    same = Grant.objects.filter(
        _is("profession_id", profession_id), _is("organisation_id", organisation_id), _is("covers", covers),
        account_id=account_id, kind=kind.kind, from_at__lt=until_at, until_at__gt=from_at, revocation__isnull=True,
    )  # fmt: skip
    held = same.exclude(decision__approved=False).order_by("-until_at").values_list("until_at", flat=True).first()
    if held is not None:
        raise AlreadyHeld(held)


def _is(column: str, value: object) -> Q:
    return Q(**{f"{column}__isnull": True}) if value is None else Q(**{column: value})


def _path_of(kind: KindOfDuty, profession_id: int | None, organisation_id: int | None) -> str:
    """Return the path of what a duty is to be over; empty for everywhere.

    Raises:
        WrongPlace: the profession or the organisation is missing or out of place, or the organisation is closed.
        NotVisible: there is no such profession or organisation.
    """
    if wrong := rules.why_not_place(kind, profession_id, organisation_id):
        raise WrongPlace(*wrong[0])
    if profession_id is not None:
        organisation.profession_by_id(profession_id)
    if organisation_id is None:
        return ""
    body = organisation.bodies([organisation_id]).get(organisation_id)
    if body is None:
        raise NotVisible
    if not body.is_open:
        raise WrongPlace(
            "organisation",
            _("“%(body)s” is closed: a duty over it would cover nobody. Choose what it is part of now.")
            % {"body": body.name},
        )
    return body.path


def _state(row: Grant, at: datetime) -> GrantState:
    """Return where a locked grant stands. Two queries, asked after the lock was given."""
    found = (
        Grant.objects.filter(pk=row.pk)
        .values_list("decision__approved", "revocation__at", "covers__until_at", "covers__revocation__at")
        .get()
    )
    approved, revoked_at, *ends = found
    return rules.state_of(
        two_people=row.two_people, approved=approved, revoked_at=revoked_at, from_at=row.from_at,
        until_at=min([row.until_at, *(moment for moment in ends if moment is not None)]), at=at,
    )  # fmt: skip
