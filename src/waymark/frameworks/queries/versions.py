"""Versions: which one is current, and what each holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from waymark.frameworks.models import (
    FamilyWording,
    LevelDescriptor,
    Requirement,
    RoleLevelWording,
    RoleWording,
    SkillWording,
    Version,
)
from waymark.frameworks.types import Counts, VersionCard
from waymark.kernel.errors import NotVisible
from waymark.kernel.text import sort_key

IN_FORCE = (Version.State.PUBLISHED, Version.State.RETIRING, Version.State.WITHDRAWN)
"""States of a version that can be current, until it ends: one that was withdrawn did hold before that."""

_NEWEST_FIRST = ("-effective_from", "-published_at", "-pk")
_CARD = {
    "id": "id",
    "uuid": "uuid",
    "framework_id": "framework_id",
    "framework_uuid": "framework__uuid",
    "framework_slug": "framework__slug",
    "profession_id": "framework__profession_id",
    "label": "label",
    "title": "title",
    "state": "state",
    "summary": "summary",
    "licence": "licence",
    "attribution": "attribution",
    "notes": "notes",
    "effective_from": "effective_from",
    "published_at": "published_at",
    "ends_at": "ends_at",
    "ended_because": "ended_because",
}
"""Where each field of a version's card comes from."""


def current(at: datetime) -> QuerySet[Version]:
    """Return the version of each framework that holds at ``at``, as a query to embed in ``version__in``."""
    return Version.objects.filter(pk=_newest("framework", at))


def last_change(at: datetime) -> datetime | None:
    """Return when, until ``at``, it last changed which versions hold; None before there was any. One query."""
    held = Q(effective_from__lte=at, published_at__lte=at)
    found = Version.objects.aggregate(
        begun=Max("effective_from", filter=held),
        published=Max("published_at", filter=held),
        ended=Max("ends_at", filter=held & Q(ends_at__lte=at)),
    )
    return max((moment for moment in found.values() if moment is not None), default=None)


def best_wordings_first(rows: QuerySet[Any], at: datetime, *, then_by: tuple[str, ...] = ()) -> QuerySet[Any]:
    """Order wordings for picking one of each thing, and annotate ``is_current`` (1 or 0).

    The framework's current version comes first, then whichever published version had the thing last: what a newer
    version leaves out keeps its page and its name. Versions that do not hold yet at ``at`` are left out.
    ``then_by`` decides between wordings that are equally current.
    """
    ordered: QuerySet[Any] = (
        rows.filter(version__published_at__isnull=False, version__effective_from__lte=at)
        .annotate(_current=_newest("version__framework", at))
        .annotate(is_current=Case(When(version_id=F("_current"), then=1), default=0, output_field=IntegerField()))
        .order_by("-is_current", *then_by, "-version__effective_from", "-version__published_at", "-version_id")
    )
    return ordered


def card_fields(prefix: str = "") -> tuple[str, ...]:
    """Return the columns that ``card_from`` needs, for ``values()``."""
    return tuple(prefix + column for column in _CARD.values())


def card_from(row: Mapping[str, Any], prefix: str = "") -> VersionCard:
    """Build a version's card out of one row of ``values()``."""
    return VersionCard(**{name: row[prefix + column] for name, column in _CARD.items()})


def current_versions(at: datetime) -> tuple[VersionCard, ...]:
    """Return the current version of every framework, by title."""
    return _cards(current(at))


def current_for_profession(profession_id: int, at: datetime) -> tuple[VersionCard, ...]:
    """Return the current versions of the frameworks a profession owns, by title; empty when it has published none."""
    return _cards(current(at).filter(framework__profession_id=profession_id))


def framework(slug: str, at: datetime) -> VersionCard:
    """Return a framework's current version.

    Raises:
        NotVisible: there is no such framework, or nothing of it holds at ``at``.
    """
    return _one_card(current(at).filter(framework__slug=slug))


def versions_of(slug: str) -> tuple[VersionCard, ...]:
    """Return every published version of a framework, newest first: also those to come, and those retired.

    Raises:
        NotVisible: there is no such framework, or nothing of it was ever published.
    """
    rows = _published().filter(framework__slug=slug).order_by(*_NEWEST_FIRST).values(*card_fields())
    cards = tuple(card_from(row) for row in rows)
    if not cards:
        raise NotVisible
    return cards


def version(slug: str, label: str) -> VersionCard:
    """Return one published version of a framework.

    Raises:
        NotVisible: there is none of that label, or it is still a draft.
    """
    return _one_card(_published().filter(framework__slug=slug, label=label))


def version_by_id(version_id: int) -> VersionCard:
    """Return a version, drafts included: an id is only known to someone who was given it.

    Raises:
        NotVisible: there is no such version.
    """
    return _one_card(Version.objects.filter(pk=version_id))


def versions_by_id(ids: Iterable[int]) -> dict[int, VersionCard]:
    """Return versions by id, drafts included, as ``version_by_id`` does; ids that none has are absent. One query."""
    return {card.id: card for card in _cards(Version.objects.filter(pk__in=set(ids)))}


def counts(version_id: int) -> Counts:
    """Count what a version holds; all zero for an unknown one."""
    return counts_of([version_id]).get(version_id, Counts(0, 0, 0, 0, 0, 0))


def counts_of(version_ids: Iterable[int]) -> dict[int, Counts]:
    """Count what each version holds, in one query."""
    rows = (
        Version.objects.filter(pk__in=list(version_ids))
        .annotate(
            families=_count(FamilyWording),
            roles=_count(RoleWording),
            role_levels=_count(RoleLevelWording),
            skills=_count(SkillWording),
            descriptors=_count(LevelDescriptor, Q(defined=True)),
            requirements=_count(Requirement),
        )
        .values_list("pk", "families", "roles", "role_levels", "skills", "descriptors", "requirements")
    )
    return {pk: Counts(*numbers) for pk, *numbers in rows}


def _newest(framework_path: str, at: datetime) -> Subquery:
    """Return the id of the version that holds at ``at``, of the framework the outer row names."""
    return Subquery(
        Version.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            framework=OuterRef(framework_path),
            state__in=IN_FORCE,
            effective_from__lte=at,
        )
        .order_by(*_NEWEST_FIRST)
        .values("pk")[:1]
    )


def _published() -> QuerySet[Version]:
    return Version.objects.filter(published_at__isnull=False)


def _cards(rows: QuerySet[Version]) -> tuple[VersionCard, ...]:
    cards = [card_from(row) for row in rows.values(*card_fields())]
    return tuple(sorted(cards, key=lambda card: (sort_key(card.title), card.framework_slug)))


def _one_card(rows: QuerySet[Version]) -> VersionCard:
    row = rows.values(*card_fields()).first()
    if row is None:
        raise NotVisible
    return card_from(row)


def _count(model: type[Model], condition: Q | None = None) -> Coalesce:
    rows = model._default_manager.filter(condition or Q(), version=OuterRef("pk")).order_by()
    return Coalesce(Subquery(rows.values("version").annotate(number=Count("pk")).values("number")), Value(0))
