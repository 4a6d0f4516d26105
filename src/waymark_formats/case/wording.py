"""What the properties of a CFItem say of a thing: the reader starts from it, the writer adds what it leaves unsaid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from waymark_formats.case.vocabulary import KIND_OF_TYPE, TYPE_OF_KIND, Json
from waymark_formats.framework import SkillDocument, SkillKind
from waymark_formats.hypertext import plain_text
from waymark_formats.markup import html_tag
from waymark_formats.names import LONGEST_NAME, short_name, version_label


def plain(value: Any) -> str:
    """Return a property as plain text, empty when it is no text. What only happens to hold a tag keeps its lines."""
    if not isinstance(value, str):
        return ""
    return plain_text(value, collapse=False) if html_tag(value) else value


def name_and_summary(item: Json) -> tuple[str, str]:
    """Return what an item is called and what is said of it.

    The name is the abbreviated statement, where there is one that fits; else the full statement, or its beginning.
    """
    full, short = plain(item.get("fullStatement")), plain(item.get("abbreviatedStatement"))
    if short.strip() and len(short) <= LONGEST_NAME:
        return short, full
    name = short_name(full)
    return name, "" if name == full else full


def statements(name: str, summary: str) -> Json:
    """Return the properties from which ``name_and_summary`` gives the two again, where there are any."""
    if not summary.strip():
        return {"fullStatement": name}
    if name == short_name(summary):
        return {"fullStatement": summary}
    return {"fullStatement": summary, "abbreviatedStatement": name}


def skill_fields(item: Json) -> Json:
    """Return what an item says of the skill it is, by field of ``SkillDocument``."""
    name, summary = name_and_summary(item)
    label = plain(item.get("alternativeLabel"))
    return {
        "name": name,
        "summary": summary,
        "kind": KIND_OF_TYPE.get(str(item.get("CFItemType", "")).casefold(), SkillKind.TECHNICAL).value,
        "code": plain(item.get("humanCodingScheme")),
        "alternative_labels": [label] if label else [],
        "hidden_labels": [],
    }


def skill_item(skill: SkillDocument) -> Json:
    """Return the properties that say what ``skill_fields`` can find."""
    item = {**statements(skill.name, skill.summary), "CFItemType": TYPE_OF_KIND[skill.kind]}
    if skill.code:
        item["humanCodingScheme"] = skill.code
    if skill.alternative_labels and skill.alternative_labels[0]:
        item["alternativeLabel"] = skill.alternative_labels[0]
    return item


def document_fields(about: Json) -> Json:
    """Return what the CFDocument says of the framework, by field of ``FrameworkDocument``."""
    licence = about.get("licenseURI")
    return {
        "title": plain(about.get("title")),
        "summary": plain(about.get("description")),
        "attribution": plain(about.get("creator")),
        "licence": plain(licence.get("title")) if isinstance(licence, dict) else "",
        "version": version_label(plain(about.get("version"))),
        "effective_from": day.isoformat() if (day := calendar_day(about.get("statusStartDate"))) else "",
        "notes": plain(about.get("notes")),
    }


def calendar_day(value: Any) -> date | None:
    """Return the day that a date or a moment begins with, None when it is neither."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


Words = Mapping[tuple[str, ...], tuple[str, ...]]
"""Properties, and the fields that they say together."""

SKILL_WORDS: Words = {
    ("fullStatement", "abbreviatedStatement"): ("name", "summary"),
    ("CFItemType",): ("kind",),
    ("humanCodingScheme",): ("code",),
    ("alternativeLabel",): ("alternative_labels",),
}
DOCUMENT_WORDS: Words = {
    ("title",): ("title",),
    ("description",): ("summary",),
    ("creator",): ("attribution",),
    ("licenseURI",): ("licence",),
    ("version",): ("version",),
    ("statusStartDate",): ("effective_from",),
    ("notes",): ("notes",),
}


def still_true(said: Json, left: Json, fields: Json, words: Words, find: Callable[[Json], Json]) -> Json:
    """Return the properties that the reader kept, without those whose words were changed since."""
    for properties, names in words.items():
        found = find(said | left)
        if any(found[name] != fields[name] for name in names):
            left = {key: value for key, value in left.items() if key not in properties}
    return left
