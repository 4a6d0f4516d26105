"""A document as ``roles.csv`` and ``skills.csv``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from waymark_formats.ddat import rows
from waymark_formats.framework import FrameworkDocument, Unwritable


def write(document: FrameworkDocument) -> dict[str, bytes]:
    """Return the two files by name, UTF-8 with a heading, lines ended as RFC 4180 has it.

    Raises:
        Unwritable: a skill uses a scale that is not the four levels of this format; or a cell would hold an HTML tag
            or a formula, which ``read`` refuses.
    """
    _only_the_four_levels(document)
    skills = {skill.key: skill for skill in document.skills}
    asked = rows.roles_by_skill(document)
    role_rows = (
        rows.role_row(family, role, level, requirement, skills[requirement.skill]) | dict(requirement.source)
        for family in document.families
        for role in family.roles
        for level in role.levels
        for requirement in level.requirements
    )
    skill_rows = (rows.skill_row(skill, asked[skill.key]) | dict(skill.source) for skill in document.skills)
    return {
        rows.ROLES_FILE: _csv(rows.ROLES_FILE, rows.ROLE_COLUMNS, role_rows),
        rows.SKILLS_FILE: _csv(rows.SKILLS_FILE, rows.SKILL_COLUMNS, skill_rows),
    }


def _only_the_four_levels(document: FrameworkDocument) -> None:
    used = {skill.scale or document.scales[0].key for skill in document.skills}
    for scale in document.scales:
        if scale.key in used and tuple(level.name for level in scale.levels) != rows.LEVELS:
            raise Unwritable(
                f'The ddat format has only the levels {", ".join(rows.LEVELS)}; the scale "{scale.name}" has others. '
                "Export it as waymark."
            )


def _csv(file: str, columns: Sequence[str], lines: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for number, line in enumerate(lines, start=2):
        cells = [line[column] for column in columns]
        if (wrong := rows.more_than_text(columns, cells)) is not None:
            raise Unwritable(
                f"{file} cannot be written: in row {number}, column {wrong.column}, {wrong.why}. Export it as waymark."
            )
        writer.writerow(cells)
    return out.getvalue().encode("utf-8")
