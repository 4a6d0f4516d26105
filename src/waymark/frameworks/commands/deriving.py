"""Parts of another framework are taken over into a draft, with links back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import rules
from waymark.frameworks.commands.editing import open_draft
from waymark.frameworks.commands.ordering import next_place
from waymark.frameworks.commands.rows import COLUMNS, Writing
from waymark.frameworks.models import (
    FamilyWording,
    Relation,
    RoleWording,
    Scale,
    ScaleLevel,
    SkillWording,
    Version,
)
from waymark.frameworks.queries.addresses import uri
from waymark.frameworks.queries.deriving import derived_already
from waymark.frameworks.queries.documents import document
from waymark.frameworks.queries.identities import identities
from waymark.frameworks.queries.versions import version_by_id
from waymark.frameworks.types import Derived, VersionCard
from waymark.kernel.bulk import insert_rows, move_sequence, next_id
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor
from waymark.kernel.text import folded
from waymark_formats.framework import FamilyDocument, FrameworkDocument, RelationDocument, RelationKind, ScaleDocument


class NothingChosen(Refusal):
    """Nothing is to be taken over, or all of it is in the draft already."""

    def __init__(self) -> None:
        super().__init__(_("Nothing new was chosen. Tick at least one that is not in the draft yet."))


@transaction.atomic
def derive(
    *,
    version_id: int,
    source_id: int,
    skills: Collection[str] | None,
    roles: Collection[str] | None,
    actor: Actor,
    at: datetime,
) -> Derived:
    """Take skills and roles of another framework over into a draft, as new ones of its own.

    Roles bring the skills they ask for, and come into the draft's family of the same name or into a new one. A skill
    that was taken over before is used again; a role whose name the draft has is left out, and named in the answer. A
    scale with the same levels is used, else it comes along. Each new skill says where it comes from by a relation
    (``same``), and the draft's attribution names the framework with its licence.

    Args:
        version_id: of the draft.
        source_id: of a published version of another framework.
        skills: slugs; None for all.
        roles: slugs; None for all.
        actor: who writes the draft.
        at: when.

    Raises:
        NotVisible: there is no such published version, or it is of the same framework; and see ``commands.editing``.
        NotADraft: see ``commands.editing``.
        NothingChosen: nothing is left to take over.

    Cost: as an import of the source.
    """
    version = open_draft(version_id, actor, at)
    source = version_by_id(source_id)
    if source.published_at is None or source.framework_id == version.framework_id:
        raise NotVisible
    whole = document(source_id)
    origins = {one.key: one.uuid for one in whole.skills if one.uuid is not None}
    standing = _standing(version)
    names = {folded(name) for name in RoleWording.objects.filter(version=version).values_list("name", flat=True)}
    wanted, left = rules.without_roles(whole if roles is None else rules.part_of(whole, skills=(), roles=roles), names)
    kept = {one.key for family in wanted.families for one in family.roles}
    part = rules.part_of(whole, skills=skills, roles=kept)
    here = derived_already(version_id)
    part = rules.known_as(
        rules.nameless(part),
        skills={key: here[origin] for key, origin in origins.items() if origin in here},
        families={name: uuid for uuid, (name, _pk) in standing.families.items()},
    )
    settled = rules.settle(part, _strangers(part, version, set(here.values()), standing), slug=version.framework.slug)
    new = [
        (old.key, skill)
        for old, skill in zip(part.skills, settled.document.skills, strict=True)
        if skill.uuid not in standing.skills
    ]
    if not new and not kept:
        raise NothingChosen
    relations = tuple(
        RelationDocument(
            skill=skill.key,
            kind=RelationKind.SAME,
            uri=uri(origins[key]),
            title=skill.name,
            uuid=rules.relation_uuid(version.framework.slug, skill.key, origins[key]),
            source={
                rules.DERIVED_FROM: str(origins[key]),
                "framework": source.framework_slug,
                "framework_title": source.title,
                "version": source.label,
                "skill": key,
            },
        )
        for key, skill in new
    )
    added = {skill.key for _key, skill in new}
    between = tuple(one for one in settled.document.relations if one.skill in added)
    ready = replace(settled, document=replace(settled.document, relations=(*between, *relations)))
    _Adding(version.pk, version.framework_id, ready, standing=standing).write()
    _name_the_source(version, source)
    audit.record(
        "frameworks.draft.derived",
        actor=actor,
        at=at,
        version=version.pk,
        source=source.framework_slug,
        source_label=source.label,
        skills=len(new),
        roles=len(kept),
    )
    return Derived(len(new), len(kept), left)


def note_rewording(skill_wording_id: int) -> None:
    """Say, inside another command's transaction, that a skill is no longer worded as where it was taken over from."""
    Relation.objects.filter(
        skill_wording_id=skill_wording_id, kind=RelationKind.SAME, source__has_key=rules.DERIVED_FROM
    ).update(kind=RelationKind.SIMILAR)


@dataclass(slots=True)
class _Standing:
    """What a draft has already, by UUID."""

    skills: dict[UUID, tuple[str, int]]
    """(slug, id of the wording)."""
    families: dict[UUID, tuple[str, int]]
    """(folded name, id of the wording)."""
    roles: set[UUID]
    scales: dict[tuple[str, ...], int]
    """By kind and folded names of the levels."""
    scale_keys: set[str]


