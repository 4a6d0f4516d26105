"""The examples in the template: a small framework that shows every sort of row."""

from __future__ import annotations

from waymark_formats.framework import (
    FamilyDocument,
    FrameworkDocument,
    Importance,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    ScaleDocument,
    ScaleLevel,
    SkillDocument,
    SkillKind,
)

EXAMPLE = FrameworkDocument(
    title="Example: translation framework",
    summary="Replace this with what your framework is for.",
    version="1",
    scales=(
        ScaleDocument(
            "scale",
            "Levels",
            (
                ScaleLevel(1, "Awareness", "You know what it is about."),
                ScaleLevel(2, "Working", "You do it with some help."),
                ScaleLevel(3, "Practitioner", "You do it alone, and help others."),
                ScaleLevel(4, "Expert", "Others come to you for it."),
            ),
        ),
    ),
    skills=(
        SkillDocument(
            key="terminology",
            name="Terminology",
            summary="Finding, agreeing and keeping the words of a subject.",
            alternative_labels=("Term work",),
            descriptors={
                1: "You look words up where they have been agreed.",
                2: "You record new words with their source.",
                3: "You settle disagreements about words with those who use them.",
                4: "You set up and run a collection of words for several organisations.",
            },
            evidence={3: "A record of a disagreement that you settled."},
            learning={2: "Beside a colleague, on real texts."},
        ),
        SkillDocument(
            key="revising",
            name="Revising",
            summary="Reading a translation beside its original, and mending it.",
            descriptors={2: "You find what was left out or misread.", 3: "You explain each change you make."},
        ),
        SkillDocument(
            key="tact",
            name="Working with authors",
            summary="Asking authors what they meant, and telling them what does not work.",
            kind=SkillKind.BEHAVIOUR,
            descriptors={2: "You ask before you guess.", 3: "You tell authors early what will not work."},
        ),
    ),
    families=(
        FamilyDocument(
            key="translating",
            name="Translating",
            summary="Those who carry texts from one language into another.",
            roles=(
                RoleDocument(
                    key="translator",
                    name="Translator",
                    summary="Translates what an organisation writes.",
                    responsibilities="- translate texts of one subject\n- revise what colleagues translate",
                    levels=(
                        RoleLevelDocument(
                            key="translator",
                            name="Translator",
                            description="Translates under revision.",
                            rung=1,
                            requirements=(
                                RequirementDocument("terminology", 2),
                                RequirementDocument("tact", 2, Importance.DESIRABLE),
                            ),
                        ),
                        RoleLevelDocument(
                            key="senior-translator",
                            name="Senior translator",
                            description="Translates without revision, and revises others.",
                            rung=2,
                            requirements=(
                                RequirementDocument("terminology", 3),
                                RequirementDocument("revising", 3),
                                RequirementDocument("tact", 3),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
