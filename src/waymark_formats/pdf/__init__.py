"""A version of a framework to read and to print: PDF/UA-1, tagged, with a title, a language and its fonts in it.

A title page with version and licence, the contents, what the levels mean, each family with its roles, their levels and
what these ask for as tables, then the skills with their descriptors. It is written only: what it leaves out (keys,
UUIDs, weights, labels that are hidden, relations, what an import kept of its file) cannot be read back from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from waymark_formats.framework import (
    FrameworkDocument,
    Importance,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    ScaleDocument,
    SkillDocument,
    SkillKind,
    Unwritable,
)

TEMPLATE = Path(__file__).resolve().parent / "framework.typ"

_UNSEEN = {code: None for code in (*range(32), 127, *range(128, 160)) if code not in {9, 10}}


@dataclass(frozen=True, slots=True)
class Words:
    """What the document says beside the framework's own text. ``choose`` holds ``{count}`` and ``{name}``."""

    version: str = "Version"
    effective_from: str = "In force from"
    profession: str = "Profession"
    licence: str = "Licence"
    attribution: str = "Attribution"
    notes: str = "About this version"
    contents: str = "Contents"
    levels: str = "What the levels mean"
    level: str = "Level"
    meaning: str = "What it means"
    undefined: str = "Not defined"
    responsibilities: str = "What you do in this role"
    entry_routes: str = "How people come into this role"
    next_moves: str = "Where people go next"
    other_names: str = "Also called"
    grades: str = "Grades"
    choose: str = "At least {count} of the group “{name}”"
    skill: str = "Skill"
    skills: str = "Skills"
    importance: str = "Importance"
    essential: str = "Essential"
    desirable: str = "Desirable"
    no_level: str = "No certain level"
    kind: str = "Kind"
    code: str = "Code"
    part_of: str = "Part of"
    evidence: str = "Good evidence"
    learning: str = "How it is learnt"
    page: str = "Page"
    kinds: Mapping[str, str] = field(
        default_factory=lambda: {kind.value: kind.value.capitalize() for kind in SkillKind}
    )


def write(
    document: FrameworkDocument, *, fonts: Path | None = None, words: Words | None = None, language: str = "en"
) -> dict[str, bytes]:
    """Return one PDF by name. The same document gives the same bytes.

    Args:
        document: what to set.
        fonts: a folder of fonts to use before those of the typesetter; never the machine's own.
        words: what stands beside the framework's text; English when None.
        language: of the whole text, such as ``en``.

    Raises:
        Unwritable: the typesetter cannot make an accessible PDF of it; the sentence says why.

    Cost: about a second for a thousand requirements with their skills.
    """
    day = document.effective_from
    made = datetime.combine(day, time(), UTC) if day and day.year >= 1970 else datetime(2000, 1, 1, tzinfo=UTC)
    try:
        found: bytes = typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            format="pdf",
            font_paths=[str(fonts)] if fonts is not None and fonts.is_dir() else [],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(printable(_data(document, words or Words(), language)))},
            pdf_standards="ua-1",
            timestamp=int(made.timestamp()),
        )
    except RuntimeError as error:
        raise Unwritable(f"The PDF cannot be made: {why_not(str(error))}. Export it as waymark.") from error
    name = "-".join(part for part in (document.slug or "framework", document.version) if part)
    return {f"{name}.pdf": found}


def why_not(error: str) -> str:
    """Return what the typesetter says, in words where it is about a character."""
    found = re.search(r'the text `"(.+?)"` could not be displayed', error)
    return f"its fonts have no sign for {found[1]}" if found else " ".join(error.split())[:200]


def printable(value: Any) -> Any:
    """Return plain values without the characters that no paper shows."""
    if isinstance(value, str):
        return value.translate(_UNSEEN)
    if isinstance(value, dict):
        return {key: printable(one) for key, one in value.items()}
    return [printable(one) for one in value] if isinstance(value, list | tuple) else value


