"""Our own notation: nothing is lost on the way out and back, and what is wrong is refused with its path."""

from __future__ import annotations

import copy
import json
import tempfile
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.samples import everything
from tests.shared import DDAT, needs_shared
from waymark_formats import ddat, trees, waymark
from waymark_formats.framework import (
    FamilyDocument,
    FrameworkDocument,
    Importance,
    RelationDocument,
    RelationKind,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    ScaleDocument,
    ScaleKind,
    ScaleLevel,
    SkillDocument,
    SkillKind,
    Unreadable,
)
from waymark_formats.markup import html_tag
from waymark_formats.waymark.writing import tree

LIBRARY = sorted(Path(str(files("waymark") / "library")).glob("*.yaml"))


def again(folder, document, write=waymark.write):
    ((name, content),) = write(document).items()
    (folder / name).write_bytes(content)
    return waymark.read(folder / name).document


def refusal(folder, value, name="wrong.json"):
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        waymark.read(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("write", [waymark.write, waymark.write_yaml])
def test_a_document_that_says_everything_comes_back_equal(tmp_path, write):
    assert again(tmp_path, everything(), write) == everything()


def test_keys_always_stand_in_the_same_order_and_defaults_are_left_out():
    ((name, content),) = waymark.write(everything()).items()
    value = json.loads(content)

    assert name == "bakery-2026.1.json"
    assert list(value) == ["format", "framework", "version", "scales", "skills", "relations", "families"]
    assert list(value["skills"][1]) == ["key", "uuid", "name", "kind", "scale", "levels"]
    assert waymark.write(everything()) == waymark.write(everything())


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_starter_library_is_read(tmp_path, path):
    result = waymark.read(path)

    assert result.notes == ()
    assert result.document.skills
    assert again(tmp_path, result.document) == result.document


def test_there_is_a_starter_library():
    assert {path.stem for path in LIBRARY} >= {"digital-and-data", "leadership-behaviours"}


@needs_shared
@pytest.mark.parametrize("write", [waymark.write, waymark.write_yaml])
def test_the_real_framework_comes_back_equal(tmp_path, write):
    document = ddat.read(DDAT / "2026-03-23").document

    assert again(tmp_path, document, write) == document


text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8).filter(lambda one: not html_tag(one))
name = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8).filter(
    lambda one: one.strip() and not html_tag(one)
)
labels = st.lists(text, max_size=2).map(tuple)
words = st.dictionaries(name, text, max_size=2)
uuids = st.uuids()


@st.composite
def scales_called(draw, key):
    kind = draw(st.sampled_from(ScaleKind))
    many = 0 if kind is ScaleKind.NONE else draw(st.integers(1, 4))
    values = sorted(draw(st.sets(st.decimals(-9, 999, places=4), min_size=many, max_size=many)))
    return ScaleDocument(
        key,
        draw(name),
        tuple(
            ScaleLevel(i, draw(name), draw(text), value if kind is ScaleKind.NUMERIC else None)
            for i, value in enumerate(values, start=1)
        ),
        kind,
    )


