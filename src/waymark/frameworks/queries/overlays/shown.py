"""What stands of departments' context now: for those who work there, and counted for whoever changes the standard."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from waymark.frameworks.models import OverlayEntry, ScaleLevel, SkillWording
from waymark.frameworks.types import Overlaid, OverlayAct, OverlayKind, OverlaysTouched
from waymark.kernel.text import sort_key

COLUMNS = {
    "uuid": "overlay__uuid",
    "kind": "overlay__kind",
    "organisation_id": "overlay__organisation_id",
    "organisation_name": "overlay__organisation__name",
    "role_id": "overlay__role_id",
    "role_level_id": "overlay__role_level_id",
    "skill_id": "overlay__skill_id",
    "skill_slug": "overlay__skill__slug",
    "skill_name": "skill_name",
    "text": "text",
    "level": "level",
    "level_name": "level_name",
    "importance": "importance",
    "version_id": "version_id",
    "version_label": "version__label",
    "at": "at",
}
_ORDER = tuple(OverlayKind)
_EMPTY_FOR_NONE = frozenset({"skill_slug", "skill_name", "level_name"})


def latest() -> QuerySet[OverlayEntry]:
    """Return the entry of every overlay that counts: of those that were taken back as well."""
    later = OverlayEntry.objects.filter(overlay=OuterRef("overlay"), number__gt=OuterRef("number"))
    return OverlayEntry.objects.filter(~Exists(later))


def standing() -> QuerySet[OverlayEntry]:
    """Return the entry that counts of every overlay that was not taken back."""
    return latest().exclude(act=OverlayAct.ENDED)


def above(paths: Iterable[str]) -> frozenset[str]:
    """Return the paths of organisations and of all they are part of: whose context holds for whoever works there."""
    found: set[str] = set()
    for path in paths:
        steps = [step for step in path.split("/") if step]
        found.update("/" + "/".join(steps[:depth]) + "/" for depth in range(1, len(steps) + 1))
    return frozenset(found)


def shown(entries: QuerySet[OverlayEntry]) -> tuple[Overlaid, ...]:
    """Return entries as they are shown: the widest organisation first, its notes before what it asks. One query."""
    rows = named(entries).values_list("overlay__organisation__path", "overlay_id", *COLUMNS.values())
    found = []
    for path, overlay_id, *values in rows:
        one = overlaid(values)
        found.append((len(path), path, _ORDER.index(one.kind), overlay_id, one))
    return tuple(one for *_, one in sorted(found, key=lambda row: row[:4]))


def named(entries: QuerySet[OverlayEntry]) -> QuerySet[OverlayEntry]:
    """Return entries with the name of their skill and of its level, in the words they were held against."""
    worded = SkillWording.objects.filter(skill=OuterRef("overlay__skill"), version=OuterRef("skill_version"))
    scale = SkillWording.objects.filter(
        skill=OuterRef(OuterRef("overlay__skill")), version=OuterRef(OuterRef("skill_version"))
    )
    step = ScaleLevel.objects.filter(scale=Subquery(scale.values("scale")[:1]), rank=OuterRef("level"))
    return entries.annotate(
        skill_name=Subquery(worded.values("name")[:1]), level_name=Subquery(step.values("name")[:1])
    )


def overlaid(values: Sequence[Any]) -> Overlaid:
    """Build what is shown of an entry out of the columns ``COLUMNS``."""
    fields = dict(zip(COLUMNS, values, strict=True))
    fields |= {name: fields[name] or "" for name in _EMPTY_FOR_NONE}
    return Overlaid(**fields | {"kind": OverlayKind(fields["kind"])})


def overlays_of_role(role_id: int, role_level_ids: Iterable[int], paths: Iterable[str]) -> tuple[Overlaid, ...]:
    """Return what departments add to a role and its levels, for somebody who works in ``paths``. One query.

    None without paths: whoever works nowhere here reads the standard alone.
    """
    where = above(paths)
    if not where:
        return ()
    hangs = Q(overlay__role=role_id) | Q(overlay__role_level__in=list(role_level_ids))
    return shown(standing().filter(hangs, overlay__organisation__path__in=where))


def local_names(path: str) -> tuple[dict[str, list[str]], dict[int, list[str]]]:
    """Return what an organisation and those within it call roles, by slug, and role levels, by id. One query."""
    roles: dict[str, list[str]] = {}
    levels: dict[int, list[str]] = {}
    rows = standing().filter(overlay__kind=OverlayKind.LOCAL_NAME, overlay__organisation__path__startswith=path)
    for text, role, level in rows.order_by("pk").values_list("text", "overlay__role__slug", "overlay__role_level_id"):
        if role is not None:
            roles.setdefault(role, []).append(text)
        elif level is not None:
            levels.setdefault(level, []).append(text)
    return roles, levels


def overlays_of_skill(skill_id: int, paths: Iterable[str]) -> tuple[Overlaid, ...]:
    """Return what departments add to a skill, for somebody who works in ``paths``; see ``overlays_of_role``."""
    where = above(paths)
    if not where:
        return ()
    hangs = Q(overlay__skill=skill_id, overlay__role_level__isnull=True)
    return shown(standing().filter(hangs, overlay__organisation__path__in=where))


def overlays_touched(framework_id: int, slugs: Mapping[str, Collection[str]]) -> OverlaysTouched:
    """Count what departments add to some things of a framework, before these change. One query.

    Args:
        framework_id: the framework whose standard changes.
        slugs: slugs of what changes, by kind as in ``Change.kind``: skill, role, role_level.
    """
    rows = standing().filter(overlay__framework=framework_id)
    columns = rows.values_list(
        "overlay__organisation__name", "overlay__skill__slug", "overlay__role__slug", "overlay__role_level__slug"
    )
    touched = [
        name
        for name, *hangs in columns
        if any(slug in slugs.get(kind, ()) for kind, slug in zip(("skill", "role", "role_level"), hangs, strict=True))
    ]
    return OverlaysTouched(len(touched), tuple(sorted(set(touched), key=sort_key)))


def overlays_over(organisation_ids: Collection[int]) -> int:
    """Count what organisations add to standards, each by itself: what is below or above them is not. One query."""
    return standing().filter(overlay__organisation__in=organisation_ids).count()
