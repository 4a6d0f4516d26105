"""A second version, seen in a browser: whom it touches, two people who release it, and what it means to one of them."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ROOT, Walk, clean_environment, waymark
from tests.journeys.test_individual import sign_in

SETTINGS = "waymark.config.settings"
SLUG, LABEL = "digital-and-data", "2027-01"
HERE = f"/authoring/drafts/{SLUG}/{LABEL}/release"


@pytest.fixture
def second_version(site: str, tmp_path: Path) -> Path:
    """Bring a second version in as a draft: a skill goes, with what asked for it, and another is worded anew."""
    data, file = tmp_path / "data", tmp_path / "framework.json"
    make_room(data)
    made = waymark("export", "framework", SLUG, "--as", "waymark", "--out", str(file), data_dir=data)
    assert made.returncode == 0, made.stderr
    document = json.loads(file.read_text())
    gone, reworded = document["skills"][0]["key"], document["skills"][1]
    reworded["summary"] = "Said in other words."
    document["skills"] = document["skills"][1:]
    for family in document["families"]:
        for role in family["roles"]:
            for level in role["levels"]:
                level["requirements"] = [one for one in level.get("requirements", []) if one["skill"] != gone]
    file.write_text(json.dumps(document))
    brought = waymark("import", str(file), "--as", "waymark", "--into", SLUG, "--version", LABEL, data_dir=data)
    assert brought.returncode == 0, brought.stderr
    return next(data.glob("*.sqlite3"))


DISCARD = """
import django; django.setup()
from waymark.frameworks.commands import discard_draft
from waymark.frameworks.models import Version
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR
for pk in Version.objects.filter(published_at=None, framework__slug=%r).values_list("pk", flat=True):
    discard_draft(version_id=pk, seen=None, actor=OPERATOR, at=now())
"""


def make_room(data: Path) -> None:
    """Discard the draft that the demo has open: a framework has one at a time."""
    done = subprocess.run(
        [sys.executable, "-c", DISCARD % SLUG], env=clean_environment(data) | {"DJANGO_SETTINGS_MODULE": SETTINGS},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def people_in(database: Path, skill: str) -> int:
    """Count the people of whom a judgement on a skill counts, past every room and query."""
    with sqlite3.connect(database) as connection:
        (number,) = connection.execute(
            "SELECT COUNT(*) FROM assessments_standing s JOIN frameworks_skill k ON k.id = s.skill_id"
            " WHERE k.slug = ? AND s.purpose = 'development'",
            [skill],
        ).fetchone()
    return int(number)


def test_a_second_version_is_released_by_two_people_who_know_whom_it_touches(walk: Walk, second_version: Path) -> None:
    sign_in(walk, "framework-author")
    walk.visit(HERE)
    walk.click("See all", role="link")
    walk.visit(f"{HERE}/impact")
    rows = walk.page.locator("table").last.locator("tbody tr")
    with sqlite3.connect(second_version) as connection:
        slugs = dict(
            connection.execute(
                "SELECT w.name, k.slug FROM frameworks_skillwording w JOIN frameworks_skill k ON k.id = w.skill_id"
            ).fetchall()
        )
    assert rows.count() == 2
    for row in rows.all():
        name, _what, shown = row.locator("th, td").all_inner_texts()
        number = people_in(second_version, slugs[name.strip()])
        assert shown.strip() == (f"{number:,}" if number == 0 or number >= 5 else "fewer than 5")

    walk.visit(f"{HERE}/successors")
    walk.click("Say what becomes of it")
    walk.page.get_by_label("Why?").fill("Nobody asks for it any more.")
    walk.click("Save", role="button", exact=True)
    walk.visit(HERE)
    walk.click("Propose the release")
    walk.click("Propose the release", role="button")
    expect(walk.page.get_by_text("Waits for a second person").first).to_be_visible()

    sign_in(walk, "head-of-profession")
    walk.visit(HERE)
    walk.click("Decide about it")
    walk.page.get_by_label("Agree: publish it").check()
    walk.click("Save your decision", role="button")
    expect(walk.page.get_by_text("Current version").first).to_be_visible()

    sign_in(walk, "individual")
    walk.visit(f"/frameworks/{SLUG}/versions/{LABEL}/changes?mine=1")
    assert re.fullmatch("What changes for you", walk.page.get_by_role("heading", level=1).inner_text())
