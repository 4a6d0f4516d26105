"""E-mail by GOV.UK Notify, with one template whose subject is ``((subject))`` and whose body is ``((body))``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from waymark.notifications.ports import NeverAccepted, OutcomeUnknown, TryLater
from waymark.notifications.types import Letter

PER_MINUTE = 3_000
"""Messages that Notify takes from one service in a minute."""

WAIT = timedelta(minutes=1)
"""How long to leave Notify alone once it says that it has had too many."""

_TIMEOUT = 20
_UNREACHED = ("ConnectTimeout", "ConnectionRefused", "NewConnectionError", "NameResolutionError", "SSLError")
"""Failures to reach it at all: it cannot have the message."""


class NotifyMailer:
    """Gives messages to GOV.UK Notify. It can be asked afterwards whether it has one."""

    per_minute: int | None = PER_MINUTE

    def __init__(self) -> None:
        # Here and not above: its package is an extra.
        from notifications_python_client.notifications import NotificationsAPIClient

        self._client: Any = NotificationsAPIClient(  # type: ignore[no-untyped-call]
            settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_BASE_URL, timeout=_TIMEOUT
        )

    def send(self, letter: Letter) -> str:
        """Give one message to Notify and return its id there.

        Raises:
            TryLater: too many for this minute or day, or Notify is not there.
            NeverAccepted: it refuses the address, the template or the key.
            OutcomeUnknown: it was given the message and did not answer.
        """
        from notifications_python_client.errors import APIError

        try:
            answer = self._client.send_email_notification(
                email_address=letter.to, template_id=settings.NOTIFY_TEMPLATE_ID,
                personalisation={"subject": letter.subject, "body": letter.text},
                reference=str(letter.reference), one_click_unsubscribe_url=_https(letter.stop_url),
            )  # fmt: skip
        except APIError as error:
            raise _our_words(error) from error
        return f"id {answer.get('id', '')}"

    def accepted(self, reference: UUID) -> bool | None:
        """Ask Notify whether it has a message of that reference; None when it does not answer."""
        from notifications_python_client.errors import APIError

        try:
            answer = self._client.get_all_notifications(reference=str(reference))
        except APIError:
            return None
        return bool(answer.get("notifications"))

    def close(self) -> None:
        """End the conversation."""
        self._client.request_session.close()


class NotifyBackend(BaseEmailBackend):
    """The few mails that no account is told by, such as a link to set a password, by Notify (decision 8)."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """Give messages to Notify, each once, and return how many it took.

        Notify knows no address to reply to: where there is one, the text says it.

        Raises:
            OSError: Notify did not take one, as Django's own backend says it.
        """
        mailer = NotifyMailer()
        try:
            for message in email_messages:
                replies = [f"\nReply-To: {address}\n" for address in message.reply_to]
                for to in message.to:
                    text = "".join([str(message.body), *replies])
                    mailer.send(Letter(uuid4(), to, " ".join(message.subject.split()), text, "", 1))
        except (NeverAccepted, OutcomeUnknown, TryLater) as refused:
            raise OSError(str(refused)) from refused
        finally:
            mailer.close()
        return len(email_messages)


def _https(url: str) -> str | None:
    """Return an address that Notify takes for the one-click link: it refuses one that is not https."""
    return url if url.startswith("https://") else None


def _our_words(error: Any) -> Exception:
    """Put what Notify answered into the port's words."""
    said = f"{error.status_code} {error.message}"[:400]
    if error.response is None:
        cause = str(error.__cause__ or error.__context__ or error)
        if any(sign in cause for sign in _UNREACHED):
            return TryLater(f"GOV.UK Notify cannot be reached: {cause[:200]}", everyone=True)
        return OutcomeUnknown(f"GOV.UK Notify did not answer: {cause[:200]}")
    if error.status_code == 429:
        return TryLater(said, wait=WAIT, everyone=True)
    if error.status_code in {401, 403}:
        # The key is wrong or the service may not send: true of every message, and mended by an operator.
        return TryLater(said, wait=WAIT, everyone=True)
    if error.status_code >= 500:
        return OutcomeUnknown(said)
    return NeverAccepted(said)
