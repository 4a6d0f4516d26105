"""Our own workbook: what is written is read back to the letter, and filling it in by hand is easy."""

from __future__ import annotations

import io
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.formats.samples import everything
from tests.formats.sheets.files import xlsx
from tests.formats.test_waymark_notation import LIBRARY, documents
from tests.shared import DDAT, needs_shared
from waymark_formats import ddat, waymark
from waymark_formats.framework import ScaleKind, Unreadable, Unwritable
from waymark_formats.markup import is_formula
from waymark_formats.sheets import read_template, read_workbook, template, write_csv, write_xlsx
from waymark_formats.sheets.template.columns import FORMS, HELP
from waymark_formats.sheets.template.example import EXAMPLE
from waymark_formats.sheets.template.guarding import guarded, unguarded


def again(folder, document, write=write_xlsx):
    for name, content in write(document).items():
        (folder / name).write_bytes(content)
    return read_template(folder / name if write is write_xlsx else folder)


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_a_document_that_says_everything_comes_back_equal(tmp_path, write):
    result = again(tmp_path, everything(), write)

    assert result.document == everything()
    assert result.notes == ()


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_starter_library_comes_back_equal(tmp_path, path):
    document = waymark.read(path).document

    assert again(tmp_path, document).document == document


@needs_shared
@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_the_real_framework_comes_back_equal(tmp_path, write):
    document = ddat.read(DDAT / "2026-03-23").document

    assert again(tmp_path, document, write).document == document


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(documents(), st.sampled_from([write_xlsx, write_csv]))
def test_whatever_a_document_says_comes_back(document, write):
    ((_, text),) = waymark.write(document).items()
    assume(not re.search("[\ufffe\uffff]", text.decode()))  # no workbook can hold these two: refused, see below
    document = replace(document, slug="some", version="1")
    with tempfile.TemporaryDirectory() as folder:
        assert again(Path(folder), document, write).document == document


@given(st.text(st.sampled_from(list("'=+-@ \t\r1A(")), max_size=6))
def test_what_is_made_harmless_is_never_a_formula_and_comes_back(text):
    assert not is_formula(guarded(text))
    assert unguarded(guarded(text)) == text


def test_the_same_document_gives_the_same_bytes():
    assert write_xlsx(everything()) == write_xlsx(everything())


def test_no_cell_of_an_export_is_run(tmp_path):
    document = replace(everything(), summary='=HYPERLINK("http://x.test")', attribution="@SUM(A1)")
    (tmp_path / "a.xlsx").write_bytes(write_xlsx(document)["bakery-2026.1.xlsx"])

    book = read_workbook(tmp_path / "a.xlsx")

    assert not any(is_formula(cell) for sheet in book.sheets for row in sheet.rows for cell in row)
    assert not any("formula" in note.what for note in book.notes)
    assert read_template(tmp_path / "a.xlsx").document == document


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        ("x" * 32_768, "in the sheet Framework, row 4, column Value, a text has 32,768 characters"),
        ("a <b>c", 'column Value, a text holds the HTML tag "<b>"'),
        ("a \ufffe", "a character no workbook can hold"),
    ],
)
def test_what_no_cell_can_hold_is_not_written(summary, words):
    with pytest.raises(Unwritable, match=re.escape(words)):
        write_xlsx(replace(everything(), summary=summary))


def test_the_template_explains_itself_and_is_read_as_it_is(tmp_path):
    (tmp_path / "template.xlsx").write_bytes(template())

    result = read_template(tmp_path / "template.xlsx")

    assert result.document == EXAMPLE
    assert result.notes == ()
    book = read_workbook(tmp_path / "template.xlsx")
    assert book.sheets[0].name == HELP
    told = {(row[0], row[1].partition("  ")[2]) for row in book.sheets[0].rows[1:] if row[1]}
    assert told == {(form.name, field.name) for form in FORMS for field in form.fields}


