"""E-mail by SMTP, with Django's EMAIL_* settings.

Django's own ``send_messages`` says "it failed" alike for a message that was refused and for one whose answer was never
heard. Here each step of the conversation is taken by itself, since only the last one can leave a doubt.
"""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import formatdate
from uuid import UUID

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from waymark.notifications.ports import NeverAccepted, OutcomeUnknown, TryLater
from waymark.notifications.types import Letter

PER_CONNECTION = 100
"""Messages given over one connection; many servers end it after so many."""


class SmtpMailer:
    """Gives messages to a mail server, over one connection for as long as it lasts."""

    per_minute: int | None = None

    def __init__(self) -> None:
        self._backend: EmailBackend | None = None
        self._given = 0

    def send(self, letter: Letter) -> str:
        """Give one message to the mail server and return its answer.

        Raises:
            TryLater: the server is not there, or does not want the message now. It does not have it.
            NeverAccepted: the server refuses the address or the message for good.
            OutcomeUnknown: the connection broke after the message was given and before the answer came.
        """
        server = self._server()
        content = envelope(letter).as_bytes(policy=WIRE)
        try:
            self._ask(server.mail(settings.DEFAULT_FROM_EMAIL), about_all=True)
            self._ask(server.rcpt(letter.to))
            # The server says it is ready; from the next line on, only its answer tells whether it has the message.
            self._ask(server.docmd("DATA"), ready=354)
        except smtplib.SMTPServerDisconnected as gone:
            self.close()
            raise TryLater(str(gone), everyone=True) from gone
        except OSError as broken:
            self.close()
            raise TryLater(f"{type(broken).__name__}: {broken}", everyone=True) from broken
        try:
            server.send(smtplib._quote_periods(content) + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"))  # type: ignore[attr-defined]
            code, words = server.getreply()
        except (OSError, smtplib.SMTPException) as silence:
            self.close()
            raise OutcomeUnknown(f"The mail server did not answer: {silence}") from silence
        self._ask((code, words))
        self._given += 1
        if self._given >= PER_CONNECTION:
            self.close()
        return f"{code} {_text(words)}"

    def accepted(self, reference: UUID) -> bool | None:
        """A mail server cannot be asked what it has."""
        return None

    def close(self) -> None:
        """End the conversation."""
        if self._backend is not None:
            self._backend.fail_silently = True
            self._backend.close()
        self._backend, self._given = None, 0

    def _server(self) -> smtplib.SMTP:
        if self._backend is None:
            backend = get_connection("django.core.mail.backends.smtp.EmailBackend")
            assert isinstance(backend, EmailBackend)
            try:
                backend.open()
                assert backend.connection is not None
                backend.connection.ehlo_or_helo_if_needed()
            except (OSError, smtplib.SMTPException) as away:
                raise TryLater(f"The mail server is not there: {away}", everyone=True) from away
            self._backend = backend
        connection = self._backend.connection
        assert connection is not None
        return connection

    def _ask(self, reply: tuple[int, bytes], *, ready: int = 250, about_all: bool = False) -> None:
        """Go on when the server says yes; put its no into our words."""
        code, words = reply
        if code == ready or (ready == 250 and code in {250, 251}):
            return
        said = f"{code} {_text(words)}"
        if code == 421 or about_all:
            # It closes down, or does not want us as a sender: no other message would fare better.
            self.close()
            raise TryLater(said, everyone=True)
        connection = self._backend.connection if self._backend else None
        if connection is not None:
            try:
                connection.rset()
            except (OSError, smtplib.SMTPException):
                self.close()
        if 500 <= code < 600:
            raise NeverAccepted(said)
        raise TryLater(said)


def envelope(letter: Letter) -> EmailMessage:
    """Return a message as mail systems read it: its reference is its Message-ID, however often it is tried."""
    message = EmailMessage()
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = letter.to
    message["Date"] = formatdate()
    host = settings.PUBLIC_BASE_URL.partition("//")[2].partition("/")[0].partition(":")[0] or "localhost"
    message["Message-ID"] = f"<{letter.reference}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop_url:
        message["List-Unsubscribe"] = f"<{letter.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    return message


def _text(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())
