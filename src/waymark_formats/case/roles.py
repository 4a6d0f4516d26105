"""Families, roles and role levels among the items: those of our item types that stand where we put them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from waymark_formats.case.parts import Part
from waymark_formats.case.values import MOST, is_count, text, texts, words
from waymark_formats.case.vocabulary import FAMILY, ROLE, ROLE_LEVEL, Json
from waymark_formats.case.wording import name_and_summary
from waymark_formats.framework import (
    ChoiceDocument,
    FamilyDocument,
    Importance,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
)
from waymark_formats.names import free_key, slug


class Roles:
    """The items that are a family at the top, a role in a family or a level of a role.

    An item of these types anywhere else is a skill like all the others, so that a package loses nothing.
    """

    def __init__(self, items: Mapping[str, tuple[Part, str | None]], top: str) -> None:
        self._items = items
        found: dict[str, dict[str, list[str]]] = {FAMILY: {}, ROLE: {}, ROLE_LEVEL: {}}
        parents = {top}
        for kind, below in found.items():
            for identifier, (part, above) in items.items():
                if above in parents and part.text("CFItemType") == kind:
                    below.setdefault(above or "", []).append(identifier)
            parents = {one for children in below.values() for one in children}
        self._families = found[FAMILY].get(top, [])
        self._roles = found[ROLE]
        self._levels = found[ROLE_LEVEL]
        self.levels = parents
        self._all = parents | {one for kind in found.values() for children in kind.values() for one in children}
        self._asked: dict[str, dict[str, RequirementDocument]] = {}
        self._role_keys: set[str] = set()

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._all

    def require(self, part: Part, level: str, skill: str, ranks: Mapping[str, int]) -> None:
        """Take a requirement of a role level.

        Args:
            part: the association.
            level: identifier of the role level.
            skill: key of the skill, empty when the package has none.
            ranks: the top rank of each skill.

        Raises:
            Unreadable: no such skill, a level that its scale does not have, a skill asked for twice.
        """
        asked = self._asked.setdefault(level, {})
        if not skill:
            part.refuse("destinationNodeURI", "there is no skill with that identifier in the package")
        if skill in asked:
            part.refuse("destinationNodeURI", "the role level already asks for this skill in another association")
        rank, weight = part.ours.get("level"), part.ours.get("weight", 1)
        if rank is not None and not (is_count(rank) and rank <= ranks[skill]):
            part.refuse("extensions", f'"{str(rank)[:40]}" is no level of the skill, whose scale has {ranks[skill]}')
        if not is_count(weight):
            part.refuse("extensions", "the weight should be a whole number from 1")
        choice = part.ours.get("choice") or ""
        if choice and all(one.key != choice for one in self._choices(level)):
            part.refuse("extensions", f'the role level has no choice "{str(choice)[:80]}"')
        try:
            importance = Importance(part.ours.get("importance", Importance.ESSENTIAL))
        except ValueError:
            part.refuse("extensions", "the importance should be essential or desirable")
        asked[skill] = RequirementDocument(skill, rank, importance, weight, choice, words(part.ours.get("source")))

    def families(self) -> tuple[FamilyDocument, ...]:
        """Return the families with their roles and role levels."""
        taken: set[str] = set()
        found = []
        for identifier in self._families:
            fields = self._fields(identifier, taken)
            roles = tuple(self._role(one) for one in self._roles.get(identifier, ()))
            found.append(FamilyDocument(fields["key"], fields["name"], fields["summary"], roles, UUID(identifier)))
        return tuple(found)

    def _fields(self, identifier: str, taken: set[str]) -> Json:
        part = self._items[identifier][0]
        name, summary = name_and_summary(part.raw)
        fields: Json = {"name": name, "summary": summary} | part.ours
        for word in ("name", "summary"):
            if not isinstance(fields[word], str):
                part.refuse("extensions", f"the {word} should be text")
        key = fields.get("key")
        if isinstance(key, str) and key in taken:
            part.refuse("extensions", f'the key "{key[:80]}" is that of another item')
        fields["key"] = key if isinstance(key, str) and key else free_key(slug(name), taken)
        taken.add(fields["key"])
        return fields

    def _role(self, identifier: str) -> RoleDocument:
        fields = self._fields(identifier, self._role_keys)
        part = self._items[identifier][0]
        taken: set[str] = set()
        levels = tuple(self._level(one, taken) for one in self._levels.get(identifier, ()))
        if len(levels) > 1 and any(not level.name.strip() for level in levels):
            part.refuse("", "only the lone level of a role may be without a name")
        return RoleDocument(
            key=fields["key"],
            name=fields["name"],
            summary=fields["summary"],
            responsibilities=text(fields.get("responsibilities")),
            entry_routes=text(fields.get("entry_routes")),
            next_moves=text(fields.get("next_moves")),
            role_type=text(fields.get("role_type")),
            alternative_labels=texts(fields.get("alternative_labels")),
            hidden_labels=texts(fields.get("hidden_labels")),
            levels=levels,
            uuid=UUID(identifier),
        )

    def _level(self, identifier: str, taken: set[str]) -> RoleLevelDocument:
        fields = self._fields(identifier, taken)
        rung = fields.get("rung")
        if rung is not None and not is_count(rung):
            self._items[identifier][0].refuse("extensions", f"the rung should be a whole number from 1 to {MOST:,}")
        return RoleLevelDocument(
            key=fields["key"],
            name="" if fields.get("nameless") else fields["name"],
            description=fields["summary"],
            rung=rung,
            grade_hint=text(fields.get("grade_hint")),
            requirements=tuple(self._asked.get(identifier, {}).values()),
            choices=self._choices(identifier),
            uuid=UUID(identifier),
        )

    def _choices(self, level: str) -> tuple[ChoiceDocument, ...]:
        part = self._items[level][0]
        try:
            found = tuple(
                ChoiceDocument(str(one["key"]), str(one["name"]), one["choose"]) for one in part.ours.get("choices", ())
            )
        except (TypeError, KeyError):
            part.refuse("extensions", "the choices should be a list of key, name and choose")
        if not all(is_count(one.choose) for one in found):
            part.refuse("extensions", "how many of a choice are asked for should be a whole number from 1")
        return found
