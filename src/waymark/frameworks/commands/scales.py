"""Scales of a draft: their names, their levels, and the order of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, IntegerField, Max, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.audit import commands as audit
from waymark.frameworks import rules
from waymark.frameworks.commands.editing import Unfit, must_be_as_seen, must_be_text, must_go_as_seen, open_draft
from waymark.frameworks.commands.skill_tree import CannotMove
from waymark.frameworks.models import LevelDescriptor, Requirement, Scale, ScaleLevel, SkillWording
from waymark.frameworks.queries.draft_scales import SAYS_SOMETHING, scale_row, scale_shown_of
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.ids import free_slug, slugify
from waymark.kernel.policy import Actor

MOST_LEVELS = 12
_ASIDE = 1000
"""Added to ranks while they change places, so that no two are ever the same."""


class StillUsed(Refusal):
    """Something in the draft hangs on the scale, or on the level; the sentence says what."""


class LastOne(Refusal):
    """A draft has one scale at least, and a scale one level."""


@transaction.atomic
def add_scale(*, version_id: int, name: str, levels: Sequence[str], actor: Actor, at: datetime) -> str:
    """Add a scale of named levels, lowest first, and return its key.

    Raises:
        NotVisible, NotADraft, Unfit: see ``commands.editing``.
    """
    open_draft(version_id, actor, at)
    _must_be_name(name)
    names = [one.strip() for one in levels if one.strip()]
    if not names:
        raise Unfit({"levels": _("Enter the levels, one on each line, the lowest first")})
    if len(names) > MOST_LEVELS:
        raise Unfit({"levels": _("Enter %(most)s levels at most") % {"most": MOST_LEVELS}})
    for one in names:
        must_be_text({"levels": one}, levels=rules.LONGEST["name of a level"])
    there = Scale.objects.filter(version_id=version_id)
    key = free_slug(slugify(name)[:60].strip("-"), taken=set(there.values_list("key", flat=True)), suffix="scale")
    last = there.aggregate(last=Max("position"))["last"]
    scale = Scale.objects.create(version_id=version_id, key=key, name=name, position=0 if last is None else last + 1)
    ScaleLevel.objects.bulk_create(
        ScaleLevel(version_id=version_id, scale=scale, rank=rank, name=one) for rank, one in enumerate(names, start=1)
    )
    audit.record("frameworks.scale.added", actor=actor, at=at, version=version_id, scale=scale.pk, name=name)
    return key


@transaction.atomic
def save_scale(
    *,
    version_id: int,
    key: str,
    name: str,
    levels: Mapping[int, tuple[str, str]],
    seen: str | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Name a scale and its levels; ``levels`` gives name and description by rank.

    Raises:
        NotVisible, NotADraft, Changed, Unfit: see ``commands.editing``.
    """
    open_draft(version_id, actor, at)
    scale = scale_row(version_id, key)
    now = scale_shown_of(scale)
    new = dict(now.fields) | {"name": name}
    for rank, (called, description) in levels.items():
        new |= {f"level_{rank}_name": called, f"level_{rank}_description": description}
    if new == now.fields:
        return
    must_be_as_seen(now, seen, noun="scale", number=scale.pk)
    _must_be_name(name, now.fields["name"])
    rows = {row.rank: row for row in ScaleLevel.objects.filter(scale=scale)}
    for rank in levels:
        if rank not in rows:
            raise Unfit({"name": _("This scale has no level %(rank)s") % {"rank": rank}})
        if not levels[rank][0].strip():
            raise Unfit({f"level_{rank}_name": _("Enter what level %(rank)s is called") % {"rank": rank}})
    names = {f"level_{rank}_name": rules.LONGEST["name of a level"] for rank in levels}
    must_be_text(new, now.fields, **names)
    scale.name = name
    scale.save(update_fields=["name"])
    for rank, (called, description) in levels.items():
        rows[rank].name, rows[rank].description = called, description
    ScaleLevel.objects.bulk_update([rows[rank] for rank in levels], ["name", "description"])
    audit.record(
        "frameworks.scale.saved",
        actor=actor,
        at=at,
        version=version_id,
        scale=scale.pk,
        changed=sorted(field for field in new if new[field] != now.fields.get(field)),
    )


