"""Signing on with a department's own sign-in, who is let in and who chooses what."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.test import Client

from tests.providers import department, saml
from tests.providers.department import DETAILS
from tests.web.pages import Page
from tests.web.test_account.test_sign_on.conftest import ADA, OpenId, refusals, was_refused
from waymark.access import commands as access
from waymark.access.models import Account, SignOnIdentity
from waymark.access.types import MatchedBy, ProviderKind, Try
from waymark.audit.models import Entry
from waymark.kernel.policy import OPERATOR, Actor
from waymark.notifications.models import Item
from waymark.people.commands import rebuild_listing
from waymark.people.models import Appointment


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
