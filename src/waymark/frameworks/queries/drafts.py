"""Versions that are being written, for those who may read them."""

from __future__ import annotations

from datetime import datetime

from waymark.frameworks import policies
from waymark.frameworks.models import Framework, Version
from waymark.frameworks.queries.versions import card_fields, card_from, counts
from waymark.frameworks.types import DraftCard, VersionCard, Workbench
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import RESERVED_SLUGS
from waymark.kernel.policy import Actor

UNPUBLISHED = (Version.State.DRAFT, Version.State.IN_REVIEW)


def workbench(actor: Actor, at: datetime) -> Workbench:
    """Return what the actor may write or review. Two queries."""
    drafts = Version.objects.filter(state__in=UNPUBLISHED, pk__in=policies.SEE_DRAFT.visible(actor, at))
    published = Version.objects.filter(
        published_at__isnull=False, framework__in=policies.MAY_AUTHOR.visible(actor, at)
    ).order_by("title", "-effective_from", "-pk")
    newest: dict[int, VersionCard] = {}
    for row in published.values(*card_fields()):
        card = card_from(row)
        newest.setdefault(card.framework_id, card)
    return Workbench(
        drafts=tuple(card_from(row) for row in drafts.order_by("title", "-pk").values(*card_fields())),
        frameworks=tuple(newest.values()),
        professions=policies.professions(actor, *policies.AUTHORS),
    )


def draft(slug: str, label: str, actor: Actor, at: datetime) -> DraftCard:
    """Return a version that is not published, for whoever may read it. Ten queries at most.

    Raises:
        NotVisible: there is none, it is published by now, or the actor may not read it.
    """
    rows = Version.objects.filter(
        framework__slug=slug, label=label, state__in=UNPUBLISHED, pk__in=policies.SEE_DRAFT.visible(actor, at)
    )
    row = rows.values(*card_fields()).first()
    if row is None:
        raise NotVisible
    card = card_from(row)
    before = (
        Version.objects.filter(framework_id=card.framework_id, published_at__isnull=False)
        .order_by("-effective_from", "-published_at", "-pk")
        .values(*card_fields())
        .first()
    )
    return DraftCard(
        version=card,
        before=card_from(before) if before else None,
        counts=counts(card.id),
        may_edit=policies.MAY_EDIT.decide(actor, Version(pk=card.id), at).allowed,
    )


def may_author(framework_id: int, actor: Actor, at: datetime) -> bool:
    """Say whether the actor may begin versions of a framework and do what authors do to it. One or two queries."""
    return policies.MAY_AUTHOR.decide(actor, Framework(pk=framework_id), at).allowed


def professions_of_author(actor: Actor) -> frozenset[int]:
    """Return the professions whose frameworks the actor writes. No query."""
    return policies.professions(actor, *policies.AUTHORS)


def slug_taken(slug: str) -> bool:
    """Say whether no new framework can have this address: another has it, or it is kept for pages of the site."""
    return not slug or slug in RESERVED_SLUGS or Framework.objects.filter(slug=slug).exists()


def newest_version(slug: str, actor: Actor, at: datetime) -> VersionCard | None:
    """Return the version of a framework that was begun last, drafts included, for those who write it. Two queries."""
    rows = Version.objects.filter(framework__slug=slug, framework__in=policies.MAY_AUTHOR.visible(actor, at))
    row = rows.order_by("-pk").values(*card_fields()).first()
    return card_from(row) if row else None