@transaction.atomic
def remove_scale(*, version_id: int, key: str, seen: str | None, actor: Actor, at: datetime) -> None:
    """Take a scale that no skill uses out of a draft.

    ``seen`` is the digest of what was shown of it (``queries.scale_shown``); None without a page.

    Raises:
        NotVisible, NotADraft, ChangedSince: see ``commands.editing``.
        StillUsed: skills stand on it.
        LastOne: it is the only one.
    """
    open_draft(version_id, actor, at)
    scale = scale_row(version_id, key)
    must_go_as_seen(scale_shown_of(scale).seen, seen)
    if users := list(
        SkillWording.objects.filter(scale=scale).order_by("position", "pk").values_list("name", flat=True)[:4]
    ):
        count = SkillWording.objects.filter(scale=scale).count()
        raise StillUsed(
            ngettext(
                "%(num)s skill is on this scale: %(names)s. Give it another scale first.",
                "%(num)s skills are on this scale: %(names)s. Give them another scale first.",
                count,
            )
            % {"num": f"{count:,}", "names": _and_more(users, count)}
        )
    if Scale.objects.filter(version_id=version_id).count() == 1:
        raise LastOne(_("A framework has one scale at least. Change this one, or add another first."))
    number, name = scale.pk, scale.name
    ScaleLevel.objects.filter(scale=scale).delete()
    scale.delete()
    audit.record("frameworks.scale.removed", actor=actor, at=at, version=version_id, scale=number, name=name)


@transaction.atomic
def add_level(*, version_id: int, key: str, name: str, actor: Actor, at: datetime) -> int:
    """Add a level at the top of a scale, and return its rank.

    Raises:
        NotVisible, NotADraft, Unfit: see ``commands.editing``.
    """
    open_draft(version_id, actor, at)
    scale = scale_row(version_id, key)
    if not name.strip():
        raise Unfit({"new_level": _("Enter what the new level is called")})
    must_be_text({"new_level": name}, new_level=rules.LONGEST["name of a level"])
    top = ScaleLevel.objects.filter(scale=scale).count()
    if top >= MOST_LEVELS:
        raise Unfit({"new_level": _("A scale has %(most)s levels at most") % {"most": MOST_LEVELS}})
    ScaleLevel.objects.create(version_id=version_id, scale=scale, rank=top + 1, name=name.strip())
    audit.record(
        "frameworks.scale.level_added", actor=actor, at=at, version=version_id, scale=scale.pk, rank=top + 1, name=name
    )
    return top + 1


@transaction.atomic
def move_level(*, version_id: int, key: str, rank: int, up: bool, actor: Actor, at: datetime) -> None:
    """Let a level change places with the next; what is described and asked at either goes with it.

    Raises:
        NotVisible: there is no such level; or see ``commands.editing``.
        NotADraft: see ``commands.editing``.
        CannotMove: it is the highest or the lowest already.

    Cost: a fixed number of statements, over all skills of the scale at once.
    """
    open_draft(version_id, actor, at)
    scale = scale_row(version_id, key)
    ranks = set(ScaleLevel.objects.filter(scale=scale).values_list("rank", flat=True))
    other = rank + 1 if up else rank - 1
    if rank not in ranks:
        raise NotVisible
    if other not in ranks:
        raise CannotMove
    for rows in (ScaleLevel.objects.filter(scale=scale), LevelDescriptor.objects.filter(skill_wording__scale=scale)):
        _aside(rows, rank)
        rows.filter(rank=other).update(rank=rank)
        rows.filter(rank=rank + _ASIDE).update(rank=other)
    swapped = Case(When(level=rank, then=Value(other)), default=Value(rank), output_field=IntegerField())
    _asked(scale).filter(level__in=(rank, other)).update(level=swapped)
    audit.record(
        "frameworks.scale.level_moved", actor=actor, at=at, version=version_id, scale=scale.pk, rank=rank, to=other
    )


