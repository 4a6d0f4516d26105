"""A departmental head follows the guide to their department's context, and somebody who works there reads it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.house.house import ROOT
from tests.journeys.conftest import Walk
from tests.journeys.test_individual import sign_in

GUIDE = ROOT / "docs" / "guides" / "departments-context.md"


class Followed:
    """What the guide names in bold, crossed off when the walk meets it."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.left = set(re.findall(r"\*\*(.+?)\*\*", GUIDE.read_text()))

    def click(self, name: str, role: str = "link") -> None:
        self.left.discard(name)
        self.walk.click(name, role=role)

    def meet(self, name: str) -> None:
        expect(self.walk.page.get_by_text(name).first).to_be_visible()
        self.left.discard(name)


def test_a_head_adds_changes_and_takes_back_context_as_the_guide_says(walk: Walk):
    guide = Followed(walk)
    sign_in(walk, "department-head-of-profession")
    walk.visit("/roles/data-engineer")
    walk.clicks = 0
    guide.click("Add our context")
    walk.page.get_by_label("Note", exact=True).check()
    walk.page.get_by_label("In your department’s words").fill("Our pipelines run at night.")
    guide.click("Preview", role="button")
    guide.click("Publish", role="button")
    assert walk.clicks == 3
    expect(walk.page.get_by_text("Our pipelines run at night.")).to_be_visible()

    walk.visit("/roles/data-engineer")
    walk.page.locator("a[href*='?level=data-engineer/data-engineer']").click()
    walk.page.wait_for_load_state()
    guide.meet("Higher level")
    walk.page.get_by_label("Extra skill", exact=True).check()
    guide.left.discard("Extra skill")
    walk.page.get_by_label("Which skill?", exact=True).fill("content")
    guide.click("Find skills", role="button")
    walk.page.get_by_label("Skill and level").select_option(label="Awareness")
    walk.click("Preview", role="button")
    walk.click("Publish", role="button")

    guide.click("Our context")
    walk.page.locator("tr", has_text="Our pipelines run at night.").get_by_role("link").click()
    walk.page.wait_for_load_state()
    guide.click("Change")
    walk.page.get_by_label("In your department’s words").fill("Our pipelines run at noon.")
    walk.click("Publish the change", role="button")
    expect(walk.page.get_by_text("Our pipelines run at night.")).to_be_visible()

    sign_in(walk)
    walk.visit("/roles/data-engineer")
    expect(walk.page.get_by_text("Our pipelines run at noon.")).to_be_visible()
    walk.visit("/me/gap")
    guide.meet("Your gap")
    said = walk.page.get_by_text("beside the standard").first
    walk.page.locator("details", has=said).locator("summary").first.click()
    expect(said).to_be_visible()

    sign_in(walk, "department-head-of-profession")
    walk.click("Our context")
    walk.page.locator("tr", has_text="Our pipelines run at noon.").get_by_role("link").click()
    walk.page.wait_for_load_state()
    guide.click("Take back")
    walk.page.get_by_label("Why do you take it back?").fill("They run all day.")
    walk.click("Take back", role="button")
    walk.visit("/roles/data-engineer")
    expect(walk.page.get_by_text("Our pipelines run at noon.")).to_have_count(0)
    # A second version is what "Still right" needs: tests/web/test_context.py goes on from there.
    assert guide.left == {"Still right"}
