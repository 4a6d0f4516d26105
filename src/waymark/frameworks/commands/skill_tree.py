"""Skills of a draft are moved in their tree, removed from it, and put back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks.commands.discarding import forget
from waymark.frameworks.commands.editing import Changed, open_draft
from waymark.frameworks.models import (
    Choice,
    LevelDescriptor,
    Relation,
    Requirement,
    RoleLevelWording,
    Scale,
    Skill,
    SkillWording,
)
from waymark.frameworks.queries.draft_skills import hanging, shown_of, wording
from waymark.frameworks.queries.drafts import version_before
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor

MOVES = ("up", "down", "under", "out")
"""Before the one above; behind the one below; under the one above; out, to stand behind the one it is under."""


class CannotMove(Refusal):
    """There is nowhere to go in that direction."""

    def __init__(self) -> None:
        super().__init__(_("It cannot be moved further that way."))


class ThereAlready(Refusal):
    """The draft has the skill."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is in this draft already.") % {"name": name})


@transaction.atomic
def move_skill(*, version_id: int, slug: str, move: str, actor: Actor, at: datetime) -> None:
    """Move a skill by one place, with everything under it; ``move`` is one of ``MOVES``.

    Raises:
        NotVisible, NotADraft: see ``commands.editing``.
        CannotMove: it stands at that end already.

    Cost: a fixed number of statements; "out" counts on the places of all that follow, in one.
    """
    open_draft(version_id, actor, at)
    row = wording(version_id, slug)
    beside = SkillWording.objects.filter(version_id=version_id, parent=row.parent_id)
    above = beside.filter(position__lt=row.position).order_by("-position", "-pk").first()
    below = beside.filter(position__gt=row.position).order_by("position", "pk").first()
    if move == "under" and above is not None:
        row.parent, row.position = above, _last(version_id) + 1
    elif move == "out" and row.parent is not None:
        place = row.parent.position
        SkillWording.objects.filter(version_id=version_id, position__gt=place).update(position=F("position") + 1)
        row.parent, row.position = row.parent.parent, place + 1
    elif move in {"up", "down"} and (other := above if move == "up" else below) is not None:
        row.position, other.position = other.position, row.position
        other.save(update_fields=["position"])
    else:
        raise CannotMove
    row.save(update_fields=["parent", "position"])
    audit.record(
        "frameworks.skill.moved",
        actor=actor,
        at=at,
        version=version_id,
        skill=row.skill_id,
        skill_wording=row.pk,
        move=move,
    )


@transaction.atomic
def remove_skill(*, version_id: int, slug: str, seen: str | None, actor: Actor, at: datetime) -> None:
    """Take a skill out of a draft, with what is asked of it; the skills under it move up to where it stood.

    A choose-n group that has fewer skills left than it asks for, asks for those that are left; one that is empty goes.
    A skill that no version has and nothing else names, is gone for good.

    Args:
        version_id: of a draft.
        slug: the skill's.
        seen: digest of what was shown to hang on it (``queries.hanging``); None without a page.
        actor: who takes it out.
        at: when.

    Raises:
        NotVisible, NotADraft, Changed: see ``commands.editing``.
    """
    open_draft(version_id, actor, at)
    row = wording(version_id, slug)
    hangs = hanging(version_id, slug)
    if seen is not None and seen != hangs.seen:
        raise Changed(shown_of(row), "skill_wording", row.pk)
    asked = Requirement.objects.filter(skill_wording=row)
    touched = list(asked.filter(choice__isnull=False).values_list("choice", flat=True))
    asked.delete()
    for group in Choice.objects.filter(pk__in=touched).annotate(left=Count("requirements")):
        if not group.left:
            group.delete()
        elif group.left < group.choose:
            group.choose = group.left
            group.save(update_fields=["choose"])
    Relation.objects.filter(Q(skill_wording=row) | Q(target=row)).delete()
    LevelDescriptor.objects.filter(skill_wording=row).delete()
    SkillWording.objects.filter(parent=row).update(parent=row.parent_id)
    skill, number = row.skill, row.pk
    row.delete()
    audit.record(
        "frameworks.skill.removed",
        actor=actor,
        at=at,
        version=version_id,
        skill=skill.pk,
        skill_wording=number,
        name=hangs.name,
        asked_by=len(hangs.asked_by),
    )
    forget(Skill.objects.filter(pk=skill.pk))


@transaction.atomic
def restore_skill(*, version_id: int, slug: str, actor: Actor, at: datetime) -> None:
    """Put a skill back into a draft as the version before has it: its words, its levels, and who asks for it.

    It stands under the same skill if that is here, else at the top, and in both cases last. Role levels that are not
    here any more do not ask for it; choose-n groups are not put together again.

    Raises:
        NotVisible: the version before has no such skill; or see ``commands.editing``.
        NotADraft: see ``commands.editing``.
        ThereAlready: the draft has it.
    """
    version = open_draft(version_id, actor, at)
    old = SkillWording.objects.filter(version=version_before(version_id), skill__slug=slug).first()
    if old is None:
        raise NotVisible
    if SkillWording.objects.filter(version=version, skill=old.skill_id).exists():
        raise ThereAlready(old.name)
    scales = Scale.objects.filter(version=version).order_by("position", "pk")
    scale = scales.filter(key=old.scale.key).first() or scales[0]
    above = old.parent.skill_id if old.parent else None
    parent = SkillWording.objects.filter(version=version, skill=above).first() if above else None
    number, levels = old.pk, list(old.descriptors.all())
    top = scale.levels.count()
    old.pk, old._state.adding = None, True
    old.version, old.scale, old.parent, old.position = version, scale, parent, _last(version_id) + 1
    old.save()
    for level in levels:
        level.pk, level.version, level.skill_wording = None, version, old
    LevelDescriptor.objects.bulk_create(level for level in levels if level.rank <= top)
    asked = list(Requirement.objects.filter(skill_wording=number).select_related("role_level_wording"))
    wanted = [one.role_level_wording.role_level_id for one in asked]
    here = dict(
        RoleLevelWording.objects.filter(version=version, role_level__in=wanted).values_list("role_level_id", "pk")
    )
    kept = [one for one in asked if one.role_level_wording.role_level_id in here and (one.level or 0) <= top]
    for one in kept:
        one.role_level_wording_id = here[one.role_level_wording.role_level_id]
        one.pk, one.version, one.skill_wording, one.choice = None, version, old, None
    Requirement.objects.bulk_create(kept)
    audit.record(
        "frameworks.skill.restored",
        actor=actor,
        at=at,
        version=version_id,
        skill=old.skill_id,
        skill_wording=old.pk,
        name=old.name,
        asked_by=len(kept),
    )


def _last(version_id: int) -> int:
    return int(SkillWording.objects.filter(version_id=version_id).aggregate(last=Max("position"))["last"] or 0)
