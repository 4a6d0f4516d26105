"""Which enduring identity each thing of a document is, and which slug a new one gets.

A thing is matched to an identity of its own framework: by UUID; else by its name (folded: case, accents and the sort
of spaces do not count), what the identity is called now before what it was called once; else by its key, when the key
is exactly the identity's slug. A role level is matched within its role. Each identity is matched once at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from waymark.frameworks.types import Remark
from waymark.kernel.ids import derived_uuid, free_slug, new_uuid, slugify
from waymark.kernel.text import folded
from waymark_formats.framework import (
    FamilyDocument,
    FrameworkDocument,
    RelationDocument,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    SkillDocument,
)


class Item(Protocol):
    """A thing of a document: a skill, a family, a role or a role level."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def uuid(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True)
class Known:
    """An enduring identity. ``names`` are what its versions called it, the latest first; ``parent`` is a role's id."""

    id: int
    uuid: UUID
    slug: str
    names: tuple[str, ...] = ()
    parent: int = 0


@dataclass(frozen=True, slots=True)
class Identities:
    """What a framework already has, and what the rest of the site has taken."""

    families: tuple[Known, ...] = ()
    roles: tuple[Known, ...] = ()
    role_levels: tuple[Known, ...] = ()
    skills: tuple[Known, ...] = ()
    role_slugs: frozenset[str] = frozenset()
    """Every role's, of every framework."""
    skill_slugs: frozenset[str] = frozenset()
    uuids: frozenset[UUID] = frozenset()
    """Those of the document's UUIDs that something on the site already has."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A document whose keys are slugs and whose things all have their UUID, and the ids of the known ones."""

    document: FrameworkDocument
    ids: dict[UUID, int]
    """By UUID; what is not here is new."""
    remarks: tuple[Remark, ...] = ()


def pair(items: Sequence[Item], others: Sequence[Item], *, strictly: bool = True) -> dict[int, int]:
    """Match two lists of things; return positions in ``others`` by position in ``items``.

    By UUID where both have one, else by folded name, preferring the same key; else by the same key. With ``strictly``
    two things with different UUIDs are never the same.
    """

    def allowed(one: Item, other: Item) -> bool:
        return not (strictly and one.uuid is not None and other.uuid is not None)

    rounds: list[Callable[[Item], Hashable]] = [
        lambda item: (folded(item.name), item.key),
        lambda item: folded(item.name),
        lambda item: item.key,
    ]
    found: dict[int, int] = {}
    _round(items, others, lambda item: item.uuid, lambda one, other: True, found)
    for key in rounds:
        _round(items, others, key, allowed, found)
    return found


def _round(
    items: Sequence[Item],
    others: Sequence[Item],
    key: Callable[[Item], Hashable],
    allowed: Callable[[Item, Item], bool],
    found: dict[int, int],
) -> None:
    taken = set(found.values())
    free: dict[Hashable, list[int]] = defaultdict(list)
    for j, other in enumerate(others):
        if j not in taken:
            free[key(other)].append(j)
    for i, item in enumerate(items):
        wanted = key(item)
        if i in found or wanted is None:
            continue
        for j in free.get(wanted, ()):
            if j not in taken and allowed(item, others[j]):
                found[i] = j
                taken.add(j)
                break


@dataclass(frozen=True, slots=True)
class _Called:
    """A known identity under one of its names."""

    known: Known
    name: str

    @property
    def key(self) -> str:
        return self.known.slug.rpartition("/")[2]

    @property
    def uuid(self) -> UUID:
        return self.known.uuid


def recognise(items: Sequence[Item], known: Sequence[Known]) -> dict[int, Known]:
    """Return the identity of each item that has one already, by the item's position."""
    now = [_Called(one, one.names[0] if one.names else "\0") for one in known]
    found = {i: known[j] for i, j in pair(items, now, strictly=False).items()}
    left = [i for i in range(len(items)) if i not in found]
    matched = {one.id for one in found.values()}
    once = [_Called(one, name) for one in known if one.id not in matched for name in one.names[1:]]
    for i, j in pair([items[i] for i in left], once, strictly=False).items():
        if once[j].known.id not in matched:
            found[left[i]] = once[j].known
            matched.add(once[j].known.id)
    return found


