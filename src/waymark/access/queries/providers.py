"""The departments' identity providers: for whoever chooses theirs, and for whoever keeps them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from waymark.access import policies, rules
from waymark.access.models import IdentityProvider, SignOnIdentity
from waymark.access.types import CertificateFact, MatchedBy, Proof, ProviderCard, ProviderKind, ProviderLink
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation

_LINK = ("slug", "name", "organisation__name")


def providers_to_choose(at: datetime) -> tuple[ProviderLink, ...]:
    """Return the providers that are turned on, by the name of their department. Anyone may know. One query."""
    rows = IdentityProvider.objects.filter(policies.provider_is_on(at)).values_list(*_LINK)
    return tuple(ProviderLink(*row) for row in sorted(rows, key=lambda row: (row[2].casefold(), row[0])))


def provider_of_email(email: str, at: datetime) -> ProviderLink | None:
    """Return the provider that an email address leads to by its domain, or None. It says nothing about the address."""
    domain = rules.domain_of(email)
    rows = IdentityProvider.objects.filter(policies.provider_is_on(at), domains__domain=domain)
    row = rows.values_list(*_LINK).first() if domain else None
    return ProviderLink(*row) if row else None


def provider_instead(card: ProviderCard, at: datetime) -> ProviderLink | None:
    """Return what is turned on for the people of a provider that is not: of its department, or of its successor's."""
    places = [card.organisation_id]
    if (after := organisation.successor(card.organisation_id)) is not None:
        places += [after.id, organisation.department_of(after.id).id]
    rows = IdentityProvider.objects.filter(policies.provider_is_on(at), organisation_id__in=places)
    found = {row[0]: ProviderLink(*row[1:]) for row in rows.values_list("organisation_id", *_LINK)}
    return next((found[place] for place in places if place in found), None)


def provider_called(slug: str, at: datetime) -> ProviderCard:
    """Return a provider by what it is called in addresses, also one that is turned off: for the door that speaks to it.

    Raises:
        NotVisible: there is none.
    """
    card = _card(IdentityProvider.objects.filter(slug=slug), at)
    if card is None:
        raise NotVisible
    return card


def provider_secret(provider_id: int) -> str:
    """Return a provider's secret or certificates, for the door that speaks to it: no page shows it."""
    return IdentityProvider.objects.get(pk=provider_id).secret()


def certificates_of(provider_id: int) -> tuple[str, ...]:
    """Return the certificates that answers of a SAML provider are signed with, each without its armour."""
    return rules.certificates(provider_secret(provider_id))


def certificate_facts(provider_id: int) -> tuple[CertificateFact, ...]:
    """Return what tells a SAML provider's certificates from others, in the order they were given."""
    return rules.facts_of(provider_secret(provider_id))


def providers_over(organisation_ids: Collection[int]) -> int:
    """Count the providers of organisations that are turned on: what closes with them. One query."""
    return IdentityProvider.objects.filter(active=True, organisation_id__in=organisation_ids).count()


def certificates_ending(actor: Actor, before: datetime, at: datetime) -> tuple[tuple[ProviderCard, datetime], ...]:
    """Return the SAML providers turned on of which no certificate holds until ``before``, and when the last one ends.

    Those that end soonest first. Two queries; each secret is opened.
    """
    rows = IdentityProvider.objects.filter(
        pk__in=policies.MAY_KEEP_PROVIDER.visible(actor, at), kind=ProviderKind.SAML
    ).filter(policies.provider_is_on(at))
    last = ((_of(row, at), max(one.until for one in rules.facts_of(row.secret()))) for row in _rows(rows))
    return tuple(sorted(((card, until) for card, until in last if until < before), key=lambda one: one[1]))


def providers(actor: Actor, at: datetime) -> tuple[ProviderCard, ...]:
    """Return the providers that the actor may change, by department; those turned on first. Two queries."""
    rows = _rows(IdentityProvider.objects.filter(pk__in=policies.MAY_KEEP_PROVIDER.visible(actor, at)))
    ordered = sorted(rows, key=lambda row: (not row.active, row.organisation.name.casefold(), row.pk))
    return tuple(_of(row, at) for row in ordered)


def provider(uuid: UUID, actor: Actor, at: datetime) -> ProviderCard:
    """Return a provider that the actor may change.

    Raises:
        NotVisible: there is none, or they may not.
    """
    row = fetch(policies.MAY_KEEP_PROVIDER, IdentityProvider.objects.all(), actor, at, uuid=uuid)
    card = _card(IdentityProvider.objects.filter(pk=row.pk), at)
    if card is None:
        raise NotVisible
    return card


def provider_signed_on_by(account_id: int, uuid: UUID, at: datetime) -> ProviderCard | None:
    """Return the provider of that UUID when it is turned on and the account signs on by it; else None."""
    card = _card(IdentityProvider.objects.filter(policies.provider_is_on(at), uuid=uuid), at)
    if card is None:
        return None
    mine = SignOnIdentity.objects.filter(account_id=account_id, kind=card.kind, issuer=card.issuer, let_go_at=None)
    return card if mine.exists() else None


def counts_from(provider: ProviderCard, proof: Proof, at: datetime) -> datetime | None:
    """Say since when a sign-in by a provider counts before strong acts; None: it does not, and they will be asked."""
    return rules.counts_from(proof, at=at, strong_context=provider.strong_context)


def _rows(rows: QuerySet[IdentityProvider]) -> QuerySet[IdentityProvider]:
    number = Count("identities", filter=Q(identities__let_go_at=None))
    return rows.select_related("organisation").prefetch_related("domains").annotate(number=number)


def _card(rows: QuerySet[IdentityProvider], at: datetime) -> ProviderCard | None:
    row = _rows(rows).first()
    return _of(row, at) if row else None


def _of(row: IdentityProvider, at: datetime) -> ProviderCard:
    ends_on = rules.ends_on(row.organisation.until_on)
    active = row.active and (ends_on is None or timezone.localdate(at) < ends_on)
    return ProviderCard(
        row.pk, row.uuid, row.slug, ProviderKind(row.kind), row.name, row.organisation_id, row.organisation.name,
        row.issuer, row.client_id, row.sign_on_url, tuple(row.other_hosts), MatchedBy(row.matched_by), row.claim,
        row.vouches, row.strong_context, tuple(sorted(one.domain for one in row.domains.all())), active, ends_on,
        row.number,  # type: ignore[attr-defined]
        rules.seen_of(row.sealed),
    )  # fmt: skip
