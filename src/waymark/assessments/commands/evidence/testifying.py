"""A testimony: a colleague is asked to write what they saw, and writes it, or says that they would rather not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.access import queries as access
from waymark.assessments.commands.evidence import refusals
from waymark.assessments.commands.refusals import ReceiverUnknown, TooLong, WithYourself
from waymark.assessments.events import TestimonyAnswered, TestimonyAsked
from waymark.assessments.models import Evidence, Witness
from waymark.assessments.policies import evidence as policies
from waymark.assessments.queries import evidence as queries
from waymark.assessments.rules import evidence as rules
from waymark.assessments.types.evidence import EvidenceKind, EvidenceView, TestimonyView
from waymark.audit import commands as audit
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.notifications import commands as notifications
from waymark.people import queries as people


@transaction.atomic
def ask_testimony(*, uuid: UUID, account_id: int, message: str = "", actor: Actor, at: datetime) -> EvidenceView:
    """Ask a colleague to write what they saw, for a testimony of the actor's. They are told, and answer or decline.

    Asking somebody who was asked and has not declined changes nothing.

    Raises:
        NotVisible: no such evidence of theirs.
        NotATestimony: it is of another kind.
        ReceiverUnknown, WithYourself: nobody else can sign in with that account.
        TooLong: the message does not fit.
        TooManyWitnesses: five people were asked already.
    """
    if len(message) > rules.MOST_MESSAGE:
        raise TooLong(length=len(message), most=rules.MOST_MESSAGE)
    rows = Evidence.objects.select_for_update().filter(removed_at=None)
    row = fetch(policies.MAY_ASK_WITNESS, rows, actor, at, uuid=uuid)
    if row.kind != EvidenceKind.TESTIMONY:
        raise refusals.NotATestimony
    if account_id not in access.account_cards([account_id]):
        raise ReceiverUnknown
    behind = people.person_of_account(account_id, at)
    if account_id == actor.account_id or (behind is not None and behind.id == row.person_id):
        raise WithYourself
    standing = row.witnesses.filter(declined_at=None, ended_at=None)
    if standing.filter(account_id=account_id).exists():
        return queries.view_of(row, actor)
    if standing.count() >= rules.MOST_WITNESSES:
        raise refusals.TooManyWitnesses
    witness = Witness.objects.create(
        uuid=new_uuid(), evidence=row, account_id=account_id, message=message.strip(), asked_at=at
    )
    audit.record(
        "assessments.testimony.asked", actor=actor, at=at, subjects=(row.person_id,), evidence=str(row.uuid),
        witness=str(witness.uuid), account=account_id,
    )  # fmt: skip
    audit.announce(TestimonyAsked(str(witness.uuid), row.person_id, account_id), at=at)
    return queries.view_of(row, actor)


@transaction.atomic
def end_testimony(*, witness: UUID, actor: Actor, at: datetime) -> EvidenceView:
    """Take back what was asked of somebody who has not answered. Nothing waits for them any more.

    Ending what was answered, or ended already, changes nothing.

    Raises:
        NotVisible: nothing of theirs was asked so.
    """
    asked = Witness.objects.select_for_update().filter(uuid=witness).first()
    row = fetch(
        policies.MAY_ASK_WITNESS, Evidence.objects.all(), actor, at, pk=asked.evidence_id if asked is not None else 0
    )
    if asked is not None and not (asked.written_at or asked.declined_at or asked.ended_at):
        asked.ended_at = at
        asked.save(update_fields=["ended_at"])
        audit.record(
            "assessments.testimony.ended", actor=actor, at=at, subjects=(row.person_id,), witness=str(witness),
        )  # fmt: skip
        settle(asked, at)
    return queries.view_of(row, actor)


@transaction.atomic
def write_testimony(*, witness: UUID, words: str, actor: Actor, at: datetime) -> TestimonyView:
    """Write what one saw, as one was asked to. It is part of that person's evidence from then on and cannot change.

    Raises:
        NotVisible: nothing was asked of them so.
        TestimonyOver: it was answered before, or taken back.
        WordsNeeded, TooLong: see each.
    """
    asked = fetch(policies.MAY_TESTIFY, Witness.objects.select_for_update(), actor, at, uuid=witness)
    _refuse_when_over(asked)
    words = words.replace("\x00", "").strip()
    if not words:
        raise refusals.WordsNeeded
    if len(words) > rules.MOST_TEXT:
        raise TooLong(length=len(words), most=rules.MOST_TEXT)
    asked.words, asked.written_at = words, at
    asked.save(update_fields=["words", "written_at"])
    return _answered(asked, actor, at)


@transaction.atomic
def decline_testimony(*, witness: UUID, actor: Actor, at: datetime) -> TestimonyView:
    """Say that one would rather not write what one was asked to. No reason is asked for.

    Raises:
        NotVisible: nothing was asked of them so.
        TestimonyOver: it was answered before, or taken back.
    """
    asked = fetch(policies.MAY_TESTIFY, Witness.objects.select_for_update(), actor, at, uuid=witness)
    _refuse_when_over(asked)
    asked.declined_at = at
    asked.save(update_fields=["declined_at"])
    return _answered(asked, actor, at)


def settle(asked: Witness, at: datetime) -> None:
    """Take what was asked out of what waits for whoever was asked, inside the command that ends it."""
    notifications.settle(key=f"assessments.witness.{asked.uuid}.asked", at=at)


def _refuse_when_over(asked: Witness) -> None:
    if asked.written_at or asked.declined_at or asked.ended_at:
        raise refusals.TestimonyOver(written_at=asked.written_at)


def _answered(asked: Witness, actor: Actor, at: datetime) -> TestimonyView:
    settle(asked, at)
    row = Evidence.objects.get(pk=asked.evidence_id)
    audit.record(
        "assessments.testimony.written" if asked.written_at else "assessments.testimony.declined",
        actor=actor, at=at, subjects=(row.person_id,), evidence=str(row.uuid), witness=str(asked.uuid),
    )  # fmt: skip
    audit.announce(
        TestimonyAnswered(str(asked.uuid), str(row.uuid), row.person_id, asked.account_id, bool(asked.written_at)),
        at=at,
    )
    return queries.testimony_of(asked)
