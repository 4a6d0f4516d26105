"""Administrators keep how the people of departments sign on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from tests.access.test_two_at_once import refusals, together
from tests.providers import department, openid, saml
from tests.providers.department import DETAILS, SAML_DETAILS
from tests.web.confirming import asks_to_confirm, just_confirmed
from tests.web.pages import Page, get
from tests.web.test_me.conftest import Someone, someone
from waymark.access import commands
from waymark.access import queries as access
from waymark.access.models import Account, Grant, IdentityProvider, SignOnIdentity
from waymark.access.types import ProviderKind
from waymark.audit.models import Entry
from waymark.kernel.policy import OPERATOR, Duty
from waymark.notifications.models import Item
from waymark.people.models import Person

OIDC = {
    "organisation": "home-office", "name": "Home Office sign-in", "issuer": "https://id.home-office.example",
    "client_id": "waymark", "secret": "never to be seen", "matched_by": "email", "claim": "email",
    "domains": "home-office.example\n@HO.example", "strong_context": "", "other_hosts": "",
}  # fmt: skip
SAML = {
    "organisation": "home-office", "name": "Home Office sign-in", "issuer": "urn:example:department",
    "sign_on_url": "https://id.home-office.example/sso", "matched_by": "staff-number", "claim": "employee",
    "domains": "", "strong_context": "",
}  # fmt: skip


@pytest.fixture
def places(db):
    return department.departments()


@pytest.fixture
def someone_in_charge(crafts, holding) -> Someone:
    one = someone(91)
    holding[one.account] = (Duty("administrator", 1),)
    return one


@pytest.fixture
def administrator(places, someone_in_charge) -> Client:
    return just_confirmed(someone_in_charge.browser())


def add(places, kind: str = "oidc", **changes):
    speaks = ProviderKind(kind)
    details = DETAILS if speaks is ProviderKind.OIDC else replace(SAML_DETAILS, secret=saml.certificate())
    return department.add_provider(speaks, replace(details, **changes), places.home, on=False)


def kinds() -> list[str]:
    found = Entry.objects.filter(kind__startswith="access.").order_by("pk").values_list("kind", flat=True)
    return [kind for kind in found if kind.startswith(("access.provider", "access.identity"))]


def test_to_whoever_is_no_administrator_there_are_no_such_pages(places, ada, auditor):
    uuid = add(places)
    for browser in (just_confirmed(ada.browser()), auditor):
        for path in ("", "/new/oidc", f"/{uuid}", f"/{uuid}/change", f"/{uuid}/turn", f"/{uuid}/try", f"/{uuid}/anew"):
            for answer in (browser.get(f"/operating/sign-on{path}"), browser.post(f"/operating/sign-on{path}", OIDC)):
                assert answer.status_code == 404, path
    assert not IdentityProvider.objects.get().active


def test_one_is_added_turned_on_and_off(administrator):
    assert "No department has a sign-in of its own" in get(administrator, "/operating/sign-on").text

    answer = administrator.post("/operating/sign-on/new/oidc", OIDC)

    assert answer.status_code == 303
    where = answer.headers["Location"]
    page = get(administrator, where)
    assert "Turned off: nobody signs in by it" in page.text
    assert "http://localhost:8000/account/sign-on/home-office/back" in page.text
    assert "ho.example, home-office.example" in page.text
    for turned, said in (("on", "Turned on: it is offered"), ("off", "Turned off: nobody")):
        assert administrator.post(f"{where}/turn", {"turn": turned}).status_code == 303
        assert said in get(administrator, where).text
    assert administrator.get(f"{where}/turn").status_code == 405
    assert "Home Office sign-in" in get(administrator, "/operating/sign-on").text
    assert kinds() == ["access.provider.added", "access.provider.turned_on", "access.provider.turned_off"]
    assert all("never to be seen" not in str(entry.facts) for entry in Entry.objects.all())


def test_a_secret_is_never_shown_again_and_kept_encrypted(administrator):
    where = administrator.post("/operating/sign-on/new/oidc", OIDC).headers["Location"]

    for path in (where, f"{where}/change", "/operating/sign-on"):
        assert "never to be seen" not in get(administrator, path).html
    row = IdentityProvider.objects.get()
    assert "never" not in row.sealed
    assert access.provider_secret(row.pk) == "never to be seen"
    wrong = Page(administrator.post(f"{where}/change", OIDC | {"name": "", "secret": "another secret"}))
    assert wrong.status == 422
    assert "another secret" not in wrong.html


def test_a_change_without_a_secret_keeps_it(administrator, places):
    uuid = add(places)
    page = get(administrator, f"/operating/sign-on/{uuid}/change")
    assert DETAILS.issuer in page.html

    change(administrator, uuid, OIDC | {"secret": "", "name": "HO", "domains": ""})

    row = IdentityProvider.objects.get()
    assert (row.name, row.secret(), row.domains.count()) == ("HO", DETAILS.secret, 0)
    assert Entry.objects.get(kind="access.provider.changed").facts["new_secret"] is False


def change(browser: Client, uuid, given) -> Page:
    """Open the form to change a provider, and send it."""
    return Page(browser.post(f"/operating/sign-on/{uuid}/change", opened(browser, uuid) | given))


def opened(browser: Client, uuid) -> dict[str, str]:
    """What the form to change a provider would send as it stands."""
    (form,) = [one for one in get(browser, f"/operating/sign-on/{uuid}/change").forms if "seen" in one]
    return form


class TestWhatTheRecordSaysOfAChange:
    """Whoever sets a provider could sign in as anybody of the department, and put it back afterwards."""

    def test_what_was_set_before_and_after(self, administrator, places, auditor):
        uuid = add(places)

        change(administrator, uuid, OIDC | {"issuer": "https://mine.example", "secret": "", "vouches": "yes",
                                            "strong_context": "", "domains": "home-office.example"})  # fmt: skip

        entry = Entry.objects.get(kind="access.provider.changed")
        assert entry.facts == {
            "provider": IdentityProvider.objects.get().pk, "new_secret": False, "issuer_before": DETAILS.issuer,
            "issuer": "https://mine.example", "vouches_before": False, "vouches": True,
        }  # fmt: skip
        page = get(auditor, f"/operating/audit/{entry.pk}")
        assert "Issuer before https://id.home-office.example" in page.text
        assert "Issuer https://mine.example" in page.text

    def test_certificates_by_their_fingerprints(self, administrator, places):
        uuid = add(places, "saml")

        change(administrator, uuid, SAML | {"secret": saml.certificate("false"), "matched_by": "email", "claim": "mail",
                                            "domains": "home-office.example"})  # fmt: skip

        facts = Entry.objects.get(kind="access.provider.changed").facts
        (before,), (after,) = facts["certificates_before"], facts["certificates"]
        assert before != after
        assert len(before.split()) == len(after.split()) == 32
        assert "CERTIFICATE" not in str(facts)
        assert set(facts) == {"provider", "new_secret", "certificates_before", "certificates"}

    def test_that_there_is_a_new_secret_and_not_which(self, administrator, places):
        uuid = add(places)

        change(administrator, uuid, OIDC | {"domains": "home-office.example", "secret": "quite another"})

        facts = Entry.objects.get(kind="access.provider.changed").facts
        assert facts == {"provider": IdentityProvider.objects.get().pk, "new_secret": True}

    def test_and_what_was_set_at_first(self, administrator):
        administrator.post("/operating/sign-on/new/oidc", OIDC)

        facts = Entry.objects.get(kind="access.provider.added").facts
        assert facts["issuer"] == OIDC["issuer"]
        assert facts["domains"] == ["ho.example", "home-office.example"]
        assert "never" not in str(facts)


class TestTheOtherAdministratorsAreTold:
    @pytest.fixture
    def others(self, places, someone_in_charge) -> int:
        """Two hold the duty; one of them acts."""
        at = datetime.now(UTC)
        other = Account.objects.create(uuid=uuid4(), email="other@x.example", name="Other", created_at=at)
        for account_id in (other.pk, someone_in_charge.account):
            Grant.objects.create(
                uuid=uuid4(), kind="administrator", account_id=account_id, from_at=at - timedelta(days=1),
                until_at=at + timedelta(days=30), reason="x", created_at=at, two_people=False,
            )  # fmt: skip
        return other.pk

    def news(self) -> list[tuple[int, str]]:
        return list(Item.objects.filter(topic="security").order_by("pk").values_list("account_id", "title"))

    def test_of_what_decides_who_gets_in_as_whom(self, administrator, others, places):
        uuid = add(places)
        Item.objects.all().delete()

        change(administrator, uuid, OIDC | {"secret": "", "issuer": "https://mine.example"})
        administrator.post(f"/operating/sign-on/{uuid}/turn", {"turn": "on"})
        administrator.post(f"/operating/sign-on/{uuid}/turn", {"turn": "off", "end_sessions": "yes"})
        administrator.post(f"/operating/sign-on/{uuid}/anew", {"why": "everyone"})

        assert self.news() == [
            (others, "The sign-in of Home Office was changed"),
            (others, "The sign-in of Home Office was turned on"),
            (others, "The sign-in of Home Office was turned off"),
            (others, "Everyone of Home Office is matched anew when they sign in"),
        ]
        first = Item.objects.filter(topic="security").earliest("pk")
        assert "Changed: issuer or entity id, email domains." in first.body
        assert first.url == f"/operating/sign-on/{uuid}"

    def test_not_of_a_form_that_was_sent_as_it_was(self, administrator, others, places):
        uuid = add(places)

        change(administrator, uuid, OIDC | {"secret": "", "domains": "home-office.example"})

        assert self.news() == []


def test_what_somebody_else_changed_meanwhile_is_not_written_over(administrator, places):
    uuid = add(places)
    mine = opened(administrator, uuid)
    change(administrator, uuid, OIDC | {"secret": "", "issuer": "https://theirs.example"})

    page = Page(administrator.post(f"/operating/sign-on/{uuid}/change", mine | OIDC | {"name": "Mine"}))

    assert page.status == 422
    assert "Somebody else changed this since you opened the page." in page.text
    assert "Mine" in page.html
    assert IdentityProvider.objects.get().issuer == "https://theirs.example"


@pytest.mark.django_db(transaction=True)
def test_of_two_turned_on_at_once_one_is():
    places = department.departments()
    both = add(places), add(places, domains=())

    results = together(
        *(lambda uuid=uuid: commands.turn_on_provider(provider=uuid, actor=OPERATOR, at=department.AT) for uuid in both)
    )

    assert refusals(results) == ["OneIsOn"]
    assert IdentityProvider.objects.filter(active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_that_take_a_domain_at_once_one_does():
    places = department.departments()

    results = together(
        *(
            lambda place=place: commands.add_provider(
                kind=ProviderKind.OIDC, organisation_id=place, details=DETAILS, actor=OPERATOR, at=department.AT
            )
            for place in (places.home, places.other)
        )
    )

    assert refusals(results) == ["ProviderUnfit"]
    assert IdentityProvider.objects.count() == 1


def test_a_certificate_is_told_by_its_fingerprint(administrator):
    both = f"{saml.certificate()}\n{saml.certificate('false')}"
    where = administrator.post("/operating/sign-on/new/saml", SAML | {"secret": both}).headers["Location"]

    page = get(administrator, where)

    assert "Certificate, good until 1 January 2046" in page.text
    assert page.text.count("good until") == 2
    assert "/account/sign-on/home-office/metadata" in page.html
    assert "Their staff number" in page.text


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("oidc", {"issuer": "http://id.home-office.example"}, "begins with https://"),
        ("oidc", {"issuer": "https://user:word@id.example"}, "begins with https://"),
        ("oidc", {"issuer": "https://id.example?x=1"}, "begins with https://"),
        ("oidc", {"issuer": "https://id.example:port"}, "begins with https://"),
        ("oidc", {"issuer": "javascript:alert(1)"}, "begins with https://"),
        ("oidc", {"client_id": ""}, "Enter the client id"),
        ("oidc", {"domains": "not a domain!"}, "does not look like"),
        ("oidc", {"other_hosts": "https://x"}, "does not look like"),
        ("oidc", {"organisation": "nowhere"}, "Select the department"),
        ("oidc", {"matched_by": "shoe-size"}, "Select one of the three"),
        ("oidc", {"claim": " "}, "Enter the name of the claim"),
        ("saml", {"sign_on_url": "ftp://x"}, "begins with https://"),
        ("saml", {"secret": "no certificate"}, "Enter at least one certificate"),
        ("saml", {"secret": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"}, "Enter at least one"),
        ("saml", {"secret": saml.certificate("short", 1024)}, "too weak"),
    ],
)
def test_what_will_not_do_is_said_on_its_field(administrator, kind, changes, said):
    given = (OIDC if kind == "oidc" else SAML | {"secret": saml.certificate()}) | changes

    page = Page(administrator.post(f"/operating/sign-on/new/{kind}", given))

    assert page.status == 422
    assert said in page.text or (said == "Select the department" and "Select a department from the list" in page.text)
    assert not IdentityProvider.objects.exists()


def test_a_domain_leads_to_one(administrator, places):
    add(places)

    page = Page(administrator.post("/operating/sign-on/new/oidc", OIDC))

    assert page.status == 422
    assert "home-office.example leads to another sign-in already" in page.text


def test_a_department_has_one_that_is_turned_on(administrator, places):
    first, second = add(places), add(places, domains=())
    administrator.post(f"/operating/sign-on/{first}/turn", {"turn": "on"})

    page = Page(administrator.post(f"/operating/sign-on/{second}/turn", {"turn": "on"}, follow=True))

    assert "Turn that one off first" in page.text
    assert IdentityProvider.objects.get(active=True).uuid == first
    assert set(IdentityProvider.objects.values_list("slug", flat=True)) == {"home-office", "home-office-oidc"}


def test_there_are_two_kinds(administrator):
    assert administrator.get("/operating/sign-on/new/ldap").status_code == 404


@pytest.mark.parametrize("path", ["new/oidc", "{}/change", "{}/turn", "{}/anew"])
def test_what_is_strong_asks_who_it_is(administrator, places, path):
    uuid = add(places)

    assert asks_to_confirm(administrator, f"/operating/sign-on/{path.format(uuid)}", {"name": "HO"})


class TestTryingIt:
    """Before anybody depends on it."""

    def test_openid(self, administrator, places):
        cache.clear()
        ada = places.employ("Ada", "ada@home-office.example")
        with openid.running() as provider:
            uuid = add(places, issuer=provider.issuer)
            sent = administrator.get(f"/operating/sign-on/{uuid}/try")
            given = provider.code_for(sent.headers["Location"], email=ada.email, auth_time="-", acr="two factors")
            answer = administrator.get("/account/sign-on/home-office/back", given)

        page = get(administrator, answer.headers["Location"])

        assert page.headings == ["The sign-in works"]
        assert "You would be matched to Ada Okafor." in page.text
        assert "It did not say when you signed in there." in page.text
        assert "two factors" in page.text
        assert not SignOnIdentity.objects.exists()
        assert Person.objects.get(pk=ada.pk).account_id is None

    @pytest.mark.parametrize(
        ("said", "words"),
        [("nobody@x.example", "nobody in Home Office has what it says"), ("", "it does not say “mail”")],
    )
    def test_saml(self, administrator, places, said, words):
        uuid = add(places, "saml")
        sent = administrator.get(f"/operating/sign-on/{uuid}/try")
        answer = administrator.post(
            "/account/sign-on/home-office/answer",
            {"SAMLResponse": saml.answer_to(sent.headers["Location"], said=said)},
        )
        answer = administrator.get(answer.headers["Location"])

        page = get(administrator, answer.headers["Location"])

        assert words in page.text
        assert "It says when you signed in there." in page.text

    def test_openid_that_does_not_say_that_the_address_was_verified(self, administrator, places):
        cache.clear()
        with openid.running() as provider:
            uuid = add(places, issuer=provider.issuer)
            sent = administrator.get(f"/operating/sign-on/{uuid}/try")
            given = provider.code_for(sent.headers["Location"], email="ada@home-office.example", email_verified="-")
            answer = administrator.get("/account/sign-on/home-office/back", given)

        page = get(administrator, answer.headers["Location"])

        assert "or not that the address was verified (email_verified)" in page.text

    def test_what_is_not_to_be_believed(self, administrator, places):
        uuid = add(places, "saml")
        sent = administrator.get(f"/operating/sign-on/{uuid}/try")

        answer = administrator.post(
            "/account/sign-on/home-office/answer",
            {"SAMLResponse": saml.answer_to(sent.headers["Location"], how=saml.WEAK)},
        )

        assert answer.status_code == 403
        assert Entry.objects.get(kind="access.sign_on.refused").facts["why"] == "algorithm"

    def test_a_provider_that_is_not_there(self, administrator, places):
        cache.clear()
        uuid = add(places, issuer="http://127.0.0.1:9")

        page = Page(administrator.get(f"/operating/sign-on/{uuid}/try", follow=True))

        assert "cannot be reached just now" in page.text

    def test_without_a_try_there_is_nothing_to_show(self, administrator, places):
        uuid = add(places)

        assert administrator.get(f"/operating/sign-on/{uuid}/tried").headers["Location"] == f"/operating/sign-on/{uuid}"

    def test_a_try_signs_nobody_in(self, administrator, places):
        """A provider that is turned off is asked by administrators alone: the answer fits nobody else's browser."""
        uuid = add(places, "saml")
        places.employ("Ada", "ada@home-office.example")
        sent = administrator.get(f"/operating/sign-on/{uuid}/try")
        other = Client()

        answer = other.post(
            "/account/sign-on/home-office/answer", {"SAMLResponse": saml.answer_to(sent.headers["Location"])}
        )
        assert other.get(answer.headers["Location"]).status_code == 403

        assert not SignOnIdentity.objects.exists()


