"""Records gathered into skills, families, roles, role levels and requirements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from waymark_formats.framework import FamilyDocument, FrameworkDocument, Importance, Note, RoleDocument, SkillKind
from waymark_formats.names import fold
from waymark_formats.sheets.building.found import (
    IMPORTANCE,
    KINDS,
    Facts,
    FoundFamily,
    FoundRequirement,
    FoundRole,
    FoundRoleLevel,
    FoundSkill,
    said,
)
from waymark_formats.sheets.building.records import Problems, Record, Table
from waymark_formats.sheets.levels import NOT_ASKED, WITHOUT_LEVEL, Levels
from waymark_formats.sheets.shapes import Column, Layout, Meaning

_MOST_GUESSES = 200
"""Names for which it is said what was meant: each is held beside every skill there is."""
_SKILL_FACTS = (Meaning.SKILL_SUMMARY, Meaning.SKILL_KIND, Meaning.SKILL_CODE, Meaning.ALTERNATIVE_LABELS)


class Gathering:
    """Takes records sheet by sheet. Names are found folded; ``catalogue`` says that skills are listed beforehand."""

    def __init__(self, levels: Levels, problems: Problems, notes: list[Note], *, catalogue: bool) -> None:
        self.levels, self.problems, self.notes, self.catalogue = levels, problems, notes, catalogue
        self.skills: dict[str, FoundSkill] = {}
        self.codes: dict[str, str] = {}
        self.families: dict[str, FoundFamily] = {}
        self.roles: dict[str, FoundRole] = {}
        self.parents: list[tuple[Record, str, str]] = []
        self.joined: list[tuple[str, int]] = []
        self._near: dict[str, str] = {}

    def take(self, table: Table, records: Sequence[Record]) -> None:
        """Take every record of a sheet."""
        for record in records:
            self._take(table, record)

    def nothing(self, table: Table) -> None:
        """Say that there is nothing to take."""
        row = table.mapping.header_row + 1
        self.problems.at(
            table,
            row,
            None,
            "There is nothing below the heading.",
            "Choose the row that names the columns.",
            rows=False,
        )

    def _wrong(self, record: Record, meaning: Meaning | Column | None, what: str, remedy: str) -> None:
        column = record.table.columns.get(meaning) if isinstance(meaning, Meaning) else meaning
        self.problems.at(record.table, record.row, column, what, remedy, rows=True)

    def _take(self, table: Table, record: Record) -> None:
        name = record.get(Meaning.SKILL)
        if not name:
            if not record.get(Meaning.ROLE) or record.get(Meaning.LEVEL):
                self._wrong(record, Meaning.SKILL, "The cell is empty and has to name a skill.", "Name the skill.")
            elif self._valid(record):
                self._role(table, record)  # a role level that asks for nothing
            return
        key = fold(name)
        if table.asks and self.catalogue:
            if key not in self.skills:
                self._unknown_skill(record, name)
                return
        elif (known := self.skills.get(key)) is not None and table.mapping.layout is not Layout.LIST:
            self._again(table, record, known)
            return
        skill = self.skills.setdefault(
            key, FoundSkill(" ".join(name.split()), table.place(record.row, None), record.row, table.name)
        )
        if not self._valid(record) or not self._own_code(record, key):
            return  # what it says beside the skill's name is not held against the rows that follow
        self._facts(record, skill.facts, f'the skill "{skill.name}"', _SKILL_FACTS)
        if (parent := record.get(Meaning.PARENT)) and fold(parent) != key:
            self.parents.append((record, key, parent))
        rank = self._level(record, Meaning.LEVEL, record.get(Meaning.LEVEL))
        self._descriptors(table, record, skill, rank)
        for column, text in record.across:
            if column.meaning is Meaning.LEVEL_DESCRIPTOR:
                found = self._level(record, column, column.level or column.name)
                if found is not None:
                    self._describe(record, column, skill, found, text)
        role = self._role(table, record)
        if role is not None:
            self._ask(record, Meaning.LEVEL, role, key, rank)
        self._ask_across(table, record, key)

    def _valid(self, record: Record) -> bool:
        """Say whether each cell of a row says something that can be said there, whatever the other rows say."""
        before = len(self.problems)
        self._level(record, Meaning.LEVEL, record.get(Meaning.LEVEL))
        kind = record.get(Meaning.SKILL_KIND)
        if kind and fold(kind) not in KINDS:
            use = ", ".join(known.value for known in SkillKind)
            self._wrong(
                record, Meaning.SKILL_KIND, f'"{kind[:60]}" is no kind of skill.', f"Use {use}, or ignore the column."
            )
        importance = record.get(Meaning.IMPORTANCE)
        if importance and fold(importance) not in IMPORTANCE:
            what = f'"{importance[:60]}" is neither essential nor desirable.'
            self._wrong(record, Meaning.IMPORTANCE, what, "Use one of the two.")
        return len(self.problems) == before

    def _unknown_skill(self, record: Record, name: str) -> None:
        near = self._nearest(fold(name))
        remedy = f'Did you mean "{self.skills[near].name}"? ' if near else ""
        self._wrong(
            record,
            Meaning.SKILL,
            f'"{name[:80]}" is asked for and is not among the skills.',
            f"{remedy}Correct the name, or add the skill to the sheet that lists them.",
        )

    def _nearest(self, key: str) -> str:
        """Return the skill that a name is nearly that of, empty where there is none: of the first names only."""
        if key not in self._near and len(self._near) < _MOST_GUESSES:
            found = process.extractOne(key, list(self.skills), scorer=fuzz.ratio, score_cutoff=60)
            self._near[key] = found[0] if found else ""
        return self._near.get(key, "")

    def _again(self, table: Table, record: Record, known: FoundSkill) -> None:
        """Take a second row of one skill where each skill has one row: the same is left out, another is wrong."""
        if known.sheet == table.name and table.rows[known.row - 1] == table.rows[record.row - 1]:
            self.notes.append(Note(table.name, record.row, f"exact duplicate of row {known.row}", "left out"))
            return
        self._wrong(
            record,
            Meaning.SKILL,
            f'The skill "{known.name}" already stands in {known.where}, with other content.',
            "Keep one of the two, or give one another name.",
        )

    def _facts(self, record: Record, facts: Facts, thing: str, meanings: Sequence[Meaning]) -> None:
        """Keep what a row says of a thing, and hold it beside what was said before."""
        for meaning in meanings:
            text = record.cells.get(meaning, "")
            if not text.strip():
                continue
            before, where = facts.setdefault(meaning, (text, record.table.place(record.row, None)))
            if before.split() != text.split():
                self._wrong(record, meaning, f"It says something else of {thing} than {where}.", "Make the two agree.")

    def _own_code(self, record: Record, key: str) -> bool:
        """Say whether the code of a skill is that of no other."""
        code = record.get(Meaning.SKILL_CODE)
        if not code or self.codes.setdefault(fold(code), key) == key:
            return True
        other = self.skills[self.codes[fold(code)]]
        what = f'The code "{code[:60]}" is that of "{other.name}" in {other.where}.'
        self._wrong(record, Meaning.SKILL_CODE, what, "Give each skill a code of its own.")
        return False

    def _level(self, record: Record, column: Meaning | Column, text: str) -> int | None:
        """Return the rank that a text names; None where it names none, which is a problem unless it says so."""
        if fold(text) in NOT_ASKED | WITHOUT_LEVEL and self.levels.rank(text) is None:
            return None
        rank = self.levels.rank(text)
        if rank is None:
            self._wrong(
                record, column, f'"{" ".join(text.split())[:60]}" is no level of the scale.', self.levels.remedy(text)
            )
        return rank

    def _descriptors(self, table: Table, record: Record, skill: FoundSkill, rank: int | None) -> None:
        text = record.cells.get(Meaning.DESCRIPTOR, "")
        if not text.strip():
            return
        if rank is not None:
            self._describe(record, Meaning.DESCRIPTOR, skill, rank, text)
        elif fold(record.get(Meaning.LEVEL)) in NOT_ASKED and not table.asks:
            self._wrong(
                record, Meaning.LEVEL, "The cell is empty and has to say which level is described.", "Name the level."
            )

    def _describe(self, record: Record, column: Meaning | Column, skill: FoundSkill, rank: int, text: str) -> None:
        where = record.table.place(record.row, None)
        texts, first = skill.descriptors.setdefault(rank, ([], where))
        if any(text.split() == known.split() for known in texts):
            return
        if not texts or not record.table.asks:
            texts.append(text)
            if len(texts) > 1:
                self.joined.append((record.table.name, record.row))
            return
        name = self.levels.scale.levels[rank - 1].name
        self._wrong(
            record,
            column,
            f'It says something else of "{skill.name}" at {name} than {first}.',
            "Make the two agree.",
        )

    def _role(self, table: Table, record: Record) -> FoundRoleLevel | None:
        """Return the role level that a row is about, None where it is about none."""
        if not table.asks or table.asked_across:
            return None
        name = record.get(Meaning.ROLE) or table.mapping.role
        if not name:
            self._wrong(record, Meaning.ROLE, "The cell is empty and has to name a role.", "Name the role.")
            return None
        return self._role_level(record, Meaning.ROLE_LEVEL, name, record.get(Meaning.ROLE_LEVEL), facts=True)

    def _role_level(
        self, record: Record, column: Meaning | Column, name: str, level: str, *, facts: bool = False
    ) -> FoundRoleLevel | None:
        family_name = record.get(Meaning.FAMILY) or record.table.mapping.family
        role = self.roles.get(fold(name))
        if role is None:
            role = FoundRole(" ".join(name.split()), fold(family_name), record.table.place(record.row, None))
            self.roles[fold(name)] = role
            self.families.setdefault(fold(family_name), FoundFamily(" ".join(family_name.split())))
        elif family_name and facts and role.family != fold(family_name):
            self._wrong(
                record,
                Meaning.FAMILY,
                f'The role "{role.name}" already stands in another family, in {role.where}.',
                "Make the two agree, or give one role another name.",
            )
            return None
        if facts:
            self._facts(record, self.families[role.family].facts, "the family", (Meaning.FAMILY_SUMMARY,))
            self._facts(record, role.facts, f'the role "{role.name}"', (Meaning.ROLE_SUMMARY,))
        if role.levels and ("" in role.levels) == bool(level) and fold(level) not in role.levels:
            self._wrong(
                record,
                column,
                f'The role "{role.name}" has both named levels and a row without one ({role.where}).',
                "Name the level in every row of the role, or in none.",
            )
            return None
        found = role.levels.setdefault(fold(level), FoundRoleLevel(" ".join(level.split())))
        if facts:
            thing = f'the role level "{found.name or role.name}"'
            self._facts(record, found.facts, thing, (Meaning.ROLE_LEVEL_DESCRIPTION, Meaning.GRADE))
        return found

    def _ask(
        self, record: Record, column: Meaning | Column, level: FoundRoleLevel, skill: str, rank: int | None
    ) -> None:
        importance = IMPORTANCE.get(fold(record.get(Meaning.IMPORTANCE)), Importance.ESSENTIAL)
        where = record.table.place(record.row, None)
        before = level.asked.setdefault(skill, FoundRequirement(skill, rank, importance, where))
        if (before.rank, before.importance) != (rank, importance):
            self._wrong(
                record,
                column,
                f'{before.where} already asks for "{self.skills[skill].name}" in this role level, otherwise.',
                "Keep one of the two.",
            )

    def _ask_across(self, table: Table, record: Record, skill: str) -> None:
        for column, text in record.across:
            if column.meaning is Meaning.REQUIRED_LEVEL:
                if fold(text) in NOT_ASKED and self.levels.rank(text) is None:
                    continue
                broken = len(self.problems)
                rank = self._level(record, column, text)
                level = self._role_level(record, column, *self._whose(table, column))
                if level is not None and len(self.problems) == broken:
                    self._ask(record, column, level, skill, rank)
            elif table.mapping.ladder:
                rank = self.levels.rank(column.level or column.name)
                level = self._role_level(record, column, table.mapping.role, column.level or column.name)
                if level is not None and rank is not None:
                    level.rung = rank
                    self._ask(record, column, level, skill, rank)

    def _whose(self, table: Table, column: Column) -> tuple[str, str]:
        """Return the role and the role level that a column of levels is for."""
        role = column.role.strip() or table.mapping.role.strip()
        return (role, column.name.strip()) if role else (column.name.strip(), "")

    def document(self, title: str) -> FrameworkDocument:
        """Return what was gathered."""
        self._settle_parents()
        if self.joined:
            sheet, row = self.joined[0]
            more = f" (and in {len(self.joined) - 1:,} more)" if len(self.joined) > 1 else ""
            self.notes.append(
                Note(sheet, row, f"a level is described in more than one row{more}", "put below each other")
            )
        if "" in self.families and not self.families[""].name:
            self.notes.append(Note("", None, "nothing names the family of the roles", f'taken as "{title}"'))
        skills = tuple(skill.document(self.levels.scale.key) for skill in self.skills.values())
        roles: dict[str, list[RoleDocument]] = {}
        for role in self.roles.values():
            roles.setdefault(role.family, []).append(role.document(self.skills))
        families = tuple(
            FamilyDocument(
                key=family.name or title,
                name=family.name or title,
                summary=said(family.facts, Meaning.FAMILY_SUMMARY),
                roles=tuple(roles.get(key, ())),
            )
            for key, family in self.families.items()
        )
        return FrameworkDocument(title, families, skills, (self.levels.scale,))

    def _settle_parents(self) -> None:
        """Find the skill above each, by name or by code; make it where no row is of it. Circles are wrong."""
        above: dict[str, str] = {}
        said_by: dict[str, tuple[int, Record]] = {}
        made: dict[str, Record] = {}
        for record, key, text in self.parents:
            parent = fold(text)
            if parent not in self.skills:
                parent = self.codes.get(parent, parent)
            if parent not in self.skills:
                self.skills[parent] = FoundSkill(" ".join(text.split()), "", record.row, record.table.name)
                made[parent] = record
            said_by.setdefault(key, (len(said_by), record))
            if above.setdefault(key, parent) != parent:
                self._wrong(
                    record, Meaning.PARENT, f'"{self.skills[key].name}" already stands below another.', "Keep one."
                )
        for circle in _circles(above):
            # The row that was last to say so closed it.
            key = max(circle, key=lambda one: said_by[one][0])
            del above[key]
            what = f'"{self.skills[key].name}" would stand above itself.'
            self._wrong(said_by[key][1], Meaning.PARENT, what, "Break the circle.")
        for key, parent in above.items():
            self.skills[key].facts[Meaning.PARENT] = (self.skills[parent].name, "")
        if made:
            record = next(iter(made.values()))
            names = ", ".join(f'"{self.skills[key].name}"' for key in list(made)[:5])
            more = f" and {len(made) - 5:,} more" if len(made) > 5 else ""
            self.notes.append(
                Note(
                    record.table.name, record.row, f"no row is of {names}{more}", "made a skill that groups the others"
                )
            )


def _circles(above: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield each circle of what stands above what, looking at everything once."""
    settled: set[str] = set()
    for start in list(above):
        path: dict[str, None] = {}
        at = start
        while at in above and at not in settled and at not in path:
            path[at] = None
            at = above[at]
        settled.update(path)
        if at in path:
            steps = list(path)
            yield steps[steps.index(at) :]
