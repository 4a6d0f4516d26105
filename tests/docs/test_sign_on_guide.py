"""The guide "a department's own sign-in" says what the pages say, and its steps can be walked."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.house.house import ROOT
from tests.providers import department, openid, saml
from tests.web import as_administrator
from tests.web.confirming import just_confirmed
from tests.web.pages import Page, get
from waymark.access.models import Account
from waymark.access.rules import AFTER_CLOSING, WORDS
from waymark.access.types import Fault
from waymark.kernel.ids import new_uuid

GUIDE = (ROOT / "docs" / "guides" / "sign-on.md").read_text()


def step(number: int) -> set[str]:
    """What a step of the guide has in bold: it has to stand on the page that the step is about."""
    (found,) = re.findall(rf"^{number}\. (.*(?:\n   .*)*)", GUIDE, re.MULTILINE)
    return set(re.findall(r"\*\*(.+?)\*\*", found))


def test_every_fault_is_explained_and_has_words():
    assert set(re.findall(r"^\| `(.+?)` \|", GUIDE, re.MULTILINE)) == {fault.value for fault in Fault} == set(WORDS)


@pytest.fixture
def administrator(db, settings) -> Client:
    as_administrator.given(settings)
    department.departments().employ("Ada", "ada@home-office.example")
    account = Account.objects.create(uuid=new_uuid(), email="a@example.test", name="A", created_at=department.AT)
    browser = Client()
    browser.force_login(account)
    cache.clear()
    return just_confirmed(browser)


@pytest.mark.parametrize("kind", ["oidc", "saml"])
def test_a_department_signs_on_as_the_guide_says(administrator, kind):
    with openid.running() as provider:
        # 1. and 2. Begin
        start = get(administrator, "/operating/sign-on")
        assert step(1) <= {"Operating", *start.headings}
        assert step(2) <= set(re.findall(r"Add OpenID Connect|Add SAML", start.text))
        # 3. to 5. What the department tells you
        where = f"/operating/sign-on/new/{kind}"
        form = get(administrator, where)
        labels = step(3) | step(4) | step(5)
        other = {
            "oidc": {"Entity id", "Address to sign in at", "Certificates its answers are signed with", "Attribute"},
            "saml": {
                "Issuer",
                "Client id",
                "Client secret",
                "Other hosts of the provider (optional)",
                "Claim",
                "Yes: the department itself vouches for every address",
            },
        }[kind]
        assert {label for label in labels if label not in form.text} <= other
        assert other <= labels
        told = {
            "organisation": "home-office", "name": "Home Office sign-in", "matched_by": "email",
            "domains": "home-office.example", "strong_context": "",
        } | (
            {"issuer": provider.issuer, "client_id": openid.CLIENT, "secret": openid.SECRET, "claim": "email",
             "other_hosts": ""}
            if kind == "oidc"
            else {"issuer": saml.ENTITY, "sign_on_url": "https://id.example/sso", "secret": saml.certificate(),
                  "claim": "mail"}
        )  # fmt: skip
        answer = administrator.post(where, told)
        assert answer.status_code == 303, Page(answer).text
        # 6. What to tell the department
        page = get(administrator, answer.headers["Location"])
        other = {
            "oidc": {"Entity id of this site", "Where answers go", "Metadata of this site"},
            "saml": {"Redirect address"},
        }
        assert {label for label in step(6) if label not in page.text} == other[kind]
        # 7. Try it
        assert step(7) == {"Try it"}
        (link,) = [link for link in page.links if link.endswith("/try")]
        sent = administrator.get(link).headers["Location"]
        if kind == "oidc":
            back = administrator.get(
                "/account/sign-on/home-office/back", provider.code_for(sent, email="ada@home-office.example")
            )
        else:
            given = administrator.post("/account/sign-on/home-office/answer", {"SAMLResponse": saml.answer_to(sent)})
            back = administrator.get(given.headers["Location"])
        assert "You would be matched to Ada Okafor." in get(administrator, back.headers["Location"]).text
        # 8. Turn it on
        assert step(8) == {"Turn it on"}
        assert "Turn it on" in page.text
        administrator.post(f"{answer.headers['Location']}/turn", {"turn": "on"})
        assert "Sign in with your department" in get(Client(), "/account/sign-in").text


def test_what_the_guide_says_of_later_stands_on_the_page(administrator):
    uuid = department.add_provider("oidc", department.DETAILS, department.reference.organisation("home-office").id)
    page = get(administrator, f"/operating/sign-on/{uuid}")
    for words in ("Change this", "Have somebody matched anew", "Turn it off"):
        assert f"**{words}**" in GUIDE
        assert words in page.text
    anew = get(administrator, f"/operating/sign-on/{uuid}/anew")
    for words in (
        "The department has given somebody another account there", "Somebody was matched wrongly",
        "The department’s sign-in calls everyone something else now",
    ):  # fmt: skip
        assert f"**{words}**" in GUIDE
        assert words in anew.text
    assert f"For {AFTER_CLOSING.days} days" in GUIDE
    assert "**Strength before something that matters (optional)**" in GUIDE
    assert (
        "Strength before something that matters (optional)"
        in get(administrator, f"/operating/sign-on/{uuid}/change").text
    )
