"""Asking for one's own data to be put right or erased, and answering that."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from waymark.audit import commands as audit
from waymark.kernel import personal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.privacy import events, policies, rules
from waymark.privacy.commands import refusals
from waymark.privacy.models import DataRequest
from waymark.privacy.queries.requests import view_of
from waymark.privacy.types import RequestKind, RequestState, RequestView


@transaction.atomic
def ask(*, kind: RequestKind, text: str = "", about: str = "", actor: Actor, at: datetime) -> RequestView:
    """Ask for something about one's own data. Whoever answers for it is told.

    Args:
        kind: what is asked for.
        text: what is wrong and what would be right, or why to erase; needed for a correction; up to 4,000 characters.
        about: key of the kind of data (``queries.kinds``); empty when it is about all or the person does not know.
        actor: the person.
        at: when.

    Raises:
        NotVisible: whoever asks is nobody in particular.
        NotTheseWords: the text is missing or too long.
        AlreadyAsked: they asked to be erased before and wait for the answer.
    """
    person_id = actor.as_person()
    policies.MAY_ASK.require(actor, person_id, at)
    needed = kind == RequestKind.CORRECTION or text
    if needed and (why_not := rules.why_not_these_words(text, rules.MOST_TEXT)):
        raise refusals.NotTheseWords(why_not)
    known = {holding.key for holding in personal.holdings()}
    try:
        with transaction.atomic():
            row = DataRequest.objects.create(
                uuid=new_uuid(), person_id=person_id, kind=kind, state=RequestState.OPEN,
                about=about if about in known else "", text=text, asked_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise refusals.AlreadyAsked from None
    audit.record("privacy.request.made", actor=actor, at=at, subjects=[person_id], request=row.pk, wants=kind)
    audit.announce(events.RequestMade(request_id=row.pk, person_id=person_id, wants=kind), at=at)
    return view_of(row)


@transaction.atomic
def take_back(*, request: UUID, actor: Actor, at: datetime) -> None:
    """Take back what one asked for, as long as nobody has decided.

    Raises:
        NotVisible: the actor has asked for no such thing.
        AlreadyDecided: it is decided.
    """
    row = fetch(policies.MAY_WITHDRAW_REQUEST, DataRequest.objects.select_for_update(), actor, at, uuid=request)
    _close(row, RequestState.WITHDRAWN, "", actor, at)


@transaction.atomic
def decide(*, request: UUID, done: bool, answer: str, actor: Actor, at: datetime) -> RequestView:
    """Answer a request: what was asked for is done, or declined. A request to be erased is done by erasing only.

    Args:
        request: an open one.
        done: whether it was done; else it is declined.
        answer: what was done, or why not, in words for the person; up to 4,000 characters.
        actor: a data protection officer who answers for the person's data.
        at: when.

    Raises:
        NotVisible: there is no such request, or it is not the actor's to decide.
        AlreadyDecided: it was answered or taken back.
        WantsErasing: it asks for erasure, and ``done`` is set.
        NotTheseWords: the answer is missing or too long.
    """
    row = fetch(policies.MAY_DECIDE, DataRequest.objects.select_for_update(), actor, at, uuid=request)
    if row.kind == RequestKind.ERASURE and done:
        raise refusals.WantsErasing
    if why_not := rules.why_not_these_words(answer, rules.MOST_TEXT):
        raise refusals.NotTheseWords(why_not)
    return _close(row, RequestState.DONE if done else RequestState.DECLINED, answer, actor, at)


def _close(row: DataRequest, state: RequestState, answer: str, actor: Actor, at: datetime) -> RequestView:
    if row.state != RequestState.OPEN:
        raise refusals.AlreadyDecided
    row.state, row.decided_at, row.answer = state, at, answer
    row.decided_by_id = actor.account_id
    row.save(update_fields=["state", "decided_at", "decided_by", "answer"])
    audit.record(
        "privacy.request.closed", actor=actor, at=at, subjects=[row.person_id], request=row.pk, wants=row.kind,
        state=state,
    )  # fmt: skip
    audit.announce(events.RequestClosed(request_id=row.pk, person_id=row.person_id, wants=row.kind, state=state), at=at)
    return view_of(row)
