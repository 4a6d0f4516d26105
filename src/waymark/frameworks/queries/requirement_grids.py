"""What the levels of a role of a draft ask, as the workbench shows and edits it.

Whoever asks has been let in to the draft already: the door asked for it with ``queries.draft``.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Min, Q

from waymark.frameworks.models import Choice, Requirement, RoleLevelWording, SkillWording
from waymark.frameworks.queries import scales
from waymark.frameworks.queries.editing import shown
from waymark.frameworks.queries.structure import at_key, role_place
from waymark.frameworks.types import (
    Asked,
    AskedCell,
    ChoiceForm,
    DraftChoice,
    GridSkill,
    RequirementGrid,
    Shown,
)
from waymark.kernel.errors import NotVisible
from waymark.kernel.text import sort_key

MOST_CELLS = 600
"""Cells of one page of a grid."""
MOST_SKILLS = 60
MOST_FOUND = 20


def requirement_grid(version_id: int, role: str, page: int = 1, more: tuple[str, ...] = ()) -> RequirementGrid:
    """Return what the levels of a role ask: one page of its skills, in the order in which its levels name them.

    ``more``: slugs of skills that nothing asks for yet and that are to have a row of their own, behind the others.
    Six queries, whatever the size of the framework.

    Raises:
        NotVisible: the draft has no role of that slug.
    """
    place = role_place(version_id, role)
    of_role = Requirement.objects.filter(version_id=version_id, role_level_wording__role_wording__role=place.id)
    asked = list(
        of_role.order_by()
        .values("skill_wording_id")
        .annotate(level=Min("role_level_wording__position"), place=Min("position"))
        .order_by("level", "place", "skill_wording_id")
        .values_list("skill_wording_id", flat=True)
    )
    size = max(1, min(MOST_SKILLS, MOST_CELLS // max(1, len(place.levels))))
    pages = max(1, -(-len(asked) // size))
    on_page = asked[(page - 1) * size : page * size]
    rows = _skills(Q(pk__in=on_page) | Q(version_id=version_id, skill__slug__in=more))
    known = [pk for pk in on_page if pk in rows]
    added = [pk for pk in sorted(rows, key=lambda pk: sort_key(rows[pk].name)) if pk not in known and pk not in asked]
    cells = {
        (level.rpartition("/")[2], rows[pk].slug): AskedCell(Asked(rank, importance, weight), choice or "")
        for pk, level, rank, importance, weight, choice in of_role.filter(skill_wording_id__in=known).values_list(
            "skill_wording_id", "role_level_wording__role_level__slug", "level", "importance", "weight", "choice__name"
        )
    }
    return RequirementGrid(place, tuple(rows[pk] for pk in (*known, *added)), cells, pages)


def level_requirements(version_id: int, role: str, level: str, more: tuple[str, ...] = ()) -> RequirementGrid:
    """Return what one role level asks: every skill, in its order; ``more`` as with ``requirement_grid``. Six queries.

    Raises:
        NotVisible: the draft has no such role level.
    """
    place = role_place(version_id, role)
    wording_id = _level_id(version_id, role, level)
    asked = list(
        Requirement.objects.filter(role_level_wording_id=wording_id)
        .order_by("position", "pk")
        .values_list("skill_wording_id", "level", "importance", "weight", "choice__name")
    )
    known = [row[0] for row in asked]
    rows = _skills(Q(pk__in=known) | Q(version_id=version_id, skill__slug__in=more))
    added = [pk for pk in sorted(rows, key=lambda pk: sort_key(rows[pk].name)) if pk not in known]
    cells = {
        (level, rows[pk].slug): AskedCell(Asked(rank, importance, weight), choice or "")
        for pk, rank, importance, weight, choice in asked
    }
    return RequirementGrid(place, tuple(rows[pk] for pk in (*known, *added)), cells, 1)


def skills_to_add(version_id: int, words: str) -> tuple[GridSkill, ...]:
    """Return skills of a draft whose name or code has these words, by name, at most twenty. Two queries at most."""
    wanted = sort_key(words).split()
    if not wanted:
        return ()
    found = Q(version_id=version_id) & (Q(code__iexact=words.strip()) | _all_in_name(wanted))
    pks = SkillWording.objects.filter(found).order_by("sort_key", "pk").values_list("pk", flat=True)[:MOST_FOUND]
    rows = _skills(Q(pk__in=list(pks)))
    return tuple(sorted(rows.values(), key=lambda row: sort_key(row.name)))


def choices(version_id: int, role: str, level: str) -> tuple[DraftChoice, ...]:
    """Return the choose-n groups of a role level. Three queries.

    Raises:
        NotVisible: the draft has no such role level.
    """
    wording_id = _level_id(version_id, role, level)
    members: dict[int, list[tuple[str, str]]] = {}
    for choice_id, slug, name in (
        Requirement.objects.filter(role_level_wording_id=wording_id, choice__isnull=False)
        .order_by("position", "pk")
        .values_list("choice_id", "skill_wording__skill__slug", "skill_wording__name")
    ):
        members.setdefault(choice_id, []).append((slug, name))
    rows = Choice.objects.filter(role_level_wording_id=wording_id).order_by("pk")
    return tuple(
        DraftChoice(key, name, choose, tuple(members.get(pk, ())))
        for pk, key, name, choose in rows.values_list("pk", "key", "name", "choose")
    )


def choice_form(version_id: int, role: str, level: str, key: str = "") -> ChoiceForm:
    """Return what the form of a choose-n group offers: what is in it, and what is in none. Four queries.

    Raises:
        NotVisible: the draft has no such role level, or (with a ``key``) no such group.
    """
    all_of_it = choices(version_id, role, level)
    choice = next((one for one in all_of_it if one.key == key), None)
    if key and choice is None:
        raise NotVisible
    free = Q(choice__isnull=True) | (Q(choice__key=key) if choice else Q(pk__in=()))
    offered = (
        Requirement.objects.filter(free, role_level_wording_id=_level_id(version_id, role, level))
        .order_by("position", "pk")
        .values_list("skill_wording__skill__slug", "skill_wording__name")
    )
    return ChoiceForm(choice, tuple(offered))


def choice_shown(version_id: int, role: str, level: str, key: str) -> Shown:
    """Return what a form shows of a choose-n group; its skills are slugs, one per line.

    Raises:
        NotVisible: there is no such group.
    """
    choice = next((one for one in choices(version_id, role, level) if one.key == key), None)
    if choice is None:
        raise NotVisible
    slugs = sorted(slug for slug, _ in choice.skills)
    return shown({"name": choice.name, "choose": str(choice.choose), "skills": "\n".join(slugs)})


def _level_id(version_id: int, role: str, level: str) -> int:
    rows = RoleLevelWording.objects.filter(version_id=version_id, role_wording__role__slug=role)
    pk: int | None = at_key(rows, role, level).values_list("pk", flat=True).first()
    if pk is None:
        raise NotVisible
    return pk


def _all_in_name(words: list[str]) -> Q:
    found = Q()
    for word in words:
        found &= Q(sort_key__contains=word)
    return found


def _skills(which: Q) -> dict[int, GridSkill]:
    """Return skills as rows of a grid, by the id of their wording. Two queries."""
    rows = list(SkillWording.objects.filter(which).values_list("pk", "skill__slug", "name", "scale_id"))
    used: Any = scales.scales_by_id({row[3] for row in rows}) if rows else {}
    names = {pk: tuple(step.name for step in scale.levels) for pk, scale in used.items()}
    return {pk: GridSkill(slug, name, names.get(scale_id, ())) for pk, slug, name, scale_id in rows}
