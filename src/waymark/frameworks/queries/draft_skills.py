"""The skills of a draft: their tree, branch by branch, and what the form of one shows.

Whoever asks has been let in to the draft already: the door asked for it with ``queries.draft``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from django.db import connection
from django.db.models import Count, Q, QuerySet

from waymark.frameworks.models import LevelDescriptor, Relation, Requirement, Scale, SkillWording
from waymark.frameworks.queries.drafts import version_before
from waymark.frameworks.queries.editing import shown
from waymark.frameworks.types import Hanging, Shown, SkillWords, TreeBranch, TreeRow
from waymark.kernel.errors import NotVisible
from waymark.kernel.text import folded

A_PAGE = 100
"""Skills on one page of a branch."""

_TABLE = SkillWording._meta.db_table
_UPWARDS = (
    f"WITH RECURSIVE up(id, parent_id, height) AS ("
    f"SELECT id, parent_id, 0 FROM {_TABLE} WHERE id = %s "
    f"UNION ALL SELECT s.id, s.parent_id, up.height + 1 FROM {_TABLE} s JOIN up ON s.id = up.parent_id) "
    f"SELECT id FROM up ORDER BY height DESC"
)


def skill_tree(version_id: int, *, under: str = "", words: str = "", every: bool = False, page: int = 1) -> TreeBranch:
    """Return one page of a branch of a draft's skills, in the draft's order. Seven queries at most, whatever its size.

    Args:
        version_id: of the draft.
        under: slug of the skill whose branch is opened; empty for those at the top.
        words: when given, the skills of the whole draft whose name or code has it, instead of a branch.
        every: all skills of the draft, in alphabetical order, instead of a branch.
        page: from 1; one too far gives the last.

    Raises:
        NotVisible: the draft has no skill ``under``.
    """
    of_draft = SkillWording.objects.filter(version_id=version_id)
    order = ("sort_key", "pk") if every else ("position", "pk")
    trail: tuple[tuple[str, str], ...] = ()
    if words.strip():
        rows = of_draft.filter(Q(sort_key__contains=folded(words)) | Q(code__icontains=words.strip()))
    elif under:
        opened = wording(version_id, under)
        trail = _trail(opened.pk)
        rows = of_draft.filter(parent=opened)
    else:
        rows = of_draft if every else of_draft.filter(parent=None)
    count = rows.count()
    pages = max(math.ceil(count / A_PAGE), 1)
    page = min(max(page, 1), pages)
    columns = ("pk", "skill__slug", "name", "code", "kind")
    found = list(rows.order_by(*order).values_list(*columns)[(page - 1) * A_PAGE : page * A_PAGE])
    ids = [pk for pk, *_ in found]
    children = _counted(of_draft.filter(parent_id__in=ids), "parent_id")
    asked = _counted(Requirement.objects.filter(skill_wording_id__in=ids), "skill_wording_id")
    return TreeBranch(
        trail=trail,
        rows=tuple(
            TreeRow(slug, name, code, kind, children.get(pk, 0), asked.get(pk, 0))
            for pk, slug, name, code, kind in found
        ),
        count=count,
        page=page,
        pages=pages,
    )


def skill_place(version_id: int, slug: str) -> tuple[str, int]:
    """Return where a skill stands in the tree: the slug of the skill it is under, and the page of that branch.

    Raises:
        NotVisible: the draft has no such skill.
    """
    row = wording(version_id, slug)
    before_it = SkillWording.objects.filter(version_id=version_id, parent=row.parent_id, position__lt=row.position)
    return row.parent.skill.slug if row.parent else "", before_it.count() // A_PAGE + 1


def wording(version_id: int, slug: str) -> SkillWording:
    """Return what a version says of a skill.

    Raises:
        NotVisible: it has no such skill.
    """
    found = (
        SkillWording.objects.filter(version_id=version_id, skill__slug=slug)
        .select_related("skill", "scale", "parent__skill")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def skill_wording_id(version_id: int, slug: str) -> int:
    """Return the id by which the record names what a version says of a skill.

    Raises:
        NotVisible: it has no such skill.
    """
    return wording(version_id, slug).pk


def skill_shown(version_id: int, slug: str) -> Shown:
    """Return what the form of a skill shows: its words, and four fields per level of its scale. Four queries.

    Levels that are described beyond the end of the scale are among them, so that nothing is hidden.

    Raises:
        NotVisible: the version has no such skill.
    """
    return shown_of(wording(version_id, slug))


def shown_of(row: SkillWording) -> Shown:
    """Return what the form of a skill shows."""
    fields = {
        "name": row.name,
        "summary": row.summary,
        "kind": row.kind,
        "code": row.code,
        "scale": row.scale.key,
        "parent": _called(row.version_id, row.parent) if row.parent_id is not None and row.parent else "",
        "alternative_labels": "\n".join(row.alternative_labels),
        "hidden_labels": "\n".join(row.hidden_labels),
    }
    described = {one.rank: one for one in LevelDescriptor.objects.filter(skill_wording=row)}
    ranks = set(row.scale.levels.values_list("rank", flat=True))
    for rank in sorted(ranks | set(described)):
        one = described.get(rank)
        fields |= level_fields(
            rank,
            one.text if one else "",
            undefined=one is not None and not one.defined,
            evidence=one.evidence if one else "",
            learning=one.learning if one else "",
        )
    return shown(fields)


def level_fields(rank: int, text: str, *, undefined: bool, evidence: str, learning: str) -> dict[str, str]:
    """Return the four fields of one level, by the names that forms, commands and refusals give them."""
    return {
        f"level_{rank}_text": text,
        f"level_{rank}_undefined": "yes" if undefined else "",
        f"level_{rank}_evidence": evidence,
        f"level_{rank}_learning": learning,
    }


def fields_of(words: SkillWords, now: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that a form would show of these words; what they leave out stays as it is ``now``."""
    fields = dict(now) | {
        "name": words.name,
        "summary": words.summary,
        "kind": words.kind,
        "code": words.code,
        "scale": words.scale or now.get("scale", ""),
        "parent": words.parent,
        "alternative_labels": "\n".join(words.alternative_labels),
        "hidden_labels": "\n".join(words.hidden_labels),
    }
    for rank, level in words.levels.items():
        fields |= level_fields(
            rank, level.text, undefined=level.undefined, evidence=level.evidence, learning=level.learning
        )
    return fields