def filled(tmp_path, **sheets):
    """Write a template filled in by hand, names only; ``sheets`` adds or replaces rows."""
    rows = {
        "Framework": [["Property", "Value"], ["Title", "Bakery"]],
        "Scales": [["Scale", "Level name"], ["Steps", "Some"], ["Steps", "Much"]],
        "Skills": [["Skill"], ["Kneading"], ["Ovens"]],
        "Levels": [["Skill", "Level", "Descriptor"], ["kneading", "Much", "Teaches."], ["Ovens", "1", "Minds."]],
        "Families": [["Family"], ["Baking"]],
        "Roles": [["Role", "Family"], ["Baker", "Baking"], ["Miller", "Baking"]],
        "Role levels": [["Role", "Role level"], ["Baker", "Junior"], ["Baker", "Lead"]],
        "Requirements": [
            ["Skill", "Role", "Role level", "Level"],
            ["Kneading", "Baker", "Junior", 1],
            ["Kneading", "Baker", "lead", "Much"],
            ["Ovens", "Miller", "", ""],
        ],
    } | {name.replace("_", " "): found for name, found in sheets.items()}
    return xlsx(tmp_path / "filled.xlsx", {name: found for name, found in rows.items() if found})


def test_a_template_filled_in_with_names_alone(tmp_path):
    document = read_template(filled(tmp_path)).document

    (family,) = document.families
    baker, miller = family.roles
    assert [(one.key, one.name) for one in document.skills] == [("Kneading", "Kneading"), ("Ovens", "Ovens")]
    assert [dict(one.descriptors) for one in document.skills] == [{2: "Teaches."}, {1: "Minds."}]
    assert [[(one.skill, one.level) for one in level.requirements] for level in baker.levels] == [
        [("Kneading", 1)],
        [("Kneading", 2)],
    ]
    assert [(level.name, level.requirements[0].level) for level in miller.levels] == [("", None)]


def test_skills_alone_are_a_framework(tmp_path):
    path = filled(tmp_path, Scales=None, Levels=None, Families=None, Roles=None, Role_levels=None, Requirements=None)

    document = read_template(path).document

    assert document.scales[0].kind is ScaleKind.NONE
    assert len(document.skills) == 2


def test_what_is_not_of_the_template_is_left_out_with_a_note(tmp_path):
    path = filled(tmp_path, Skills=[["Skill", "Colour"], ["Kneading", "red"], ["Ovens", ""]], Lunch=[["soup"]])

    assert [note.what for note in read_template(path).notes] == [
        'the template has no sheet "Lunch"',
        'the sheet Skills has no column "Colour"',
    ]


