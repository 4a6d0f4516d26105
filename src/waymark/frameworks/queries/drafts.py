"""Versions that are being written, for those who may read them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from waymark.access import queries as access
from waymark.frameworks import policies
from waymark.frameworks.models import DraftReader, Framework, Version
from waymark.frameworks.queries.versions import card_fields, card_from, counts
from waymark.frameworks.types import DraftCard, VersionCard, Workbench
from waymark.kernel.errors import NotVisible
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


def drafts_read(actor: Actor, at: datetime) -> QuerySet[Version]:
    """Return the versions that are being written and the actor may read: a query for rooms to embed."""
    return Version.objects.filter(state__in=UNPUBLISHED, pk__in=policies.SEE_DRAFT.visible(actor, at))


def drafts_written(actor: Actor, at: datetime) -> QuerySet[Version]:
    """Return the versions that are being written and the actor may change: a query for rooms to embed."""
    return Version.objects.filter(state__in=UNPUBLISHED, pk__in=policies.MAY_EDIT.visible(actor, at))


def frameworks_written(actor: Actor, at: datetime) -> QuerySet[Framework]:
    """Return the frameworks whose versions the actor may write: a query for rooms to embed."""
    return Framework.objects.filter(pk__in=policies.MAY_AUTHOR.visible(actor, at))


def readers(version_id: int, at: datetime) -> frozenset[int]:
    """Return the accounts that may read a draft: by their duty, or because they were asked. Three queries.

    The caller has decided who may know.
    """
    profession = Version.objects.values_list("framework__profession_id", flat=True).get(pk=version_id)
    by_duty = access.holders(policies.READERS, profession_id=profession, at=at)
    asked = DraftReader.objects.filter(version_id=version_id, until_at=None).values_list("account_id", flat=True)
    return frozenset(by_duty) | frozenset(asked)
