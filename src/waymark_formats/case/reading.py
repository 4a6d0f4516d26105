"""A CASE package, 1.0 or 1.1, as a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from waymark_formats.case import leftovers, rubrics
from waymark_formats.case.checking import check
from waymark_formats.case.parts import Part
from waymark_formats.case.roles import Roles
from waymark_formats.case.values import text, texts, words
from waymark_formats.case.vocabulary import (
    BOTH_WAYS,
    CHILD,
    RELATION_OF_TYPE,
    REQUIRES,
    TYPE_OF_RELATION,
    WITHOUT_LEVELS,
    Json,
)
from waymark_formats.case.wording import calendar_day, document_fields, plain, skill_fields
from waymark_formats.case.writing import DIRECTION, TYPE
from waymark_formats.files import MAX_BYTES
from waymark_formats.framework import (
    FrameworkDocument,
    Note,
    ReadResult,
    RelationDocument,
    RelationKind,
    SkillDocument,
    SkillKind,
)
from waymark_formats.links import is_link
from waymark_formats.markup import html_tag
from waymark_formats.names import free_key, slug
from waymark_formats.trees import load


def read(path: Path, *, limit: int = MAX_BYTES) -> ReadResult:
    """Read a CFPackage as JSON.

    Args:
        path: the file.
        limit: bytes; a larger file is refused before it is read.

    Returns:
        The document. Its short name is that of its title, its version what the package says, else the day of its last
        change, its licence the package's.

    Raises:
        Unreadable: one sentence with the path of the property, such as ``CFItems[3].identifier``.
    """
    notes: list[Note] = []
    tree = load(path, limit=limit, notes=notes)
    check(tree, path.name)
    top = Part(tree, "", path.name)
    if "CFDocument" not in top.raw:
        known = ", ".join(list(top.raw)[:5])
        top.refuse("", f"this is not a package of CASE, which has a CFDocument; here are {known or 'no keys'}")
    reader = _Reader(top, notes)
    document = leftovers.keep(reader.document(), top, reader.unplaced, reader.levels)
    return ReadResult(document, tuple(reader.notes))


@dataclass(slots=True)
class _Item:
    """An item, its fields once they are known, and where its first parent puts it."""

    part: Part
    above: str | None = None
    """Identifier of its first parent; the document's for one at the top; None while nothing was said."""
    order: int | None = None


