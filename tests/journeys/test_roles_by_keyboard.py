"""An author gives a framework a role by keyboard alone, on a phone's width, with and without JavaScript."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Walk
from tests.journeys.test_individual import sign_in

FOCUSED = "(document.activeElement.textContent || document.activeElement.value || '').trim()"
NAMED = "document.activeElement.id || document.activeElement.name || ''"


def reach(walk: Walk, name: str) -> None:
    """Press Tab until what has the focus is called so, or has that id."""
    for _press in range(150):
        walk.page.keyboard.press("Tab")
        text, named = walk.page.evaluate(f"[{FOCUSED}, {NAMED}]")
        if name in {named, " ".join(text.split())}:
            return
    raise AssertionError(f"Tab never came to {name!r} on {walk.page.url}")


def enter(walk: Walk) -> None:
    """Press Enter, and check where that leads."""
    with walk.page.expect_navigation():
        walk.page.keyboard.press("Enter")
    walk.page.wait_for_load_state()
    walk.check()


def press(walk: Walk, name: str) -> None:
    """Go to a link or a button by Tab, press Enter, and check where that leads."""
    reach(walk, name)
    enter(walk)


def write(walk: Walk, field: str, text: str) -> None:
    reach(walk, field)
    walk.page.keyboard.type(text)


def test_a_role_is_written_by_keyboard_alone(walk: Walk):
    walk.page.set_viewport_size({"width": 375, "height": 800})
    sign_in(walk, "framework-author")
    walk.visit("/authoring")
    begun = walk.page.locator("main a[href*='/authoring/drafts/']:not([href*='/review'])")
    if not begun.count():
        walk.visit("/authoring/frameworks/digital-and-data/next")
        walk.page.get_by_label("Label of the new version").fill("2027-01")
        walk.click("Begin", role="button", exact=True)
        walk.visit("/authoring")
    draft = begun.first.get_attribute("href")
    walk.visit(f"{draft}/families")

    press(walk, "Add a family")
    write(walk, "id_name", "Testing")
    enter(walk)
    expect(walk.page.get_by_text("The family is added.")).to_be_visible()
    press(walk, "Up: Testing")
    assert walk.page.url.endswith("#family-testing")
    press(walk, "Add a role")
    write(walk, "id_name", "Test engineer")
    enter(walk)

    for name in ("Test engineer", "Senior test engineer"):
        press(walk, "Add a level")
        write(walk, "id_name", name)
        enter(walk)
    press(walk, "What its levels ask")
    write(walk, "words", "data quality")
    enter(walk)
    press(walk, "Add Data quality")
    reach(walk, "cell-1-1")
    walk.page.keyboard.type("W")
    reach(walk, "cell-2-1")
    walk.page.keyboard.type("Prac")
    press(walk, "Save")
    expect(walk.page.get_by_text("2 requirements are saved.")).to_be_visible()
    expect(walk.page.locator("#cell-1-1 option:checked")).to_have_text("Working")
    expect(walk.page.locator("#cell-2-1 option:checked")).to_have_text("Practitioner")

    press(walk, "Senior test engineer: weights and groups")
    reach(walk, "line-1-weight")
    walk.page.keyboard.press("Control+a")
    walk.page.keyboard.type("heavy")
    press(walk, "Save")
    expect(walk.page.get_by_role("alert")).to_contain_text("Enter the weight as a whole number")
    reach(walk, "line-1-weight")
    walk.page.keyboard.press("Control+a")
    walk.page.keyboard.type("5")
    press(walk, "Save")
    press(walk, "Make a group")
    write(walk, "id_name", "One of these")
    reach(walk, "id_skills")
    walk.page.keyboard.press("Space")
    press(walk, "Save")
    expect(walk.page.get_by_text("at least 1 of Data quality")).to_be_visible()

    walk.visit(f"{draft}/derive")
    press(walk, "Leadership behaviours")
    press(walk, "Choose skills")
    reach(walk, "ticked")
    walk.page.keyboard.press("Space")
    press(walk, "Take over what is ticked")
    expect(walk.page.get_by_text("Taken over: 0 roles and 1 skill.")).to_be_visible()
    walk.visit(f"{draft}/derive")
    walk.page.locator("main a[href$='/origin']").first.click()
    walk.page.wait_for_load_state()
    walk.check()
    expect(walk.page.get_by_text("Nobody has reworded it here since.")).to_be_visible()


def test_shift_and_arrows_go_from_cell_to_cell(walk: Walk):
    if not walk.javascript:
        return  # an enhancement: Tab does it as well
    sign_in(walk, "framework-author")
    walk.visit("/authoring")
    begun = walk.page.locator("main a[href*='/authoring/drafts/']:not([href*='/review'])")
    if not begun.count():
        walk.visit("/authoring/frameworks/digital-and-data/next")
        walk.page.get_by_label("Label of the new version").fill("2027-01")
        walk.click("Begin", role="button", exact=True)
        walk.visit("/authoring")
    walk.visit(f"{begun.first.get_attribute('href')}/roles/data-analyst/requirements")
    first = walk.page.locator("#cell-1-1")
    before = first.input_value()

    first.focus()
    walk.page.keyboard.press("Shift+ArrowDown")
    walk.page.keyboard.press("Shift+ArrowRight")
    expect(walk.page.locator("#cell-2-2")).to_be_focused()
    walk.page.keyboard.press("Shift+ArrowLeft")
    walk.page.keyboard.press("Shift+ArrowUp")
    walk.page.keyboard.press("Shift+ArrowUp")

    expect(first).to_be_focused()
    assert first.input_value() == before
