"""The guide "adopt and adapt a starter framework" can be followed, step by step."""

from __future__ import annotations

import re

import pytest

from tests.exchange.test_command_line import command  # noqa: F401 - a fixture
from tests.house.house import ROOT
from tests.web.conftest import OWNER, professions, visitor  # noqa: F401 - fixtures
from tests.web.pages import get
from tests.web.test_authoring.conftest import fields_of, writer
from waymark.exchange.commands import LIBRARY
from waymark.frameworks import queries
from waymark.frameworks.models import Version
from waymark.kernel.clock import now
from waymark.organisation import queries as organisation

GUIDE = (ROOT / "docs" / "guides" / "adopt-a-starter-framework.md").read_text()
STARTER = "digital-and-data"
NEXT = f"/authoring/drafts/{STARTER}/2027.1"
OWN = "/authoring/drafts/our-data-people/1"


def test_what_it_says_of_owners_is_so():
    for path in LIBRARY.glob("*.yaml"):
        everyones = 'profession: ""' in path.read_text()
        assert (f"`{path.stem}`" in GUIDE) == everyones, path.stem


@pytest.mark.django_db
def test_a_starter_framework_is_adopted_and_adapted_as_the_guide_says(command, professions, visitor):  # noqa: F811
    seen = []

    def look(who, address):
        page = who.get(address) if hasattr(who, "account") else get(who, address)
        seen.append(page.text)
        return page

    # Bring it in
    for exercises in (12, 0):
        status, out, err = command("import", "library", "--only", STARTER, "--only", "leadership-behaviours")
        assert (status, err) == (0, "")
        assert f"{exercises} exercises for assessors" in out
    assert f"{STARTER} is here already and was left as it is." in out
    published = queries.framework(STARTER, now())
    assert published.label == "2026.1"

    # Read it first
    assert "Digital and data starter framework" in look(visitor, "/frameworks").text
    assert "Data engineer" in look(visitor, f"/frameworks/{STARTER}").text
    assert "Senior data engineer" in look(visitor, "/roles/data-engineer").text
    assert "Practitioner" in look(visitor, "/skills/money-and-suppliers").text

    # Adapt its words
    ada = writer("Ada")
    look(ada, "/authoring")
    begun = ada.post(f"/authoring/frameworks/{STARTER}/next", {"label": "2027.1"})
    assert (begun.status, begun.response["Location"]) == (303, NEXT)
    skill = f"{NEXT}/skills/money-and-suppliers"
    typed = fields_of(look(ada, skill)) | {"name": "Money, contracts and suppliers"}
    assert ada.post(skill, typed).status == 303
    look(ada, NEXT)
    assert ada.get(f"{NEXT}/checks").status == 200
    assert "Money, contracts and suppliers" in look(ada, f"{NEXT}/preview/skills/money-and-suppliers").text
    assert "Money, contracts and suppliers" not in get(visitor, "/skills/money-and-suppliers").text

    # Take parts into your own
    look(ada, "/authoring/new")
    sent = {"title": "Our data people", "summary": "Ours.", "label": "1", "slug": "",
            "profession": str(organisation.profession_id(OWNER))}  # fmt: skip
    assert ada.post("/authoring/new", sent).response["Location"] == OWN
    look(ada, f"{OWN}/families")
    assert ada.post(f"{OWN}/derive/{STARTER}", {"ticked": ["data-engineer"]}).status == 303
    own = Version.objects.get(framework__slug="our-data-people")
    assert len(queries.derived_skills(own.pk)) > 8
    assert "Digital and data starter framework" in own.attribution
    assert "CC BY 4.0" in own.attribution

    # When the library gets better
    status, _, err = command("import", LIBRARY / f"{STARTER}.yaml", "--plan")
    assert (status, "2026.1" in err) == (1, True), err  # this edition is what is here
    assert queries.framework(STARTER, now()).label == "2026.1"

    for words in re.findall(r"\*\*(.+?)\*\*", GUIDE):
        assert words in " ".join(seen), words
