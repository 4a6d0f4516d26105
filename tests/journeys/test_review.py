"""An author has a draft reviewed: a reviewer remarks and suggests, the author answers, accepts, and is signed off."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Walk
from tests.journeys.test_individual import sign_in


def open_draft(walk: Walk) -> str:
    """Go to the draft that is open, or begin the next version; return its address."""
    page = walk.page
    walk.click("Workbench", exact=True)
    drafts = page.locator("main a[href^='/authoring/drafts/']")
    if drafts.count():
        drafts.first.click()
        page.wait_for_load_state()
    else:
        walk.click("Begin the next version")
        page.get_by_label("Label of the new version").fill("2027-01")
        walk.click("Begin", role="button", exact=True)
    # What waits in a draft leads straight to it: its address is the first four parts.
    return "/".join(page.url.removeprefix(walk.site).split("/")[:5])


def test_a_draft_is_reviewed_reworded_and_signed_off(walk: Walk):
    page = walk.page
    sign_in(walk, "framework-author")
    draft = open_draft(walk)
    walk.visit(f"{draft}/review/signatories")
    page.get_by_role("radio").first.check()
    chosen = page.get_by_role("radio").first.get_attribute("id")
    name = page.locator(f"label[for='{chosen}']").inner_text()
    walk.click("Choose", role="button", exact=True)
    expect(page.get_by_role("row", name=name)).to_contain_text("Nothing yet")

    sign_in(walk, "framework-reviewer")
    walk.visit(f"{draft}/review")
    walk.click("Read the draft")
    page.locator("a[href$='/read/skills']").click()
    page.wait_for_load_state()
    walk.check()
    page.locator("main ul.govuk-list--spaced a").first.click()
    page.wait_for_load_state()
    walk.check()
    page.get_by_role("link", name="Remark").nth(1).click()
    page.wait_for_load_state()
    walk.click("Send", role="button")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Your remark").fill("Which kinds of change?\nGive an example.")
    walk.click("Send", role="button")
    expect(page.get_by_text("Your remark stands.").first).to_be_visible()
    page.locator("a[href$='/evidence']").click()
    page.wait_for_load_state()
    walk.check()
    page.get_by_label("What could show it, in other words").fill("A note of what you changed.")
    walk.click("Suggest", role="button", exact=True)
    expect(page.get_by_text("A note of what you changed.")).to_be_visible()

    sign_in(walk, "framework-author")
    walk.click("Workbench", exact=True)
    walk.click("open threads about ")
    walk.click("Reply or resolve")
    page.get_by_label("Your reply").fill("An example comes.")
    walk.click("Resolve", role="button")
    expect(page.get_by_text("The thread is resolved.").first).to_be_visible()
    walk.click("Suggestions")
    walk.click("Accept", role="button")
    expect(page.get_by_text("the draft has these words now").first).to_be_visible()
    expect(page.get_by_text("A note of what you changed.")).to_have_count(0)

    sign_in(walk, "framework-reviewer")
    walk.visit(f"{draft}/review/threads?show=mine")
    expect(page.get_by_text("An example comes.")).to_be_visible()
    walk.visit(f"{draft}/review/suggestions?show=mine")
    expect(page.get_by_text("Accepted").first).to_be_visible()


def test_a_group_is_made_and_asked(walk: Walk):
    page = walk.page
    sign_in(walk, "individual")
    name = page.locator("header a[href='/account']").first.inner_text().rpartition(": ")[2].strip()
    sign_in(walk, "framework-author")
    draft = open_draft(walk)
    walk.visit("/authoring/groups")
    page.get_by_role("radio").first.check()
    page.get_by_label("What is it called?").fill("Readers")
    walk.click("Make the group", role="button")
    page.get_by_label("Find a person").fill(name)
    walk.click("Search", role="button")
    walk.click("Add", role="button")
    expect(page.get_by_text("1 person")).to_be_visible()

    walk.visit(f"{draft}/review/ask")
    walk.click("Ask them", role="button")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Readers (1 person)").check()
    page.get_by_label("A few words to them").fill("Please look at the skills first.")
    walk.click("Ask them", role="button")
    expect(page.get_by_text("1 person is asked, and can read the draft.").first).to_be_visible()
    walk.click("Remind", role="button")

    sign_in(walk, "individual")
    walk.visit(f"{draft}/review")
    expect(page.get_by_text("Please look at the skills first.")).to_be_visible()
    walk.click("I have finished", role="button")
    expect(page.get_by_text("Thank you.").first).to_be_visible()
