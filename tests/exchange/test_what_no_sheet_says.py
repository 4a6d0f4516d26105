"""What a spreadsheet cannot say stays as the version before says it."""

from __future__ import annotations

from waymark.exchange.rules import with_what_no_sheet_says
from waymark_formats.framework import FrameworkDocument, RelationDocument, RelationKind, SkillDocument

BEFORE = FrameworkDocument(
    title="Baking",
    families=(),
    skills=(SkillDocument("kneading", "Kneading"), SkillDocument("ovens", "Ovens"), SkillDocument("flour", "Flour")),
    scales=(),
    summary="What it is for.",
    notes="As agreed.",
    relations=(
        RelationDocument("kneading", RelationKind.RELATED, to="ovens"),
        RelationDocument("kneading", RelationKind.RELATED, to="flour"),
        RelationDocument("ovens", RelationKind.RELATED, uri="https://example.org/ovens"),
    ),
)
SHEET = FrameworkDocument(
    title="Baking", families=(), skills=(SkillDocument("Kneading", "Kneading"), SkillDocument("ovens", "The oven")),
    scales=(),
)  # fmt: skip


def test_relations_of_skills_that_are_there_still_stay():
    found = with_what_no_sheet_says(SHEET, BEFORE, same_version=True)

    assert [(one.skill, one.to, one.uri) for one in found.relations] == [
        ("Kneading", "ovens", ""),
        ("ovens", "", "https://example.org/ovens"),
    ]
    assert (found.summary, found.notes) == ("What it is for.", "As agreed.")


def test_the_notes_of_a_version_are_not_those_of_the_next():
    assert with_what_no_sheet_says(SHEET, BEFORE, same_version=False).notes == ""
