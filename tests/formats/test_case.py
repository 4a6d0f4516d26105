"""CASE packages: what they are taken to say, and that writing keeps all they can say."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from tests.formats.packages import WHEN, association, identifier, item, link, package, write_package
from tests.formats.samples import anonymous, everything, uuid
from tests.formats.schema import errors
from tests.shared import SHARED, needs_shared
from waymark_formats import case, ddat, waymark
from waymark_formats.case.vocabulary import WITHOUT_LEVELS
from waymark_formats.framework import RelationKind, SkillKind, Unwritable

CASE = SHARED / "data" / "case"
SCHEMA = SHARED / "standards" / "case" / "v1p1" / "case-v1p1-cfpackage.json"
ITEMS = {
    "opensalt-docs/opensalt-framework-20c5134f": 16,
    "opensalt-tests/AdoptedTestFramework": 1,
    "opensalt-tests/EmptyExternalFramework": 0,
    "opensalt-tests/ItemTypeTestFramework": 1,
    "opensalt-tests/MarkdownFramework": 2,
    "opensalt-tests/Ordering": 28,
    "opensalt-tests/SequenceNumberFramework": 2,
    "opensalt-tests/SmartLevelFramework": 14,
    "opensalt-tests/Utf8TestFramework": 1,
    "smarter-balanced/dok-levels": 15,
    "smarter-balanced/g3-math-c1-ta": 73,
    "smarter-balanced/g3-math-c1-th": 48,
    "smarter-balanced/hs-math-c1-th": 86,
}
"""The 13 packages and the numbers of their items."""


def read(folder, content):
    return case.read(write_package(folder, content)).document


def again(folder, document):
    """Return the document as written and read, and the package itself."""
    ((name, content),) = case.write(document).items()
    (folder / name).write_bytes(content)
    return case.read(folder / name).document, json.loads(content)


def test_items_are_skills_with_their_codes_parents_and_identifiers(tmp_path):
    document = read(
        tmp_path,
        package(
            [
                item(10, "Bread and cakes", humanCodingScheme="B.1"),
                item(11, "Makes dough from flour and water.", abbreviatedStatement="Kneading", CFItemType="Knowledge"),
            ],
            [association(20, 11, "isChildOf", 10), association(21, 10, "isChildOf", 1)],
        ),
    )

    top, below = document.skills
    assert (document.title, document.slug, document.version, document.uuid) == (
        "Baking",
        "baking",
        "2024-03-01",
        uuid(1),
    )
    assert (top.name, top.summary, top.code, top.parent, top.uuid) == ("Bread and cakes", "", "B.1", "", uuid(10))
    assert (below.name, below.summary) == ("Kneading", "Makes dough from flour and water.")
    assert (below.parent, below.kind) == (top.key, SkillKind.KNOWLEDGE)
    assert document.scales == (WITHOUT_LEVELS,)


def test_a_long_statement_is_named_by_its_beginning_and_kept_whole(tmp_path):
    statement = "Kneads the dough. " * 40

    skill = read(tmp_path, package([item(10, statement)])).skills[0]

    assert len(skill.name) <= 300
    assert skill.name.endswith("…")
    assert skill.summary == statement


def test_brothers_out_of_their_order_are_put_in_it(tmp_path):
    items = [item(10, "Third"), item(11, "First"), item(12, "Second"), item(13, "Below first")]
    associations = [
        association(20, 10, "isChildOf", 1, sequenceNumber=3),
        association(21, 11, "isChildOf", 1, sequenceNumber="1"),
        association(22, 12, "isChildOf", 1, sequenceNumber=2),
        association(23, 13, "isChildOf", 11),
    ]

    skills = read(tmp_path, package(items, associations)).skills

    assert [skill.name for skill in skills] == ["First", "Below first", "Second", "Third"]


def test_associations_are_relations_here_and_elsewhere(tmp_path):
    items = [item(10, "A"), item(11, "B")]
    associations = [
        association(20, 10, "precedes", 11),
        association(21, 10, "exactMatchOf", 99, destinationNodeURI=link(99, "Far")),
        association(22, 99, "replacedBy", 11, originNodeURI=link(99, "Old")),
        association(23, 10, "isTranslationOf", 11),
        association(24, 10, "exemplar", 98, destinationNodeURI={"title": "T", "identifier": "x", "uri": "local:x"}),
        association(25, 11, "isChildOf", 1),
        association(26, 11, "isChildOf", 10),
    ]

    document = read(tmp_path, package(items, associations))

    assert [(one.skill, one.kind, one.to, one.uri, one.title) for one in document.relations] == [
        ("a", RelationKind.PRECEDES, "b", "", ""),
        ("a", RelationKind.SAME, "", "https://example.org/99", "Far"),
        ("b", RelationKind.RELATED, "", "https://example.org/99", "Old"),
        ("a", RelationKind.RELATED, "b", "", ""),
        ("b", RelationKind.PART_OF, "a", "", ""),
    ]
    assert [one.source.get("associationType") for one in document.relations] == [
        None, None, "replacedBy", "isTranslationOf", "isChildOf",
    ]  # fmt: skip
    assert document.relations[2].source["direction"] == "inward"
    assert "local:x" in document.source["CFAssociations"]
    assert again(tmp_path, document)[0] == document


def test_a_rubric_whose_criteria_name_the_same_levels_is_a_scale(tmp_path):
    def criterion(number, skill, *texts):
        names = ("Some", "Much")
        levels = [
            {"identifier": identifier(number + i), "uri": "u", "quality": name, "position": i, "description": text}
            for i, (name, text) in enumerate(zip(names, texts, strict=True), start=1)
        ]
        own = {"identifier": identifier(number), "uri": "u", "CFItemURI": link(skill)}
        return {**own, "CFRubricCriterionLevels": levels[::-1]}

    rubric = {"identifier": identifier(50), "uri": "u", "title": "Bread", "CFRubricCriteria": [
        criterion(60, 10, "A little.", "A lot."), criterion(70, 11, "", "All of it."),
    ]}  # fmt: skip

    document = read(tmp_path, package([item(10, "A"), item(11, "B"), item(12, "C")], CFRubrics=[rubric]))

    none, scale = document.scales
    assert none == WITHOUT_LEVELS
    assert (scale.name, [level.name for level in scale.levels]) == ("Bread", ["Some", "Much"])
    assert [(skill.scale, dict(skill.descriptors)) for skill in document.skills] == [
        ("bread", {1: "A little.", 2: "A lot."}), ("bread", {2: "All of it."}), ("", {}),
    ]  # fmt: skip
    written, content = again(tmp_path, document)
    assert written == document
    assert content["CFRubrics"][0]["identifier"] == identifier(50)


def test_a_rubric_that_is_no_scale_is_kept_as_it_is(tmp_path):
    rubric = {"identifier": identifier(50), "uri": "u", "title": "Essay", "CFRubricCriteria": [
        {"identifier": identifier(51), "uri": "u", "category": "Style"}]}  # fmt: skip

    document = read(tmp_path, package([item(10, "A")], CFRubrics=[rubric]))

    assert document.scales == (WITHOUT_LEVELS,)
    written, content = again(tmp_path, document)
    assert written == document
    assert content["CFRubrics"][0]["CFRubricCriteria"][0]["category"] == "Style"


def test_what_has_no_field_comes_back(tmp_path):
    content = package(
        [item(10, "A", educationLevel=["03"], notes="<b>Note</b>", odd={"x": [1]}, extensions={"theirs": 1})],
        [association(20, 10, "isChildOf", 1, CFAssociationGroupingURI=link(30, "G"))],
        CFDefinitions={"CFConcepts": [{**link(31, "C"), "hierarchyCode": "1", "lastChangeDateTime": WHEN[:19]}]},
        extensions={"theirs": {"a": 1}},
        CFPackageURI="https://example.org/p",
    )

    document = read(tmp_path, content)
    written, made = again(tmp_path, document)

    assert written == document
    assert "<" not in "".join(document.skills[0].source.values())
    kept = made["CFItems"][0]
    assert (kept["educationLevel"], kept["notes"], kept["extensions"]["theirs"]) == (["03"], "<b>Note</b>", 1)
    assert kept["extensions"]["waymark"]["other"] == {"odd": {"x": [1]}}
    assert made["CFAssociations"][0]["identifier"] == identifier(20)
    assert made["CFAssociations"][0]["CFAssociationGroupingURI"] == link(30, "G")
    assert made["CFDefinitions"]["CFConcepts"][0]["title"] == "C"
    assert made["extensions"] == {"theirs": {"a": 1}, "waymark": {"other": {"CFPackageURI": "https://example.org/p"}}}


@pytest.mark.parametrize("above", [10, 11, 12])
def test_a_skill_below_a_family_or_a_role_comes_back_where_it_was(tmp_path, above):
    items = [
        item(10, "Bakers", CFItemType="Job family"),
        item(11, "Baker", CFItemType="Role"),
        item(12, "Senior baker", CFItemType="Role level"),
        item(13, "Kneading", CFItemType="Skill"),
    ]
    children = [(10, 1), (11, 10), (12, 11), (13, above)]
    content = package(items, [association(20 + one, one, "isChildOf", below) for one, below in children])

    document = read(tmp_path, content)
    written, made = again(tmp_path, document)

    assert [skill.name for skill in document.skills] == ["Kneading"]
    assert written == document
    (one,) = [each for each in made["CFAssociations"] if each["identifier"] == identifier(33)]
    assert one["destinationNodeURI"]["identifier"] == identifier(above)


def test_words_changed_since_are_written_as_they_are_now(tmp_path):
    document = read(tmp_path, package([item(10, "Bakes <b>bread</b>", humanCodingScheme="1", CFItemType="Cluster")]))
    skill = document.skills[0]

    same = again(tmp_path, document)[1]["CFItems"][0]
    changed = again(tmp_path, replace(document, skills=(replace(skill, name="Bakes cakes"),)))[1]["CFItems"][0]

    assert skill.name == "Bakes bread"
    assert same["fullStatement"] == "Bakes <b>bread</b>"
    assert changed["fullStatement"] == "Bakes cakes"
    assert same["CFItemType"] == changed["CFItemType"] == "Cluster"


def test_all_that_a_framework_says_comes_back(tmp_path):
    document = everything()

    written, content = again(tmp_path, document)

    assert written == document
    types = Counter(one["CFItemType"] for one in content["CFItems"])
    assert (types["Job family"], types["Role"], types["Role level"]) == (3, 2, 3)
    asked = [one for one in content["CFAssociations"] if one["associationType"] == "ext:requires"]
    assert [one.get("notes") for one in asked] == ["Some", "Step 5", None, "Much"]


def test_things_without_an_identity_always_get_the_same_one(tmp_path):
    first, second = case.write(anonymous(everything())), case.write(anonymous(everything()))

    assert first == second
    written, _ = again(tmp_path, anonymous(everything()))
    assert {skill.name for skill in written.skills} == {skill.name for skill in everything().skills}


def test_source_text_that_was_changed_is_refused():
    document = replace(everything(), source={"CFDocument": "{"})

    with pytest.raises(Unwritable, match='source text "CFDocument"'):
        case.write(document)


def test_other_formats_read_what_was_kept(tmp_path):
    definitions = {"CFSubjects": [link(3, "<b>s</b>")]}
    document = read(tmp_path, package([item(10, "A", notes="<i>n</i>")], CFDefinitions=definitions))
    ((name, content),) = waymark.write(document).items()
    (tmp_path / name).write_bytes(content)

    assert waymark.read(tmp_path / name).document == document


@needs_shared
@pytest.mark.parametrize("name", ITEMS)
def test_a_real_package_keeps_its_items_and_comes_back_strict(tmp_path, name):
    raw = json.loads((CASE / f"{name}.json").read_text())

    document = case.read(CASE / f"{name}.json").document
    written, content = again(tmp_path, document)

    assert len(document.skills) == ITEMS[name]
    assert written == document
    assert errors(json.loads(SCHEMA.read_text()), content) == []
    assert Counter(one["associationType"] for one in content.get("CFAssociations", ())) == Counter(
        one["associationType"] for one in raw["CFAssociations"]
    )
    kept = {one["identifier"]: one for one in content.get("CFAssociations", ())}
    for one in raw["CFAssociations"]:
        assert kept[one["identifier"]]["destinationNodeURI"] == one["destinationNodeURI"]


@needs_shared
@pytest.mark.parametrize("make", [everything, lambda: ddat.read(SHARED / "data/uk-gdd-ddat/raw/2026-03-23").document])
def test_frameworks_of_our_own_are_written_strict(tmp_path, make):
    document = make()

    written, content = again(tmp_path, document)

    assert errors(json.loads(SCHEMA.read_text()), content) == []
    assert [skill.name for skill in written.skills] == [skill.name for skill in document.skills]


def test_a_summary_of_white_space_comes_back(tmp_path):
    skill = replace(everything().skills[0], summary=" \n")

    document = replace(everything(), skills=(skill, *everything().skills[1:]))

    assert again(tmp_path, document)[0] == document
