"""What the cells of a grid of requirements send and show: one text for what is asked, empty where nothing is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Asked, GridSkill
from waymark.web.authoring.common import Bench
from waymark.web.base.request import Request
from waymark_formats.framework import Importance

NOT_ASKED = ""
MOST_ROWS = 40
"""Skills that may be added to a form before it is saved."""
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
    return (
        level if asked.weight is None else _("%(level)s, weight %(weight)s") % {"level": level, "weight": asked.weight}
    )


def packed(shown: Mapping[Where, str]) -> str:
    """Return what every cell showed, for a hidden field: one field, however many cells."""
    return json.dumps([[level, skill, text] for (level, skill), text in shown.items()], separators=(",", ":"))


def unpacked(text: str) -> dict[Where, str]:
    """Return what every cell showed; nothing for what is no such text."""
    try:
        rows: Any = json.loads(text)
        return {(str(level), str(skill)): str(value) for level, skill, value in rows}
    except (ValueError, TypeError, RecursionError):
        return {}


def saved_words(number: int) -> str:
    """Return what is said when cells were written."""
    if not number:
        return _("Nothing was changed.")
    return ngettext("%(number)s requirement is saved.", "%(number)s requirements are saved.", number) % {
        "number": number
    }


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form with cells was sent with, or what was kept of it unsaved; nothing when it is opened.

    Of its buttons "save" writes, "find" looks for a skill, "row" gives a skill a row: the last two keep what was typed.
    """

    then: str
    fields: Mapping[str, str]
    shown: Mapping[Where, str]
    """What the cells showed when the form was opened."""
    more: tuple[str, ...]
    """Skills that have a row without being asked for."""
    words: str
    """What is looked for among the skills."""
    offered_from: datetime | None
    """When something was kept that is not saved, and is offered."""
    going_on: bool
    keep_url: str
    place: str

    @property
    def saving(self) -> bool:
        """Whether it is to be written."""
        return self.then == "save"


def sent(request: Request, around: Bench) -> Sent:
    """Take what was sent."""
    post = request.method == "POST"
    kept = None if post else frameworks.unsaved(request.path, request.actor)
    going_on = kept is not None and "unsaved" in request.GET
    fields: Mapping[str, str] = request.POST if post else kept.fields if kept is not None and going_on else request.GET
    then = "" if not post else "row" if "row" in fields else "find" if "find" in fields else "save"
    rows = [*fields.get("more", "").split(), *fields.get("row", "").split()]
    return Sent(
        then=then,
        fields=fields,
        shown=unpacked(fields.get("shown", "")),
        more=tuple(dict.fromkeys(rows))[:MOST_ROWS],
        words="" if then == "save" else fields.get("words", "").strip()[:200],
        offered_from=kept.saved_at if kept is not None and not going_on else None,
        going_on=going_on,
        keep_url=reverse("authoring_unsaved", args=around.args),
        place=request.path,
    )


def saved(request: Request) -> None:
    """Forget what was kept of a form that is written."""
    frameworks_commands.discard_unsaved(place=request.path, actor=request.actor, at=request.at)


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ValueError(text)
    return int(text)
