"""What a format can say comes back: CASE whatever a document says, Moodle what its docstring says that it can."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.test_waymark_notation import documents
from waymark_formats import case, moodle
from waymark_formats.framework import (
    FrameworkDocument,
    RelationDocument,
    RelationKind,
    ScaleDocument,
    ScaleLevel,
    SkillDocument,
    SkillKind,
)
from waymark_formats.markup import html_tag, is_formula


def again(form, document):
    with tempfile.TemporaryDirectory() as folder:
        ((name, content),) = form.write(document).items()
        (Path(folder) / name).write_bytes(content)
        return form.read(Path(folder) / name).document


@settings(max_examples=120, deadline=None)
@given(documents())
def test_whatever_a_document_says_comes_back_as_case(document):
    document = replace(document, slug="some", version="1")

    assert again(case, document) == document


def written(least, most, extra=""):
    """Text that a cell can hold: no tag, no formula, something in it."""
    marks = st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from(list(" \n&<>-\"',;" + extra))
    return st.text(marks, min_size=least, max_size=most).filter(lambda one: not html_tag(one) and not is_formula(one))


numbers = st.text(st.characters(categories=["L", "N"]) | st.sampled_from(",. "), min_size=1, max_size=9).filter(
    lambda one: one == one.strip() and not is_formula(one)
)
names = (written(1, 8) | written(90, 130)).filter(lambda one: one.strip() and "\n\n" not in one)
steps = st.text(st.characters(categories=["L"]), min_size=1, max_size=5)


@st.composite
def frameworks(draw):
    scales = draw(
        st.lists(st.lists(steps, min_size=1, max_size=3, unique=True).map(tuple), min_size=1, max_size=2, unique=True)
    )
    keys = draw(st.lists(numbers, min_size=1, max_size=4, unique=True))
    kind = draw(st.sampled_from([SkillKind.TECHNICAL, SkillKind.BEHAVIOUR]))
    used = {0: "", **({1: "levels-2"} if len(scales) == 2 else {})}
    chosen = [draw(st.sampled_from(sorted(used))) for _ in keys]
    if 1 not in chosen:
        scales = scales[:1]
    parents = draw(st.permutations(keys))  # a parent may stand below its children
    above = {key: draw(st.sampled_from(["", *parents[:i]])) for i, key in enumerate(parents)}
    return FrameworkDocument(
        title=draw(names),
        summary=draw(written(0, 40)),
        slug=draw(st.from_regex(r"[a-z]{1,5}(-[a-z]{1,5})?", fullmatch=True)),
        families=(),
        scales=tuple(
            ScaleDocument(
                "levels" if i == 1 else f"levels-{i}",
                "Levels" if i == 1 else f"Levels {i}",
                tuple(ScaleLevel(rank, name) for rank, name in enumerate(levels, start=1)),
            )
            for i, levels in enumerate(scales, start=1)
        ),
        skills=tuple(
            SkillDocument(
                key, draw(names), draw(written(0, 40)), kind, used[scale], parent=above[key], code=key
            )
            for key, scale in zip(keys, chosen, strict=True)
        ),
        relations=tuple(
            RelationDocument(key, RelationKind.RELATED, other)
            for key in keys
            for other in draw(st.lists(st.sampled_from(keys), max_size=2, unique=True))
        ),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(frameworks())
def test_what_moodle_can_say_comes_back(document):
    found = again(moodle, document)

    plain = replace(found, version="", source={}, skills=tuple(replace(skill, source={}) for skill in found.skills))
    assert plain == document
