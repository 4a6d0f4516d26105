"""Trust, seen in a browser: two people give a duty, a look is seen by whom it was at, and a person takes all away."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.conftest import Walk, waymark
from tests.journeys.test_individual import sign_in
from waymark.kernel.clock import now

LISTED_WITHIN = 15.0
"""Seconds after which a look has to be in the list of whom it was at."""


def open_session(walk: Walk, key: str) -> None:
    """Sign in as an administrator and open a session."""
    sign_in(walk, key)
    walk.visit("/operating")
    walk.click("Open a session")
    walk.page.get_by_label("What are you about to do?").fill("Give the auditor’s duty on.")
    walk.page.get_by_label("30 minutes").check()
    walk.click("Open a session", role="button")
    expect(walk.page.get_by_text("Your session is open").first).to_be_visible()


def heading(walk: Walk) -> str:
    return walk.page.get_by_role("heading", level=1).inner_text()


def name_of(walk: Walk, key: str) -> str:
    """Return what a ready-made person is called, as the page of all of them has it."""
    walk.visit("/demo")
    button = walk.page.locator(f'form[action$="/{key}"] button').inner_text()
    return re.fullmatch(r"Sign in as (.+), [^,]+", button.replace("\n", " ")).group(1).strip()  # type: ignore[union-attr]


def download(walk: Walk, link: str) -> bytes:
    """Take what a link offers to keep."""
    with walk.page.expect_download() as started:
        walk.page.get_by_role("link", name=link).click()
    return Path(started.value.path()).read_bytes()


def test_two_people_give_a_strong_duty_and_its_holder_uses_it(walk: Walk, another: Callable[[], Walk]):
    holder = another()
    sign_in(holder, "facilitator")
    assert holder.page.goto(walk.site + "/operating/audit").status == 404  # type: ignore[union-attr]

    open_session(walk, "administrator")
    walk.visit("/operating/access")
    walk.click("Give a duty")
    walk.page.get_by_label("Name or email address").fill("facilitator@demo.example")
    walk.click("Search", role="button")
    walk.page.locator(".wm-results a").click()
    walk.page.wait_for_load_state()
    walk.check()
    name = heading(walk)
    walk.page.get_by_label("Duty", exact=True).select_option(label="Auditor")
    walk.click("Continue", role="button")
    expect(walk.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(walk.page.get_by_label("Duty", exact=True)).to_have_value("auditor")
    last_day = now().date() + timedelta(days=60)
    ends = walk.page.get_by_role("group", name="Last day")
    for part, value in (("Day", last_day.day), ("Month", last_day.month), ("Year", last_day.year)):
        ends.get_by_label(part).fill(str(value))
    walk.page.get_by_label("Why do they have this duty?").fill("The yearly look at who may see what.")
    walk.click("Continue", role="button")
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("Check before you propose this duty")
    walk.click("Propose this duty", role="button")
    expect(walk.page.get_by_text("Another administrator has to approve it before it counts").first).to_be_visible()
    assert heading(walk) == name
    expect(walk.page.get_by_role("button", name="Save your decision")).to_have_count(0)
    assert holder.page.goto(walk.site + "/operating/audit").status == 404  # type: ignore[union-attr]

    second = another()
    open_session(second, "second-administrator")
    second.visit("/operating")
    second.click(f"Auditor: {name}")
    second.page.get_by_label("Approve: it counts from now").check()
    second.page.get_by_label("Why?").fill("Agreed with the board.")
    second.click("Save your decision", role="button")
    expect(second.page.get_by_text("In force").first).to_be_visible()

    holder.visit("/operating")
    holder.click("The record")
    expect(holder.page.get_by_role("heading", level=1)).to_have_text("The record")
    expect(holder.page.get_by_text("Agreed with the board.").first).to_be_visible()
    expect(holder.page.get_by_text("Your duty is limited")).to_have_count(0)


def test_a_person_sees_who_looked_at_them_and_why_they_may(walk: Walk, another: Callable[[], Walk]):
    name = name_of(walk, "individual")
    sign_in(walk)
    walk.visit("/me/privacy")
    expect(walk.page.get_by_text("Nobody but you has looked at your record here.")).to_be_visible()

    director = another()
    looker = name_of(director, "hr-director")
    sign_in(director, "hr-director")
    director.visit("/team/people?q=" + name.replace(" ", "+"))
    director.click(name, exact=True)
    assert heading(director) == name

    look = walk.page.get_by_role("row").filter(has_text=looker).filter(has_text="Page about one person")
    last = time.monotonic() + LISTED_WITHIN
    while not look.count():
        assert time.monotonic() < last, "the look is not listed"
        time.sleep(0.5)
        walk.page.reload()
    walk.check()
    expect(look.first).to_contain_text("HR director")


def test_a_person_takes_their_copy_along_and_is_erased(walk: Walk, another: Callable[[], Walk], tmp_path: Path):
    name = name_of(walk, "individual")
    sign_in(walk)
    walk.visit("/me/privacy")
    walk.click("See what is held about you")
    walk.visit("/me/privacy")
    assert name in json.dumps(json.loads(download(walk, "JSON")), ensure_ascii=False)
    assert download(walk, "PDF").startswith(b"%PDF")
    walk.click("Ask to be erased")
    walk.page.get_by_label("Why are you asking?").fill("I am moving abroad.")
    walk.click("Yes, ask to be erased", role="button")
    expect(walk.page.get_by_text("Nothing is erased until they agree").first).to_be_visible()
    expect(walk.page.get_by_role("region", name="What you asked for").get_by_role("row")).to_have_count(2)

    officer = another()
    sign_in(officer, "data-protection-officer")
    officer.visit("/operating")
    officer.click("Data protection")
    officer.click(name)
    expect(officer.page.get_by_text("I am moving abroad.")).to_be_visible()
    officer.click("See what erasing takes away")
    officer.page.get_by_label("On what grounds?").fill("The person asked for it.")
    officer.click("Erase this person", role="button")
    expect(officer.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    erasing = officer.page.url
    officer.click("Do not erase")
    number = officer.page.locator(".govuk-caption-l").inner_text()
    officer.page.goto(erasing)
    officer.page.get_by_label("On what grounds?").fill("The person asked for it.")
    officer.page.get_by_label("Type the person’s staff number").fill(number)
    officer.click("Erase this person", role="button")
    expect(officer.page.get_by_text("The person was erased").first).to_be_visible()
    expect(officer.page.get_by_text(name)).to_have_count(0)
    assert officer.page.goto(erasing).status == 404  # type: ignore[union-attr]

    walk.visit("/me")
    expect(walk.page.get_by_text(name)).to_have_count(0)
    assert "/me" not in walk.page.url.removeprefix(walk.site).split("?")[0]
    walk.visit("/demo")
    expect(walk.page.get_by_text(name)).to_have_count(0)
    expect(walk.page.locator('form[action$="/individual"]')).to_have_count(0)

    said = waymark("doctor", "--audit", data_dir=tmp_path / "data")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "The record is whole" in said.stdout
