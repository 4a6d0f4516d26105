"""The rows of our template as a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from waymark_formats.framework import (
    ChoiceDocument,
    FamilyDocument,
    FrameworkDocument,
    Importance,
    Note,
    ReadResult,
    RelationDocument,
    RelationKind,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    ScaleDocument,
    ScaleKind,
    ScaleLevel,
    SkillDocument,
    SkillKind,
    Unreadable,
)
from waymark_formats.markup import excerpt
from waymark_formats.names import fold
from waymark_formats.sheets.levels import Levels
from waymark_formats.sheets.shapes import Sheet
from waymark_formats.sheets.template import columns
from waymark_formats.sheets.template.cells import Named, Row, rows_of
from waymark_formats.sheets.template.writing import file_name
from waymark_formats.sheets.workbook import MAX_BYTES, read_workbook


def read_template(path: Path, *, limit: int = MAX_BYTES) -> ReadResult:
    """Read our template filled in: a workbook (.xlsx, .ods), or a folder of CSV files with the sheets' names.

    Things are pointed at by their key or by their name. A role without levels needs no row in the sheet Role levels.
    Sheets and columns of other names are left out, with a note.

    Raises:
        Unreadable: one sentence with file, sheet, row and column: whatever ``read_workbook`` refuses, a sheet or
            column that is missing, a cell that says what cannot be said there, something pointed at that is not there.
    """
    notes: list[Note] = []
    found = _folder(path, limit, notes) if path.is_dir() else _workbook(path, limit, notes)
    if columns.FRAMEWORK.name not in found or columns.SKILLS.name not in found:
        raise Unreadable(
            f"{path.name}: this is not our template: it has no sheet {columns.FRAMEWORK.name} or no sheet "
            f"{columns.SKILLS.name}. Fill in the template, or say what the columns of your own sheet mean."
        )
    reader = _Reader(path.name, {form.name: rows_of(form, found, path.name, notes) for form in columns.FORMS})
    return ReadResult(reader.document(), tuple(notes))


def _workbook(path: Path, limit: int, notes: list[Note]) -> dict[str, Sheet]:
    book = read_workbook(path, limit=limit)
    known = {form.name.casefold(): form.name for form in columns.FORMS}
    for sheet in book.sheets:
        if sheet.name.casefold() not in known and sheet.name != columns.HELP:
            notes.append(Note(path.name, None, f'the template has no sheet "{sheet.name}"', "left out"))
    return {known[one.name.casefold()]: one for one in book.sheets if one.name.casefold() in known}


def _folder(path: Path, limit: int, notes: list[Note]) -> dict[str, Sheet]:
    found = {}
    for form in columns.FORMS:
        file = path / file_name(form)
        if file.exists():
            book = read_workbook(file, limit=limit)
            notes.extend(book.notes)
            found[form.name] = book.sheets[0]
    return found


@dataclass(slots=True)
class _RoleLevels:
    """The rungs of one role, with what they ask for, by key."""

    role: RoleDocument
    named: Named
    levels: dict[str, RoleLevelDocument] = field(default_factory=dict)
    choices: dict[str, list[ChoiceDocument]] = field(default_factory=dict)
    choice_names: dict[str, Named] = field(default_factory=dict)
    asked: dict[str, dict[str, RequirementDocument]] = field(default_factory=dict)

    def document(self) -> RoleDocument:
        levels = (
            replace(
                level,
                requirements=tuple(self.asked.get(key, {}).values()),
                choices=tuple(self.choices.get(key, [])),
            )
            for key, level in self.levels.items()
        )
        return replace(self.role, levels=tuple(levels))


class _Reader:
    """Takes the sheets in the order in which they point at each other."""

    def __init__(self, file: str, rows: Mapping[str, list[Row]]) -> None:
        self.file, self.rows = file, rows
        self.uuids: dict[UUID, str] = {}
        self.scales: dict[str, ScaleDocument] = {}
        self.skills: dict[str, SkillDocument] = {}
        self.scale_names = Named("scale", columns.SCALES.name)
        self.skill_names = Named("skill", columns.SKILLS.name)
        self.role_names = Named("role", columns.ROLES.name)
        self.families: dict[str, FamilyDocument] = {}
        self.roles: dict[str, _RoleLevels] = {}
        self.family_of: dict[str, str] = {}

    def document(self) -> FrameworkDocument:
        """Return what all sheets say together."""
        about = self._framework()
        self._scales()
        self._skills()
        self._levels()
        self._roles()
        self._role_levels()
        self._requirements()
        roles: dict[str, list[RoleDocument]] = {}
        for key, role in self.roles.items():
            roles.setdefault(self.family_of[key], []).append(role.document())
        families = tuple(replace(family, roles=tuple(roles.get(name, ()))) for name, family in self.families.items())
        return replace(
            about,
            families=families,
            skills=tuple(self.skills.values()),
            scales=tuple(self.scales.values()),
            relations=tuple(map(self._relation, self.rows[columns.RELATIONS.name])),
        )

    def _framework(self) -> FrameworkDocument:
        known = {fold(name): name for name in columns.PROPERTIES}
        said: dict[str, Row] = {}
        for row in self.rows[columns.FRAMEWORK.name]:
            name = known.get(fold(row.needed("Property")))
            if name is None:
                row.refuse("Property", f'"{excerpt(row.text("Property"))}" is not one of {", ".join(known.values())}.')
            if said.setdefault(name, row) is not row:
                row.refuse("Property", f"{name} stands twice; keep one of the two rows.")

        def text(name: str) -> str:
            return said[name].text("Value") if name in said else ""

        if not text("Title").strip():
            raise Unreadable(f'{self.file}, sheet "Framework": the title is missing; give it one.')
        day = None
        if text("Effective from").strip():
            try:
                day = date.fromisoformat(text("Effective from").strip()[:10])
            except ValueError:
                said["Effective from"].refuse("Value", "write the day as 2026-01-05.")
        source = replace(said["Source"], cells={"Source": text("Source")}).words() if "Source" in said else {}
        return FrameworkDocument(
            title=text("Title"),
            families=(),
            skills=(),
            scales=(),
            slug=text("Slug"),
            summary=text("Summary"),
            profession=text("Profession"),
            licence=text("Licence"),
            attribution=text("Attribution"),
            version=text("Version"),
            effective_from=day,
            notes=text("Notes"),
            uuid=self._uuid(said["UUID"], "Value") if "UUID" in said else None,
            version_uuid=self._uuid(said["Version UUID"], "Value") if "Version UUID" in said else None,
            source=source,
        )

    def _uuid(self, row: Row, column: str = columns.UUID_FIELD.name) -> UUID | None:
        text = row.text(column).strip()
        if not text:
            return None
        try:
            found = UUID(text)
        except ValueError:
            row.refuse(column, f'"{excerpt(text)}" is not a UUID; leave it as the export wrote it, or blank.')
        where = f'sheet "{row.sheet}", row {row.number}'
        if (before := self.uuids.setdefault(found, where)) != where:
            row.refuse(column, f"this UUID stands in {before} as well; leave it blank in new rows.")
        return found

    def _scales(self) -> None:
        grouped: dict[str, list[Row]] = {}
        for row in self.rows[columns.SCALES.name]:
            grouped.setdefault(row.text("Key") if row.text("Key").strip() else row.needed("Scale"), []).append(row)
        for key, rows in grouped.items():
            self.scale_names.add(rows[0], key, rows[0].needed("Scale"))
            self.scales[key] = _scale(key, rows)
        if not self.scales:
            self.scales["scale"] = ScaleDocument("scale", "No levels", (), ScaleKind.NONE)

    def _skills(self) -> None:
        rows = self.rows[columns.SKILLS.name]
        for row in rows:
            self.skill_names.add(row, _key(row, "Skill"), row.needed("Skill"))
        for row in rows:
            scale, parent = row.text("Scale"), row.text("Parent")
            key = _key(row, "Skill")
            self.skills[key] = SkillDocument(
                key=key,
                name=row.needed("Skill"),
                summary=row.text("Summary"),
                kind=row.choice("Kind", SkillKind, SkillKind.TECHNICAL),
                scale=self.scale_names.find(row, "Scale", scale) if scale.strip() else "",
                alternative_labels=row.labels("Alternative labels"),
                hidden_labels=row.labels("Hidden labels"),
                uuid=self._uuid(row),
                source=row.words(),
                parent=self.skill_names.find(row, "Parent", parent) if parent.strip() else "",
                code=row.text("Code"),
            )
        rooted = {""}
        for row in rows:
            path: dict[str, None] = {}
            at = _key(row, "Skill")
            while at not in rooted and at not in path:
                path[at] = None
                at = self.skills[at].parent
            if at in path:
                circle = set(list(path)[list(path).index(at) :])
                first = next(one for one in rows if _key(one, "Skill") in circle)
                first.refuse("Parent", "the skill would stand above itself; break the circle.")
            rooted.update(path)

    def _rank(self, row: Row, skill: str) -> int | None:
        """Return the level that a row names, on the scale of its skill; None where the cell is blank."""
        text = row.text("Level").strip()
        if not text:
            return None
        scale = self.scales[self.skills[skill].scale or next(iter(self.scales))]
        levels = Levels(scale)
        by_number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
        rank = by_number if by_number is not None else levels.rank(text)
        if rank is None or not 1 <= rank <= len(scale.levels):
            row.refuse("Level", f'"{excerpt(text)}" is no level of the scale {scale.name}. {levels.remedy(text)}')
        return rank

    def _levels(self) -> None:
        found: dict[str, dict[int, Row]] = {}
        for row in self.rows[columns.LEVELS.name]:
            skill = self.skill_names.find(row, "Skill", row.needed("Skill"))
            row.needed("Level")
            rank = self._rank(row, skill) or 0
            if (before := found.setdefault(skill, {}).setdefault(rank, row)) is not row:
                row.refuse("Level", f"row {before.number} already describes this level; keep one of the two.")
            if fold(row.text("Left undefined")) not in {"", "yes", "no"}:
                row.refuse("Left undefined", "say yes, or leave it blank.")
        for key, levels in found.items():
            rows = dict(sorted(levels.items()))
            self.skills[key] = replace(
                self.skills[key],
                descriptors={
                    rank: None if fold(row.text("Left undefined")) == "yes" else row.text("Descriptor")
                    for rank, row in rows.items()
                },
                evidence={rank: row.text("Evidence") for rank, row in rows.items() if row.text("Evidence")},
                learning={rank: row.text("Learning") for rank, row in rows.items() if row.text("Learning")},
            )

    def _roles(self) -> None:
        names = Named("family", columns.FAMILIES.name)
        for row in self.rows[columns.FAMILIES.name]:
            key = _key(row, "Family")
            names.add(row, key, row.needed("Family"))
            self.families[key] = FamilyDocument(key, row.needed("Family"), row.text("Summary"), (), self._uuid(row))
        for row in self.rows[columns.ROLES.name]:
            key = _key(row, "Role")
            self.role_names.add(row, key, row.needed("Role"))
            self.family_of[key] = names.find(row, "Family", row.needed("Family"))
            role = RoleDocument(
                key=key,
                name=row.needed("Role"),
                summary=row.text("Summary"),
                responsibilities=row.text("Responsibilities"),
                entry_routes=row.text("Entry routes"),
                next_moves=row.text("Next moves"),
                role_type=row.text("Role type"),
                alternative_labels=row.labels("Alternative labels"),
                hidden_labels=row.labels("Hidden labels"),
                uuid=self._uuid(row),
            )
            self.roles[key] = _RoleLevels(role, Named("role level", columns.ROLE_LEVELS.name))

    def _role_levels(self) -> None:
        for row in self.rows[columns.ROLE_LEVELS.name]:
            role = self.roles[self.role_names.find(row, "Role", row.needed("Role"))]
            name = row.text("Role level")
            key = next(text for text in (row.text("Key"), name, role.role.name) if text.strip())
            role.named.add(row, key, name or role.role.name)
            role.levels[key] = RoleLevelDocument(
                key=key,
                name=name,
                description=row.text("Description"),
                rung=row.whole("Rung"),
                grade_hint=row.text("Grade hint"),
                uuid=self._uuid(row),
            )
            if len(role.levels) > 1 and any(not level.name.strip() for level in role.levels.values()):
                row.refuse("Role level", "only the lone level of a role may be without a name.")

    def _level_of(self, row: Row) -> tuple[_RoleLevels, str]:
        """Return the role and the key of the role level that a row is about."""
        role = self.roles[self.role_names.find(row, "Role", row.needed("Role"))]
        text = row.text("Role level")
        if text.strip():
            return role, role.named.find(row, "Role level", text)
        if not role.levels:
            role.levels[role.role.name] = RoleLevelDocument(role.role.name, "")
        if len(role.levels) > 1:
            row.refuse("Role level", "the role has more than one level; say which.")
        return role, next(iter(role.levels))

    def _requirements(self) -> None:
        for row in self.rows[columns.CHOICES.name]:
            role, level = self._level_of(row)
            key = _key(row, "Choice")
            role.choice_names.setdefault(level, Named("choice", columns.CHOICES.name)).add(
                row, key, row.needed("Choice")
            )
            row.needed("Choose")
            choice = ChoiceDocument(key, row.needed("Choice"), row.whole("Choose") or 1)
            role.choices.setdefault(level, []).append(choice)
        for row in self.rows[columns.REQUIREMENTS.name]:
            role, level = self._level_of(row)
            skill = self.skill_names.find(row, "Skill", row.needed("Skill"))
            choice_text = row.text("Choice")
            choices = role.choice_names.get(level, Named("choice", columns.CHOICES.name))
            asked = role.asked.setdefault(level, {})
            if skill in asked:
                row.refuse("Skill", f'"{excerpt(skill)}" is asked for twice in one role level; keep one of the rows.')
            asked[skill] = RequirementDocument(
                skill=skill,
                level=self._rank(row, skill),
                importance=row.choice("Importance", Importance, Importance.ESSENTIAL),
                weight=row.whole("Weight") or 1,
                choice=choices.find(row, "Choice", choice_text) if choice_text.strip() else "",
                source=row.words(),
            )

    def _relation(self, row: Row) -> RelationDocument:
        to, uri = row.text("To"), row.text("Address")
        if not to.strip() and not uri.strip():
            row.refuse("To", "name the other skill, or give its address.")
        return RelationDocument(
            skill=self.skill_names.find(row, "Skill", row.needed("Skill")),
            kind=row.choice("Relation", RelationKind),
            to=self.skill_names.find(row, "To", to) if to.strip() else "",
            uri=uri,
            title=row.text("Title"),
            uuid=self._uuid(row),
            source=row.words(),
        )


def _key(row: Row, name: str) -> str:
    """Return the key of a row, its name where it gives none."""
    return row.text("Key") if row.text("Key").strip() else row.needed(name)


def _scale(key: str, rows: list[Row]) -> ScaleDocument:
    first = rows[0]
    kind = first.choice("Kind", ScaleKind, ScaleKind.LABELS)
    levels: dict[int, ScaleLevel] = {}
    for row in rows:
        if row.text("Scale") != first.text("Scale") or row.choice("Kind", ScaleKind, ScaleKind.LABELS) is not kind:
            row.refuse("Scale", f"the scale has another name or kind than in row {first.number}; make them agree.")
        if not row.text("Level").strip() and not row.text("Level name").strip():
            continue
        rank = row.whole("Level") or len(levels) + 1
        value = _value(row, kind)
        if rank in levels:
            row.refuse("Level", f"level {rank} stands twice.")
        levels[rank] = ScaleLevel(rank, row.needed("Level name"), row.text("Level description"), value)
    ordered = tuple(levels[rank] for rank in sorted(levels))
    if [level.rank for level in ordered] != list(range(1, len(ordered) + 1)):
        first.refuse("Level", "levels count 1, 2, 3 and so on, without a gap.")
    if bool(ordered) == (kind is ScaleKind.NONE):
        first.refuse("Level", "a scale needs at least one level, and one of the kind none has no level.")
    values = [level.value for level in ordered if level.value is not None]
    if any(lower >= upper for lower, upper in pairwise(values)):
        first.refuse("Value", "values rise from level to level.")
    return ScaleDocument(key, first.needed("Scale"), ordered, kind)


def _value(row: Row, kind: ScaleKind) -> Decimal | None:
    text = row.text("Value").strip()
    if bool(text) != (kind is ScaleKind.NUMERIC):
        row.refuse("Value", "a numeric scale gives each level a value, and no other scale gives any.")
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,8}(\.[0-9]{1,4})?", text):
        row.refuse("Value", f'"{excerpt(text)}" is not a number with at most four places behind the point.')
    return Decimal(text)
