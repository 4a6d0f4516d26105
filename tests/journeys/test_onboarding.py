"""A department of 20,000 comes in: its units by a sheet, its people by a file, its posts title by title.

Its staff sign in by its own sign-in, and see the right things and nothing else.
"""

from __future__ import annotations

import csv
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

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
DEPARTMENT, SLUG = "Department for Arrivals", "department-for-arrivals"
BOSS = "boss"
"""What the OpenID provider calls the manager."""
OTHER_DOMAIN = "people.department.example"
"""Leads to the sign-in that comes second: a domain leads to one alone."""
LONGEST = 300
"""Seconds that a worker may take for one step of 20,000 people on a busy machine."""


@dataclass(frozen=True)
class Files:
    """What the department brings."""

    people: Path
    units: Path


@dataclass(frozen=True)
class Known:
    """Somebody on record, by what an address needs."""

    name: str
    email: str
    uuid: str

    @property
    def worker(self) -> Worker:
        return Worker(self.name, self.email, DEPARTMENT)


@dataclass(frozen=True)
class Cast:
    """Who is tried: two who manage nobody, a manager with somebody who works for them, and somebody elsewhere."""

    one: Known
    other: Known
    boss: Known
    report: Known
    elsewhere: Known
    assessment: str
    """Of whoever is elsewhere, submitted."""
    department: str
    """Slug of another department."""


