"""What the cells of a grid of requirements send and show: one text for what is asked, empty where nothing is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from waymark.frameworks.types import Asked, GridSkill
from waymark_formats.framework import Importance

NOT_ASKED = ""
Where = tuple[str, str]
"""Key of the role level, slug of the skill."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a cell may ask."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Options:
    """What the cells of one skill may ask: for essential skills and for desirable ones."""

    essential: tuple[Option, ...]
    desirable: tuple[Option, ...]


def options_of(skill: GridSkill) -> Options:
    """Return what may be asked of a skill: each level of its scale, or none."""
    levels = [("", _("Asked, no level")), *((str(rank), name) for rank, name in enumerate(skill.levels, start=1))]
    return Options(
        tuple(Option(f"{Importance.ESSENTIAL}:{rank}", name) for rank, name in levels),
        tuple(
            Option(f"{Importance.DESIRABLE}:{rank}", _("%(level)s (desirable)") % {"level": name})
            for rank, name in levels
        ),
    )


def text_of(asked: Asked | None, *, weight: bool = False) -> str:
    """Return what is asked as the value of a cell, with its weight where the form shows it."""
    if asked is None:
        return NOT_ASKED
    text = f"{asked.importance}:{asked.level if asked.level is not None else ''}"
    return f"{text}:{asked.weight}" if weight else text


def asked_of(text: str) -> Asked | None:
    """Return what the value of a cell asks.

    Raises:
        ValueError: the text is no such value.
    """
    if text == NOT_ASKED:
        return None
    importance, *numbers = text.split(":")
    if importance not in set(Importance) or len(numbers) not in {1, 2}:
        raise ValueError(text)
    return Asked(_number(numbers[0]), importance, _number(numbers[1]) if len(numbers) == 2 else None)


def in_words(asked: Asked | None, skill: GridSkill | None) -> str:
    """Return what is asked as a person says it."""
    if asked is None:
        return _("Not asked")
    if asked.level is None:
        level = _("Asked, no level")
    elif skill is not None and asked.level <= len(skill.levels):
        level = skill.levels[asked.level - 1]
    else:
        level = _("Level %(number)s") % {"number": asked.level}
    if asked.importance == Importance.DESIRABLE:
        level = _("%(level)s (desirable)") % {"level": level}
    return level if asked.weight is None else _("%(level)s, weight %(weight)s") % {"level": level, "weight": asked.weight}


def packed(shown: Mapping[Where, str]) -> str:
    """Return what every cell showed, for a hidden field: one field, however many cells."""
    return json.dumps([[level, skill, text] for (level, skill), text in shown.items()], separators=(",", ":"))


def unpacked(text: str) -> dict[Where, str]:
    """Return what every cell showed; nothing for what is no such text."""
    try:
        rows: Any = json.loads(text)
        return {(str(level), str(skill)): str(value) for level, skill, value in rows}
    except (ValueError, TypeError):
        return {}


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ValueError(text)
    return int(text)
