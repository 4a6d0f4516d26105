"""What is wrong with a package is said in one sentence that names the file and the property."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.formats.packages import association, identifier, item, link, package, write_package
from tests.formats.samples import everything
from waymark_formats import case
from waymark_formats.framework import Unreadable

GOOD = package([item(10, "A"), item(11, "B")], [association(20, 10, "isChildOf", 1)])
DEEP = '{"CFDocument": ' + "[" * 100_000 + "]" * 100_000 + "}"


def sentence(path):
    with pytest.raises(Unreadable) as refused:
        case.read(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def with_items(*items):
    return package(list(items))


def with_associations(*associations):
    return package([item(10, "A"), item(11, "B"), item(12, "C")], list(associations))


PACKAGES = {
    "parents in a circle": (
        with_associations(association(20, 10, "isChildOf", 11), association(21, 11, "isChildOf", 10)),
        ["CFItems[0]", "stands above itself"],
    ),
    "its own parent": (with_associations(association(20, 10, "isChildOf", 10)), ["CFItems[0]", "stands above itself"]),
    "two items of one identifier": (
        with_items(item(10, "A"), item(10, "B")),
        ["CFItems[1].identifier", "also that of CFItems[0]"],
    ),
    "an item with the document's": (with_items(item(1, "A")), ["CFItems[0].identifier", "also that of CFDocument"]),
    "two associations of one identifier": (
        with_associations(association(20, 10, "isPeerOf", 11), association(20, 11, "isPeerOf", 10)),
        ["CFAssociations[1].identifier", "also that of CFAssociations[0]"],
    ),
    "a child that is not there": (
        with_associations(association(20, 99, "isChildOf", 10)),
        ["CFAssociations[0].originNodeURI", "no item"],
    ),
    "an association to nothing": (
        with_associations(association(20, 10, "precedes", 11, destinationNodeURI={"title": "x"})),
        ["CFAssociations[0].destinationNodeURI", "points at nothing"],
    ),
    "an association of no type": (
        with_associations(association(20, 10, "", 11)),
        ["CFAssociations[0].associationType", "is missing"],
    ),
    "no identifier": (with_items({"fullStatement": "A"}), ["CFItems[0].identifier", "is missing"]),
    "an identifier that is none": (
        with_items(item(10, "A") | {"identifier": "item-10"}),
        ["CFItems[0].identifier", '"item-10" is not a UUID'],
    ),
    "an empty statement": (with_items(item(10, " ")), ["CFItems[0].fullStatement", "is empty"]),
    "a title that is empty": (
        GOOD | {"CFDocument": {"identifier": identifier(1), "title": ""}},
        ["CFDocument.title", "is empty"],
    ),
    "items that are no list": (GOOD | {"CFItems": {"a": 1}}, ["CFItems", "should be a list"]),
    "an item that is no mapping": (GOOD | {"CFItems": ["x"]}, ["CFItems[0]", "should be a mapping"]),
    "a script": (
        with_items(item(10, "Bakes <script>alert(1)</script>")),
        ["CFItems[0].fullStatement", '"<script>"', "take it out"],
    ),
    "a script where nobody looks": (
        with_items(item(10, "A", extensions={"theirs": ["<iframe src=x>"]})),
        ["CFItems[0].extensions.theirs[0]", "<iframe"],
    ),
    "an event handler": (
        with_items(item(10, "A", notes="<img src=x onerror=alert(1)>")),
        ["CFItems[0].notes", '"onerror"'],
    ),
    "a link that runs": (
        with_associations(association(20, 10, "exemplar", 99, destinationNodeURI=link(99) | {"uri": "javascript:x()"})),
        ["CFAssociations[0].destinationNodeURI.uri", '"javascript:x()"'],
    ),
    "a link with data": (with_items(item(10, "A") | {"uri": "data:text/html,x"}), ["CFItems[0].uri", "data:text/html"]),
    "a link to a file": (
        GOOD | {"CFDocument": GOOD["CFDocument"] | {"officialSourceURL": "file:///etc/passwd"}},
        ["CFDocument.officialSourceURL", "file:///etc/passwd"],
    ),
    "a null character": (with_items(item(10, "A\0B")), ["CFItems[0].fullStatement", "null character"]),
    "half a character": (with_items(item(10, "A\ud800")), ["CFItems[0].fullStatement", "half of a character"]),
    "a text of 10 MB": (
        with_items(item(10, "x" * 10_000_000)),
        ["CFItems[0].fullStatement", "10,000,000 characters", "131,072"],
    ),
    "a document in itself without end": (
        with_items(item(10, "A", extensions=json.loads("[" * 100 + "]" * 100))),
        ["CFItems[0].extensions", "nested too deeply"],
    ),
}


@pytest.mark.parametrize("wrong", PACKAGES)
def test_what_is_wrong_is_said_with_its_place(tmp_path, wrong):
    content, words = PACKAGES[wrong]

    said = sentence(write_package(tmp_path, content))

    assert said.startswith("package.json, ")
    assert [word for word in words if word not in said] == []


TEXTS = {
    "truncated": (json.dumps(GOOD)[:-40].encode(), ["row 1, column", "not JSON"]),
    "100,000 deep": (DEEP.encode(), ["nested too deeply"]),
    "Windows-1252": (json.dumps(GOOD).replace("Baking", "Caf\u00e9").encode("cp1252"), ["column", "not UTF-8"]),
    "UTF-16": (json.dumps(GOOD).encode("utf-16"), ["UTF-16"]),
    "null bytes": (b'{"CFDocument": \0}', ["binary data"]),
    "a workbook under the name": (b"PK\x03\x04" + bytes(30), ["workbook"]),
    "a key twice": (b'{"CFDocument": {}, "CFDocument": {}}', ['"CFDocument" stands twice']),
    "a number that is none": (b'{"CFDocument": NaN}', ["NaN"]),
    "another kind of file": (b'{"format": "waymark-framework/1"}', ["not a package of CASE", "format"]),
    "a list": (b"[]", ["the top", "mapping"]),
    "a document that is no mapping": (b'{"CFDocument": 3}', ["CFDocument", "mapping"]),
    "nothing": (b"", ["empty"]),
}


@pytest.mark.parametrize("wrong", TEXTS)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, wrong):
    content, words = TEXTS[wrong]
    path = tmp_path / "package.json"
    path.write_bytes(content)

    said = sentence(path)

    assert [word for word in words if word not in said] == []


def written(change):
    """The package of ``everything()``, changed."""
    ((_, content),) = case.write(everything()).items()
    tree = json.loads(content)
    change(tree)
    return tree


def requirement(tree):
    return next(one for one in tree["CFAssociations"] if one["associationType"] == "ext:requires")


def level(tree):
    return tree["CFRubrics"][0]["CFRubricCriteria"][0]["CFRubricCriterionLevels"][0]


OURS = {
    "a level the scale does not have": (
        lambda tree: requirement(tree)["extensions"]["waymark"].update(level=9),
        ["CFAssociations[", '"9" is no level of the skill'],
    ),
    "a level name the scale does not have": (
        lambda tree: level(tree).update(quality="Guru"),
        ["CFRubrics[0].CFRubricCriteria[0].CFRubricCriterionLevels[0].quality", '"Guru"', "Short scale"],
    ),
    "a requirement of a skill that is not there": (
        lambda tree: requirement(tree).update(destinationNodeURI=link(999)),
        ["CFAssociations[", "destinationNodeURI", "no skill"],
    ),
    "a criterion of a skill that is not there": (
        lambda tree: tree["CFRubrics"][0]["CFRubricCriteria"][0].update(CFItemURI=link(999)),
        ["CFRubrics[0].CFRubricCriteria[0].CFItemURI", "no item of a skill"],
    ),
    "a scale that is not there": (
        lambda tree: tree["CFItems"][2]["extensions"]["waymark"].update(scale="odd"),
        ["CFItems[2].extensions", 'no scale "odd"'],
    ),
    "a choice that is not there": (
        lambda tree: requirement(tree)["extensions"]["waymark"].update(choice="odd"),
        ["CFAssociations[", 'no choice "odd"'],
    ),
    "a key twice": (
        lambda tree: tree["CFItems"][1]["extensions"]["waymark"].update(key="kneading"),
        ["CFItems[1].extensions", '"kneading" is that of another skill'],
    ),
    "a kind that is none": (
        lambda tree: tree["CFItems"][1]["extensions"]["waymark"].update(kind="magic"),
        ["CFItems[1].extensions", '"magic" is not a kind of skill'],
    ),
    "levels that are none": (
        lambda tree: tree["CFRubrics"][0]["extensions"]["waymark"].update(levels=[3]),
        ["CFRubrics[0].extensions", "levels with names"],
    ),
}


def ours(tree, kind):
    """What our extension says of the first item of a type."""
    return next(one for one in tree["CFItems"] if one["CFItemType"] == kind)["extensions"]["waymark"]


def choosing(tree):
    return next(
        one["extensions"]["waymark"]["choices"][0]
        for one in tree["CFItems"]
        if one["extensions"]["waymark"].get("choices")
    )


def numeric(tree):
    return next(
        one["extensions"]["waymark"]["levels"]
        for one in tree["CFRubrics"]
        if one["extensions"]["waymark"]["kind"] == "numeric"
    )


OURS |= {
    f"a choice of {choose}": (lambda tree, choose=choose: choosing(tree).update(choose=choose), ["whole number from 1"])
    for choose in ("2", True, 0, 10**30)
}
OURS |= {
    f"a value of {value}": (lambda tree, value=value: numeric(tree)[0].update(value=value), ["levels with names"])
    for value in ("NaN", "1e30", "-Infinity", 10**12)
}
OURS |= {
    "a version that is none": (
        lambda tree: tree["CFDocument"]["extensions"]["waymark"].update(version_uuid="nope"),
        ["CFDocument.extensions", '"nope" is not a UUID'],
    ),
    "a rung beyond every table": (
        lambda tree: ours(tree, "Role level").update(rung=10**30),
        ["the rung should be a whole number"],
    ),
    "a family of no name": (lambda tree: ours(tree, "Job family").update(name=5), ["the name should be text"]),
    "a role of no summary": (lambda tree: ours(tree, "Role").update(summary=["x"]), ["the summary should be text"]),
}


@pytest.mark.parametrize("wrong", OURS)
def test_our_own_extensions_are_held_to_what_they_say(tmp_path, wrong):
    change, words = OURS[wrong]

    said = sentence(write_package(tmp_path, written(change)))

    assert [word for word in words if word not in said] == []


def test_a_number_beyond_every_float_is_refused(tmp_path):
    tree = written(lambda tree: choosing(tree).update(choose=770077))

    assert "whole number from 1" in sentence(write_package(tmp_path, json.dumps(tree).replace("770077", "1e400")))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not say what a process held")
def test_a_file_of_many_small_parts_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "package.json"
    path.write_text('{"CFDocument": [' + "[]," * 10_000_000 + "0]}")
    code = (
        "import sys, pathlib\n"
        "from waymark_formats import case\n"
        "try:\n    case.read(pathlib.Path(sys.argv[1]))\n"
        "except ValueError as error:\n    print(error)\n"
        # Not getrusage: it begins with what the process held that started this one.
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(next(line for line in status.splitlines() if line.startswith('VmHWM')).split()[1])\n"
    )

    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)

    said, kilobytes = done.stdout.splitlines()
    assert "more parts than fit into memory" in said
    assert int(kilobytes) < 1_000_000
