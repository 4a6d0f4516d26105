"""Scales and level descriptors as rubrics: one per scale, in it one criterion per skill, in it one level per rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from waymark_formats.case.parts import Part
from waymark_formats.case.strict import strict
from waymark_formats.case.values import exact
from waymark_formats.case.vocabulary import WITHOUT_LEVELS, Json, derived
from waymark_formats.case.wording import plain
from waymark_formats.framework import (
    FrameworkDocument,
    ScaleDocument,
    ScaleKind,
    ScaleLevel,
    SkillDocument,
    Unreadable,
    Unwritable,
)
from waymark_formats.names import free_key, slug
from waymark_formats.sources import unpacked


@dataclass(slots=True)
class Levels:
    """What rubrics say of scales and of skills, by skill key."""

    scales: list[ScaleDocument] = field(default_factory=list)
    scale_of: dict[str, str] = field(default_factory=dict)
    descriptors: dict[str, dict[int, str | None]] = field(default_factory=dict)
    evidence: dict[str, dict[int, str]] = field(default_factory=dict)
    learning: dict[str, dict[int, str]] = field(default_factory=dict)
    foreign: bool = False
    """At least one scale comes from a rubric that we did not write."""
    unused: list[Json] = field(default_factory=list)
    """Rubrics that say no levels of skills; kept as they are."""


def read(rubrics: Iterable[Part], skills: Mapping[str, str]) -> Levels:
    """Return the scales and level descriptors of a package; ``skills`` are keys by identifier.

    A rubric that we did not write becomes a scale when nothing is lost by it: each criterion belongs to a skill of
    the package, no skill has two, and all criteria name the same levels in an order.

    Raises:
        Unreadable: a rubric of ours names a level that its scale does not have.
    """
    found = Levels()
    for rubric in rubrics:
        if "levels" in rubric.ours:
            _ours(rubric, skills, found)
        elif (criteria := _sensible(rubric, skills, found)) is not None:
            _theirs(rubric, criteria, found)
        else:
            found.unused.append(rubric.raw)
    if found.foreign:
        found.scales.insert(0, WITHOUT_LEVELS)
    return found


def _ours(rubric: Part, skills: Mapping[str, str], found: Levels) -> None:
    try:
        kind = ScaleKind(rubric.ours.get("kind", ScaleKind.LABELS))
        levels = tuple(
            ScaleLevel(i, str(one["name"]), str(one.get("description", "")), exact(one.get("value")))
            for i, one in enumerate(rubric.ours["levels"], start=1)
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        rubric.refuse("extensions", "does not say levels with names, as our own rubrics do")
    key = str(rubric.ours.get("key") or slug(rubric.text("title")))
    if any(scale.key == key for scale in found.scales):
        rubric.refuse("extensions", f'the scale "{key[:80]}" stands here twice')
    if bool(levels) == (kind is ScaleKind.NONE):
        rubric.refuse("extensions", "a scale needs at least one level, and one of the kind none has no level")
    values = [level.value for level in levels if level.value is not None]
    if len(values) != (len(levels) if kind is ScaleKind.NUMERIC else 0) or values != sorted(set(values)):
        rubric.refuse("extensions", "a numeric scale gives each level its value, rising; no other kind gives any")
    scale = ScaleDocument(key, plain(rubric.raw.get("title")) or key, levels, kind)
    names = {level.name: level.rank for level in levels}
    found.scales.append(scale)
    for criterion in rubric.parts("CFRubricCriteria"):
        skill = skills.get(_item(criterion))
        if skill is None:
            criterion.refuse("CFItemURI", "there is no item of a skill with that identifier")
        if skill in found.scale_of:
            criterion.refuse("CFItemURI", "the skill has levels in another criterion")
        texts: dict[int, str | None] = {}
        for level in criterion.parts("CFRubricCriterionLevels"):
            rank = level.raw.get("position")
            if (
                not isinstance(rank, int)
                or not 1 <= rank <= len(levels)
                or levels[rank - 1].name != level.text("quality")
            ):
                rank = names.get(level.text("quality"))
            if rank is None or rank in texts:
                why = "has no such level" if rank is None else "has it twice here"
                level.refuse("quality", f'the scale "{scale.name[:80]}" {why}: "{level.text("quality")[:80]}"')
            texts[rank] = plain(level.raw["description"]) if "description" in level.raw else None
            _more(level, skill, rank, found)
        found.scale_of[skill] = key
        found.descriptors[skill] = dict(sorted(texts.items()))


def _more(level: Part, skill: str, rank: int, found: Levels) -> None:
    """Take evidence and learning from a level's extensions, which CASE makes a list there."""
    extensions = level.raw.get("extensions")
    for one in extensions if isinstance(extensions, list) else ():
        ours = one.get("waymark") if isinstance(one, dict) else None
        if isinstance(ours, dict):
            for name, texts in (("evidence", found.evidence), ("learning", found.learning)):
                if isinstance(text := ours.get(name), str) and text:
                    texts.setdefault(skill, {})[rank] = plain(text)


def _item(criterion: Part) -> str:
    link = criterion.raw.get("CFItemURI")
    return criterion.node("CFItemURI")[0] if link else ""