@st.composite
def documents(draw):
    keys = draw(st.lists(name, min_size=1, max_size=3, unique=True))
    scales = tuple(draw(scales_called(key)) for key in keys)
    skills = []
    for key in draw(st.lists(name, max_size=3, unique=True)):
        scale = draw(st.sampled_from(scales))
        ranks = st.integers(1, len(scale.levels)) if scale.levels else st.nothing()
        descriptors = draw(st.dictionaries(ranks, st.none() | text))
        named = sorted(descriptors)
        skills.append(
            SkillDocument(
                key, draw(name), draw(text), draw(st.sampled_from(SkillKind)), scale.key, draw(labels), draw(labels),
                descriptors,
                {rank: draw(name) for rank in named if draw(st.booleans())},
                {rank: draw(name) for rank in named if draw(st.booleans())},
                draw(uuids), draw(words), draw(st.sampled_from(["", *(one.key for one in skills)])), draw(text),
            )
        )  # fmt: skip
    keys = [skill.key for skill in skills]
    relations = tuple(
        RelationDocument(
            draw(st.sampled_from(keys)), draw(st.sampled_from(RelationKind)), draw(st.sampled_from(keys)), draw(text),
            draw(text), draw(uuids), draw(words),
        )
        for _ in range(draw(st.integers(0, 2)) if keys else 0)
    )  # fmt: skip
    tops = {skill.key: len(next(one for one in scales if one.key == skill.scale).levels) for skill in skills}

    def requirement(key):
        return RequirementDocument(
            key, draw(st.none() | st.integers(1, tops[key])) if tops[key] else None, draw(st.sampled_from(Importance)),
            draw(st.integers(1, 9)), "", draw(words),
        )  # fmt: skip

    roles = tuple(
        RoleDocument(
            key, draw(name), draw(text), draw(text), draw(text), draw(text), draw(text), draw(labels), draw(labels),
            tuple(
                RoleLevelDocument(
                    level, draw(name), draw(text), draw(st.none() | st.integers(1, 9)), draw(text),
                    tuple(requirement(skill.key) for skill in skills if draw(st.booleans())), (), draw(uuids),
                )
                for level in draw(st.lists(name, max_size=2, unique=True))
            ),
            draw(uuids),
        )
        for key in draw(st.lists(name, max_size=2, unique=True))
    )  # fmt: skip
    family = FamilyDocument(draw(name), draw(name), draw(text), roles, draw(uuids))
    day = draw(st.none() | st.dates(min_value=date(1900, 1, 1)))
    return FrameworkDocument(
        draw(name), (family,), tuple(skills), scales, draw(text), draw(text), draw(text), draw(text), draw(text),
        draw(text), day, draw(text), draw(uuids), draw(uuids), relations, draw(words),
    )  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(documents(), st.sampled_from([waymark.write, waymark.write_yaml]))
def test_whatever_a_document_says_comes_back(document, write):
    document = replace(document, slug="some", version="1")
    with tempfile.TemporaryDirectory() as folder:
        assert again(Path(folder), document, write) == document


def at(*path):
    """Return a change to the tree of ``everything()``: the last of ``path`` is the new value."""
    *keys, last, value = path

    def change(value_of_all):
        place = value_of_all
        for key in keys:
            place = place[key]
        place[last] = value

    return change