def parents_called(version_id: int, text: str) -> list[SkillWording]:
    """Return the skills of a version that a text may mean: the one of that slug, else those of that name."""
    rows = SkillWording.objects.filter(version_id=version_id)
    by_slug = list(rows.filter(skill__slug=text.strip()))
    if by_slug:
        return by_slug
    wanted = folded(text)
    return [row for row in rows.filter(sort_key=wanted[:200]) if folded(row.name) == wanted]


def above(wording_id: int) -> list[int]:
    """Return the ids from the top of the tree down to a skill, itself included. One query, however deep it is."""
    with connection.cursor() as cursor:
        cursor.execute(_UPWARDS, [wording_id])
        return [pk for (pk,) in cursor.fetchall()]


def hanging(version_id: int, slug: str) -> Hanging:
    """Return what hangs on a skill of a draft. Nine queries.

    Raises:
        NotVisible: the draft has no such skill.
    """
    row = wording(version_id, slug)
    asked = Requirement.objects.filter(skill_wording=row).order_by(
        "role_level_wording__role_wording__family_wording__position",
        "role_level_wording__role_wording__position",
        "role_level_wording__position",
        "pk",
    )
    levels = asked.values_list("role_level_wording__name", "role_level_wording__role_wording__name")
    children = SkillWording.objects.filter(parent=row).order_by("position", "pk").values_list("name", flat=True)
    names, under = tuple(name or role for name, role in levels), tuple(children)
    now = shown_of(row)
    return Hanging(
        slug=slug,
        name=row.name,
        asked_by=names,
        children=under,
        relations=Relation.objects.filter(Q(skill_wording=row) | Q(target=row)).count(),
        restorable=SkillWording.objects.filter(version=version_before(version_id), skill=row.skill_id).exists(),
        seen=shown({**now.fields, "asked": "\n".join(names), "under": "\n".join(under)}).seen,
    )


def skills_removed(version_id: int) -> tuple[tuple[str, str], ...]:
    """Return the skills that the version before has and a draft has not, by name: slug and name. Three queries."""
    here = SkillWording.objects.filter(version_id=version_id)
    gone = SkillWording.objects.filter(version=version_before(version_id)).exclude(skill__in=here.values("skill"))
    return tuple(gone.order_by("sort_key", "pk").values_list("skill__slug", "name"))


def scale_choices(version_id: int) -> tuple[tuple[str, str], ...]:
    """Return the scales of a version as key and name, in its order. One query."""
    rows = Scale.objects.filter(version_id=version_id).order_by("position", "pk")
    return tuple(rows.values_list("key", "name"))


def _called(version_id: int, parent: SkillWording) -> str:
    """Return what a form calls the skill above: its name, or its slug where another skill has the same name."""
    same = SkillWording.objects.filter(version_id=version_id, sort_key=parent.sort_key).count()
    return parent.name if same == 1 else parent.skill.slug


def _trail(wording_id: int) -> tuple[tuple[str, str], ...]:
    ids = above(wording_id)
    rows = SkillWording.objects.filter(pk__in=ids).values_list("pk", "skill__slug", "name")
    names = {pk: (slug, name) for pk, slug, name in rows}
    return tuple(names[pk] for pk in ids)


def _counted(rows: QuerySet[SkillWording] | QuerySet[Requirement], by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(number=Count("pk")))
