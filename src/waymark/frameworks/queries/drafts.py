"""Versions that are being written, for those who may read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.access import queries as access
from waymark.frameworks import policies
from waymark.frameworks.models import DraftReader, Framework, Version
from waymark.frameworks.queries.addresses import address
from waymark.frameworks.queries.versions import card_fields, card_from
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
    """Return a version that is not published, for whoever may read it. Nine queries at most.

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
    older = _published_before(card.framework_id).values(*card_fields()).first()
    return DraftCard(
        version=card,
        before=card_from(older) if older else None,
        may_edit=policies.MAY_EDIT.decide(actor, Version(pk=card.id), at).allowed,
    )


def draft_address(uuid: UUID, actor: Actor, at: datetime) -> str:
    """Return where the version of a UUID is written, whatever its label is now; once it is published, where it is read.

    Raises:
        NotVisible: there is none, or it is not published and the actor may not read it.
    """
    row = Version.objects.filter(uuid=uuid).values(*card_fields()).first()
    if row is None:
        raise NotVisible
    card = card_from(row)
    if card.state not in UNPUBLISHED:
        return address("version", card.framework_slug, card.label)
    if not policies.SEE_DRAFT.decide(actor, Version(pk=card.id), at).allowed:
        raise NotVisible
    return address("draft", card.framework_slug, card.label)


def version_before(version_id: int) -> int | None:
    """Return the published version that a version follows: of a draft the newest; None for the first. Two queries.

    Nothing follows a version that was withdrawn.
    """
    rows = Version.objects.filter(pk=version_id).values_list("framework_id", "effective_from", "published_at")
    framework_id, effective_from, published_at = rows.get()
    older = _published_before(framework_id).exclude(pk=version_id)
    if published_at is not None:
        older = older.filter(
            Q(effective_from__lt=effective_from)
            | Q(effective_from=effective_from, published_at__lt=published_at)
            | Q(effective_from=effective_from, published_at=published_at, pk__lt=version_id)
        )
    return older.values_list("pk", flat=True).first()


def _published_before(framework_id: int) -> QuerySet[Version]:
    """Return the published versions of a framework, newest first, but for those that were withdrawn."""
    rows = Version.objects.filter(framework_id=framework_id, published_at__isnull=False)
    return rows.exclude(state=Version.State.WITHDRAWN).order_by("-effective_from", "-published_at", "-pk")


def may_author(framework_id: int, actor: Actor, at: datetime) -> bool:
    """Say whether the actor may begin versions of a framework and do what authors do to it. One or two queries."""
    return policies.MAY_AUTHOR.decide(actor, Framework(pk=framework_id), at).allowed


def professions_of_author(actor: Actor) -> frozenset[int]:
    """Return the professions whose frameworks the actor writes. No query."""
    return policies.professions(actor, *policies.AUTHORS)


def slug_taken(slug: str) -> bool:
    """Say whether no new framework can have this address: another has it, or it is kept for pages of the site."""
    return not slug or slug in RESERVED_SLUGS or Framework.objects.filter(slug=slug).exists()


def newest_written(slug: str, actor: Actor, at: datetime) -> VersionCard | None:
    """Return the version of a framework that was begun last, drafts included, for those who write it. Two queries."""
    rows = Version.objects.filter(framework__slug=slug, framework__in=policies.MAY_AUTHOR.visible(actor, at))
    row = rows.order_by("-pk").values(*card_fields()).first()
    return card_from(row) if row else None


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

    Closed accounts read nothing. The caller has decided who may know.
    """
    profession = Version.objects.values_list("framework__profession_id", flat=True).get(pk=version_id)
    by_duty = access.holders(policies.READERS, profession_id=profession, at=at)
    asked = DraftReader.objects.filter(version_id=version_id, until_at=None, account__is_active=True)
    return frozenset(by_duty) | frozenset(asked.values_list("account_id", flat=True))


def asked_to_read(account_id: str) -> Exists:
    """Return whether an account was asked to review a draft: an expression for the query that finds who is asking.

    Args:
        account_id: the lookup that leads from the outer query to the account's id.
    """
    asked = DraftReader.objects.filter(account_id=OuterRef(account_id), until_at__isnull=True)
    return Exists(asked.filter(version__state__in=UNPUBLISHED))


def reviewer_by_duty(actor: Actor) -> bool:
    """Say whether the actor writes or reviews the frameworks of a profession by a duty. No query."""
    return bool(policies.professions(actor, *policies.READERS))


def open_draft(framework_id: int) -> VersionCard | None:
    """Return the version of a framework that is being written; None when none is. The caller has decided who may know.

    One query.
    """
    rows = Version.objects.filter(framework_id=framework_id, state__in=UNPUBLISHED).order_by("-pk")
    row = rows.values(*card_fields()).first()
    return card_from(row) if row else None


def labels(version_ids: Iterable[int]) -> dict[int, str]:
    """Return the labels of versions, by id. One query."""
    return dict(Version.objects.filter(pk__in=set(version_ids)).values_list("pk", "label"))


def versions_read(actor: Actor, at: datetime) -> QuerySet[Version]:
    """Return the versions, published or not, whose drafts the actor may read: a query for rooms to embed."""
    return Version.objects.filter(pk__in=policies.SEE_DRAFT.visible(actor, at))


def versions_written(actor: Actor, at: datetime) -> QuerySet[Version]:
    """Return the versions, published or not, of what the actor writes: a query for rooms to embed."""
    return Version.objects.filter(pk__in=policies.MAY_EDIT.visible(actor, at))


def versions_released(actor: Actor, at: datetime) -> QuerySet[Version]:
    """Return the versions of whose release the actor decides, as the second person: a query for rooms to embed."""
    return Version.objects.filter(pk__in=policies.MAY_RELEASE.visible(actor, at))
