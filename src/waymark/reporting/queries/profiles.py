"""Disclosure profiles, and which of them holds when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.reporting import policies, rules
from waymark.reporting.models import DisclosureProfile, ProfileInForce, Snapshot
from waymark.reporting.types import InForce, ProfileCard, ProfilesView, ProfileView
from waymark_engine.disclosure import Rules, count

MOST_BEFORE = 20
"""Profiles that held before, as far as they are listed."""
_RULES = ("fewest", "fewest_for_mean", "hide_zero", "round_to", "secondary")


def disclosure_profiles(actor: Actor, at: datetime) -> ProfilesView:
    """Return every profile, which of them holds at ``at``, and which will. Three queries.

    Raises:
        NotVisible: the actor keeps no profiles.
    """
    if not policies.keeps_profiles(actor):
        raise NotVisible
    rows = DisclosureProfile.objects.filter(pk__in=policies.SEE_PROFILE.visible(actor, at))
    cards = {row.pk: card_of(row) for row in rows.order_by("slug", "-version")}
    said = ProfileInForce.objects.annotate(begun=Exists(begun(at).filter(pk=OuterRef("pk")))).order_by("-pk")
    rows_said = said.values_list("profile_id", "from_at", "begun")[: 4 * MOST_BEFORE]
    now, coming, before = _in_turn([(cards[pk], from_at, so) for pk, from_at, so in rows_said if pk in cards])
    counted_at = Snapshot.objects.order_by("-month").values_list("at", flat=True).first()
    return ProfilesView(tuple(cards.values()), now, coming, before[:MOST_BEFORE], counted_at)


def disclosure_profile(slug: str, version: int, actor: Actor, at: datetime) -> ProfileView:
    """Return one version of a profile, and what it makes of an example. Five queries at most.

    Raises:
        NotVisible: there is no such profile, or the actor keeps none.
    """
    row = fetch(policies.SEE_PROFILE, DisclosureProfile.objects.all(), actor, at, slug=slug, version=version)
    held = in_force(at)
    last = ProfileInForce.objects.order_by("-pk").values_list("pk", "profile__name").first()
    from_at = rules.holds_from(rules_of(row), rules_of(held) if held else None, at)
    return ProfileView(
        profile=card_of(row),
        example=rules.example(rules_of(row)),
        grades=rules.EXAMPLE_GRADES,
        holds=held is not None and held.pk == row.pk,
        from_at=from_at,
        at_once=from_at == at,
        follows=last[1] if last and not begun(at).filter(pk=last[0]).exists() else "",
    )


def in_force(at: datetime) -> DisclosureProfile | None:
    """Return the profile that holds at ``at``; None where none was ever put in force. One query."""
    return DisclosureProfile.objects.filter(pk__in=_holding(at).values("profile_id")[:1]).first()


def counts_shown(numbers: Sequence[int], at: datetime) -> tuple[int | None, ...]:
    """Return counts of one thing on several days as the profile in force lets them be shown; None: hidden. One query.

    Two of them a day apart would tell of one person’s move, so under a profile that does not round, and without one,
    all of them are hidden.
    """
    held = in_force(at)
    if held is None or held.round_to == 1:
        return (None,) * len(numbers)
    return tuple(count(number, rules_of(held)).number for number in numbers)


def profile_in_force(at: datetime) -> str:
    """Return the name of the profile that holds at ``at``; empty where none was ever put in force. One query."""
    held = in_force(at)
    return held.name if held else ""


def rules_in_force(at: datetime) -> Subquery:
    """Return name and rules of the profile that holds at ``at``: an expression for other queries to embed."""
    columns: dict[str, Any] = {name: f"profile__{name}" for name in ("name", *_RULES)}
    return Subquery(_holding(at).values(found=JSONObject(**columns))[:1])


def rules_from(found: dict[str, Any]) -> Rules:
    """Return the rules that ``rules_in_force`` found. SQLite has no truth values of its own: they come as numbers."""
    return Rules(
        fewest=found["fewest"],
        fewest_for_mean=found["fewest_for_mean"],
        hide_zero=bool(found["hide_zero"]),
        round_to=found["round_to"],
        secondary=bool(found["secondary"]),
    )


def rules_of(row: DisclosureProfile) -> Rules:
    """Return what a profile asks for."""
    return rules_from({name: getattr(row, name) for name in _RULES})


def card_of(row: DisclosureProfile) -> ProfileCard:
    """Return a profile for pages, in the language of the moment where it is one of ours."""
    about = next((one.about for one in rules.SHIPPED if (one.slug, one.version) == (row.slug, row.version)), row.about)
    return ProfileCard(
        slug=row.slug, version=row.version, name=row.name, about=str(about), fewest=row.fewest,
        fewest_for_mean=row.fewest_for_mean, hide_zero=row.hide_zero, round_to=row.round_to, secondary=row.secondary,
    )  # fmt: skip


def begun(at: datetime) -> QuerySet[ProfileInForce]:
    """Return what was said of profiles and has begun at ``at``: a query for other queries to embed.

    A profile that did not hold at once waits for figures that are counted then, however late they are: the same counts
    shown by the one before and by a looser one would together show more than either. Before any were, the day counts.
    """
    counted = Snapshot.objects.filter(at__lte=at)
    waits_no_more = Q(from_at__lte=Subquery(counted.order_by("-month").values("at")[:1])) | ~Exists(counted)
    return ProfileInForce.objects.filter(Q(from_at=F("put_at")) | waits_no_more, from_at__lte=at)


def _holding(at: datetime) -> QuerySet[ProfileInForce]:
    return begun(at).order_by("-pk")


def _in_turn(
    said: list[tuple[ProfileCard, datetime, bool]],
) -> tuple[InForce | None, InForce | None, tuple[InForce, ...]]:
    """Return what holds, what follows, and what held before, out of what was said, latest first, and whether it began.

    What was said before something that holds from the same time or earlier never comes to hold.
    """
    held: list[InForce] = []
    to_come: list[InForce] = []
    until: datetime | None = None
    for profile, from_at, so in said:
        if until is None or from_at < until:
            (held if so else to_come).append(InForce(profile, from_at, until))
            until = from_at
    return (held[0] if held else None), (to_come[-1] if to_come else None), tuple(held[1:])
