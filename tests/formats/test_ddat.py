"""The Government Digital and Data CSV: what it is taken to say, and that it comes back to the letter."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.samples import ROLES, changed, csv_bytes, everything, rows_of, write_ddat
from tests.shared import DDAT, needs_shared
from waymark_formats import ddat
from waymark_formats.ddat.rows import LEVELS, ROLE_COLUMNS, SKILL_COLUMNS, UNDEFINED
from waymark_formats.framework import Unwritable
from waymark_formats.markup import html_tag, is_formula


def skill(document, name):
    return next(one for one in document.skills if one.name == name)


def role(document, name):
    return next(one for family in document.families for one in family.roles if one.name == name)


def notes(result):
    return [(note.file, note.row, note.what, note.done) for note in result.notes]


def test_rows_become_families_roles_role_levels_and_requirements(tmp_path):
    document = ddat.read(write_ddat(tmp_path / "2026-03-23")).document

    assert [(family.name, [role.name for role in family.roles]) for family in document.families] == [
        ("Baking", ["Bread"]),
        ("Leading", ["Chief baker"]),
    ]
    bread = role(document, "Bread")
    assert [level.name for level in bread.levels] == ["Junior baker", "Baker "]
    assert [(one.skill, one.level) for one in bread.levels[1].requirements] == [("Kneading", 2), ("Ovens", 2)]
    assert all(level.rung is None for level in bread.levels)
    assert (document.slug, document.version) == ("government-digital-and-data", "2026-03-23")
    assert (document.profession, document.licence) == ("digital-data-and-technology", "Open Government Licence v3.0")


def test_a_description_that_ends_in_a_list_is_split_into_what_the_role_is_and_what_it_does(tmp_path):
    document = ddat.read(write_ddat(tmp_path)).document

    assert role(document, "Bread").summary == "Makes bread."
    assert role(document, "Bread").responsibilities == "In this role you:\n- knead\n- bake"
    assert role(document, "Chief baker").responsibilities == ""


def test_not_in_use_is_a_lone_level_without_a_name_asking_without_a_level(tmp_path):
    document = ddat.read(write_ddat(tmp_path)).document

    chief = role(document, "Chief baker")
    assert [(level.name, level.description) for level in chief.levels] == [("", "")]
    assert [(one.skill, one.level) for one in chief.levels[0].requirements] == [("Judgement", None)]
    assert chief.role_type == "Senior"


def test_an_undefined_level_is_named_and_an_empty_cell_says_nothing(tmp_path):
    document = ddat.read(write_ddat(tmp_path)).document

    assert skill(document, "Ovens").descriptors == {1: None, 2: "You can:\n- mind two ovens"}
    assert skill(document, "Kneading").descriptors[3] is None
    assert 4 not in skill(document, "Kneading").descriptors
    assert skill(document, "Judgement").descriptors == {}


def test_a_missing_description_is_no_description_and_comes_back_as_missing(tmp_path):
    result = ddat.read(write_ddat(tmp_path))

    assert skill(result.document, "Ovens").summary == ""
    assert rows_of(ddat.write(result.document)["roles.csv"]) == {tuple(ROLE_COLUMNS), *map(tuple, ROLES)}
    assert ("roles.csv", 3, "a skill description is MISSING (and in 1 other row)", "taken as no description") in notes(
        result
    )


def test_exact_duplicates_are_left_out_with_a_note_each(tmp_path):
    result = ddat.read(write_ddat(tmp_path, roles=[*ROLES, ROLES[0], ROLES[0]]))

    assert [note for note in notes(result) if "duplicate" in note[2]] == [
        ("roles.csv", 7, "exact duplicate of row 2", "left out"),
        ("roles.csv", 8, "exact duplicate of row 2", "left out"),
    ]
    assert result.document == ddat.read(write_ddat(tmp_path)).document


def test_roles_alone_say_what_their_skills_are(tmp_path):
    alone = ddat.read(write_ddat(tmp_path, skills=None)).document
    by_file = ddat.read(write_ddat(tmp_path / "both") / "roles.csv").document

    assert skill(alone, "Kneading").summary == "Kneading is working the dough."
    assert skill(alone, "Ovens").descriptors == {1: None, 2: "You can:\n- mind two ovens"}
    assert by_file.skills == alone.skills
    assert rows_of(ddat.write(alone)["roles.csv"]) == {tuple(ROLE_COLUMNS), *map(tuple, ROLES)}


def test_what_is_odd_is_kept_and_noted(tmp_path):
    odd = changed(changed(ROLES, 6, "Role Description", "- leads,\u00a0p < q"), 6, "Skill Name", " judgement")
    result = ddat.read(write_ddat(tmp_path, roles=odd))

    assert role(result.document, "Chief baker").summary == "- leads,\u00a0p < q"
    assert {(file, row, what) for file, row, what, _ in notes(result)} >= {
        ("roles.csv", 4, "a cell holds non-breaking spaces (and in 2 other rows)"),
        ("roles.csv", 6, "a skill's name is spelt with other spaces or capitals than before"),
        ("roles.csv", 4, "a role level's name begins or ends with a space"),
        ("skills.csv", 3, "the list of roles is not that of the roles that ask for the skill"),
    }
    written = ddat.write(result.document)
    assert rows_of(written["roles.csv"]) == {tuple(ROLE_COLUMNS), *map(tuple, odd)}


def test_a_byte_order_mark_is_accepted_and_noted(tmp_path):
    folder = write_ddat(tmp_path)
    (folder / "roles.csv").write_bytes(b"\xef\xbb\xbf" + csv_bytes(ROLE_COLUMNS, ROLES))

    result = ddat.read(folder)

    assert ("roles.csv", 1, "the file starts with a byte order mark", "left out") in notes(result)
    assert result.document.families == ddat.read(write_ddat(tmp_path / "plain")).document.families


def test_columns_in_another_order_are_read_by_their_names(tmp_path):
    folder = write_ddat(tmp_path)
    backwards = [list(reversed(row)) for row in ROLES]
    (folder / "roles.csv").write_bytes(csv_bytes(list(reversed(ROLE_COLUMNS)), backwards))

    result = ddat.read(folder)

    assert result.document.families == ddat.read(write_ddat(tmp_path / "straight")).document.families
    assert ("roles.csv", 1, "the columns stand in another order", "read by their names") in notes(result)


def test_a_blank_row_is_left_out_with_a_note(tmp_path):
    folder = write_ddat(tmp_path)
    (folder / "roles.csv").write_bytes(csv_bytes(ROLE_COLUMNS, ROLES) + b"\r\n")

    assert ("roles.csv", 7, "blank row", "left out") in notes(ddat.read(folder))


def test_the_version_is_the_day_of_the_file_when_the_folder_is_not_called_by_a_date(tmp_path):
    folder = write_ddat(tmp_path / "download")
    moment = datetime(2025, 9, 25, 12, tzinfo=UTC).timestamp()
    os.utime(folder / "roles.csv", (moment, moment))

    assert ddat.read(folder).document.version == "2025-09-25"


def test_another_scale_cannot_be_written():
    with pytest.raises(Unwritable, match="Short scale"):
        ddat.write(everything())


def test_a_line_break_of_any_kind_survives_writing(tmp_path):
    text = 'one\r\nnext, "quoted"\rlast\n'
    folder = write_ddat(tmp_path, roles=changed(ROLES, 6, "Role Description", text))

    written = ddat.write(ddat.read(folder).document)

    assert text in {cell for row in rows_of(written["roles.csv"]) for cell in row}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("=1+1", 'in row 3, column Skill Description, a spreadsheet would run the cell as a formula, "=1+1"'),
        ("<b>wise</b>", 'in row 3, column Skill Description, the cell holds the HTML tag "<b>"'),
    ],
)
def test_what_could_not_be_read_again_is_not_written(tmp_path, text, words):
    document = ddat.read(write_ddat(tmp_path, roles=[ROLES[0], ROLES[4]], skills=None)).document
    skills = tuple(replace(one, summary=text) if one.name == "Kneading" else one for one in document.skills)

    with pytest.raises(Unwritable) as refused:
        ddat.write(replace(document, families=document.families[1:], skills=skills[::-1]))

    assert str(refused.value).startswith("skills.csv cannot be written: ")
    assert words in str(refused.value)
    assert str(refused.value).endswith("Export it as waymark.")


@needs_shared
@pytest.mark.parametrize(
    ("folder", "skills", "descriptors", "requirements", "duplicates"),
    [("2025-09-25", 188, 604, 1809, 16), ("2026-03-23", 189, 611, 1808, 16)],
)
def test_the_real_files_are_read_whole_and_come_back_as_the_same_set_of_rows(
    folder, skills, descriptors, requirements, duplicates
):
    result = ddat.read(DDAT / folder)
    document = result.document
    roles = [one for family in document.families for one in family.roles]
    levels = [level for one in roles for level in one.levels]

    assert (len(document.families), len(roles), len(levels), len(document.skills)) == (8, 52, 205, skills)
    assert sum(text is not None for one in document.skills for text in one.descriptors.values()) == descriptors
    assert sum(len(level.requirements) for level in levels) == requirements
    assert sum(not one.descriptors for one in document.skills) == 22
    assert sum("duplicate" in note.what for note in result.notes) == duplicates
    written = ddat.write(document)
    for name in ("roles.csv", "skills.csv"):
        assert rows_of(written[name]) == rows_of((DDAT / folder / name).read_bytes())


@needs_shared
def test_the_real_roles_alone_come_back_as_the_same_set_of_rows():
    source = DDAT / "2026-03-23" / "roles.csv"

    assert rows_of(ddat.write(ddat.read(source).document)["roles.csv"]) == rows_of(source.read_bytes())


texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from(list(' \n\r\t",=<>-\u00a0')), max_size=12
).filter(lambda text: not html_tag(text) and not is_formula(text))


@st.composite
def files(draw):
    """Rows of both files that do not contradict each other, with texts of every kind."""
    skills = {}
    for number in range(draw(st.integers(1, 4))):
        levels = [draw(texts | st.sampled_from(["", UNDEFINED])) for _ in LEVELS]
        skills[f"Skill {number}" + draw(st.sampled_from(["", " ", "\u00a0"]))] = (draw(texts), levels)
    roles = []
    for number in range(draw(st.integers(1, 3))):
        family, description, kind = f"F{draw(st.integers(0, 1))}", draw(texts), draw(texts)
        alone = draw(st.booleans())
        for level in range(1 if alone else draw(st.integers(1, 2))):
            name = "NOT IN USE" if alone else f"Level {level}{draw(st.sampled_from(['', ' ']))}"
            says = draw(texts)
            for asked, (summary, levels) in skills.items():
                rank = draw(st.integers(-1, 4))
                if rank < 0:
                    continue
                level_name = ([*LEVELS, "NOT IN USE"])[rank]
                text = draw(texts) if rank == 4 else levels[rank]
                seen = draw(st.sampled_from([summary, "MISSING", ""]))
                roles.append([family, f"Role {number}", description, name, says, asked, seen, level_name, text, kind])
    lists = [draw(texts) for _ in skills]
    return roles, [
        [name, summary, *levels, roles_]
        for (name, (summary, levels)), roles_ in zip(skills.items(), lists, strict=True)
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files())
def test_whatever_the_cells_hold_the_same_set_of_rows_comes_back(tmp_path, written):
    roles, skills = written
    if not roles:
        return
    document = ddat.read(write_ddat(tmp_path, roles, skills)).document

    files_again = ddat.write(document)

    assert rows_of(files_again["roles.csv"]) == {tuple(ROLE_COLUMNS), *map(tuple, roles)}
    assert rows_of(files_again["skills.csv"]) == {tuple(SKILL_COLUMNS), *map(tuple, skills)}
