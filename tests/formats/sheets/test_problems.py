"""What is wrong in a sheet is said with its sheet, row and column, all of it at once; the good part can be built."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from tests.formats.sheets.files import sheet_of
from waymark_formats.framework import ScaleDocument, ScaleLevel, Unreadable
from waymark_formats.sheets import (
    Column,
    Layout,
    Meaning,
    Workbook,
    build,
    fits,
    good_part,
    mapping_from_json,
    mapping_to_json,
    suggest,
)

HEAD = ["Family", "Role", "Role description", "Role level", "Skill", "Code", "Skill type", "Level", "Importance"]
ROW = ["Baking", "Baker", "Bakes bread.", "Junior", "Kneading", "K1", "technical", "Working", "essential"]
OTHER = ["Baking", "Baker", "Bakes bread.", "Junior", "Ovens", "K2", "technical", "Expert", "desirable"]
THIRD = ["Baking", "Miller", "Mills.", "", "Grain", "K3", "technical", "Awareness", "essential"]


def changed(row, column, value):
    return [value if HEAD[i] == column else cell for i, cell in enumerate(row)]


def built(*rows, **said):
    sheet = sheet_of([HEAD, *rows, THIRD])
    return build(Workbook((sheet,)), [suggest(sheet)], title="Bakery", **said)


WRONG = {
    "a level that is none": (
        changed(OTHER, "Level", "Practicioner"),
        'sheet "Sheet1", row 3, column H, Level',
        '"Practicioner" is no level of the scale.',
        "Did you mean Practitioner? Use Awareness, Working, Practitioner, Expert.",
    ),
    "a number beyond the scale": (changed(OTHER, "Level", "7"), "row 3, column H", '"7" is no level', "Use Awareness"),
    "a name and a number that disagree": (
        changed(OTHER, "Level", "Working (3)"),
        "row 3, column H",
        '"Working (3)" is no level',
        "Working is level 2 of this scale: correct the name or the number.",
    ),
    "no skill": (changed(OTHER, "Skill", ""), "row 3, column E, Skill", "has to name a skill", "Name the skill."),
    "a kind that is none": (
        changed(OTHER, "Skill type", "magic"), "row 3, column G", '"magic" is no kind of skill', "Use technical, behav",
    ),
    "an importance that is none": (
        changed(OTHER, "Importance", "perhaps"), "row 3, column I", '"perhaps" is neither essential nor', "Use one",
    ),
    "a code of another skill": (
        changed(OTHER, "Code", "K1"),
        "row 3, column F, Code",
        'The code "K1" is that of "Kneading" in sheet "Sheet1", row 2',
        "Give each skill a code",
    ),
    "another description of the role": (
        changed(OTHER, "Role description", "Bakes cake."),
        "row 3, column C, Role description",
        'something else of the role "Baker" than sheet "Sheet1", row 2',
        "Make the two agree.",
    ),
    "another family of the role": (
        changed(OTHER, "Family", "Milling"), "row 3, column A, Family", "already stands in another family", "agree",
    ),
    "another level for the same requirement": (
        changed(ROW, "Level", "Expert"),
        "row 3, column H, Level",
        'sheet "Sheet1", row 2 already asks for "Kneading" in this role level, otherwise.',
        "Keep one of the two.",
    ),
    "a script": (
        changed(OTHER, "Role description", "Bakes <script>alert(1)</script>"),
        "row 3, column C",
        'The cell holds the HTML tag "<script>"',
        "Take it out",
    ),
    "a hostile link": (
        changed(OTHER, "Role description", '<a href="javascript:alert(1)">bread</a>'),
        "row 3, column C",
        'The cell holds the HTML tag "<a href="javascript:alert(1)">"',
        "Take it out",
    ),
    "a formula in text": (
        changed(OTHER, "Skill", '=HYPERLINK("http://x.test")'),
        "row 3, column E, Skill",
        "would run the cell as a formula",
        "Begin it with a word.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_with_its_place_and_what_to_do(wrong):
    row, place, what, remedy = WRONG[wrong]

    found = built(ROW, row)

    assert found.document is None
    (problem,) = found.problems
    assert (problem.sheet, problem.row, problem.blocking_rows) == ("Sheet1", 3, frozenset({3}))
    assert place in problem.place
    assert what in problem.what
    assert remedy in problem.remedy
    assert built(ROW, row, leave_out=frozenset({("Sheet1", 3)})).document is not None


def test_all_problems_are_told_at_once_in_the_order_of_the_rows():
    found = built(*(row for row, *_ in WRONG.values()), ROW)

    assert len(found.problems) >= len(WRONG) - 2
    assert [one.row for one in found.problems] == sorted(one.row for one in found.problems)


def test_the_good_part_is_what_is_left_when_rows_in_the_way_are_left_out():
    sheet = sheet_of([HEAD, ROW, *(row for row, *_ in WRONG.values()), OTHER, THIRD])

    found = good_part(Workbook((sheet,)), [suggest(sheet)], title="Bakery")

    assert found.problems == ()
    assert {row for _, row in found.left_out} == set(range(3, 3 + len(WRONG)))
    level = found.document.families[0].roles[0].levels[0]
    assert [one.skill for one in level.requirements] == ["Kneading", "Ovens"]


def test_an_exact_duplicate_of_a_requirement_changes_nothing():
    assert built(ROW, ROW, OTHER).document == built(ROW, OTHER).document


def two_sheets(asked):
    skills = sheet_of(
        [["Skill", "Working", "Expert"], ["Kneading", "Kneads", "Teaches"], ["Ovens", "Minds", "Builds"]], "Skills"
    )
    roles = sheet_of([["Skill", "Baker", "Miller"], *asked], "Roles")
    return Workbook((skills, roles)), [suggest(skills), suggest(roles)]


def test_a_requirement_for_a_skill_that_is_not_listed():
    book, mappings = two_sheets([["Kneading", "1", "2"], ["Oven", "2", ""]])

    found = build(book, mappings, title="Bakery")

    (problem,) = found.problems
    assert problem.place == 'sheet "Roles", row 3, column A, Skill'
    assert problem.what == '"Oven" is asked for and is not among the skills.'
    assert problem.remedy.startswith('Did you mean "Ovens"?')
    assert good_part(book, mappings, title="Bakery").left_out == {("Roles", 3)}


def test_leaving_out_a_skill_leaves_out_what_asks_for_it():
    skills = sheet_of(
        [["Skill", "Working", "Expert"], ["Kneading", "Kneads", "Teaches"], ["Ovens", "<b>Minds</b>", "B"]], "Skills"
    )
    roles = sheet_of([["Skill", "Baker", "Miller"], ["Kneading", "1", "2"], ["Ovens", "2", "1"]], "Roles")

    found = good_part(Workbook((skills, roles)), [suggest(skills), suggest(roles)], title="Bakery")

    assert found.left_out == {("Skills", 3), ("Roles", 3)}
    assert [skill.name for skill in found.document.skills] == ["Kneading"]


def test_a_skill_that_stands_twice():
    sheet = sheet_of(
        [
            ["Skill", "Working", "Expert"],
            ["Kneading", "Kneads", "Teaches"],
            ["Kneading", "Kneads", "Teaches"],
            ["kneading ", "Kneads well", "Teaches"],
        ]
    )

    found = build(Workbook((sheet,)), [suggest(sheet)], title="Bakery")

    assert [(note.row, note.what, note.done) for note in found.notes if note.row] == [
        (3, "exact duplicate of row 2", "left out")
    ]
    (problem,) = found.problems
    assert problem.row == 4
    assert 'The skill "Kneading" already stands in sheet "Sheet1", row 2' in problem.what


def test_parents_in_a_circle():
    sheet = sheet_of([["Skill", "Parent", "Description"], ["A", "B", "x"], ["B", "C", "y"], ["C", "A", "z"]])

    found = build(Workbook((sheet,)), [suggest(sheet)], title="T")

    (problem,) = found.problems
    assert (problem.row, problem.what) == (4, '"C" would stand above itself.')
    assert good_part(Workbook((sheet,)), [suggest(sheet)], title="T").document is not None


def test_a_parent_may_be_named_by_its_code():
    sheet = sheet_of([["Code", "Skill", "Parent"], ["1", "Craft", ""], ["1.1", "Kneading", "1"]])

    document = build(Workbook((sheet,)), [suggest(sheet)], title="T").document

    assert [(skill.name, skill.parent, skill.code) for skill in document.skills] == [
        ("Craft", "", "1"),
        ("Kneading", "Craft", "1.1"),
    ]


def test_named_levels_and_none_in_one_role():
    found = built(ROW, changed(OTHER, "Role level", ""), changed(OTHER, "Role", "Grocer"))
    assert found.document is not None  # a blank below a named level goes on with it

    sheet = sheet_of([["Skill", "R1", "R2"], ["Kneading", "1", "2"], ["Ovens", "1", "2"]])
    mapping = suggest(sheet)
    columns = (
        mapping.columns[0],
        replace(mapping.columns[1], role="Baker"),
        replace(mapping.columns[2], role="Baker", name=""),
    )
    found = build(Workbook((sheet,)), [replace(mapping, columns=columns)], title="T")

    assert "has both named levels and a row without one" in found.problems[0].what


MAPPINGS = {
    "no sheet": (lambda one: None, "No sheet is chosen."),
    "a sheet that is not there": (lambda one: replace(one, sheet="Sheet9"), "The file has no such sheet."),
    "no skills": (lambda one: replace(one, columns=one.columns[:3]), "No column names the skills."),
    "two columns of one meaning": (
        lambda one: replace(one, columns=(*one.columns, Column(0, Meaning.SKILL))),
        'Two columns mean "skill".',
    ),
    "a column beyond the sheet": (
        lambda one: replace(one, columns=(*one.columns, Column(40, Meaning.GRADE))),
        "the mapping speaks of column AO",
    ),
    "a matrix without levels": (lambda one: replace(one, layout=Layout.MATRIX), "No column holds levels that a role"),
    "no columns of levels": (lambda one: replace(one, layout=Layout.LEVELS_AS_COLUMNS), "No column says what a level"),
    "role levels of no role": (
        lambda one: replace(one, columns=tuple(c for c in one.columns if c.meaning is not Meaning.ROLE)),
        "nothing says of which role",
    ),
    "a descriptor of no level": (
        lambda one: replace(one, columns=(Column(4, Meaning.SKILL), Column(2, Meaning.DESCRIPTOR))),
        "none says which level",
    ),
    "a ladder of no role": (lambda one: replace(one, ladder=True), "it has no name"),
    "a column of no name": (
        lambda one: replace(one, columns=(*one.columns, Column(7, Meaning.LEVEL_DESCRIPTOR))),
        "without a name",
    ),
}


@pytest.mark.parametrize("wrong", MAPPINGS)
def test_a_mapping_that_cannot_be_used_says_why(wrong):
    change, words = MAPPINGS[wrong]
    sheet = sheet_of([HEAD, ROW, OTHER])
    mapping = change(suggest(sheet))

    found = build(Workbook((sheet,)), [mapping] if mapping else [], title="T")

    assert found.document is None
    assert words in found.problems[0].what
    assert found.problems[0].remedy
    assert good_part(Workbook((sheet,)), [mapping] if mapping else [], title="T").document is None


def test_a_heading_with_nothing_below_it():
    sheet = sheet_of([HEAD, ROW])

    found = build(Workbook((sheet,)), [replace(suggest(sheet), header_row=2)], title="T")

    assert found.problems[0].what == "There is nothing below the heading."


def test_places_in_a_sideways_sheet_are_those_of_the_sheet():
    sheet = sheet_of(
        [
            ["Skill", "Kneading", "Ovens", "Grain", "Hygiene"],
            ["Working", "Kneads", "<b>Minds</b>", "Mills", "Washes"],
            ["Expert", "Teaches", "Builds", "Grows", "Rules"],
        ]
    )
    mapping = suggest(sheet)

    (problem,) = build(Workbook((sheet,)), [mapping], title="T").problems

    assert mapping.sideways
    assert problem.place == 'sheet "Sheet1", column C, row 2, Working'
    assert good_part(Workbook((sheet,)), [mapping], title="T").left_out == {("Sheet1", 3)}


def test_a_scale_that_is_given_counts():
    scale = ScaleDocument("own", "Own", tuple(ScaleLevel(i, f"Step {i}") for i in (1, 2, 3)))

    rows = [changed(ROW, "Level", "Step 3"), changed(OTHER, "Level", "2"), changed(THIRD, "Level", "step 1")]
    sheet = sheet_of([HEAD, *rows])

    found = build(Workbook((sheet,)), [suggest(sheet)], title="Bakery", scale=scale)

    assert found.document.scales == (scale,)
    level = found.document.families[0].roles[0].levels[0]
    assert [one.level for one in level.requirements] == [3, 2]
    assert '"Expert" is no level' in built(OTHER, scale=scale).problems[0].what


def test_a_mapping_is_kept_and_used_again():
    sheet = sheet_of([HEAD, ROW])
    mapping = suggest(sheet)

    again = mapping_from_json(mapping_to_json(mapping))

    assert again == mapping
    assert fits(again, sheet_of([[one.upper() for one in HEAD], ROW, OTHER], "Another"))
    assert fits(again, sheet_of([[*HEAD, "Remarks"], ROW]))
    assert not fits(again, sheet_of([["Remarks", *HEAD], ROW]))
    assert not fits(again, sheet_of([HEAD[:5], ROW[:5]]))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "{" * 100_000, '{"format": "waymark-mapping/1", "sheet": 1}'])
def test_what_is_no_mapping_is_refused(text):
    with pytest.raises(Unreadable, match="no saved mapping"):
        mapping_from_json(text)


def test_a_mapping_without_headings_is_not_used_for_a_sheet_that_has_them():
    named = sheet_of([HEAD, ROW, OTHER])
    bare = sheet_of([ROW, OTHER, THIRD])
    mapping = replace(suggest(named), header_row=0, headings=("",) * len(HEAD))

    assert fits(mapping, bare)
    assert not fits(mapping, named)


def test_free_text_is_no_level():
    rows = [changed(changed(ROW, "Skill", f"Skill {number}"), "Code", f"C{number}") for number in range(40)]
    rows = [changed(row, "Level", f"What somebody does in case {'abcdefghij' [number % 10]}{'klmn'[number // 10]}")
            for number, row in enumerate(rows)]  # fmt: skip
    sheet = sheet_of([HEAD, *rows])
    mapping = suggest(sheet)
    level = Column(HEAD.index("Level"), Meaning.LEVEL)
    mapping = replace(mapping, columns=(*(one for one in mapping.columns if one.index != level.index), level))

    (problem,) = build(Workbook((sheet,)), [mapping], title="Bakery").problems

    assert "40 different things where a level is looked for" in problem.what
    assert problem.column.startswith("H")


def test_a_name_is_guessed_for_few_and_refused_for_all():
    listed = sheet_of([["Skill", "Summary"], *([f"Skill number {number}", "x"] for number in range(900))], "Skills")
    rows = [[f"Role {number}", f"Skil number {number}x", "Working"] for number in range(900)]
    asked = sheet_of([["Role", "Skill", "Level"], *rows], "Roles")
    started = process_time()

    found = build(Workbook((listed, asked)), [suggest(listed), suggest(asked)], title="Bakery").problems

    assert len(found) == 900
    assert sum("Did you mean" in one.remedy for one in found) == 200
    assert process_time() - started < 20  # it was two minutes


def test_a_circle_is_said_at_the_row_that_closes_it():
    rows = [["A", "B"], ["B", "C"], ["C", "D"], ["D", "B"], ["E", "A"], ["F", "F2"]]
    sheet = sheet_of([["Skill", "Parent skill"], *rows])
    mapping = replace(suggest(sheet), columns=(Column(0, Meaning.SKILL), Column(1, Meaning.PARENT)))

    (problem,) = build(Workbook((sheet,)), [mapping], title="Bakery").problems

    assert (problem.row, problem.what) == (5, '"D" would stand above itself.')


def test_a_long_chain_of_skills_is_built_in_a_moment():
    rows = [[f"Skill {number}", f"Skill {number - 1}" if number else ""] for number in range(8_000)]
    sheet = sheet_of([["Skill", "Parent skill"], *rows])
    mapping = replace(suggest(sheet), columns=(Column(0, Meaning.SKILL), Column(1, Meaning.PARENT)))
    started = process_time()

    assert build(Workbook((sheet,)), [mapping], title="Bakery").document is not None

    assert process_time() - started < 6  # it was fourteen
