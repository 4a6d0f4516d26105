"""What a browser would take for a tag, and a spreadsheet for a formula."""

from __future__ import annotations

import time

import pytest

from waymark_formats.markup import excerpt, html_tag, is_formula


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("<b>bold</b>", "<b>"),
        ("ends </p>", "</p>"),
        ("<!-- a comment -->", "<!-- a comment -->"),
        ('say\n<img src="x"\nonerror="y">', '<img src="x"\nonerror="y">'),
        ("a <<b> c", "<b>"),
    ],
)
def test_a_tag_is_found(text, tag):
    assert html_tag(text) == tag


@pytest.mark.parametrize("text", ["", "p < q", "p < q and r > s", "I <3 bread", "a <b", "a -> b", "1<2>0", "<>"])
def test_less_than_and_arrows_are_text(text):
    assert html_tag(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", " =1+1", "\t=A1", "\r\n=A1", "\u00a0=A1", "@SUM(A1)", "= SUM(A1)", "+1+1", "-1+1", "-1", "-.5",
        "+(1)", "-(1)", "-A1", "- A1+B2", "+$B$2", "- B2", "-SUM(A1)", "- sum(A1)", "- 1+SUM(A1)", "- (SUM(1))",
        "--SUM(1)", "+cmd|' /C calc'!A0", "- cmd|' /C calc'!A0", "-Sheet1!A1", "-'My sheet'!A1", "-3 years",
    ],
)  # fmt: skip
def test_a_formula_is_found(text):
    assert is_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "+", "- keeps records", "-keeps records", "- 3 years", "- (optional) keeps records", "---",
        "-- a note", "+ more", "a = b", "keeps\n=1+1", "- E2E tests", "-Wow! Great", "1+1", "'=1+1", "- 24/7 cover",
    ],
)  # fmt: skip
def test_lines_of_a_list_are_text(text):
    assert not is_formula(text)


def test_a_long_cell_is_looked_at_in_no_time():
    started = time.perf_counter()

    for text in ("<a" * 65_000, "<a " + "b" * 130_000, "-" + " 1" * 65_000, "- " + "a" * 130_000, " " * 130_000):
        assert html_tag(text) == ""
        assert not is_formula(text)

    assert time.perf_counter() - started < 1


def test_what_is_quoted_is_short_and_on_one_line():
    assert excerpt("a\n b") == "a b"
    assert excerpt("x" * 50) == "x" * 40 + "..."
