"""SAML answers that are not to be believed."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from django.test import Client

from tests.providers import saml
from tests.web.test_account.test_sign_on.conftest import refusals, was_refused
from waymark.access.models import SignOnIdentity


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