def _sensible(rubric: Part, skills: Mapping[str, str], found: Levels) -> dict[str, list[Part]] | None:
    """Return the ordered levels of each criterion by skill, None when the rubric is not a scale."""
    criteria: dict[str, list[Part]] = {}
    names: set[tuple[str, ...]] = set()
    for criterion in rubric.parts("CFRubricCriteria"):
        skill = skills.get(_item(criterion))
        levels = _ordered(list(criterion.parts("CFRubricCriterionLevels")))
        if skill is None or skill in criteria or skill in found.scale_of or not levels:
            return None
        criteria[skill] = levels
        names.add(tuple(plain(level.raw.get("quality")) for level in levels))
    if len(names) != 1:
        return None
    (only,) = names
    return criteria if len(set(only)) == len(only) and all(0 < len(name.strip()) <= 120 for name in only) else None


def _ordered(levels: list[Part]) -> list[Part]:
    for key in ("position", "score"):
        places = [level.raw.get(key) for level in levels]
        numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in places)
        if numbers and len(set(places)) == len(places):
            return [level for _, level in sorted(zip(places, levels, strict=True), key=itemgetter(0))]
    return []


def _theirs(rubric: Part, criteria: Mapping[str, list[Part]], found: Levels) -> None:
    first = next(iter(criteria.values()))
    title = plain(rubric.raw.get("title")).strip()[:200] or "Levels"
    key = free_key(slug(title), {scale.key for scale in found.scales} | {WITHOUT_LEVELS.key})
    levels = tuple(ScaleLevel(i, plain(level.raw.get("quality"))) for i, level in enumerate(first, start=1))
    found.scales.append(ScaleDocument(key, title, levels))
    found.foreign = True
    for skill, parts in criteria.items():
        texts = {i: plain(level.raw.get("description")) for i, level in enumerate(parts, start=1)}
        found.scale_of[skill] = key
        found.descriptors[skill] = {rank: text for rank, text in texts.items() if text}


def write(
    document: FrameworkDocument, identifier: str, ids: Mapping[str, str], stamp: str, *, mine: bool
) -> list[Json]:
    """Return the rubrics of a package. Those it was read from are written back while they still say the same."""
    kept = [] if mine else [one for one in unpacked(document.source, "CFRubrics", list) if isinstance(one, dict)]
    try:
        read_again = read((Part(one, "CFRubrics", "source") for one in kept), {ids[key]: key for key in ids})
    except Unreadable as error:
        raise Unwritable(f'The source text "CFRubrics" is not what it was read as: {error}') from None
    if read_again.foreign and _says(document, read_again):
        return [as_it_was(one, stamp) for one in kept]
    others = [as_it_was(one, stamp) for one in read_again.unused]
    if document.scales == (WITHOUT_LEVELS,):
        return others
    return [_rubric(document, scale, identifier, ids, stamp) for scale in document.scales] + others


def _says(document: FrameworkDocument, levels: Levels) -> bool:
    """Say whether rubrics say exactly the levels of a document."""
    first = document.scales[0].key
    return tuple(levels.scales) == document.scales and all(
        levels.scale_of.get(skill.key, first) == (skill.scale or first)
        and levels.descriptors.get(skill.key, {}) == dict(skill.descriptors)
        and not skill.evidence
        and not skill.learning
        for skill in document.skills
    )


def _rubric(
    document: FrameworkDocument, scale: ScaleDocument, identifier: str, ids: Mapping[str, str], stamp: str
) -> Json:
    own = derived("rubric", identifier, scale.key)
    first = document.scales[0].key
    skills = [skill for skill in document.skills if skill.descriptors and (skill.scale or first) == scale.key]
    said: Json = {"identifier": own, "title": scale.name}
    if skills:
        said["CFRubricCriteria"] = [
            _criterion(skill, scale, own, ids[skill.key], position, stamp) for position, skill in enumerate(skills, 1)
        ]
    ours = {"key": scale.key, "kind": scale.kind.value, "levels": list(_levels(scale))}
    return strict("CFRubric", said, {}, stamp, ours)


def _levels(scale: ScaleDocument) -> Iterator[Json]:
    for level in scale.levels:
        value = {} if level.value is None else {"value": str(level.value)}
        description = {"description": level.description} if level.description else {}
        yield {"name": level.name, **description, **value}


def _criterion(skill: SkillDocument, scale: ScaleDocument, rubric: str, item: str, position: int, stamp: str) -> Json:
    own = derived("criterion", rubric, item)
    levels = []
    for rank, text in skill.descriptors.items():
        level = scale.levels[rank - 1]
        said: Json = {"identifier": derived("level", own, rank), "rubricCriterionId": own}
        said |= {"quality": level.name, "position": rank, "score": rank if level.value is None else float(level.value)}
        said |= {} if text is None else {"description": text}
        more = (("evidence", skill.evidence.get(rank)), ("learning", skill.learning.get(rank)))
        levels.append(strict("CFRubricCriterionLevel", said, {}, stamp, {name: one for name, one in more if one}))
    link = {"title": skill.name, "identifier": item, "uri": f"urn:uuid:{item}"}
    said = {"identifier": own, "rubricId": rubric, "position": position, "CFItemURI": link}
    return strict("CFRubricCriterion", said | {"CFRubricCriterionLevels": levels}, {}, stamp)


def as_it_was(rubric: Json, stamp: str) -> Json:
    """Return a rubric of somebody else's, as strict CASE 1.1."""
    parts = ("CFRubric", "CFRubricCriteria"), ("CFRubricCriterion", "CFRubricCriterionLevels")

    def written(value: Json, depth: int) -> Json:
        if depth == len(parts):
            return strict("CFRubricCriterionLevel", {}, value, stamp)
        kind, below = parts[depth]
        found = value.get(below)
        if isinstance(found, list):
            value = value | {below: [written(one, depth + 1) for one in found if isinstance(one, dict)]}
        return strict(kind, {}, value, stamp)

    return written(rubric, 0)