@dataclass(slots=True)
class _Settling:
    """The state of one settling: what is known, what is taken, what was decided."""

    slug: str
    identities: Identities
    ids: dict[UUID, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    given: set[UUID] = field(default_factory=set)

    def identity(self, kind: str, item: Item, known: Known | None, *path: str) -> UUID:
        """Return the UUID of an item: the known one's, its own, or one derived from its place in the framework."""
        if known is not None:
            self.ids[known.uuid] = known.id
            return known.uuid
        if item.uuid is not None and item.uuid not in self.identities.uuids:
            uuid = item.uuid
        else:
            uuid = derived_uuid(kind, self.slug, *path)
            if item.uuid is not None:
                self.remarks.append(
                    Remark(
                        _('the UUID %(uuid)s of the %(kind)s "%(name)s" belongs to something else on this site')
                        % {"uuid": item.uuid, "kind": _thing(kind), "name": item.name or item.key},
                        _("given a new one"),
                    )
                )
        if uuid in self.given or uuid in self.identities.uuids:
            uuid = new_uuid()
        self.given.add(uuid)
        return uuid

    def new_slug(self, kind: str, wanted: str, taken: Container[str]) -> str:
        """Return a free slug; say so when it is not the one the name asks for."""
        slug = free_slug(wanted, taken=taken, suffix=self.slug[:36].strip("-"))
        if slug != wanted:
            self.remarks.append(
                Remark(
                    _('the %(kind)s slug "%(slug)s" is taken on this site') % {"kind": _thing(kind), "slug": wanted},
                    _('"%(slug)s" is used') % {"slug": slug},
                )
            )
        return slug


def _thing(kind: str) -> str:
    words = {
        "family": _("family"), "role": _("role"), "role_level": _("role level"), "skill": _("skill"),
        "relation": _("relation"),
    }  # fmt: skip
    return words.get(kind, kind.replace("_", " "))


def settle(document: FrameworkDocument, identities: Identities, *, slug: str) -> Settled:
    """Decide who everything in a document is.

    Args:
        document: as it was read; its keys may be anything.
        identities: what the framework called ``slug`` already has, and what is taken on the site.
        slug: the framework's.

    Returns:
        The document with slugs for keys (a role level's key is the last part of its slug) and a UUID everywhere.
        Identities that are known keep their slug and UUID; a new thing keeps its own UUID when nothing else has it,
        else gets the one derived from its framework, kind and slug, so that it is the same at every employer.
    """
    work = _Settling(slug, identities)
    skills = _settle_skills(document.skills, work)
    keys = {old.key: new.key for old, new in zip(document.skills, skills, strict=True)}
    families = tuple(_settle_families(document.families, keys, work))
    first = document.scales[0].key
    return Settled(
        replace(
            document,
            slug=slug,
            skills=tuple(
                replace(skill, scale="" if skill.scale == first else skill.scale, parent=keys.get(skill.parent, ""))
                for skill in skills
            ),
            families=families,
            relations=tuple(_settle_relations(document.relations, keys, work)),
        ),
        work.ids,
        tuple(work.remarks),
    )


def _settle_skills(skills: Sequence[SkillDocument], work: _Settling) -> list[SkillDocument]:
    known = recognise(skills, work.identities.skills)
    taken = set(work.identities.skill_slugs)
    settled = []
    for i, skill in enumerate(skills):
        one = known.get(i)
        slug = one.slug if one else work.new_slug("skill", slugify(skill.key), taken)
        taken.add(slug)
        settled.append(replace(skill, key=slug, uuid=work.identity("skill", skill, one, slug)))
    return settled


def _settle_relations(
    relations: Sequence[RelationDocument], keys: dict[str, str], work: _Settling
) -> Iterator[RelationDocument]:
    """Name the skills of relations by their slugs. A relation without a UUID gets the one its ends derive."""
    for relation in relations:
        skill, to = keys[relation.skill], keys.get(relation.to, "")
        uuid = relation.uuid or derived_uuid("relation", work.slug, skill, relation.kind.value, to or relation.uri)
        if uuid in work.given:
            uuid = new_uuid()
        work.given.add(uuid)
        yield replace(relation, skill=skill, to=to, uuid=uuid)


def _settle_families(
    families: Sequence[FamilyDocument], keys: dict[str, str], work: _Settling
) -> Iterator[FamilyDocument]:
    known = recognise(families, work.identities.families)
    roles = [role for family in families for role in family.roles]
    known_roles = recognise(roles, work.identities.roles)
    taken_roles = set(work.identities.role_slugs)
    taken = {one.slug for one in work.identities.families}
    levels_of: dict[int, list[Known]] = defaultdict(list)
    for level in work.identities.role_levels:
        levels_of[level.parent].append(level)
    position = 0
    for i, family in enumerate(families):
        one = known.get(i)
        slug = one.slug if one else work.new_slug("family", slugify(family.key), taken)
        taken.add(slug)
        settled = []
        for role in family.roles:
            known_role = known_roles.get(position)
            position += 1
            role_slug = known_role.slug if known_role else work.new_slug("role", slugify(role.key), taken_roles)
            taken_roles.add(role_slug)
            levels = levels_of[known_role.id] if known_role else []
            settled.append(_settle_role(role, role_slug, known_role, levels, keys, work))
        yield replace(family, key=slug, uuid=work.identity("family", family, one, slug), roles=tuple(settled))


def _settle_role(
    role: RoleDocument,
    slug: str,
    known_role: Known | None,
    levels: Sequence[Known],
    keys: dict[str, str],
    work: _Settling,
) -> RoleDocument:
    known = recognise(role.levels, levels)
    taken = {level.slug.rpartition("/")[2] for level in levels}
    settled: list[RoleLevelDocument] = []
    for i, level in enumerate(role.levels):
        one = known.get(i)
        if one and any(one.slug.rpartition("/")[2] == other.key for other in settled):
            one = None  # a lone level and one of its role's name share a key: beside each other they are not the same
        if one:
            key = one.slug.rpartition("/")[2]
        elif level.name.strip():
            key = work.new_slug("role level", slugify(level.key), taken)
        else:
            key = slug
        taken.add(key)
        settled.append(
            replace(
                level,
                key=key,
                uuid=work.identity("role_level", level, one, slug, key if level.name.strip() else ""),
                requirements=tuple(_renamed(level, keys)),
            )
        )
    return replace(role, key=slug, uuid=work.identity("role", role, known_role, slug), levels=tuple(settled))


def _renamed(level: RoleLevelDocument, keys: dict[str, str]) -> Iterable[RequirementDocument]:
    return (replace(requirement, skill=keys[requirement.skill]) for requirement in level.requirements)
