"""What a package says and the document has no field for: kept in ``source``, so that writing gives it back.

Each thing of the package is held beside what writing the document would say of it; what differs is kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from waymark_formats.case.parts import Part, opened
from waymark_formats.case.rubrics import Levels, as_it_was
from waymark_formats.case.strict import strict
from waymark_formats.case.vocabulary import CHILD, REQUIRES, Json
from waymark_formats.case.writing import (
    ABOUT,
    ASSOCIATION,
    ASSOCIATIONS,
    DEFINED,
    DEFINITIONS,
    ITEM,
    ITEMS,
    PACKAGE,
    RUBRICS,
    TYPE,
    Package,
)
from waymark_formats.framework import (
    FrameworkDocument,
    RelationDocument,
    RequirementDocument,
    RoleDocument,
    SkillDocument,
)
from waymark_formats.sources import packed

_PARTS = {ABOUT, ITEMS, ASSOCIATIONS, DEFINITIONS, RUBRICS}


def keep(document: FrameworkDocument, top: Part, unplaced: list[Json], levels: Levels) -> FrameworkDocument:
    """Return the document with what else the package says in its sources.

    Args:
        document: as read.
        top: the package.
        unplaced: associations that the document has no place for.
        levels: what was read from its rubrics.
    """
    items = _Keeping(document, Package(document, mine=True), top)
    about = items.left(ABOUT, Part(top.raw[ABOUT], ABOUT, top.file).raw, items.mine[ABOUT])
    document = replace(
        document,
        source={**document.source, **_kept(ABOUT, about), **_kept(ITEMS, items.items())},
        skills=tuple(map(items.skill, document.skills)),
    )
    del items  # a large package is held once beside its raw text, not twice
    # Associations name the addresses of items, so they come second.
    package = Package(document)
    joins = _Keeping(document, package, top)
    rubrics = [part.raw for part in top.parts(RUBRICS)] if levels.foreign else levels.unused
    rest = {key: value for key, value in top.raw.items() if key not in _PARTS and value}
    source = dict(document.source)
    for key, value in (
        (CHILD, joins.children()),
        (ASSOCIATIONS, unplaced),
        (DEFINITIONS, joins.definitions()),
        (RUBRICS, [as_it_was(one, package.stamp) for one in rubrics]),
        (PACKAGE, rest),
    ):
        source |= _kept(key, value)
    return replace(
        document,
        source=source,
        skills=tuple(map(joins.child, document.skills)),
        relations=tuple(map(joins.relation, document.relations)),
        families=tuple(replace(one, roles=tuple(map(joins.role, one.roles))) for one in document.families),
    )


class _Keeping:
    """A package beside what writing the document says, things found by their identifiers."""

    def __init__(self, document: FrameworkDocument, package: Package, top: Part) -> None:
        self.mine = package.whole()
        self.ids = package.ids
        self._stamp = package.stamp
        self._top = top
        self._items = {part.identifier(): part.raw for part in top.parts(ITEMS)}
        self._mine_items = {one["identifier"]: one for one in self.mine.get(ITEMS, ())}
        self._mine_associations = {one["identifier"]: one for one in self.mine.get(ASSOCIATIONS, ())}
        self._mine_joins = {_joins(one): one for one in self.mine.get(ASSOCIATIONS, ())}
        self._associations: dict[str, Json] = {}
        self._joins: dict[tuple[str, str, str], Json] = {}
        self._parents: dict[str, tuple[str, Json]] = {}
        for part in top.parts(ASSOCIATIONS):
            kind, origin, above = part.text(TYPE), part.node("originNodeURI")[0], part.node("destinationNodeURI")[0]
            self._associations[part.identifier()] = part.raw
            self._joins.setdefault((kind, origin, above), part.raw)
            if kind == CHILD and (above in self._items or above == package.id):
                self._parents.setdefault(origin, (above, part.raw))

    def left(self, kind: str, raw: Json, mine: Json) -> Json:
        """Return the properties of a thing that writing does not give, as strict CASE writes them."""
        own, _ours = opened(mine)
        found, _ours = opened(strict(kind, {}, raw, self._stamp))
        return {key: value for key, value in found.items() if key not in own or own[key] != value}

    def skill(self, skill: SkillDocument) -> SkillDocument:
        """Return a skill with what is left of its item."""
        identifier = self.ids[skill.key]
        left = self.left(ITEM, self._items[identifier], self._mine_items[identifier])
        return replace(skill, source={**skill.source, **_kept(ITEM, left)})

    def child(self, skill: SkillDocument) -> SkillDocument:
        """Return a skill with what is left of the association that puts it into its place."""
        return replace(skill, source={**skill.source, **_kept(CHILD, self._child(self.ids[skill.key]))})

    def relation(self, relation: RelationDocument) -> RelationDocument:
        """Return a relation with what is left of its association. Its type is in its source already."""
        identifier = str(relation.uuid)
        left = self.left(ASSOCIATION, self._associations[identifier], self._mine_associations[identifier])
        left.pop(TYPE, None)
        return replace(relation, source={**relation.source, **_kept(ASSOCIATION, left)})

    def role(self, role: RoleDocument) -> RoleDocument:
        """Return a role with what is left of the associations that are its requirements."""
        return replace(
            role,
            levels=tuple(
                replace(
                    level, requirements=tuple(self._requirement(str(level.uuid), one) for one in level.requirements)
                )
                for level in role.levels
            ),
        )

    def _requirement(self, level: str, requirement: RequirementDocument) -> RequirementDocument:
        joins = REQUIRES, level, self.ids[requirement.skill]
        left = self.left(ASSOCIATION, self._joins[joins], self._mine_joins[joins])
        return replace(requirement, source={**requirement.source, **_kept(ASSOCIATION, left)})

    def items(self) -> Json:
        """Return what is left of families, roles and role levels, by identifier."""
        found = {key: self.left(ITEM, self._items[key], self._mine_items[key]) for key in self._others()}
        return {key: left for key, left in found.items() if left}

    def children(self) -> Json:
        """Return what is left of the associations that put them into their place."""
        found = {key: self._child(key) for key in self._others()}
        return {key: left for key, left in found.items() if left}

    def _others(self) -> list[str]:
        skills = set(self.ids.values())
        return [key for key in self._items if key not in skills]

    def _child(self, identifier: str) -> Json:
        if identifier not in self._parents:
            return {}
        above, raw = self._parents[identifier]
        # A skill below a family or a role stands at the top of the document: what put it there is kept whole.
        left = self.left(ASSOCIATION, raw, self._mine_joins.get((CHILD, identifier, above), {}))
        return {**left, "above": above} if left else {}

    def definitions(self) -> Json:
        """Return the definitions of the package without those that writing makes itself."""
        value = self._top.raw.get(DEFINITIONS)
        if not isinstance(value, dict):
            return {}
        found = dict(opened(value)[0])
        for name in DEFINED:
            if isinstance(things := found.get(name), list) and all(isinstance(one, dict) for one in things):
                mine = self.mine.get(DEFINITIONS, {}).get(name, [])
                found[name] = [opened(strict(name, {}, one, self._stamp))[0] for one in things if one not in mine]
        return {name: things for name, things in found.items() if things}


def _joins(association: Json) -> tuple[str, str, str]:
    ends = association["originNodeURI"]["identifier"], association["destinationNodeURI"]["identifier"]
    return association[TYPE], *ends


def _kept(name: str, left: Any) -> dict[str, str]:
    return {name: packed(left)} if left else {}
