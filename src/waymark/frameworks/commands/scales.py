"""Scales of a draft: their names, their levels, and the order of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

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
from waymark_formats.framework import ScaleKind

MOST_LEVELS = 12
WITH_LEVELS = (ScaleKind.LABELS, ScaleKind.POINTS, ScaleKind.NUMERIC, ScaleKind.GRADE_BANDS)
_ASIDE = 1000
"""Added to ranks while they change places, so that no two are ever the same."""


class StillUsed(Refusal):
    """Something in the draft hangs on the scale, or on the level; the sentence says what."""


class LastOne(Refusal):
    """A draft has one scale at least, and a scale one level."""


@transaction.atomic
def add_scale(
    *, version_id: int, name: str, levels: Sequence[str], kind: str = ScaleKind.LABELS, actor: Actor, at: datetime
) -> str:
    """Add a scale and return its key.

    Args:
        version_id: of a draft.
        name: what it is called.
        levels: names of its levels, lowest first; of a numeric scale with their values, which rise: "Good = 60", or
            "60" alone. None for a scale of the kind none.
        kind: out of ``ScaleKind``.
        actor: who writes it.
        at: when.

    Raises:
        NotVisible, NotADraft, Unfit: see ``commands.editing``.
    """
    open_draft(version_id, actor, at)
    _must_be_name(name)
    _must_be_kind(kind, tuple(ScaleKind))
    lines = [one.strip() for one in levels if one.strip()]
    if kind == ScaleKind.NONE and lines:
        raise Unfit({"levels": _("A scale without levels has none. Take these out, or choose another kind")})
    if not lines and kind != ScaleKind.NONE:
        raise Unfit({"levels": _("Enter the levels, one on each line, the lowest first")})
    numeric = kind == ScaleKind.NUMERIC
    pairs = [rules.named_value(line) if numeric else (line, "") for line in lines]
    names = [name for name, _value in pairs]
    values = _rising({number: value for number, (_name, value) in enumerate(pairs, 1)}, "levels") if numeric else {}
    if len(names) > MOST_LEVELS:
        raise Unfit({"levels": _("Enter %(most)s levels at most") % {"most": MOST_LEVELS}})
    for one in names:
        must_be_text({"levels": one}, levels=rules.LONGEST["name of a level"])
    there = Scale.objects.filter(version_id=version_id)
    key = free_slug(slugify(name)[:60].strip("-"), taken=set(there.values_list("key", flat=True)), suffix="scale")
    last = there.aggregate(last=Max("position"))["last"]
    scale = Scale.objects.create(
        version_id=version_id, key=key, name=name, kind=kind, position=0 if last is None else last + 1
    )
    ScaleLevel.objects.bulk_create(
        ScaleLevel(version_id=version_id, scale=scale, rank=rank, name=one, value=values.get(rank))
        for rank, one in enumerate(names, start=1)
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
    kind: str = "",
    values: Mapping[int, str] | None = None,
    seen: str | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Name a scale and its levels, and say what they are.

    Args:
        version_id: of a draft.
        key: of the scale.
        name: what it is called.
        levels: name and description by rank.
        kind: out of ``ScaleKind``; empty: as it is. A scale without levels stays one, and no other becomes one.
        values: of a numeric scale, by rank, which rise; None: as they are.
        seen: digest of what the form showed (``queries.scale_shown``); None without a form.
        actor: who writes it.
        at: when.

    Raises:
        NotVisible, NotADraft, Changed, Unfit: see ``commands.editing``.
    """
    open_draft(version_id, actor, at)
    scale = scale_row(version_id, key)
    now = scale_shown_of(scale)
    kind = kind or scale.kind
    new = dict(now.fields) | {"name": name, "kind": kind}
    for rank, (called, description) in levels.items():
        new |= {f"level_{rank}_name": called, f"level_{rank}_description": description}
    valued = {rank: now.fields.get(f"level_{rank}_value", "") for rank in levels} | dict(values or {})
    if kind == ScaleKind.NUMERIC:
        new |= {f"level_{rank}_value": value.strip() for rank, value in valued.items()}
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
    if kind != scale.kind:
        _must_be_kind(kind, (ScaleKind.NONE,) if scale.kind == ScaleKind.NONE else WITH_LEVELS)
    counted = _rising(valued) if kind == ScaleKind.NUMERIC else {}
    names = {f"level_{rank}_name": rules.LONGEST["name of a level"] for rank in levels}
    must_be_text(new, now.fields, **names)
    scale.name, scale.kind = name, kind
    scale.save(update_fields=["name", "kind"])
    for rank, (called, description) in levels.items():
        rows[rank].name, rows[rank].description = called, description
    for rank, row in rows.items():
        row.value = counted.get(rank)
    ScaleLevel.objects.bulk_update(rows.values(), ["name", "description", "value"])
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
    """Add a level at the top of a scale, and return its rank. Of a numeric scale with its value: "Best = 80".

    Raises:
        NotVisible, NotADraft, Unfit: see ``commands.editing``.
    """
    open_draft(version_id, actor, at)
    scale = scale_row(version_id, key)
    if scale.kind == ScaleKind.NONE:
        raise Unfit({"new_level": _("This is a scale without levels. Add another scale for skills that have some")})
    name, text = rules.named_value(name) if scale.kind == ScaleKind.NUMERIC else (name, "")
    if not name.strip():
        raise Unfit({"new_level": _("Enter what the new level is called")})
    must_be_text({"new_level": name}, new_level=rules.LONGEST["name of a level"])
    top = ScaleLevel.objects.filter(scale=scale).count()
    if top >= MOST_LEVELS:
        raise Unfit({"new_level": _("A scale has %(most)s levels at most") % {"most": MOST_LEVELS}})
    value = None
    if scale.kind == ScaleKind.NUMERIC:
        known = ScaleLevel.objects.filter(scale=scale).order_by("rank").values_list("rank", "value")
        value = _rising({**{rank: str(one) for rank, one in known}, top + 1: text}, "new_level")[top + 1]
    ScaleLevel.objects.create(version_id=version_id, scale=scale, rank=top + 1, name=name.strip(), value=value)
    audit.record(
        "frameworks.scale.level_added", actor=actor, at=at, version=version_id, scale=scale.pk, rank=top + 1, name=name
    )
    return top + 1


