"""Either notation of the NICE Framework as a document."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from waymark_formats.files import LONGEST_CELL, MAX_BYTES, decode, read_bytes
from waymark_formats.framework import (
    FamilyDocument,
    FrameworkDocument,
    Note,
    ReadResult,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    ScaleDocument,
    ScaleKind,
    SkillDocument,
    SkillKind,
    Unreadable,
)
from waymark_formats.hypertext import why_hostile
from waymark_formats.markup import TAG_REMEDY, excerpt, html_tag
from waymark_formats.names import free_key, short_name, slug, version_label
from waymark_formats.trees import parse_json

SLUG = "nice"
TITLE = "NICE Workforce Framework for Cybersecurity"
LICENCE = "US Government work, not subject to copyright in the US"
ATTRIBUTION = "National Institute of Standards and Technology (NIST), NICE Framework"
SCALE = ScaleDocument("no-levels", "No levels", (), ScaleKind.NONE)

_KINDS = {"task": SkillKind.TASK, "knowledge": SkillKind.KNOWLEDGE, "skill": SkillKind.TECHNICAL}
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class _Element:
    """One thing of the framework and its place in the file."""

    kind: str
    id: str
    name: str
    text: str
    place: str


@dataclass(slots=True)
class _Found:
    """Both notations come down to this."""

    version: str = ""
    elements: dict[str, _Element] = field(default_factory=dict)
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    """Pairs of identifiers that belong together, the higher first, and where that stands."""


def read(path: Path, *, limit: int = MAX_BYTES) -> ReadResult:
    """Read the framework, packed or not.

    Args:
        path: the file.
        limit: bytes, of the file and of what it unpacks to; more is refused before it is read.

    Returns:
        The document, with the short name ``nice``, its version as the file has it, and no owner.

    Raises:
        Unreadable: one sentence with the path of the key.
    """
    notes: list[Note] = []
    data = read_bytes(path, limit=limit)
    if data.startswith(_GZIP):
        data = _unpacked(data, path.name, limit)
    tree = parse_json(decode(data, path.name, notes), path.name)
    reader = _Reader(path.name)
    if isinstance(tree, dict) and "work_roles" in tree:
        reader.components(tree)
    elif isinstance(tree, dict) and "response" in tree:
        reader.export(tree)
    else:
        raise reader.refusal("the top", "this is not the NICE Framework, which has work_roles or a response")
    document = reader.document()
    if reader.repeated:
        notes.append(Note(path.name, None, f"{reader.repeated:,} links stand here twice", "left out"))
    return ReadResult(document, tuple(notes))


def _unpacked(data: bytes, name: str, limit: int) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        found = unpacking.decompress(data, limit + 1)
    except zlib.error:
        raise Unreadable(f"{name}: the file is packed, and what is in it cannot be unpacked.") from None
    if len(found) > limit:
        raise Unreadable(f"{name}: the file unpacks to more than the {limit:,} bytes that are read.")
    if not unpacking.eof:
        raise Unreadable(f"{name}: the file is packed, and breaks off.")
    return found


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.repeated = 0
        self.found = _Found()

    def refusal(self, place: str, why: str) -> Unreadable:
        return Unreadable(f"{self.file}, {place}: {why}.")

    def components(self, tree: Mapping[str, Any]) -> None:
        """Read the tree with work roles that list their statements."""
        about = tree.get("framework")
        self.found.version = self._text(about, "version", "framework") if isinstance(about, dict) else ""
        for key, kind in (
            ("categories", "category"),
            ("competency_areas", "competency_area"),
            ("tasks", "task"),
            ("knowledge", "knowledge"),
            ("skills", "skill"),
            ("work_roles", "work_role"),
        ):
            named = kind in {"category", "competency_area", "work_role"}
            for place, one in self._mappings(tree.get(key), key):
                text = self._text(one, "description" if named else "text", place)
                name = self._text(one, "name", place) if named else ""
                self._add(kind, self._text(one, "id", place), name, text, place)
                if kind == "work_role":
                    self._components_of(one, place)

    def _components_of(self, role: Mapping[str, Any], place: str) -> None:
        own = str(role["id"])
        self.found.links[self._text(role, "category_id", place), own] = f"{place}.category_id"
        if code := self._text(role, "opm_code", place, required=False):
            self.found.elements.setdefault(code, _Element("opm_code", code, "", "", place))
            self.found.links[own, code] = f"{place}.opm_code"
        for key in ("tasks", "knowledge", "skills"):
            below = role.get(key, [])
            if not isinstance(below, list):
                raise self.refusal(f"{place}.{key}", "should be a list")
            for i, one in enumerate(below):
                where = f"{place}.{key}[{i}]"
                if not isinstance(one, str):
                    raise self.refusal(where, "should be the identifier of a statement")
                self._link(own, one, where)

    def export(self, tree: Mapping[str, Any]) -> None:
        """Read the export of NIST's reference tool."""
        response = tree.get("response")
        inside = response.get("elements") if isinstance(response, dict) else None
        if not isinstance(inside, dict) or "elements" not in inside:
            raise self.refusal("response.elements", "should be a mapping with elements and relationships")
        for place, one in self._mappings(inside.get("documents"), "response.elements.documents"):
            self.found.version = self.found.version or self._text(one, "version", place, required=False)
        for place, one in self._mappings(inside["elements"], "response.elements.elements"):
            kind = self._text(one, "element_type", place)
            if kind in _KINDS or kind in {"category", "work_role", "competency_area", "opm_code"}:
                named = kind in {"category", "work_role", "competency_area"}
                name = self._text(one, "title", place, required=named)
                text = self._text(one, "text", place, required=kind in _KINDS)
                self._add(kind, self._text(one, "element_identifier", place), name, text, place)
        known = {one["element_identifier"] for _, one in self._mappings(inside["elements"], "elements")
                 if isinstance(one.get("element_identifier"), str)}  # fmt: skip
        for place, one in self._mappings(inside.get("relationships"), "response.elements.relationships"):
            ends = [self._text(one, f"{end}_element_identifier", place) for end in ("source", "dest")]
            for end in ends:
                if end not in known:
                    raise self.refusal(place, f'there is no element "{end[:40]}"')
            if all(end in self.found.elements for end in ends):
                self._link(ends[0], ends[1], place)

    def _link(self, above: str, below: str, place: str) -> None:
        if (above, below) in self.found.links:
            self.repeated += 1
        self.found.links[above, below] = place

    def _add(self, kind: str, id: str, name: str, text: str, place: str) -> None:
        if id in self.found.elements:
            raise self.refusal(place, f'the identifier "{id[:40]}" is also that of {self.found.elements[id].place}')
        self.found.elements[id] = _Element(kind, id, name, text, place)

    def _mappings(self, value: Any, place: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
        if value is not None and not isinstance(value, list):
            raise self.refusal(place, "should be a list")
        for i, one in enumerate(value or ()):
            if not isinstance(one, dict):
                raise self.refusal(f"{place}[{i}]", "should be a mapping with keys")
            yield f"{place}[{i}]", one

    def _text(self, values: Mapping[str, Any], key: str, place: str, *, required: bool = True) -> str:
        value = values.get(key)
        where = f"{place}.{key}"
        if value is None and not required:
            return ""
        if not isinstance(value, str):
            raise self.refusal(where, "should be text")
        if required and not value.strip():
            raise self.refusal(where, "is empty and has to say something")
        if "\0" in value or any("\ud800" <= mark <= "\udfff" for mark in value):
            raise self.refusal(where, "holds a null character or half of a character, which no database keeps")
        if len(value) > LONGEST_CELL:
            raise self.refusal(where, f"the text has {len(value):,} characters and at most {LONGEST_CELL:,} are read")
        if tag := html_tag(value):
            raise self.refusal(where, why_hostile(value) or f'holds the HTML tag "{excerpt(tag)}"; {TAG_REMEDY}')
        return value

    def document(self) -> FrameworkDocument:
        """Return the framework.

        Raises:
            Unreadable: a work role names a statement or a category that is not there, or has no category.
        """
        elements = self.found.elements
        below: dict[str, list[_Element]] = {}
        above: dict[str, str] = {}
        for (upper, lower), place in self.found.links.items():
            for end in (upper, lower):
                if end not in elements:
                    raise self.refusal(place, f'there is no statement, role or category "{end[:40]}"')
            below.setdefault(upper, []).append(elements[lower])
            if elements[upper].kind == "category":
                above[lower] = upper
        of_kind: dict[str, list[_Element]] = {}
        for element in elements.values():
            of_kind.setdefault(element.kind, []).append(element)
            if element.kind == "work_role" and element.id not in above:
                raise self.refusal(element.place, f'the work role "{element.id[:40]}" is in no category')
        keys: dict[str, str] = {}
        taken: set[str] = set()
        for kind in _KINDS:
            for element in of_kind.get(kind, ()):
                keys[element.id] = key = free_key(slug(element.id), taken)
                taken.add(key)
        roles: dict[str, list[RoleDocument]] = {}
        taken = set()
        for element in of_kind.get("work_role", ()):
            key = free_key(slug(element.name), taken)
            taken.add(key)
            roles.setdefault(above[element.id], []).append(_role(element, key, below.get(element.id, ()), keys))
        areas = [{"id": one.id, "name": one.name, "text": one.text} for one in of_kind.get("competency_area", ())]
        taken = set()
        families = []
        for element in of_kind.get("category", ()):
            key = free_key(slug(element.name), taken)
            taken.add(key)
            families.append(FamilyDocument(key, element.name, element.text, tuple(roles.get(element.id, ()))))
        return FrameworkDocument(
            title=TITLE,
            families=tuple(families),
            skills=tuple(_skill(one, keys[one.id]) for kind in _KINDS for one in of_kind.get(kind, ())),
            scales=(SCALE,),
            slug=SLUG,
            licence=LICENCE,
            attribution=ATTRIBUTION,
            version=version_label(self.found.version),
            source={"competency_areas": json.dumps(areas, ensure_ascii=False)} if areas else {},
        )


def _skill(element: _Element, key: str) -> SkillDocument:
    name = short_name(element.text)
    return SkillDocument(
        key=key,
        name=name,
        summary="" if name == element.text else element.text,
        kind=_KINDS[element.kind],
        code=element.id,
    )


def _role(element: _Element, key: str, below: Iterable[_Element], keys: Mapping[str, str]) -> RoleDocument:
    asked = tuple(RequirementDocument(keys[one.id], None) for one in below if one.id in keys)
    codes = tuple(one.id for one in below if one.kind == "opm_code")
    return RoleDocument(
        key=key,
        name=element.name,
        summary=element.text,
        hidden_labels=(element.id, *codes),
        levels=(RoleLevelDocument(key, "", requirements=asked),),
    )
