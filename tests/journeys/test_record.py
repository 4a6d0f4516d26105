"""An assessment from its first answer to a level that another department accepts, and another look at one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.conftest import ROOT, Walk, clean_environment, waymark
from tests.journeys.other_department import SECOND
from tests.journeys.test_individual import sign_in
from tests.journeys.test_trust import download, name_of

NOTES = {"name": "handover.txt", "mimeType": "text/plain", "buffer": b"How the nightly loads are run and mended.\n"}
MISSING = "There is no evidence for a skill at a level that asks for it."
SHORT = "The note is too short to see what you did yourself."


def beside(folder: Path, what: str) -> None:
    """Do in the site's data folder what takes no page, and let the worker do what follows from it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.other_department", what],
        env=clean_environment(folder, PYTHONPATH=f"{ROOT / 'src'}:{ROOT}"), cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    worked = waymark("worker", "--once", data_dir=folder)
    assert worked.returncode == 0, worked.stderr


def go(walk: Walk, address: str) -> None:
    walk.visit(address.removeprefix(walk.site))


def start(walk: Walk) -> str:
    """Start a full assessment that goes to an assessor, and return where it is."""
    walk.visit("/me/assessments")
    walk.page.locator("form button", has_text="Full self-assessment").first.click()
    walk.page.wait_for_load_state()
    walk.check()
    address = walk.page.url
    walk.click("Confirm role and version")
    walk.click("Yes, this is right", role="button")
    go(walk, f"{address}/receiver")
    walk.page.get_by_label("Not my manager: an assessor of the profession").check()
    walk.click("Save and continue", role="button")
    return address


def answer(walk: Walk) -> dict[str, str]:
    """Answer every skill: one at the third level, with a note that says little; return what was put, by skill."""
    walk.click("Start with the first skill")
    said: dict[str, str] = {}
    while "/skills/" in walk.page.url:
        name = walk.page.get_by_role("heading", level=1).inner_text()
        assert name not in said, name
        offered = [one.get_attribute("value") for one in walk.page.locator("input[name=answer]").all()]
        high = "3" in offered and "3" not in said.values()
        said[name] = "yes" if "yes" in offered else "3" if high else "2"
        walk.page.locator(f'input[name=answer][value="{said[name]}"]').check()
        if said[name] == "3":
            walk.page.locator("textarea[name=note]").fill("I did it.")
        walk.page.get_by_role("button", name="Save and continue").click()
        walk.page.wait_for_load_state()
    walk.check()
    assert "3" in said.values()
    return said


def send(walk: Walk) -> None:
    """Declare, and send it."""
    walk.page.get_by_label("What I have put is true").check()
    walk.click("Submit your self-assessment", role="button")
    expect(walk.page.get_by_text("Submitted. Whoever it goes to is told")).to_be_visible()


def open_case(walk: Walk, key: str, name: str, desk: str = "/assess") -> None:
    """Open somebody's case on the desk of an assessor, or of a member of a panel."""
    sign_in(walk, key)
    walk.visit(desk)
    walk.page.get_by_role("row").filter(has_text=name).get_by_role("link").first.click()
    walk.page.wait_for_load_state()
    walk.check()


def say(walk: Walk, levels: Mapping[str, str]) -> None:
    """Choose the level of every skill of a case."""
    for section in walk.page.locator("section.wm-case").all():
        name = section.get_by_role("heading", level=2).inner_text()
        section.locator(f'input[type=radio][value="{levels[name]}"]').check()


def mend(walk: Walk, address: str, skill: str) -> None:
    """Put a file behind a skill, and say more of it."""
    go(walk, f"{address}/evidence")
    walk.click(skill, exact=True)
    walk.click("Add new evidence for this skill")
    walk.click("File", exact=True)
    walk.page.get_by_label("Title").fill("Handing over the nightly loads")
    walk.page.get_by_label("Your file").set_input_files(NOTES)  # type: ignore[arg-type]
    walk.click("Save", role="button", exact=True)
    expect(walk.page.get_by_label("Handing over the nightly loads")).to_be_checked()
    walk.click("Save and continue", role="button")
    go(walk, f"{address}/check")
    expect(walk.page.get_by_text(MISSING)).to_have_count(0)
    walk.page.locator("main li", has_text=SHORT).get_by_role("link").click()
    walk.page.wait_for_load_state()
    walk.page.locator("textarea[name=note]").fill(
        "I took over the nightly loads in March, found why they failed, and taught two others to mend them."
    )
    walk.click("Save and continue", role="button")
    expect(walk.page.get_by_role("heading", name="This may come back to you")).to_have_count(0)


