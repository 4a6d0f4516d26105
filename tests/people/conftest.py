"""A small place of work: Home Office digital, a manager and two developers, and a framework to claim a role of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest

from waymark.access import commands as access
from waymark.frameworks import models as frameworks
from waymark.kernel.ids import derived_uuid
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference
from waymark.organisation.types import NewOrganisation
from waymark.people import commands
from waymark.people.types import AppointmentRow, ClaimRow, LineRow, MembershipRow, PersonRow, PostRow

NEW_YEAR = date(2026, 1, 1)


def identity(name: str) -> UUID:
    return derived_uuid("test", name)


@pytest.fixture
def demo_mode(settings):
    settings.DEMO = True


@pytest.fixture
def role_levels(db):
    """Two role levels of a current framework, and one that no version has."""
    framework = frameworks.Framework.objects.create(uuid=identity("framework"), slug="data")
    version = frameworks.Version.objects.create(
        uuid=identity("version"), framework=framework, label="1", title="Data", state="draft",
        created_at=datetime(2026, 1, 5, tzinfo=UTC),
    )  # fmt: skip
    family = frameworks.JobFamily.objects.create(uuid=identity("family"), framework=framework, slug="data")
    role = frameworks.Role.objects.create(uuid=identity("role"), framework=framework, slug="data-engineer")
    family_wording = frameworks.FamilyWording.objects.create(version=version, family=family, name="Data", position=1)
    role_wording = frameworks.RoleWording.objects.create(
        version=version, role=role, family_wording=family_wording, name="Data engineer", sort_key="data engineer",
        position=1,
    )  # fmt: skip
    made = {}
    for rung, name in enumerate(["Data engineer", "Senior data engineer", "Gone"], 1):
        made[name] = frameworks.RoleLevel.objects.create(uuid=identity(name), role=role, slug=f"data-engineer/{rung}")
        if name != "Gone":
            frameworks.RoleLevelWording.objects.create(
                version=version, role_level=made[name], role_wording=role_wording, name=name, rung=rung, position=rung
            )
    frameworks.Version.objects.filter(pk=version.pk).update(
        state="published", published_at=version.created_at, effective_from=version.created_at
    )
    return SimpleNamespace(
        engineer=made["Data engineer"].pk, senior=made["Senior data engineer"].pk, gone=made["Gone"].pk
    )


@pytest.fixture
def place(role_levels, operator, noon, demo_mode):
    """Ada manages Ben and Cat; Dan works elsewhere. Posts called "Data engineer" are mapped two to one."""
    organisation.ensure_reference(actor=operator, at=noon)
    bodies = organisation.add_organisations(
        organisations=[
            NewOrganisation("ho", "Home Office", "department"),
            NewOrganisation("agency", "Border Agency", "agency", "ho"),
            NewOrganisation("digital", "Digital services", "unit", "agency"),
            NewOrganisation("defra", "Department for Farms", "department"),
        ],
        actor=operator, at=noon,
    )  # fmt: skip
    grades = {grade.code: grade.id for grade in reference.grades()}
    london = next(region.id for region in reference.regions() if region.name == "London")
    digital = reference.profession_id("digital-data-and-technology")
    policy = reference.profession_id("policy")
    account = access.create_account(
        email="ben@example.test", name="Ben Okafor", demo_key="individual", actor=operator, at=noon
    )
    names = [("Ada", "Patel"), ("Ben", "Okafor"), ("Cat", "Évans"), ("Dan", "Kaur"), ("Eve", "Jones")]
    titles = ["Head of data", "Data engineer", "Data engineer", "Data engineer", "Data engineer"]
    mapped = [None, role_levels.engineer, role_levels.engineer, role_levels.senior, None]
    units = ["digital", "digital", "digital", "defra", "defra"]
    loaded = commands.load(
        people=[
            PersonRow(identity(f"person {i}"), f"S{i}", account if i == 1 else None, *names[i], "") for i in range(5)
        ],
        posts=[
            PostRow(identity(f"post {i}"), f"P{i}", titles[i], bodies[units[i]], grades["G7" if i == 0 else "SEO"],
                    london, digital, mapped[i])
            for i in range(5)
        ],
        appointments=[AppointmentRow(i, i, NEW_YEAR, None, Decimal("0.80")) for i in range(5)],
        lines=[
            LineRow(1, 0, NEW_YEAR, None),
            LineRow(2, 0, NEW_YEAR, date(2026, 3, 1)),
            LineRow(2, 3, date(2026, 3, 1), None),
        ],
        memberships=[MembershipRow(1, digital, True, NEW_YEAR, None), MembershipRow(1, policy, False, NEW_YEAR, None)],
        claims=[ClaimRow(2, None, datetime(2026, 2, 1, tzinfo=UTC))],
        actor=operator, at=noon,
    )  # fmt: skip
    first = loaded.first_person_id
    return SimpleNamespace(
        ada=first, ben=first + 1, cat=first + 2, dan=first + 3, eve=first + 4, account=account, digital=digital,
        policy=policy, levels=role_levels, loaded=loaded, bodies=bodies,
    )  # fmt: skip


@pytest.fixture
def mended(place, operator, noon):
    """The same place, with somebody from outside who can be given the duty to mend records."""
    place.mender = access.create_account(email="hr@example.test", name="Hal Ross", actor=operator, at=noon)
    return place
