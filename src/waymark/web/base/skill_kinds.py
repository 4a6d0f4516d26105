"""What kinds of skill are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

SKILL_KINDS = {
    "technical": gettext_noop("Technical"),
    "behaviour": gettext_noop("Behaviour"),
    "experience": gettext_noop("Experience"),
    "ability": gettext_noop("Ability"),
    "strength": gettext_noop("Strength"),
    "knowledge": gettext_noop("Knowledge"),
    "qualification": gettext_noop("Qualification"),
    "task": gettext_noop("Task"),
}
"""Kinds of skill, after Success Profiles."""


def skill_kind_name(kind: str) -> str:
    """Return what a kind of skill is called."""
    return gettext(SKILL_KINDS[kind]) if kind in SKILL_KINDS else kind.capitalize()
