"""What kinds of thing are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

KINDS = {
    "framework": (gettext_noop("Framework"), gettext_noop("Frameworks")),
    "profession": (gettext_noop("Profession"), gettext_noop("Professions")),
    "role": (gettext_noop("Role"), gettext_noop("Roles")),
    "role_level": (gettext_noop("Role level"), gettext_noop("Role levels")),
    "skill": (gettext_noop("Skill"), gettext_noop("Skills")),
}
"""Kinds of thing that search finds: one of them, several of them."""


def kind_name(kind: str) -> str:
    """Return what one thing of a kind is called."""
    return gettext(KINDS[kind][0]) if kind in KINDS else kind.replace("_", " ").capitalize()


def kinds_name(kind: str) -> str:
    """Return what several things of a kind are called."""
    return gettext(KINDS[kind][1]) if kind in KINDS else kind.replace("_", " ").capitalize()
