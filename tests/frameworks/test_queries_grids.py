"""The map of a framework, and the names of its rungs."""

import pytest

from tests.frameworks import build
from waymark.frameworks import queries as frameworks
from waymark.frameworks.queries import grids
from waymark.frameworks.queries.rungs import rung_names


@pytest.mark.django_db
def test_a_grid_has_families_roles_and_a_cell_for_each_rung():
    version = build.published(build.crafts())

    grid = frameworks.grid(version)

    assert (grid.rungs, grid.rung_names) == ((2, 3, 4), ("Junior or associate", "Practitioner", "Senior"))
    assert [(family.slug, [row.role_slug for row in family.rows]) for family in grid.families] == [
        ("cloth", ["weaver", "dyer"]),
        ("trade", ["merchant"]),
    ]
    merchant = grid.families[1].rows[0]
    assert [[ref.title for ref in cell.levels] for cell in merchant.cells] == [[], ["Merchant"], []]
    assert [cell.rung for cell in merchant.cells] == [2, 3, 4]


@pytest.mark.django_db
def test_the_map_of_a_small_framework_is_shown_whole():
    version = build.published(build.crafts())

    shown = frameworks.map_shown(version, "trade", 7)

    assert (shown.opened, shown.page, shown.pages) == ("", 1, 1)
    assert shown.grid == frameworks.grid(version)
    assert [(one.slug, one.roles, one.by_rung) for one in shown.families] == [
        (family.slug, len(family.rows), tuple(sum(len(row.cells[i].levels) for row in family.rows) for i in range(3)))
        for family in shown.grid.families
    ]


@pytest.mark.django_db
def test_the_map_of_a_large_framework_is_shown_a_family_at_a_time(monkeypatch):
    monkeypatch.setattr(grids, "WHOLE_UP_TO", 2)
    monkeypatch.setattr(grids, "ROLES_A_PAGE", 1)
    version = build.published(build.crafts())

    first, last, other, unknown = (
        frameworks.map_shown(version, *asked) for asked in (("cloth",), ("cloth", 99), ("trade",), ("nonsense", 0))
    )

    assert [[row.role_slug for row in one.grid.families[0].rows] for one in (first, last, other)] == [
        ["weaver"], ["dyer"], ["merchant"],
    ]  # fmt: skip
    assert [len(one.grid.families) for one in (first, last, other)] == [1, 1, 1]
    assert (last.page, last.pages, other.pages) == (2, 2, 1)
    assert (unknown.opened, unknown.page) == ("cloth", 1)
    assert first.families == other.families
    assert first.rungs == frameworks.grid(version).rungs


@pytest.mark.django_db
def test_a_framework_of_one_role_names_its_rungs_after_its_levels():
    version = build.published(build.behaviours())

    grid = frameworks.grid(version)

    assert (grid.rungs, grid.rung_names) == ((1, 2, 3), ("Clerical", "Supervising", "Directing"))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (
            [(1, "Trainee weaver", "W"), (1, "Apprentice dyer", "D"), (2, "Weaver", "W"), (2, "Dyer", "D")],
            {1: "Trainee or apprentice", 2: "Practitioner"},
        ),
        (
            [(5, "Lead weaver", "W"), (5, "Cloth ethics lead", "E"), (7, "Head of cloth", "W"), (7, "Head of", "E")],
            {5: "Lead", 7: "Head"},
        ),
        ([(1, "", "Chief weaver"), (1, "Junior dyer", "Dyer"), (1, "Junior fuller", "Fuller")], {1: "Junior"}),
        ([(1, "", "Weaver"), (2, "", "Dyer"), (2, "", "Fuller")], {1: "Rung 1", 2: "Rung 2"}),
        ([(1, "Level A", "W"), (1, "level a", "D"), (2, "Level B", "W")], {1: "Level A", 2: "Level B"}),
        ([(1, "Weaver", "W"), (1, "Dyer", "D"), (2, "Master of looms", "W"), (2, "Ink master", "D")],
         {1: "Rung 1", 2: "Rung 2"}),
        ([], {}),
    ],
)  # fmt: skip
def test_rungs_are_named_after_what_stands_on_them_or_else_numbered(levels, expected):
    assert rung_names(levels) == expected


def test_a_rare_word_does_not_name_a_rung():
    levels = [(4, f"Senior weaver {i}", "W") for i in range(9)] + [(4, "Chief dyer", "D")]

    assert rung_names(levels) == {4: "Senior"}