def _standing(version: Version) -> _Standing:
    steps: dict[int, list[str]] = {}
    for scale_id, name in ScaleLevel.objects.filter(version=version).order_by("rank").values_list("scale_id", "name"):
        steps.setdefault(scale_id, []).append(folded(name))
    scales = list(Scale.objects.filter(version=version).order_by("-position", "-pk").values_list("pk", "key", "kind"))
    of_skills = SkillWording.objects.filter(version=version).values_list("skill__uuid", "skill__slug", "pk")
    of_families = FamilyWording.objects.filter(version=version).values_list("family__uuid", "name", "pk")
    return _Standing(
        skills={uuid: (slug, pk) for uuid, slug, pk in of_skills},
        families={uuid: (folded(name), pk) for uuid, name, pk in of_families},
        roles=set(RoleWording.objects.filter(version=version).values_list("role__uuid", flat=True)),
        scales={(kind, *steps.get(pk, ())): pk for pk, _key, kind in scales},
        scale_keys={key for _pk, key, _kind in scales},
    )


def _strangers(part: FrameworkDocument, version: Version, derived: set[UUID], standing: _Standing) -> rules.Identities:
    """Return the framework's identities that a part may become: none that the draft has, but for what is named so.

    What is taken over is new even where the draft has something of the same name.
    """
    all_of_it = identities(part, version.framework_id)
    roles = tuple(one for one in all_of_it.roles if one.uuid not in standing.roles)
    free = {one.id for one in roles}
    named = {one.uuid for one in part.families}
    return replace(
        all_of_it,
        skills=tuple(one for one in all_of_it.skills if one.uuid in derived or one.uuid not in standing.skills),
        families=tuple(one for one in all_of_it.families if one.uuid in named or one.uuid not in standing.families),
        roles=roles,
        role_levels=tuple(one for one in all_of_it.role_levels if one.parent in free),
    )


def _name_the_source(version: Version, source: VersionCard) -> None:
    words = _('Includes parts of "%(title)s", version %(label)s') % {"title": source.title, "label": source.label}
    words = ", ".join(part for part in (words, source.attribution.strip(), source.licence.strip()) if part) + "."
    if words not in version.attribution:
        version.attribution = "\n".join(part for part in (version.attribution.rstrip(), words) if part)
        version.save(update_fields=["attribution"])


@dataclass(slots=True)
class _Adding(Writing):
    """Writes a settled part behind what a draft has."""

    standing: _Standing = field(kw_only=True)

    def write(self) -> None:
        """Write everything. Call it inside a transaction that holds the tables."""
        self._first = {model: next_id(model) for model in COLUMNS}
        scales = self._scales()
        settled = self.settled.document
        new = [skill for skill in settled.skills if skill.uuid not in self.standing.skills]
        skills = {slug: pk for slug, pk in self.standing.skills.values()}
        skills |= {skill.key: self._first[SkillWording] + number for number, skill in enumerate(new)}
        for position, skill in enumerate(new, start=self._next(SkillWording)):
            self._skill(position, skill, scales, skills)
        for position, relation in enumerate(settled.relations, start=self._next(Relation)):
            self._relation(position, relation, skills)
        position = self._next(FamilyWording)
        for family in settled.families:
            position += self._add_family(position, family, skills)
        for model, columns in COLUMNS.items():
            if rows := self._rows[model]:
                insert_rows(model, columns, rows)
                move_sequence(model)

    def _next(self, model: Any) -> int:
        return next_place(model.objects.filter(version_id=self.version_id))

    def _add_family(self, position: int, family: FamilyDocument, skills: dict[str, int]) -> int:
        """Collect a family's rows and return how many families that makes: 0 or 1."""
        known = self.standing.families.get(family.uuid) if family.uuid is not None else None
        if known is None:
            self._family(position, family, skills)
            return 1
        start = next_place(RoleWording.objects.filter(family_wording_id=known[1]))
        for place, role in enumerate(family.roles, start=start):
            self._role(place, role, known[1], skills)
        return 0

    def _scales(self) -> dict[str, int]:
        document = self.settled.document
        used = {skill.scale for skill in document.skills if skill.uuid not in self.standing.skills}
        ids: dict[str, int] = {}
        position = self._next(Scale)
        for number, scale in enumerate(document.scales):
            key = "" if not number else scale.key
            if key not in used:
                continue
            same = (scale.kind.value, *(folded(level.name) for level in scale.levels))
            if (known := self.standing.scales.get(same)) is None:
                known = self._add_scale(scale, position)
                position += 1
            ids[key] = known
        return ids

    def _add_scale(self, scale: ScaleDocument, position: int) -> int:
        key = rules.free_key(scale.key, self.standing.scale_keys)
        self.standing.scale_keys.add(key)
        number = self._add(Scale, self.version_id, key, scale.name, scale.kind.value, position)
        for level in scale.levels:
            self._add(ScaleLevel, self.version_id, number, level.rank, level.name, level.description, level.value)
        return number
