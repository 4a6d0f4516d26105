"""Confirming by a provider, and how long a sign-in counts."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from tests.providers import department, saml
from tests.web.pages import Page
from tests.web.test_account.test_sign_on.conftest import ADA, OpenId, was_refused
from waymark.access import commands as access
from waymark.kernel.policy import OPERATOR, Actor
from waymark.people.commands import rebuild_listing
from waymark.people.models import Appointment


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
