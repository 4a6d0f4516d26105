"""The guide "write a framework" says what the pages say, and its steps can be walked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.frameworks import build
from tests.house.house import ROOT
from tests.web.conftest import OWNER, START, professions  # noqa: F401 - a fixture
from tests.web.test_authoring.conftest import fields_of, writer
from waymark.frameworks import queries
from waymark.frameworks.models import Version
from waymark.organisation import queries as organisation

GUIDE = (ROOT / "docs" / "guides" / "framework-authors.md").read_text()
BASE = "/authoring/drafts/bakers-at-work/1.0"


@pytest.mark.django_db
def test_a_framework_is_written_as_the_guide_says(professions):  # noqa: F811
    ada = writer("Ada")

    def send(path: str, then: str = "", **typed: str) -> str:
        sent = fields_of(ada.get(path)) | typed
        answer = ada.post(then or path, sent)
        assert answer.status == 303, answer.text
        return str(answer.response["Location"])

    # 1. Begin
    where = send(
        "/authoring/new", title="Bakers at work", summary="For bakers.", label="1.0",
        profession=str(organisation.profession_id(OWNER)), slug="",
    )  # fmt: skip
    assert where == BASE
    # 2. Task list
    assert "Not started" in ada.get(BASE).text
    # 3. Details
    send(f"{BASE}/details", licence="CC BY 4.0")
    # 4. Scales
    scales = ada.get(f"{BASE}/scales").text
    for level in ("Awareness", "Working", "Practitioner", "Expert"):
        assert level in GUIDE
        assert level in scales
    levels = f"{BASE}/scales/of/levels/levels"
    assert ada.post(levels, {"do": "add", "new_level": "Master"}).status == 303
    assert ada.post(levels, {"do": "remove", "rank": "5"}).status == 303
    # 5. Skills
    for name in ("Dough", "Shaping"):
        send(f"{BASE}/skills/new", name=name)
    for button in ("Up", "Down", "Under the one above", "Out", "Find a skill of this draft"):
        assert f'"{button}"' in GUIDE
    assert ada.post(f"{BASE}/skills/shaping/move", {"move": "under"}).status == 303
    assert "1 skill under it" in ada.get(f"{BASE}/skills").text
    # 6. Levels
    send(f"{BASE}/skills/dough", level_1_text="- weighs flour\n- mixes by hand", level_4_undefined="yes")
    # 7. Removing
    page = ada.get(f"{BASE}/skills/shaping/remove")
    assert ada.post(f"{BASE}/skills/shaping/remove", fields_of(page)).status == 303
    # 8. Reading it
    assert "See it as readers will" in ada.get(BASE).text
    assert "weighs flour" in ada.get(f"{BASE}/preview/skills/dough").text

    (skill,) = queries.document(Version.objects.get().pk).skills
    assert skill.descriptors == {1: "- weighs flour\n- mixes by hand", 4: None}


@pytest.mark.django_db
def test_roles_are_written_and_taken_over_as_the_guide_says(professions):  # noqa: F811
    ada = writer("Ada")
    version = Version.objects.get(pk=build.drafted(replace(build.crafts(), profession=OWNER), START))
    build.published(build.small("songs"), START)
    draft = "/authoring/drafts/crafts/1"
    page = ada.get(f"{draft}/families").text
    for words in ("Up", "Down", "Requirements", "Take over from another framework"):
        assert f'"{words}"' in GUIDE
        assert words in page
    # 1. Families and roles
    assert ada.post(f"{draft}/families/new", {"name": "Stone"}).status == 303
    assert ada.post(f"{draft}/roles/new", {"name": "Mason", "family": "stone"}).status == 303
    assert ada.post(f"{draft}/roles/mason/remove", {}).status == 303
    assert ada.post(f"{draft}/roles/new", {"name": "Mason", "family": "cloth"}).status == 303
    # 2. Levels
    assert ada.post(f"{draft}/roles/mason/levels/new", {"name": "Lead mason"}).status == 303
    assert "rung 5, from its name" in ada.get(f"{draft}/roles/mason").text
    # 3. What each level asks
    grid = f"{draft}/roles/mason/requirements"
    assert "Asked, no level" in GUIDE
    opened = ada.post(grid, fields_of(ada.get(grid)) | {"row": "patience"})
    assert "Asked, no level" in opened.text
    assert ada.post(grid, fields_of(opened) | {"cell:lead-mason:patience": "desirable:"}).status == 303
    # 4. Weights and groups
    group = {"name": "One of these", "choose": "2", "skills": "", "ticked": ["patience"]}
    assert "no more than 1" in ada.post(f"{draft}/roles/mason/levels/lead-mason/groups/new", group).text
    # Take over
    assert ada.post(f"{draft}/derive/songs", {"ticked": ["songs-role"]}).status == 303
    skill = ada.get(f"{draft}/skills/songs-skill-crafts")
    assert "Derived from Songs, version 1." in skill.text
    assert ada.post(f"{draft}/skills/songs-skill-crafts", fields_of(skill) | {"name": "Singing"}).status == 303
    assert "marked as similar" in ada.get(f"{draft}/skills/songs-skill-crafts/origin").text
    assert "Songs" in Version.objects.get(pk=version.pk).attribution
