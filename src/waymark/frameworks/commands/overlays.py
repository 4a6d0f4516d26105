"""A department puts a standard in its context. Nothing here touches a row of the standard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import policies, rules
from waymark.frameworks.commands.asking import settle_asked
from waymark.frameworks.models import Framework, Overlay, OverlayEntry, Version
from waymark.frameworks.queries.overlays import context_places, overlays_to_check, thing_to_overlay
from waymark.frameworks.queries.overlays.kept import read
from waymark.frameworks.queries.overlays.shown import latest
from waymark.frameworks.queries.overlays.standards import standard_of
from waymark.frameworks.queries.role_levels import role_level_by_id
from waymark.frameworks.queries.skills import skill_wordings, skills_now
from waymark.frameworks.types import (
    KeptOverlay,
    OverlayAct,
    OverlayFault,
    OverlayKind,
    OverlayState,
    RequirementView,
    SkillPage,
)
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch


class NothingSaid(Refusal):
    """A note, an example or a local name without words."""

    def __init__(self) -> None:
        super().__init__(_("Enter what your department adds."))


class NoSuchLevel(Refusal):
    """The level is not one of the skill's scale."""

    def __init__(self, skill: str) -> None:
        super().__init__(_("%(skill)s has no such level. Choose one of its scale.") % {"skill": skill})


class NotAsked(Refusal):
    """The standard asks for no level of the skill, so there is none to raise."""

    def __init__(self, skill: str) -> None:
        super().__init__(
            _("The standard does not ask for a level of %(skill)s here, so there is none to raise.") % {"skill": skill}
        )


class NotHigher(Refusal):
    """A department can ask for more than the standard, and never for less."""

    def __init__(self, skill: str, level: str) -> None:
        super().__init__(
            _("The standard asks for %(skill)s at %(level)s. A department can ask for more, never for as much or less.")
            % {"skill": skill, "level": level}
        )


class AskedAlready(Refusal):
    """The standard asks for the skill itself."""

    def __init__(self, skill: str) -> None:
        super().__init__(
            _("The standard asks for %(skill)s here already. To ask for more of it, ask for a higher level.")
            % {"skill": skill}
        )


class SaidAlready(Refusal):
    """The organisation has an overlay that says the same kind of thing of the same thing."""

    def __init__(self) -> None:
        super().__init__(_("Your department says this here already. Change what it says."))


class TakenBack(Refusal):
    """The overlay was taken back; nothing more is done to it."""

    def __init__(self) -> None:
        super().__init__(_("This was taken back. Add it again if it is needed."))