class _Reader:
    def __init__(self, top: Part, notes: list[Note]) -> None:
        self.top = top
        self.file = top.file
        self.notes = notes
        self.about = Part(top.raw["CFDocument"], "CFDocument", top.file)
        self.id = self.about.identifier()
        self.items: dict[str, _Item] = {}
        self.unplaced: list[Json] = []
        """Associations that the document has no place for."""
        self._second: list[tuple[Part, str, str]] = []
        self.levels = rubrics.Levels()

    def document(self) -> FrameworkDocument:
        """Return the document, without what ``leftovers.keep`` adds."""
        self._take_items()
        associations = self._take_parents()
        self._no_circles()
        roles = Roles({key: (item.part, item.above) for key, item in self.items.items()}, self.id)
        skill_ids = [key for key in self._in_order() if key not in roles]
        keys = self._keys(skill_ids)
        self.levels = rubrics.read(self.top.parts("CFRubrics"), keys)
        scales = tuple(self.levels.scales) or (WITHOUT_LEVELS,)
        skills = tuple(self._skill(key, keys, scales[0].key) for key in skill_ids)
        tops = {scale.key: len(scale.levels) for scale in scales}
        for position, skill in enumerate(skills):
            if skill.scale and skill.scale not in tops:
                self.items[skill_ids[position]].part.refuse("extensions", f'there is no scale "{skill.scale[:80]}"')
        ranks = {skill.key: tops[skill.scale or scales[0].key] for skill in skills}
        relations = []
        for part, origin, destination in associations:
            if part.text(TYPE) == REQUIRES and origin in roles.levels:
                roles.require(part, origin, keys.get(destination, ""), ranks)
            elif (relation := self._relation(part, origin, destination, keys)) is not None:
                relations.append(relation)
            else:
                self.unplaced.append(part.raw)
        self._tell()
        return self._about(skills, scales, tuple(relations), roles)

    def _take_items(self) -> None:
        for part in self.top.parts("CFItems"):
            identifier = part.identifier()
            if identifier == self.id or identifier in self.items:
                other = "CFDocument" if identifier == self.id else self.items[identifier].part.path
                part.refuse("identifier", f"{identifier} is also that of {other}")
            if not plain(part.raw.get("fullStatement")).strip():
                part.refuse("fullStatement", "is empty and has to say something")
            self.items[identifier] = _Item(part)

    def _take_parents(self) -> list[tuple[Part, str, str]]:
        """Give each item its first parent; return the associations that say something else."""
        others = []
        seen: dict[str, str] = {}
        for part in self.top.parts("CFAssociations"):
            identifier = part.identifier()
            if identifier in seen:
                part.refuse("identifier", f"{identifier} is also that of {seen[identifier]}")
            seen[identifier] = part.path
            origin, _uri, _title = part.node("originNodeURI")
            destination, _uri, _title = part.node("destinationNodeURI")
            if not part.text(TYPE):
                part.refuse(TYPE, "is missing, and says how the two are related")
            item = self.items.get(origin)
            if part.text(TYPE) == CHILD and item is None:
                part.refuse("originNodeURI", f'the package has no item "{origin[:60]}" to be the child')
            inside = destination == self.id or destination in self.items
            if part.text(TYPE) == CHILD and item is not None and item.above is None and inside:
                item.above = destination
                item.order = _whole(part.raw.get("sequenceNumber"))
            else:
                others.append((part, origin, destination))
        for item in self.items.values():
            item.above = item.above or self.id
        return others

    def _no_circles(self) -> None:
        rooted = {self.id}
        for identifier, item in self.items.items():
            path: dict[str, None] = {}
            at = identifier
            while at not in rooted:
                if at in path:
                    item.part.refuse("identifier", f"{at} stands above itself: its parents make a circle")
                path[at] = None
                at = self.items[at].above or self.id
            rooted.update(path)

    def _in_order(self) -> list[str]:
        """Return the items as the file has them, or, where it has brothers out of their order, as a tree is read."""
        below: dict[str, list[str]] = {}
        for identifier, item in self.items.items():
            below.setdefault(item.above or self.id, []).append(identifier)
        far = len(self.items) + 2**31
        orders = {key: [one.order if one.order is not None else far for one in map(self.items.__getitem__, keys)]
                  for key, keys in below.items()}  # fmt: skip
        if all(order == sorted(order) for order in orders.values()):
            return list(self.items)
        found = []
        waiting = [self.id]
        while waiting:
            at = waiting.pop()
            if at != self.id:
                found.append(at)
            ordered = [key for _, key in sorted(zip(orders.get(at, ()), below.get(at, ()), strict=True), key=_first)]
            waiting += reversed(ordered)
        return found

    def _keys(self, identifiers: list[str]) -> dict[str, str]:
        """Return the key of each skill: ours where we gave one, else its code, else its name."""
        keys: dict[str, str] = {}
        taken: set[str] = set()
        for identifier in identifiers:
            given = self.items[identifier].part.ours.get("key")
            if isinstance(given, str) and given:
                if given in taken:
                    self.items[identifier].part.refuse("extensions", f'the key "{given[:80]}" is that of another skill')
                keys[identifier] = given
                taken.add(given)
        for identifier in identifiers:
            if identifier not in keys:
                fields = skill_fields(self.items[identifier].part.raw)
                keys[identifier] = key = free_key(slug(fields["name"]), taken)
                taken.add(key)
        return {identifier: keys[identifier] for identifier in identifiers}

    def _skill(self, identifier: str, keys: Mapping[str, str], first: str) -> SkillDocument:
        part, above = self.items[identifier].part, self.items[identifier].above
        fields = skill_fields(part.raw) | part.ours
        key = keys[identifier]
        scale = self.levels.scale_of.get(key, fields.get("scale", ""))
        try:
            kind = SkillKind(fields["kind"])
        except ValueError:
            part.refuse("extensions", f'"{str(fields["kind"])[:40]}" is not a kind of skill')
        return SkillDocument(
            key=key,
            name=text(fields["name"]),
            summary=text(fields["summary"]),
            kind=kind,
            scale="" if scale == first and fields.get("scale", "") != first else text(scale),
            alternative_labels=texts(fields["alternative_labels"]),
            hidden_labels=texts(fields["hidden_labels"]),
            descriptors=self.levels.descriptors.get(key, {}),
            evidence=self.levels.evidence.get(key, {}),
            learning=self.levels.learning.get(key, {}),
            uuid=UUID(identifier),
            source=words(fields.get("source")),
            parent=keys.get(above or "", ""),
            code=text(fields["code"]),
        )

    def _relation(self, part: Part, origin: str, destination: str, keys: Mapping[str, str]) -> RelationDocument | None:
        """Return an association of a skill with something; None when no skill is in it, or it leads nowhere."""
        name = part.text(TYPE)
        kind = RELATION_OF_TYPE.get(name, RelationKind.RELATED)
        source = words(part.ours.get("source"))
        if TYPE_OF_RELATION[kind] != name:
            source[TYPE] = name
        own, other, far = keys.get(origin), keys.get(destination), "destinationNodeURI"
        if own is None and other is not None and origin not in self.items:
            own, other, far = other, None, "originNodeURI"
            source[DIRECTION] = "inward"
            if kind not in BOTH_WAYS:
                source[TYPE], kind = name, RelationKind.RELATED
        identifier, uri, title = part.node(far)
        if own is None or (other is None and (identifier in self.items or identifier == self.id)):
            return None
        if other is None and not is_link(uri) and not (uri := _urn(identifier)):
            return None
        return RelationDocument(
            skill=own,
            kind=kind,
            to=other or "",
            uri=text(part.ours.get("uri")) if other else uri,
            title=text(part.ours.get("title")) if other else plain(title),
            uuid=UUID(part.identifier()),
            source=source,
        )

    def _about(
        self, skills: tuple[SkillDocument, ...], scales: Any, relations: tuple[RelationDocument, ...], roles: Roles
    ) -> FrameworkDocument:
        fields = document_fields(self.about.raw) | self.about.ours
        title = text(fields["title"])
        if not title.strip():
            self.about.refuse("title", "is empty and has to say something")
        changed = calendar_day(self.about.raw.get("lastChangeDateTime"))
        version_uuid = self._identity(text(self.about.ours.get("version_uuid")))
        licences = [plain(part.raw.get("title")) for part in self._definitions("CFLicenses")]
        return FrameworkDocument(
            title=title,
            families=roles.families(),
            skills=skills,
            scales=scales,
            slug=text(fields.get("slug")) or ("" if "slug" in fields else slug(title)),
            summary=text(fields["summary"]),
            profession=text(fields.get("profession")),
            licence=text(fields["licence"]) or next(filter(None, licences), ""),
            attribution=text(fields["attribution"]),
            version=text(fields["version"])
            or (changed.isoformat() if changed and "version" not in self.about.ours else ""),
            effective_from=calendar_day(fields["effective_from"]),
            notes=text(fields["notes"]),
            uuid=UUID(self.id),
            version_uuid=version_uuid,
            relations=relations,
            source=words(fields.get("source")),
        )

    def _identity(self, said: str) -> UUID | None:
        try:
            return UUID(said) if said else None
        except ValueError:
            self.about.refuse("extensions", f'"{said[:40]}" is not a UUID')

    def _definitions(self, name: str) -> list[Part]:
        value = self.top.raw.get("CFDefinitions")
        return list(Part(value, "CFDefinitions", self.file).parts(name)) if isinstance(value, dict) else []

    def _tell(self) -> None:
        """Note what was read in another way than it stands there."""
        wordings = [item.part.raw for item in self.items.values()]
        tags = sum(any(html_tag(str(raw.get(key, ""))) for key in ("fullStatement", "abbreviatedStatement"))
                   for raw in wordings)  # fmt: skip
        if tags:
            self._note(f"{tags:,} items hold HTML tags", "turned into plain text; kept as found for export")
        said = [
            key for key in ("notes", "educationLevel", "subject", "conceptKeywords") if any(map(_has(key), wordings))
        ]
        if said:
            self._note(f"items say {', '.join(said)}", "kept for export; our pages do not show it")
        if self.unplaced:
            self._note(f"{len(self.unplaced):,} associations join no skill with a skill or a link", "kept for export")
        if self.levels.unused:
            self._note(f"{len(self.levels.unused):,} rubrics are not levels of skills", "kept for export")

    def _note(self, what: str, done: str) -> None:
        self.notes.append(Note(self.file, None, what, done))


def _has(key: str) -> Any:
    return lambda raw: raw.get(key)


def _first(pair: tuple[int, str]) -> int:
    return pair[0]


def _whole(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31 else None


def _urn(identifier: str) -> str:
    try:
        return f"urn:uuid:{UUID(identifier)}"
    except ValueError:
        return ""
