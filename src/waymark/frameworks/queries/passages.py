"""Parts of a version that something can be said about, by their identity.

Callers have decided who may read the version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from waymark.frameworks.models import (
    FamilyWording,
    LevelDescriptor,
    Requirement,
    RoleLevelWording,
    RoleWording,
    ScaleLevel,
    SkillWording,
    Version,
)
from waymark.frameworks.queries.structure import role_level_id
from waymark.frameworks.rules import REWORDABLE, why_not_these_words
from waymark.frameworks.types import Passage, PassageKind, PassageText, PassageView, Reading
from waymark.kernel.errors import NotVisible

__all__ = ["SKILLS_ON_A_PAGE", "passage", "passages", "reading", "skills_to_read", "talked_of", "why_not_these_words"]

K = PassageKind
SKILLS_ON_A_PAGE = 50

_SIMPLE: Mapping[PassageKind, tuple[Any, str, str, str]] = {
    K.FAMILY: (FamilyWording, "family__uuid", "name", ""),
    K.ROLE: (RoleWording, "role__uuid", "name", "family_wording__name"),
    K.ROLE_LEVEL: (RoleLevelWording, "role_level__uuid", "name", "role_wording__name"),
    K.SKILL: (SkillWording, "skill__uuid", "name", ""),
}
"""Of kinds that have rows of their own: the table, where the identity stands, the name, and what it stands in."""


def passages(version_id: int, wanted: Iterable[Passage]) -> dict[Passage, PassageView]:
    """Return passages as a version has them; those it has no longer are left out.

    Cost: at most one query for each kind of passage, and one more for levels of skills.
    """
    by_kind: dict[PassageKind, list[Passage]] = defaultdict(list)
    for passage in set(wanted):
        by_kind[passage.kind].append(passage)
    found: list[PassageView] = []
    for kind, some in by_kind.items():
        uuids = {passage.uuid for passage in some}
        match kind:
            case K.FRAMEWORK:
                found += _framework(version_id)
            case K.SKILL_LEVEL:
                found += _skill_levels(SkillWording.objects.filter(version_id=version_id, skill__uuid__in=uuids))
            case K.REQUIREMENT:
                found += _requirements(version_id, uuids)
            case _:
                found += _simple(kind, version_id, **{f"{_SIMPLE[kind][1]}__in": uuids})
    known = {view.passage: view for view in found}
    return {passage: known[passage] for some in by_kind.values() for passage in some if passage in known}


def passage(version_id: int, wanted: Passage) -> PassageView:
    """Return one passage as a version has it.

    Raises:
        NotVisible: the version does not have it.
    """
    found = passages(version_id, [wanted])
    if wanted not in found:
        raise NotVisible
    return found[wanted]


def reading(version_id: int, wanted: Passage) -> Reading:
    """Return a passage to read: the framework, a family, a role or a skill, with its parts. Four queries at most.

    Raises:
        NotVisible: the version does not have it, or it is part of another.
    """
    view = passage(version_id, wanted)
    match wanted.kind:
        case K.FRAMEWORK:
            return Reading(view, below=tuple(_bare(_simple(K.FAMILY, version_id))))
        case K.FAMILY:
            roles = _simple(K.ROLE, version_id, family_wording__family__uuid=wanted.uuid)
            return Reading(view, below=tuple(_bare(roles)), above=_whole(version_id))
        case K.ROLE:
            family = RoleWording.objects.filter(version_id=version_id, role__uuid=wanted.uuid)
            above = Passage(K.FAMILY, family.values_list("family_wording__family__uuid", flat=True).get())
            return Reading(view, parts=tuple(_levels_of_role(version_id, wanted.uuid)), above=above)
        case K.SKILL:
            wordings = SkillWording.objects.filter(version_id=version_id, skill__uuid=wanted.uuid)
            return Reading(view, parts=tuple(_skill_levels(wordings)), above=_whole(version_id))
        case _:
            raise NotVisible


def talked_of(version_id: int, kind: PassageKind, slug: str = "", key: str = "") -> tuple[PassageView, ...]:
    """Return what an editor changes as something to be talked about: the thing, and then its parts.

    The parts of a role are its levels, those of a role level what it asks for, those of a skill its levels. Four
    queries at most.

    Args:
        version_id: the version.
        kind: of the thing: framework, family, role, role level or skill.
        slug: of the thing; of a role level that of its role; empty for the framework.
        key: of a role level, in its role.

    Raises:
        NotVisible: the version has no such thing.
    """
    match kind:
        case K.FRAMEWORK:
            found = _framework(version_id)
        case K.FAMILY:
            found = _simple(kind, version_id, family__slug=slug)
        case K.ROLE:
            found = _simple(kind, version_id, role__slug=slug)
            found += _simple(K.ROLE_LEVEL, version_id, role_wording__role__slug=slug)
        case K.ROLE_LEVEL:
            level_id = role_level_id(version_id, slug, key)
            found = _simple(kind, version_id, role_level=level_id)
            found += [view for _uuid, view in _asked(version_id, role_level_wording__role_level=level_id)]
        case K.SKILL:
            found = _simple(kind, version_id, skill__slug=slug)
            found += _skill_levels(SkillWording.objects.filter(version_id=version_id, skill__slug=slug))
        case _:
            found = []
    if not found:
        raise NotVisible
    return tuple(_bare(found))


def skills_to_read(version_id: int, page: int) -> tuple[tuple[PassageView, ...], int]:
    """Return one page of a version's skills, A to Z, without their texts, and how many pages there are. Two queries."""
    rows = SkillWording.objects.filter(version_id=version_id)
    pages = max(-(-rows.count() // SKILLS_ON_A_PAGE), 1)
    start = (min(page, pages) - 1) * SKILLS_ON_A_PAGE
    some = rows.order_by("sort_key", "pk").values_list("skill__uuid", "name")[start : start + SKILLS_ON_A_PAGE]
    return tuple(PassageView(Passage(K.SKILL, uuid), name, "") for uuid, name in some), pages


def _framework(version_id: int) -> list[PassageView]:
    fields = REWORDABLE[K.FRAMEWORK]
    rows = Version.objects.filter(pk=version_id).values_list("framework__uuid", *fields)
    return [PassageView(Passage(K.FRAMEWORK, uuid), words[0], "", _texts(fields, words)) for uuid, *words in rows]


def _whole(version_id: int) -> Passage:
    return Passage(K.FRAMEWORK, Version.objects.values_list("framework__uuid", flat=True).get(pk=version_id))


def _simple(kind: PassageKind, version_id: int, **narrowed: Any) -> list[PassageView]:
    model, uuid, name, within = _SIMPLE[kind]
    fields = REWORDABLE[kind]
    columns = (uuid, name, within or uuid, *fields)
    rows = model._default_manager.filter(version_id=version_id, **narrowed).order_by("position", "pk")
    return [
        PassageView(
            Passage(kind, identity),
            called or str(inside),
            str(inside) if within and called else "",
            _texts(fields, words),
        )
        for identity, called, inside, *words in rows.values_list(*columns)
    ]


def _skill_levels(wordings: QuerySet[SkillWording]) -> list[PassageView]:
    """Return every level of some skills: also those that the version names nowhere but in the scale. Two queries."""
    fields = REWORDABLE[K.SKILL_LEVEL]
    described = {
        (wording_id, rank): words
        for wording_id, rank, *words in LevelDescriptor.objects.filter(
            skill_wording_id__in=wordings.values("pk")
        ).values_list("skill_wording_id", "rank", *fields)
    }
    rows = wordings.order_by("pk", "scale__levels__rank").values_list(
        "pk", "skill__uuid", "name", "scale__levels__rank", "scale__levels__name"
    )
    return [
        PassageView(
            Passage(K.SKILL_LEVEL, uuid, str(rank)),
            _("Level %(rank)s: %(level)s") % {"rank": rank, "level": level},
            name,
            _texts(fields, described.get((pk, rank), ("", "", ""))),
        )
        for pk, uuid, name, rank, level in rows
        if rank is not None
    ]


def _requirements(version_id: int, role_levels: Collection[UUID]) -> list[PassageView]:
    return [view for _uuid, view in _asked(version_id, role_level_wording__role_level__uuid__in=role_levels)]


def _asked(version_id: int, **narrowed: Any) -> list[tuple[UUID, PassageView]]:
    """Return requirements with the identity of their role level, as a role level has them. Two queries."""
    rows = list(
        Requirement.objects.filter(version_id=version_id, **narrowed)
        .order_by("role_level_wording_id", "position", "pk")
        .values_list(
            "role_level_wording__role_level__uuid", "role_level_wording__name",
            "role_level_wording__role_wording__name", "skill_wording__skill__uuid", "skill_wording__name",
            "skill_wording__scale_id", "level", "importance",
        )
    )  # fmt: skip
    scales = {row[5] for row in rows}
    levels = {
        (scale_id, rank): name
        for scale_id, rank, name in ScaleLevel.objects.filter(scale_id__in=scales).values_list(
            "scale_id", "rank", "name"
        )
    }
    found = []
    for uuid, level_name, role_name, skill_uuid, skill, scale_id, level, importance in rows:
        asked = levels.get((scale_id, level), "") if level is not None else _("no level named")
        wanted = _("essential") if importance == "essential" else _("desirable")
        found.append(
            (
                uuid,
                PassageView(
                    Passage(K.REQUIREMENT, uuid, str(skill_uuid)),
                    _("Asks for %(skill)s: %(level)s, %(importance)s")
                    % {"skill": skill, "level": asked, "importance": wanted},
                    level_name or role_name,
                ),
            )
        )
    return found


def _levels_of_role(version_id: int, role: UUID) -> list[PassageView]:
    """Return the levels of a role, junior first, each followed by what it asks for. Three queries."""
    levels = _simple(K.ROLE_LEVEL, version_id, role_wording__role__uuid=role)
    asked: dict[UUID, list[PassageView]] = defaultdict(list)
    for uuid, view in _asked(version_id, role_level_wording__role_wording__role__uuid=role):
        asked[uuid].append(view)
    return [one for level in levels for one in (level, *asked[level.passage.uuid])]


def _texts(fields: tuple[str, ...], words: Iterable[str]) -> tuple[PassageText, ...]:
    return tuple(PassageText(field, text) for field, text in zip(fields, words, strict=True))


def _bare(views: Iterable[PassageView]) -> Iterable[PassageView]:
    return (PassageView(view.passage, view.name, view.within) for view in views)