def _data(document: FrameworkDocument, words: Words, language: str) -> dict[str, Any]:
    """Return what the template shows."""
    scales = {scale.key: scale for scale in document.scales}
    first = document.scales[0] if document.scales else None
    skills = {
        skill.key: _Skill(f"skill-{number}", skill, scales.get(skill.scale) or first)
        for number, skill in enumerate(document.skills)
    }
    facts = (
        (words.version, document.version),
        (words.effective_from, document.effective_from.isoformat() if document.effective_from else ""),
        (words.profession, document.profession),
        (words.licence, document.licence),
        (words.attribution, document.attribution),
    )
    return {
        "language": language,
        "words": asdict(words),
        "title": document.title,
        "publisher": document.profession or document.title,
        "facts": [fact for fact in facts if fact[1]],
        "summary": _prose(document.summary),
        "notes": _prose(document.notes),
        "scales": [_scale(scale) for scale in document.scales if any(one.description for one in scale.levels)],
        "families": [
            {
                "name": family.name,
                "summary": _prose(family.summary),
                "roles": [_role(role, skills, words) for role in family.roles],
            }
            for family in document.families
        ],
        "skills": [_skill(one, skills, words) for one in skills.values()],
    }


@dataclass(frozen=True, slots=True)
class _Skill:
    """A skill with its place in the PDF and its scale."""

    id: str
    document: SkillDocument
    scale: ScaleDocument | None

    def level(self, rank: int) -> str:
        levels = self.scale.levels if self.scale else ()
        return levels[rank - 1].name if rank <= len(levels) else str(rank)


def _scale(scale: ScaleDocument) -> dict[str, Any]:
    return {
        "name": scale.name,
        "levels": [{"name": one.name, "meaning": _prose(one.description)} for one in scale.levels],
    }


def _role(role: RoleDocument, skills: Mapping[str, _Skill], words: Words) -> dict[str, Any]:
    return {
        "name": role.name,
        "summary": _prose(role.summary),
        "responsibilities": _prose(role.responsibilities),
        "entry_routes": _prose(role.entry_routes),
        "next_moves": _prose(role.next_moves),
        "other_names": ", ".join(role.alternative_labels),
        "levels": [_role_level(level, skills, words) for level in role.levels],
    }


def _role_level(level: RoleLevelDocument, skills: Mapping[str, _Skill], words: Words) -> dict[str, Any]:
    groups = {choice.key: choice.name for choice in level.choices}
    return {
        "name": level.name,
        "description": _prose(level.description),
        "grades": level.grade_hint,
        "choices": [words.choose.format(count=one.choose, name=one.name) for one in level.choices],
        "asks": [_asked(one, skills[one.skill], groups, words) for one in level.requirements],
    }


def _asked(one: RequirementDocument, skill: _Skill, groups: Mapping[str, str], words: Words) -> list[str]:
    importance = words.essential if one.importance is Importance.ESSENTIAL else words.desirable
    group = f" ({groups[one.choice]})" if one.choice in groups else ""
    level = words.no_level if one.level is None else skill.level(one.level)
    return [skill.id, skill.document.name, level, f"{importance}{group}"]


def _skill(skill: _Skill, skills: Mapping[str, _Skill], words: Words) -> dict[str, Any]:
    one = skill.document
    facts = (
        (words.code, one.code),
        (words.kind, words.kinds[one.kind.value]),
        (words.part_of, skills[one.parent].document.name if one.parent in skills else ""),
        (words.other_names, ", ".join(one.alternative_labels)),
    )
    return {
        "id": skill.id,
        "name": one.name,
        "facts": [fact for fact in facts if fact[1].strip()],
        "summary": _prose(one.summary),
        "levels": [
            {
                "name": skill.level(rank),
                "meaning": _prose(words.undefined if text is None else text),
                "evidence": _prose(one.evidence.get(rank, "")),
                "learning": _prose(one.learning.get(rank, "")),
            }
            for rank, text in sorted(one.descriptors.items())
        ],
    }


def _prose(text: str) -> list[dict[str, Any]]:
    """Return text as paragraphs and lists: lines that begin with a dash, a star or a bullet are a list."""
    blocks: list[dict[str, Any]] = []
    fresh = True
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            fresh = True
            continue
        kind = "list" if line[:2] in {"- ", "* ", "• "} else "text"
        said = line[2:].strip() if kind == "list" else line
        goes_on = bool(blocks) and blocks[-1]["kind"] == kind and (kind == "list" or not fresh)
        if not goes_on:
            blocks.append({"kind": kind, "lines": []})
        blocks[-1]["lines"].append(said)
        fresh = False
    return blocks
