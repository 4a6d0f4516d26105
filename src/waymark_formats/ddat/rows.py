"""What a row of either file says, worked out from a document: the reader compares with it, the writer writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from waymark_formats.framework import (
    FamilyDocument,
    FrameworkDocument,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    ScaleDocument,
    ScaleLevel,
    SkillDocument,
)
from waymark_formats.markup import TAG_REMEDY, excerpt, html_tag, is_formula

ROLES_FILE = "roles.csv"
SKILLS_FILE = "skills.csv"

FAMILY = "Role Family"
ROLE = "Role"
ROLE_DESCRIPTION = "Role Description"
ROLE_LEVEL = "Role Level"
ROLE_LEVEL_DESCRIPTION = "Role Level Description"
SKILL = "Skill Name"
SKILL_DESCRIPTION = "Skill Description"
SKILL_LEVEL = "Skill Level"
SKILL_LEVEL_DESCRIPTION = "Skill Level Description"
ROLE_TYPE = "Role Type"
ROLES_OF_SKILL = "Roles that require Skill"

LEVELS = ("Awareness", "Working", "Practitioner", "Expert")
ROLE_COLUMNS = (
    FAMILY,
    ROLE,
    ROLE_DESCRIPTION,
    ROLE_LEVEL,
    ROLE_LEVEL_DESCRIPTION,
    SKILL,
    SKILL_DESCRIPTION,
    SKILL_LEVEL,
    SKILL_LEVEL_DESCRIPTION,
    ROLE_TYPE,
)
SKILL_COLUMNS = (SKILL, SKILL_DESCRIPTION, *LEVELS, ROLES_OF_SKILL)

MISSING = "MISSING"
NOT_IN_USE = "NOT IN USE"
UNDEFINED = "This skill level is currently not defined."

SCALE = ScaleDocument("four-levels", "Four levels", tuple(ScaleLevel(i, name) for i, name in enumerate(LEVELS, 1)))


class MoreThanText(NamedTuple):
    """A cell that holds more than text: its column, why, and what whoever wrote it can do."""

    column: str
    why: str
    remedy: str


def more_than_text(columns: Iterable[str], cells: Sequence[str]) -> MoreThanText | None:
    """Return the first cell of a row that holds an HTML tag or a formula; None when all of it is text."""
    for column, cell in zip(columns, cells, strict=True):
        if tag := html_tag(cell):
            return MoreThanText(column, f'the cell holds the HTML tag "{excerpt(tag)}"', TAG_REMEDY)
        if is_formula(cell):
            why = f'a spreadsheet would run the cell as a formula, "{excerpt(cell)}"'
            return MoreThanText(column, why, "begin it with a word")
    return None


def split_description(text: str) -> tuple[str, str]:
    """Return a role's summary and responsibilities: a last paragraph that holds a list is what the role does.

    ``joined_description`` puts the two together again, to the letter.
    """
    head, gap, tail = text.rpartition("\n\n")
    if gap and head and "\n- " in f"\n{tail}":
        return head, tail
    return text, ""


def joined_description(role: RoleDocument) -> str:
    """Return a role's description as one cell."""
    return "\n\n".join(part for part in (role.summary, role.responsibilities) if part)


def descriptor_cell(skill: SkillDocument, rank: int) -> str:
    """Return what a cell says of one level of a skill."""
    text = skill.descriptors.get(rank, "")
    return UNDEFINED if text is None else text


def role_row(
    family: FamilyDocument,
    role: RoleDocument,
    level: RoleLevelDocument,
    requirement: RequirementDocument,
    skill: SkillDocument,
) -> dict[str, str]:
    """Return the row of ``roles.csv`` that a requirement makes, before what its source kept."""
    asked = requirement.level
    return {
        FAMILY: family.name,
        ROLE: role.name,
        ROLE_DESCRIPTION: joined_description(role),
        ROLE_LEVEL: level.name or NOT_IN_USE,
        ROLE_LEVEL_DESCRIPTION: level.description or ("" if level.name else NOT_IN_USE),
        SKILL: skill.name,
        SKILL_DESCRIPTION: skill.summary,
        SKILL_LEVEL: NOT_IN_USE if asked is None else LEVELS[asked - 1],
        SKILL_LEVEL_DESCRIPTION: NOT_IN_USE if asked is None else descriptor_cell(skill, asked),
        ROLE_TYPE: role.role_type,
    }


def skill_row(skill: SkillDocument, roles: Iterable[str]) -> dict[str, str]:
    """Return the row of ``skills.csv`` that a skill makes, before what its source kept."""
    return {
        SKILL: skill.name,
        SKILL_DESCRIPTION: skill.summary,
        **{name: descriptor_cell(skill, rank) for rank, name in enumerate(LEVELS, start=1)},
        ROLES_OF_SKILL: ", ".join(roles),
    }


def kept(raw: Mapping[str, str], derived: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of ``raw`` that ``derived`` does not give: what ``source`` has to keep."""
    return {column: cell for column, cell in raw.items() if derived[column] != cell}


def roles_by_skill(document: FrameworkDocument) -> dict[str, list[str]]:
    """Return, by skill key, the names of the roles that ask for it, in the document's order."""
    found: dict[str, dict[str, None]] = {skill.key: {} for skill in document.skills}
    for family in document.families:
        for role in family.roles:
            for level in role.levels:
                for requirement in level.requirements:
                    found[requirement.skill][role.name] = None
    return {key: list(names) for key, names in found.items()}
