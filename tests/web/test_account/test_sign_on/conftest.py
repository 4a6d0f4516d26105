"""Departments whose people sign in by a provider that the test runs itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.providers import department, openid, saml
from tests.providers.department import DETAILS, SAML_DETAILS, Departments
from tests.providers.openid import OpenIdProvider
from tests.web.pages import Page
from waymark.access import commands as access
from waymark.access.models import Account
from waymark.access.types import ProviderKind
from waymark.audit.models import Entry
from waymark.kernel.policy import OPERATOR
from waymark.people.models import Person

ADA = "ada@home-office.example"


@pytest.fixture
def places(db) -> Departments:
    return department.departments()


@pytest.fixture
def ada(places) -> Person:
    return places.employ("Ada", ADA, number="A1")


@dataclass
class SignOn:
    """A browser, and the Home Office's provider."""

    slug: str
    uuid: Any
    browser: Client = field(default_factory=Client)

    @property
    def account(self) -> Account | None:
        key = self.browser.session.get("_auth_user_id")
        return Account.objects.get(pk=key) if key else None

    def go(self, then: str = "/me", browser: Client | None = None) -> str:
        """Begin, and return where the browser is sent."""
        response = (browser or self.browser).get(f"/account/sign-on/{self.slug}/go?next={then}")
        assert response.status_code == 302, response.content
        return response.headers["Location"]

    def forget_that_it_was_shown(self) -> None:
        session = self.browser.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 20 * 60
        session.save()

    def change(self, **changes: Any) -> None:
        saying = DETAILS if isinstance(self, OpenId) else SAML_DETAILS
        access.change_provider(
            provider=self.uuid, details=replace(saying, **{"secret": ""} | changes),
            seen=department.card(self.uuid).seen, actor=OPERATOR, at=datetime.now(UTC),
        )  # fmt: skip


@dataclass
class OpenId(SignOn):
    provider: OpenIdProvider = None  # type: ignore[assignment]

    def back(self, given: dict[str, str], browser: Client | None = None):
        return (browser or self.browser).get(f"/account/sign-on/{self.slug}/back", given)

    def sign_in(self, **claims: Any):
        return self.back(self.provider.code_for(self.go(), **({"email": ADA} | claims)))

    def change(self, **changes: Any) -> None:
        super().change(**({"issuer": self.provider.issuer} | changes))


@dataclass
class Saml(SignOn):
    def bring(self, answer: str, browser: Client | None = None, **more: str):
        """Bring an answer, as a browser does: without its session at first."""
        browser = browser or self.browser
        session = browser.cookies.pop("waymark_session", None)
        response = browser.post(f"/account/sign-on/{self.slug}/answer", {"SAMLResponse": answer, **more})
        if session is not None:
            browser.cookies["waymark_session"] = session.value
        return browser.get(response.headers["Location"]) if response.status_code == 303 else response

    def sign_in(self, **changes: Any):
        return self.bring(saml.answer_to(self.go(), **changes))


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    cache.clear()
    with openid.running() as running:
        yield running


@pytest.fixture
def by_openid(places, ada, provider) -> OpenId:
    uuid = department.add_provider(ProviderKind.OIDC, replace(DETAILS, issuer=provider.issuer), places.home)
    return OpenId("home-office", uuid, provider=provider)


@pytest.fixture
def by_saml(places, ada) -> Saml:
    uuid = department.add_provider(ProviderKind.SAML, replace(SAML_DETAILS, secret=saml.certificate()), places.home)
    return Saml("home-office", uuid)


@pytest.fixture(params=["openid", "saml"])
def ho(request) -> OpenId | Saml:
    return request.getfixturevalue(f"by_{request.param}")


def refusals() -> list[str]:
    """Why answers were refused, as the record has it. It has nothing that they said."""
    entries = list(Entry.objects.filter(kind="access.sign_on.refused").order_by("pk"))
    for entry in entries:
        assert set(entry.facts) == {"account", "provider", "why"}
        assert not any(said in str(entry.facts) for said in (ADA, "subject-1", "A1"))
    return [entry.facts["why"] for entry in entries]


def was_refused(response, why: str) -> bool:
    """Say whether somebody was told in words, not let in, and it is on record why."""
    page = Page(response)
    assert page.status == 403
    assert "We could not" in page.headings[0]
    assert not page.inline
    return refusals()[-1:] == [why]
