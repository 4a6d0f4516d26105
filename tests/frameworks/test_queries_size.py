"""The number of queries is fixed: it does not grow with a framework, nor with the number of frameworks."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.frameworks import build
from tests.shared import DDAT, needs_shared
from waymark.exchange import commands as exchange
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import OPERATOR

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, tzinfo=UTC)

MOST = {
    "role": 3,
    "role_level": 4,
    "role_level_by_id": 4,
    "role_level_refs": 1,
    "role_level_refs_of_roles": 1,
    "current_role_level_refs": 1,
    "all_role_levels": 4,
    "role_levels_in_version": 4,
    "role_level_in_version": 3,
    "behaviours_role_level_for_band": 1,
    "skill": 4,
    "skill_pages": 3,
    "skill_wordings": 3,
    "level_texts": 1,
    "skill_rows": 1,
    "skills_a_to_z": 2,
    "grid": 4,
    "map_shown": 7,
    "counts_of": 1,
    "current_versions": 1,
    "current_for_profession": 1,
    "framework": 1,
    "versions_of": 1,
    "version": 1,
    "document": 12,
    "findables": 5,
    "resolve": 1,
}
"""Queries of each question, at most."""


def queries_of(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def measured(slug: str, role: str, skill: str) -> dict[str, int]:
    """Ask everything there is to ask of a framework, and count."""
    page = frameworks.role(role, AT)
    version, levels = page.version, [level.ref.id for level in frameworks.all_role_levels(AT)]
    skills = [row.id for row in frameworks.skills_a_to_z(AT, framework=slug)]
    asked = {
        "role": lambda: frameworks.role(role, AT),
        "role_level": lambda: frameworks.role_level(page.levels[0].ref.slug, AT),
        "role_level_by_id": lambda: frameworks.role_level_by_id(page.levels[0].ref.id, AT),
        "role_level_refs": lambda: frameworks.role_level_refs(levels, AT),
        "role_level_refs_of_roles": lambda: frameworks.role_level_refs_of_roles([role], AT),
        "current_role_level_refs": lambda: frameworks.current_role_level_refs(AT),
        "all_role_levels": lambda: frameworks.all_role_levels(AT),
        "role_levels_in_version": lambda: frameworks.role_levels_in_version(levels, version.id),
        "role_level_in_version": lambda: frameworks.role_level_in_version(page.levels[0].ref.id, version.id),
        "behaviours_role_level_for_band": lambda: frameworks.behaviours_role_level_for_band(2, AT),
        "skill": lambda: frameworks.skill(skill, AT),
        "skill_pages": lambda: frameworks.skill_pages(skills, version.id),
        "skill_wordings": lambda: frameworks.skill_wordings([(one, version.id) for one in skills]),
        "level_texts": lambda: frameworks.level_texts([(one, version.id) for one in skills]),
        "skill_rows": lambda: frameworks.skill_rows(skills, AT),
        "skills_a_to_z": lambda: frameworks.skills_a_to_z(AT),
        "grid": lambda: frameworks.grid(version.id),
        "map_shown": lambda: frameworks.map_shown(version.id),
        "counts_of": lambda: frameworks.counts_of([version.id]),
        "current_versions": lambda: frameworks.current_versions(AT),
        "current_for_profession": lambda: frameworks.current_for_profession(1, AT),
        "framework": lambda: frameworks.framework(slug, AT),
        "versions_of": lambda: frameworks.versions_of(slug),
        "version": lambda: frameworks.version(slug, version.label),
        "document": lambda: frameworks.document(version.id),
        "findables": lambda: frameworks.findables(version.id),
        "resolve": lambda: frameworks.resolve(page.uuid),
    }
    return {name: queries_of(ask) for name, ask in asked.items()}


def test_a_small_framework_costs_as_many_queries_as_one_ten_times_its_size():
    build.published(build.crafts("crafts"))
    few = measured("crafts", "weaver", "weaving")
    build.published(build.crafts("crafts", version="2", times=10), at=build.FEBRUARY)
    for other in range(5):
        build.published(build.small(f"other-{other}"))

    many = measured("crafts", "weaver", "weaving")

    assert few == many == MOST


@needs_shared
def test_the_real_framework_costs_no_more():
    exchange.import_framework(
        path=DDAT / "2026-03-23",
        format="ddat",
        into="",
        version="",
        owner="",
        licence="",
        publish=True,
        plan=False,
        reason="a test",
        actor=OPERATOR,
        at=build.FEBRUARY,
    )

    found = measured("government-digital-and-data", "data-engineer", "data-modelling")

    assert {name: number for name, number in found.items() if number > MOST[name] + (name == "document")} == {}