@transaction.atomic
def move_level(*, version_id: int, key: str, rank: int, up: bool, actor: Actor, at: datetime) -> None:
    """Let a level change places with the next; what is described and asked at either goes with it.

    The values of a numeric scale stay where they are, and rise from level to level as before.

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
    values = dict(ScaleLevel.objects.filter(scale=scale, rank__in=(rank, other)).values_list("rank", "value"))
    for rows in (ScaleLevel.objects.filter(scale=scale), LevelDescriptor.objects.filter(skill_wording__scale=scale)):
        _aside(rows, rank)
        rows.filter(rank=other).update(rank=rank)
        rows.filter(rank=rank + _ASIDE).update(rank=other)
    for number, value in values.items():
        ScaleLevel.objects.filter(scale=scale, rank=number).update(value=value)
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


def _must_be_kind(kind: str, kinds: Sequence[ScaleKind]) -> None:
    if kind not in kinds:
        raise Unfit({"kind": _("Choose what the levels are")})


def _rising(texts: Mapping[int, str], field: str = "") -> dict[int, Decimal]:
    """Return the values of the levels of a numeric scale, by rank.

    Args:
        texts: what was typed for each, from the lowest.
        field: which argument is wrong when one is; empty: that of the level itself.

    Raises:
        Unfit: one is no value, or no more than the one below it.
    """
    found: dict[int, Decimal] = {}
    for rank in sorted(texts):
        value, where = rules.value_of(texts[rank]), field or f"level_{rank}_value"
        if value is None:
            raise Unfit({where: _("Enter the value of level %(rank)s as a number, such as 60 or 2.5") % {"rank": rank}})
        if found and value <= max(found.values()):
            raise Unfit({where: _("Give level %(rank)s a higher value than the level below it has") % {"rank": rank}})
        found[rank] = value
    return found


def _must_be_name(name: str, now: str = "") -> None:
    if not name.strip():
        raise Unfit({"name": _("Enter what the scale is called")})
    must_be_text({"name": name}, {"name": now}, name=rules.LONGEST["name of a scale"])


def _and_more(names: Sequence[str], count: int) -> str:
    shown = ", ".join(names[:3])
    return _("%(names)s and %(more)s more") % {"names": shown, "more": f"{count - 3:,}"} if count > 3 else shown
