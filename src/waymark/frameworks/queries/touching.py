"""Whom a version touches."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import get_language

from waymark.frameworks import rules
from waymark.frameworks.models import RoleLevel, Skill, Version
from waymark.frameworks.queries.comparing import compared
from waymark.frameworks.queries.drafts import version_before
from waymark.frameworks.rules import affecting
from waymark.frameworks.types import Difference, Touched

__all__ = ["affecting", "touched", "touched_and_difference"]

AT_ONCE = 10_000
"""Ids in one query."""


def touched(version_id: int) -> Touched:
    """Return what a version, draft or not, means to people, compared with the version it follows.

    Nobody is touched by a first version. Cost: as a difference, and a query for each 10,000 things; of a published
    version, kept: then four queries.
    """
    return touched_and_difference(version_id)[0]


def touched_and_difference(version_id: int) -> tuple[Touched, Difference]:
    """Return what a version means to people, with the difference that it comes from."""
    older_id = version_before(version_id)
    if older_id is None:
        return Touched({}, {}), Difference()
    rows = Version.objects.filter(pk=version_id, published_at__isnull=False).values_list("uuid", flat=True)
    if (uuid := rows.first()) is not None:
        return _kept(older_id, version_id, uuid, get_language() or "")
    return _touched_and_difference(older_id, version_id)


@lru_cache(maxsize=8)
def _kept(older_id: int, version_id: int, uuid: UUID, language: str) -> tuple[Touched, Difference]:
    """A published version never changes, and what it follows is named."""
    return _touched_and_difference(older_id, version_id)


def _touched_and_difference(older_id: int, version_id: int) -> tuple[Touched, Difference]:
    older, newer, replaced = compared(older_id, version_id)
    difference = rules.difference(older, newer, replaced)
    uuids = rules.uuids_of(older, newer)
    wanted = {"skill": Skill, "role_level": RoleLevel}
    ids = {
        kind: _ids(model, (uuid for (of_kind, _slug), uuid in uuids.items() if of_kind == kind))
        for kind, model in wanted.items()
    }
    return rules.touched(newer, difference, lambda kind, slug: ids[kind][uuids[kind, slug]]), difference


def _ids(model: type[Model], uuids: Iterable[UUID]) -> dict[UUID, int]:
    wanted, found = list(uuids), {}
    rows: Any = model._default_manager
    for start in range(0, len(wanted), AT_ONCE):
        found.update(dict(rows.filter(uuid__in=wanted[start : start + AT_ONCE]).values_list("uuid", "pk")))
    return found
