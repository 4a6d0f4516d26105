"""One text of a draft becomes another."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import rules
from waymark.frameworks.commands.deriving import note_rewording
from waymark.frameworks.commands.editing import open_draft
from waymark.frameworks.commands.roles import infer_lone_rung
from waymark.frameworks.models import (
    FamilyWording,
    LevelDescriptor,
    RoleLevelWording,
    RoleWording,
    SkillWording,
    Version,
)
from waymark.frameworks.types import Passage, PassageKind
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key


class NotTheseWords(Refusal):
    """The text cannot become that; the sentence says why."""


class TextChanged(Stale):
    """The text is another than the one that was seen."""

    def __init__(self, *, seen: str, now: str) -> None:
        super().__init__(
            _("The text changed meanwhile. It was: “%(seen)s”. It is now: “%(now)s”. Look at both before you go on.")
            % {"seen": seen, "now": now}
        )
        self.seen = seen
        self.now = now


_ROWS: dict[PassageKind, tuple[Any, str]] = {
    PassageKind.FAMILY: (FamilyWording, "family__uuid"),
    PassageKind.ROLE: (RoleWording, "role__uuid"),
    PassageKind.ROLE_LEVEL: (RoleLevelWording, "role_level__uuid"),
    PassageKind.SKILL: (SkillWording, "skill__uuid"),
}


@transaction.atomic
def reword(
    *,
    version_id: int,
    kind: PassageKind,
    uuid: UUID,
    part: str = "",
    field: str,
    seen_text: str,
    new_text: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Give one text of a draft other words.

    Args:
        version_id: the draft.
        kind: of what the text is part, with ``uuid`` and ``part``: see ``types.Passage``.
        uuid: its identity.
        part: which part of it, for a level of a skill.
        field: which of its texts, out of ``rules.REWORDABLE``.
        seen_text: the text as the actor saw it.
        new_text: what it becomes. The text of a level that was left undefined defines it; an empty one leaves it so.
        actor: an author of the framework.
        at: when.

    Raises:
        NotVisible: there is no such text in a version that this actor may change.
        NotADraft: see ``commands.editing``.
        TextChanged: it is another text by now.
        NotTheseWords: the new text does not fit.
    """
    version = open_draft(version_id, actor, at)
    if field not in rules.REWORDABLE[kind]:
        raise NotVisible
    if why_not := rules.why_not_these_words(kind, field, new_text):
        raise NotTheseWords(why_not)
    row = _row(version, Passage(kind, uuid, part))
    now = getattr(row, field)
    if now != seen_text:
        raise TextChanged(seen=seen_text, now=now)
    _say(row, field, new_text)
    audit.record(
        "frameworks.draft.reworded",
        actor=actor,
        at=at,
        framework=version.framework_id,
        version=version.pk,
        passage=Passage(kind, uuid, part).key,
        field=field,
        before=now,
        after=new_text,
        **_noun(row),
    )


def _say(row: Any, field: str, text: str) -> None:
    """Write one text, with what follows from it, as the forms of the editors do."""
    setattr(row, field, text)
    match row:
        case LevelDescriptor():
            row.defined = bool(row.text.strip()) if field == "text" else row.defined
            note_rewording(row.skill_wording_id)
        case SkillWording():
            note_rewording(row.pk)
        case RoleLevelWording() if field == "name":
            row.name = text.strip() and text
            if not row.name and RoleLevelWording.objects.filter(role_wording=row.role_wording_id).count() > 1:
                raise NotTheseWords(_("Only the one level of a role without others may have no name."))
            if row.rung_inferred:
                row.rung = rules.infer_rung(row.name, row.role_wording.name)
        case RoleWording() if field == "name":
            infer_lone_rung(row)
    if field == "name" and hasattr(row, "sort_key"):
        row.sort_key = sort_key(text)
    row.save()


def _noun(row: Any) -> dict[str, Any]:
    """Return what the forms of the thing look for in the record, to say who was faster."""
    match row:
        case LevelDescriptor():
            return {"skill_wording": row.skill_wording_id}
        case SkillWording():
            return {"skill": row.skill_id, "skill_wording": row.pk}
        case FamilyWording():
            return {"family": row.family_id}
        case RoleWording():
            return {"role": row.role_id}
        case RoleLevelWording():
            return {"role_level": row.role_level_id}
    return {}


def _row(version: Version, passage: Passage) -> Any:
    """Return the row that holds the texts of a passage; a level that has none yet gets one, unsaved.

    Raises:
        NotVisible: the version does not have it.
    """
    if passage.kind == PassageKind.FRAMEWORK:
        if version.framework.uuid != passage.uuid:
            raise NotVisible
        return version
    if passage.kind != PassageKind.SKILL_LEVEL:
        model, identity = _ROWS[passage.kind]
        return _one(model._default_manager.filter(version=version, **{identity: passage.uuid}))
    skill = _one(SkillWording.objects.filter(version=version, skill__uuid=passage.uuid))
    if not passage.part.isdecimal() or not skill.scale.levels.filter(rank=int(passage.part)).exists():
        raise NotVisible
    rank = int(passage.part)
    known = LevelDescriptor.objects.filter(skill_wording=skill, rank=rank).first()
    return known or LevelDescriptor(version=version, skill_wording=skill, rank=rank, defined=False)


def _one(rows: QuerySet[Model]) -> Any:
    found = rows.first()
    if found is None:
        raise NotVisible
    return found
