"""What a framework could do better: findings that warn and never block. See docs/guides/framework-authors.md."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from waymark.frameworks.rules.verbs import vague_points
from waymark.frameworks.types import Elsewhere, Finding, Limits, Match
from waymark_engine.likeness import Likeness, Wording, alike, same_words
from waymark_engine.texts import reading_age, stems
from waymark_formats.framework import FrameworkDocument, RoleDocument, RoleLevelDocument, ScaleDocument, SkillDocument

NEARLY_THE_SAME = 0.9
"""From what share of the same words in the same order on, two levels hardly differ."""
ALIKE = 75
"""From what likeness on two skills are near-duplicates."""
ENOUGH_WORDS = 30
"""Of fewer words no reading age is worked out."""
A_SENTENCE = 6
"""A skill whose name has this many words or more is a statement, and needs no summary beside it."""

TOO_MANY, UNDEFINED, NO_STEP, VAGUE, HARD = (
    "too_many_skills",
    "undefined_levels",
    "same_levels",
    "vague",
    "hard_to_read",
)
DUPLICATE, ELSEWHERE, ABOVE = "near_duplicate", "near_duplicate_elsewhere", "above_scale"
ORPHAN, EMPTY, NO_SUMMARY = "orphan", "nothing_asked", "no_summary"
KINDS = (ABOVE, EMPTY, UNDEFINED, NO_STEP, DUPLICATE, ELSEWHERE, ORPHAN, TOO_MANY, VAGUE, HARD, NO_SUMMARY)
"""Kinds of finding, the gravest first."""


def lint(
    document: FrameworkDocument,
    *,
    limits: Limits,
    elsewhere: Sequence[Elsewhere] = (),
    settled: Collection[frozenset[UUID]] = (),
) -> tuple[Finding, ...]:
    """Return what could be better in a framework, by kind and then in the order of the framework.

    Args:
        document: a version, whole, with the UUIDs of its things.
        limits: what its profession allows.
        elsewhere: the published skills of other frameworks.
        settled: pairs of skills of which somebody has said how they stand to each other.

    Cost: see docs/measurements.md.
    """
    found = [
        *_of_skills(document, limits),
        *_of_roles(document, limits),
        *_duplicates(document, elsewhere, settled),
    ]
    order = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda finding: order[finding.kind]))


def _of_skills(document: FrameworkDocument, limits: Limits) -> Iterator[Finding]:
    scales = {scale.key: scale for scale in document.scales}
    asked: dict[str, set[int | None]] = defaultdict(set)
    for _, level in _levels(document):
        for requirement in level.requirements:
            asked[requirement.skill].add(requirement.level)
    parents = {skill.parent for skill in document.skills}
    trade = _trade(document)
    for skill in document.skills:
        scale = scales[skill.scale] if skill.scale else document.scales[0]
        yield from _levels_of(skill, scale, asked[skill.key])
        if not asked[skill.key] and skill.key not in parents:
            yield _finding(ORPHAN, skill)
        if not skill.summary.strip() and len(skill.name.split()) < A_SENTENCE:
            yield _finding(NO_SUMMARY, skill)
        texts = [skill.summary, *(text for _, text in _described(skill))]
        yield from _hard("skill", skill, texts, trade, limits)


def _levels_of(skill: SkillDocument, scale: ScaleDocument, asked: set[int | None]) -> Iterator[Finding]:
    names = {level.rank: level.name for level in scale.levels}
    described = _described(skill)
    has = {rank for rank, _ in described}
    missing = {rank for rank in skill.descriptors if rank not in has} | ({rank for rank in asked if rank} - has)
    if missing & names.keys():
        ranks = sorted(missing & names.keys())
        wanted = [names[rank] for rank in ranks if rank in asked]
        yield _finding(UNDEFINED, skill, shown=", ".join(names[rank] for rank in ranks), asked=", ".join(wanted))
    for rank in sorted(rank for rank in skill.descriptors if names and rank not in names):
        yield _finding(ABOVE, skill, rank=rank, level=rank, top=len(names))
    for (rank, text), (above, next_text) in pairwise(described):
        share = same_words(text, next_text)
        if share >= NEARLY_THE_SAME:
            yield _finding(
                NO_STEP, skill, rank=above, shown=next_text, lower=names.get(rank, str(rank)),
                upper=names.get(above, str(above)), percent=int(100 * share),
            )  # fmt: skip
    for rank, text in described:
        points = vague_points(text)
        if points:
            yield _finding(
                VAGUE, skill, rank=rank, shown="\n".join(points), level=names.get(rank, str(rank)), count=len(points)
            )


def _of_roles(document: FrameworkDocument, limits: Limits) -> Iterator[Finding]:
    scale_of = {skill.key: skill.scale or document.scales[0].key for skill in document.skills}
    tops = {scale.key: len(scale.levels) for scale in document.scales}
    skill_names = {skill.key: skill.name for skill in document.skills}
    trade = _trade(document)
    for role in (role for family in document.families for role in family.roles):
        yield from _hard("role", role, [role.summary, role.responsibilities], trade, limits)
        if not any(level.requirements for level in role.levels):
            yield _finding(EMPTY, role)
            continue
        for level in role.levels:
            chosen = sum(choice.choose for choice in level.choices)
            count = chosen + sum(1 for requirement in level.requirements if not requirement.choice)
            if not level.requirements:
                yield _finding(EMPTY, level, role=role)
            if count > limits.most_skills:
                asked = ", ".join(sorted(skill_names[one.skill] for one in level.requirements))
                yield _finding(TOO_MANY, level, role=role, shown=asked, count=count, most=limits.most_skills)
            for one in level.requirements:
                top = tops[scale_of[one.skill]]
                if one.level is not None and one.level > top:
                    yield _finding(ABOVE, level, role=role, shown=skill_names[one.skill], level=one.level, top=top)


def _duplicates(
    document: FrameworkDocument, elsewhere: Sequence[Elsewhere], settled: Collection[frozenset[UUID]]
) -> Iterator[Finding]:
    skills = document.skills
    mine = [wording(skill) for skill in skills]
    parents = {skill.key: skill.parent for skill in skills}
    for pair in alike(mine, least=ALIKE):
        one, other = skills[pair.one], skills[pair.other]
        # A branch and what hangs on it are alike by design.
        if parents[other.key] != one.key and parents[one.key] != other.key:
            yield _duplicate(DUPLICATE, other, Elsewhere(_uuid(one), one.key, one.name, wording(one)), pair)
    if not elsewhere:
        return
    for pair in alike(mine, [one.wording for one in elsewhere], least=ALIKE):
        one, there = skills[pair.one], elsewhere[pair.other]
        if one.uuid != there.uuid and frozenset({_uuid(one), there.uuid}) not in settled:
            yield _duplicate(ELSEWHERE, one, there, pair)


def _duplicate(kind: str, skill: SkillDocument, other: Elsewhere, pair: Likeness) -> Finding:
    parts = tuple((part.part, part.points, part.most) for part in pair.parts)
    match = Match(other.uuid, other.slug, other.name, other.framework_slug, other.framework_title, pair.score, parts)
    words = [*wording(skill).names, *wording(skill).levels, *other.wording.names, *other.wording.levels]
    return _finding(kind, skill, match=match, of="\n".join(words), other=other.name, percent=pair.score)


def wording(skill: SkillDocument) -> Wording:
    """Return what of a skill is compared with others."""
    return Wording(
        (skill.name, *skill.alternative_labels, *skill.hidden_labels),
        skill.summary,
        tuple(text for _, text in _described(skill)),
    )


def _hard(
    thing: str, one: SkillDocument | RoleDocument, texts: list[str], trade: frozenset[str], limits: Limits
) -> Iterator[Finding]:
    age = reading_age(texts, known=trade)
    if age is not None and age.words >= ENOUGH_WORDS and int(age.age) > limits.reading_age:
        yield _finding(HARD, one, shown=age.longest, of="\n".join(texts), age=int(age.age), most=limits.reading_age)


def _trade(document: FrameworkDocument) -> frozenset[str]:
    """Return the stems of the words that name skills and roles: those who work by the framework know them."""
    names = [skill.name for skill in document.skills]
    for family in document.families:
        names += [family.name, *(role.name for role in family.roles)]
    return frozenset().union(*map(stems, names)) if names else frozenset()


def _described(skill: SkillDocument) -> list[tuple[int, str]]:
    return [(rank, text) for rank, text in sorted(skill.descriptors.items()) if text and text.strip()]


def _levels(document: FrameworkDocument) -> Iterator[tuple[RoleDocument, RoleLevelDocument]]:
    for family in document.families:
        for role in family.roles:
            for level in role.levels:
                yield role, level


def _uuid(one: SkillDocument) -> UUID:
    assert one.uuid is not None, "a version that is stored has identities"
    return one.uuid


def _finding(
    kind: str,
    one: SkillDocument | RoleDocument | RoleLevelDocument,
    *,
    role: RoleDocument | None = None,
    rank: int | None = None,
    shown: str = "",
    of: str = "",
    match: Match | None = None,
    **values: str | int,
) -> Finding:
    assert one.uuid is not None, "a version that is stored has identities"
    thing = {SkillDocument: "skill", RoleDocument: "role", RoleLevelDocument: "role_level"}[type(one)]
    name = f"{role.name}: {one.name}" if role is not None and one.name else role.name if role is not None else one.name
    return Finding(
        kind=kind,
        thing=thing,
        uuid=one.uuid,
        slug=one.key,
        role_slug=role.key if role is not None else "",
        name=name,
        rank=rank,
        level=str(values.get("upper") or values.get("level") or "") if rank is not None else "",
        shown=shown,
        match=match,
        values=values,
        digest=_digest(kind, one.uuid, rank, match, of or shown, values),
    )


def _digest(
    kind: str, uuid: UUID, rank: int | None, match: Match | None, text: str, values: Mapping[str, str | int]
) -> str:
    """Return what names a finding: the kind, whom it is about, and the content that gave rise to it."""
    content = repr((kind, str(uuid), rank, str(match.uuid) if match else "", text, sorted(values.items())))
    return hashlib.sha256(content.encode()).hexdigest()[:32]
