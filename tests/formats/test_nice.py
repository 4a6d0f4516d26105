"""The NICE Framework, in either notation."""

from __future__ import annotations

import gzip
import json
from collections import Counter

import pytest

from tests.shared import SHARED, needs_shared
from waymark_formats import case, nice
from waymark_formats.framework import ScaleKind, SkillKind, Unreadable

NICE = SHARED / "data" / "us-nist-nice"


def components(**more):
    return {
        "framework": {"version": "9.1.0"},
        "categories": [{"id": "BK", "name": "BAKING", "description": "Bakes."}],
        "competency_areas": [{"id": "NF-1", "name": "Ovens", "description": "All of heat."}],
        "work_roles": [
            {
                "id": "BK-WRL-001", "name": "Baker", "description": "Makes bread.", "category_id": "BK",
                "opm_code": "722", "tasks": ["T1"], "knowledge": ["K1"], "skills": ["S1"],
            }
        ],
        "tasks": [{"id": "T1", "text": "Knead the dough"}],
        "knowledge": [{"id": "K1", "text": "Knowledge of flour"}],
        "skills": [{"id": "S1", "text": "Skill in " + "baking " * 60}, {"id": "S2", "text": "Skill in rest"}],
    } | more  # fmt: skip


def element(kind, number, title="", text=""):
    return {"element_type": kind, "element_identifier": number, "title": title, "text": text, "doc_identifier": "d"}


def relationship(source, dest):
    return {"source_element_identifier": source, "dest_element_identifier": dest}


def export(elements=None, relationships=None):
    inside = {
        "documents": [{"doc_identifier": "d", "version": "9.1.0"}],
        "elements": elements or [
            element("sort", "S-BK", "1"),
            element("category", "BK", "BAKING", "Bakes."),
            element("competency_area", "NF-1", "Ovens", "All of heat."),
            element("work_role", "BK-WRL-001", "Baker", "Makes bread."),
            element("opm_code", "722"),
            element("task", "T1", text="Knead the dough"),
            element("knowledge", "K1", text="Knowledge of flour"),
            element("skill", "S1", text="Skill in " + "baking " * 60),
            element("skill", "S2", text="Skill in rest"),
        ],
        "relationships": relationships or [
            relationship("BK", "S-BK"), relationship("BK", "BK-WRL-001"), relationship("BK-WRL-001", "722"),
            relationship("BK-WRL-001", "T1"), relationship("BK-WRL-001", "K1"), relationship("BK-WRL-001", "S1"),
        ],
    }  # fmt: skip
    return {"response": {"requestType": 4, "elements": inside}}


def write_json(folder, content):
    path = folder / "nice.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def test_work_roles_ask_for_statements_without_a_level(tmp_path):
    document = nice.read(write_json(tmp_path, components())).document

    (family,) = document.families
    (role,) = family.roles
    (level,) = role.levels
    assert (document.slug, document.version) == ("nice", "9.1.0")
    assert (family.name, role.name, role.summary) == ("BAKING", "Baker", "Makes bread.")
    assert role.hidden_labels == ("BK-WRL-001", "722")
    assert (level.name, [(one.skill, one.level) for one in level.requirements]) == (
        "", [("t1", None), ("k1", None), ("s1", None)],
    )  # fmt: skip
    assert [(one.code, one.kind) for one in document.skills] == [
        ("T1", SkillKind.TASK), ("K1", SkillKind.KNOWLEDGE), ("S1", SkillKind.TECHNICAL), ("S2", SkillKind.TECHNICAL),
    ]  # fmt: skip
    assert document.scales[0].kind is ScaleKind.NONE
    long = document.skills[2]
    assert len(long.name) <= 300
    assert long.summary == "Skill in " + "baking " * 60
    assert "Ovens" in document.source["competency_areas"]


def test_both_notations_say_the_same_packed_or_not(tmp_path):
    packed = tmp_path / "nice.json.gz"
    packed.write_bytes(gzip.compress(json.dumps(export()).encode()))

    assert nice.read(packed).document == nice.read(write_json(tmp_path, components())).document


def test_a_link_that_stands_twice_is_noted_and_counts_once(tmp_path):
    work_roles = [components()["work_roles"][0] | {"tasks": ["T1", "T1"]}]

    result = nice.read(write_json(tmp_path, components(work_roles=work_roles)))

    assert [note.what for note in result.notes] == ["1 links stand here twice"]
    assert len(result.document.families[0].roles[0].levels[0].requirements) == 3


