"""Decisions and words about mapping posts, without a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from waymark.frameworks.types import RoleLevelRef
from waymark.people.types import Mapped
from waymark_engine.mapping import DECIDED, GRADE, PROFESSION, TITLE, UNIT, Suggested

_CODE = re.compile(r"[A-Z]+\d*")

Stored = list[Any]
"""A suggestion as it is kept: id of a role level or None, score, and the parts of the sum."""


def said_grades(hint: str, ranks: Mapping[str, int]) -> frozenset[int]:
    """Return the ranks of the grades that a framework names ("HEO, SEO"); codes nobody has are left out."""
    return frozenset(ranks[code] for code in _CODE.findall(hint) if code in ranks)


def stored(suggestions: Iterable[Suggested]) -> list[Stored]:
    """Return suggestions as they are kept, the likeliest first."""
    return [[one.rung, one.score, [[part.part, part.points, part.most] for part in one.parts]] for one in suggestions]


def state_of(role_level_id: int | None, in_no_framework: bool) -> Mapped:
    """Say what a post is mapped to."""
    if role_level_id is not None:
        return Mapped.MAPPED
    return Mapped.NONE if in_no_framework else Mapped.UNKNOWN


def may_choose(ref: RoleLevelRef | None, professions: frozenset[int] | None) -> bool:
    """Say whether whoever maps to these professions (None: all) may map posts to a role level, or to none (None)."""
    return ref is None or professions is None or ref.profession_id in professions


def part_in_words(part: str, none: bool) -> str:
    """Return what a part of the sum compares; ``none``: for "not in any framework"."""
    if none:
        return {
            TITLE: _("No role level is called like this, or only one of another profession"),
            DECIDED: _("Posts with this title here that are in no framework"),
            PROFESSION: _("The profession of the posts has no role levels"),
        }[part]
    return {
        TITLE: _("The titles have the same words"),
        DECIDED: _("Posts with this title here that are mapped to it"),
        PROFESSION: _("It belongs to the profession of the posts"),
        GRADE: _("The grades of the posts are usual for it"),
        UNIT: _("Posts in the same units are in its framework"),
    }[part]


def how_in_words(how: str) -> str:
    """Return how posts came to be mapped."""
    return {
        "by_hand": _("Chosen by hand"),
        "suggestion": _("Suggestion accepted"),
        "bulk": _("Many suggestions accepted at once"),
        "correction": _("Put right after somebody said it was wrong"),
        "undo": _("Undone"),
    }[how]
