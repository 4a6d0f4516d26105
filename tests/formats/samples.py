"""Small frameworks for tests: one that uses everything a document can say, and one as CSV rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from waymark_formats.ddat.rows import ROLE_COLUMNS, SKILL_COLUMNS, UNDEFINED
from waymark_formats.framework import (
    ChoiceDocument,
    FamilyDocument,
    FrameworkDocument,
    Importance,
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
)

BAKING = ("Baking", "Bread", "Makes bread.\n\nIn this role you:\n- knead\n- bake")
KNEADING = "Kneading is working the dough."

ROLES = [
    [*BAKING, "Junior baker", "Learns. ", "Kneading", KNEADING, "Awareness", "You can:\n- knead", ""],
    [*BAKING, "Junior baker", "Learns. ", "Ovens", "MISSING", "Awareness", UNDEFINED, ""],
    [*BAKING, "Baker ", "Bakes,\u00a0daily.", "Kneading", KNEADING, "Working", "You can, \"well\":\n- knead alone", ""],
    [*BAKING, "Baker ", "Bakes,\u00a0daily.", "Ovens", "MISSING", "Working", "You can:\n- mind two ovens", ""],
    ["Leading", "Chief baker", "Leads.", "NOT IN USE", "NOT IN USE", "Judgement", "", "NOT IN USE", "NOT IN USE",
     "Senior"],
]  # fmt: skip
SKILLS = [
    ["Kneading", KNEADING, "You can:\n- knead", "You can, \"well\":\n- knead alone", UNDEFINED, "", "Bread"],
    ["Ovens", "", UNDEFINED, "You can:\n- mind two ovens", "", "", "Bread, Milling"],
    ["Judgement", "", "", "", "", "", "Chief baker"],
]  # fmt: skip


def csv_bytes(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()


def write_ddat(
    folder: Path, roles: Sequence[Sequence[str]] = ROLES, skills: Sequence[Sequence[str]] | None = SKILLS
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "roles.csv").write_bytes(csv_bytes(ROLE_COLUMNS, roles))
    if skills is not None:
        (folder / "skills.csv").write_bytes(csv_bytes(SKILL_COLUMNS, skills))
    return folder


def rows_of(content: bytes) -> set[tuple[str, ...]]:
    return set(map(tuple, csv.reader(io.StringIO(content.decode("utf-8"), newline=""))))


def changed(rows: Sequence[Sequence[str]], row: int, column: str, value: str) -> list[list[str]]:
    """``rows`` with one cell changed; ``row`` as a spreadsheet shows it."""
    columns = ROLE_COLUMNS if len(rows[0]) == len(ROLE_COLUMNS) else SKILL_COLUMNS
    copy = [list(cells) for cells in rows]
    copy[row - 2][columns.index(column)] = value
    return copy


def uuid(number: int) -> UUID:
    return UUID(int=number)


SHORT = ScaleDocument("short", "Short scale", (ScaleLevel(1, "Some", "A little."), ScaleLevel(2, "Much")))
LONG = ScaleDocument("long", "Long scale", tuple(ScaleLevel(i, f"Step {i}") for i in range(1, 6)))


MARKS = ScaleDocument(
    "marks",
    "Marks",
    (ScaleLevel(1, "Low", value=Decimal("0.5")), ScaleLevel(2, "High", value=Decimal(100))),
    ScaleKind.NUMERIC,
)
UNLEVELLED = ScaleDocument("unlevelled", "No levels", (), ScaleKind.NONE)


def everything(slug: str = "bakery", version: str = "2026.1") -> FrameworkDocument:
    """A document that uses every field, as a version in the database gives it back: keys are slugs."""
    return FrameworkDocument(
        title="Bakery framework",
        summary="For bakers.",
        slug=slug,
        profession="",
        licence="CC BY 4.0",
        attribution="The millers",
        version=version,
        effective_from=date(2026, 1, 5),
        notes="First.",
        uuid=uuid(1),
        version_uuid=uuid(2),
        scales=(SHORT, LONG, MARKS, UNLEVELLED),
        source={"title": "as it was found"},
        relations=(
            RelationDocument("kneading", RelationKind.PRECEDES, "ovens", uuid=uuid(13), source={"type": "precedes"}),
            RelationDocument(
                "ovens", RelationKind.SAME, uri="https://example.org/items/7", title="Fire", uuid=uuid(14)
            ),
        ),
        skills=(
            SkillDocument(
                key="kneading",
                name="Kneading ",
                summary="Working\u00a0dough.\n",
                kind=SkillKind.ABILITY,
                alternative_labels=("Working dough", "Folding"),
                hidden_labels=("nead",),
                descriptors={1: "You can:\n- knead", 2: None},
                evidence={1: "A loaf."},
                learning={2: "At a bench."},
                uuid=uuid(10),
                source={"Skill Description": "MISSING"},
            ),
            SkillDocument(
                key="ovens", name="Ovens", scale="long", descriptors={2: "", 5: "=1+1 where p < q"}, uuid=uuid(11)
            ),
            SkillDocument(
                key="judgement",
                name="Judgement",
                kind=SkillKind.BEHAVIOUR,
                parent="kneading",
                code="B 1.2",
                uuid=uuid(12),
            ),
        ),
        families=(
            FamilyDocument(
                key="baking",
                name="Baking",
                summary="All that bakes.",
                uuid=uuid(20),
                roles=(
                    RoleDocument(
                        key="bread",
                        name="Bread",
                        summary="Makes bread.",
                        responsibilities="- knead\n- bake",
                        entry_routes="From the mill.",
                        next_moves="To cakes.",
                        role_type="Craft",
                        alternative_labels=("Boulanger",),
                        hidden_labels=("bred",),
                        uuid=uuid(30),
                        levels=(
                            RoleLevelDocument(
                                key="junior-baker",
                                name="Junior baker",
                                description="Learns.",
                                rung=1,
                                grade_hint="B1",
                                uuid=uuid(40),
                                choices=(ChoiceDocument("tools", "One of these", 1),),
                                requirements=(
                                    RequirementDocument("kneading", 1, weight=3, source={"Role Type": " "}),
                                    RequirementDocument("ovens", 5, Importance.DESIRABLE, choice="tools"),
                                    RequirementDocument("judgement", None, choice="tools"),
                                ),
                            ),
                            RoleLevelDocument(key="lead-baker", name="Lead baker", uuid=uuid(41)),
                        ),
                    ),
                ),
            ),
            FamilyDocument(
                key="leading",
                name="Leading",
                uuid=uuid(21),
                roles=(
                    RoleDocument(
                        key="chief-baker",
                        name="Chief baker",
                        uuid=uuid(31),
                        levels=(
                            RoleLevelDocument(
                                key="chief-baker",
                                name="",
                                rung=7,
                                uuid=uuid(42),
                                requirements=(RequirementDocument("judgement", 2),),
                            ),
                        ),
                    ),
                ),
            ),
            FamilyDocument(key="empty", name="Empty", uuid=uuid(22)),
        ),
    )


def anonymous(document: FrameworkDocument) -> FrameworkDocument:
    """The document without a single UUID."""

    def role(one: RoleDocument) -> RoleDocument:
        return replace(one, uuid=None, levels=tuple(replace(level, uuid=None) for level in one.levels))

    return replace(
        document,
        uuid=None,
        version_uuid=None,
        skills=tuple(replace(skill, uuid=None) for skill in document.skills),
        families=tuple(
            replace(family, uuid=None, roles=tuple(role(one) for one in family.roles)) for family in document.families
        ),
    )
