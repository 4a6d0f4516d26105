"""Moodle's competency CSV: what it is taken to say, and that writing keeps all it can say."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from tests.formats.samples import everything
from tests.shared import SHARED, needs_shared
from waymark_formats import moodle, waymark
from waymark_formats.framework import (
    FrameworkDocument,
    RelationDocument,
    RelationKind,
    ScaleDocument,
    ScaleKind,
    ScaleLevel,
    SkillDocument,
    SkillKind,
    Unreadable,
    Unwritable,
)
from waymark_formats.moodle.rows import COLUMNS

FIXTURES = SHARED / "data" / "moodle-lpimportcsv"
HEADING = list(COLUMNS)
FRAMEWORK = ["", "BAKE", "Baking", "<p>For bakers.</p>", "1", "Some, Much",
             '[{"scaleid":"7"},{"id":2,"scaledefault":1,"proficient":1}]', "", "", "", "", "", "1",
             "domain,behaviour"]  # fmt: skip


def competency(number, name, parent="", description="", related="", scale="", **more):
    cells = dict(zip(COLUMNS, [parent, number, name, description, "1", scale, "", "", "0", "null", related, "", "", ""],
                     strict=True))  # fmt: skip
    return list((cells | more).values())


ROWS = [
    FRAMEWORK,
    competency("knead", "Kneading", parent="bread", description="<p>Works <b>dough</b>.</p><ul><li>by hand</li></ul>"),
    competency("bread", "Bread", related="a%2Cb,knead"),
    competency("a,b", "Both", scale="No,Yes", **{"Rule type (optional)": r"core_competency\rule_all"}),
]


def write_csv(folder, rows, heading=HEADING):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([heading, *rows])
    path = folder / "framework.csv"
    path.write_bytes(out.getvalue().encode())
    return path


def read(folder, rows=ROWS, heading=HEADING):
    return moodle.read(write_csv(folder, rows, heading)).document


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def again(folder, document):
    ((name, content),) = moodle.write(document).items()
    (folder / name).write_bytes(content)
    return moodle.read(folder / name).document


def test_rows_are_a_framework_and_its_skills(tmp_path):
    document = read(tmp_path)

    knead, bread, both = document.skills
    assert (document.title, document.slug, document.summary) == ("Baking", "bake", "For bakers.")
    assert [(one.key, one.code, one.parent) for one in document.skills] == [
        ("knead", "knead", "bread"), ("bread", "bread", ""), ("a,b", "a,b", ""),
    ]  # fmt: skip
    assert knead.summary == "Works dough.\n- by hand"
    assert (knead.kind, bread.kind) == (SkillKind.BEHAVIOUR, SkillKind.TECHNICAL)
    assert [[level.name for level in scale.levels] for scale in document.scales] == [["Some", "Much"], ["No", "Yes"]]
    assert (bread.scale, both.scale) == ("", "levels-2")
    assert [(one.skill, one.kind, one.to) for one in document.relations] == [
        ("bread", RelationKind.RELATED, "a,b"), ("bread", RelationKind.RELATED, "knead"),
    ]  # fmt: skip


def test_columns_are_taken_by_position_whatever_they_are_called(tmp_path):
    assert read(tmp_path, heading=[f"Spalte {i}" for i in range(14)]) == read(tmp_path)


def test_every_cell_comes_back(tmp_path):
    ((_, content),) = moodle.write(read(tmp_path)).items()

    assert rows_of(content) == [HEADING, *ROWS]


def test_words_changed_since_are_written_as_they_are_now(tmp_path):
    document = read(tmp_path)
    changed = replace(document.skills[0], summary="Works dough and more.")

    ((_, content),) = moodle.write(replace(document, skills=(changed, *document.skills[1:]))).items()

    assert rows_of(content)[2][3] == "<p>Works dough and more.</p>"


def test_a_long_name_is_cut_and_comes_back_whole(tmp_path):
    name = "Works in a team of bakers & millers, " * 5
    document = replace(read(tmp_path), skills=(SkillDocument("a", name, "One.\n\nTwo.", code="a"),), relations=())

    ((_, content),) = moodle.write(document).items()

    assert rows_of(content)[2][2] == name[:100]
    assert rows_of(content)[2][3].startswith("<p><strong>Works in a team of bakers &amp; millers, ")
    assert again(tmp_path, document).skills[0] == document.skills[0]


def test_text_that_html_would_change_is_written_as_text(tmp_path):
    document = replace(
        read(tmp_path), skills=(SkillDocument("a", "A", "two  spaces\n\n\n\nand lines ", code="a"),), relations=()
    )

    ((_, content),) = moodle.write(document).items()

    assert rows_of(content)[2][3:5] == ["two  spaces\n\n\n\nand lines ", "2"]
    assert again(tmp_path, document).skills == document.skills


def test_level_descriptors_end_the_description(tmp_path):
    skill = SkillDocument("a", "A", "Bakes.", code="a", descriptors={1: "With help.", 2: None})

    written = again(tmp_path, replace(read(tmp_path), skills=(skill,), relations=()))

    assert written.skills[0].summary == "Bakes.\n\nSome:\nWith help."


def test_other_formats_read_what_was_kept(tmp_path):
    document = read(tmp_path)
    ((name, content),) = waymark.write(document).items()
    (tmp_path / name).write_bytes(content)

    assert waymark.read(tmp_path / name).document == document


def small(**more):
    return FrameworkDocument(
        **{
            "title": "T",
            "families": (),
            "skills": (SkillDocument("a", "A"), SkillDocument("b", "B")),
            "scales": (ScaleDocument("s", "S", (ScaleLevel(1, "Some"),)),),
        }
        | more
    )


NONE = ScaleDocument("none", "None", (), ScaleKind.NONE)
UNWRITABLE = {
    "no skills": (small(skills=()), "has none"),
    "a comma in a level": (small(scales=(ScaleDocument("s", "S", (ScaleLevel(1, "a, b"),)),)), "a, b"),
    "a skill without levels": (
        small(skills=(SkillDocument("a", "A", scale="none"), SkillDocument("b", "B")), scales=(*small().scales, NONE)),
        "asks for levels",
    ),
    "a code twice": (small(skills=(SkillDocument("a", "A", code="1"), SkillDocument("b", "B", code="1"))), '"1"'),
    "a code that is too long": (small(skills=(SkillDocument("a", "A", code="1" * 101),)), "ID number"),
    "a formula": (small(skills=(SkillDocument("a", "=1+1"),)), "row 3, column Short name"),
    "an empty line in a long name": (small(skills=(SkillDocument("a", "A\n\n" + "b" * 100),)), "empty line"),
    "a source that was changed": (small(source={"moodle": "["}), 'source text "moodle"'),
}


@pytest.mark.parametrize("wrong", UNWRITABLE)
def test_what_moodle_cannot_hold_is_refused(wrong):
    document, words = UNWRITABLE[wrong]

    with pytest.raises(Unwritable, match=r"\.$") as refused:
        moodle.write(document)
    assert words in str(refused.value)


def test_roles_and_other_relations_are_left_out(tmp_path):
    document = everything()
    kept = [skill for skill in document.skills if not skill.scale]
    relations = (RelationDocument(kept[0].key, RelationKind.PRECEDES, kept[1].key),)
    document = replace(document, skills=tuple(kept), relations=relations, families=document.families[:0])

    written = again(tmp_path, document)

    assert [skill.name for skill in written.skills] == [skill.name for skill in kept]
    assert written.relations == ()


CHILD_OF = {"a": "b", "b": "c", "c": "a"}
BAD = {
    "no framework": (ROWS[1:], ["column Is framework", "no row"]),
    "two frameworks": ([*ROWS, FRAMEWORK], ["row 6, column Is framework", "row 2 already"]),
    "a parent that is not there": (
        [FRAMEWORK, competency("a", "A", parent="z")],
        ["row 3, column Parent ID number", '"z"'],
    ),
    "parents in a circle": (
        [FRAMEWORK, *(competency(one, one, parent=above) for one, above in CHILD_OF.items())],
        ["row 3, column Parent ID number", "stands above itself"],
    ),
    "an ID number twice": (
        [FRAMEWORK, competency("a", "A"), competency("a", "B")],
        ["row 4, column ID number", "row 3"],
    ),
    "an empty ID number": ([FRAMEWORK, competency(" ", "A")], ["row 3, column ID number", "empty"]),
    "an empty name": ([FRAMEWORK, competency("a", "")], ["row 3, column Short name", "empty"]),
    "a name of tags": ([FRAMEWORK, competency("a", "<b></b>")], ["row 3, column Short name", "no words"]),
    "an ID number that is too long": ([FRAMEWORK, competency("a" * 101, "A")], ["row 3, column ID number", "101"]),
    "a cross-reference to nothing": (
        [FRAMEWORK, competency("a", "A", related="z")],
        ["row 3, column Cross-referenced competency ID numbers", '"z"'],
    ),
    "a level without a name": ([[*FRAMEWORK[:5], "Some,,Much", *FRAMEWORK[6:]]], ["row 2, column Scale values"]),
    "a script": (
        [FRAMEWORK, competency("a", "A", description="<p>x</p><script>alert(1)</script>")],
        ["row 3, column Description", "<script>"],
    ),
    "a frame": ([FRAMEWORK, competency("a", "A", description="<iframe src=x>")], ["row 3, column Description"]),
    "an event handler": (
        [FRAMEWORK, competency("a", "A", description="<p onclick='x()'>y</p>")],
        ["row 3, column Description", "onclick"],
    ),
    "a link that runs": (
        [FRAMEWORK, competency("a", "A", description='<a href="javascript:x()">y</a>')],
        ["row 3, column Description", "javascript:x()"],
    ),
    "a script in a name": (
        [FRAMEWORK, competency("a", "<script>x</script>")],
        ["row 3, column Short name", "<script>"],
    ),
    "a tag in a taxonomy": ([[*FRAMEWORK[:13], "<b>"]], ["row 2, column Taxonomy", "<b>"]),
    "a tag in text": (
        [FRAMEWORK, competency("a", "A", description="a <y> b", **{"Description format": "2"})],
        ["row 3, column Description", "<y>"],
    ),
    "a formula": ([FRAMEWORK, competency("a", "=cmd|x")], ["row 3, column Short name", "formula"]),
    "a cell of 10 MB": ([FRAMEWORK, competency("a", "x" * 10_000_000)], ["row 3", "131,072 characters"]),
}


@pytest.mark.parametrize("wrong", BAD)
def test_what_is_wrong_is_said_with_its_row_and_column(tmp_path, wrong):
    rows, words = BAD[wrong]

    with pytest.raises(Unreadable) as refused:
        read(tmp_path, rows)

    assert str(refused.value).startswith("framework.csv, ")
    assert [word for word in words if word not in str(refused.value)] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Role Family,Role\nx,y\n", "the heading has 2 columns, and this format has 14"),
        (";".join(HEADING).encode() + b"\n", "semicolons"),
        (",".join(HEADING).encode() + b"\nx,y\n", "row 2, column Short name: the row breaks off"),
        (b"PK\x03\x04" + bytes(30), "workbook"),
        ("Baking\u00e9".encode("cp1252"), "not UTF-8"),
        (b"a,b\0", "binary data"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, content, words):
    path = tmp_path / "framework.csv"
    path.write_bytes(content)

    with pytest.raises(Unreadable, match=r"^framework\.csv") as refused:
        moodle.read(path)

    assert words in str(refused.value)


@needs_shared
@pytest.mark.parametrize("name", ["oecd-core-example.csv", "oecd-core-example-m39.csv"])
def test_the_65_rows_of_moodles_own_fixture_come_back(name):
    document = moodle.read(FIXTURES / name).document

    ((_, content),) = moodle.write(document).items()

    raw = rows_of((FIXTURES / name).read_bytes())
    assert len(document.skills) + 1 == len(raw) - 1 == 65
    assert len(document.relations) == 78
    assert rows_of(content)[1:] == raw[1:]