@transaction.atomic
def remove_level(*, version_id: int, key: str, rank: int, seen: str | None, actor: Actor, at: datetime) -> None:
    """Take a level that nothing uses out of a scale; those above it move down, with what is described and asked there.

    ``seen`` is the digest of what was shown of the scale (``queries.scale_shown``); None without a page.

    Raises:
        NotVisible: there is no such level; or see ``commands.editing``.
        NotADraft, ChangedSince: see ``commands.editing``.
        StillUsed: a skill describes it, or a role level asks for it.
        LastOne: the scale has no other.
    """
    open_draft(version_id, actor, at)
    scale = scale_row(version_id, key)
    level = ScaleLevel.objects.filter(scale=scale, rank=rank).first()
    if level is None:
        raise NotVisible
    must_go_as_seen(scale_shown_of(scale).seen, seen)
    _must_be_free(scale, level)
    if ScaleLevel.objects.filter(scale=scale).count() == 1:
        raise LastOne(_("A scale has one level at least. Rename this one, or add another first."))
    described = LevelDescriptor.objects.filter(skill_wording__scale=scale)
    described.filter(rank=rank).delete()
    level.delete()
    for rows in (ScaleLevel.objects.filter(scale=scale), described):
        rows.filter(rank__gt=rank).update(rank=F("rank") + _ASIDE)
        rows.filter(rank__gt=_ASIDE).update(rank=F("rank") - _ASIDE - 1)
    _asked(scale).filter(level__gt=rank).update(level=F("level") - 1)
    audit.record(
        "frameworks.scale.level_removed",
        actor=actor,
        at=at,
        version=version_id,
        scale=scale.pk,
        rank=rank,
        name=level.name,
    )


def _must_be_free(scale: Scale, level: ScaleLevel) -> None:
    described = LevelDescriptor.objects.filter(SAYS_SOMETHING, skill_wording__scale=scale, rank=level.rank)
    names = list(described.order_by("skill_wording__position", "pk").values_list("skill_wording__name", flat=True)[:4])
    asking = _asked(scale).filter(level=level.rank).count()
    reasons = []
    if names:
        count = described.count()
        reasons.append(
            ngettext("%(num)s skill describes it: %(names)s.", "%(num)s skills describe it: %(names)s.", count)
            % {"num": f"{count:,}", "names": _and_more(names, count)}
        )
    if asking:
        reasons.append(
            ngettext("%(num)s requirement asks for it.", "%(num)s requirements ask for it.", asking)
            % {"num": f"{asking:,}"}
        )
    if reasons:
        raise StillUsed(
            " ".join([_("%(level)s is used, so it stays.") % {"level": level.name}, *reasons, _("Change these first.")])
        )


def _asked(scale: Scale) -> QuerySet[Requirement]:
    # By ids: an update cannot follow a relation.
    return Requirement.objects.filter(skill_wording__in=SkillWording.objects.filter(scale=scale).values("pk"))


def _aside(rows: QuerySet[ScaleLevel] | QuerySet[LevelDescriptor], rank: int) -> None:
    rows.filter(rank=rank).update(rank=rank + _ASIDE)


def _must_be_name(name: str, now: str = "") -> None:
    if not name.strip():
        raise Unfit({"name": _("Enter what the scale is called")})
    must_be_text({"name": name}, {"name": now}, name=rules.LONGEST["name of a scale"])


def _and_more(names: Sequence[str], count: int) -> str:
    shown = ", ".join(names[:3])
    return _("%(names)s and %(more)s more") % {"names": shown, "more": f"{count - 3:,}"} if count > 3 else shown