class TestMatchingAnew:
    def test_whoever_is_to_be_matched_anew_is_forgotten(self, administrator, places):
        uuid = add(places)
        account = Account.objects.create(
            uuid=uuid, email="ada@home-office.example", name="Ada", created_at=department.AT
        )
        SignOnIdentity.objects.create(
            provider=IdentityProvider.objects.get(), account=account, kind="oidc", issuer=DETAILS.issuer, subject="s",
            first_at=department.AT, last_at=department.AT,
        )  # fmt: skip

        answer = administrator.post(
            f"/operating/sign-on/{uuid}/anew", {"why": "another", "email": "Ada@home-office.example"}
        )

        assert answer.status_code == 303
        assert SignOnIdentity.objects.get().let_go_at is not None
        assert access.provider(uuid, OPERATOR, department.AT).identities == 0
        assert kinds()[-1] == "access.identity.unbound"
        again = Page(administrator.post(f"/operating/sign-on/{uuid}/anew", {"why": "another", "email": account.email}))
        assert "Nobody signs in here with the account for ada@home-office.example." in again.text

        administrator.post(f"/operating/sign-on/{uuid}/anew", {"why": "same", "email": account.email})
        assert not SignOnIdentity.objects.exists()
        told = Item.objects.filter(account_id=account.pk, title="Home Office sign-in was taken off your account")
        assert told.count() == 2

    def test_everyone(self, administrator, places):
        uuid = add(places)
        account = Account.objects.create(uuid=uuid, email="a@x.example", name="Ada", created_at=department.AT)
        SignOnIdentity.objects.create(
            provider=IdentityProvider.objects.get(), account=account, kind="oidc", issuer=DETAILS.issuer, subject="s",
            first_at=department.AT, last_at=department.AT,
        )  # fmt: skip

        assert administrator.post(f"/operating/sign-on/{uuid}/anew", {"why": "everyone"}).status_code == 303

        assert not SignOnIdentity.objects.exists()
        assert Entry.objects.get(kind="access.identities.unbound").facts["accounts"] == 1

    @pytest.mark.parametrize(
        ("given", "said"),
        [({}, "Select why they are to be matched anew"),
         ({"why": "same"}, "Enter the email address of their account")],
    )  # fmt: skip
    def test_what_is_missing_is_said(self, administrator, places, given, said):
        page = Page(administrator.post(f"/operating/sign-on/{add(places)}/anew", given))

        assert page.status == 422
        assert said in page.text

    def test_whoever_never_came_cannot_be(self, administrator, places):
        uuid = add(places)

        page = Page(administrator.post(f"/operating/sign-on/{uuid}/anew", {"why": "same", "email": "who@x.example"}))

        assert page.status == 422
        assert "Nobody signs in here with the account for who@x.example." in page.text


def test_pages_take_a_fixed_number_of_queries(administrator, places):
    uuid = add(places)
    few = _queries(administrator, "/operating/sign-on")
    for number in range(4):
        add(places, domains=(f"d{number}.example",))

    assert _queries(administrator, "/operating/sign-on") == few
    assert _queries(administrator, f"/operating/sign-on/{uuid}") <= few + 3


def _queries(browser: Client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


def test_no_page_has_anything_inline(administrator, places):
    uuid = add(places, "saml")
    for path in ("", "/new/oidc", "/new/saml", f"/{uuid}", f"/{uuid}/change", f"/{uuid}/anew"):
        assert get(administrator, f"/operating/sign-on{path}").inline == []
