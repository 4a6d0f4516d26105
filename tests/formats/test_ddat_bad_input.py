"""What is wrong with a file is said in one sentence that names the file, the row and the column."""

from __future__ import annotations

import pytest

from tests.formats.samples import KNEADING, ROLES, SKILLS, changed, csv_bytes, write_ddat
from waymark_formats import ddat
from waymark_formats.ddat.rows import ROLE_COLUMNS, SKILL_COLUMNS
from waymark_formats.framework import Unreadable

GOOD = csv_bytes(ROLE_COLUMNS, ROLES)


def sentence(folder, **limits):
    with pytest.raises(Unreadable) as refused:
        ddat.read(folder, **limits)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def with_roles(tmp_path, content):
    folder = write_ddat(tmp_path)
    (folder / "roles.csv").write_bytes(content)
    return folder


CONTENTS = {
    "nothing": (b"", ["roles.csv", "empty", "row 1"]),
    "white space": (b" \n\n", ["roles.csv", "empty"]),
    "a heading alone": (csv_bytes(ROLE_COLUMNS, []), ["roles.csv", "row 2", "nothing below"]),
    "a workbook": (b"PK\x03\x04" + b"\x00" * 40, ["roles.csv", "row 1", "column 1", "workbook"]),
    "binary data": (GOOD + b"a,b\x00", ["roles.csv", "row 7", "column 2", "binary"]),
    "UTF-16": ("a,b".encode("utf-16"), ["roles.csv", "row 1", "UTF-16"]),
    "Windows-1252": (GOOD.replace(b"Leads.", b"Leads\x92."), ["roles.csv", "row 6", "column 3", "0x92", "UTF-8"]),
    "semicolons": (";".join(ROLE_COLUMNS).encode() + b"\n", ["roles.csv", "row 1", "semicolons"]),
    "no heading": (csv_bytes(ROLES[0], ROLES[1:]), ["roles.csv", "row 1", "column 1", 'missing "Role Family"']),
    "a column too few": (
        csv_bytes(ROLE_COLUMNS[:-1], [row[:-1] for row in ROLES]),
        ["roles.csv", "row 1", "column 10", 'missing "Role Type"'],
    ),
    "a column too many": (
        csv_bytes([*ROLE_COLUMNS, "Colour"], [[*row, "red"] for row in ROLES]),
        ["roles.csv", "row 1", "column 11", 'not expected "Colour"'],
    ),
    "a column twice": (
        csv_bytes([*ROLE_COLUMNS[:-1], "Role"], ROLES),
        ["roles.csv", "row 1", "column 10", 'missing "Role Type"', 'not expected "Role"'],
    ),
    "half a row": (GOOD + b"Baking,Bread,Makes", ["roles.csv", "row 7", "column Role Level", "3 cells of 10"]),
    "a row too long": (GOOD + b"a,b,c,d,e,f,g,h,i,j,k", ["roles.csv", "row 7", "column 11", "11 cells"]),
    "an open quotation": (GOOD + b'"Baking,Bread', ["roles.csv", "row 7", "never closed"]),
    "text after a quotation": (GOOD + b'"Baking"x,Bread', ["roles.csv", "row 7", "not CSV"]),
    "a cell that is too long": (
        GOOD + b"Baking," + b"x" * 200_000,
        ["roles.csv", "row 7", "more than 131,072 characters"],
    ),
    "a cell without an end": (GOOD + b'"' + b"x" * 200_000, ["roles.csv", "row 7", "never closed", "131,072"]),
}


@pytest.mark.parametrize("wrong", CONTENTS)
def test_a_file_that_is_not_this_csv_is_refused_with_its_place(tmp_path, wrong):
    content, words = CONTENTS[wrong]

    said = sentence(with_roles(tmp_path, content))

    assert [word for word in words if word not in said] == [], said


