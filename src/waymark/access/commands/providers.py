"""Keeping the departments' identity providers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.access import policies, rules
from waymark.access.models import Account, IdentityProvider, ProviderDomain, SignOnIdentity
from waymark.access.types import DutyKind, ProviderDetails, ProviderKind
from waymark.audit import commands as audit
from waymark.kernel.errors import NotAllowed, Refusal
from waymark.kernel.ids import free_slug, new_uuid, slugify
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation


class ProviderUnfit(Refusal):
    """What was said of a provider will not do; ``field`` says which of it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class OneIsOn(Refusal):
    """The department has a provider that is turned on."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” is turned on for this department, and a department has one. Turn that one off first.")
            % {"name": name}
        )


class NothingBound(Refusal):
    """The account does not sign on by this provider."""

    def __init__(self, email: str) -> None:
        super().__init__(_("Nobody signs in here with the account for %(email)s.") % {"email": email})


@transaction.atomic
def add_provider(
    *, kind: ProviderKind, organisation_id: int, details: ProviderDetails, actor: Actor, at: datetime
) -> UUID:
    """Add a department's identity provider, turned off, and return its UUID: it can be tried before it is turned on.

    Args:
        kind: what it speaks; fixed from now on, as is the department.
        organisation_id: the department, whose people it vouches for, with all that is part of it.
        details: the rest.
        actor: an administrator, or the operator.
        at: when.

    Raises:
        NotAllowed: the actor is neither.
        NotVisible: there is no such organisation.
        ProviderUnfit: something in the details will not do.
    """
    if not (actor.operator or actor.holding(DutyKind.ADMINISTRATOR)):
        raise NotAllowed(_("Only an administrator may add a way to sign in. Ask one."))
    place = organisation.organisation_by_id(organisation_id)
    taken = set(IdentityProvider.objects.values_list("slug", flat=True))
    row = IdentityProvider(
        uuid=new_uuid(), slug=free_slug(place.slug[:80], taken=taken, suffix=slugify(kind)), kind=kind,
        organisation_id=organisation_id, added_at=at,
    )  # fmt: skip
    _fill(row, details, secret=details.secret)
    audit.record("access.provider.added", actor=actor, at=at, provider=row.pk, organisation=organisation_id)
    return row.uuid


@transaction.atomic
def change_provider(*, provider: UUID, details: ProviderDetails, actor: Actor, at: datetime) -> None:
    """Change what is said of a provider. Without a secret in ``details`` the one that is there stays.

    Who signed on under another issuer is nobody's account under the new one.

    Raises:
        NotVisible: there is no such provider, or the actor may not know of it.
        ProviderUnfit: something in the details will not do.
    """
    row = _kept(provider, actor, at)
    _fill(row, details, secret=details.secret or row.secret())
    audit.record(
        "access.provider.changed", actor=actor, at=at, provider=row.pk, new_secret=bool(details.secret.strip())
    )  # fmt: skip


@transaction.atomic
def turn_on_provider(*, provider: UUID, actor: Actor, at: datetime) -> None:
    """Let people sign on by a provider. Saying it again changes nothing.

    Raises:
        NotVisible: there is no such provider, or the actor may not know of it.
        OneIsOn: another of the department's is turned on.
    """
    row = _kept(provider, actor, at)
    other = IdentityProvider.objects.filter(organisation_id=row.organisation_id, active=True).exclude(pk=row.pk).first()
    if other is not None:
        raise OneIsOn(other.name)
    if row.active:
        return
    row.active = True
    row.save(update_fields=["active"])
    audit.record("access.provider.turned_on", actor=actor, at=at, provider=row.pk)


@transaction.atomic
def turn_off_provider(*, provider: UUID, actor: Actor, at: datetime) -> None:
    """Let nobody sign on by a provider any more. Whoever is signed in stays so until their session ends.

    Saying it again changes nothing.

    Raises:
        NotVisible: there is no such provider, or the actor may not know of it.
    """
    row = _kept(provider, actor, at)
    if not row.active:
        return
    row.active = False
    row.save(update_fields=["active"])
    audit.record("access.provider.turned_off", actor=actor, at=at, provider=row.pk)


@transaction.atomic
def unbind_identity(*, provider: UUID, email: str, actor: Actor, at: datetime) -> None:
    """Forget who an account is at a provider: at their next sign-on they are matched anew.

    For somebody whom their department has given another account of its own. Nothing else undoes a match.

    Raises:
        NotVisible: there is no such provider, or the actor may not know of it.
        NothingBound: no account of that address signs on by it.
    """
    row = _kept(provider, actor, at)
    account = Account.objects.filter(email=email.strip().lower()).first()
    bound = SignOnIdentity.objects.filter(provider=row, account=account) if account else SignOnIdentity.objects.none()
    if account is None or not bound.exists():
        raise NothingBound(email.strip())
    bound.delete()
    audit.record("access.identity.unbound", actor=actor, at=at, account=account.pk, provider=row.pk)


def _kept(provider: UUID, actor: Actor, at: datetime) -> IdentityProvider:
    return fetch(policies.MAY_KEEP_PROVIDER, IdentityProvider.objects.select_for_update(), actor, at, uuid=provider)


def _fill(row: IdentityProvider, details: ProviderDetails, *, secret: str) -> None:
    """Put details into a provider, and save it with its domains.

    Raises:
        ProviderUnfit: something will not do.
    """
    kind = ProviderKind(row.kind)
    given = replace(
        details, name=details.name.strip(), issuer=details.issuer.strip(), claim=details.claim.strip(),
        client_id=details.client_id.strip(), sign_on_url=details.sign_on_url.strip(), secret=secret.strip(),
        strong_context=details.strong_context.strip(), domains=rules.tidy(details.domains),
        other_hosts=rules.tidy(details.other_hosts),
    )  # fmt: skip
    plain = not settings.PUBLIC_BASE_URL.startswith("https")
    for field, words in rules.why_not_details(kind, given, plain_loopback=plain):
        raise ProviderUnfit(field, words)
    others = ProviderDomain.objects.filter(domain__in=given.domains).exclude(provider_id=row.pk)
    for domain in others.order_by("domain").values_list("domain", flat=True):
        raise ProviderUnfit("domains", _("%(domain)s leads to another sign-in already") % {"domain": domain})
    row.name, row.issuer, row.client_id, row.claim = given.name, given.issuer, given.client_id, given.claim
    row.sign_on_url, row.matched_by = given.sign_on_url, given.matched_by
    row.strong_context, row.other_hosts = given.strong_context, list(given.other_hosts)
    row.keep_secret(given.secret)
    row.save()
    row.domains.exclude(domain__in=given.domains).delete()
    for domain in given.domains:
        row.domains.get_or_create(domain=domain)
