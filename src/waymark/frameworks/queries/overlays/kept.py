"""Departments' context for whoever keeps it: what it says, whether it still fits, and what it hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from waymark.frameworks import policies, rules
from waymark.frameworks.models import Framework, OverlayEntry, Role, RoleLevel, Skill
from waymark.frameworks.queries.overlays import standards
from waymark.frameworks.queries.overlays.shown import COLUMNS, latest, named, overlaid, standing
from waymark.frameworks.queries.overlays.standards import Parts, Standards, Wanted
from waymark.frameworks.types import (
    TO_CHECK,
    KeptOverlay,
    Overlaid,
    OverlayAct,
    OverlayFault,
    OverlayKind,
    OverlayMoment,
    OverlayPage,
    OverlayState,
    RoleLevelView,
    SkillPage,
    StandardThing,
)
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key
from waymark.organisation import queries as organisation
from waymark.organisation.types import Named


@dataclass(frozen=True, slots=True)
class Read:
    """One overlay with what was read for it. ``before`` and ``after``: what the standard said, and says."""

    kept: KeptOverlay
    before: Parts
    after: Parts


def may_put_in_context(profession_id: int | None, actor: Actor) -> bool:
    """Say whether the actor adds a department's context to frameworks of a profession, or of none. No query."""
    return any(duty.profession_id == profession_id for duty in policies.keeping(actor))


def keeps_context(actor: Actor) -> bool:
    """Say whether the actor adds a department's context to anything. No query."""
    return bool(policies.keeping(actor))


def context_places(framework_id: int, actor: Actor, at: datetime) -> tuple[Named, ...]:
    """Return the organisations whose context the actor may add to a framework, and what these are directly made of.

    Their own come first; none for whoever adds nothing to it. Two queries.
    """
    owner = Framework.objects.filter(pk=framework_id, pk__in=policies.MAY_PUT_IN_CONTEXT.visible(actor, at))
    found_owner = owner.values_list("profession_id").first()
    if found_owner is None:
        return ()
    own = {duty.organisation_id for duty in policies.keeping(actor) if (duty.profession_id,) == found_owner}
    found = organisation.parts_of([pk for pk in own if pk is not None])
    return tuple(sorted(found, key=lambda place: place.id not in own))


def thing_to_overlay(kind: str, slug: str, actor: Actor, at: datetime) -> StandardThing:
    """Return a role, a role level or a skill of the current version, to add to.

    Raises:
        NotVisible: there is none of that slug in a current version, or the actor adds nothing to its framework.
    """
    may = policies.MAY_PUT_IN_CONTEXT.visible(actor, at)
    found: tuple[int, int] | None = None
    if kind == "role":
        found = Role.objects.filter(slug=slug, framework__in=may).values_list("pk", "framework_id").first()
    elif kind == "role_level":
        rows = RoleLevel.objects.filter(slug=slug, role__framework__in=may)
        found = rows.values_list("pk", "role__framework_id").first()
    elif kind == "skill":
        found = Skill.objects.filter(slug=slug, framework__in=may).values_list("pk", "framework_id").first()
    if found is None:
        raise NotVisible
    pk, framework_id = found
    read = standards.standards_now(
        Wanted(
            frozenset({pk} if kind == "role" else ()),
            frozenset({pk} if kind == "role_level" else ()),
            frozenset({pk} if kind == "skill" else ()),
        ),
        at,
    )
    things = {
        **read.roles,
        **{one: standards.role_level_thing(view, framework_id) for one, view in read.role_levels.items()},
        **{one: standards.skill_thing(page, framework_id) for one, page in read.skills.items()},
    }
    thing = things.get(pk)
    if thing is None or not thing.current:
        raise NotVisible
    return thing


def kept_overlays(actor: Actor, at: datetime) -> tuple[KeptOverlay, ...]:
    """Return everything the actor's departments added, by framework, by what it hangs on; those taken back as well.

    Nineteen queries at most, however many there are.
    """
    rows = latest().filter(overlay__in=policies.MAY_KEEP_CONTEXT.visible(actor, at))
    kept = [one.kept for one in read(rows, at)]
    return tuple(
        sorted(
            kept,
            key=lambda one: (
                one.state is OverlayState.ENDED,
                sort_key(one.thing.framework_title),
                sort_key(one.thing.name),
                one.overlaid.kind,
                str(one.overlaid.uuid),
            ),
        )
    )


def kept_overlay(uuid: UUID, actor: Actor, at: datetime) -> OverlayPage:
    """Return one overlay with the standard then and now, and its history. Twenty queries at most.

    Raises:
        NotVisible: there is none, or its department is not the actor's to answer for.
    """
    rows = latest().filter(overlay__uuid=uuid, overlay__in=policies.MAY_KEEP_CONTEXT.visible(actor, at))
    found = read(rows, at)
    if not found:
        raise NotVisible
    (one,) = found
    history = named(OverlayEntry.objects.filter(overlay__uuid=uuid)).order_by("-number")
    columns = ("act", "text", "level_name", "importance", "version__label", "account__name", "at")
    return OverlayPage(
        kept=one.kept,
        parts=rules.compared(one.before, one.after),
        history=tuple(
            OverlayMoment(OverlayAct(act), text, level or "", importance, label, by or "", moment)
            for act, text, level, importance, label, by, moment in history.values_list(*columns)
        ),
    )


