"""The scales of a draft, and what is used of them.

Whoever asks has been let in to the draft already: the door asked for it with ``queries.draft``.
"""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Q

from waymark.frameworks import rules
from waymark.frameworks.models import LevelDescriptor, Requirement, Scale, ScaleLevel, SkillWording
from waymark.frameworks.queries.editing import shown
from waymark.frameworks.queries.scales import scales_by_id
from waymark.frameworks.types import LevelName, ScaleInUse, Shown
from waymark.kernel.errors import NotVisible
from waymark_formats.framework import ScaleKind

SAYS_SOMETHING = ~Q(text="") | ~Q(evidence="") | ~Q(learning="")


def scales_in_use(version_id: int) -> tuple[ScaleInUse, ...]:
    """Return the scales of a draft in its order, with how much hangs on each and on its levels. Five queries."""
    rows = list(Scale.objects.filter(version_id=version_id).order_by("position", "pk").values_list("pk", "kind"))
    scales = scales_by_id(pk for pk, _ in rows)
    used: dict[int, Counter[int]] = {pk: Counter() for pk, _ in rows}
    skills = SkillWording.objects.filter(version_id=version_id).order_by().values_list("scale")
    for pk, number in skills.annotate(number=Count("pk")):
        used[pk][0] = number
    described = LevelDescriptor.objects.filter(SAYS_SOMETHING, version_id=version_id).order_by()
    asked = Requirement.objects.filter(version_id=version_id, level__isnull=False).order_by()
    for pk, rank, number in (
        *described.values_list("skill_wording__scale", "rank").annotate(number=Count("pk")),
        *asked.values_list("skill_wording__scale", "level").annotate(number=Count("pk")),
    ):
        used[pk][rank] += number
    return tuple(ScaleInUse(scales[pk], kind, dict(used[pk])) for pk, kind in rows)


def scale_row(version_id: int, key: str) -> Scale:
    """Return a scale of a version.

    Raises:
        NotVisible: it has none of that key.
    """
    found = Scale.objects.filter(version_id=version_id, key=key).first()
    if found is None:
        raise NotVisible
    return found


def scale_levels(version_id: int, key: str) -> tuple[LevelName, ...]:
    """Return the levels of a scale, lowest first; none for a key that the version has not. One query."""
    rows = ScaleLevel.objects.filter(scale__version_id=version_id, scale__key=key).order_by("rank")
    return tuple(LevelName(*row) for row in rows.values_list("rank", "name", "description"))


def scale_id(version_id: int, key: str) -> int:
    """Return the id by which the record names a scale.

    Raises:
        NotVisible: the version has none of that key.
    """
    return scale_row(version_id, key).pk


def scale_shown(version_id: int, key: str) -> Shown:
    """Return what the form of a scale shows: its name and kind, and name and description of each level. Two queries.

    Of a numeric scale it shows the value of each level too.

    Raises:
        NotVisible: the version has no such scale.
    """
    return scale_shown_of(scale_row(version_id, key))


def scale_shown_of(scale: Scale) -> Shown:
    """Return what the form of a scale shows."""
    fields = {"name": scale.name, "kind": scale.kind}
    rows = scale.levels.order_by("rank").values_list("rank", "name", "description", "value")
    for rank, name, description, value in rows:
        fields |= {f"level_{rank}_name": name, f"level_{rank}_description": description}
        if scale.kind == ScaleKind.NUMERIC:
            fields[f"level_{rank}_value"] = rules.plain(value) if value is not None else ""
    return shown(fields)
