"""OpenID answers that are not to be believed."""

from __future__ import annotations

import base64
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from django.core.cache import cache
from django.test import Client

from tests.providers import openid
from tests.providers.openid import key_of
from tests.web.pages import Page
from tests.web.test_account.test_sign_on.conftest import ADA, refusals, was_refused
from waymark.adapters.sign_on import fetching


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
