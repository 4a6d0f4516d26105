"""Signing on with a department's own sign-in, and everything that is refused."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.providers import department, openid, saml
from tests.providers.department import DETAILS, SAML_DETAILS, Departments
from tests.providers.openid import OpenIdProvider, key_of
from tests.web.pages import Page
from waymark.access import commands as access
from waymark.access.models import Account, IdentityProvider, SignOnIdentity
from waymark.access.types import MatchedBy, ProviderKind, Try
from waymark.adapters.sign_on import fetching
from waymark.audit.models import Entry
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.notifications.models import Item
from waymark.organisation.models import ChangePart, Organisation, OrganisationChange
from waymark.people.commands import rebuild_listing
from waymark.people.models import Appointment, Person, Post

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


class TestSigningIn:
    def test_somebody_of_the_department_is_matched_and_comes_to_where_they_were_going(self, ho, ada):
        answer = ho.sign_in()

        assert (answer.status_code, answer.headers["Location"]) == (303, "/me")
        ada.refresh_from_db()
        assert ho.account is not None
        assert ho.account.pk == ada.account_id
        assert (ho.account.email, ho.account.name, ho.account.has_usable_password()) == (ADA, "Ada Okafor", False)
        assert SignOnIdentity.objects.get().subject == "subject-1"
        kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
        assert kinds[-4:] == [
            "access.account.created", "people.account.linked", "access.identity.bound", "access.account.signed_in",
        ]  # fmt: skip

    def test_whoever_has_an_account_keeps_it(self, ho, ada):
        ada.account_id = access.create_account(email="old@example.test", name="Ada", actor=OPERATOR, at=department.AT)
        ada.save()

        ho.sign_in()

        assert ho.account is not None
        assert ho.account.pk == ada.account_id
        assert Account.objects.count() == 1

    def test_from_then_on_the_subject_counts_and_not_the_address(self, ho, ada, places):
        other = places.employ("Grace", "grace@home-office.example")
        ho.sign_in()
        mine = ho.account

        again = replace(ho, browser=Client())
        again.sign_in(**({"email": other.email} if isinstance(ho, OpenId) else {"said": other.email}))

        assert again.account == mine
        other.refresh_from_db()
        assert other.account_id is None

    def test_a_new_subject_with_an_old_address_gets_nobodys_account(self, ho):
        ho.sign_in()

        again = replace(ho, browser=Client())
        answer = again.sign_in(**{"sub" if isinstance(ho, OpenId) else "subject": "subject-2"})

        assert was_refused(answer, "taken")
        assert again.account is None
        assert SignOnIdentity.objects.count() == 1

    def test_until_an_administrator_says_that_they_are_to_be_matched_anew(self, ho, ada):
        ho.sign_in()
        access.unbind_identity(provider=ho.uuid, email=ADA, same=False, actor=OPERATOR, at=datetime.now(UTC))
        assert ho.browser.get("/account").status_code == 302  # they are signed out

        # Whoever has the old one must not be the first to come.
        assert was_refused(replace(ho, browser=Client()).sign_in(), "replaced")
        again = replace(ho, browser=Client())
        again.sign_in(**{"sub" if isinstance(ho, OpenId) else "subject": "subject-2"})
        ada.refresh_from_db()
        assert again.account is not None
        assert again.account.pk == ada.account_id
        assert was_refused(replace(ho, browser=Client()).sign_in(), "replaced")

    def test_or_that_they_were_matched_wrongly(self, ho, places):
        ho.sign_in()
        grace = places.employ("Grace", "grace@home-office.example")
        access.unbind_identity(provider=ho.uuid, email=ADA, same=True, actor=OPERATOR, at=datetime.now(UTC))

        again = replace(ho, browser=Client())
        again.sign_in(**{"email" if isinstance(ho, OpenId) else "said": grace.email})

        grace.refresh_from_db()
        assert again.account is not None
        assert again.account.pk == grace.account_id

    def test_the_holder_is_told_of_a_first_sign_in(self, ho):
        ho.sign_in()
        replace(ho, browser=Client()).sign_in()

        (told,) = Item.objects.filter(account_id=ho.account.pk)
        assert told.title == "You can now sign in with Home Office sign-in"

    def test_an_account_with_codes_is_asked_for_one_as_well(self, ho, ada):
        ho.sign_in()
        at = datetime.now(UTC)
        from waymark.access.rules.codes import code_of

        secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        step = int(time.time()) // 30
        actor = Actor(account_id=ho.account.pk)
        access.turn_on_codes(secret=secret, code=code_of(secret, step - 1), actor=actor, at=at)

        again = replace(ho, browser=Client())
        answer = again.sign_in()

        assert answer.headers["Location"] == "/account/sign-in/code"
        assert again.account is None
        again.browser.post("/account/sign-in/code", {"code": code_of(secret, step)})
        assert again.account == ho.account
        assert Entry.objects.filter(kind="access.account.signed_in").latest("pk").facts["how"] == "provider and code"

    def test_people_can_be_matched_by_staff_number(self, by_openid, ada):
        by_openid.change(matched_by=MatchedBy.STAFF_NUMBER, claim="employee")

        by_openid.sign_in(email="somebody@else.example", employee="A1")

        ada.refresh_from_db()
        assert by_openid.account is not None
        assert by_openid.account.pk == ada.account_id


class TestWhoIsNotLetIn:
    def test_nobody_signs_up(self, ho):
        answer = ho.sign_in(**{"email" if isinstance(ho, OpenId) else "said": "nobody@home-office.example"})

        assert was_refused(answer, "unmatched")
        assert "ask your HR team" in Page(answer).text
        assert not Account.objects.exists()

    def test_a_provider_vouches_for_its_own_department_only(self, ho, places):
        places.employ("Bea", "bea@farms.example", place=places.other)

        answer = ho.sign_in(**{"email" if isinstance(ho, OpenId) else "said": "bea@farms.example"})

        assert was_refused(answer, "unmatched")

    def test_two_people_with_one_address_are_nobody(self, ho, places):
        places.employ("Another", ADA.upper())

        assert was_refused(ho.sign_in(), "unmatched")

    def test_an_address_of_an_account_that_is_nobodys_opens_nothing(self, ho):
        access.create_account(email=ADA, name="An auditor", actor=OPERATOR, at=department.AT)

        assert was_refused(ho.sign_in(), "taken")
        assert not SignOnIdentity.objects.exists()

    def test_a_leaver_is_not_let_in(self, ho, ada):
        ho.sign_in()
        Appointment.objects.update(until_on=date(2026, 2, 1))
        rebuild_listing(actor=OPERATOR, at=department.AT)

        assert was_refused(replace(ho, browser=Client()).sign_in(), "not there")

    def test_a_leaver_who_never_came_is_not_matched(self, ho, places):
        places.employ("Old", "old@home-office.example", until=date(2026, 2, 1))

        answer = ho.sign_in(**{"email" if isinstance(ho, OpenId) else "said": "old@home-office.example"})

        assert was_refused(answer, "unmatched")

    def test_a_closed_account_stays_closed(self, ho):
        ho.sign_in()
        access.close_account(email=ADA, actor=OPERATOR, at=datetime.now(UTC))

        assert was_refused(replace(ho, browser=Client()).sign_in(), "closed")

    def test_a_closed_account_is_not_opened_by_a_first_sign_on(self, ho, ada):
        ada.account_id = access.create_account(email="old@example.test", name="Ada", actor=OPERATOR, at=department.AT)
        ada.save()
        access.close_account(email="old@example.test", actor=OPERATOR, at=datetime.now(UTC))

        assert was_refused(ho.sign_in(), "closed")

    def test_a_provider_that_was_turned_off_meanwhile_lets_nobody_in(self, ho):
        where = ho.go()
        access.turn_off_provider(provider=ho.uuid, end_sessions=False, actor=OPERATOR, at=datetime.now(UTC))

        if isinstance(ho, OpenId):
            answer = ho.back(ho.provider.code_for(where, email=ADA))
        else:
            answer = ho.bring(saml.answer_to(where))

        assert was_refused(answer, "turned off")

    def test_a_link_to_one_that_is_off_leads_to_the_one_that_is_on(self, ho, places):
        access.turn_off_provider(provider=ho.uuid, end_sessions=False, actor=OPERATOR, at=datetime.now(UTC))
        page = Page(ho.browser.get("/account/sign-on/home-office/go?next=/team"))
        assert page.status == 403
        assert "This way to sign in is turned off." in page.text
        assert "/account/sign-in" in page.links

        department.add_provider(ProviderKind.OIDC, replace(DETAILS, name="New sign-in", domains=()), places.home)
        page = Page(ho.browser.get("/account/sign-on/home-office/go?next=/team"))

        assert "Continue to New sign-in" in page.text
        assert any(link.endswith("/go?next=%2Fteam") for link in page.links)
        assert refusals() == []

    @pytest.mark.parametrize("verified", [False, "-", "false"])
    def test_an_address_the_provider_has_not_verified_counts_for_nothing(self, by_openid, verified):
        assert was_refused(by_openid.sign_in(email_verified=verified), "unmatched")

    def test_nor_does_what_it_calls_otherwise_than_the_address_it_verified(self, by_openid):
        by_openid.change(claim="upn")

        assert was_refused(by_openid.sign_in(upn=ADA), "unmatched")

    def test_unless_the_department_vouches_for_every_address(self, by_openid):
        by_openid.change(claim="upn", vouches=True)

        by_openid.sign_in(upn=ADA, email_verified="-")

        assert by_openid.account is not None

    def test_other_matches_need_no_verified_address(self, by_openid):
        by_openid.change(matched_by=MatchedBy.STAFF_NUMBER, claim="employee")

        by_openid.sign_in(employee="A1", email_verified=False)

        assert by_openid.account is not None

    def test_whose_record_has_no_address_is_told_so(self, by_openid, ada):
        by_openid.change(matched_by=MatchedBy.STAFF_NUMBER, claim="employee")
        ada.email = ""
        ada.save()

        answer = by_openid.sign_in(employee="A1")

        assert was_refused(answer, "no address")
        assert "Ask your HR team to add it" in Page(answer).text


def unsigned(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})


def with_a_shared_secret(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, openid.SECRET.ljust(32, "."), algorithm="HS256", headers={"kid": "one"})


def with_the_public_key_as_secret(claims: dict[str, Any]) -> str:
    """The classic: what everybody knows, taken for a secret."""
    import hashlib
    import hmac
    import json

    from cryptography.hazmat.primitives import serialization

    pem = key_of("true").public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "kid": "one"}, claims)
    ]
    mac = base64.urlsafe_b64encode(hmac.new(pem, b".".join(parts), hashlib.sha256).digest()).rstrip(b"=")
    return b".".join([*parts, mac]).decode()


class TestOpenIdThatIsNotToBeBelieved:
    @pytest.mark.parametrize(
        ("claims", "why"),
        [
            ({"aud": "somebody-else"}, "audience"),
            ({"aud": ["waymark", "somebody-else"]}, "audience"),
            ({"azp": "somebody-else"}, "audience"),
            ({"iss": "https://evil.example"}, "issuer"),
            ({"exp": int(time.time()) - 3600}, "expired"),
            ({"nbf": int(time.time()) + 3600}, "expired"),
            ({"exp": "-"}, "malformed"),
            ({"sub": "-"}, "malformed"),
            ({"sub": ""}, "malformed"),
            ({"nonce": "another"}, "unsolicited"),
            ({"nonce": "-"}, "unsolicited"),
            ({"auth_time": 10**30}, "malformed"),
        ],
    )
    def test_what_a_token_says_must_be_right(self, by_openid, claims, why):
        assert was_refused(by_openid.sign_in(**claims), why)
        assert by_openid.account is None

    @pytest.mark.parametrize("sign", [unsigned, with_a_shared_secret, with_the_public_key_as_secret])
    def test_a_weak_signature_is_none(self, by_openid, sign):
        by_openid.provider.sign = sign

        assert was_refused(by_openid.sign_in(), "algorithm")

    def test_a_short_key_is_too_weak(self, by_openid):
        by_openid.provider.key = key_of("short", 1024)

        def sign(claims: dict[str, Any]) -> str:
            import warnings

            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return jwt.encode(claims, by_openid.provider.key, algorithm="RS256", headers={"kid": "one"})

        by_openid.provider.sign = sign

        assert was_refused(by_openid.sign_in(), "algorithm")

    def test_a_token_signed_by_somebody_else(self, by_openid):
        by_openid.provider.published, by_openid.provider.key = key_of("true"), key_of("false")

        assert was_refused(by_openid.sign_in(), "signature")

    def test_a_token_that_was_changed(self, by_openid):
        def sign(claims: dict[str, Any]) -> str:
            token = jwt.encode(claims, key_of("true"), algorithm="RS256", headers={"kid": "one"})
            head, _body, signature = token.split(".")
            other = jwt.encode(claims | {"sub": "subject-2"}, key_of("true"), algorithm="RS256").split(".")[1]
            return f"{head}.{other}.{signature}"

        by_openid.provider.sign = sign

        assert was_refused(by_openid.sign_in(), "signature")

    def test_what_is_no_token_at_all(self, by_openid):
        by_openid.provider.sign = lambda claims: "not.a.token"

        assert was_refused(by_openid.sign_in(), "malformed")

    def test_a_code_counts_once(self, by_openid):
        given = by_openid.provider.code_for(by_openid.go(), email=ADA)
        by_openid.back(given)

        other = Client()
        again = by_openid.provider.code_for(by_openid.go(browser=other))
        answer = by_openid.back(given | {"state": again["state"]}, browser=other)

        assert was_refused(answer, "unsolicited")

    def test_a_state_counts_once(self, by_openid):
        given = by_openid.provider.code_for(by_openid.go(), email="nobody@home-office.example")
        by_openid.back(given)

        assert was_refused(by_openid.back(given), "unsolicited")
        assert refusals() == ["unmatched", "unsolicited"]

    def test_a_state_belongs_to_a_browser(self, by_openid):
        given = by_openid.provider.code_for(by_openid.go(), email=ADA)

        assert was_refused(by_openid.back(given, browser=Client()), "unsolicited")

    def test_a_state_lasts_ten_minutes(self, by_openid):
        given = by_openid.provider.code_for(by_openid.go(), email=ADA)
        session = by_openid.browser.session
        (kept,) = session["waymark.sign_on"].values()
        kept["asked_at"] = (datetime.now(UTC) - timedelta(minutes=11)).isoformat()
        session.save()

        assert was_refused(by_openid.back(given), "unsolicited")

    def test_an_answer_that_nobody_asked_for(self, by_openid):
        assert was_refused(by_openid.back({"code": "x", "state": "y"}), "unsolicited")
        assert was_refused(by_openid.back({}), "unsolicited")

    def test_an_answer_of_another_provider(self, by_openid):
        given = by_openid.provider.code_for(by_openid.go(), email=ADA)

        assert was_refused(by_openid.back(given | {"iss": "https://evil.example"}), "issuer")

    def test_a_no_is_a_no(self, by_openid):
        given = by_openid.provider.code_for(by_openid.go())

        assert was_refused(by_openid.back({"error": "access_denied", "state": given["state"]}), "declined")

    @pytest.mark.parametrize(
        "about",
        [
            {"issuer": "https://evil.example"},
            {"token_endpoint": "http://169.254.169.254/token"},
            {"jwks_uri": "https://evil.example/keys"},
            {"authorization_endpoint": "https://evil.example/authorize"},
            {"token_endpoint": "file:///etc/passwd"},
            {"token_endpoint": None},
        ],
    )
    def test_a_provider_sends_us_nowhere_but_to_itself(self, by_openid, about):
        by_openid.provider.about = about

        answer = by_openid.browser.get("/account/sign-on/home-office/go")

        assert was_refused(answer, "issuer")
        assert by_openid.provider.asked == ["/.well-known/openid-configuration"]

    def test_a_provider_that_is_not_there(self, by_openid):
        by_openid.change(issuer="http://127.0.0.1:9")

        assert was_refused(by_openid.browser.get("/account/sign-on/home-office/go"), "unreachable")

    @pytest.mark.parametrize(
        ("status", "body", "why"),
        [(500, b"", "unreachable"), (200, b"[]", "malformed"), (200, b"{}", "malformed"), (302, b"", "malformed"),
         (200, b'{"id_token": "' + b"x" * 400_000 + b'"}', "malformed")],
    )  # fmt: skip
    def test_a_provider_that_answers_nonsense(self, by_openid, status, body, why):
        by_openid.provider.answers = lambda: (status, body)

        assert was_refused(by_openid.sign_in(), why)

    @pytest.mark.parametrize(
        ("headers", "why"),
        [
            ({"Content-Length": "5000"}, "unreachable"),  # cut off
            ({"Content-Encoding": "gzip"}, "unreachable"),  # and it is not
            ({"Transfer-Encoding": "chunked"}, "unreachable"),
        ],
    )
    def test_a_provider_that_answers_brokenly(self, by_openid, headers, why):
        where = by_openid.go()
        by_openid.provider.headers = headers

        assert was_refused(by_openid.back(by_openid.provider.code_for(where)), why)

    def test_an_answer_as_deep_as_a_well(self, by_openid):
        by_openid.provider.answers = lambda: (200, b'{"id_token": ' + b"[" * 100_000)

        assert was_refused(by_openid.sign_in(), "malformed")

    def test_a_token_as_deep_as_a_well(self, by_openid):
        deep = base64.urlsafe_b64encode(b'{"a": ' + b"[" * 100_000).rstrip(b"=").decode()
        by_openid.provider.sign = lambda claims: f"{deep}.{deep}.x"

        assert was_refused(by_openid.sign_in(), "malformed")

    @pytest.mark.parametrize("about", [{"token_endpoint_auth_methods_supported": 7}, {"issuer": ["x"]}])
    def test_settings_of_another_shape_than_they_should_have(self, by_openid, about):
        by_openid.provider.about = about

        answer = by_openid.browser.get("/account/sign-on/home-office/go")

        assert answer.status_code == 302 or was_refused(answer, "issuer")

    def test_an_address_that_is_none(self, by_openid):
        by_openid.provider.about = {"authorization_endpoint": f"{by_openid.provider.issuer}/\ud800"}

        assert was_refused(by_openid.browser.get("/account/sign-on/home-office/go"), "issuer")

    @pytest.mark.parametrize(
        "claims",
        [{"nonce": "\ud800"}, {"sub": "a\x00b"}, {"sub": "\udc80"}, {"email": "a\x00b"}, {"email": "\ud800"},
         {"acr": "\ud800"}, {"acr": "\x00"}, {"auth_time": float(10**18)}],
    )  # fmt: skip
    def test_what_no_text_holds_is_not_believed(self, by_openid, claims):
        assert was_refused(by_openid.sign_in(**claims), "malformed")

    def test_a_secret_may_have_any_characters(self, by_openid):
        by_openid.change(secret="ключ — key")
        openid_secret = base64.b64encode("waymark:ключ — key".encode()).decode()
        seen = []

        def token(form, authorization):
            seen.append(authorization)
            return 400, b"{}"

        by_openid.provider.token = token

        assert was_refused(by_openid.sign_in(), "unsolicited")
        assert seen == [f"Basic {openid_secret}"]

    def test_nobody_waits_longer_than_is_said(self, by_openid, monkeypatch):
        """Whatever the provider does meanwhile: here it sends a byte now and then."""
        monkeypatch.setattr(fetching, "SECONDS", 0.5)
        by_openid.provider.pause = 0.2
        began = time.monotonic()

        assert was_refused(by_openid.browser.get("/account/sign-on/home-office/go"), "unreachable")
        assert time.monotonic() - began < 3

    def test_what_failed_is_not_asked_again_at_once_and_stands_in_the_record_once(self, by_openid):
        by_openid.provider.about = {"issuer": 7}
        by_openid.provider.headers = {"Content-Length": "5000"}
        for _ in range(3):
            answer = by_openid.browser.get("/account/sign-on/home-office/go")
            assert "cannot be reached just now" in Page(answer).text

        assert by_openid.provider.asked == ["/.well-known/openid-configuration"]
        assert refusals() == ["unreachable"]

    def test_new_keys_are_found(self, by_openid):
        by_openid.sign_in()
        by_openid.provider.key = key_of("false")
        cache.clear()

        again = replace(by_openid, browser=Client())
        again.sign_in()

        assert again.account is not None

    def test_what_goes_there_is_what_the_standard_asks(self, by_openid):
        where = by_openid.go()

        assert "code_challenge_method=S256" in where
        assert "prompt" not in where


class TestSamlThatIsNotToBeBelieved:
    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"sign": ""}, "signature"),
            ({"key": "false"}, "signature"),
            ({"how": saml.WEAK}, "algorithm"),
            ({"how": saml.WEAK_DIGEST}, "algorithm"),
            ({"audience": "https://somebody.example"}, "audience"),
            ({"audience": None}, "audience"),
            ({"recipient": "https://somebody.example/acs"}, "audience"),
            ({"recipient": "http://localhost:8000/account/sign-on/home-office/answer/more"}, "audience"),
            ({"destination": "https://somebody.example/acs"}, "audience"),
            ({"issuer": "urn:example:evil"}, "issuer"),
            ({"age": timedelta(hours=2)}, "expired"),
            ({"age": timedelta(hours=-2)}, "expired"),
            ({"in_response_to": None}, "unsolicited"),
            ({"in_response_to": None, "envelope_in_response_to": None}, "unsolicited"),
            ({"in_response_to": "_" + "0" * 40, "envelope_in_response_to": "_" + "0" * 40}, "unsolicited"),
            ({"in_response_to": "_" + "0" * 40}, "unsolicited"),
            ({"name_format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"}, "malformed"),
            ({"status": "Responder"}, "declined"),
            ({"status": "Responder", "bare": True}, "declined"),
            ({"bare": True}, "malformed"),
            ({"age": timedelta(minutes=-3)}, "expired"),
        ],
    )
    def test_what_an_answer_says_must_be_right(self, by_saml, changes, why):
        assert was_refused(by_saml.sign_in(**changes), why)
        assert by_saml.account is None

    def test_clocks_may_differ_a_little(self, by_saml):
        by_saml.sign_in(age=timedelta(seconds=-40))

        assert by_saml.account is not None

    def test_the_whole_answer_may_be_signed_instead(self, by_saml):
        by_saml.sign_in(sign="Response")

        assert by_saml.account is not None

    @pytest.mark.parametrize("sign", ["Assertion", "Response"])
    def test_an_answer_that_was_changed(self, by_saml, sign):
        answer = saml.changed(saml.answer_to(by_saml.go(), sign=sign), "subject-1", "subject-2")

        assert was_refused(by_saml.bring(answer), "signature")

    def test_a_comment_splits_no_name(self, by_saml):
        """What is signed reads the same with a comment in it: the whole name counts, and not its first half."""
        answer = saml.answer_to(by_saml.go(), subject="subject-1.evil")

        by_saml.bring(saml.changed(answer, "subject-1.evil", "subject-1<!-- -->.evil"))

        assert [identity.subject for identity in SignOnIdentity.objects.all()] in (["subject-1.evil"], [])

    def test_a_second_assertion_beside_the_signed_one(self, by_saml):
        text = base64.b64decode(saml.answer_to(by_saml.go())).decode()
        start, end = text.index("<saml:Assertion"), text.index("</samlp:Response>")
        forged = text[start:end].replace("subject-1", "subject-2").replace("_assertion", "_other")
        wrapped = base64.b64encode((text[:start] + forged + text[start:]).encode()).decode()

        answer = by_saml.bring(wrapped)

        assert was_refused(answer, "malformed")

    def test_an_answer_counts_once(self, by_saml):
        answer = saml.answer_to(by_saml.go(), said="nobody@home-office.example")
        by_saml.bring(answer)

        assert was_refused(by_saml.bring(answer), "unsolicited")
        assert refusals() == ["unmatched", "unsolicited"]

    def test_an_answer_belongs_to_a_browser(self, by_saml):
        answer = saml.answer_to(by_saml.go())

        thief = Client()
        by_saml.go(browser=thief)

        assert was_refused(by_saml.bring(answer, browser=thief), "unsolicited")

    def test_a_stolen_assertion_does_not_fit_another_request(self, by_saml):
        """The envelope is not signed here: what it says of the request is the thief's own."""
        stolen = saml.answer_to(by_saml.go())
        asked = saml.request_in(by_saml.go()).get("ID")
        thief = Client()
        wanted = saml.request_in(by_saml.go(browser=thief)).get("ID")
        assert asked != wanted
        text = base64.b64decode(stolen).decode()
        head, rest = text.split("<saml:Issuer>", 1)
        before = head.split('InResponseTo="')[1].split('"')[0]
        forged = base64.b64encode((head.replace(before, wanted) + "<saml:Issuer>" + rest).encode()).decode()

        assert was_refused(by_saml.bring(forged, browser=thief), "unsolicited")

    @pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/account", "javascript:alert(1)"])
    def test_what_comes_beside_the_answer_leads_nowhere(self, by_saml, where):
        answer = by_saml.bring(saml.answer_to(by_saml.go("/me")), RelayState=where)

        assert answer.headers["Location"] == "/me"

    @pytest.mark.parametrize(
        "answer",
        [
            "", "!!!", "PHg+", base64.b64encode(b"<x/>").decode(), "A" * 400_000,
            base64.b64encode(b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>').decode(),
            base64.b64encode(b"\xff\xfe\x00").decode(),
        ],
    )  # fmt: skip
    def test_what_is_no_answer_at_all(self, by_saml, answer):
        assert was_refused(by_saml.bring(answer), "malformed")

    def test_the_carried_answer_cannot_be_made_up(self, by_saml):
        by_saml.go()
        by_saml.browser.cookies["waymark_sign_on"] = "made:up"

        assert was_refused(by_saml.browser.get("/account/sign-on/home-office/finish"), "unsolicited")

    def test_an_answer_to_a_get_is_none(self, by_saml):
        assert by_saml.browser.get("/account/sign-on/home-office/answer").status_code == 405

    def test_the_metadata_says_where_answers_come_to(self, by_saml):
        answer = by_saml.browser.get("/account/sign-on/home-office/metadata")

        assert answer.headers["Content-Type"] == "application/samlmetadata+xml"
        assert b'Location="http://localhost:8000/account/sign-on/home-office/answer"' in answer.content
        assert b'entityID="http://localhost:8000/account/sign-on/home-office/metadata"' in answer.content
        assert b"md:EntityDescriptor" in answer.content


class TestConfirming:
    """Before something strong, the provider asks again."""

    def ask(self, ho) -> str:
        page = Page(ho.browser.get("/account/confirm?next=/account/email"))
        assert "Continue to Home Office sign-in" in page.text
        (link,) = [link for link in page.links if "sign-on/confirm" in link]
        response = ho.browser.get(link)
        assert response.status_code == 302
        return response.headers["Location"]

    def come_back(self, ho, where: str, **changes: Any):
        if isinstance(ho, OpenId):
            return ho.back(ho.provider.code_for(where, **changes))
        return ho.bring(saml.answer_to(where, **changes))

    def test_a_fresh_sign_in_there_opens_the_page(self, ho):
        ho.sign_in()
        ho.forget_that_it_was_shown()
        assert ho.browser.get("/account/email").status_code == 303

        where = self.ask(ho)
        answer = self.come_back(ho, where)

        asks = "prompt=login" in where if isinstance(ho, OpenId) else saml.request_in(where).get("ForceAuthn") == "true"
        assert asks
        assert (answer.status_code, answer.headers["Location"]) == (303, "/account/email")
        assert ho.browser.get("/account/email").status_code == 200

    def test_an_older_sign_in_does_not(self, ho):
        ho.sign_in()
        ho.forget_that_it_was_shown()
        old = (
            {"auth_time": int(time.time()) - 600} if isinstance(ho, OpenId) else {"shown_before": timedelta(minutes=10)}
        )

        assert was_refused(self.come_back(ho, self.ask(ho), **old), "not fresh")
        assert ho.browser.get("/account/email").status_code == 303

    def test_a_provider_that_does_not_say_when_does_not(self, by_openid):
        by_openid.sign_in()
        by_openid.forget_that_it_was_shown()

        assert was_refused(self.come_back(by_openid, self.ask(by_openid), auth_time="-"), "not fresh")

    def test_somebody_elses_sign_in_does_not(self, ho, places):
        other = places.employ("Grace", "grace@home-office.example")
        new = (
            {"sub": "subject-2", "email": other.email}
            if isinstance(ho, OpenId)
            else {"subject": "subject-2", "said": other.email}
        )
        replace(ho, browser=Client()).sign_in(**new)
        ho.sign_in()
        ho.forget_that_it_was_shown()

        assert was_refused(self.come_back(ho, self.ask(ho), **new), "somebody else")
        assert ho.browser.get("/account/email").status_code == 303

    def test_a_leavers_sign_in_does_not(self, ho):
        ho.sign_in()
        ho.forget_that_it_was_shown()
        where = self.ask(ho)
        Appointment.objects.update(until_on=date(2026, 2, 1))
        rebuild_listing(actor=OPERATOR, at=department.AT)

        assert was_refused(self.come_back(ho, where), "not there")
        assert ho.browser.get("/account/email").status_code == 303

    def test_the_strength_that_is_wanted_is_asked_for_and_looked_at(self, ho):
        ho.change(strong_context="https://refeds.org/profile/mfa")
        ho.sign_in()
        ho.forget_that_it_was_shown()
        name = "acr" if isinstance(ho, OpenId) else "context"

        weak = self.come_back(ho, self.ask(ho), **{name: "password"})
        assert was_refused(weak, "not fresh")
        strong = self.come_back(ho, self.ask(ho), **{name: "https://refeds.org/profile/mfa"})

        assert strong.headers["Location"] == "/account/email"

    def test_whoever_signed_in_with_a_password_is_not_sent_there(self, ho, ada):
        ho.sign_in()
        access.set_password(
            account_id=ho.account.pk, password="orchard lantern seven", actor=Actor(account_id=ho.account.pk),
            at=datetime.now(UTC),
        )  # fmt: skip
        browser = Client()
        browser.post("/account/sign-in", {"email": ADA, "password": "orchard lantern seven"})

        page = Page(browser.get("/account/confirm"))

        assert "Home Office sign-in" not in page.text
        assert browser.get("/account/sign-on/confirm").status_code == 404

    def test_a_form_that_was_kept_is_offered_again(self, ho):
        ho.sign_in()
        ho.forget_that_it_was_shown()
        ho.browser.post("/account/email", {"email": "new@example.test"})

        answer = self.come_back(ho, self.ask(ho))

        assert answer.headers["Location"].startswith("/account/confirm/continue")


class TestHowASignInCountsBeforeSomethingStrong:
    """The provider lets people through without a question: what it says of when and how they showed it counts."""

    def opened(self, ho) -> bool:
        return ho.browser.get("/account/email").status_code == 200

    def test_who_has_just_shown_it_there_is_not_asked_again(self, ho):
        ho.sign_in()

        assert self.opened(ho)

    def test_who_showed_it_this_morning_is_asked(self, ho):
        ho.sign_in(**showing(ho, minutes=16))

        assert ho.account is not None
        assert not self.opened(ho)

    def test_a_quarter_of_an_hour_counts_from_when_it_was_shown(self, ho):
        ho.sign_in(**showing(ho, minutes=14))

        assert self.opened(ho)

    def test_a_provider_that_does_not_say_when_shows_nothing(self, by_openid):
        by_openid.sign_in(auth_time="-")

        assert not self.opened(by_openid)

    def test_nothing_weaker_counts_than_what_is_wanted(self, ho):
        ho.change(strong_context="https://refeds.org/profile/mfa")
        name = "acr" if isinstance(ho, OpenId) else "context"

        ho.sign_in(**{name: "password"})
        assert not self.opened(ho)

        again = replace(ho, browser=Client())
        again.sign_in(**{name: "https://refeds.org/profile/mfa"})
        assert self.opened(again)

    def test_what_is_yet_to_come_shows_nothing(self, ho):
        ho.sign_in(**showing(ho, minutes=-60))

        assert not self.opened(ho)


def showing(ho, *, minutes: int) -> dict[str, Any]:
    """What a provider says of whoever showed so long ago who they are."""
    if isinstance(ho, OpenId):
        return {"auth_time": int(time.time()) - minutes * 60}
    return {"shown_before": timedelta(minutes=minutes)}


class TestSessionsThatEnd:
    def test_turning_it_off_ends_what_it_began_and_nothing_else(self, ho, places):
        ho.sign_in()
        other = Client()
        other.force_login(Account.objects.create(uuid=uuid4(), email="o@x.example", name="O", created_at=department.AT))

        access.turn_off_provider(provider=ho.uuid, end_sessions=True, actor=OPERATOR, at=datetime.now(UTC))

        assert ho.browser.get("/account").status_code == 302
        assert other.get("/account").status_code == 200
        assert Entry.objects.get(kind="access.provider.turned_off").facts["sessions"] == 1

    def test_or_leaves_it_be(self, ho):
        ho.sign_in()

        access.turn_off_provider(provider=ho.uuid, end_sessions=False, actor=OPERATOR, at=datetime.now(UTC))

        assert ho.browser.get("/account").status_code == 200

    def test_whoever_turns_it_off_stays_signed_in(self, ho):
        ho.sign_in()
        actor = Actor(account_id=ho.account.pk, duties=(Duty("administrator", 1),))

        access.turn_off_provider(provider=ho.uuid, end_sessions=True, actor=actor, at=datetime.now(UTC))

        assert ho.browser.get("/account").status_code == 200


class TestMatchingEveryoneAnew:
    def test_everyone_of_the_department_and_nobody_elses(self, ho, places):
        ho.sign_in()
        saying = DETAILS if isinstance(ho, OpenId) else replace(SAML_DETAILS, secret=saml.certificate())
        here = department.card(ho.uuid)
        farms = department.add_provider(here.kind, replace(saying, issuer=here.issuer, domains=()), places.other)
        bea = Account.objects.create(uuid=uuid4(), email="bea@x.example", name="Bea", created_at=department.AT)
        SignOnIdentity.objects.create(
            provider=IdentityProvider.objects.get(uuid=farms), account=bea, kind=here.kind,
            issuer=here.issuer, subject="bea", first_at=department.AT, last_at=department.AT,
        )  # fmt: skip

        assert access.unbind_everyone(provider=ho.uuid, actor=OPERATOR, at=datetime.now(UTC)) == 1

        assert [one.subject for one in SignOnIdentity.objects.all()] == ["bea"]
        assert ho.browser.get("/account").status_code == 302
        again = replace(ho, browser=Client())
        again.sign_in(**{"sub" if isinstance(ho, OpenId) else "subject": "subject-2"})
        assert again.account is not None

    def test_it_is_the_issuer_that_counts_and_not_the_provider_they_came_by(self, by_openid, places):
        """The department is registered there anew, and people are called something else."""
        by_openid.sign_in()
        access.turn_off_provider(provider=by_openid.uuid, end_sessions=False, actor=OPERATOR, at=datetime.now(UTC))
        now = department.add_provider(
            ProviderKind.OIDC, replace(DETAILS, issuer=by_openid.provider.issuer, domains=()), places.home
        )
        new = replace(by_openid, slug=department.card(now).slug, uuid=now, browser=Client())
        assert was_refused(new.sign_in(sub="subject-2"), "taken")

        access.unbind_identity(provider=now, email=ADA, same=False, actor=OPERATOR, at=datetime.now(UTC))

        new.sign_in(sub="subject-2")
        assert new.account is not None
        assert (department.card(now).identities, department.card(by_openid.uuid).identities) == (1, 0)


class TestABodyThatCloses:
    """Its people went to another department, whose provider does not know their accounts."""

    @pytest.fixture
    def merged(self, ho, places) -> OpenId | Saml:
        ho.sign_in()
        self.close(places, days=10)
        return replace(ho, browser=Client())

    def close(self, places, *, days: int) -> None:
        """The Home Office went into the other department so many days ago, with its posts."""
        day = timezone.localdate() - timedelta(days=days)
        Organisation.objects.filter(pk=places.home).update(until_on=day)
        change = OrganisationChange.objects.create(
            uuid=uuid4(), kind="merge", on=day, into_id=places.other, reason="x", at=department.AT
        )
        ChangePart.objects.create(change=change, before_id=places.home, after_id=places.other, whole=True)
        Post.objects.update(organisation_id=places.other)
        rebuild_listing(actor=OPERATOR, at=department.AT)

    def test_lets_its_people_in_for_a_while(self, merged):
        merged.sign_in()

        assert merged.account is not None
        assert "Home Office" in Page(Client().get("/account/sign-on")).text

    def test_but_nobody_new(self, merged, places):
        places.employ("Bea", "bea@home-office.example", place=places.other)
        new = {"sub": "s2", "email": "bea@home-office.example"}
        if isinstance(merged, Saml):
            new = {"subject": "s2", "said": "bea@home-office.example"}

        assert was_refused(merged.sign_in(**new), "unmatched")

    def test_nor_whoever_left_the_successor(self, merged):
        Appointment.objects.update(until_on=timezone.localdate() - timedelta(days=1))
        rebuild_listing(actor=OPERATOR, at=department.AT)

        assert was_refused(merged.sign_in(), "not there")

    def test_and_then_not_any_more(self, merged, places):
        where = merged.go()
        Organisation.objects.filter(pk=places.home).update(until_on=timezone.localdate() - timedelta(days=90))

        if isinstance(merged, OpenId):
            answer = merged.back(merged.provider.code_for(where, email=ADA))
        else:
            answer = merged.bring(saml.answer_to(where))

        assert was_refused(answer, "turned off")
        assert "Home Office" not in Page(Client().get("/account/sign-on")).text
        assert "/account/sign-on" not in str(Page(Client().get("/account/sign-in")).links)
        assert not department.card(merged.uuid, datetime.now(UTC)).active

    def test_a_link_to_it_leads_to_the_successors(self, merged, places):
        Organisation.objects.filter(pk=places.home).update(until_on=timezone.localdate() - timedelta(days=90))
        department.add_provider(ProviderKind.OIDC, replace(DETAILS, name="Farms sign-in", domains=()), places.other)

        page = Page(Client().get("/account/sign-on/home-office/go"))

        assert "This way to sign in is turned off." in page.text
        assert "Continue to Farms sign-in" in page.text

    def test_it_cannot_be_turned_on(self, ho, places):
        access.turn_off_provider(provider=ho.uuid, end_sessions=False, actor=OPERATOR, at=datetime.now(UTC))
        self.close(places, days=1)

        with pytest.raises(access.BodyClosed, match="Home Office is closed"):
            access.turn_on_provider(provider=ho.uuid, actor=OPERATOR, at=datetime.now(UTC))


class TestChoosing:
    def test_the_sign_in_page_offers_departments_where_there_are_any(self, db, visitor):
        assert "Sign in with your department" not in Page(visitor.get("/account/sign-in")).text

    def test_an_address_leads_to_its_department(self, by_saml, visitor):
        sign_in = Page(visitor.get("/account/sign-in?next=/team"))
        assert "/account/sign-on?next=%2Fteam" in sign_in.links

        page = Page(visitor.post("/account/sign-on", {"email": "Anybody@Home-Office.example", "next": "/team"}))

        assert page.status == 200
        assert "You sign in with Home Office." in page.text
        assert "/account/sign-on/home-office/go?next=%2Fteam" in page.links

    def test_another_address_leads_to_the_list(self, by_saml, visitor):
        page = Page(visitor.post("/account/sign-on", {"email": "somebody@elsewhere.example"}))

        assert page.status == 422
        assert "No department signs in here with that kind of address" in page.text
        assert "/account/sign-on/home-office/go" in page.links

    def test_where_no_department_signs_in_it_says_so(self, db, visitor):
        assert "No department signs in here" in Page(visitor.get("/account/sign-on")).text

    def test_nobody_is_sent_to_another_site(self, by_saml):
        answer = by_saml.bring(saml.answer_to(by_saml.go("https://evil.example/")))

        assert answer.headers["Location"] == "/"

    def test_whoever_is_signed_in_is_not_sent_away(self, ho):
        ho.sign_in()

        answer = ho.browser.get("/account/sign-on/home-office/go?next=/team")

        assert (answer.status_code, answer.headers["Location"]) == (303, "/team")


def test_somebody_who_tries_all_day_fills_no_record(by_openid):
    for _ in range(105):
        by_openid.back({"code": "x", "state": "y"}, browser=Client())

    assert len(refusals()) == 100


def test_whoever_tried_too_often_is_refused_before_anything_is_asked(ho):
    for _ in range(100):
        access.count_try(what=Try.SIGN_ON, whose="", where="127.0.0.1", at=datetime.now(UTC))

    for path in ("go", "back" if isinstance(ho, OpenId) else "finish"):
        page = Page(ho.browser.get(f"/account/sign-on/{ho.slug}/{path}"))
        assert page.status == 429
        assert "Too many answers were refused. Wait 15 minutes, then try again." in page.text
    if isinstance(ho, OpenId):
        assert ho.provider.asked == []
    else:
        assert ho.browser.post(f"/account/sign-on/{ho.slug}/answer", {"SAMLResponse": "x"}).status_code == 429
    assert refusals() == []


def test_a_provider_that_is_away_for_a_while_shuts_out_nobody(by_openid):
    """A whole department may come from one address: what they meet there is not counted against it."""
    by_openid.provider.headers = {"Content-Length": "5000"}
    for _ in range(102):
        by_openid.browser.get("/account/sign-on/home-office/go")
        cache.clear()
    by_openid.provider.headers = {}

    assert by_openid.browser.get("/account/sign-on/home-office/go").status_code == 302