def test_a_level_is_sent_returned_mended_moderated_signed_off_and_accepted_elsewhere(
    walk: Walk, another: Callable[[], Walk], tmp_path: Path
):
    name = name_of(walk, "individual")
    sign_in(walk, "head-of-profession")
    walk.visit("/assess/sampling/digital-data-and-technology")
    walk.page.get_by_label("How many of a hundred, by chance").fill("100")
    walk.page.get_by_label("How many of the first of each new assessor").fill("0")
    walk.page.get_by_label("They are like the others").check()
    walk.page.get_by_label("Why", exact=True).fill("For a month we look at everything.")
    walk.click("Have it hold from now on", role="button")

    sign_in(walk)
    address = start(walk)
    said = answer(walk)
    skill = next(one for one, level in said.items() if level == "3")
    expect(walk.page.get_by_role("heading", name="This may come back to you")).to_be_visible()
    send(walk)

    open_case(walk, "assessor", name)
    case = walk.page.url
    expect(walk.page.get_by_text(MISSING)).to_be_visible()
    walk.click("Send it back")
    expect(walk.page.get_by_label(MISSING)).to_be_checked()
    expect(walk.page.get_by_label(SHORT)).to_be_checked()
    walk.page.locator("main form button[type=submit]").click()
    walk.page.wait_for_load_state()
    expect(walk.page.get_by_role("row").filter(has_text=name)).to_have_count(0)

    sign_in(walk)
    go(walk, address)
    expect(walk.page.get_by_text("This was sent back to you.")).to_be_visible()
    expect(walk.page.get_by_text(MISSING).first).to_be_visible()
    mend(walk, address, skill)
    send(walk)

    open_case(walk, "assessor", name)
    assert walk.page.url == case, "it comes back to whoever sent it back"
    walk.page.get_by_text("Evidence: Handing over the nightly loads").click()
    assert download(walk, "Download handover.txt") == NOTES["buffer"]
    say(walk, said)
    walk.click("Confirm the levels", role="button")
    expect(walk.page.get_by_text("A panel looks at them before they are signed off.")).to_be_visible()

    lower = said | {skill: "2"}
    for member in ("moderator", "framework-reviewer"):
        open_case(walk, member, name, "/assess/moderation")
        say(walk, lower)
        walk.page.get_by_label(f"Reason for {skill}", exact=True).fill("It was done together with somebody.")
        walk.click("Say my word", role="button")
        expect(walk.page.get_by_text("Your word is on record.")).to_be_visible()
    why = walk.page.get_by_label(f"Why the panel came to this on {skill}", exact=True)
    why.fill("The file shows work done together.")
    walk.click("Write it down", role="button")
    expect(walk.page.get_by_text("Written down. The assessor signs it off")).to_be_visible()

    open_case(walk, "assessor", name)
    say(walk, lower)
    walk.page.get_by_label("I looked at what was submitted").check()
    walk.click("Sign off", role="button", exact=True)
    expect(walk.page.get_by_text("Signed off. They are told.")).to_be_visible()

    beside(tmp_path / "data", "move")
    sign_in(walk)
    go(walk, address)
    expect(walk.page.get_by_text("The file shows work done together.").first).to_be_visible()
    walk.visit("/me/record")
    expect(walk.page.get_by_role("heading", name="Your move to ")).to_be_visible()
    named = walk.page.get_by_role("link", name=skill, exact=True)
    row = walk.page.get_by_role("row").filter(has=named).filter(has_text="The rule")
    expect(row.get_by_text("Accepted", exact=True)).to_be_visible()
    row.get_by_text("The rule").first.click()
    expect(row.get_by_text("By a panel.")).to_be_visible()

    walk.click("Make a link")
    walk.page.get_by_label(f"{skill}: ").check()
    walk.page.get_by_role("radio").first.check()
    walk.click("Make the link", role="button")
    shown = walk.page.locator("main .govuk-inset-text a").inner_text()

    stranger = another()
    go(stranger, shown)
    expect(stranger.page.get_by_role("heading", level=1, name=f"Record of {name}")).to_be_visible()
    expect(stranger.page.get_by_text("Every level of this record stands today.")).to_be_visible()
    expect(stranger.page.get_by_role("row").filter(has_text=skill).first).to_contain_text("by a panel")
    assert download(stranger, "Print it (PDF)").startswith(b"%PDF")


def test_what_was_declined_is_looked_at_again_by_another_assessor(walk: Walk, tmp_path: Path):
    beside(tmp_path / "data", "second_assessor")
    name = name_of(walk, "individual")
    sign_in(walk)
    address = start(walk)
    said = answer(walk)
    send(walk)

    open_case(walk, "assessor", name)
    walk.click("Decline it")
    walk.page.get_by_label("In your own words").fill("Nothing here shows what you did.")
    walk.click("Decline this assessment", role="button")
    expect(walk.page.get_by_text("Declined. They are told.")).to_be_visible()

    sign_in(walk)
    go(walk, address)
    expect(walk.page.get_by_text("Nothing here shows what you did.").first).to_be_visible()
    walk.click("Ask another assessor to look again")
    walk.page.get_by_label("What should the other assessor look at?").fill("My notes say what I did myself.")
    walk.click("Ask for another look", role="button")
    expect(walk.page.get_by_text("Another assessor will look at it.")).to_be_visible()
    assert walk.page.url != address

    sign_in(walk, "assessor")
    walk.visit("/assess")
    expect(walk.page.get_by_role("row").filter(has_text=name)).to_have_count(0)

    open_case(walk, SECOND, name)
    expect(walk.page.get_by_text("another look").first).to_be_visible()
    say(walk, said)
    walk.click("Confirm the levels", role="button")
    expect(walk.page.get_by_text("The levels are confirmed.")).to_be_visible()
