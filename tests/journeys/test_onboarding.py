"""A department of 20,000 comes in: its people by a file, its posts title by title, its staff by its own sign-in."""

from __future__ import annotations

import csv
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser

from tests.journeys.conftest import Walk, served, validate_markup, visiting, waymark
from tests.journeys.test_sign_on import (
    STRONG,
    WHO,
    Worker,
    go_there,
    openid_provider,
    saml_provider,
    see_ones_own,
    set_up,
    turn_on,
)
from tests.providers import saml

PEOPLE = 20_000
DEPARTMENT = "Department for Examples"
OTHER_DOMAIN = "people.department.example"
"""Leads to the sign-in that comes second: a domain leads to one alone."""
LONGEST = 300
"""Seconds that a worker may take for one step of 20,000 people on a busy machine."""


@pytest.fixture
def site(built_demo: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A site of this journey's own, with the department's units and none of its people; and their HR file."""
    with served(built_demo, tmp_path / "data") as address:
        file = tmp_path / "people.csv"
        made = waymark(
            "demo-file", str(file), "--people", str(PEOPLE), "--errors", "0.001", "--department", DEPARTMENT,
            "--add-department", data_dir=tmp_path / "data",
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        yield address, file


def wait_for(walk: Walk, heading: str) -> None:
    """Look again, as the page says, until the worker is done."""
    until = time.monotonic() + LONGEST
    while walk.page.get_by_role("heading", level=1).inner_text() != heading:
        assert time.monotonic() < until, walk.page.inner_text("main")
        time.sleep(1)
        walk.page.reload()


def onboarding(walk: Walk) -> None:
    walk.visit("/operating")
    walk.click("Onboarding")
    walk.click(DEPARTMENT)


def state_of(walk: Walk, part: str) -> str:
    """Return how far a part of the department's task list is."""
    item = walk.page.locator(".govuk-task-list__item", has=walk.page.get_by_role("link", name=part, exact=True))
    return item.locator(".govuk-task-list__status").inner_text()


def bring_the_people(walk: Walk, file: Path) -> None:
    page = walk.page
    onboarding(walk)
    assert state_of(walk, "People feed") == "No feed yet"
    walk.click("People feed", exact=True)
    page.get_by_label("Department or agency").select_option(DEPARTMENT)
    walk.click("Add the feed", role="button")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("Everybody who works there").check()
    walk.click("Upload", role="button")
    wait_for(walk, "Ready to apply")
    walk.check()
    walk.click("Apply it", role="button")
    wait_for(walk, "Applied")
    walk.check()
    onboarding(walk)
    assert state_of(walk, "People feed").replace(",", "").endswith("people")


def map_the_posts(walk: Walk) -> None:
    page = walk.page
    before = number_in(state_of(walk, "Which roles posts are"))
    assert before > PEOPLE * 0.9, "nothing is decided yet"
    walk.click("Which roles posts are")
    walk.click("Work suggestions out", role="button")
    until = time.monotonic() + LONGEST
    while page.get_by_text("Suggestions are being worked out.").count():
        assert time.monotonic() < until
        time.sleep(1)
        page.get_by_role("link", name="Look again").click()
    page.get_by_label("Suggestion", exact=True).select_option("Strong")
    walk.click("Show these", role="button")
    walk.click("Accept the first suggestion of all these titles")
    page.get_by_role("button", name="Accept for").click()
    page.wait_for_load_state()
    walk.check()
    onboarding(walk)
    assert number_in(state_of(walk, "Which roles posts are")) < before / 2, "half of them were beyond doubt"


def number_in(words: str) -> int:
    return int(words.split()[0].replace(",", ""))


def somebody(file: Path, folder: Path, number: int) -> Worker:
    """Return somebody of the file who is on record now, the first or one further down."""
    with sqlite3.connect(folder / "waymark.sqlite3") as database:
        known = dict(database.execute("SELECT email, given_name || ' ' || family_name FROM people_person"))
    with file.open(encoding="utf-8-sig", newline="") as opened:
        emails = [row["Email"] for row in csv.DictReader(opened) if row["Email"] in known]
    return Worker(known[emails[number]], emails[number], DEPARTMENT)


def test_a_department_of_20_000_is_brought_in(site, browser: Browser, tmp_path: Path):
    if shutil.which("xmlsec1") is None:
        pytest.skip("xmlsec1 is not installed (apt-get install xmlsec1): the SAML provider signs with it")
    address, file = site
    seen: dict[str, str] = {}
    with visiting(browser, address, seen, javascript=True) as administrator:
        administrator.visit("/demo?next=/operating/access/session")
        administrator.page.locator("form[action='/demo/sign-in/second-administrator'] button").click()
        administrator.page.get_by_label("What are you about to do?").fill("Bring a department in")
        administrator.click("Open a session", role="button")
        bring_the_people(administrator, file)
        map_the_posts(administrator)
    one, other = (somebody(file, tmp_path / "data", number) for number in (0, 1_000))
    by_openid(browser, address, seen, one, other)
    by_saml(browser, address, seen, other)
    validate_markup(seen, tmp_path)


def by_openid(browser: Browser, address: str, seen: dict[str, str], worker: Worker, other: Worker) -> None:
    with openid_provider() as issuer:
        with visiting(browser, address, seen, javascript=True) as administrator:
            set_up(
                administrator, worker, "OpenID Connect",
                lambda site: {"What people call it": "Work sign-in", "Issuer": issuer, "Client id": "waymark",
                              "Client secret": "secret", "Claim": "email"},
            )  # fmt: skip
            turn_on(administrator)
        with visiting(browser, address, seen, javascript=True) as one:
            one.page.route(re.compile("^https://"), lambda route: route.fulfill(status=200, body=""))
            go_there(one, worker)
            claims = {"email": worker.email, "auth_time": int(time.time()), "acr": STRONG}
            assert requests.put(f"{issuer}/users/{WHO}", json=claims, timeout=5).status_code == 204
            one.page.locator("input[name=sub]").fill(WHO)
            one.page.get_by_role("button", name="Authorize", exact=True).click()
            see_ones_own(one, worker)
            sees_nothing_else(one, other)


def by_saml(browser: Browser, address: str, seen: dict[str, str], worker: Worker) -> None:
    """The department changes over: its other sign-in takes the place of the first."""
    with saml_provider(worker) as idp:
        with visiting(browser, address, seen, javascript=True) as administrator:
            set_up(
                administrator, worker, "SAML",
                lambda site: {"What people call it": "Work sign-in by SAML", "Entity id": idp.entity,
                              "Address to sign in at": f"{idp.address}/sso", "Attribute": "mail",
                              "Certificates its answers are signed with": saml.certificate()},
                domain=OTHER_DOMAIN,
            )  # fmt: skip
            here = administrator.page.url
            metadata = administrator.page.get_by_role("link", name="Metadata of this site").get_attribute("href")
            idp.learn(requests.get(metadata, timeout=5).text)
            administrator.visit("/operating/sign-on")
            administrator.click("Work sign-in", exact=True)
            administrator.click("Turn it off", role="button")
            administrator.visit(here.removeprefix(administrator.site))
            turn_on(administrator)
            onboarding(administrator)
            assert "signs on" in state_of(administrator, "Sign-on")
        with visiting(browser, address, seen, javascript=True) as one:
            one.visit("/account/sign-in?next=/account")
            one.click("Sign in with your department")
            one.page.get_by_label("Your work email address").fill(f"me@{OTHER_DOMAIN}")
            one.click("Continue", role="button")
            one.page.get_by_text("Continue to Work sign-in by SAML").click()
            one.page.get_by_role("button", name="Let me in").click()
            see_ones_own(one, worker)


def sees_nothing_else(walk: Walk, other: Worker) -> None:
    """Somebody who only works there finds no colleague's record, and nothing of the department's."""
    for path in ("/people", "/team", "/operating/onboarding", "/operating/feeds", "/departments/posts"):
        answer = walk.page.goto(walk.site + path)
        assert answer is not None
        assert answer.status == 404 or other.name not in walk.page.inner_text("body"), path
    assert walk.page.goto(walk.site + "/operating/feeds").status == 404
    assert walk.page.goto(walk.site + "/departments/posts").status == 404
