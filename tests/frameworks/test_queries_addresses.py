"""Where the things of frameworks live, and whether the site leads there."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import resolve as route

from tests.frameworks import build
from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.models import JobFamily
from waymark.kernel.ids import derived_uuid
from waymark.kernel.policy import OPERATOR

pytestmark = pytest.mark.django_db
AT = build.FEBRUARY


@pytest.fixture
def uuids():
    build.published(build.crafts(version="2026.1"))
    role = frameworks.role("weaver", build.FEBRUARY)
    return {
        "framework": frameworks.document(role.version.id).uuid,
        "version": role.version.uuid,
        "family": JobFamily.objects.get(slug="cloth").uuid,
        "role": role.uuid,
        "role_level": role.levels[0].uuid,
        "lone level": frameworks.role_level("merchant", build.FEBRUARY).uuid,
        "skill": frameworks.skill("weaving", build.FEBRUARY).uuid,
    }


def test_every_enduring_thing_has_a_path(uuids):
    assert {kind: frameworks.resolve(uuid) for kind, uuid in uuids.items()} == {
        "framework": "/frameworks/crafts",
        "version": "/frameworks/crafts/versions/2026.1",
        "family": "/frameworks/crafts#cloth",
        "role": "/roles/weaver",
        "role_level": "/roles/weaver/junior-weaver",
        "lone level": "/roles/merchant",
        "skill": "/skills/weaving",
    }


def test_every_path_is_a_route_of_the_site(uuids):
    found = {kind: route(frameworks.resolve(uuid).partition("#")[0]).url_name for kind, uuid in uuids.items()}

    assert found == {
        "framework": "framework",
        "version": "version",
        "family": "framework",
        "role": "role",
        "role_level": "role_level",
        "lone level": "role",
        "skill": "skill",
    }


def test_an_unknown_identity_and_a_draft_have_no_path():
    draft = build.drafted(build.crafts())

    assert frameworks.resolve(uuid4()) is None
    assert frameworks.resolve(frameworks.version_by_id(draft).uuid) is None


def test_what_only_a_draft_has_is_not_told_to_whoever_guesses_its_identity():
    document = build.crafts()
    build.published(document)
    more = replace(document, version="2", skills=(*document.skills, build.skill("quantum-weaving")))
    draft = build.drafted(more)
    other = build.drafted(build.small("secret"))
    found = frameworks.document(other)
    family = found.families[0]
    role = family.roles[0]

    for uuid in (
        derived_uuid("skill", "crafts", "quantum-weaving"), found.uuid, found.skills[0].uuid, family.uuid, role.uuid,
        role.levels[0].uuid,
    ):  # fmt: skip
        assert uuid is not None
        assert frameworks.resolve(uuid) is None
    frameworks_commands.publish(version_id=draft, effective_from=build.FEBRUARY, reason="x", actor=OPERATOR, at=AT)
    assert frameworks.resolve(derived_uuid("skill", "crafts", "quantum-weaving")) == "/skills/quantum-weaving"


def test_a_path_holds_nothing_that_would_lead_elsewhere():
    assert frameworks.address("version", "crafts", "a/b c?#") == "/frameworks/crafts/versions/a%2Fb%20c%3F%23"
    assert frameworks.address("role_level", "weaver/senior weaver") == "/roles/weaver/senior%20weaver"
