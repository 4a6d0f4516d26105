"""Putting a disclosure profile in force."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel.errors import NotAllowed, Refusal
from waymark.kernel.policy import Actor, fetch
from waymark.reporting import policies, rules
from waymark.reporting.models import DisclosureProfile, ProfileInForce
from waymark.reporting.queries.profiles import begun, in_force, rules_of


class AlreadyHolds(Refusal):
    """The profile is in force, and no other is to follow."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is in force already, and no other is to follow it.") % {"name": name})


class ReasonNeeded(Refusal):
    """It was not said why."""

    def __init__(self) -> None:
        super().__init__(_("Enter why"))


@transaction.atomic
def ensure_profiles(*, actor: Actor, at: datetime) -> None:
    """Add the profiles of the program that are not there yet, and put the first in force where none is.

    Safe to repeat.

    Raises:
        NotAllowed: the actor is not the operator.
    """
    if not actor.operator:
        raise NotAllowed(_("Only an operator may add disclosure profiles. Ask whoever runs this site."))
    known = set(DisclosureProfile.objects.values_list("slug", "version"))
    new = [
        DisclosureProfile(
            slug=one.slug, version=one.version, name=one.name, about="", fewest=one.rules.fewest,
            fewest_for_mean=one.rules.fewest_for_mean, hide_zero=one.rules.hide_zero, round_to=one.rules.round_to,
            secondary=one.rules.secondary, added_at=at,
        )
        for one in rules.SHIPPED
        if (one.slug, one.version) not in known
    ]  # fmt: skip
    DisclosureProfile.objects.bulk_create(new)
    first = not ProfileInForce.objects.exists()
    if first:
        slug, version = rules.FIRST
        profile = DisclosureProfile.objects.get(slug=slug, version=version)
        ProfileInForce.objects.create(profile=profile, from_at=at, put_at=at)
    if new or first:
        added = [f"{one.slug} {one.version}" for one in new]
        audit.record("reporting.profiles.added", actor=actor, at=at, profiles=added, put_first_in_force=first)


@transaction.atomic
def put_in_force(*, slug: str, version: int, reason: str, actor: Actor, at: datetime) -> datetime:
    """Have figures shown by another profile, and return from when it holds.

    At once where it shows nothing that the one in force hides, else with the next month's figures. What was said before
    and has not begun is dropped; to drop it alone, put the one in force in force again.

    Raises:
        NotVisible: there is no such profile, or the actor keeps none.
        ReasonNeeded: there is no reason.
        AlreadyHolds: it holds already, and nothing else was to follow.
    """
    row = fetch(policies.MAY_PUT_IN_FORCE, DisclosureProfile.objects.all(), actor, at, slug=slug, version=version)
    if not reason.strip():
        raise ReasonNeeded
    # One at a time: each is compared with what the other left.
    list(DisclosureProfile.objects.select_for_update().order_by("pk"))
    held = in_force(at)
    last = ProfileInForce.objects.order_by("-pk").first()
    if held is not None and held.pk == row.pk and last is not None and begun(at).filter(pk=last.pk).exists():
        raise AlreadyHolds(row.name)
    from_at = rules.holds_from(rules_of(row), rules_of(held) if held else None, at)
    ProfileInForce.objects.create(profile=row, from_at=from_at, put_at=at)
    audit.record(
        "reporting.profile.put_in_force", actor=actor, at=at, reason=reason, profile=f"{row.slug} {row.version}",
        before=f"{held.slug} {held.version}" if held else "", holds_from=from_at.isoformat(),
    )  # fmt: skip
    return from_at
