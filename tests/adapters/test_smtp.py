"""E-mail to a real SMTP server of ours, and what each of its answers means."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller

from waymark.adapters.smtp import SmtpMailer
from waymark.notifications.ports import NeverAccepted, OutcomeUnknown, TryLater
from waymark.notifications.types import Letter

REFERENCE = UUID("6f0c9a52-3d0e-4c1f-9a7b-2f6f0d3c8e41")
LETTER = Letter(
    REFERENCE, "ada@example.test", "A duty: £5\r\nBcc: all@example.test", "Hello Ada,\n\n.\nNaïve line\n",
    "https://careers.example/notifications/stop/x", 1,
)  # fmt: skip


class Server:
    """Keeps what it takes; answers as it is told."""

    def __init__(self, data="250 taken", rcpt="250 ok", mail="250 ok"):
        self.data, self.rcpt, self.mail, self.taken = data, rcpt, mail, []

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        if self.data == "hang up":
            server.transport.close()
            return ""
        self.taken.append(envelope)
        return self.data


@contextmanager
def serving(settings, handler):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.PUBLIC_BASE_URL = "https://careers.example"
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    mailer = SmtpMailer()
    try:
        yield mailer
    finally:
        mailer.close()
        controller.stop()


def test_a_message_arrives_as_it_was_meant(settings):
    server = Server()

    with serving(settings, server) as mailer:
        assert mailer.send(LETTER) == "250 taken"
        mailer.send(LETTER)

    envelope = server.taken[0]
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert envelope.rcpt_tos == ["ada@example.test"]
    assert message["Message-ID"] == f"<{REFERENCE}@careers.example>"
    assert message["Subject"] == "A duty: £5 Bcc: all@example.test"
    assert message["Bcc"] is None
    assert message["List-Unsubscribe"] == "<https://careers.example/notifications/stop/x>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.get_content().replace("\r\n", "\n") == LETTER.text
    assert len(server.taken) == 2


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"rcpt": "550 no such user"}, NeverAccepted),
        ({"rcpt": "450 busy"}, TryLater),
        ({"data": "554 not wanted"}, NeverAccepted),
        ({"data": "451 later"}, TryLater),
        ({"data": "hang up"}, OutcomeUnknown),
        ({"mail": "451 too many"}, TryLater),
        ({"mail": "550 you may not send"}, TryLater),
    ],
)
def test_an_answer_is_put_into_the_words_of_the_port_and_the_next_message_goes(settings, answers, outcome):
    server = Server(**answers)

    with serving(settings, server) as mailer:
        with pytest.raises(outcome) as said:
            mailer.send(LETTER)
        server.data = server.rcpt = server.mail = "250 ok"
        assert mailer.send(LETTER) == "250 ok"

    if outcome is TryLater:
        assert said.value.everyone == ("mail" in answers)
    assert mailer.accepted(REFERENCE) is None


def test_a_server_that_is_not_there_has_nothing(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", probe.getsockname()[1]

    with pytest.raises(TryLater) as said:
        SmtpMailer().send(LETTER)

    assert said.value.everyone


def test_a_long_run_changes_the_connection_and_goes_on(settings, monkeypatch):
    monkeypatch.setattr("waymark.adapters.smtp.PER_CONNECTION", 2)
    server = Server()

    with serving(settings, server) as mailer:
        for _message in range(5):
            mailer.send(LETTER)

    assert len(server.taken) == 5
