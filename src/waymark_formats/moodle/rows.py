"""The 14 columns, and what a cell says: the reader and the writer agree here."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Mapping

from waymark_formats.framework import SkillKind
from waymark_formats.hypertext import plain_text
from waymark_formats.markup import html_tag

PARENT = "Parent ID number"
ID = "ID number"
NAME = "Short name"
DESCRIPTION = "Description"
FORMAT = "Description format"
SCALE = "Scale values"
CONFIGURATION = "Scale configuration"
RULE = "Rule type (optional)"
OUTCOME = "Rule outcome (optional)"
RULE_CONFIG = "Rule config (optional)"
RELATED = "Cross-referenced competency ID numbers"
EXPORTED = "Exported ID (optional)"
IS_FRAMEWORK = "Is framework"
TAXONOMY = "Taxonomy"
COLUMNS = (
    PARENT, ID, NAME, DESCRIPTION, FORMAT, SCALE, CONFIGURATION, RULE, OUTCOME, RULE_CONFIG, RELATED, EXPORTED,
    IS_FRAMEWORK, TAXONOMY,
)  # fmt: skip
"""As Moodle 4 writes its heading in English."""

KEPT = "moodle"
"""The key of ``source`` under which the cells stand that no field holds."""

LONGEST_NAME = 100
"""Characters of a short name and of an ID number; Moodle cuts what is longer without a word."""

HTML, TEXT = "1", "2"
"""Description formats: HTML, and text that is shown as it stands."""

_FULL_NAME = re.compile(r"<p><strong>(.*?)</strong></p>", re.DOTALL)


def looks_like(beginning: bytes) -> bool:
    """Say whether a CSV file that begins so has the columns of this format."""
    text = beginning.decode("utf-8", "replace")
    try:
        heading = next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error:
        return False
    return len(heading) == len(COLUMNS)


def name_and_text(row: Mapping[str, str]) -> tuple[str, str]:
    """Return the whole name and the description as plain text.

    Raises:
        Hostile: the description holds something that could run.
    """
    name, description = row[NAME], row[DESCRIPTION]
    name = plain_text(name, collapse=True) if html_tag(name) else name
    if row[FORMAT].strip() == TEXT:
        head, _gap, rest = description.partition("\n\n")
        if len(name) == LONGEST_NAME < len(head) and head.startswith(name):
            return head, rest
        return name, description
    full = _FULL_NAME.match(description)
    if full and len(name) == LONGEST_NAME and html.unescape(full.group(1)).startswith(name):
        name, description = html.unescape(full.group(1)), description[full.end() :]
    return name, plain_text(description, collapse=True)


def name_cells(name: str, text: str) -> dict[str, str]:
    """Return the cells from which ``name_and_text`` gives the two again."""
    short = name[:LONGEST_NAME]
    cut = f"<p><strong>{html.escape(name, quote=False)}</strong></p>" if short != name else ""
    cells = {NAME: short, DESCRIPTION: cut + _hypertext(text), FORMAT: HTML}
    if name_and_text(cells) == (name, text):
        return cells
    return {NAME: short, DESCRIPTION: f"{name}\n\n{text}" if short != name else text, FORMAT: TEXT}


def _hypertext(text: str) -> str:
    paragraphs = []
    for paragraph in text.split("\n\n") if text else ():
        lines = [html.escape(line, quote=False) for line in paragraph.split("\n")]
        first = next((i for i, line in enumerate(lines) if line.startswith("- ")), len(lines))
        if first:
            paragraphs.append(f"<p>{'<br>'.join(lines[:first])}</p>")
        if items := lines[first:]:
            listed = "</li><li>".join(line.removeprefix("- ") for line in items)
            paragraphs.append(f"<ul><li>{listed}</li></ul>")
    return "".join(paragraphs)


def scale_names(cell: str) -> tuple[str, ...]:
    """Return the names of a scale's levels, lowest first."""
    return tuple(name.strip() for name in cell.split(",")) if cell.strip() else ()


def related_ids(cell: str) -> list[str]:
    """Return the ID numbers of a cell of cross-references, each once."""
    return list(dict.fromkeys(one.strip().replace("%2C", ",") for one in cell.split(",") if one.strip()))


def related_cell(ids: list[str]) -> str:
    """Return ID numbers as a cell of cross-references."""
    return ",".join(one.replace(",", "%2C") for one in ids)


def kind_at(taxonomy: str, depth: int) -> SkillKind:
    """Return the kind of the skills at a depth of the tree, 0 at the top."""
    words = [word.strip().casefold() for word in taxonomy.split(",")]
    return SkillKind.BEHAVIOUR if words[min(depth, len(words) - 1)] == "behaviour" else SkillKind.TECHNICAL


def configuration(levels: int) -> str:
    """Return the configuration of a scale: the lowest level is the usual one, the highest counts as proficient."""
    if levels == 1:
        return '[{"scaleid":"1"},{"id":1,"scaledefault":1,"proficient":1}]'
    return (
        '[{"scaleid":"1"},{"id":1,"scaledefault":1,"proficient":0},'
        f'{{"id":{levels},"scaledefault":0,"proficient":1}}]'
    )