def overlays_to_check(framework_id: int, at: datetime, organisation_id: int | None = None) -> tuple[KeptOverlay, ...]:
    """Return what departments, or one of them, added to a framework and have to look at again at ``at``.

    For handlers and commands: nobody asks. Nineteen queries at most.
    """
    rows = standing().filter(overlay__framework=framework_id)
    if organisation_id is not None:
        rows = rows.filter(overlay__organisation=organisation_id)
    found = read(rows, at)
    return tuple(one.kept for one in found if one.kept.state in TO_CHECK)


def read(entries: QuerySet[OverlayEntry], at: datetime) -> list[Read]:
    """Read entries with the standards they hang on, as these were and as they are."""
    extra = ("overlay__organisation__path", "overlay__framework_id", "act", "number", "skill_version_id")
    rows = [(overlaid(row[5:]), *row[:5]) for row in named(entries).values_list(*extra, *COLUMNS.values())]
    if not rows:
        return []
    every = [one for one, *_ in rows]
    now = standards.standards_now(
        Wanted(
            frozenset(one.role_id for one in every if one.role_id),
            frozenset(one.role_level_id for one in every if one.role_level_id),
            frozenset(one.skill_id for one in every if one.skill_id and one.kind is not OverlayKind.HIGHER_LEVEL),
        ),
        at,
    )
    then = standards.standards_then(
        [(one.role_id, one.version_id) for one in every if one.role_id],
        [(one.role_level_id, one.version_id) for one in every if one.role_level_id],
        [
            *((one.skill_id, version) for one, *_, version in rows if one.skill_id),
            *(
                (one.skill_id, now.role_levels[one.role_level_id].ref.version_id)
                for one in every
                if one.kind is OverlayKind.HIGHER_LEVEL and one.skill_id and one.role_level_id in now.role_levels
            ),
        ],
    )
    found = []
    for one, path, framework_id, act, number, skill_version in rows:
        side = _Beside(one, skill_version, now, then)
        state = OverlayState.ENDED if act == OverlayAct.ENDED else side.state()
        seen = rules.seen({"number": number, "now": side.versions()})
        kept = KeptOverlay(one, side.thing(framework_id), state, path, seen)
        found.append(Read(kept, side.before(), side.after()))
    return found


@dataclass(frozen=True, slots=True)
class _Beside:
    """One overlay beside the standards that were read."""

    overlaid: Overlaid
    skill_version: int | None
    now_read: Standards
    then_read: Standards

    def role_level_now(self) -> RoleLevelView | None:
        return self.now_read.role_levels.get(self.overlaid.role_level_id)

    def skill_now(self) -> SkillPage | None:
        one, view = self.overlaid, self.role_level_now()
        if one.kind is not OverlayKind.HIGHER_LEVEL:
            return self.now_read.skills.get(one.skill_id)
        return self.then_read.skills.get((one.skill_id, view.ref.version_id)) if view else None

    def before(self) -> Parts:
        one = self.overlaid
        view = self.then_read.role_levels.get((one.role_level_id, one.version_id))
        page = self.then_read.skills.get((one.skill_id, self.skill_version))
        if one.kind in rules.ASKED:
            return standards.asked_parts(view, page)
        if one.role_id:
            role = self.then_read.roles.get((one.role_id, one.version_id))
            return role.parts if role else ()
        return standards.role_level_parts(view) if view else standards.skill_parts(page) if page else ()

    def after(self) -> Parts:
        """What the current version says; nothing where it left the thing out."""
        one, view, page = self.overlaid, self.role_level_now(), self.skill_now()
        if one.kind in rules.ASKED:
            return standards.asked_parts(view if view and view.current else None, page)
        if one.role_id:
            role = self.now_read.roles.get(one.role_id)
            return role.parts if role and role.current else ()
        if view:
            return standards.role_level_parts(view) if view.current else ()
        return standards.skill_parts(page) if page and page.current else ()

    def thing(self, framework_id: int) -> StandardThing:
        one, view, page = self.overlaid, self.role_level_now(), self.skill_now()
        if one.role_id:
            return self.now_read.roles[one.role_id]
        if view:
            return standards.role_level_thing(view, framework_id, None if one.kind in rules.SAID else self.after())
        assert page is not None  # published things stay readable for good
        return standards.skill_thing(page, framework_id)

    def versions(self) -> list[int]:
        """The versions that what is shown is worded by."""
        view, page = self.role_level_now(), self.skill_now()
        role = self.now_read.roles.get(self.overlaid.role_id)
        return [
            *([role.version_id] if role else ()),
            *([view.ref.version_id] if view else ()),
            *([page.version.id] if page else ()),
        ]

    def state(self) -> OverlayState:
        one, view, page = self.overlaid, self.role_level_now(), self.skill_now()
        if not self.thing(0).current or (one.kind is OverlayKind.EXTRA_SKILL and page and not page.current):
            return OverlayState.GONE
        if one.kind in rules.ASKED and view:
            fault = rules.overlay_fault(
                one.kind,
                text=one.text,
                level=one.level,
                top=page.scale.top if page else 0,
                standard=standards.standard_of(view, one.skill_id or 0),
            )
            if fault in (OverlayFault.ASKED_ALREADY, OverlayFault.NOT_HIGHER, OverlayFault.NOT_ASKED):
                return OverlayState.OVERTAKEN
        if any(part.changed for part in rules.compared(self.before(), self.after())):
            return OverlayState.CHECK
        return OverlayState.CURRENT
