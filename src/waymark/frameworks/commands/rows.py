"""The rows of a version, written table by table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model

from waymark.frameworks import rules
from waymark.frameworks.models import (
    Choice,
    FamilyWording,
    JobFamily,
    LevelDescriptor,
    Relation,
    Requirement,
    Role,
    RoleLevel,
    RoleLevelWording,
    RoleWording,
    Scale,
    ScaleLevel,
    Skill,
    SkillWording,
)
from waymark.kernel.bulk import insert_rows, move_sequence, next_id
from waymark.kernel.text import sort_key
from waymark_formats.framework import (
    FamilyDocument,
    RelationDocument,
    RoleDocument,
    RoleLevelDocument,
    SkillDocument,
)

Row = Sequence[Any]
ENDURING = ("id", "uuid", "framework_id", "slug")
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    JobFamily: ENDURING,
    Role: ENDURING,
    RoleLevel: ("id", "uuid", "role_id", "slug"),
    Skill: ENDURING,
    Scale: ("id", "version_id", "key", "name", "kind", "position"),
    ScaleLevel: ("id", "version_id", "scale_id", "rank", "name", "description", "value"),
    SkillWording: (
        "id", "version_id", "skill_id", "scale_id", "kind", "parent_id", "code", "name", "sort_key", "summary",
        "alternative_labels", "hidden_labels", "position", "source",
    ),
    Relation: (
        "id", "version_id", "uuid", "skill_wording_id", "kind", "target_id", "uri", "title", "position", "source",
    ),
    LevelDescriptor: ("id", "version_id", "skill_wording_id", "rank", "defined", "text", "evidence", "learning"),
    FamilyWording: ("id", "version_id", "family_id", "name", "summary", "position"),
    RoleWording: (
        "id", "version_id", "role_id", "family_wording_id", "name", "sort_key", "summary", "responsibilities",
        "entry_routes", "next_moves", "role_type", "alternative_labels", "hidden_labels", "position",
    ),
    RoleLevelWording: (
        "id", "version_id", "role_level_id", "role_wording_id", "name", "description", "rung", "rung_inferred",
        "grade_hint", "position",
    ),
    Choice: ("id", "version_id", "role_level_wording_id", "key", "name", "choose"),
    Requirement: (
        "id", "version_id", "role_level_wording_id", "skill_wording_id", "level", "importance", "weight", "choice_id",
        "position", "source",
    ),
}  # fmt: skip
"""Tables in the order in which they are written: what is pointed at comes first."""


@dataclass(slots=True)
class Writing:
    """Collects the rows of a settled document and writes them, one statement per table.

    Ids are given here, counting on from the table's highest: nobody else writes these tables meanwhile.
    """

    version_id: int
    framework_id: int
    settled: rules.Settled
    _rows: dict[type[Model], list[Row]] = field(default_factory=lambda: {model: [] for model in COLUMNS})
    _first: dict[type[Model], int] = field(default_factory=dict)

    def write(self) -> None:
        """Write everything. Call it inside a transaction that holds the tables."""
        self._first = {model: next_id(model) for model in COLUMNS}
        scales = self._scales()
        first = self._first[SkillWording]
        skills = {skill.key: first + position for position, skill in enumerate(self.settled.document.skills)}
        for position, skill in enumerate(self.settled.document.skills):
            self._skill(position, skill, scales, skills)
        for position, relation in enumerate(self.settled.document.relations):
            self._relation(position, relation, skills)
        for position, family in enumerate(self.settled.document.families):
            self._family(position, family, skills)
        for model, columns in COLUMNS.items():
            if rows := self._rows[model]:
                insert_rows(model, columns, rows)
                move_sequence(model)

    def _add(self, model: type[Model], *values: Any) -> int:
        rows = self._rows[model]
        number = self._first[model] + len(rows)
        rows.append((number, *values))
        return number

    def _enduring(self, model: type[Model], uuid: UUID | None, slug: str, parent: int) -> int:
        """Return the id of an identity, which begins here when it is new."""
        assert uuid is not None  # settled documents have one everywhere
        known = self.settled.ids.get(uuid)
        return known if known is not None else self._add(model, uuid, parent, slug)

    def _scales(self) -> dict[str, int]:
        ids = {}
        for position, scale in enumerate(self.settled.document.scales):
            number = self._add(Scale, self.version_id, scale.key, scale.name, scale.kind.value, position)
            ids[scale.key] = number
            if not position:
                ids[""] = number
            for level in scale.levels:
                self._add(ScaleLevel, self.version_id, number, level.rank, level.name, level.description, level.value)
        return ids

    def _skill(self, position: int, skill: SkillDocument, scales: dict[str, int], skills: dict[str, int]) -> None:
        wording = self._add(
            SkillWording,
            self.version_id,
            self._enduring(Skill, skill.uuid, skill.key, self.framework_id),
            scales[skill.scale],
            skill.kind.value,
            skills[skill.parent] if skill.parent else None,
            skill.code,
            skill.name,
            sort_key(skill.name),
            skill.summary,
            list(skill.alternative_labels),
            list(skill.hidden_labels),
            position,
            dict(skill.source),
        )
        for rank, text in skill.descriptors.items():
            evidence, learning = skill.evidence.get(rank, ""), skill.learning.get(rank, "")
            self._add(LevelDescriptor, self.version_id, wording, rank, text is not None, text or "", evidence, learning)

    def _relation(self, position: int, relation: RelationDocument, skills: dict[str, int]) -> None:
        self._add(
            Relation,
            self.version_id,
            relation.uuid,
            skills[relation.skill],
            relation.kind.value,
            skills[relation.to] if relation.to else None,
            relation.uri,
            relation.title,
            position,
            dict(relation.source),
        )

    def _family(self, position: int, family: FamilyDocument, skills: dict[str, int]) -> None:
        enduring = self._enduring(JobFamily, family.uuid, family.key, self.framework_id)
        wording = self._add(FamilyWording, self.version_id, enduring, family.name, family.summary, position)
        for place, role in enumerate(family.roles):
            self._role(place, role, wording, skills)

    def _role(self, position: int, role: RoleDocument, family: int, skills: dict[str, int]) -> None:
        enduring = self._enduring(Role, role.uuid, role.key, self.framework_id)
        wording = self._add(
            RoleWording,
            self.version_id,
            enduring,
            family,
            role.name,
            sort_key(role.name),
            role.summary,
            role.responsibilities,
            role.entry_routes,
            role.next_moves,
            role.role_type,
            list(role.alternative_labels),
            list(role.hidden_labels),
            position,
        )
        for place, level in enumerate(role.levels):
            self._role_level(place, role, enduring, level, wording, skills)

    def _role_level(
        self,
        position: int,
        role: RoleDocument,
        role_id: int,
        level: RoleLevelDocument,
        role_wording: int,
        skills: dict[str, int],
    ) -> None:
        slug = role.key if level.key == role.key and not level.name.strip() else f"{role.key}/{level.key}"
        rung = rules.infer_rung(level.name, role.name) if level.rung is None else level.rung
        wording = self._add(
            RoleLevelWording,
            self.version_id,
            self._enduring(RoleLevel, level.uuid, slug, role_id),
            role_wording,
            level.name,
            level.description,
            rung,
            level.rung is None,
            level.grade_hint,
            position,
        )
        choices = {
            choice.key: self._add(Choice, self.version_id, wording, choice.key, choice.name, choice.choose)
            for choice in level.choices
        }
        for place, asked in enumerate(level.requirements):
            self._add(
                Requirement,
                self.version_id,
                wording,
                skills[asked.skill],
                asked.level,
                asked.importance.value,
                asked.weight,
                choices.get(asked.choice),
                place,
                dict(asked.source),
            )
