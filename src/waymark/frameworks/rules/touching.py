"""Whom a new version touches, and how: what its difference means to whoever is in a role level or holds a skill."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from waymark.frameworks.rules.differences import called
from waymark.frameworks.types import COUNTED_AS, Affecting, Change, Difference, RoleLevelTouched, Touched
from waymark_formats.framework import FrameworkDocument

_WORDS = frozenset({"reworded", "renamed"})


def uuids_of(older: FrameworkDocument, newer: FrameworkDocument) -> dict[tuple[str, str], UUID]:
    """Return the UUID of every skill, role and role level of two versions, by kind and the slug that changes name."""
    found: dict[tuple[str, str], UUID | None] = {}
    for document in (older, newer):
        found |= {("skill", skill.key): skill.uuid for skill in document.skills}
        for family in document.families:
            for role in family.roles:
                found["role", role.key] = role.uuid
                found |= {("role_level", called(role, level)[1]): level.uuid for level in role.levels}
    return {thing: uuid for thing, uuid in found.items() if uuid is not None}


def touched(newer: FrameworkDocument, difference: Difference, id_of: Callable[[str, str], int]) -> Touched:
    """Return what a difference means to people.

    Spacing touches nobody, and neither does a thing that moved, or came: nobody is in a role level that is new.

    Args:
        newer: the version that says it.
        difference: what changed from the version before.
        id_of: the id of a skill or role level, by kind and slug.
    """
    changes = difference.changes
    skills = {
        id_of("skill", one.slug): one
        for one in changes
        if one.kind == "skill" and (one.what in _WORDS or _is_gone(one))
    }
    reworded = {one.slug for one in skills.values() if one.what in _WORDS}
    gone = {one.slug: one for one in changes if one.kind == "role_level" and _is_gone(one)}
    new = {one.slug for one in changes if one.kind == "role_level" and one.what == "added"}
    of_level = _by_role_level(newer, changes)
    levels = [RoleLevelTouched(id_of("role_level", slug), slug, one.name, gone=one) for slug, one in gone.items()]
    for slug, title, asked in _asked(newer):
        if slug in new:
            continue
        found = of_level.get(slug, ())
        added = {one.skill for one in found if one.kind == "requirement" and one.what == "added"}
        words = frozenset(id_of("skill", skill) for skill in asked if skill in reworded and skill not in added)
        touches = RoleLevelTouched(
            id=id_of("role_level", slug),
            slug=slug,
            title=title,
            harder=tuple(one for one in found if one.effect == "harder"),
            easier=tuple(one for one in found if one.effect == "easier"),
            wording=tuple(one for one in found if one.what in _WORDS),
            skills=words,
        )
        if touches.harder or touches.easier or touches.wording or words:
            levels.append(touches)
    return Touched({one.id: one for one in levels}, skills)


def affecting(touched: Touched, role_level_id: int | None, held: Collection[int]) -> Affecting:
    """Return the changes that affect somebody: by their role level, and by the skills that they hold.

    A skill that goes is told once: as a requirement less where their role asked for it, else as a skill of theirs.
    """
    level = touched.role_levels.get(role_level_id) if role_level_id is not None else None
    own = level.skills if level else frozenset()
    reworded = {pk for pk, one in touched.skills.items() if one.what in _WORDS}
    told = {one.skill for one in level.easier} if level else set()
    words = [touched.skills[pk] for pk in touched.skills if pk in reworded and (pk in own or pk in held)]
    gone = [one for pk, one in touched.skills.items() if pk not in reworded and pk in held and one.slug not in told]
    return Affecting(
        harder=level.harder if level else (),
        easier=level.easier if level else (),
        wording=(*(level.wording if level else ()), *words),
        gone=(*((level.gone,) if level and level.gone else ()), *gone),
    )


def _is_gone(change: Change) -> bool:
    return COUNTED_AS.get(change.what, change.what) == "removed"


def _asked(document: FrameworkDocument) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """Yield each role level's slug, title and the slugs of the skills it asks for."""
    for family in document.families:
        for role in family.roles:
            for level in role.levels:
                title, slug = called(role, level)
                yield slug, title, tuple(one.skill for one in level.requirements)


def _by_role_level(document: FrameworkDocument, changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Return changes by the role level they concern: a role's concern each of its levels."""
    levels = {
        role.key: [called(role, level)[1] for level in role.levels]
        for family in document.families
        for role in family.roles
    }
    found: dict[str, list[Change]] = defaultdict(list)
    for one in changes:
        if one.kind in {"role_level", "requirement"}:
            found[one.slug].append(one)
        elif one.kind == "role":
            for slug in levels.get(one.slug, ()):
                found[slug].append(one)
    return found
