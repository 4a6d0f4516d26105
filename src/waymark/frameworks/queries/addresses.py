"""Where the things of frameworks live on the site.

A room may not import the web, so the paths are said here once; ``tests/frameworks/test_queries_addresses.py`` asks the
site's own routes whether they lead anywhere. Keep a path once it is out: people and other systems hold links.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Exists, F, Model, OuterRef, QuerySet, Value

from waymark.frameworks.models import (
    FamilyWording,
    Framework,
    JobFamily,
    Role,
    RoleLevel,
    RoleLevelWording,
    RoleWording,
    Skill,
    SkillWording,
    Version,
)

ADDRESSES = {
    "framework": "/frameworks/{}",
    "version": "/frameworks/{}/versions/{}",
    "family": "/frameworks/{}#{}",
    "role": "/roles/{}",
    "role_level": "/roles/{}",
    "skill": "/skills/{}",
    "draft": "/authoring/drafts/{}/{}",
    "draft_for_good": "/authoring/draft/{}/{}",
}
"""Path of each kind of thing. A role level's slug is two segments, ``role/level``, or its role's for a lone level.
A draft is found under its label, which its authors may change; what is sent to people names its UUID and the rest."""

_PUBLISHED = {"version__published_at__isnull": False}
_ENDURING: tuple[tuple[str, type[Model], str, str, QuerySet[Any]], ...] = (
    ("framework", Framework, "slug", "", Version.objects.filter(framework=OuterRef("pk"), published_at__isnull=False)),
    (
        "version",
        Version,
        "framework__slug",
        "label",
        Version.objects.filter(pk=OuterRef("pk"), published_at__isnull=False),
    ),
    ("family", JobFamily, "framework__slug", "slug", FamilyWording.objects.filter(family=OuterRef("pk"), **_PUBLISHED)),
    ("role", Role, "slug", "", RoleWording.objects.filter(role=OuterRef("pk"), **_PUBLISHED)),
    ("role_level", RoleLevel, "slug", "", RoleLevelWording.objects.filter(role_level=OuterRef("pk"), **_PUBLISHED)),
    ("skill", Skill, "slug", "", SkillWording.objects.filter(skill=OuterRef("pk"), **_PUBLISHED)),
)
"""Each kind of thing: its table, its slugs, and the rows that make it public. What drafts alone have has no address:
UUIDs follow from slugs, so that it would answer whoever guesses at what is being written."""


def address(kind: str, *parts: str) -> str:
    """Return the path of a thing from its slugs (a framework's and a label for a version, and so on)."""
    return ADDRESSES[kind].format(*(quote(part, safe="/" if kind == "role_level" else "") for part in parts))


def resolve(uuid: UUID) -> str | None:
    """Return the path of the framework, version, family, role, role level or skill of that UUID; None for none.

    What no published version has, has no path.
    """
    text = CharField(max_length=300)
    queries: list[Any] = []
    for kind, model, first, second, public in _ENDURING:
        rows = model._default_manager.filter(Exists(public), uuid=uuid)
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