ROWS = {
    "another family for a role": (
        changed(ROLES, 3, "Role Family", "Milling"),
        ["row 3", "column Role Family", 'the role "Bread"', "row 2"],
    ),
    "another description for a role": (
        changed(ROLES, 4, "Role Description", "Makes cake."),
        ["row 4", "column Role Description", 'the role "Bread"', "row 2"],
    ),
    "another type for a role": (changed(ROLES, 3, "Role Type", "Craft"), ["row 3", "column Role Type", "row 2"]),
    "another description for a role level": (
        changed(ROLES, 5, "Role Level Description", "Rests."),
        ["row 5", "column Role Level Description", 'the role level "Baker"', "row 4"],
    ),
    "two levels for one requirement": (
        [*ROLES, changed(ROLES, 2, "Skill Level", "Expert")[0]],
        ["row 7", "column Skill Level", "row 2", "Kneading"],
    ),
    "two spellings of one requirement": (
        [*ROLES, changed(ROLES, 2, "Skill Name", "kneading")[0]],
        ["row 7", "column Skill Name", "row 2", "keep one"],
    ),
    "an unknown level": (
        changed(ROLES, 2, "Skill Level", "Guru"),
        ["row 2", "column Skill Level", '"Guru" is not a level', "Awareness, Working, Practitioner, Expert"],
    ),
    "an unknown skill": (
        changed(ROLES, 5, "Skill Name", "Juggling"),
        ["row 5", "column Skill Name", '"Juggling" is not in skills.csv'],
    ),
    "another meaning of a skill": (
        changed(ROLES, 4, "Skill Description", "Kneading is a massage."),
        ["row 4", "column Skill Description", 'the skill "Kneading"', "skills.csv, row 2"],
    ),
    "another descriptor of a level": (
        changed(ROLES, 5, "Skill Level Description", "You can:\n- mind nine ovens"),
        ["row 5", "column Skill Level Description", '"Ovens" at Working', "skills.csv, row 3"],
    ),
    "named levels and none": (
        changed(ROLES, 4, "Role Level", "NOT IN USE"),
        ["row 4", "column Role Level", "named levels and NOT IN USE", "row 2"],
    ),
    "no role": (changed(ROLES, 2, "Role", " "), ["row 2", "column Role:", "empty"]),
    "no skill level": (changed(ROLES, 2, "Skill Level", ""), ["row 2", "column Skill Level:", "empty"]),
}


@pytest.mark.parametrize("wrong", ROWS)
def test_rows_that_contradict_each_other_are_refused_with_both_places(tmp_path, wrong):
    roles, words = ROWS[wrong]

    said = sentence(write_ddat(tmp_path, roles=roles))

    assert [word for word in ["roles.csv", *words] if word not in said] == [], said


def test_two_rows_for_one_skill_that_differ_are_refused(tmp_path):
    other = ["kneading ", KNEADING, "You can:\n- knead", "Quite well", "", "", "Bread"]

    said = sentence(write_ddat(tmp_path, skills=[*SKILLS, other]))

    assert "skills.csv, row 5, column Skill Name" in said
    assert "row 2" in said


def test_a_skill_without_a_name_is_refused(tmp_path):
    said = sentence(write_ddat(tmp_path, skills=changed(SKILLS, 3, "Skill Name", "")))

    assert "skills.csv, row 3, column Skill Name: the cell is empty" in said


def test_wrong_columns_of_the_skills_are_refused(tmp_path):
    folder = write_ddat(tmp_path)
    (folder / "skills.csv").write_bytes(csv_bytes(["Skill", *SKILL_COLUMNS[1:]], SKILLS))

    assert 'missing "Skill Name"; not expected "Skill"' in sentence(folder)


def test_a_file_beyond_the_limit_is_refused_before_it_is_opened(tmp_path):
    folder = write_ddat(tmp_path)
    with (folder / "roles.csv").open("wb") as file:
        file.truncate(300 * 1024 * 1024 + 1)  # a hole: it takes no room on the disk

    said = sentence(folder)

    assert "roles.csv: the file holds 314,572,801 bytes" in said
    assert "300 MB" in said
    assert "roles.csv" in sentence(write_ddat(tmp_path / "small"), limit=100)


def test_a_folder_without_roles_is_refused(tmp_path):
    assert "roles.csv: there is no such file" in sentence(tmp_path)


def test_spaces_alone_are_no_contradiction(tmp_path):
    spaced = changed(ROLES, 4, "Role Description", ROLES[0][2].replace(" ", "\u00a0"))

    document = ddat.read(write_ddat(tmp_path, roles=spaced)).document

    assert len(document.families[0].roles) == 1
