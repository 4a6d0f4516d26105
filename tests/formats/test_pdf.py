"""A framework as a PDF: tagged, with what a reader needs, from any document."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.formats.samples import everything
from tests.shared import DDAT, needs_shared
from waymark_formats import ddat, pdf
from waymark_formats.framework import FrameworkDocument, Unwritable

FONTS = Path(__file__).resolve().parents[2] / "src" / "waymark" / "web" / "static" / "build" / "fonts"


def written(document, **said):
    ((name, content),) = pdf.write(document, fonts=FONTS, **said).items()
    assert content.startswith(b"%PDF-1.7")
    return name, content


def objects(content):
    """Return the file with its streams of objects unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    unpacked = []
    for stream in streams:
        try:
            unpacked.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return content + b"\n".join(unpacked)


def test_it_is_tagged_and_says_its_language_title_and_standard():
    name, content = written(everything(), language="cy")
    inside = objects(content)

    assert name == "bakery-2026.1.pdf"
    assert b"/Marked true" in inside
    assert re.search(rb"/Lang\s*\(cy\)", inside)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in inside
    assert b"Bakery framework" in inside
    assert re.search(rb"/DisplayDocTitle true", inside)
    for tag in (b"/H1", b"/H2", b"/H3", b"/H4", b"/Table", b"/TH", b"/TD", b"/L", b"/LI", b"/Link"):
        assert tag in inside, tag
    assert re.search(rb"/FontFile2|/FontFile3", inside)


def test_the_same_document_gives_the_same_bytes():
    assert written(everything()) == written(everything())


def test_its_words_may_be_of_another_language():
    words = pdf.Words(contents="Cynnwys")

    assert written(everything(), words=words)[1] != written(everything())[1]


def test_what_it_shows_of_a_role_level():
    shown = pdf._data(everything(), pdf.Words(), "en")

    junior = shown["families"][0]["roles"][0]["levels"][0]
    assert junior["choices"] == ["At least 1 of the group “One of these”"]
    assert [one[1:] for one in junior["asks"]] == [
        ["Kneading ", "Some", "Essential"],
        ["Ovens", "Step 5", "Desirable (One of these)"],
        ["Judgement", "No certain level", "Essential (One of these)"],
    ]
    assert shown["skills"][0]["levels"][1]["meaning"] == [{"kind": "text", "lines": ["Not defined"]}]


@pytest.mark.parametrize(
    "document",
    [
        FrameworkDocument("Empty", (), (), ()),
        replace(everything(), title='"#panic()" \\ $x$ [*', summary="#import \\* = _x_ <label> @ref `raw`"),
        replace(everything(), summary="control \x01\x7f characters and a tab\t"),
        replace(everything(), summary="- a\n\n- b\ntext\n* c\n\n\nlast"),
        replace(everything(), families=(), relations=()),
    ],
    ids=["empty", "markup", "control characters", "lists", "no families"],
)
def test_whatever_it_says_is_text_and_not_markup(document):
    written(document)


def test_a_sign_that_no_font_has_is_said_in_words():
    with pytest.raises(Unwritable, match='its fonts have no sign for "漢"'.replace('"', '["`]*')):
        pdf.write(replace(everything(), summary="漢"), fonts=FONTS)


def test_lists_stay_lists():
    assert pdf._prose("You can:\n- knead\n\n- bake\nand more\n\nThen") == [
        {"kind": "text", "lines": ["You can:"]},
        {"kind": "list", "lines": ["knead", "bake"]},
        {"kind": "text", "lines": ["and more"]},
        {"kind": "text", "lines": ["Then"]},
    ]


@needs_shared
def test_the_real_framework_is_set_whole():
    document = ddat.read(DDAT / "2026-03-23").document

    _, content = written(document)

    assert len(content) < 8_000_000
