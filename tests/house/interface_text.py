"""What the interface says, read from templates and from Python: what is translated, and what is not."""

import ast
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

from tests.house.house import TEMPLATES, WAYMARK, python_files, where

WORD = re.compile(r"[^\W\d_]{2,}")
ADDRESS = re.compile(r"[?&][\w-]+=|/[\w/-]*")
SENTENCE = re.compile(r"^[A-Z][a-z]+(\s|$)")
TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
SHOWN_KEYS = {"text", "html", "titleText", "titleHtml", "label", "legend", "hint", "heading", "title", "caption"}
SHOWN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title", "summary"}
SILENT = {"script", "style", "code", "kbd", "samp"}
"""Elements whose text is for machines, or typed as it is in every language."""
JINJA = Environment(extensions=["jinja2.ext.i18n"])


@dataclass
class Said:
    """What one file says, with the place of each piece."""

    translated: list[tuple[str, str]] = field(default_factory=list)
    bare: list[tuple[str, str]] = field(default_factory=list)


def templates() -> list[Path]:
    return sorted([*TEMPLATES.rglob("*.html"), *(WAYMARK / "web" / "design").rglob("*.html")])


def said_by_template(source: str, name: str = "") -> Said:
    said = Said()
    html = _Html(said, name)
    tokens = [token for token in JINJA.lex(source) if token[1] not in {"whitespace", "comment_begin", "comment_end"}]
    in_trans = False
    calls: list[bool] = []
    for at, (line, kind, value) in enumerate(tokens):
        before = tokens[at - 1][2] if at else ""
        if kind == "block_begin":
            tag = tokens[at + 1][2]
            in_trans = tag == "trans" or (in_trans and tag != "endtrans")
        elif kind == "data" and in_trans:
            said.translated.append((f"{name}:{line}", value))
        elif kind == "data":
            html.feed_line(value, line)
        elif kind in {"variable_begin", "block_end", "variable_end"}:
            html.feed_line("\u2060", line)  # where a value will stand
        elif kind == "operator" and value == "(":
            calls.append(before in TRANSLATES)
        elif kind == "operator" and value == ")" and calls:
            calls.pop()
        elif kind == "string":
            text = value[1:-1]
            key = tokens[at - 2][2].strip("\"'") if before in {":", "="} else ""
            if any(calls):
                said.translated.append((f"{name}:{line}", text))
            elif WORD.search(text) and (key in SHOWN_KEYS or SENTENCE.search(text)):
                said.bare.append((f"{name}:{line}", text))
    html.close()
    return said


class _Html(HTMLParser):
    def __init__(self, said: Said, name: str) -> None:
        super().__init__()
        self.said, self.name, self.line, self.silent = said, name, 0, 0

    def feed_line(self, text: str, line: int) -> None:
        self.line = line
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        for attribute, value in attrs:
            if attribute in SHOWN_ATTRIBUTES and value:
                self._note(value)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._note(data)

    def _note(self, text: str) -> None:
        if WORD.search(ADDRESS.sub("", text)):
            self.said.bare.append((f"{self.name}:{self.line}", " ".join(text.split())))


def said_by_templates() -> Said:
    whole = Said()
    for path in templates():
        said = said_by_template(path.read_text(), where(path))
        whole.translated += said.translated
        whole.bare += said.bare
    return whole


def said_by_python() -> list[tuple[str, str]]:
    """Every text that Python hands to a translation."""
    found = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in TRANSLATES:
                found += [
                    (where(path, argument.lineno), argument.value)
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                ]
    return found
