"""A draft of a small framework, and those who write it, each in a browser of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.test import Client

from tests.frameworks import build
from tests.web.conftest import OWNER, START
from tests.web.pages import Page
from waymark.access import queries as access
from waymark.access.models import Account, Grant
from waymark.frameworks.models import Version
from waymark.kernel.clock import now
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation


@dataclass(frozen=True)
class Writer:
    """An account with a duty for the digital profession, and a browser."""

    account: int
    browser: Client

    @property
    def actor(self) -> Actor:
        return Actor(self.account, duties=access.duties_of(self.account, now()))

    def get(self, path: str) -> Page:
        return Page(self.browser.get(path))

    def post(self, path: str, fields: dict[str, str]) -> Page:
        return Page(self.browser.post(path, fields))


def writer(name: str, kind: str = "framework-author") -> Writer:
    account = Account.objects.create(uuid=new_uuid(), email=f"{name.lower()}@example.org", name=name, created_at=START)
    Grant.objects.create(
        uuid=new_uuid(), account=account, kind=kind, profession_id=organisation.profession_id(OWNER), from_at=START,
        until_at=now() + timedelta(days=30), two_people=False, reason="x", created_at=START,
    )  # fmt: skip
    browser = Client()
    browser.force_login(account)
    return Writer(account.pk, browser)


@pytest.fixture
def draft(professions) -> Version:
    """A draft of two families, three roles, seven role levels and six skills, of the digital profession."""
    return Version.objects.get(pk=build.drafted(replace(build.crafts(), profession=OWNER), START))


@pytest.fixture
def ada(draft) -> Writer:
    return writer("Ada")


@pytest.fixture
def bo(draft) -> Writer:
    return writer("Bo")


@pytest.fixture
def reviewer(draft) -> Writer:
    return writer("Cy", "framework-reviewer")


def at(path: str = "") -> str:
    """Return the address of a page about the draft."""
    return "/authoring/drafts/crafts/1" + (f"/{path}" if path else "")


def fields_of(page: Page) -> dict[str, str]:
    """Return what the page's form of the workbench would send as it stands."""
    return {name: value for name, value in page.forms[-1].items() if name != "csrfmiddlewaretoken"}


def confirm(who, path: str) -> Page:
    """Open a page that asks whether something is to go, and say yes."""
    return who.post(path, fields_of(who.get(path)))
