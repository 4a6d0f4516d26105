"""E-mail by GOV.UK Notify, against a server of ours that answers as Notify does."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import UUID

import pytest
from django.core.mail import EmailMessage

from waymark.adapters.notify import NotifyMailer
from waymark.config.wiring import mailer
from waymark.notifications.ports import NeverAccepted, OutcomeUnknown, TryLater
from waymark.notifications.types import Letter

pytest.importorskip("notifications_python_client")

REFERENCE = UUID("6f0c9a52-3d0e-4c1f-9a7b-2f6f0d3c8e41")
LETTER = Letter(REFERENCE, "ada@example.test", "A duty", "Hello Ada,\n", "https://careers.example/stop/x", 1)
KEY = "tests-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"


class Notify(BaseHTTPRequestHandler):
    """Answers with what the test says, and keeps what it was asked."""

    status, answer, asked = 201, {"id": "abc"}, []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Notify.asked.append((self.path, body))
        self._say()

    def do_GET(self):
        Notify.asked.append((self.path, None))
        self._say()

    def _say(self):
        if Notify.status == 0:
            self.close_connection = True
            return
        content = json.dumps(Notify.answer).encode()
        self.send_response(Notify.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words):
        pass


@contextmanager
def answering(settings, status, answer):
    Notify.status, Notify.answer, Notify.asked = status, answer, []
    server = HTTPServer(("127.0.0.1", 0), Notify)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID = KEY, "template"
    settings.NOTIFY_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    found = NotifyMailer()
    try:
        yield found
    finally:
        found.close()
        server.shutdown()
        thread.join()
        server.server_close()


def error(status, kind, words):
    return {"status_code": status, "errors": [{"error": kind, "message": words}]}


def test_a_mail_that_carries_a_link_leaves_by_notify_too(settings):
    settings.EMAIL_BACKEND = "waymark.adapters.notify.NotifyBackend"
    message = EmailMessage("Set your\npassword", "Open this", to=["ada@example.test"], reply_to=["ben@example.test"])

    with answering(settings, 201, {"id": "abc"}):
        assert message.send() == 1
    ((_path, asked),) = Notify.asked
    assert asked["email_address"] == "ada@example.test"
    assert asked["personalisation"] == {
        "subject": "Set your password",
        "body": "Open this\nReply-To: ben@example.test\n",
    }

    with answering(settings, 400, error(400, "BadRequestError", "no")), pytest.raises(OSError, match="no"):
        message.send()


def test_a_message_is_given_with_its_reference_and_its_one_click_link(settings):
    with answering(settings, 201, {"id": "abc"}) as notify:
        assert notify.send(LETTER) == "id abc"

    assert Notify.asked == [
        (
            "/v2/notifications/email",
            {
                "email_address": "ada@example.test", "template_id": "template", "reference": str(REFERENCE),
                "personalisation": {"subject": "A duty", "body": "Hello Ada,\n"},
                "one_click_unsubscribe_url": "https://careers.example/stop/x",
            },
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "answer", "outcome", "everyone"),
    [
        (400, error(400, "ValidationError", "email_address Not a valid email address"), NeverAccepted, None),
        (429, error(429, "RateLimitError", "Exceeded rate limit"), TryLater, True),
        (403, error(403, "AuthError", "Invalid token: API key not found"), TryLater, True),
        (500, error(500, "Exception", "Internal server error"), OutcomeUnknown, None),
        (0, {}, OutcomeUnknown, None),
    ],
)
def test_an_answer_is_put_into_the_words_of_the_port(settings, status, answer, outcome, everyone):
    with answering(settings, status, answer) as notify, pytest.raises(outcome) as said:
        notify.send(LETTER)

    if everyone is not None:
        assert said.value.everyone == everyone
        assert said.value.wait.total_seconds() == 60


def test_notify_is_asked_whether_it_has_a_message(settings):
    with answering(settings, 200, {"notifications": [{"id": "abc"}], "links": {}}) as notify:
        assert notify.accepted(REFERENCE) is True
        Notify.answer = {"notifications": [], "links": {}}
        assert notify.accepted(REFERENCE) is False
        Notify.status = 500
        assert notify.accepted(REFERENCE) is None

    assert Notify.asked[0][0] == f"/v2/notifications?reference={REFERENCE}"


def test_when_notify_cannot_be_reached_it_has_nothing(settings):
    with answering(settings, 201, {}) as notify:
        pass

    with pytest.raises(TryLater) as said:
        notify.send(LETTER)

    assert said.value.everyone


def test_a_key_and_a_template_choose_notify_before_smtp(settings):
    settings.EMAIL_HOST = "mail.example.test"
    assert type(mailer()).__name__ == "SmtpMailer"

    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID = KEY, "template"
    chosen = mailer()

    assert type(chosen).__name__ == "NotifyMailer"
    assert chosen.per_minute == 3_000
