"""A part of a framework, to be taken over into another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from waymark.kernel.ids import derived_uuid
from waymark.kernel.text import folded
from waymark_formats.framework import FamilyDocument, FrameworkDocument, RoleDocument

DERIVED_FROM = "derived_from"
"""What the source of a relation calls the skill that a skill was taken over from: its UUID, as text."""


def part_of(
    document: FrameworkDocument, *, skills: Collection[str] | None, roles: Collection[str] | None
) -> FrameworkDocument:
    """Return a part of a document: the skills and roles of these keys (None: all of them), and the skills they ask for.

    Families that have none of the roles are left out, and so is a parent that is not among the skills. Of the relations
    those stay whose ends are both there, but for what the document itself took over from elsewhere.
    """
    families = tuple(
        replace(family, roles=kept)
        for family in document.families
        if (kept := tuple(role for role in family.roles if roles is None or role.key in roles)) or roles is None
    )
    asked = {
        asks.skill
        for family in families
        for role in family.roles
        for level in role.levels
        for asks in level.requirements
    }
    kept_skills = tuple(one for one in document.skills if skills is None or one.key in skills or one.key in asked)
    keys = {one.key for one in kept_skills}
    return replace(
        document,
        families=families,
        skills=tuple(replace(one, parent=one.parent if one.parent in keys else "") for one in kept_skills),
        relations=tuple(
            one
            for one in document.relations
            if one.skill in keys and (not one.to or one.to in keys) and DERIVED_FROM not in one.source
        ),
    )


def nameless(document: FrameworkDocument) -> FrameworkDocument:
    """Return a document whose things are nobody yet: without a UUID, so that each becomes somebody new."""

    def role(one: RoleDocument) -> RoleDocument:
        return replace(one, uuid=None, levels=tuple(replace(level, uuid=None) for level in one.levels))

    def family(one: FamilyDocument) -> FamilyDocument:
        return replace(one, uuid=None, roles=tuple(role(each) for each in one.roles))

    return replace(
        document,
        uuid=None,
        version_uuid=None,
        skills=tuple(replace(one, uuid=None) for one in document.skills),
        families=tuple(family(one) for one in document.families),
        relations=tuple(replace(one, uuid=None) for one in document.relations),
    )


def known_as(document: FrameworkDocument, *, skills: dict[str, UUID], families: dict[str, UUID]) -> FrameworkDocument:
    """Return a document some of whose things are somebody: skills by key, families by folded name."""
    return replace(
        document,
        skills=tuple(replace(one, uuid=skills.get(one.key, one.uuid)) for one in document.skills),
        families=tuple(replace(one, uuid=families.get(folded(one.name), one.uuid)) for one in document.families),
    )


def without_roles(document: FrameworkDocument, names: Collection[str]) -> tuple[FrameworkDocument, tuple[str, ...]]:
    """Return a document without the roles of these folded names, and the names of those that were left out.

    A skill that only they asked for stays: whoever calls has chosen it, or takes it for one that the draft has.
    """
    left = tuple(one.name for family in document.families for one in family.roles if folded(one.name) in names)
    families = tuple(
        replace(family, roles=tuple(one for one in family.roles if folded(one.name) not in names))
        for family in document.families
    )
    return replace(document, families=families), left


def relation_uuid(framework: str, skill: str, origin: UUID) -> UUID:
    """Return the UUID of the relation by which a skill of a framework says where it comes from: always the same."""
    return derived_uuid("relation", framework, skill, DERIVED_FROM, str(origin))


def free_key(wanted: str, taken: Collection[str]) -> str:
    """Return ``wanted`` when it is free, else with a number behind it.

    >>> free_key("levels", {"levels"})
    'levels-2'
    """
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted[:70]}-{number}"
    return key
