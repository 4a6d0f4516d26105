"""What a spreadsheet of somebody's own has no column for: it stays as the version before the sheet says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from waymark_formats.framework import FrameworkDocument, RelationDocument, SkillDocument


def with_what_no_sheet_says(
    document: FrameworkDocument, before: FrameworkDocument, *, same_version: bool
) -> FrameworkDocument:
    """Return a document made from a sheet, with what its framework says of itself and how its skills are related.

    Args:
        document: as the sheet says it.
        before: the version that it comes after, or whose place it takes.
        same_version: it takes its place, so that its notes hold as well.
    """
    return replace(
        document,
        summary=document.summary or before.summary,
        licence=document.licence or before.licence,
        attribution=document.attribution or before.attribution,
        notes=document.notes or (before.notes if same_version else ""),
        relations=document.relations or tuple(_still_there(before, document)),
    )


def _still_there(before: FrameworkDocument, now: FrameworkDocument) -> Iterator[RelationDocument]:
    """Return the relations whose skills are there still, known by their keys, else by their names."""
    keys, names = {skill.key for skill in now.skills}, _by_name(now.skills)
    there = {
        skill.key: skill.key if skill.key in keys else names.get(skill.name.casefold(), "") for skill in before.skills
    }
    for relation in before.relations:
        skill, to = there[relation.skill], there[relation.to] if relation.to else ""
        if skill and (to or not relation.to):
            yield replace(relation, skill=skill, to=to)


def _by_name(skills: Iterable[SkillDocument]) -> dict[str, str]:
    return {skill.name.casefold(): skill.key for skill in skills}
