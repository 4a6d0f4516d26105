"""A small published framework behind the pages, a visitor, and someone signed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.frameworks import build
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation

START = datetime(2026, 1, 5, tzinfo=UTC)
OWNER = "digital-data-and-technology"


@pytest.fixture
def visitor(db) -> Client:
    return Client()


@pytest.fixture
def professions(db) -> None:
    organisation.ensure_reference(actor=OPERATOR, at=START)


@pytest.fixture
def crafts(professions) -> int:
    """Two families, three roles, seven role levels, six skills; owned by the digital profession."""
    return build.published(replace(build.crafts(), profession=OWNER), START)


@pytest.fixture
def crafts_grown(professions) -> int:
    """The same framework, eight times as large."""
    return build.published(replace(build.crafts(times=8), profession=OWNER), START)


@pytest.fixture
def crafts_twice(crafts) -> int:
    """A second version of the framework: a skill reworded, a skill respaced, a role more."""
    document = build.crafts(version="2")
    skills = tuple(
        replace(skill, summary="Colour that stays for ever.") if skill.key == "dyeing"
        else replace(skill, name="Costing ") if skill.key == "costing"
        else skill
        for skill in document.skills
    )  # fmt: skip
    family = document.families[0]
    more = replace(
        family, roles=(*family.roles, build.role("spinner", build.level("spinner", 3, build.asks("weaving", 2))))
    )
    grown = replace(
        document, profession=OWNER, skills=skills, families=(more, *document.families[1:]), notes="Spinning is back."
    )
    return build.published(grown, datetime(2026, 2, 2, tzinfo=UTC))
