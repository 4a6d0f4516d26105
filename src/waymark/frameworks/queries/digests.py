"""The content of a version as a digest: what a sign-off was about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import F

from waymark.audit import queries as audit
from waymark.frameworks.models import (
    Choice,
    FamilyWording,
    LevelDescriptor,
    Relation,
    Requirement,
    RoleLevelWording,
    RoleWording,
    Scale,
    ScaleLevel,
    SkillWording,
    Version,
)
from waymark.kernel import kinds

_SKILL, _LEVEL = "skill_wording__skill_id", "role_level_wording__role_level_id"
TABLES: tuple[tuple[Any, tuple[str, ...], tuple[str, ...]], ...] = (
    (Scale, ("key",), ("name", "kind", "position")),
    (ScaleLevel, ("scale__key", "rank"), ("name", "description", "value")),
    (
        SkillWording,
        ("skill_id",),
        (
            "scale__key", "kind", "parent__skill_id", "code", "name", "summary", "alternative_labels", "hidden_labels",
            "position",
        ),
    ),
    (Relation, (_SKILL, "position", "uuid"), ("kind", "target__skill_id", "uri", "title")),
    (LevelDescriptor, (_SKILL, "rank"), ("defined", "text", "evidence", "learning")),
    (FamilyWording, ("family_id",), ("name", "summary", "position")),
    (
        RoleWording,
        ("role_id",),
        (
            "family_wording__family_id", "name", "summary", "responsibilities", "entry_routes", "next_moves",
            "role_type", "alternative_labels", "hidden_labels", "position",
        ),
    ),
    (
        RoleLevelWording,
        ("role_level_id",),
        ("role_wording__role_id", "name", "description", "rung", "grade_hint", "position"),
    ),
    (Choice, (_LEVEL, "key"), ("name", "choose")),
    (Requirement, (_LEVEL, _SKILL), ("level", "importance", "weight", "choice__key", "position")),
)  # fmt: skip
"""Each table of wording: what names a row from version to version, and what it says. Raw text that only an exporter
needs is left out."""


def content_digest(version_id: int) -> str:
    """Return a digest of what a version says: the same content, the same digest, whatever rows hold it.

    Its label, its state and its release notes are no part of it: they are written once the content stands.

    Cost: eleven queries that read every row of the version.
    """
    digest = hashlib.sha256()
    for line in _lines(version_id):
        digest.update(line.encode())
    return digest.hexdigest()


def content_digest_since(version_id: int, since: datetime) -> str:
    """Return the digest of what a version says, worked out once for as long as nothing is done to any framework.

    Args:
        version_id: the version.
        since: a moment before which every command that changed it had ended.

    Cost: one query while nothing was done; else as ``content_digest``.
    """
    return _kept(version_id, since, audit.mark(kinds.under("frameworks."), since))


@lru_cache(maxsize=64)
def _kept(version_id: int, since: datetime, mark: str) -> str:
    return content_digest(version_id)


def _lines(version_id: int) -> Iterator[str]:
    about = Version.objects.filter(pk=version_id).values_list("title", "summary", "licence", "attribution")
    yield repr(("about", *about))
    for model, names, says in TABLES:
        yield f"\n{model._meta.model_name}"
        rows = model._default_manager.filter(version_id=version_id).order_by(*(F(name).asc() for name in names))
        for row in rows.values_list(*names, *says).iterator(chunk_size=2_000):
            yield repr(row)
