"""Our notation as a document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from waymark_formats.files import MAX_BYTES
from waymark_formats.framework import (
    ChoiceDocument,
    FamilyDocument,
    FrameworkDocument,
    Importance,
    Note,
    ReadResult,
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
from waymark_formats.trees import load
from waymark_formats.waymark.nodes import Node

FORMAT = "waymark-framework/1"


def read(path: Path, *, limit: int = MAX_BYTES) -> ReadResult:
    """Read a framework in our notation: YAML when the name ends in .yaml or .yml, else JSON.

    Raises:
        Unreadable: one sentence with the file and the row and column, or the path of the key.
    """
    notes: list[Note] = []
    top = Node(load(path, limit=limit, notes=notes), "", path.name)
    return ReadResult(_framework(top), tuple(notes))


def _framework(top: Node) -> FrameworkDocument:
    form = top.text("format", required=True)
    if form != FORMAT:
        top.refuse("format", f'is "{form[:60]}", and "{FORMAT}" is what can be read')
    about, version = top.node("framework"), top.node("version")
    scales = tuple(_scale(node) for node in _keyed(top, "scales", set()))
    if not scales:
        top.refuse("scales", "at least one scale is needed")
    tops = {scale.key: len(scale.levels) for scale in scales}
    skills = tuple(_skill(node, scales[0].key, tops) for node in _keyed(top, "skills", set()))
    _parents(skills, top)
    ranks = {skill.key: tops[skill.scale or scales[0].key] for skill in skills}
    roles_seen: set[str] = set()
    document = FrameworkDocument(
        title=about.text("title", required=True),
        families=tuple(_family(node, ranks, roles_seen) for node in _keyed(top, "families", set())),
        skills=skills,
        scales=scales,
        slug=about.text("slug"),
        summary=about.text("summary"),
        profession=about.text("profession"),
        licence=about.text("licence"),
        attribution=about.text("attribution"),
        uuid=about.identity(),
        version=version.text("label"),
        effective_from=version.day("effective_from"),
        notes=version.text("notes"),
        version_uuid=version.identity(),
        relations=tuple(_relation(node, ranks) for node in top.nodes("relations")),
        source=version.words("source"),
    )
    for node in (about, version, top):
        node.finish()
    _one_identity_each(document, top)
    return document


def _one_identity_each(document: FrameworkDocument, top: Node) -> None:
    roles = [role for family in document.families for role in family.roles]
    levels = [level for role in roles for level in role.levels]
    identities = [document.uuid, document.version_uuid, *(skill.uuid for skill in document.skills)]
    identities += [family.uuid for family in document.families]
    identities += [role.uuid for role in roles] + [level.uuid for level in levels]
    identities += [relation.uuid for relation in document.relations]
    seen: set[UUID] = set()
    for uuid in identities:
        if uuid is not None and uuid in seen:
            top.refuse("", f"the UUID {uuid} stands at two things")
        elif uuid is not None:
            seen.add(uuid)


def _keyed(node: Node, name: str, seen: set[str]) -> list[Node]:
    """Return the mappings of a list whose ``key`` has to be its own."""
    found = []
    for item in node.nodes(name):
        key = item.text("key", required=True)
        if key in seen:
            item.refuse("key", f'"{key[:80]}" is the key of another one')
        seen.add(key)
        found.append(item)
    return found


def _parents(skills: tuple[SkillDocument, ...], top: Node) -> None:
    """Refuse a parent that is not there, and skills that stand above themselves."""
    above = {skill.key: skill.parent for skill in skills}
    rooted = {""}
    for i, skill in enumerate(skills):
        path: dict[str, None] = {}
        key = skill.key
        while key not in rooted:
            if key not in above:
                top.refuse(f"skills[{i}].parent", f'there is no skill with the key "{key[:80]}"')
            if key in path:
                top.refuse(f"skills[{i}].parent", f'"{key[:80]}" stands above itself')
            path[key] = None
            key = above[key]
        rooted.update(path)


def _relation(node: Node, skills: Mapping[str, int]) -> RelationDocument:
    relation = RelationDocument(
        skill=node.text("skill", required=True),
        kind=node.choice("kind", RelationKind, RelationKind.RELATED),
        to=node.text("to"),
        uri=node.text("uri"),
        title=node.text("title"),
        uuid=node.identity(),
        source=node.words("source"),
    )
    for key, skill in (("skill", relation.skill), ("to", relation.to)):
        if skill and skill not in skills:
            node.refuse(key, f'there is no skill with the key "{skill[:80]}"')
    if not relation.to and not relation.uri:
        node.refuse("to", "says which skill this one is related to; a thing elsewhere is named by uri")
    node.finish()
    return relation


def _scale(node: Node) -> ScaleDocument:
    kind = node.choice("kind", ScaleKind, ScaleKind.LABELS)
    levels: list[ScaleLevel] = []
    for i, item in enumerate(node.nodes("levels"), start=1):
        if item.number("rank") != i:
            item.refuse("rank", f"ranks count from 1 without a gap, so this one should be {i}")
        value = item.decimal("value")
        if (value is not None) != (kind is ScaleKind.NUMERIC):
            item.refuse("value", "a numeric scale gives each level its value, and no other kind gives any")
        if levels and value is not None and levels[-1].value is not None and value <= levels[-1].value:
            item.refuse("value", "values rise from level to level")
        levels.append(ScaleLevel(i, item.text("name", required=True), item.text("description"), value))
        item.finish()
    if bool(levels) == (kind is ScaleKind.NONE):
        node.refuse("levels", "a scale needs at least one level, and one of the kind none has no level")
    scale = ScaleDocument(node.text("key"), node.text("name", required=True), tuple(levels), kind)
    node.finish()
    return scale


def _skill(node: Node, first_scale: str, tops: Mapping[str, int]) -> SkillDocument:
    scale = node.text("scale")
    if scale and scale not in tops:
        node.refuse("scale", f'there is no scale "{scale[:80]}"')
    top = tops[scale or first_scale]
    descriptors = node.by_rank("levels", undefined=True)
    for rank in descriptors:
        if not 1 <= rank <= top:
            node.refuse(f"levels.{rank}", f"the scale has levels 1 to {top}")
    evidence, learning = (
        {rank: text for rank, text in node.by_rank(key).items() if text} for key in ("evidence", "learning")
    )
    for key, texts in (("evidence", evidence), ("learning", learning)):
        for rank in texts:
            if rank not in descriptors:
                node.refuse(f"{key}.{rank}", f"levels says nothing of level {rank}; give it a text there, or null")
    skill = SkillDocument(
        key=node.text("key"),
        name=node.text("name", required=True),
        summary=node.text("summary"),
        kind=node.choice("kind", SkillKind, SkillKind.TECHNICAL),
        scale=scale,
        parent=node.text("parent"),
        code=node.text("code"),
        alternative_labels=node.texts("alternative_labels"),
        hidden_labels=node.texts("hidden_labels"),
        descriptors=descriptors,
        evidence=evidence,
        learning=learning,
        uuid=node.identity(),
        source=node.words("source"),
    )
    node.finish()
    return skill


def _family(node: Node, ranks: Mapping[str, int], roles_seen: set[str]) -> FamilyDocument:
    family = FamilyDocument(
        key=node.text("key"),
        name=node.text("name", required=True),
        summary=node.text("summary"),
        roles=tuple(_role(item, ranks) for item in _keyed(node, "roles", roles_seen)),
        uuid=node.identity(),
    )
    node.finish()
    return family


def _role(node: Node, ranks: Mapping[str, int]) -> RoleDocument:
    role = RoleDocument(
        key=node.text("key"),
        name=node.text("name", required=True),
        summary=node.text("summary"),
        responsibilities=node.text("responsibilities"),
        entry_routes=node.text("entry_routes"),
        next_moves=node.text("next_moves"),
        role_type=node.text("role_type"),
        alternative_labels=node.texts("alternative_labels"),
        hidden_labels=node.texts("hidden_labels"),
        levels=tuple(_role_level(item, ranks) for item in _keyed(node, "levels", set())),
        uuid=node.identity(),
    )
    node.finish()
    if len(role.levels) > 1 and any(not level.name.strip() for level in role.levels):
        node.refuse("levels", "only the lone level of a role may be without a name")
    return role


def _role_level(node: Node, ranks: Mapping[str, int]) -> RoleLevelDocument:
    choices = []
    for item in _keyed(node, "choices", set()):
        choose = item.number("choose")
        if choose is None:
            item.refuse("choose", "says how many of the group are asked for, and is missing")
        else:
            choices.append(ChoiceDocument(item.text("key"), item.text("name", required=True), choose))
        item.finish()
    requirements: dict[str, RequirementDocument] = {}
    for item in node.nodes("requirements"):
        requirement = _requirement(item, ranks, {choice.key for choice in choices})
        if requirement.skill in requirements:
            item.refuse("skill", f'"{requirement.skill[:80]}" is asked for twice in one role level')
        requirements[requirement.skill] = requirement
    level = RoleLevelDocument(
        key=node.text("key"),
        name=node.text("name"),
        description=node.text("description"),
        rung=node.number("rung"),
        grade_hint=node.text("grade_hint"),
        requirements=tuple(requirements.values()),
        choices=tuple(choices),
        uuid=node.identity(),
    )
    node.finish()
    return level


def _requirement(node: Node, ranks: Mapping[str, int], choices: set[str]) -> RequirementDocument:
    skill, level, choice = node.text("skill", required=True), node.number("level"), node.text("choice")
    if skill not in ranks:
        node.refuse("skill", f'there is no skill with the key "{skill[:80]}"')
    if level is not None and level > ranks[skill]:
        node.refuse("level", f"the skill's scale has levels 1 to {ranks[skill]}")
    if choice and choice not in choices:
        node.refuse("choice", f'the role level has no choice with the key "{choice[:80]}"')
    weight = node.number("weight")
    requirement = RequirementDocument(
        skill=skill,
        level=level,
        importance=node.choice("importance", Importance, Importance.ESSENTIAL),
        weight=1 if weight is None else weight,
        choice=choice,
        source=node.words("source"),
    )
    node.finish()
    return requirement
