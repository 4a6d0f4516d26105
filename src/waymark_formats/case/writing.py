"""A document as a CASE 1.1 package."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from waymark_formats.case import rubrics
from waymark_formats.case.strict import strict
from waymark_formats.case.vocabulary import (
    CHILD,
    FAMILY,
    OURS,
    REQUIRES,
    ROLE,
    ROLE_LEVEL,
    TYPE_OF_RELATION,
    Json,
    derived,
)
from waymark_formats.case.wording import (
    DOCUMENT_WORDS,
    SKILL_WORDS,
    document_fields,
    name_and_summary,
    skill_fields,
    skill_item,
    statements,
    still_true,
)
from waymark_formats.framework import (
    FrameworkDocument,
    Importance,
    RelationDocument,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    SkillDocument,
)
from waymark_formats.sources import unpacked

ITEM, ITEMS, ASSOCIATION, ASSOCIATIONS = "CFItem", "CFItems", "CFAssociation", "CFAssociations"
ABOUT, DEFINITIONS, RUBRICS, PACKAGE = "CFDocument", "CFDefinitions", "CFRubrics", "CFPackage"
TYPE, DIRECTION = "associationType", "direction"
_KEPT = frozenset(
    {ITEM, ITEMS, ASSOCIATION, ASSOCIATIONS, ABOUT, DEFINITIONS, RUBRICS, PACKAGE, TYPE, CHILD, DIRECTION}
)
"""Keys of ``source`` that this format reads and writes as properties; the others travel in our extension."""

DEFINED = ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings")


def write(document: FrameworkDocument) -> dict[str, bytes]:
    """Return one JSON file by name: a CFPackage that the strict schema of CASE 1.1 accepts.

    Raises:
        Unwritable: source text that the reader kept was changed and is no longer JSON.
    """
    stem = "-".join(part for part in (document.slug or "framework", document.version) if part)
    return {f"{stem}.json": f"{json.dumps(Package(document).whole(), ensure_ascii=False, indent=1)}\n".encode()}


class Package:
    """The parts of a package, put together. With ``mine``, without what the reader kept in ``source``."""

    def __init__(self, document: FrameworkDocument, *, mine: bool = False) -> None:
        self.document = document
        self.mine = mine
        self.id = str(document.uuid or derived("framework", document.slug or document.title))
        day = document.effective_from
        self.stamp = f"{day.isoformat() if day else '1970-01-01'}T00:00:00Z"
        self.ids = {skill.key: str(skill.uuid or derived("skill", self.id, skill.key)) for skill in document.skills}
        scales = {scale.key: scale for scale in document.scales}
        self.scales = {skill.key: scales[skill.scale or document.scales[0].key] for skill in document.skills}
        self.items: list[Json] = []
        self.associations: list[Json] = []
        self._nodes: dict[str, Json] = {}
        self._children: dict[str, int] = {}
        self._left_items = self._left(document.source, ITEMS)
        self._left_children = self._left(document.source, CHILD)

    def whole(self) -> Json:
        """Return the package."""
        about = self._about()
        self._nodes[self.id] = _node(self.document.title, self.id, about["uri"])
        for skill in self.document.skills:
            self._skill(skill)
        elsewhere = []
        skills = {self.id, *self.ids.values()}
        for skill in self.document.skills:
            above, left = self.ids[skill.parent] if skill.parent else self.id, self._left(skill.source, CHILD)
            if not skill.parent and str(left.get("above", above)) not in skills:
                elsewhere.append((skill, above, left))
                self._children[above] = self._children.get(above, 0) + 1  # its place in the document stays its own
            else:
                self._child(self.ids[skill.key], above, left)
        self._families()
        for skill, above, left in elsewhere:
            # Below a family or a role, as long as that is there: our documents know no such place.
            below = str(left["above"])
            below = below if below in self._nodes else above
            self._child(self.ids[skill.key], below, left, numbered=below == above)
        for position, relation in enumerate(self.document.relations):
            self._relation(position, relation)
        unplaced = self._left(self.document.source, ASSOCIATIONS, list)
        self.associations += (self._as_it_was(one) for one in unplaced if isinstance(one, dict))
        package: Json = {
            ABOUT: about,
            ITEMS: self.items,
            ASSOCIATIONS: self.associations,
            DEFINITIONS: self._definitions(),
            RUBRICS: rubrics.write(self.document, self.id, self.ids, self.stamp, mine=self.mine),
        }
        left = self._left(self.document.source, PACKAGE)
        theirs = left.pop("extensions") if isinstance(left.get("extensions"), dict) else {}
        if left:
            theirs = {**theirs, OURS: {"other": left}}
        package["extensions"] = theirs
        return {key: one for key, one in package.items() if one}

    def _left(self, source: Mapping[str, str], key: str, kind: type = dict) -> Any:
        """Return what the reader kept."""
        return kind() if self.mine else unpacked(source, key, kind)

    def _about(self) -> Json:
        document = self.document
        fields: Json = {
            "title": document.title,
            "summary": document.summary,
            "attribution": document.attribution,
            "licence": document.licence,
            "version": document.version,
            "effective_from": document.effective_from.isoformat() if document.effective_from else "",
            "notes": document.notes,
        }
        said: Json = {"identifier": self.id, "caseVersion": "1.1", "title": document.title}
        said["creator"] = document.attribution or document.title
        said |= {"licenseURI": _link("licence", document.licence)} if document.licence else {}
        for name, value in (
            ("description", document.summary),
            ("version", document.version),
            ("notes", document.notes),
            ("statusStartDate", fields["effective_from"]),
        ):
            said |= {name: value} if value else {}
        left = still_true(said, self._left(document.source, ABOUT), fields, DOCUMENT_WORDS, document_fields)
        ours = _unsaid(fields, document_fields(said | left)) | {
            "slug": document.slug,
            "profession": document.profession,
            "version_uuid": str(document.version_uuid or ""),
            "source": _others(document.source),
        }
        return strict(ABOUT, said, left, self.stamp, {key: one for key, one in ours.items() if one or key in fields})

    def _skill(self, skill: SkillDocument) -> None:
        fields: Json = {
            "name": skill.name,
            "summary": skill.summary,
            "kind": skill.kind.value,
            "code": skill.code,
            "alternative_labels": list(skill.alternative_labels),
            "hidden_labels": list(skill.hidden_labels),
        }
        said = skill_item(skill) | {"identifier": self.ids[skill.key]}
        left = still_true(said, self._left(skill.source, ITEM), fields, SKILL_WORDS, skill_fields)
        ours = _unsaid(fields, skill_fields(said | left)) | {"key": skill.key}
        ours |= {"scale": skill.scale} if skill.scale else {}
        ours |= {"source": source} if (source := _others(skill.source)) else {}
        self._item(said, left, skill.name, ours)

    def _named(self, kind: str, identifier: str, name: str, summary: str, fields: Json) -> None:
        """Add the item of a family, a role or a role level; ``fields`` are those CASE has no property for."""
        said = {**statements(name, summary), "CFItemType": kind, "identifier": identifier}
        words = {"name": name, "summary": summary}
        found = dict(zip(words, name_and_summary(said), strict=True))
        ours = {key: one for key, one in fields.items() if one not in ("", None, [])} | _unsaid(words, found)
        self._item(said, self._left_items.get(identifier, {}), name, ours)

    def _item(self, said: Json, left: Json, name: str, ours: Json) -> None:
        item = strict(ITEM, said, left, self.stamp, ours)
        self._nodes[said["identifier"]] = _node(name, said["identifier"], item["uri"])
        self.items.append(item)

    def _child(self, identifier: str, above: str, left: Json, *, numbered: bool = True) -> None:
        self._children[above] = number = self._children.get(above, 0) + 1
        left = dict(left) if left.get("above") == above else {}
        left.pop("above", None)
        said: Json = {"identifier": derived(CHILD, identifier, above)}
        said |= {"sequenceNumber": number} if numbered else {}
        self._associate(said, CHILD, self._nodes[identifier], self._nodes[above], left)

    def _associate(
        self, said: Json, kind: str, origin: Json, destination: Json, left: Json, ours: Json | None = None
    ) -> None:
        said = {**said, TYPE: kind, "originNodeURI": origin, "destinationNodeURI": destination}
        self.associations.append(strict(ASSOCIATION, said, left, self.stamp, ours))

    def _families(self) -> None:
        for family in self.document.families:
            own = str(family.uuid or derived("family", self.id, family.key))
            self._named(FAMILY, own, family.name, family.summary, {"key": family.key})
            self._child(own, self.id, self._left_children.get(own, {}))
            for role in family.roles:
                self._role(role, own)

    def _role(self, role: RoleDocument, family: str) -> None:
        fields: Json = {
            "key": role.key,
            "responsibilities": role.responsibilities,
            "entry_routes": role.entry_routes,
            "next_moves": role.next_moves,
            "role_type": role.role_type,
            "alternative_labels": list(role.alternative_labels),
            "hidden_labels": list(role.hidden_labels),
        }
        own = str(role.uuid or derived("role", self.id, role.key))
        self._named(ROLE, own, role.name, role.summary, fields)
        self._child(own, family, self._left_children.get(own, {}))
        for level in role.levels:
            self._role_level(level, role, own)

    def _role_level(self, level: RoleLevelDocument, role: RoleDocument, role_id: str) -> None:
        fields: Json = {
            "key": level.key,
            "nameless": True if not level.name else None,
            "rung": level.rung,
            "grade_hint": level.grade_hint,
            "choices": [{"key": one.key, "name": one.name, "choose": one.choose} for one in level.choices],
        }
        own = str(level.uuid or derived("role level", role_id, level.key))
        self._named(ROLE_LEVEL, own, level.name or role.name, level.description, fields)
        self._child(own, role_id, self._left_children.get(own, {}))
        for requirement in level.requirements:
            self._requirement(own, requirement)

    def _requirement(self, level: str, requirement: RequirementDocument) -> None:
        skill, asked = self.ids[requirement.skill], requirement.level
        ours: Json = {"level": asked}
        ours |= {} if requirement.importance is Importance.ESSENTIAL else {"importance": requirement.importance.value}
        ours |= {} if requirement.weight == 1 else {"weight": requirement.weight}
        ours |= {"choice": requirement.choice} if requirement.choice else {}
        ours |= {"source": source} if (source := _others(requirement.source)) else {}
        said: Json = {"identifier": derived(REQUIRES, level, skill)}
        said |= {} if asked is None else {"notes": self.scales[requirement.skill].levels[asked - 1].name}
        left = self._left(requirement.source, ASSOCIATION)
        self._associate(said, REQUIRES, self._nodes[level], self._nodes[skill], left, ours)

    def _relation(self, position: int, relation: RelationDocument) -> None:
        own = self._nodes[self.ids[relation.skill]]
        kind = TYPE_OF_RELATION[relation.kind]
        left = self._left(relation.source, ASSOCIATION)
        if relation.to:
            other = self._nodes[self.ids[relation.to]]
        else:
            other = {"title": relation.title, "identifier": relation.uri, "uri": relation.uri}
        if not self.mine and TYPE in relation.source:
            left = {TYPE: relation.source[TYPE], **left}
        ours: Json = {"kind": relation.kind.value}
        ours |= {"title": relation.title} if relation.to and relation.title else {}
        ours |= {"uri": relation.uri} if relation.to and relation.uri else {}
        ours |= {"source": source} if (source := _others(relation.source)) else {}
        said = {"identifier": str(relation.uuid or derived(kind, self.id, position))}
        ends = (other, own) if relation.source.get(DIRECTION) == "inward" and not relation.to else (own, other)
        self._associate(said, kind, *ends, left, ours)

    def _as_it_was(self, raw: Json) -> Json:
        """Return an association that our document has no place for."""
        said: Json = {TYPE: "isRelatedTo"}
        for key in ("originNodeURI", "destinationNodeURI"):
            node = raw.get(key)
            link = node if isinstance(node, dict) else {"uri": str(node or "")}
            said[key] = {name: str(link.get(name, "")) for name in ("title", "identifier", "uri")}
        return strict(ASSOCIATION, said, raw, self.stamp)

    def _definitions(self) -> Json:
        made: Json = {}
        other: Json = {}
        for name, things in self._left(self.document.source, DEFINITIONS).items():
            if name in DEFINED and isinstance(things, list) and all(isinstance(one, dict) for one in things):
                made[name] = [strict(name, {}, one, self.stamp) for one in things]
            elif name == "extensions" and isinstance(things, dict):
                made[name] = things
            else:
                other[name] = things
        if other:
            made["extensions"] = {**made.get("extensions", {}), OURS: {"other": other}}
        for name, things in (("CFLicenses", self._licences), ("CFItemTypes", self._types)):
            known = made.get(name, [])
            made[name] = known + list(things({one["title"] for one in known}))
        return {name: things for name, things in made.items() if things}

    def _licences(self, known: set[str]) -> Iterator[Json]:
        licence = self.document.licence
        if licence and licence not in known:
            said = _link("licence", licence) | {"licenseText": licence}
            yield strict("CFLicenses", said, {}, self.stamp)

    def _types(self, known: set[str]) -> Iterator[Json]:
        used = dict.fromkeys(item["CFItemType"] for item in self.items if "CFItemType" in item)
        for number, name in enumerate(used, start=1):
            if name not in known:
                said = _link("type", name) | {"description": name, "hierarchyCode": str(number)}
                yield strict("CFItemTypes", said, {}, self.stamp)


def _node(title: str, identifier: str, uri: str) -> Json:
    return {"title": title, "identifier": identifier, "uri": uri, "targetType": "CASE"}


def _link(kind: str, title: str) -> Json:
    identifier = derived(kind, title)
    return {"title": title, "identifier": identifier, "uri": f"urn:uuid:{identifier}"}


def _unsaid(fields: Json, found: Json) -> Json:
    """Return the fields that the properties of CASE do not say."""
    return {name: value for name, value in fields.items() if found[name] != value}


def _others(source: Mapping[str, str]) -> dict[str, str]:
    """Return what a source holds for other formats than this one."""
    return {key: value for key, value in source.items() if key not in _KEPT}
