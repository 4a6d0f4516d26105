"""Sheets of the shapes that professions really have: each is understood without help, and built."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.formats.sheets.files import csv_file, sheet_of, xlsx
from tests.shared import DDAT, SHARED, needs_shared
from waymark_formats import ddat
from waymark_formats.framework import Importance, SkillKind
from waymark_formats.sheets import Layout, Meaning, Workbook, build, read_workbook, suggest

SHORT = ["Awareness", "Working", "Practitioner", "Expert"]


def understood(sheet):
    """Return the suggestion and what it builds, which has to be without a problem."""
    mapping = suggest(sheet)
    built = build(Workbook((sheet,)), [mapping], title="Bakery")
    assert [(one.place, one.what) for one in built.problems] == []
    return mapping, built.document


def meanings(mapping):
    return {one.index: one.meaning for one in mapping.columns}


def asked(document):
    """Return what each role level asks for: skill and rank."""
    return {
        (role.name, level.name): {one.skill: one.level for one in level.requirements}
        for family in document.families
        for role in family.roles
        for level in role.levels
    }


def levels(document):
    return [level.name for level in document.scales[0].levels]


TEXT = "Works the dough so that it rises evenly, and knows when it has had enough of it."


def test_a_long_list_of_requirements_with_title_rows_above():
    mapping, document = understood(
        sheet_of(
            [
                ["Bakery capability framework"],
                ["Draft for comment, do not share"],
                [],
                [
                    "Job family",
                    "Job title",
                    "Grade",
                    "Competency",
                    "Definition",
                    "Required level",
                    "Essential/desirable",
                ],
                ["Baking", "Baker", "B1", "Kneading", TEXT, "Working", "Essential"],
                ["Baking", "Baker", "B1", "Ovens", "Minds ovens.", "Awareness", "Desirable"],
                ["Baking", "Baker", "B2", "Kneading", TEXT, "Expert", "E"],
                ["Leading", "Chief", "B3", "Ovens", "Minds ovens.", "Practitioner", ""],
            ]
        )
    )

    assert (mapping.header_row, mapping.layout, mapping.sideways) == (4, Layout.LIST, False)
    assert asked(document) == {
        ("Baker", "B1"): {"Kneading": 2, "Ovens": 1},
        ("Baker", "B2"): {"Kneading": 4},
        ("Chief", "B3"): {"Ovens": 3},
    }
    assert [family.name for family in document.families] == ["Baking", "Leading"]
    assert document.families[0].roles[0].levels[0].requirements[1].importance is Importance.DESIRABLE
    assert document.skills[0].summary == TEXT
    assert levels(document) == SHORT


def test_a_column_for_each_level():
    mapping, document = understood(
        sheet_of(
            [
                ["Ref", "Theme", "Skill", "Description", *SHORT],
                ["B1", "Craft", "Kneading", TEXT, "Knows why", "Can knead", "Teaches kneading", ""],
                ["B2", "Craft", "Ovens", "Minds ovens.", "Knows fire", "", "", "Builds ovens"],
            ]
        )
    )

    assert mapping.layout is Layout.LEVELS_AS_COLUMNS
    kneading, ovens, craft = document.skills
    assert kneading.descriptors == {1: "Knows why", 2: "Can knead", 3: "Teaches kneading"}
    assert ovens.descriptors == {1: "Knows fire", 4: "Builds ovens"}
    assert (kneading.code, kneading.parent, craft.name) == ("B1", "Craft", "Craft")


def test_the_highest_level_may_stand_first():
    _, document = understood(
        sheet_of(
            [
                ["Skill", "Expert", "Practitioner", "Working"],
                ["Kneading", "Leads", "Teaches", "Does"],
                ["Ovens", "a", "b", "c"],
            ]
        )
    )

    assert levels(document) == ["Working", "Practitioner", "Expert"]
    assert document.skills[0].descriptors == {1: "Does", 2: "Teaches", 3: "Leads"}


def test_a_row_for_each_level_with_names_left_blank_below():
    mapping, document = understood(
        sheet_of(
            [
                ["Capability", "Level", "What good looks like"],
                ["Kneading", "1", "Knows why dough is worked before it rests."],
                ["", "2", "Kneads by hand without being told how long."],
                ["", "3", "Teaches others and mends what went wrong."],
                ["Ovens", "1", "Knows which oven is hot, and how hot it is."],
                ["", "3", "Builds ovens that hold their heat all night."],
            ]
        )
    )

    assert mapping.layout is Layout.LIST
    assert meanings(mapping) == {0: Meaning.SKILL, 1: Meaning.LEVEL, 2: Meaning.DESCRIPTOR}
    assert [len(skill.descriptors) for skill in document.skills] == [3, 2]
    assert levels(document) == ["Level 1", "Level 2", "Level 3"]


def test_several_statements_of_one_level_are_put_below_each_other():
    sheet = sheet_of(
        [
            ["Behaviour", "Level", "Statement"],
            ["Listening", "Level 1 (juniors)", "Hears people out before answering them."],
            ["Listening", "Level 1 (juniors)", "Asks again where something stayed unclear."],
            ["Listening", "Level 2 (leads)", "Makes room for those who speak little."],
        ]
    )
    built = build(Workbook((sheet,)), [suggest(sheet)], title="T")

    assert built.document.skills[0].descriptors[1].splitlines() == [sheet.rows[1][2], sheet.rows[2][2]]
    assert "put below each other" in {note.done for note in built.notes}
    assert levels(built.document) == ["Level 1 (juniors)", "Level 2 (leads)"]


def test_a_matrix_of_skills_and_role_levels_under_two_heading_rows(tmp_path):
    rows = [
        ["Bakery skills matrix, spring"],
        ["", "Baker", "", "", "Chief baker"],
        ["Skill", "Junior", "Baker", "Lead", "Chief baker"],
        ["Kneading", 1, 2, 3, 4],
        ["Ovens", "", 1, 2, 3],
        ["Judgement", "", "-", 3, 4],
    ]
    path = xlsx(tmp_path / "matrix.xlsx", {"Matrix": rows}, {"Matrix": ["A1:E1", "B2:D2"]})

    sheet = read_workbook(path).sheets[0]
    mapping, document = understood(sheet)

    assert (mapping.layout, mapping.header_row, mapping.header_rows) == (Layout.MATRIX, 3, 2)
    assert asked(document) == {
        ("Baker", "Junior"): {"Kneading": 1},
        ("Baker", "Baker"): {"Kneading": 2, "Ovens": 1},
        ("Baker", "Lead"): {"Kneading": 3, "Ovens": 2, "Judgement": 3},
        ("Chief baker", ""): {"Kneading": 4, "Ovens": 3, "Judgement": 4},
    }


def test_a_matrix_of_roles_without_levels():
    mapping, document = understood(
        sheet_of(
            [
                ["Competence", "Baker", "Miller", "Chief"],
                ["Kneading", "Practitioner (3)", "Awareness (1)", "Working (2)"],
                ["Ovens", "Working (2)", "", "Expert (4)"],
            ]
        )
    )

    assert mapping.layout is Layout.MATRIX
    assert levels(document) == SHORT
    assert asked(document) == {
        ("Baker", ""): {"Kneading": 3, "Ovens": 2},
        ("Miller", ""): {"Kneading": 1},
        ("Chief", ""): {"Kneading": 2, "Ovens": 4},
    }


def test_a_sideways_sheet():
    rows = [
        ["Skill", "Kneading", "Ovens", "Judgement", "Hygiene"],
        ["Description", TEXT, "Minds ovens.", "Weighs things up.", "Keeps things clean."],
        ["Awareness", "Knows why", "Knows fire", "Sees two sides", "Washes hands"],
        ["Working", "Can knead", "Minds one", "Decides alone", "Cleans tables"],
        ["Expert", "Teaches", "Builds ovens", "Decides for all", "Writes the rules"],
    ]

    mapping, document = understood(sheet_of(rows))

    assert (mapping.sideways, mapping.layout) == (True, Layout.LEVELS_AS_COLUMNS)
    assert [skill.name for skill in document.skills] == ["Kneading", "Ovens", "Judgement", "Hygiene"]
    assert document.skills[3].descriptors[3] == "Writes the rules"


def test_a_matrix_with_roles_down_and_skills_across_is_read_sideways():
    mapping, document = understood(
        sheet_of(
            [
                ["Role", "Kneading", "Ovens", "Judgement"],
                ["Baker", "Working", "Awareness", "Working"],
                ["Miller", "Awareness", "", "Working"],
                ["Chief", "Practitioner", "Expert", "Expert"],
            ]
        )
    )

    assert (mapping.sideways, mapping.layout) == (True, Layout.MATRIX)
    assert asked(document)["Miller", ""] == {"Kneading": 1, "Judgement": 2}


def test_merged_family_and_role_cells(tmp_path):
    rows = [
        ["Family", "Role", "Role level", "Skill", "Skill level"],
        ["Baking", "Baker", "Junior", "Kneading", 1],
        ["", "", "", "Ovens", 1],
        ["", "", "Lead", "Kneading", 3],
        ["", "Miller", "", "Grain", 2],
    ]
    path = xlsx(tmp_path / "merged.xlsx", {"Roles": rows}, {"Roles": ["A2:A5", "B2:B4", "C2:C3"]})
    book = read_workbook(path)

    _, document = understood(book.sheets[0])

    assert asked(document) == {
        ("Baker", "Junior"): {"Kneading": 1, "Ovens": 1},
        ("Baker", "Lead"): {"Kneading": 3},
        ("Miller", ""): {"Grain": 2},
    }
    assert any("merged cells" in note.what for note in book.notes)


def test_blank_columns_and_rows_do_not_matter(tmp_path):
    rows = [
        [],
        ["", "Role", "", "Skill", "", "Level"],
        [],
        ["", "Baker", "", "Kneading", "", "Working"],
        [],
        ["", "Baker", "", "Ovens", "", "Expert"],
    ]

    sheet = read_workbook(csv_file(tmp_path / "gaps.csv", rows, ";")).sheets[0]

    assert asked(understood(sheet)[1]) == {("Baker", ""): {"Kneading": 2, "Ovens": 4}}


def test_a_ladder_of_sentences_becomes_a_role_with_rungs():
    sheet = sheet_of(
        [
            ["Competency", "Junior baker", "Baker", "Master baker"],
            ["Kneading", "Follows the recipe and asks when unsure.", TEXT, "Writes the recipes the others follow."],
            ["Ovens", "Minds one oven while somebody watches.", "Minds all the ovens without being watched.", ""],
        ]
    )
    mapping = suggest(sheet)
    built = build(Workbook((sheet,)), [replace(mapping, ladder=True, role="Baker")], title="Bakery")

    assert mapping.layout is Layout.LEVELS_AS_COLUMNS
    assert asked(built.document) == {
        ("Baker", "Junior baker"): {"Kneading": 1, "Ovens": 1},
        ("Baker", "Baker"): {"Kneading": 2, "Ovens": 2},
        ("Baker", "Master baker"): {"Kneading": 3},
    }
    assert [level.rung for level in built.document.families[0].roles[0].levels] == [1, 2, 3]


def test_skills_in_one_sheet_and_what_roles_ask_in_another(tmp_path):
    path = xlsx(
        tmp_path / "two.xlsx",
        {
            "Skills": [
                ["Skill", "Type", *SHORT],
                ["Kneading", "Technical", "a", "b", "c", "d"],
                ["Tact", "Behaviour", "e", "f", "g", "h"],
            ],
            "Roles": [["Skill", "Baker", "Chief"], ["Kneading", "Practitioner", "2"], ["Tact", "Working", "Expert"]],
        },
    )  # fmt: skip
    book = read_workbook(path)

    built = build(book, [suggest(sheet) for sheet in book.sheets], title="Bakery")

    assert built.problems == ()
    assert asked(built.document) == {
        ("Baker", ""): {"Kneading": 3, "Tact": 2},
        ("Chief", ""): {"Kneading": 2, "Tact": 4},
    }
    assert [skill.kind for skill in built.document.skills] == [SkillKind.TECHNICAL, SkillKind.BEHAVIOUR]


def test_each_suggestion_gives_its_reason():
    mapping = suggest(sheet_of([["Role", "Skill", "Level"], ["Baker", "Kneading", "Working"]]))

    assert [one.why for one in mapping.columns] == ['called "Role"', 'called "Skill"', 'called "Level"']


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Position", "Behaviour", "Proficiency"], [Meaning.ROLE, Meaning.SKILL, Meaning.LEVEL]),
        (["Occupation", "Capability", "Target level"], [Meaning.ROLE, Meaning.SKILL, Meaning.LEVEL]),
        (["jobTitle", "competencyName", "requiredLevel"], [Meaning.ROLE, Meaning.SKILL, Meaning.LEVEL]),
        (["Job role", "Competency (core)", "Level needed"], [Meaning.ROLE, Meaning.SKILL, Meaning.LEVEL]),
        (["Role", "Level", "Skill", "Level"], [Meaning.ROLE, Meaning.ROLE_LEVEL, Meaning.SKILL, Meaning.LEVEL]),
    ],
)
def test_columns_are_known_by_what_people_call_them(headings, expected):
    row = ["Baker", "Kneading", "2"] if len(headings) == 3 else ["Baker", "Junior", "Kneading", "2"]

    mapping = suggest(sheet_of([headings, row, row]))

    assert [one.meaning for one in mapping.columns] == expected


def test_without_telling_headings_the_cells_decide():
    mapping = suggest(
        sheet_of(
            [
                ["Thing", "How far", "Words"],
                ["Kneading", "Awareness", TEXT],
                ["Ovens", "Working", TEXT + " It glows."],
                ["Ovens", "Expert", TEXT + " It shines."],
                ["Grain", "Expert", TEXT + " It grows."],
            ]
        )
    )

    assert meanings(mapping) == {0: Meaning.SKILL, 1: Meaning.LEVEL, 2: Meaning.DESCRIPTOR}
    assert "look like levels" in mapping.columns[1].why


@pytest.mark.parametrize(
    ("group", "expected"),
    [(["A", "A", "B"], [Meaning.SKILL, Meaning.PARENT]), (["A", "B", "C"], [Meaning.SKILL])],
)
def test_a_category_names_the_skills_only_where_each_row_has_its_own(group, expected):
    rows = [[f"Track {i}", one, TEXT, TEXT] for i, one in enumerate(group)]
    heading = ["Track", "Category", "Level 1", "Level 2"]
    sheet = sheet_of([heading, *rows] if len(expected) == 2 else [heading[1:], *(row[1:] for row in rows)])

    mapping, document = understood(sheet)

    assert [one.meaning for one in mapping.columns if one.meaning is not Meaning.LEVEL_DESCRIPTOR] == expected
    assert len([skill for skill in document.skills if skill.descriptors]) == 3


@needs_shared
def test_the_real_digital_framework_is_understood_as_any_sheet():
    sheet = read_workbook(DDAT / "2026-03-23" / "roles.csv").sheets[0]
    expected = ddat.read(DDAT / "2026-03-23").document

    _, document = understood(sheet)

    assert [family.name for family in document.families] == [family.name for family in expected.families]
    assert len(asked(document)) == 205
    assert sum(map(len, asked(document).values())) == 1808
    assert {skill.name.strip() for skill in document.skills} == {" ".join(one.name.split()) for one in expected.skills}


@needs_shared
def test_the_real_behaviours_by_grade_are_understood():
    found = json.loads((SHARED / "data" / "uk-success-profiles" / "behaviours.json").read_text())
    names = [level["label_upstream"] for level in found["levels"]]
    rows = [["Behaviour", "Definition", *names]]
    for one in found["behaviours"]:
        texts = ["\n".join(one["levels"][level["id"]]) for level in found["levels"]]
        rows.append([one["name"], one["definition"], *texts])

    mapping, document = understood(sheet_of(rows))

    assert mapping.layout is Layout.LEVELS_AS_COLUMNS
    assert levels(document) == names
    assert [len(skill.descriptors) for skill in document.skills] == [6] * 9


@needs_shared
def test_the_real_tracks_with_milestones_are_understood():
    found = json.loads((SHARED / "data" / "career-ladders" / "medium-snowflake" / "snowflake.json").read_text())
    tracks = list(found["tracks"].values()) if isinstance(found["tracks"], dict) else found["tracks"]
    rows = [["Track", "Category", "Description", *(f"Milestone {i}" for i in range(1, 6))]]
    for track in tracks:
        texts = [milestone["summary"] for milestone in track["milestones"]]
        rows.append([track["displayName"], track["category"], track["description"], *texts])

    mapping, document = understood(sheet_of(rows))

    assert mapping.layout is Layout.LEVELS_AS_COLUMNS
    assert [len(skill.descriptors) for skill in document.skills if skill.descriptors] == [5] * 16
