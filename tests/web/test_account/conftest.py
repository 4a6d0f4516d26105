"""Someone with an account, a password and, if asked, one-time codes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client

from tests.web.conftest import START
from tests.web.pages import Page
from waymark.access import commands as access
from waymark.access.models import Account
from waymark.access.rules.codes import code_of
from waymark.kernel.policy import OPERATOR, Actor

PASSWORD = "orchard lantern seven"
EMAIL = "ada@example.test"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@dataclass
class Someone:
    """Someone at a browser."""

    account: Account
    browser: Client = field(default_factory=Client)
    used: int = 0

    @property
    def actor(self) -> Actor:
        return Actor(account_id=self.account.pk)

    @property
    def signed_in(self) -> bool:
        return bool(self.browser.session.get("_auth_user_id"))

    def sign_in(self, password: str = PASSWORD, **more: str):
        return self.browser.post("/account/sign-in", {"email": EMAIL, "password": password, **more})

    def code(self) -> str:
        """A code not used before: a second's wait for the next one would be thirty."""
        self.used += 1
        return code_of(SECRET, int(time.time()) // 30 - 1 + self.used)

    def turn_on_codes(self) -> None:
        access.turn_on_codes(secret=SECRET, code=self.code(), actor=self.actor, at=datetime.now(UTC))

    def forget_that_it_was_shown(self) -> None:
        """As if the sign-in were twenty minutes ago."""
        session = self.browser.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 20 * 60
        session.save()

    def get(self, path: str) -> Page:
        return Page(self.browser.get(path))

    def post(self, path: str, **given: str):
        return self.browser.post(path, given)


@pytest.fixture
def ada(professions) -> Someone:
    account_id = access.create_account(email=EMAIL, name="Ada Okafor", actor=OPERATOR, at=START)
    access.set_password(account_id=account_id, password=PASSWORD, actor=Actor(account_id=account_id), at=START)
    return Someone(Account.objects.get(pk=account_id))


@pytest.fixture
def ada_in(ada: Someone) -> Someone:
    assert ada.sign_in().status_code == 303
    return ada


def mails(count: int) -> list:
    """The mails sent; they leave in a thread of their own."""
    for _ in range(100):
        if len(mail.outbox) >= count:
            break
        time.sleep(0.02)
    assert len(mail.outbox) == count
    return mail.outbox


def link_in(message) -> str:
    (line,) = (line for line in message.body.splitlines() if line.startswith("http"))
    return line.removeprefix("http://localhost:8000")
