"""Threads: begun, replied to, resolved and opened again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Passage
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.reviews import policies, rules
from waymark.reviews.commands import refusals
from waymark.reviews.events import RemarkMade
from waymark.reviews.models import MOST_CALLED, Remark, Thread


@transaction.atomic
def start_thread(*, version_id: int, passage: Passage, text: str, actor: Actor, at: datetime) -> UUID:
    """Say something about a passage of a draft; return the thread that begins with it.

    Raises:
        NotVisible: the actor reads no such draft, has no account, or the draft has no such passage.
        NotSaid: there are no words, or too many.
    """
    policies.MAY_REMARK.require(actor, version_id, at)
    _check(text)
    view = frameworks.passage(version_id, passage)
    framework_id = frameworks.version_by_id(version_id).framework_id
    thread = Thread.objects.create(
        uuid=new_uuid(), framework_id=framework_id, version_id=version_id, passage_kind=passage.kind,
        passage=passage.uuid, part=passage.part,
        called=view.name[:MOST_CALLED], started_at=at,
    )  # fmt: skip
    remark = _say(thread, Remark.Act.SAID, text, actor, at)
    audit.record(
        "reviews.thread.started", actor=actor, at=at, framework=framework_id, thread=str(thread.uuid),
        passage=passage.key, remark=remark.pk,
    )  # fmt: skip
    return thread.uuid


@transaction.atomic
def reply(*, thread: UUID, text: str, actor: Actor, at: datetime) -> None:
    """Say something in a thread. A resolved one stays resolved: open it again to go on.

    Raises:
        NotVisible: there is no such thread that the actor may reply in.
        NotSaid: there are no words, or too many.
    """
    row = fetch(policies.MAY_REPLY, Thread.objects.select_for_update(), actor, at, uuid=thread)
    _check(text)
    remark = _say(row, Remark.Act.SAID, text, actor, at)
    audit.record("reviews.thread.replied", actor=actor, at=at, thread=str(thread), remark=remark.pk)


@transaction.atomic
def resolve(*, thread: UUID, text: str = "", actor: Actor, at: datetime) -> None:
    """Say that a thread is settled, with a few words or without.

    Raises:
        NotVisible: there is no such thread that the actor may resolve.
        AlreadyResolved: it is.
        NotSaid: there are too many words.
    """
    row = fetch(policies.MAY_RESOLVE, Thread.objects.select_for_update(), actor, at, uuid=thread)
    if row.resolved:
        raise refusals.AlreadyResolved
    _turn(row, Remark.Act.RESOLVED, text, actor, at)
    audit.record("reviews.thread.resolved", actor=actor, at=at, thread=str(thread))


@transaction.atomic
def reopen(*, thread: UUID, text: str = "", actor: Actor, at: datetime) -> None:
    """Open a resolved thread again, with a few words or without.

    Raises:
        NotVisible: there is no such thread that the actor may open.
        NotResolved: it is open.
        NotSaid: there are too many words.
    """
    row = fetch(policies.MAY_REPLY, Thread.objects.select_for_update(), actor, at, uuid=thread)
    if not row.resolved:
        raise refusals.NotResolved
    _turn(row, Remark.Act.REOPENED, text, actor, at)
    audit.record("reviews.thread.reopened", actor=actor, at=at, thread=str(thread))


def _turn(thread: Thread, act: Remark.Act, text: str, actor: Actor, at: datetime) -> None:
    _check(text, needed=False)
    thread.resolved = act == Remark.Act.RESOLVED
    thread.save(update_fields=["resolved"])
    _say(thread, act, text, actor, at)


def _say(thread: Thread, act: Remark.Act, text: str, actor: Actor, at: datetime) -> Remark:
    if actor.account_id is None:
        raise NotVisible
    remark = Remark.objects.create(thread=thread, author_id=actor.account_id, act=act, text=text.strip(), at=at)
    audit.announce(RemarkMade(remark.pk), at=at)
    return remark


def _check(text: str, *, needed: bool = True) -> None:
    if why_not := rules.why_not_said(text, needed=needed):
        raise refusals.NotSaid(why_not)
