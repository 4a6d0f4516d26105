"""The guide "write a framework" says what the pages say, and its steps can be walked."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client

from tests.assessments import build as record
from tests.assessments.test_changes import level_id
from tests.assessments.test_changes import second as changed
from tests.frameworks import build
from tests.house.house import ROOT
from tests.web.confirming import just_confirmed
from tests.web.conftest import OWNER, START, professions, visitor  # noqa: F401 - fixtures
from tests.web.pages import Page
from tests.web.test_authoring.conftest import Writer, confirm, fields_of, writer
from waymark.access.models import Account
from waymark.assessments.commands import tell_of_changes
from waymark.frameworks import queries
from waymark.frameworks.models import Version
from waymark.kernel.clock import now
from waymark.kernel.ids import new_uuid
from waymark.notifications.models import Item
from waymark.organisation import queries as organisation
from waymark.people.models import RoleClaim
from waymark_formats.framework import FrameworkDocument

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
    shown = fields_of(ada.get(f"{BASE}/scales/of/levels"))
    assert ada.post(levels, {"do": "remove", "rank": "5", "seen": shown["seen"]}).status == 303
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
    assert confirm(ada, f"{draft}/roles/mason/remove").status == 303
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


def second() -> FrameworkDocument:
    """The crafts of the digital profession once more: weavers know more of weaving, and patience and juniors go."""
    return replace(changed(), profession=OWNER)


def confirmed(name: str, kind: str) -> Writer:
    """Somebody who has just shown that it is them, as strong steps ask."""
    found = writer(name, kind)
    just_confirmed(found.browser)
    return found


@pytest.mark.django_db
def test_a_version_is_released_and_its_people_told_as_the_guide_says(professions, visitor):  # noqa: F811
    first = build.published(replace(build.crafts(), profession=OWNER), START)
    build.drafted(second(), START)
    ada, hal = confirmed("Ada", "framework-author"), confirmed("Hal", "head-of-profession")
    weaver = record.person("Wen", "Wen")
    weaver.account = Account.objects.create(uuid=new_uuid(), email="w@example.org", name="Wen", created_at=START)
    weaver.save()
    RoleClaim.objects.create(person=weaver, role_level_id=level_id("weaver/weaver"), from_at=START)
    record.hold(weaver, first, dyeing=2, at=START)
    here = "/authoring/drafts/crafts/2/release"

    # 1. What changes
    assert "See all" in GUIDE
    assert "See all" in ada.get(here).text
    changes = ada.get(f"{here}/changes").text
    for what in ("Removed", "Reworded", "Level changed"):
        assert what.lower() in GUIDE
        assert what in changes
    # 2. What becomes of what goes
    patience, dyeing = (queries.skill(slug, now()) for slug in ("patience", "dyeing"))
    successor = f"{here}/successors/skill/{patience.uuid}"

    def becomes(**said: str) -> int:
        return ada.post(successor, {"seen": fields_of(ada.get(successor))["seen"]} | said).status

    assert becomes(reason="") == 422
    assert becomes(reason="Nobody asks for it.") == 303
    # 3. Whom it touches
    assert '"fewer than 5"' in GUIDE
    assert "fewer than 5" in ada.get(f"{here}/impact").text
    # 4. Propose it
    proposal = fields_of(ada.get(f"{here}/propose")) | {"notes": "Weaving asks more."}
    assert ada.post(f"{here}/propose", proposal).status == 303
    assert ada.get(f"{here}/decide").status == 404
    # A changed draft makes the proposal void
    assert becomes(successors=str(dyeing.id), reason="It is part of it.") == 303
    assert hal.get(f"{here}/decide").status == 404
    assert ada.post(f"{here}/propose", proposal).status == 303
    # 5. A second person decides
    decision = fields_of(hal.get(f"{here}/decide")) | {"answer": "agree"}
    assert hal.post(f"{here}/decide", decision).status == 303
    assert "Weaving asks more." in Page(visitor.get("/frameworks/crafts/versions/2")).text
    assert '"This skill is now ..."' in GUIDE
    assert "This skill is now: Dyeing" in Page(visitor.get("/skills/patience")).text

    # Who is told what
    version_id = queries.version("crafts", "2").id
    tell_of_changes(version_id=version_id, touched=queries.touched(version_id), after=0, at=now())
    told = Item.objects.get(account_id=weaver.account_id, title__contains="affect").title
    kinds = re.findall(r"\d (harder|easier|wording|no longer there)", told)
    assert kinds == ["harder", "easier", "wording"]
    for kind in (*kinds, "no longer there"):
        assert f"- **{kind}**:" in GUIDE
    wen = Client()
    wen.force_login(weaver.account)
    assert Page(wen.get("/frameworks/crafts/versions/2/changes?mine=1")).headings == ["What changes for you"]

    # Retire a framework, withdraw a version
    ending = "/authoring/frameworks/crafts/versions/2"
    assert ending in ada.get("/authoring/frameworks/crafts/versions").links
    assert ada.post(ending, {"act": "withdraw"}).status == 422
    assert ada.post(ending, {"act": "withdraw", "reason": "Weaving was wrong."}).status == 303
    assert ada.post(ending, {"act": "withdraw", "reason": "Sent twice."}).status == 422
    assert "another head of the profession has to agree" in ada.get(ending).text
    decision = next(form for form in hal.get(ending).forms if "release" in form) | {"answer": "agree"}
    assert hal.post(ending, decision).status == 303
    assert queries.framework("crafts", now()).label == "1"
    assert "Weaving was wrong." in Page(visitor.get("/frameworks/crafts/versions/2")).text
