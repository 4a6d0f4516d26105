"""Other words for a text: suggested, accepted, declined, taken back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.audit import commands as audit
from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Passage, PassageKind
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.reviews import policies, rules
from waymark.reviews.commands import refusals
from waymark.reviews.events import SuggestionDecided
from waymark.reviews.models import MOST_CALLED, Suggestion

State = Suggestion.State


@transaction.atomic
def suggest(
    *,
    version_id: int,
    passage: Passage,
    field: str,
    seen_text: str,
    new_text: str,
    why: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Suggest other words for one text of a draft, and return the suggestion.

    Args:
        version_id: the draft.
        passage: whose text.
        field: which of its texts.
        seen_text: the text as the actor saw it.
        new_text: what it should become.
        why: a few words on that.
        actor: whoever reads the draft.
        at: when.

    Raises:
        NotVisible: the actor reads no such draft, has no account, or there is no such text.
        TextChanged (frameworks): the text is another by now.
        NotTheseWords (frameworks): it cannot become that.
        SameWords: nothing would change.
        NotSaid: the reason has too many words.
    """
    policies.MAY_REMARK.require(actor, version_id, at)
    if actor.account_id is None:
        raise NotVisible
    view = frameworks.passage(version_id, passage)
    now = next((text.text for text in view.texts if text.field == field), None)
    if now is None:
        raise NotVisible
    if now != seen_text:
        raise frameworks_commands.TextChanged(seen=seen_text, now=now)
    if new_text == now:
        raise refusals.SameWords
    if why_not := frameworks.why_not_these_words(passage.kind, field, new_text):
        raise frameworks_commands.NotTheseWords(why_not)
    if why_not := rules.why_not_said(why, needed=False):
        raise refusals.NotSaid(why_not)
    row = Suggestion.objects.create(
        uuid=new_uuid(), framework_id=frameworks.version_by_id(version_id).framework_id, version_id=version_id,
        passage_kind=passage.kind, passage=passage.uuid, part=passage.part,
        called=view.name[:MOST_CALLED], field=field, seen=now, text=new_text,
        because=why.strip(), author_id=actor.account_id, at=at,
    )  # fmt: skip
    audit.record(
        "reviews.suggestion.made", actor=actor, at=at, framework=row.framework_id, suggestion=str(row.uuid),
        passage=passage.key, field=field,
    )  # fmt: skip
    return row.uuid


@transaction.atomic
def accept(*, suggestion: UUID, version_id: int, actor: Actor, at: datetime) -> None:
    """Take over suggested words into a draft of their framework.

    Raises:
        NotVisible: there is no such suggestion that the actor may decide about, or its author was erased, or the draft
            has no such text.
        AlreadyDecided: somebody was faster.
        TextChanged (frameworks): the text is another than the one the words were suggested for. Nothing is decided.
        NotTheseWords (frameworks): it cannot become that.
    """
    frameworks_commands.hold(version_id)
    row = _open(suggestion, actor, at)
    if row.author_id is None or frameworks.version_by_id(version_id).framework_id != row.framework_id:
        raise NotVisible
    frameworks_commands.reword(
        version_id=version_id, kind=PassageKind(row.passage_kind), uuid=row.passage, part=row.part, field=row.field,
        seen_text=row.seen, new_text=row.text, actor=actor, at=at,
    )  # fmt: skip
    _decide(row, State.ACCEPTED, "", actor, at)
    audit.record("reviews.suggestion.accepted", actor=actor, at=at, suggestion=str(suggestion))


@transaction.atomic
def decline(*, suggestion: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Decline suggested words, and say why.

    Raises:
        NotVisible: there is no such suggestion that the actor may decide about.
        AlreadyDecided: somebody was faster.
        NotSaid: there is no reason, or it has more than 400 characters.
    """
    row = _open(suggestion, actor, at)
    if why_not := rules.why_not_said(reason, rules.MOST_REASON):
        raise refusals.NotSaid(why_not)
    _decide(row, State.DECLINED, reason.strip(), actor, at)
    audit.record("reviews.suggestion.declined", actor=actor, at=at, suggestion=str(suggestion))


@transaction.atomic
def withdraw(*, suggestion: UUID, actor: Actor, at: datetime) -> None:
    """Take back words that one suggested.

    Raises:
        NotVisible: there is no such suggestion of the actor's.
        AlreadyDecided: it was decided.
    """
    row = fetch(policies.MAY_WITHDRAW, Suggestion.objects.select_for_update(), actor, at, uuid=suggestion)
    if row.state != State.OPEN:
        raise refusals.AlreadyDecided
    _decide(row, State.WITHDRAWN, "", actor, at)
    audit.record("reviews.suggestion.withdrawn", actor=actor, at=at, suggestion=str(suggestion))


def _open(suggestion: UUID, actor: Actor, at: datetime) -> Suggestion:
    row = fetch(policies.MAY_DECIDE, Suggestion.objects.select_for_update(), actor, at, uuid=suggestion)
    if row.state != State.OPEN:
        raise refusals.AlreadyDecided
    return row


def _decide(row: Suggestion, state: State, reason: str, actor: Actor, at: datetime) -> None:
    row.state, row.reason, row.decided_by_id, row.decided_at = state, reason, actor.account_id, at
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    if state != State.WITHDRAWN:
        audit.announce(SuggestionDecided(row.pk), at=at)
