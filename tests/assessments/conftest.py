"""One framework, one person, one stranger."""

from __future__ import annotations

import pytest

from tests.assessments import build as record
from tests.conftest import NOON
from tests.frameworks import build
from waymark.frameworks import queries as frameworks


@pytest.fixture
def crafts(db):
    return build.published(build.crafts())


@pytest.fixture
def skills(crafts):
    return record.skill_ids(crafts)


@pytest.fixture
def weaver(crafts):
    return frameworks.role_level("weaver/weaver", NOON).ref.id


@pytest.fixture
def junior_weaver(crafts):
    return frameworks.role_level("weaver/junior-weaver", NOON).ref.id


@pytest.fixture
def ada(db):
    return record.person()


@pytest.fixture
def stranger(db):
    return record.person("P2", "Ben", "Hill")


@pytest.fixture
def as_ada(ada):
    return record.acting(ada)
