"""Where the things of frameworks live on the site.

A room may not import the web, so the paths are said here once; ``tests/frameworks/test_queries_addresses.py`` asks the
site's own routes whether they lead anywhere. Keep a path once it is out: people and other systems hold links.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, F, Model, Value

from waymark.frameworks.models import Framework, JobFamily, Role, RoleLevel, Skill, Version

ADDRESSES = {
    "framework": "/frameworks/{}",
    "version": "/frameworks/{}/versions/{}",
    "family": "/frameworks/{}#{}",
    "role": "/roles/{}",
    "role_level": "/roles/{}",
    "skill": "/skills/{}",
    "draft": "/authoring/drafts/{}/{}",
}
"""Path of each kind of thing. A role level's slug is two segments, ``role/level``, or its role's for a lone level."""

_ENDURING: tuple[tuple[str, type[Model], str, str], ...] = (
    ("framework", Framework, "slug", ""),
    ("version", Version, "framework__slug", "label"),
    ("family", JobFamily, "framework__slug", "slug"),
    ("role", Role, "slug", ""),
    ("role_level", RoleLevel, "slug", ""),
    ("skill", Skill, "slug", ""),
)


def address(kind: str, *parts: str) -> str:
    """Return the path of a thing from its slugs (a framework's and a label for a version, and so on)."""
    return ADDRESSES[kind].format(*(quote(part, safe="/" if kind == "role_level" else "") for part in parts))


def resolve(uuid: UUID) -> str | None:
    """Return the path of the framework, version, family, role, role level or skill of that UUID; None for none.

    A version that was never published has no path.
    """
    text = CharField(max_length=300)
    queries: list[Any] = []
    for kind, model, first, second in _ENDURING:
        rows = model._default_manager.filter(uuid=uuid)
        if model is Version:
            rows = rows.filter(published_at__isnull=False)
        queries.append(
            rows.order_by().values_list(
                Value(kind, output_field=text), F(first), F(second) if second else Value("", output_field=text)
            )
        )
    for kind, *parts in queries[0].union(*queries[1:], all=True):
        return address(kind, *(part for part in parts if part))
    return None


def uri(uuid: UUID) -> str:
    """Return the address that means a thing for good, to be held by other frameworks and by other systems."""
    return f"{settings.PUBLIC_BASE_URL}/id/{uuid}"