CHILD = ("skills", 0, "parent")
LEVEL = ("families", 0, "roles", 0, "levels", 0)
WRONG = {
    "unknown key at the top": (at("colour", 1), "colour: this key is not known here"),
    "unknown key of the framework": (at("framework", "colour", 1), "framework.colour: this key is not known"),
    "unknown key of a skill": (at("skills", 1, "colour", 1), "skills[1].colour: this key is not known"),
    "unknown key of a level": (at(*LEVEL, "colour", 1), "families[0].roles[0].levels[0].colour: this key"),
    "unknown key of a requirement": (
        at(*LEVEL, "requirements", 1, "colour", 1),
        "families[0].roles[0].levels[0].requirements[1].colour: this key",
    ),
    "unknown key of a choice": (at(*LEVEL, "choices", 0, "colour", 1), "levels[0].choices[0].colour: this key"),
    "another format": (at("format", "case"), 'format: is "case"'),
    "no title": (at("framework", "title", None), "framework.title: should be text, and is missing"),
    "a number for a title": (at("framework", "title", 7), "framework.title: should be text, and is a number"),
    "a number for a label": (at("version", "label", 2026.1), "version.label: should be text, and is a number"),
    "a date that is none": (at("version", "effective_from", "soon"), "version.effective_from: should be a date"),
    "a UUID that is none": (at("skills", 0, "uuid", "x"), 'skills[0].uuid: "x" is not a UUID'),
    "one UUID for two things": (at("skills", 0, "uuid", str(everything().uuid)), "stands at two things"),
    "a list for a skill": (at("skills", 0, []), "skills[0]: should be a mapping with keys, and is a list"),
    "a mapping for the skills": (at("skills", {}), "skills: should be a list, and is a mapping"),
    "a kind of its own": (at("skills", 0, "kind", "magic"), 'skills[0].kind: "magic" is not one of technical'),
    "a scale of nobody": (at("skills", 0, "scale", "huge"), 'skills[0].scale: there is no scale "huge"'),
    "a parent of nobody": (at(*CHILD, "huge"), 'skills[0].parent: there is no skill with the key "huge"'),
    "a circle of parents": (at(*CHILD, "judgement"), 'skills[0].parent: "kneading" stands above itself'),
    "a relation to nobody": (
        at("relations", 0, "to", "huge"),
        'relations[0].to: there is no skill with the key "huge"',
    ),
    "a relation to nothing": (at("relations", 1, "uri", ""), "relations[1].to: says which skill"),
    "a level without its value": (at("scales", 2, "levels", 0, "value", ""), "scales[2].levels[0].value: a numeric"),
    "a value that is none": (at("scales", 2, "levels", 0, "value", "1e9"), 'value: "1e9" is not a number'),
    "values that fall": (at("scales", 2, "levels", 0, "value", "200"), "scales[2].levels[1].value: values rise"),
    "a value on named levels": (at("scales", 0, "levels", 0, "value", "1"), "scales[0].levels[0].value: a numeric"),
    "levels on a scale of none": (at("scales", 3, "levels", [{"rank": 1, "name": "x"}]), "scales[3].levels: a scale"),
    "two skills of one key": (at("skills", 1, "key", "kneading"), 'skills[1].key: "kneading" is the key of another'),
    "no key": (at("skills", 1, "key", " "), "skills[1].key: is empty"),
    "a number among labels": (at("skills", 0, "hidden_labels", 0, 1), "skills[0].hidden_labels[0]: should be text"),
    "a rank above the scale": (at("skills", 0, "levels", "3", ""), "skills[0].levels.3: the scale has levels 1 to 2"),
    "a rank that is no number": (at("skills", 0, "levels", "one", ""), "skills[0].levels.one: a rank should be"),
    "a number for a descriptor": (at("skills", 0, "levels", "1", 1), "skills[0].levels.1: should be text"),
    "evidence for an unnamed level": (
        at("skills", 1, "evidence", {"1": "x"}),
        "skills[1].evidence.1: levels says nothing of level 1",
    ),
    "no scale": (at("scales", []), "scales: at least one scale is needed"),
    "a gap in a scale": (at("scales", 0, "levels", 1, "rank", 3), "scales[0].levels[1].rank: ranks count from 1"),
    "an unknown skill": (at(*LEVEL, "requirements", 0, "skill", "x"), "requirements[0].skill: there is no skill"),
    "a level above the scale": (at(*LEVEL, "requirements", 0, "level", 3), "requirements[0].level: the skill's scale"),
    "true for a level": (at(*LEVEL, "requirements", 0, "level", True), "requirements[0].level: should be a whole"),
    "a fraction for a level": (at(*LEVEL, "requirements", 0, "level", 1.0), "requirements[0].level: should be a whole"),
    "level nought": (
        at(*LEVEL, "requirements", 0, "level", 0),
        "requirements[0].level: should be a whole number from 1",
    ),
    "one skill asked twice": (at(*LEVEL, "requirements", 0, "skill", "ovens"), '"ovens" is asked for twice'),
    "an unknown choice": (
        at(*LEVEL, "requirements", 0, "choice", "x"),
        "requirements[0].choice: the role level has no",
    ),
    "an importance of its own": (at(*LEVEL, "requirements", 0, "importance", "nice"), 'importance: "nice" is not one'),
    "a weight too great": (at(*LEVEL, "requirements", 0, "weight", 10**9), "weight: should be a whole number from 1"),
    "a choice without a number": (at(*LEVEL, "choices", 0, "choose", None), "choices[0].choose: says how many"),
    "a level without a name": (at(*LEVEL, "name", ""), "families[0].roles[0].levels: only the lone level"),
    "a role key twice": (at("families", 1, "roles", 0, "key", "bread"), 'families[1].roles[0].key: "bread" is the key'),
    "a null character": (at("framework", "summary", "a\0"), "framework.summary: holds a null character"),
    "half of a character": (at("framework", "summary", "\ud800"), "framework.summary: holds half of a character"),
    "a tag in a summary": (
        at("families", 0, "summary", "All <b>that</b> bakes."),
        'families[0].summary: holds the HTML tag "<b>"; take it out',
    ),
    "a tag in a descriptor": (
        at("skills", 0, "levels", "1", "<p>Knead"),
        'skills[0].levels.1: holds the HTML tag "<p>"',
    ),
    "a tag in a label": (at("skills", 0, "hidden_labels", 0, "<i>"), "skills[0].hidden_labels[0]: holds the HTML tag"),
    "a tag in a source": (at("skills", 0, "source", {"x": "<i>"}), "skills[0].source.x: holds the HTML tag"),
    "a source that is no text": (at("skills", 0, "source", {"x": 1}), "skills[0].source.x: should be text"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_refused_with_its_path(tmp_path, wrong):
    change, words = WRONG[wrong]
    value = json.loads(json.dumps(copy.deepcopy(tree(everything()))))
    change(value)

    assert words in refusal(tmp_path, value)


def test_text_that_is_not_json_is_refused_with_row_and_column(tmp_path):
    assert "wrong.json, row 2, column 6: this is not JSON" in refusal(tmp_path, '{\n "a" 1}')
    assert 'the key "a" stands twice' in refusal(tmp_path, '{"a": 1, "a": 2}')
    assert "NaN is not JSON" in refusal(tmp_path, '{"a": NaN}')
    assert "nested too deeply" in refusal(tmp_path, "[" * 100_000)
    assert refusal(tmp_path, " ").endswith(", row 1, column 1: the file is empty.")
    assert "the top: should be a mapping" in refusal(tmp_path, "[]")


def test_yaml_is_plain_values_with_one_of_each_key(tmp_path):
    assert "wrong.yaml, row 2, column 1" in refusal(tmp_path, "a: 1\na: 2\n", "wrong.yaml")
    assert 'the key "a" stands twice' in refusal(tmp_path, "a: 1\na: 2\n", "wrong.yaml")
    assert "wrong.yaml, row 2, column 1" in refusal(tmp_path, "a: [1\n", "wrong.yaml")
    assert "not YAML we can read" in refusal(tmp_path, "a: !!python/object/apply:os.getcwd []\n", "wrong.yaml")
    assert "put it in quotation marks" in refusal(
        tmp_path, yaml.safe_dump(tree(everything())).replace("label: '2026.1'", "label: 2026.1"), "wrong.yaml"
    )


def test_yaml_that_would_be_much_more_as_a_tree_is_refused(tmp_path, monkeypatch):
    few = "a: &many [1, 2, 3]\nb: [*many, *many]\n"
    assert 'wrong.yaml, row 2, column 5: the alias "*many"' in refusal(tmp_path, few, "wrong.yaml")

    monkeypatch.setattr(trees, "MOST_PARTS", 100)
    assert "the file has more than 100 parts" in refusal(tmp_path, f"a: [{'1, ' * 200}]", "wrong.yaml")


def test_yaml_says_ranks_as_numbers_and_days_as_dates(tmp_path):
    path = tmp_path / "small.yml"
    path.write_text(
        """
format: waymark-framework/1
framework: {title: Small}
version: {label: "1", effective_from: 2026-01-05}
scales: [{key: s, name: S, levels: [{rank: 1, name: One}]}]
skills: [{key: a, name: A, levels: {1: null}}]
families: []
"""
    )

    document = waymark.read(path).document

    assert document.effective_from == date(2026, 1, 5)
    assert document.skills[0].descriptors == {1: None}
