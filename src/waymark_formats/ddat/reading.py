"""``roles.csv`` and ``skills.csv`` as a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from waymark_formats.ddat import rows
from waymark_formats.ddat.oddities import Oddities
from waymark_formats.files import MAX_BYTES, read_table
from waymark_formats.framework import (
    FamilyDocument,
    FrameworkDocument,
    Note,
    ReadResult,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    SkillDocument,
    Unreadable,
)
from waymark_formats.names import fold

SLUG = "government-digital-and-data"
TITLE = "Government Digital and Data capability framework"
PROFESSION = "digital-data-and-technology"
LICENCE = "Open Government Licence v3.0"
ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0."

_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_LEVEL_OF = {name.casefold(): rank for rank, name in enumerate(rows.LEVELS, start=1)} | {"not in use": None}


def read(path: Path, *, limit: int = MAX_BYTES) -> ReadResult:
    """Read a folder with ``roles.csv`` and perhaps ``skills.csv``, or ``roles.csv`` alone.

    Args:
        path: the folder, or the file that holds the roles.
        limit: bytes; a larger file is refused before it is read.

    Returns:
        The document, with the defaults of this format for slug, title, profession and licence. Its version is the
        folder's name when that looks like a date, else the day the file was last changed.

    Raises:
        Unreadable: one sentence with file, row and column; see ``files.read_table`` and the reader's own checks. A
            cell that holds an HTML tag, or that a spreadsheet would run as a formula, is one of them.
    """
    roles_path = path / rows.ROLES_FILE if path.is_dir() else path
    skills_path = path / rows.SKILLS_FILE if path.is_dir() else None
    notes: list[Note] = []
    role_rows = read_table(roles_path, rows.ROLE_COLUMNS, limit=limit, notes=notes)
    skill_rows = None
    if skills_path is not None and skills_path.exists():
        skill_rows = read_table(skills_path, rows.SKILL_COLUMNS, limit=limit, notes=notes)
    reader = _Reader(roles_path.name, notes)
    families, skills = reader.read(role_rows, skill_rows)
    folder = roles_path.resolve().parent.name
    changed = datetime.fromtimestamp(roles_path.stat().st_mtime, tz=UTC).date().isoformat()
    document = FrameworkDocument(
        title=TITLE,
        families=families,
        skills=skills,
        scales=(rows.SCALE,),
        slug=SLUG,
        profession=PROFESSION,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        version=folder if _DATE.fullmatch(folder) else changed,
    )
    return ReadResult(document, tuple(notes))


def _squash(text: str) -> str:
    return " ".join(text.split())


@dataclass(slots=True)
class _Said:
    """Something said of a thing, and the first cell that said it."""

    text: str
    where: str


@dataclass(slots=True)
class _Skill:
    name: str
    summary: _Said = field(default_factory=lambda: _Said("", ""))
    levels: dict[int, _Said] = field(default_factory=dict)
    raw: Mapping[str, str] | None = None


@dataclass(slots=True)
class _Asked:
    rank: int | None
    skill: str
    raw: Mapping[str, str]
    number: int


@dataclass(slots=True)
class _Level:
    name: str
    description: str
    number: int
    asked: dict[str, _Asked] = field(default_factory=dict)


@dataclass(slots=True)
class _Role:
    first: Mapping[str, str]
    number: int
    levels: dict[str, _Level] = field(default_factory=dict)


class _Reader:
    """Rows gathered into families, roles, role levels, requirements and skills. Names are found folded."""

    def __init__(self, roles_file: str, notes: list[Note]) -> None:
        self.file = roles_file
        self.notes = notes
        self.odd = Oddities()
        self.skills: dict[str, _Skill] = {}
        self.families: dict[str, tuple[str, dict[str, _Role]]] = {}
        self.roles: dict[str, _Role] = {}
        self.known_skills: str = ""

    def read(
        self, role_rows: Iterable[tuple[int, list[str]]], skill_rows: Iterable[tuple[int, list[str]]] | None
    ) -> tuple[tuple[FamilyDocument, ...], tuple[SkillDocument, ...]]:
        """Return the families and the skills that the rows of both files make."""
        if skill_rows is not None:
            self.known_skills = rows.SKILLS_FILE
            for number, cells in self._once(skill_rows, rows.SKILLS_FILE, rows.SKILL_COLUMNS):
                self._take_skill(number, dict(zip(rows.SKILL_COLUMNS, cells, strict=True)))
        for number, cells in self._once(role_rows, self.file, rows.ROLE_COLUMNS):
            self._take_role_row(number, dict(zip(rows.ROLE_COLUMNS, cells, strict=True)))
        skills = {key: self._skill(skill) for key, skill in self.skills.items()}
        families = tuple(self._family(name, roles.values(), skills) for name, roles in self.families.values())
        skills = self._with_sources(families, skills)
        self.notes.extend(self.odd.notes())
        self.notes.sort(key=lambda note: (note.file, note.row or 0))
        return families, tuple(skills.values())

    def _once(
        self, table: Iterable[tuple[int, list[str]]], file: str, columns: Sequence[str]
    ) -> Iterable[tuple[int, list[str]]]:
        """Yield each row the first time, if its cells are text and nothing else; note each exact duplicate."""
        seen: dict[tuple[str, ...], int] = {}
        for number, cells in table:
            first = seen.setdefault(tuple(cells), number)
            if first != number:
                self.notes.append(Note(file, number, f"exact duplicate of row {first}", "left out"))
            else:
                if (wrong := rows.more_than_text(columns, cells)) is not None:
                    raise Unreadable(f"{file}, row {number}, column {wrong.column}: {wrong.why}; {wrong.remedy}.")
                self.odd.look_at(file, number, cells)
                yield number, cells

    def _take_skill(self, number: int, raw: dict[str, str]) -> None:
        self._filled(rows.SKILLS_FILE, number, raw, (rows.SKILL,))
        key = fold(raw[rows.SKILL])
        where = f"{rows.SKILLS_FILE}, row {number}"
        if (known := self.skills.get(key)) is not None and known.raw is not None:
            column = next(column for column in rows.SKILL_COLUMNS if known.raw[column] != raw[column])
            raise Unreadable(
                f'{where}, column {column}: the skill "{_squash(raw[rows.SKILL])}" already stands in row '
                f"{known.summary.where.rpartition(' ')[2]}, with other content; keep one of the two rows."
            )
        skill = _Skill(
            raw[rows.SKILL],
            _Said("" if raw[rows.SKILL_DESCRIPTION] == rows.MISSING else raw[rows.SKILL_DESCRIPTION], where),
            raw=raw,
        )
        for rank, name in enumerate(rows.LEVELS, start=1):
            if raw[name]:
                skill.levels[rank] = _Said(raw[name], where)
                if raw[name] == rows.UNDEFINED:
                    self.odd.count("undefined", rows.SKILLS_FILE, number)
        if not skill.levels:
            self.odd.count("no levels", rows.SKILLS_FILE, number)
        self.skills[key] = skill

    def _take_role_row(self, number: int, raw: dict[str, str]) -> None:
        self._filled(self.file, number, raw, (rows.FAMILY, rows.ROLE, rows.ROLE_LEVEL, rows.SKILL, rows.SKILL_LEVEL))
        rank = self._rank(number, raw)
        role = self._role(number, raw)
        level = self._level(number, raw, role)
        skill = self._skill_of(number, raw)
        self._agrees_on_skill(number, raw, skill, rank)
        key = fold(raw[rows.SKILL])
        if (asked := level.asked.get(key)) is not None:
            column = next(column for column in rows.ROLE_COLUMNS if asked.raw[column] != raw[column])
            raise Unreadable(
                f'{self.file}, row {number}, column {column}: row {asked.number} already asks for "'
                f'{_squash(raw[rows.SKILL])}" in this role level, with other content; keep one of the two rows.'
            )
        level.asked[key] = _Asked(rank, key, raw, number)

    def _filled(self, file: str, number: int, raw: Mapping[str, str], columns: Iterable[str]) -> None:
        for column in columns:
            if not raw[column].strip():
                raise Unreadable(f"{file}, row {number}, column {column}: the cell is empty and has to say something.")

    def _rank(self, number: int, raw: Mapping[str, str]) -> int | None:
        name = fold(raw[rows.SKILL_LEVEL])
        if name not in _LEVEL_OF:
            raise Unreadable(
                f'{self.file}, row {number}, column {rows.SKILL_LEVEL}: "{_squash(raw[rows.SKILL_LEVEL])[:80]}" is not '
                f"a level; use {', '.join(rows.LEVELS)} or {rows.NOT_IN_USE}."
            )
        if _LEVEL_OF[name] is None:
            self.odd.count("no level asked", self.file, number)
        return _LEVEL_OF[name]

    def _role(self, number: int, raw: dict[str, str]) -> _Role:
        key = fold(raw[rows.ROLE])
        role = self.roles.get(key)
        if role is None:
            role = self.roles[key] = _Role(raw, number)
            family = self.families.setdefault(fold(raw[rows.FAMILY]), (raw[rows.FAMILY], {}))
            family[1][key] = role
            return role
        for column in (rows.FAMILY, rows.ROLE_DESCRIPTION, rows.ROLE_TYPE):
            same = fold if column == rows.FAMILY else _squash
            if raw[column] != role.first[column] and same(raw[column]) != same(role.first[column]):
                self._differs(number, column, f'the role "{_squash(raw[rows.ROLE])}"', f"row {role.number}")
        return role

    def _level(self, number: int, raw: dict[str, str], role: _Role) -> _Level:
        name, description = raw[rows.ROLE_LEVEL], raw[rows.ROLE_LEVEL_DESCRIPTION]
        key = fold(name)
        if key == "not in use":
            name, key = "", ""
            description = "" if fold(description) == "not in use" else description
        level = role.levels.get(key)
        if level is None:
            if role.levels and ("" in role.levels or not key):
                other = next(iter(role.levels.values()))
                raise Unreadable(
                    f'{self.file}, row {number}, column {rows.ROLE_LEVEL}: the role "{_squash(raw[rows.ROLE])}" has '
                    f"both named levels and {rows.NOT_IN_USE} (row {other.number}); use one or the other."
                )
            level = role.levels[key] = _Level(name, description, number)
            if not key:
                self.odd.count("lone level", self.file, number)
            elif name != name.strip():
                self.odd.count("untrimmed", self.file, number)
        elif description != level.description and _squash(description) != _squash(level.description):
            self._differs(
                number,
                rows.ROLE_LEVEL_DESCRIPTION,
                f'the role level "{_squash(name or raw[rows.ROLE])}"',
                f"row {level.number}",
            )
        return level

    def _skill_of(self, number: int, raw: Mapping[str, str]) -> _Skill:
        key = fold(raw[rows.SKILL])
        skill = self.skills.get(key)
        if skill is None:
            if self.known_skills:
                raise Unreadable(
                    f'{self.file}, row {number}, column {rows.SKILL}: "{_squash(raw[rows.SKILL])}" is not in '
                    f"{self.known_skills}; add it there, or correct its name."
                )
            skill = self.skills[key] = _Skill(raw[rows.SKILL])
        if raw[rows.SKILL] != skill.name:
            self.odd.count("spelt otherwise", self.file, number)
        return skill

    def _agrees_on_skill(self, number: int, raw: Mapping[str, str], skill: _Skill, rank: int | None) -> None:
        """Hold what the row says of the skill beside what was said before; take it where nothing was."""
        where = f"row {number}"
        description = raw[rows.SKILL_DESCRIPTION]
        if description == rows.MISSING:
            self.odd.count("missing", self.file, number)
        elif description:
            if not skill.summary.text:
                skill.summary = _Said(description, where)
            elif description != skill.summary.text and _squash(description) != _squash(skill.summary.text):
                self._differs(number, rows.SKILL_DESCRIPTION, f'the skill "{_squash(skill.name)}"', skill.summary.where)
        text = raw[rows.SKILL_LEVEL_DESCRIPTION]
        if rank is None or not text:
            return
        said = skill.levels.setdefault(rank, _Said(text, where))
        if text != said.text and _squash(text) != _squash(said.text):
            self._differs(
                number,
                rows.SKILL_LEVEL_DESCRIPTION,
                f'the skill "{_squash(skill.name)}" at {rows.LEVELS[rank - 1]}',
                said.where,
            )

    def _differs(self, number: int, column: str, thing: str, where: str) -> None:
        raise Unreadable(
            f"{self.file}, row {number}, column {column}: says something else of {thing} than {where}; make the two "
            "agree."
        )

    def _skill(self, skill: _Skill) -> SkillDocument:
        return SkillDocument(
            key=skill.name,
            name=skill.name,
            summary=skill.summary.text,
            scale=rows.SCALE.key,
            descriptors={
                rank: None if said.text == rows.UNDEFINED else said.text for rank, said in sorted(skill.levels.items())
            },
        )

    def _family(self, name: str, roles: Iterable[_Role], skills: Mapping[str, SkillDocument]) -> FamilyDocument:
        family = FamilyDocument(key=name, name=name)
        return replace(family, roles=tuple(self._role_document(family, role, skills) for role in roles))

    def _role_document(self, family: FamilyDocument, found: _Role, skills: Mapping[str, SkillDocument]) -> RoleDocument:
        summary, responsibilities = rows.split_description(found.first[rows.ROLE_DESCRIPTION])
        name = found.first[rows.ROLE]
        role = RoleDocument(
            key=name,
            name=name,
            summary=summary,
            responsibilities=responsibilities,
            role_type=found.first[rows.ROLE_TYPE],
        )
        levels = []
        for held in found.levels.values():
            level = RoleLevelDocument(key=held.name or name, name=held.name, description=held.description)
            requirements = []
            for asked in held.asked.values():
                skill = skills[asked.skill]
                requirement = RequirementDocument(skill=skill.key, level=asked.rank)
                source = rows.kept(asked.raw, rows.role_row(family, role, level, requirement, skill))
                requirements.append(replace(requirement, source=source) if source else requirement)
            levels.append(replace(level, requirements=tuple(requirements)))
        return replace(role, levels=tuple(levels))

    def _with_sources(
        self, families: tuple[FamilyDocument, ...], skills: Mapping[str, SkillDocument]
    ) -> dict[str, SkillDocument]:
        document = FrameworkDocument(title=TITLE, families=families, skills=tuple(skills.values()), scales=())
        asked = rows.roles_by_skill(document)
        settled = {}
        for key, skill in skills.items():
            raw = self.skills[key].raw
            source = rows.kept(raw, rows.skill_row(skill, asked[skill.key])) if raw is not None else {}
            listed = source.get(rows.ROLES_OF_SKILL)
            if listed is not None and sorted(listed.split(", ")) != sorted(asked[skill.key]):
                self.odd.count("other roles", rows.SKILLS_FILE, int(self.skills[key].summary.where.split()[-1]))
            settled[key] = replace(skill, source=source) if source else skill
        return settled
