"""What becomes of a message, step by step, so that it is never sent twice.

A sender claims one message (a transaction of its own), gives it to the mail server, and writes down the answer. When
it ends in between, nobody knows whether the server has the message: it is marked unknown, and sent again only when a
person says so, or when the provider can be asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel import backoff
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor, fetch
from waymark.notifications import policies, rules
from waymark.notifications.commands.telling import notify
from waymark.notifications.models import Item, Message
from waymark.notifications.models.messages import State
from waymark.notifications.ports import Addresses
from waymark.notifications.types import Letter, Topic

_ANSWER = 400


class NotSendable(Refusal):
    """The message is not one that can be sent again."""

    def __init__(self) -> None:
        super().__init__(
            _("This email has left or is about to. Only one that was refused or is in doubt is sent again.")
        )


def claim_next(*, sender: str, addresses: Addresses, at: datetime) -> Letter | None:
    """Claim the message whose turn it is, for one sender, and return it ready to go; None when none is due.

    A message about something that was done meanwhile, or to an account that can no longer sign in, is dropped on the
    way.

    Args:
        sender: the name of this machine and data folder: whoever takes its lock next knows that what is still being
            sent under that name was left behind.
        addresses: knows where accounts are e-mailed.
        at: when.

    Cost: four queries, and as many more for each one dropped.
    """
    while True:
        with transaction.atomic():
            row = (
                Message.objects.select_for_update(skip_locked=True)
                .filter(state=State.WAITING, send_after__lte=at)
                .order_by("send_after", "pk")
                .first()
            )
            if row is None:
                return None
            letter = _letter(row, addresses)
            if letter is None:
                row.state, row.finished_at = State.DROPPED, at
            else:
                row.state, row.sender, row.claimed_at, row.attempts = State.SENDING, sender, at, letter.attempts
            row.save(update_fields=["state", "sender", "claimed_at", "attempts", "finished_at"])
        if letter is not None:
            return letter


def _letter(row: Message, addresses: Addresses) -> Letter | None:
    if not row.digest and Item.objects.filter(message=row, todo=True, done_at__isnull=False).exists():
        return None
    address = addresses([row.account_id]).get(row.account_id)
    if address is None or not address.email:
        return None
    base = settings.PUBLIC_BASE_URL
    stop_url = ""
    if row.topic not in rules.ALWAYS:
        stop_url = f"{base}{rules.STOP_PATH}{rules.stop_token(row.account_id, row.topic)}"
    with translation.override(address.language or settings.LANGUAGE_CODE):
        text = rules.letter_text(
            address.name, row.text, site=settings.SITE_NAME, preferences_url=base + rules.PREFERENCES_PATH,
            stop_url=stop_url,
        )  # fmt: skip
    return Letter(row.reference, address.email, row.subject, text, stop_url, row.attempts + 1)


@transaction.atomic
def mark_sent(*, reference: UUID, answer: str, at: datetime) -> bool:
    """Write down that the mail server took a message, and say whether that was news."""
    rows = Message.objects.filter(reference=reference, state__in=[State.SENDING, State.UNKNOWN])
    return bool(rows.update(state=State.SENT, finished_at=at, answer=answer[:_ANSWER]))


@transaction.atomic
def mark_refused(*, reference: UUID, answer: str, at: datetime) -> bool:
    """Write down that the mail server will never take a message, and tell its reader on the site.

    They are told once a day at most, and not by e-mail.
    """
    row = Message.objects.filter(reference=reference, state=State.SENDING).first()
    if row is None:
        return False
    row.state, row.finished_at, row.answer = State.REFUSED, at, answer[:_ANSWER]
    row.save(update_fields=["state", "finished_at", "answer"])
    notify(
        accounts=[row.account_id], topic=Topic.SECURITY, key=f"notifications.refused.{at.date()}",
        title=_("We could not email you"),
        body=_("Your mail server refused an email from this site. What it said stands here. Check that your address is right, and tell whoever runs this site when it is not."),  # noqa: E501
        url=rules.PREFERENCES_PATH, email=False, at=at,
    )  # fmt: skip
    return True


@transaction.atomic
def mark_unknown(*, reference: UUID, answer: str, at: datetime) -> bool:
    """Write down that nobody can say whether the mail server took a message. It is not sent again by itself."""
    rows = Message.objects.filter(reference=reference, state=State.SENDING)
    return bool(rows.update(state=State.UNKNOWN, finished_at=at, answer=answer[:_ANSWER]))


def put_back(*, reference: UUID, answer: str, wait: timedelta | None = None, counts: bool = True, at: datetime) -> bool:
    """Let a message wait that the mail server certainly does not have, and say whether it waits.

    Args:
        reference: which.
        answer: what the mail server said.
        wait: how long at least; None: longer after each attempt, until it is given up after twelve.
        counts: False when the attempt says nothing about this message: the server was not there.
        at: when.
    """
    with transaction.atomic():
        rows = Message.objects.select_for_update().filter(reference=reference, state__in=[State.SENDING, State.UNKNOWN])
        row = rows.first()
        if row is None:
            return False
        over = counts and row.attempts >= rules.MOST_ATTEMPTS
        if not over:
            row.attempts -= 0 if counts else 1
            own = backoff.wait(row.attempts, first=rules.FIRST_WAIT, most=rules.LONGEST_WAIT)
            row.state, row.answer = State.WAITING, answer[:_ANSWER]
            row.send_after = at + max(wait or timedelta(), own if counts else timedelta())
            row.save(update_fields=["state", "answer", "send_after", "attempts"])
            return True
    mark_refused(reference=reference, answer=_("Given up: %(answer)s") % {"answer": answer}, at=at)
    return False


@transaction.atomic
def give_up_claims(*, sender: str, before: datetime, at: datetime) -> tuple[UUID, ...]:
    """Mark unknown what a sender left behind, and return which messages those are.

    Args:
        sender: the name whose lock the caller holds: whatever is still being sent under it was left behind.
        before: what any other sender claimed before this was left behind too: its machine is gone.
        at: when.
    """
    left = Message.objects.filter(Q(sender=sender) | Q(claimed_at__lt=before), state=State.SENDING)
    found = tuple(left.values_list("reference", flat=True))
    if found:
        left.update(
            state=State.UNKNOWN, finished_at=at,
            answer=_("The sender ended before the mail server answered. It may have been sent."),
        )  # fmt: skip
    return found


@transaction.atomic
def send_again(*, reference: UUID, actor: Actor, at: datetime) -> None:
    """Let a message that was refused, or of which nobody knows, wait to be sent once more.

    Its reference stays, so that a mail system that has it already may see that it is the same one.

    Raises:
        NotVisible: there is no such message, or the actor does not run the site.
        NotSendable: it waits, is being sent, has been sent or was dropped.
    """
    row = fetch(policies.MAY_SEND_AGAIN, Message.objects.select_for_update(), actor, at, reference=reference)
    if row.state not in {State.REFUSED, State.UNKNOWN}:
        raise NotSendable
    was = row.state
    row.state, row.send_after, row.attempts, row.finished_at = State.WAITING, at, 0, None
    row.save(update_fields=["state", "send_after", "attempts", "finished_at"])
    audit.record("notifications.message.sent_again", actor=actor, at=at, message=str(reference), was=was)
