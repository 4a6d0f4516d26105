"""A manager reviews a team of twelve in under ten clicks, and talks about what the two see differently."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ROOT, Walk, clean_environment, served
from tests.journeys.test_individual import sign_in


@pytest.fixture
def site(built_demo: Path, tmp_path: Path) -> Iterator[str]:
    """A site in which twelve people sent their assessment to the manager."""
    folder = tmp_path / "built"
    shutil.copytree(built_demo, folder)
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.team_of_twelve"],
        env=clean_environment(folder, PYTHONPATH=f"{ROOT / 'src'}:{ROOT}"), cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with served(folder, tmp_path / "data") as address:
        yield address


def say_one_lower(walk: Walk) -> None:
    """Say a level below theirs, and why; the choice is one click."""
    walk.page.get_by_role("radio").nth(1).check()
    walk.clicks += 1
    walk.page.get_by_label("Reason for").first.fill("Not by yourself yet: the last two were done together.")


def test_a_team_of_twelve_is_reviewed_in_under_ten_clicks(walk: Walk):
    sign_in(walk, "manager")

    walk.click("Your team")
    walk.click("Reviews", exact=True)
    expect(walk.page.get_by_text("12 assessments, the most urgent first")).to_be_visible()
    walk.click("Confirm the rest of everybody ticked", role="button")
    expect(walk.page.get_by_role("heading", name="10 assessments are confirmed whole")).to_be_visible()
    walk.click("Confirm these levels", role="button")
    expect(walk.page.get_by_text("10 assessments are confirmed")).to_be_visible()
    walk.page.locator("th a[href*='/team/reviews/']").first.click()
    walk.page.wait_for_load_state()
    walk.clicks += 1
    walk.check()
    expect(walk.page.get_by_text("1 skill is open.")).to_be_visible()
    say_one_lower(walk)
    walk.click("Confirm and go on", role="button")
    expect(walk.page.get_by_text("1 skill is open.")).to_be_visible()
    say_one_lower(walk)
    walk.click("Confirm and go on", role="button")

    expect(walk.page.get_by_text("Nothing waits for your review.")).to_be_visible()
    assert walk.clicks < 10, walk.clicks

    walk.page.locator("th a[href$='/conversation']").first.click()
    walk.page.wait_for_load_state()
    walk.check()
    walk.page.get_by_label("What you agreed to do").fill("Lead the next one alone.")
    walk.click("Save, and mark as talked about", role="button")
    expect(walk.page.get_by_text("Marked as talked about.")).to_be_visible()
