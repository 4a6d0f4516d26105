"""What ends with a provider, a match or a body."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.providers import department, saml
from tests.providers.department import DETAILS, SAML_DETAILS
from tests.web.pages import Page
from tests.web.test_account.test_sign_on.conftest import ADA, OpenId, Saml, was_refused
from waymark.access import commands as access
from waymark.access.models import Account, IdentityProvider, SignOnIdentity
from waymark.access.types import ProviderKind
from waymark.audit.models import Entry
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.organisation.models import ChangePart, Organisation, OrganisationChange
from waymark.people.commands import rebuild_listing
from waymark.people.models import Appointment, Post


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
