"""HTML in framework files: plain text, or a refusal."""

import pytest

from waymark_formats.hypertext import Hostile, plain_text, why_hostile
from waymark_formats.links import is_hostile, is_link


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\ntwo</p><p>three<br>four</p>", "One two\n\nthree\nfour"),
        ("<p>You can:</p><ul><li>knead</li><li>bake <b>well</b></li></ul>", "You can:\n- knead\n- bake well"),
        ("salt &amp; flour&nbsp;first", "salt & flour\u00a0first"),
        ("&lt;b&gt; is a tag", "< b> is a tag"),
        ('see <a href="https://example.org/1">this</a>', "see this (https://example.org/1)"),
        ('<img alt="a loaf" src="https://example.org/loaf.png">', "a loaf"),
        ("p < q and <3", "p < q and <3"),
    ],
)
def test_simple_html_becomes_plain_text(html, text):
    assert plain_text(html, collapse=True) == text


def test_text_that_only_happens_to_hold_a_tag_keeps_its_lines():
    assert plain_text("a\r\n\r\nb x<sup>2</sup>", collapse=False) == "a\r\n\r\nb x2"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//example.org>",
        "<iframe src=https://example.org></iframe>",
        "<svg/onload=alert(1)>",
        "<img src=x onerror=alert(1)>",
        "<p ONCLICK='x()'>",
        "<a href='javascript:alert(1)'>x</a>",
        '<a href=" java\nscript:alert(1)">x</a>',
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<img src='file:///etc/passwd'>",
        "<y>",
    ],
)
def test_what_could_run_is_refused(html):
    with pytest.raises(Hostile):
        plain_text(html, collapse=True)
    assert why_hostile(f"before {html} after")


def test_only_some_addresses_are_links_and_some_are_refused():
    assert [is_link(one) for one in ("https://a", "HTTP://a", "urn:uuid:1", "local:1", "ftp://a", "", "a/b")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip
    assert all(map(is_hostile, ("javascript:x", " \tJava\nScript:x", "data:x", "file:///x", "vbscript:x")))
    assert not any(map(is_hostile, ("https://a", "urn:x", "local:1", "", "a javascript: b")))
