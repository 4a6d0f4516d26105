"""HTML in framework files as plain text. What could run is refused, not cleaned.

A framework's text is text and nothing else (decision 6). Some formats hold HTML by rule or by habit: paragraphs, lists
and emphasis become plain text, and whoever reads the file keeps the original in ``source`` for writing it back.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from waymark_formats.links import is_hostile, scheme
from waymark_formats.markup import TAG_REMEDY, excerpt, html_tag


def _tags(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_PARAGRAPHS = _tags(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer h1 h2 h3",
    "h4 h5 h6 header hr main nav ol p pre section summary table tbody tfoot thead tr ul caption",
)
_INLINE = _tags(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark o:p q s samp small span",
    "strike strong sub sup td th time tt u var wbr col colgroup body html head title math mi mn mo mrow msup",
    "msub mfrac msqrt mtext mstyle semantics annotation",
)
_RUNS = _tags(
    "script iframe object embed applet frame frameset form input button textarea select style link meta base",
    "svg template noscript video audio source track portal",
)


class Hostile(ValueError):
    """The text holds something that could run; the message says what, as the end of a sentence."""


def plain_text(html: str, *, collapse: bool) -> str:
    """Return ``html`` as plain text without a tag.

    Args:
        html: text with tags and character references.
        collapse: line breaks and runs of white space count as one space, as in HTML; else they are kept, for text
            that only happens to hold a tag.

    Raises:
        Hostile: a script, a frame, a form, an event handler or a hostile link; or a tag that HTML does not know.
    """
    reader = _Reader(collapse)
    reader.feed(html)
    reader.close()
    text = reader.text()
    # Character references may spell a tag (&lt;b&gt;). Set apart it is text in every format.
    return re.sub(r"<(?=[A-Za-z/!])", "< ", text) if html_tag(text) else text


def why_hostile(text: str) -> str:
    """Return what in ``text`` could run, as the end of a sentence; empty when nothing could."""
    if not html_tag(text):
        return ""
    try:
        plain_text(text, collapse=False)
    except Hostile as error:
        return str(error)
    return ""


class _Reader(HTMLParser):
    def __init__(self, collapse: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._collapse = collapse
        self._parts: list[str] = []
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = excerpt(self.get_starttag_text() or f"<{tag}>")
        if tag in _RUNS:
            raise Hostile(f'the HTML tag "{raw}" could run or load something; take it out')
        for name, value in attrs:
            if name.startswith("on"):
                raise Hostile(
                    f'the attribute "{excerpt(name)}" of the HTML tag "{raw}" could run something; take it out'
                )
            if name in {"href", "src", "action", "background", "xlink:href"} and is_hostile(value or ""):
                raise Hostile(f'the link "{excerpt(value or "")}" could run something or open a file; take it out')
        if tag == "br":
            self._parts.append("\n")
        elif tag == "li":
            self._parts.append("\n- ")
        elif tag in _PARAGRAPHS:
            self._parts.append("\n\n")
        elif tag not in _INLINE:
            raise Hostile(f'the HTML tag "{raw}" is not one we can turn into text; {TAG_REMEDY}')
        elif tag in {"td", "th"}:
            self._parts.append(" ")
        elif tag == "img":
            self._parts.append(dict(attrs).get("alt") or "")
        elif tag == "a":
            href = (dict(attrs).get("href") or "").strip()
            self._links.append(href if scheme(href) in {"http", "https"} else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._parts.append("\n\n")
        elif tag == "a" and self._links and (href := self._links.pop()) and href not in "".join(self._parts[-3:]):
            self._parts.append(f" ({href})")

    def handle_data(self, data: str) -> None:
        self._parts.append(re.sub(r"[ \t\r\n\f]+", " ", data) if self._collapse else data)

    def text(self) -> str:
        text = "".join(self._parts)
        text = re.sub(r"[ \t]*\n[ \t]*", "\n", text) if self._collapse else text
        text = re.sub(r"\n{2,}- ", "\n- ", text)
        return re.sub(r"\n{3,}", "\n\n", text).strip()