@pytest.fixture
def site(built_demo: Path, tmp_path: Path) -> Iterator[tuple[str, Files]]:
    """A site of this journey's own that has never heard of the department; and the files it brings."""
    with served(built_demo, tmp_path / "data") as address:
        files = Files(tmp_path / "people.csv", tmp_path / "units.csv")
        made = waymark(
            "demo-file", str(files.people), "--people", str(PEOPLE), "--errors", "0.001", "--department", DEPARTMENT,
            "--prefix", "N", "--units", str(files.units), data_dir=tmp_path / "data",
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        yield address, files


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


def open_the_department(walk: Walk, units: Path) -> None:
    """Open it, and bring its tree of units from a sheet."""
    page = walk.page
    walk.visit("/operating/reference/open")
    page.get_by_label("Name", exact=True).fill(DEPARTMENT)
    page.get_by_label("Kind", exact=True).select_option("Department")
    page.locator("[name=day_2]").fill("2015")
    page.get_by_label("Why does it change?").fill("It joins.")
    walk.click("See what it does", role="button")
    walk.click("Make this change now", role="button")
    onboarding(walk)
    assert state_of(walk, "Units and their codes") == "No units yet"
    walk.click("Units and their codes")
    page.locator("input[type=file]").set_input_files(units)
    page.locator("[name=day_2]").fill("2015")
    page.get_by_label("Why are they added?").fill("It joins.")
    walk.click("See what it adds", role="button")
    number = len(units.read_text().splitlines()) - 1
    assert number > 500
    walk.click(f"Add {number} units", role="button")
    onboarding(walk)
    assert state_of(walk, "Units and their codes").replace(",", "") == f"{number} units"


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


def cast_of(file: Path, folder: Path) -> Cast:
    """Choose from who is on record now."""
    with closing(sqlite3.connect(folder / "waymark.sqlite3")) as database:
        rows = database.execute("SELECT email, given_name || ' ' || family_name, uuid FROM people_person")
        known = {email: Known(name, email, str(UUID(uuid))) for email, name, uuid in rows if email}
        name, email, uuid, assessment = database.execute(
            "SELECT p.given_name || ' ' || p.family_name, p.email, p.uuid, a.uuid FROM assessments_assessment a"
            " JOIN people_person p ON p.id = a.person_id WHERE a.state = 'submitted' ORDER BY a.id LIMIT 1"
        ).fetchone()
        (department,) = database.execute(
            "SELECT slug FROM organisation_organisation WHERE kind = 'department' AND slug <> ? LIMIT 1", (SLUG,)
        ).fetchone()
    with file.open(encoding="utf-8-sig", newline="") as opened:
        people = {row["Staff number"]: row for row in csv.DictReader(opened) if row["Email"] in known}
    managers = {row["Manager staff number"] for row in people.values()}
    plain = [row for number, row in people.items() if number not in managers]
    one, other = plain[0], plain[1_000]
    theirs = {one["Manager staff number"], other["Manager staff number"]}
    report = next(
        row for row in plain if row["Manager staff number"] in people and row["Manager staff number"] not in theirs
    )
    boss = people[report["Manager staff number"]]
    chosen = (known[row["Email"]] for row in (one, other, boss, report))
    elsewhere = Known(name, email, str(UUID(uuid)))
    return Cast(*chosen, elsewhere, str(UUID(assessment)), department)


def test_a_department_of_20_000_is_brought_in(site, browser: Browser, tmp_path: Path):
    if shutil.which("xmlsec1") is None:
        pytest.skip("xmlsec1 is not installed (apt-get install xmlsec1): the SAML provider signs with it")
    address, files = site
    seen: dict[str, str] = {}
    with visiting(browser, address, seen, javascript=True) as administrator:
        administrator.visit("/demo?next=/operating/access/session")
        administrator.page.locator("form[action='/demo/sign-in/second-administrator'] button").click()
        administrator.page.get_by_label("What are you about to do?").fill("Bring a department in")
        administrator.click("Open a session", role="button")
        open_the_department(administrator, files.units)
        bring_the_people(administrator, files.people)
        map_the_posts(administrator)
    cast = cast_of(files.people, tmp_path / "data")
    by_openid(browser, address, seen, cast, tmp_path / "data")
    by_saml(browser, address, seen, cast)
    validate_markup(seen, tmp_path)


def by_openid(browser: Browser, address: str, seen: dict[str, str], cast: Cast, folder: Path) -> None:
    with openid_provider() as issuer:
        with visiting(browser, address, seen, javascript=True) as administrator:
            set_up(
                administrator, cast.one.worker, "OpenID Connect",
                lambda site: {"What people call it": "Work sign-in", "Issuer": issuer, "Client id": "waymark",
                              "Client secret": "secret", "Claim": "email"},
            )  # fmt: skip
            turn_on(administrator)
        with visiting(browser, address, seen, javascript=True) as boss:
            sign_in(boss, issuer, BOSS, cast.boss)
            manages(boss, cast)
        with visiting(browser, address, seen, javascript=True) as one:
            sign_in(one, issuer, WHO, cast.one)
            sees_nothing_else(one, cast, cast.other)
            until = date.today() + timedelta(days=30)  # noqa: DTZ011 - any day to come
            given = waymark(
                "grant", cast.one.email, "hr-director", "--organisation", SLUG, "--until", until.isoformat(),
                "--reason", "Plans for it", data_dir=folder,
            )  # fmt: skip
            assert given.returncode == 0, given.stderr
            directs(one, cast)


def sign_in(walk: Walk, issuer: str, who: str, known: Known) -> None:
    walk.page.route(re.compile("^https://"), lambda route: route.fulfill(status=200, body=""))
    go_there(walk, known.worker)
    claims = {"email": known.email, "email_verified": True, "auth_time": int(time.time()), "acr": STRONG}
    assert requests.put(f"{issuer}/users/{who}", json=claims, timeout=5).status_code == 204
    walk.page.locator("input[name=sub]").fill(who)
    walk.page.get_by_role("button", name="Authorize", exact=True).click()
    see_ones_own(walk, known.worker)


def by_saml(browser: Browser, address: str, seen: dict[str, str], cast: Cast) -> None:
    """The department changes over: its other sign-in takes the place of the first."""
    worker = cast.other.worker
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
            assert state_of(administrator, "Sign-on") == "2 people sign on", "by the sign-in that was turned off"
        with visiting(browser, address, seen, javascript=True) as one:
            one.visit("/account/sign-in?next=/account")
            one.click("Sign in with your department")
            one.page.get_by_label("Your work email address").fill(f"me@{OTHER_DOMAIN}")
            one.click("Continue", role="button")
            one.page.get_by_text("Continue to Work sign-in by SAML").click()
            one.page.get_by_role("button", name="Let me in").click()
            see_ones_own(one, worker)
            sees_nothing_else(one, cast, cast.one)


def shown(walk: Walk, path: str, *names: str) -> None:
    """Assert that a page is there and says these names."""
    answer = walk.page.goto(walk.site + path)
    assert answer is not None
    assert answer.status == 200, path
    for name in names:
        assert name in walk.page.inner_text("main"), (path, name)


def closed(walk: Walk, *paths: str, to: Known | None = None) -> None:
    """Assert that pages are as if they were not there, and say nothing of whom they are about."""
    for path in paths:
        answer = walk.page.goto(walk.site + path)
        assert answer is not None
        assert answer.status == 404, path
        assert to is None or to.name not in walk.page.inner_text("body"), path


def knows_nobody_elsewhere(walk: Walk, cast: Cast) -> None:
    """Nobody of the department sees anybody of another, nor anything of theirs."""
    uuid = cast.elsewhere.uuid
    closed(
        walk, f"/team/people/{uuid}", f"/team/{uuid}", f"/team/{uuid}/assessments/{cast.assessment}", to=cast.elsewhere
    )
    closed(walk, "/operating/onboarding", "/operating/feeds", f"/departments/{cast.department}/posts")


def sees_nothing_else(walk: Walk, cast: Cast, colleague: Known) -> None:
    """Somebody who only works there finds no colleague's record, and nothing of the department's."""
    shown(walk, "/team")
    assert not {colleague.name, cast.elsewhere.name} & set(walk.page.inner_text("main").splitlines())
    closed(walk, "/team/people", "/departments/posts", f"/departments/{SLUG}/posts")
    closed(walk, f"/team/people/{colleague.uuid}", f"/team/{colleague.uuid}", to=colleague)
    knows_nobody_elsewhere(walk, cast)


def manages(walk: Walk, cast: Cast) -> None:
    """A manager finds who works for them, as the file says, and nobody else."""
    shown(walk, "/team", cast.report.name)
    shown(walk, f"/team/{cast.report.uuid}", cast.report.name)
    closed(walk, f"/team/{cast.one.uuid}", f"/team/people/{cast.one.uuid}", to=cast.one)
    closed(walk, "/team/people", f"/departments/{SLUG}/posts")
    knows_nobody_elsewhere(walk, cast)


def directs(walk: Walk, cast: Cast) -> None:
    """The department's HR director finds everybody of it and its posts, and is nobody's manager by that."""
    family = cast.other.name.split()[-1]
    shown(walk, f"/team/people?q={family}", cast.other.name)
    shown(walk, f"/team/people/{cast.other.uuid}", cast.other.name)
    shown(walk, f"/departments/{SLUG}/posts")
    closed(walk, f"/team/{cast.other.uuid}", to=cast.other)
    knows_nobody_elsewhere(walk, cast)
