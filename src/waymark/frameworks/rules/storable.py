"""What a document may not hold, because the tables have no room for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from waymark.kernel.ids import RESERVED_SLUGS, slugify
from waymark_formats.framework import FrameworkDocument

LONGEST = {
    "name": 300,
    "title": 200,
    "licence": 200,
    "version": 60,
    "role type": 80,
    "grade hint": 80,
    "key": 80,
    "code": 100,
    "name of a scale": 200,
    "name of a level": 120,
}
"""Characters."""

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def is_label(text: str) -> bool:
    """Say whether a text can be the label of a version."""
    return bool(_LABEL.fullmatch(text)) and len(text) <= LONGEST["version"]


def why_not_storable(document: FrameworkDocument) -> tuple[str, ...]:
    """Return sentences, empty when the document can be stored.

    The document already has its slug and its version label.
    """
    return tuple(_reasons(document))


def _reasons(document: FrameworkDocument) -> Iterator[str]:
    if slugify(document.slug) != document.slug or document.slug in RESERVED_SLUGS:
        yield _(
            '"%(slug)s" cannot be the short name of a framework: use lower-case letters and digits joined by hyphens, '
            "but not %(kept)s."
        ) % {"slug": document.slug[:80], "kept": _(" or ").join(sorted(RESERVED_SLUGS))}
    if not _LABEL.fullmatch(document.version):
        yield _(
            '"%(label)s" cannot be the label of a version: use letters, digits, dots, hyphens and underscores, such as '
            "2026-03-23."
        ) % {"label": document.version[:80]}
    for kind, text in _measured(document):
        if len(text) > LONGEST[kind]:
            yield _('The %(kind)s "%(text)s..." has %(length)s characters and at most %(most)s fit.') % {
                "kind": _kind(kind), "text": text[:40], "length": f"{len(text):,}", "most": LONGEST[kind],
            }  # fmt: skip


def _kind(kind: str) -> str:
    return {
        "name": _("name"), "title": _("title"), "licence": _("licence"), "version": _("version"),
        "role type": _("role type"), "grade hint": _("grade hint"), "key": _("key"), "code": _("code"),
        "name of a scale": _("name of a scale"), "name of a level": _("name of a level"),
    }[kind]  # fmt: skip


def _measured(document: FrameworkDocument) -> Iterator[tuple[str, str]]:
    yield "title", document.title
    yield "licence", document.licence
    yield "version", document.version
    for scale in document.scales:
        yield "key", scale.key
        yield "name of a scale", scale.name
        for step in scale.levels:
            yield "name of a level", step.name
    for skill in document.skills:
        yield "name", skill.name
        yield "code", skill.code
    for family in document.families:
        yield "name", family.name
        for role in family.roles:
            yield "name", role.name
            yield "role type", role.role_type
            for level in role.levels:
                yield "name", level.name
                yield "grade hint", level.grade_hint
                for choice in level.choices:
                    yield "key", choice.key
                    yield "name", choice.name