SKILL_HEAD = ["Key", "Skill", "Kind", "Parent", "Source", "UUID", "Hidden labels"]
ASKED = ["Role", "Role level", "Skill", "Level", "Importance", "Weight", "Choice"]
WRONG = {
    "no title": ({"Framework": [["Property", "Value"], ["Title", ""]]}, "the title is missing"),
    "a property of its own": (
        {"Framework": [["Property", "Value"], ["Title", "x"], ["Colour", "y"]]},
        'sheet "Framework", row 3, column Property: "Colour" is not one of Title',
    ),
    "a day that is none": (
        {"Framework": [["Property", "Value"], ["Title", "x"], ["Effective from", "soon"]]},
        "row 3, column Value: write the day as 2026-01-05",
    ),
    "a missing column": ({"Skills": [["Name"], ["x"]]}, 'sheet "Skills", row 1: the column Skill is missing; add it.'),
    "a column twice": ({"Skills": [["Skill", "skill"], ["x", "y"]]}, "the column Skill stands twice"),
    "another workbook": ({"Skills": None}, "this is not our template"),
    "a skill without a name": (
        {"Skills": [SKILL_HEAD, ["k", ""]]},
        'sheet "Skills", row 2, column Skill: the cell is empty',
    ),
    "a key twice": (
        {"Skills": [SKILL_HEAD, ["k", "Kneading"], ["k", "Ovens"]]},
        'row 3, column Key: "k" is the key of row 2 as well',
    ),
    "a kind that is none": ({"Skills": [SKILL_HEAD, ["k", "K", "magic"]]}, 'column Kind: "magic" is not one of techn'),
    "a parent of nobody": (
        {"Skills": [SKILL_HEAD, ["k", "K", "", "Craft"]]},
        'column Parent: there is no skill "Craft" in the sheet Skills.',
    ),
    "a circle of parents": (
        {"Skills": [SKILL_HEAD, ["a", "A", "", "b"], ["b", "B", "", "a"]]},
        "row 2, column Parent: the skill would stand above itself",
    ),
    "a source that is none": ({"Skills": [SKILL_HEAD, ["a", "A", "", "", "{x"]]}, "column Source: this begins like"),
    "a tag in a source": (
        {"Skills": [SKILL_HEAD, ["a", "A", "", "", '{"x": "<b>"}']]},
        'column Source: the cell holds the HTML tag "<b>"',
    ),
    "a tag in a label": (
        {"Skills": [SKILL_HEAD, ["a", "A", "", "", "", "", "<b>x"]]},
        'column Hidden labels: the cell holds the HTML tag "<b>"',
    ),
    "a UUID that is none": ({"Skills": [SKILL_HEAD, ["a", "A", "", "", "", "x"]]}, 'column UUID: "x" is not a UUID'),
    "a tag": ({"Skills": [SKILL_HEAD, ["a", "A <i>"]]}, 'column Skill: the cell holds the HTML tag "<i>"; take it'),
    "a formula": ({"Skills": [SKILL_HEAD, ["a", "=1+1"]]}, "column Skill: a spreadsheet would run the cell"),
    "a gap in a scale": (
        {"Scales": [["Scale", "Level", "Level name"], ["S", 1, "a"], ["S", 3, "b"]]},
        "column Level: levels count 1, 2, 3 and so on",
    ),
    "a value too many": (
        {"Scales": [["Scale", "Level", "Level name", "Value"], ["S", 1, "a", 2]]},
        "column Value: a numeric scale gives each level a value, and no other",
    ),
    "a level that is none": (
        {"Levels": [["Skill", "Level"], ["Ovens", "Mutch"]]},
        'column Level: "Mutch" is no level of the scale Steps. Did you mean Much?',
    ),
    "a level described twice": (
        {"Levels": [["Skill", "Level"], ["Ovens", "1"], ["ovens", "Some"]]},
        "row 3, column Level: row 2 already describes this level",
    ),
    "a family of nobody": ({"Roles": [["Role", "Family"], ["Baker", "Milling"]]}, 'there is no family "Milling"'),
    "a role of nobody": ({"Requirements": [ASKED, ["Grocer", "", "Ovens"]]}, 'there is no role "Grocer"'),
    "a skill of nobody": ({"Requirements": [ASKED, ["Baker", "Lead", "Tact"]]}, 'there is no skill "Tact"'),
    "which role level": ({"Requirements": [ASKED, ["Baker", "", "Ovens"]]}, "more than one level; say which"),
    "a rank beyond the scale": (
        {"Requirements": [ASKED, ["Baker", "Lead", "Ovens", 3]]},
        'row 2, column Level: "3" is no level of the scale Steps. Use Some, Much.',
    ),
    "a weight of nought": (
        {"Requirements": [ASKED, ["Baker", "Lead", "Ovens", 1, "", 0]]},
        'column Weight: "0" is not a whole number from 1',
    ),
    "a weight with noughts in front": (
        {"Requirements": [ASKED, ["Baker", "Lead", "Ovens", 1, "", "000000001999999999"]]},
        'column Weight: "000000001999999999" is not a whole number from 1',
    ),
    "a choice of nobody": (
        {"Requirements": [ASKED, ["Baker", "Lead", "Ovens", 1, "", "", "tools"]]},
        'there is no choice "tools" in the sheet Choices',
    ),
    "one skill asked twice": (
        {"Requirements": [ASKED, ["Baker", "Lead", "Ovens"], ["Baker", "Lead", "ovens", 1]]},
        "row 3, column Skill",
    ),
    "a relation to nothing": (
        {"Relations": [["Skill", "Relation"], ["Ovens", "same"]]},
        "column To: name the other skill, or give its address",
    ),
    "a level without a name": (
        {"Role levels": [["Role", "Role level"], ["Baker", "Junior"], ["Baker", ""]]},
        "only the lone level of a role may be without a name",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_refused_with_its_place(tmp_path, wrong):
    sheets, words = WRONG[wrong]

    with pytest.raises(Unreadable) as refused:
        read_template(filled(tmp_path, **sheets))

    assert words in str(refused.value)
    assert str(refused.value).startswith("filled.xlsx")


def test_a_name_that_two_things_have_is_pointed_at_by_key(tmp_path):
    skills = [SKILL_HEAD, ["a", "Ovens"], ["b", "Ovens"], ["Kneading", "Kneading"]]

    with pytest.raises(Unreadable, match='more than one skill is called "Ovens"; use the key'):
        read_template(filled(tmp_path, Skills=skills))


def test_a_template_in_an_archive_that_is_no_workbook(tmp_path):
    with pytest.raises(Unreadable, match="not our template"):
        read_template(tmp_path)
    assert io.BytesIO(template()).read(2) == b"PK"
