"""Keeping the departments' identity providers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.access import policies, rules
from waymark.access.commands.sessions import end_sessions_among
from waymark.access.commands.telling import ACCOUNT_PAGE, tell, tell_other_administrators
from waymark.access.models import Account, IdentityProvider, ProviderDomain, Session, SignOnIdentity
from waymark.access.types import DutyKind, ProviderDetails, ProviderKind
from waymark.audit import commands as audit
from waymark.kernel.errors import NotAllowed, Refusal, Stale
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


class BodyClosed(Refusal):
    """The provider's body is closed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s is closed, so nobody works in it. Let its people sign in with the department they are in now.")
            % {"name": name}
        )


class ProviderChanged(Stale):
    """The provider's settings are others than the actor saw."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this since you opened the page. Look at what is there now, then change it again.")
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
    audit.record(
        "access.provider.added", actor=actor, at=at, provider=row.pk, organisation=organisation_id, protocol=row.kind,
        **_settings_of(row),
    )  # fmt: skip
    return row.uuid


@transaction.atomic
def change_provider(*, provider: UUID, details: ProviderDetails, seen: str, actor: Actor, at: datetime) -> None:
    """Change what is said of a provider. Without a secret in ``details`` the one that is there stays.

    Who signed on under another issuer is nobody's account under the new one. The record says what was set before and
    after, certificates by their fingerprints, and never the secret; the other administrators are told.

    Args:
        provider: which.
        details: everything that is said of it from now on.
        seen: what ``ProviderCard.seen`` was when the actor looked at it.
        actor: an administrator, or the operator.
        at: when.

    Raises:
        NotVisible: there is no such provider, or the actor may not know of it.
        ProviderChanged: somebody changed it since the actor looked at it.
        ProviderUnfit: something in the details will not do.
    """
    row = _kept(provider, actor, at)
    if seen != rules.seen_of(row.sealed):
        raise ProviderChanged
    before, secret = _settings_of(row), row.secret()
    _fill(row, details, secret=details.secret.strip() or secret)
    after = _settings_of(row)
    changed = [name for name in after if before[name] != after[name]]
    new_secret = row.secret() != secret
    facts = {f"{name}_before": before[name] for name in changed} | {name: after[name] for name in changed}
    audit.record("access.provider.changed", actor=actor, at=at, provider=row.pk, new_secret=new_secret, **facts)
    if new_secret and "certificates" not in changed:
        changed.append("secret")
    if changed:
        words = ", ".join(str(rules.SETTINGS[name]) for name in changed)
        _tell(
            row, _("The sign-in of %(department)s was changed"), _("Changed: %(words)s.") % {"words": words}, actor, at
        )


@transaction.atomic
def turn_on_provider(*, provider: UUID, actor: Actor, at: datetime) -> None:
    """Let people sign on by a provider. Saying it again changes nothing.

    Raises:
        NotVisible: there is no such provider, or the actor may not know of it.
        OneIsOn: another of the department's is turned on.
        BodyClosed: its department is closed.
    """
    row = _kept(provider, actor, at)
    place = row.organisation
    if place.until_on is not None and place.until_on <= timezone.localdate(at):
        raise BodyClosed(place.name)
    other = IdentityProvider.objects.filter(organisation_id=row.organisation_id, active=True).exclude(pk=row.pk).first()
    if other is not None:
        raise OneIsOn(other.name)
    if row.active:
        return
    row.active = True
    row.save(update_fields=["active"])
    audit.record("access.provider.turned_on", actor=actor, at=at, provider=row.pk)
    _tell(row, _("The sign-in of %(department)s was turned on"), "", actor, at)


@transaction.atomic
def turn_off_provider(*, provider: UUID, end_sessions: bool, actor: Actor, at: datetime) -> None:
    """Let nobody sign on by a provider any more. Saying it again changes nothing.

    Args:
        provider: which.
        end_sessions: whether the sessions begun by it end at once, but for the actor's own; else each ends as it would.
        actor: an administrator, or the operator.
        at: when.

    Raises:
        NotVisible: there is no such provider, or the actor may not know of it.
    """
    row = _kept(provider, actor, at)
    if not row.active:
        return
    row.active = False
    row.save(update_fields=["active"])
    begun = Session.objects.filter(provider_uuid=row.uuid)
    ended = end_sessions_among(begun, actor=actor, at=at) if end_sessions else 0
    audit.record("access.provider.turned_off", actor=actor, at=at, provider=row.pk, sessions=ended)
    _tell(row, _("The sign-in of %(department)s was turned off"), "", actor, at)


@transaction.atomic
def unbind_identity(*, provider: UUID, email: str, same: bool, actor: Actor, at: datetime) -> None:
    """Forget who an account is at a provider's issuer, and end its sessions: at the next sign-on they are matched anew.

    Args:
        provider: one of that issuer: it need not be the one they signed on by.
        email: the address of the account.
        same: whether what they signed on as may be matched again, to them or to somebody else: the match was wrong.
            Else it opens nothing from now on: the department has given them another account of its own.
        actor: an administrator, or the operator.
        at: when.

    Raises:
        NotVisible: there is no such provider, or the actor may not know of it.
        NothingBound: no account of that address signs on by it.
    """
    row = _kept(provider, actor, at)
    account = Account.objects.filter(email=email.strip().lower()).first()
    known = SignOnIdentity.objects.filter(kind=row.kind, issuer=row.issuer, account=account)
    gone = known.delete()[0] if same else known.filter(let_go_at=None).update(let_go_at=at)
    if account is None or not gone:
        raise NothingBound(email.strip())
    ended = end_sessions_among(Session.objects.filter(account=account), actor=actor, at=at)
    audit.record(
        "access.identity.unbound", actor=actor, at=at, account=account.pk, provider=row.pk, same=same, sessions=ended
    )
    tell(
        account.pk, _("%(name)s was taken off your account") % {"name": row.name},
        _("You are matched anew when you next sign in with your department. If you do not expect this, ask whoever "
          "runs this site."),
        ACCOUNT_PAGE, at,
    )  # fmt: skip


@transaction.atomic
def unbind_everyone(*, provider: UUID, actor: Actor, at: datetime) -> int:
    """Forget who everyone of a department is at a provider's issuer, end their sessions, and return how many they were.

    For a provider that calls everybody something else now: a new client of it, for one. What was let go of stays so.

    Raises:
        NotVisible: there is no such provider, or the actor may not know of it.
    """
    row = _kept(provider, actor, at)
    own = IdentityProvider.objects.filter(organisation_id=row.organisation_id, kind=row.kind, issuer=row.issuer)
    # Another department may be at the same issuer: its people stay matched.
    bound = SignOnIdentity.objects.filter(
        kind=row.kind, issuer=row.issuer, let_go_at=None, provider__organisation_id=row.organisation_id
    )
    gone = bound.delete()[0]
    begun = Session.objects.filter(provider_uuid__in=own.values("uuid"))
    ended = end_sessions_among(begun, actor=actor, at=at)
    audit.record(
        "access.identities.unbound", actor=actor, at=at, provider=row.pk, organisation=row.organisation_id,
        accounts=gone, sessions=ended,
    )  # fmt: skip
    _tell(row, _("Everyone of %(department)s is matched anew when they sign in"), "", actor, at)
    return gone


def _kept(provider: UUID, actor: Actor, at: datetime) -> IdentityProvider:
    """Return a provider, with all of its department locked, since one of them is turned on."""
    row = fetch(policies.MAY_KEEP_PROVIDER, IdentityProvider.objects.all(), actor, at, uuid=provider)
    rows = IdentityProvider.objects.select_for_update().filter(organisation_id=row.organisation_id)
    return {one.pk: one for one in rows.order_by("pk")}[row.pk]


def _tell(row: IdentityProvider, title: str, body: str, actor: Actor, at: datetime) -> None:
    """Tell the other administrators: who sets this decides who gets in as whom."""
    who = Account.objects.filter(pk=actor.account_id or 0).values_list("name", flat=True).first() or _("The operator")
    words = _(
        "%(who)s did this. Whoever sets it could sign in as anybody of the department: if you do not expect it, "
        "look at the record and ask them."
    )
    tell_other_administrators(
        title % {"department": row.organisation.name}, f"{body} {words % {'who': who}}".strip(),
        f"/operating/sign-on/{row.uuid}", actor=actor, at=at,
    )  # fmt: skip


def _settings_of(row: IdentityProvider) -> dict[str, Any]:
    """Return what is set of a provider, for the record: certificates by their fingerprints, and no secret."""
    names = (
        "name", "issuer", "client_id", "sign_on_url", "other_hosts", "matched_by", "claim", "vouches", "strong_context"
    )  # fmt: skip
    found = {name: getattr(row, name) for name in names}
    found["domains"] = sorted(row.domains.values_list("domain", flat=True))
    if row.kind == ProviderKind.SAML:
        found["certificates"] = [one.fingerprint for one in rules.facts_of(row.secret())]
    return found


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
    row.sign_on_url, row.matched_by, row.vouches = given.sign_on_url, given.matched_by, given.vouches
    row.strong_context, row.other_hosts = given.strong_context, list(given.other_hosts)
    row.keep_secret(given.secret)
    try:
        with transaction.atomic():
            row.save()
            row.domains.exclude(domain__in=given.domains).delete()
            kept = set(row.domains.values_list("domain", flat=True))
            ProviderDomain.objects.bulk_create(
                ProviderDomain(provider=row, domain=domain) for domain in given.domains if domain not in kept
            )
    except IntegrityError as error:  # somebody else saved one in this moment
        raise ProviderUnfit("domains", _("Another sign-in was saved at the same moment. Save once more")) from error
