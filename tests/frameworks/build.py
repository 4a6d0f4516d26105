"""Frameworks for tests: a small one with everything in it, as many times over as a test wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from waymark.frameworks import commands as frameworks
from waymark.frameworks.models import Scale, SkillWording
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR
from waymark.kernel.text import sort_key
from waymark.organisation.models import Profession
from waymark_formats.framework import (
    ChoiceDocument,
    FamilyDocument,
    FrameworkDocument,
    Importance,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    ScaleDocument,
    SkillDocument,
    SkillKind,
)
from waymark_formats.framework import ScaleLevel as Step

JANUARY = datetime(2026, 1, 5, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 2, tzinfo=UTC)

FOUR = ScaleDocument(
    "four-levels",
    "Four levels",
    tuple(Step(n, name) for n, name in enumerate(("Awareness", "Working", "Practitioner", "Expert"), start=1)),
)
TWO = ScaleDocument("two-levels", "Two levels", (Step(1, "Learning", "With help."), Step(2, "Able", "Alone.")))


def skill(key: str, **traits) -> SkillDocument:
    name = key.replace("-", " ").capitalize()
    described = {1: f"You know what {name} is for.", 2: f"You use {name} with help.", 3: f"You use {name} alone."}
    return replace(SkillDocument(key=key, name=name, summary=f"About {name}.", descriptors=described), **traits)


def asks(key: str, level: int | None, **traits) -> RequirementDocument:
    return replace(RequirementDocument(skill=key, level=level), **traits)


def level(key: str, rung: int | None, *requirements: RequirementDocument, **traits) -> RoleLevelDocument:
    name = key.replace("-", " ").capitalize()
    described = f"What a {name} does."
    return replace(
        RoleLevelDocument(key=key, name=name, description=described, rung=rung, requirements=requirements), **traits
    )


def role(key: str, *levels: RoleLevelDocument, **traits) -> RoleDocument:
    name = key.replace("-", " ").capitalize()
    return replace(RoleDocument(key=key, name=name, summary=f"{name} in short.", levels=levels), **traits)


def crafts(slug: str = "crafts", version: str = "1", times: int = 1) -> FrameworkDocument:
    """A framework of two families, three roles, seven role levels and six skills, or ``times`` as much of all.

    It has an undefined level, a skill without levels, a second scale, a choose-n group, a requirement without a
    level, labels, a lone unnamed level, and an inferred rung.
    """
    skills: list[SkillDocument] = []
    families: list[FamilyDocument] = []
    for number in range(times):
        tail = f"-{number}" if number else ""

        def key(word: str, tail: str = tail) -> str:
            return word + tail

        skills += [
            skill(
                key("weaving"),
                descriptors={1: "You can thread a loom.", 2: "You can weave plain cloth.", 3: None, 4: "You teach it."},
                evidence={2: "A metre of cloth."},
                learning={2: "A winter beside a weaver."},
                alternative_labels=("loom work",),
                hidden_labels=("warp and weft",),
                source={"raw": "  Weaving\u00a0"},
            ),
            skill(key("dyeing"), summary="Colour that stays."),
            skill(key("costing"), kind=SkillKind.KNOWLEDGE),
            skill(key("bookkeeping"), scale="two-levels", descriptors={1: "You enter a bill.", 2: "You close a year."}),
            skill(key("patience"), kind=SkillKind.BEHAVIOUR, descriptors={}),
            skill(key("cafe-keeping"), name="Café keeping" + tail, descriptors={1: ""}),
        ]
        families += [
            FamilyDocument(
                key=key("cloth"),
                name="Cloth" + tail,
                summary="All that is woven.",
                roles=(
                    role(
                        key("weaver"),
                        level(key("junior-weaver"), 2, asks(key("weaving"), 1), asks(key("patience"), None)),
                        level(
                            "weaver",
                            3,
                            asks(key("costing"), 1, importance=Importance.DESIRABLE, weight=9),
                            asks(key("dyeing"), 2, choice="extra", source={"row": "7"}),
                            asks(key("bookkeeping"), 1, choice="extra"),
                            asks(key("weaving"), 2, weight=3),
                            choices=(ChoiceDocument("extra", "One of these", 1),),
                        ),
                        level(key("senior-weaver"), 4, asks(key("weaving"), 3), grade_hint="SEO"),
                        responsibilities="You make cloth to order.",
                        entry_routes="From school.",
                        next_moves="Dyer.",
                        role_type="Maker",
                        alternative_labels=("cloth maker",),
                        hidden_labels=("webster",),
                    ),
                    role(
                        key("dyer"),
                        level(key("associate-dyer"), 2, asks(key("dyeing"), 1)),
                        level("dyer", 3, asks(key("dyeing"), 3), asks(key("weaving"), 1)),
                        level(key("senior-dyer"), 4, asks(key("dyeing"), 4), asks(key("weaving"), 4)),
                    ),
                ),
            ),
            FamilyDocument(
                key=key("trade"),
                name="Trade" + tail,
                roles=(
                    role(
                        key("merchant"),
                        level(key("merchant"), None, asks(key("costing"), 2), asks(key("cafe-keeping"), None), name=""),
                    ),
                ),
            ),
        ]
    return FrameworkDocument(
        title=slug.replace("-", " ").capitalize(),
        families=tuple(families),
        skills=tuple(skills),
        scales=(FOUR, TWO),
        slug=slug,
        summary="How things are made.",
        licence="CC BY 4.0",
        attribution="The guild",
        version=version,
        notes=f"Release {version}.",
    )


def small(slug: str, version: str = "1") -> FrameworkDocument:
    """A framework of one role with one level that asks for one skill."""
    return FrameworkDocument(
        title=slug.capitalize(),
        families=(
            FamilyDocument(
                f"{slug}-family",
                f"{slug} family".capitalize(),
                roles=(role(f"{slug}-role", level(f"{slug}-level", 1, asks(f"{slug}-skill", 1))),),
            ),
        ),
        skills=(skill(f"{slug}-skill"),),
        scales=(FOUR,),
        slug=slug,
        version=version,
        notes=f"Release {version}.",
    )


def behaviours() -> FrameworkDocument:
    """A framework of one role whose three levels are the grade bands."""
    levels = tuple(
        level(key, rung, asks("candour", rung)) for rung, key in enumerate(("clerical", "supervising", "directing"), 1)
    )
    return FrameworkDocument(
        title="Leadership behaviours",
        families=(FamilyDocument("everyone", "Everyone", roles=(role("behaviours-at-work", *levels),)),),
        skills=(skill("candour", kind=SkillKind.BEHAVIOUR),),
        scales=(FOUR,),
        slug="leadership-behaviours",
        version="1",
    )


def reworded(document: FrameworkDocument, key: str, summary: str) -> FrameworkDocument:
    """The same framework with another summary for one of its roles."""
    families = tuple(
        replace(family, roles=tuple(replace(one, summary=summary) if one.key == key else one for one in family.roles))
        for family in document.families
    )
    return replace(document, families=families)


def profession(slug: str) -> int:
    name = slug.capitalize()
    return Profession.objects.create(uuid=new_uuid(), slug=slug, name=name, sort_key=sort_key(name)).pk


def drafted(document: FrameworkDocument, at: datetime = JANUARY) -> int:
    """Import a document and return the id of the draft."""
    made = frameworks.import_version(
        document=document,
        into=document.slug,
        owner=document.profession,
        version=document.version,
        licence=document.licence,
        source_format="waymark",
        publish=False,
        reason="a test",
        actor=OPERATOR,
        at=at,
    )
    assert made.version_id is not None
    return made.version_id


def published(
    document: FrameworkDocument,
    at: datetime = JANUARY,
    *,
    effective_from: datetime | None = None,
    borrowing: Mapping[int, str] | None = None,
) -> int:
    """Import and publish a document and return the version's id.

    ``borrowing`` words skills of other frameworks, by id: no import does that yet, and the tables allow it.
    """
    version_id = drafted(document, at)
    scale = Scale.objects.filter(version_id=version_id).order_by("position").first()
    for position, (skill_id, name) in enumerate((borrowing or {}).items(), start=1_000):
        SkillWording.objects.create(
            version_id=version_id,
            skill_id=skill_id,
            scale=scale,
            kind=SkillKind.TECHNICAL,
            name=name,
            sort_key=sort_key(name),
            position=position,
        )
    frameworks.publish(
        version_id=version_id, effective_from=effective_from or at, reason="a test", actor=OPERATOR, at=at
    )
    return version_id
