"""What one version says that another does not.

Of two very large versions the database is asked first which things differ, and only those are read and compared, with
what they name: the comparison itself (``rules.difference``) is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from waymark.frameworks import rules
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
from waymark.frameworks.queries.digests import TABLES
from waymark.frameworks.queries.documents import Part, document
from waymark.frameworks.queries.successors import replacements_said
from waymark.frameworks.types import Difference, Replacement
from waymark_formats.framework import FrameworkDocument

KEPT = 8
"""Differences of published versions that a process keeps: of a very large framework some tens of megabytes each."""
LARGE = 5_000
"""Requirements and descriptors from which on only what differs is read."""
MOST_DIFFERING = 5_000
"""Things that are named to the database one by one; of versions that differ in more both are read whole."""

_OF = {
    SkillWording: "skills", LevelDescriptor: "skills", Relation: "skills", RoleWording: "roles",
    RoleLevelWording: "role_levels", Choice: "role_levels", Requirement: "role_levels",
}  # fmt: skip
"""Of what kind the thing is whose identity the first column of a table of wordings names."""


def difference(older_version_id: int, newer_version_id: int) -> Difference:
    """Return what changed from one version to another, to the letter; see ``rules.difference``.

    What the newer one says of things that it leaves out is told with them. Of two versions that are published, which
    never change, it is kept: then one query. Else thirty-two queries at most for small versions, which are read
    whole, and sixty-four for large ones, which compare them in the database and read what differs.

    Raises:
        NotVisible: one of the versions does not exist.
    """
    rows = Version.objects.filter(pk__in=(older_version_id, newer_version_id), published_at__isnull=False)
    published = dict(rows.values_list("pk", "uuid"))
    if len(published) == 2:
        pair = tuple((pk, published[pk]) for pk in (older_version_id, newer_version_id))
        return _kept_difference(pair, get_language() or "")
    return _difference(older_version_id, newer_version_id)


def compared(
    older_version_id: int, newer_version_id: int
) -> tuple[FrameworkDocument, FrameworkDocument, tuple[Replacement, ...]]:
    """Return both versions as documents, without what says the same in both, and what the newer one replaces.

    Small versions come whole. Everything that differs is there, with the skills that it asks for, the role levels that
    ask for a skill that differs, and what takes the place of what is left out: so that ``rules.difference`` and
    ``rules.touched`` say of them what they say of whole ones.
    """
    replaced = replacements_said(newer_version_id)
    versions = older_version_id, newer_version_id
    part = _differing(*versions, replaced) if any(map(_is_large, versions)) else None
    return document(older_version_id, part), document(newer_version_id, part), replaced


@lru_cache(maxsize=KEPT)
def _kept_difference(pair: tuple[tuple[int, UUID], ...], language: str) -> Difference:
    """``language``: what is asked of somebody is told in words."""
    return _difference(*(pk for pk, _uuid in pair))


def _difference(older_version_id: int, newer_version_id: int) -> Difference:
    return rules.difference(*compared(older_version_id, newer_version_id))


def _is_large(version_id: int) -> bool:
    tables: tuple[Any, ...] = (Requirement, LevelDescriptor)
    return any(len(table.objects.filter(version_id=version_id).values("pk")[LARGE : LARGE + 1]) for table in tables)


def _differing(older_id: int, newer_id: int, replaced: Iterable[Replacement]) -> Part | None:
    """Return what to read of both versions; None for all of it."""
    found: dict[str, set[int]] = {"skills": set(), "roles": set(), "role_levels": set()}
    for model, names, says in TABLES:
        if model is FamilyWording:  # they are few, and come anyway
            continue
        # A place among others is told of nobody but a scale, the first of which is everybody's.
        on_scales = model in {Scale, ScaleLevel}
        columns = (*names, *(one for one in says if one != "position" or on_scales))
        for identity in _rows_of_one(model, columns, older_id, newer_id):
            if on_scales:
                return None
            found[_OF[model]].add(identity)
            if sum(map(len, found.values())) > MOST_DIFFERING:
                return None
    for one in replaced:
        found[f"{one.kind}s"].update(successor.id for successor in one.successors)
    return _with_what_they_name(Version.objects.filter(pk__in=(older_id, newer_id)).values("pk"), found)


def _rows_of_one(model: Any, columns: tuple[str, ...], one_id: int, other_id: int) -> Iterator[Any]:
    """Yield the first column of the rows that one of two versions has and the other has not.

    No version has two rows alike: ``columns`` begin with what names a row.
    """
    one, other = (
        model.objects.filter(version_id=version_id).order_by().values_list(*columns)
        for version_id in (one_id, other_id)
    )
    gone = [row[0] for row in one.difference(other)]
    yield from gone
    if other.count() - one.count() + len(gone):  # else everything that the other one has is in both
        yield from (row[0] for row in other.difference(one))


def _with_what_they_name(versions: Any, found: dict[str, set[int]]) -> Part | None:
    def ids(model: Any, column: str, which: Q) -> Set[int]:
        return set(model.objects.filter(which, version_id__in=versions).order_by().values_list(column, flat=True))

    differing, roles = found["skills"], found["roles"]
    asking = ids(Requirement, "role_level_wording__role_level_id", Q(skill_wording__skill_id__in=differing))
    levels = found["role_levels"] | asking
    levels |= ids(RoleLevelWording, "role_level_id", Q(role_wording__role_id__in=roles))
    if len(levels) > MOST_DIFFERING:
        return None
    skills = differing | ids(Requirement, "skill_wording__skill_id", Q(role_level_wording__role_level_id__in=levels))
    skills |= ids(Relation, "target__skill_id", Q(skill_wording__skill_id__in=differing, target__isnull=False))
    roles = roles | ids(RoleLevelWording, "role_wording__role_id", Q(role_level_id__in=levels))
    return Part(skills, roles, levels)