ROLE = components()["work_roles"][0]
BAD = {
    "an identifier twice": (components(skills=[{"id": "T1", "text": "x"}]), ["skills[0]", '"T1"', "tasks[0]"]),
    "a statement that is not there": (
        components(work_roles=[ROLE | {"tasks": ["T9"]}]),
        ["work_roles[0].tasks[0]", '"T9"'],
    ),
    "a category that is not there": (components(work_roles=[ROLE | {"category_id": "ZZ"}]), ["work_roles[0]", '"ZZ"']),
    "a statement without words": (components(tasks=[{"id": "T1", "text": " "}]), ["tasks[0].text", "empty"]),
    "a script": (
        components(tasks=[{"id": "T1", "text": "a <script>x</script>"}]),
        ["tasks[0].text", "<script>"],
    ),
    "a tag": (components(tasks=[{"id": "T1", "text": "a <b>c</b>"}]), ["tasks[0].text", "<b>"]),
    "a null character": (components(tasks=[{"id": "T1", "text": "a\0"}]), ["tasks[0].text", "null character"]),
    "a text of 10 MB": (components(tasks=[{"id": "T1", "text": "a" * 10_000_000}]), ["tasks[0].text", "10,000,000"]),
    "tasks that are no list": (components(tasks={"a": 1}), ["tasks", "should be a list"]),
    "statements of a role that are no list": (components(work_roles=[ROLE | {"tasks": "T1"}]), ["work_roles[0].tasks"]),
    "a number for a text": (components(tasks=[{"id": 1, "text": "x"}]), ["tasks[0].id", "should be text"]),
    "a relationship to nothing": (
        export(relationships=[relationship("BK", "ZZ")]),
        ["response.elements.relationships[0]", '"ZZ"'],
    ),
    "a role in no category": (
        export(elements=[element("work_role", "R", "R", "r"), element("task", "T1", text="t")],
               relationships=[relationship("R", "T1")]),
        ["response.elements.elements[0]", "in no category"],
    ),
    "another kind of file": ({"CFDocument": {}}, ["not the NICE Framework"]),
    "an export without elements": ({"response": {}}, ["response.elements"]),
    "truncated": (json.dumps(components())[:-30], ["not JSON", "row 1, column"]),
    "100,000 deep": ('{"work_roles": ' + "[" * 100_000, ["nested too deeply"]),
}  # fmt: skip


@pytest.mark.parametrize("wrong", BAD)
def test_what_is_wrong_is_said_with_its_place(tmp_path, wrong):
    content, words = BAD[wrong]

    with pytest.raises(Unreadable, match=r"^nice\.json") as refused:
        nice.read(write_json(tmp_path, content))

    assert [word for word in words if word not in str(refused.value)] == []


@pytest.mark.parametrize(
    ("content", "limit", "words"),
    [
        (gzip.compress(bytes(10_000_000), mtime=0), 1_000_000, "unpacks to more than the 1,000,000 bytes"),
        (gzip.compress(b"{}" * 5000, mtime=0)[:-12], 1_000_000, "breaks off"),
        (b"\x1f\x8bnot packed at all", 1_000_000, "cannot be unpacked"),
    ],
    ids=["too large", "broken off", "not packed"],
)
def test_a_packed_file_is_unpacked_no_further_than_is_read(tmp_path, content, limit, words):
    path = tmp_path / "nice.json.gz"
    path.write_bytes(content)

    with pytest.raises(Unreadable) as refused:
        nice.read(path, limit=limit)

    assert words in str(refused.value)


@needs_shared
@pytest.mark.parametrize("name", ["nice-2.1.0.json", "raw/cprt_SP_800_181_2_1_0.json.gz"])
def test_the_real_framework_has_its_counts_and_can_be_written_as_case(tmp_path, name):
    document = nice.read(NICE / name).document

    roles = [role for family in document.families for role in family.roles]
    assert (len(document.families), len(roles), document.version) == (5, 41, "2.1.0")
    assert Counter(skill.kind for skill in document.skills) == {
        SkillKind.TASK: 946, SkillKind.KNOWLEDGE: 662, SkillKind.TECHNICAL: 540,
    }  # fmt: skip
    assert sum(len(level.requirements) for role in roles for level in role.levels) == 5334
    ((written, content),) = case.write(document).items()
    (tmp_path / written).write_bytes(content)
    again = case.read(tmp_path / written).document
    assert [(one.name, one.summary, one.kind, one.code) for one in again.skills] == [
        (one.name, one.summary, one.kind, one.code) for one in document.skills
    ]
