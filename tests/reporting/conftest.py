"""Weavers in departments, at grades, and the counts that are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

import pytest

from tests.frameworks import build
from waymark.frameworks import queries as frameworks
from waymark.kernel.ids import derived_uuid
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference
from waymark.organisation.types import NewOrganisation
from waymark.people import commands as people
from waymark.people.types import AppointmentRow, PersonRow, PostRow
from waymark.reporting import commands as reporting

START = datetime(2026, 1, 5, tzinfo=UTC)
ADMINISTRATOR = Actor(account_id=1, duties=(Duty("administrator", 1),))
_numbers = count(1)


@pytest.fixture
def weaver(db) -> int:
    """Return the role level of weavers."""
    organisation.ensure_reference(actor=OPERATOR, at=START)
    build.published(build.crafts(), START)
    return frameworks.role_level("weaver/weaver", START).ref.id


@pytest.fixture
def departments(db) -> Mapping[str, int]:
    """Two departments, and a unit of the first."""
    bodies = [
        NewOrganisation("hall", "Weavers’ Hall", "department"),
        NewOrganisation("loom", "Loom room", "unit", parent="hall"),
        NewOrganisation("mill", "Mill", "department"),
    ]
    return organisation.add_organisations(organisations=bodies, actor=OPERATOR, at=START)


def path_of(organisation_id: int) -> str:
    return reference.path_of(organisation_id)


def employ(number: int, role_level_id: int | None, place: int, grade_id: int | None, *, vacant: bool = False) -> int:
    """Put so many people into posts of their own, and return the id of the first."""
    first = next(_numbers) * 10_000
    done = people.load(
        people=[
            PersonRow(derived_uuid("p", str(first + one)), f"S{first + one}", None, "Ada", f"Marsh {one}", "")
            for one in range(number)
        ],
        posts=[
            PostRow(derived_uuid("o", str(first + one)), f"N{first + one}", "Weaver", place, grade_id,
                    reference.regions()[0].id, None, role_level_id)
            for one in range(number)
        ],
        appointments=[
            AppointmentRow(one, one, date(2026, 1, 5), date(2026, 1, 6) if vacant else None, Decimal(1))
            for one in range(number)
        ],
        memberships=[], actor=OPERATOR, at=START,
    )  # fmt: skip
    return done.first_person_id


def grade(code: str) -> int:
    return next(one.id for one in reference.grades() if one.code == code)


def snapshot(at: datetime):
    return reporting.take_snapshot(actor=OPERATOR, at=at)
