"""Every sentence of the starter library is our own, and stands in it once."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from html import unescape

import pytest
import yaml

from tests.shared import SHARED, needs_shared
from waymark.exchange.commands import LIBRARY

RUN = 8
"""Words in a row that nobody shares by chance."""
WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
READ = {".csv", ".json", ".ndjson", ".html", ".htm", ".md", ".txt", ".yaml", ".yml", ".xml", ".tsv"}
MARKUP = re.compile(r"<[^>]{1,200}>|\\[nrt]")
FRAMEWORKS = sorted(LIBRARY.glob("*.yaml"))


def tree(path):
    return yaml.load(path.read_text(), Loader=yaml.CSafeLoader)


def texts(value):
    """Every text in a tree of plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def words(text):
    return WORD.findall(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


def runs(found):
    return (tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1))


@pytest.fixture(scope="module")
def ours():
    """Every run of eight words in the library, with a file that has it."""
    return {
        run: path.name for path in LIBRARY.rglob("*.yaml") for text in texts(tree(path)) for run in runs(words(text))
    }


def common(ours, text, vocabulary):
    """The runs of a text that are ours as well. A word that we never use ends a run before it is looked up."""
    found, length = words(unescape(MARKUP.sub(" ", text))), 0
    for i, word in enumerate(found):
        length = length + 1 if word in vocabulary else 0
        if length >= RUN and (run := tuple(found[i - RUN + 1 : i + 1])) in ours:
            yield run


def test_no_point_and_no_sentence_stands_twice():
    seen = defaultdict(set)
    for path in FRAMEWORKS:
        document = tree(path)
        for skill in document["skills"]:
            places = [("summary", skill["summary"]), *skill["levels"].items()]
            places += [(f"{what} {rank}", text) for what in ("evidence", "learning")
                       for rank, text in skill[what].items()]  # fmt: skip
            for place, text in places:
                for part in re.split(r"\n\s*- |(?<=[.!?])\s+", text):
                    if len(words(part)) > 2:
                        seen[" ".join(words(part))].add((path.stem, skill["key"], str(place)))
        for role in (role for family in document["families"] for role in family["roles"]):
            for part in re.split(r"\n\s*- ", role["responsibilities"])[1:]:
                seen[" ".join(words(part))].add((path.stem, role["key"], "responsibilities"))

    assert {part: places for part, places in seen.items() if len(places) > 1} == {}


@needs_shared
def test_no_eight_words_in_a_row_are_those_of_a_framework_that_was_read(ours):
    vocabulary = {word for run in ours for word in run}
    hits, count = {}, 0
    for path in sorted((SHARED / "data").rglob("*")):
        if path.suffix == ".docx":
            text = zipfile.ZipFile(path).read("word/document.xml").decode().replace("</w:p>", " ")
        elif path.suffix in READ:
            text = path.read_text(encoding="utf-8", errors="replace")
        else:
            continue
        count += 1
        for run in common(ours, text, vocabulary):
            hits[" ".join(run)] = (ours[run], str(path.relative_to(SHARED)))

    assert count > 50
    assert hits == {}


def test_the_comparison_finds_what_somebody_copied():
    text = "Find out what people have to get done, and let that decide what gets built."
    there = {run: "here" for run in runs(words(text))}
    vocabulary = set(words(text))

    assert len(list(common(there, f"<p>Others say: {text.upper()}</p>", vocabulary))) == len(there)
    assert list(common(there, "Find out what people really have to get done", vocabulary)) == []