class LeftOut(Refusal):
    """The current version no longer has what the overlay hangs on."""

    def __init__(self) -> None:
        super().__init__(
            _("The current version of the standard no longer has this. Take it back, or add it somewhere else.")
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a role level asks of a skill by itself, and the skill as it is worded there."""

    standard: RequirementView | None
    page: SkillPage


@transaction.atomic
def publish_overlay(
    *,
    kind: OverlayKind,
    thing: tuple[str, str],
    organisation_id: int,
    actor: Actor,
    at: datetime,
    skill_id: int | None = None,
    text: str = "",
    level: int | None = None,
    importance: str = "",
) -> UUID:
    """Add something to a standard for an organisation and all below it. It holds at once; one person is enough.

    Args:
        kind: what is added.
        thing: what it hangs on: its kind (role, role_level, skill) and its slug. What asks for more hangs on a role
            level.
        organisation_id: whose context it is.
        actor: a departmental head of the profession that owns the framework, there or above; the HR director, where no
            profession owns it.
        at: when.
        skill_id: the skill asked for; for what asks for more.
        text: what it says; for what asks for more, why.
        level: what it asks for, from 1; None for a skill without levels.
        importance: essential or desirable, of an extra skill. A raised level keeps the standard's.

    Returns:
        Its UUID. What was taken back before and is added again keeps the one it had.

    Raises:
        NotVisible: no such thing in a current version, or the actor adds nothing to it for that organisation.
        NothingSaid, NoSuchLevel, NotAsked, NotHigher, AskedAlready, SaidAlready: see each.
    """
    hangs = thing_to_overlay(*thing, actor, at)
    fetch(policies.MAY_PUT_IN_CONTEXT, Framework.objects.all(), actor, at, pk=hangs.framework_id)
    _one_of_theirs(hangs.framework_id, organisation_id, actor, at)
    asked = _asked(kind, hangs.id, skill_id, at) if kind in rules.ASKED else None
    if asked and hangs.kind != "role_level":
        raise NotVisible
    _refuse_faults(kind, text, level, asked)
    on = {"role_id": None, "role_level_id": None, "skill_id": None, f"{hangs.kind}_id": hangs.id}
    if asked:
        on["skill_id"] = asked.page.id
    key = {"organisation_id": organisation_id, "framework_id": hangs.framework_id, "kind": kind, **on}
    once = kind in rules.ASKED or kind is OverlayKind.LOCAL_NAME
    overlay, made = (
        Overlay.objects.get_or_create(**key, defaults={"uuid": new_uuid()})
        if once
        else (Overlay.objects.create(uuid=new_uuid(), **key), True)
    )
    if not made:
        Overlay.objects.select_for_update().get(pk=overlay.pk)
        if latest().filter(overlay=overlay).exclude(act=OverlayAct.ENDED).exists():
            raise SaidAlready
    _write(
        overlay,
        OverlayAct.PUBLISHED,
        text=text.strip(),
        level=level if asked else None,
        importance=_importance(kind, importance, asked),
        version_id=hangs.version_id,
        skill_version_id=asked.page.version.id if asked else hangs.version_id if hangs.kind == "skill" else None,
        actor=actor,
        at=at,
    )
    audit.record("frameworks.overlay.published", actor=actor, at=at, **_facts(overlay))
    return overlay.uuid


@transaction.atomic
def change_overlay(
    *, uuid: UUID, seen: str, actor: Actor, at: datetime, text: str = "", level: int | None = None, importance: str = ""
) -> None:
    """Say it otherwise. What was said stays in its history; it counts as checked against the current version.

    Raises:
        NotVisible: there is none, or its department is not the actor's to answer for.
        Stale: it, or the standard it stands beside, changed since ``seen``.
        TakenBack, LeftOut, NothingSaid, NoSuchLevel, NotAsked, NotHigher, AskedAlready: see each.
    """
    overlay, kept = _to_change(uuid, seen, actor, at)
    kind = OverlayKind(overlay.kind)
    asked = _asked(kind, overlay.role_level_id, overlay.skill_id, at) if kind in rules.ASKED else None
    _refuse_faults(kind, text, level, asked)
    _restate(overlay, kept, asked, OverlayAct.CHANGED, text.strip(), level if asked else None,
             _importance(kind, importance, asked), actor, at)  # fmt: skip
    audit.record("frameworks.overlay.changed", actor=actor, at=at, **_facts(overlay))
    _settle(overlay.framework_id, overlay.organisation_id, at)


@transaction.atomic
def check_overlay(*, uuid: UUID, seen: str, actor: Actor, at: datetime) -> None:
    """Say that it is still right beside the current version of the standard.

    Raises:
        NotVisible, Stale, TakenBack, LeftOut: as ``change_overlay``.
        NotAsked, NotHigher, AskedAlready: the standard overtook it; it can be changed or taken back.
    """
    overlay, kept = _to_change(uuid, seen, actor, at)
    kind, said = OverlayKind(overlay.kind), kept.overlaid
    asked = _asked(kind, overlay.role_level_id, overlay.skill_id, at) if kind in rules.ASKED else None
    _refuse_faults(kind, said.text, said.level, asked)
    _restate(overlay, kept, asked, OverlayAct.CHECKED, said.text, said.level, said.importance, actor, at)
    audit.record("frameworks.overlay.checked", actor=actor, at=at, **_facts(overlay))
    _settle(overlay.framework_id, overlay.organisation_id, at)


@transaction.atomic
def end_overlay(*, uuid: UUID, seen: str, reason: str, actor: Actor, at: datetime) -> None:
    """Take it back: from now on nobody reads it and nothing counts it. Its history stays.

    Raises:
        NotVisible, Stale, TakenBack: as ``change_overlay``.
    """
    overlay, _kept = _to_change(uuid, seen, actor, at, left_out_too=True)
    last = OverlayEntry.objects.filter(overlay=overlay).order_by("-number").values(
        "level", "importance", "version_id", "skill_version_id"
    ).first()  # fmt: skip
    assert last is not None
    _write(overlay, OverlayAct.ENDED, text=reason.strip(), actor=actor, at=at, **last)
    audit.record("frameworks.overlay.ended", actor=actor, at=at, **_facts(overlay))
    _settle(overlay.framework_id, overlay.organisation_id, at)


def _one_of_theirs(framework_id: int, organisation_id: int, actor: Actor, at: datetime) -> None:
    if organisation_id not in {place.id for place in context_places(framework_id, actor, at)}:
        raise NotVisible


def _to_change(
    uuid: UUID, seen: str, actor: Actor, at: datetime, *, left_out_too: bool = False
) -> tuple[Overlay, KeptOverlay]:
    """Return the overlay, locked, and what its page shows of it; refuse what cannot be changed any more."""
    overlay = fetch(policies.MAY_KEEP_CONTEXT, Overlay.objects.select_for_update(), actor, at, uuid=uuid)
    (found,) = read(latest().filter(overlay=overlay), at)
    kept = found.kept
    if kept.state is OverlayState.ENDED:
        raise TakenBack
    if kept.seen != seen:
        raise Stale(_("This was changed, or the standard was, since you opened the page. Look at it again."))
    if not kept.thing.current and not left_out_too:
        raise LeftOut
    return overlay, kept


def _asked(kind: OverlayKind, role_level_id: int | None, skill_id: int | None, at: datetime) -> _Asked:
    if role_level_id is None or skill_id is None:
        raise NotVisible
    view = role_level_by_id(role_level_id, at)
    standard = standard_of(view, skill_id)
    if standard is not None and kind is OverlayKind.HIGHER_LEVEL:
        return _Asked(standard, skill_wordings([(skill_id, view.ref.version_id)])[skill_id, view.ref.version_id])
    page = skills_now([skill_id], at).get(skill_id)
    if page is None:
        raise NotVisible
    return _Asked(standard, page)


def _refuse_faults(kind: OverlayKind, text: str, level: int | None, asked: _Asked | None) -> None:
    fault = rules.overlay_fault(
        kind,
        text=text,
        level=level,
        top=asked.page.scale.top if asked else 0,
        standard=asked.standard if asked else None,
    )
    if fault is None:
        return
    if fault is OverlayFault.NOTHING_SAID or asked is None:
        raise NothingSaid
    name = asked.page.name
    if fault is OverlayFault.NO_SUCH_LEVEL:
        raise NoSuchLevel(name)
    if fault is OverlayFault.NOT_ASKED:
        raise NotAsked(name)
    if fault is OverlayFault.NOT_HIGHER:
        raise NotHigher(name, asked.standard.level_name if asked.standard else "")
    raise AskedAlready(name)


def _importance(kind: OverlayKind, importance: str, asked: _Asked | None) -> str:
    if kind is OverlayKind.EXTRA_SKILL:
        return "desirable" if importance == "desirable" else "essential"
    return asked.standard.importance if asked and asked.standard else ""


def _restate(
    overlay: Overlay,
    kept: KeptOverlay,
    asked: _Asked | None,
    act: OverlayAct,
    text: str,
    level: int | None,
    importance: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Write an entry that holds an overlay against the standard as it is."""
    of_skill = overlay.skill_id is not None and overlay.role_level_id is None
    skill_version = asked.page.version.id if asked else kept.thing.version_id if of_skill else None
    _write(
        overlay, act, text=text, level=level, importance=importance, version_id=kept.thing.version_id,
        skill_version_id=skill_version, actor=actor, at=at,
    )  # fmt: skip


def _write(
    overlay: Overlay,
    act: OverlayAct,
    *,
    text: str,
    level: int | None,
    importance: str,
    version_id: int,
    skill_version_id: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    last = OverlayEntry.objects.filter(overlay=overlay).aggregate(Max("number"))["number__max"] or 0
    OverlayEntry.objects.create(
        overlay=overlay, number=last + 1, act=act, text=text, level=level, importance=importance,
        version_id=version_id, skill_version_id=skill_version_id, account_id=actor.account_id, at=at,
    )  # fmt: skip


def _facts(overlay: Overlay) -> dict[str, Any]:
    """Return what the record says of an overlay: never its words."""
    return {
        "overlay": overlay.pk,
        "framework": overlay.framework_id,
        "organisation": overlay.organisation_id,
        "what": overlay.kind,
    }


def _settle(framework_id: int, organisation_id: int, at: datetime) -> None:
    """Nothing waits any more for those who were asked to look, once all of an organisation's is looked at."""
    if overlays_to_check(framework_id, at, organisation_id):
        return
    versions = Version.objects.filter(framework=framework_id, published_at__isnull=False, effective_from__lte=at)
    settle_asked(framework_id, versions.values_list("pk", flat=True), at, organisation_id)
