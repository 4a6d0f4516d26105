"""Anyone, without signing in: from a word to a role, beside another role, and down to the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Walk, served


@pytest.fixture(scope="module")
def site(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One site for all: nobody here writes anything."""
    with served(built_demo, tmp_path_factory.mktemp("site") / "data") as address:
        yield address


def test_from_home_to_a_role_to_a_comparison(walk: Walk):
    walk.visit("/")
    walk.click("All frameworks")
    walk.click("Digital and data starter framework")
    walk.click("Data engineer", exact=True)
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("Data engineer")

    walk.click("Compare with another role")
    walk.page.locator("#levels-2").select_option(label="Senior data analyst")
    walk.click("Compare", role="button", exact=True)

    expect(walk.page.get_by_text("What differs")).to_be_visible()


def test_search_finds_by_the_words_people_use(walk: Walk):
    walk.visit("/")
    walk.page.get_by_label("Search for a role or a skill").fill("coder")
    walk.click("Search", role="button", exact=True)
    expect(
        walk.page.get_by_role("main").get_by_role("link", name=re.compile("developer|Programming")).first
    ).to_be_visible()

    walk.visit("/search?q=zzzzqqqq")
    expect(walk.page.get_by_role("main")).to_contain_text("zzzzqqqq")
    walk.visit("/search?q=%22%27%3B--%20OR%20NEAR%28")


def test_from_my_skills_without_an_account_stores_nothing(walk: Walk):
    walk.visit("/explore/from-my-skills")
    walk.page.get_by_label("Add a skill").fill("programming")
    walk.click("Find", role="button", exact=True)
    walk.page.get_by_role("link", name=re.compile(r"Choose my level.*: Programming$")).first.click()
    walk.page.wait_for_load_state()
    walk.check()
    walk.page.get_by_role("radio").nth(2).check()
    walk.click("Add this skill", role="button")

    expect(walk.page.get_by_role("heading", name="Roles that are close")).to_be_visible()
    expect(walk.page.get_by_text("The sum behind it").first).to_be_visible()
    assert "programming" in walk.page.url


def test_skills_versions_and_every_page_in_the_footer(walk: Walk):
    for path in (
        "/skills", "/skills/programming", "/skills/technical-strategy", "/professions",
        "/professions/digital-data-and-technology", "/professions/policy", "/frameworks/leadership-behaviours",
        "/roles/chief-digital-officer", "/roles/behaviours-at-your-grade", "/roles/compare", "/help",
        "/accessibility", "/cookies", "/privacy", "/feedback",
    ):  # fmt: skip
        walk.visit(path)
    walk.visit("/frameworks/digital-and-data")
    walk.click("About this version and what changed")


def test_an_unknown_address_offers_search(walk: Walk):
    walk.visit("/roles/there-is-no-such-role")
    expect(walk.page.get_by_role("main").get_by_role("searchbox")).to_be_visible()
