"""An author writes in a draft: by keyboard, on a phone, with and without script, beside another author."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Walk
from tests.journeys.test_individual import sign_in
from tests.journeys.test_roles_by_keyboard import press

DRAFT = re.compile(r"^/authoring/drafts/[^/]+/[^/]+$")


def open_draft(walk: Walk) -> str:
    sign_in(walk, "framework-author")
    walk.visit("/authoring")
    links = walk.page.locator("a[href^='/authoring/drafts/']").all()
    base = next(link.get_attribute("href") for link in links if DRAFT.match(link.get_attribute("href") or ""))
    assert base is not None
    walk.visit(base)
    return base


def test_an_author_writes_a_skill(walk: Walk):
    base = open_draft(walk)
    walk.click("Purpose, licence and label")
    walk.click("Scales")
    walk.click("Change Four levels")
    walk.visit(f"{base}/scales/new")
    walk.visit(f"{base}/skills/new")
    walk.page.get_by_label("Name", exact=True).fill("Spinning <b>")
    walk.click("Save and write its levels", role="button")
    expect(walk.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    walk.page.get_by_label("Name", exact=True).fill("Spinning")
    walk.click("Save and write its levels", role="button")
    walk.page.get_by_label("Awareness: what somebody does").fill("- names the parts of a wheel")
    walk.page.get_by_label("Expert is named and left undefined").check()
    walk.click("Save", role="button", exact=True)
    expect(walk.page.get_by_text("Spinning is saved.")).to_be_visible()

    walk.click("Spinning: Under the one above", role="button")
    expect(walk.page.get_by_role("heading", name=re.compile("^Under "))).to_be_visible()
    walk.click("Spinning: Out", role="button")
    walk.visit(f"{base}/skills/spinning")
    walk.click("See it as readers will")
    expect(walk.page.get_by_text("names the parts of a wheel")).to_be_visible()
    walk.visit(f"{base}/skills/spinning/remove")
    walk.click("Remove it", role="button")
    expect(walk.page.get_by_text("Spinning is removed from this draft.")).to_be_visible()
    walk.visit(f"{base}/preview")
    walk.visit(f"{base}/discard")


def test_the_second_of_two_windows_chooses_between_two_texts(walk: Walk):
    base = open_draft(walk)
    walk.visit(f"{base}/details")
    other = walk.page.context.new_page()
    other.goto(f"{walk.site}{base}/details")
    other.get_by_label("What is it for?").fill("Said in the other window.")
    other.get_by_role("button", name="Save", exact=True).click()
    other.wait_for_load_state()
    other.close()

    walk.page.get_by_label("What is it for?").fill("Said in this window.")
    walk.click("Save", role="button", exact=True)
    expect(walk.page.get_by_text("Nothing is saved yet, and nothing you typed is lost.")).to_be_visible()
    expect(walk.page.get_by_text("Said in the other window.")).to_be_visible()
    walk.page.get_by_label("Keep what I typed, in the field below").check()
    walk.click("Save", role="button", exact=True)
    expect(walk.page.get_by_text("Said in this window.")).to_be_visible()


def test_what_is_typed_is_offered_again(walk: Walk):
    if not walk.javascript:
        pytest.skip("keeping text needs script; forms without it save")
    base = open_draft(walk)
    walk.visit(f"{base}/details")
    with walk.page.expect_response(lambda response: response.url.endswith("/unsaved")):
        walk.page.get_by_label("What is it for?").press_sequentially(" And more")
    expect(walk.page.get_by_text("Kept, not saved yet")).to_be_visible()

    walk.visit(f"{base}/details")
    walk.click("Go on with it")
    expect(walk.page.get_by_label("What is it for?")).to_have_value(re.compile("And more"))
    walk.click("Save", role="button", exact=True)
    walk.visit(f"{base}/details")
    expect(walk.page.get_by_text("that is not saved")).to_have_count(0)


def test_skills_are_reordered_by_keyboard_alone(walk: Walk):
    walk.page.set_viewport_size({"width": 375, "height": 800})
    base = open_draft(walk)
    walk.visit(f"{base}/skills")
    names = walk.page.locator(".wm-rows__name > a").all_inner_texts()
    press(walk, f"{names[0]}: Down")
    assert "moved=" in walk.page.url
    assert walk.page.locator(".wm-rows__name > a").all_inner_texts()[:2] == [names[1], names[0]]

    press(walk, f"{names[0]}: Under the one above")
    expect(walk.page.get_by_role("heading", name=f"Under {names[1]}")).to_be_visible()
    press(walk, f"{names[0]}: Out")
    assert walk.page.locator(".wm-rows__name > a").all_inner_texts()[:2] == [names[1], names[0]]


def test_an_own_spreadsheet_becomes_a_draft_with_a_row_left_out(walk: Walk, tmp_path: Path):
    rows = ["Our bakers,,,,", "Family,Role,Role level,Skill,Skill level"]
    rows += [f"Making,Baker,{level}" for level in ("Junior baker,Kneading,Awareness", "Head baker,Kneading,Expert")]
    rows.append("Making,Baker,Head baker,Selling,Wurking hard")
    (tmp_path / "bakers.csv").write_text("\n".join(rows))
    sign_in(walk, "framework-author")
    walk.visit("/authoring")
    walk.click("Bring a file")
    walk.page.locator("input[type=file]").set_input_files(tmp_path / "bakers.csv")
    walk.click("Upload", role="button")
    walk.click("Go on", role="button")
    walk.page.get_by_text("The headings stand elsewhere").click()
    walk.click("Read it this way", role="button")
    walk.click("Go on", role="button")
    walk.click("Check the file", role="button")
    expect(walk.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    walk.page.get_by_label("A new framework").check()
    walk.page.get_by_label("What is the framework called?").fill("Bakers at work")
    walk.page.get_by_label("Awareness, Working, Practitioner, Expert").check()
    walk.click("Check the file", role="button")
    expect(walk.page.get_by_role("heading", name="What is wrong where")).to_be_visible()
    expect(walk.page.get_by_text("row 5").first).to_be_visible()
    walk.click("Leave these rows out and go on", role="button")
    expect(walk.page.get_by_text("sheet bakers, row 5")).to_be_visible()
    walk.click("Make it a draft", role="button")
    expect(walk.page.get_by_text("bakers.csv became this draft.")).to_be_visible()
    walk.visit("/authoring/import")
    walk.click("Look at it with bakers.csv")
    expect(walk.page.get_by_text("To undo the import, discard the draft there.")).to_be_visible()
