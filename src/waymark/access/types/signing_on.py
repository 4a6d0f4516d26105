"""Departments' identity providers, and what they say of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class ProviderKind(StrEnum):
    """What a department's identity provider speaks."""

    OIDC = "oidc"
    SAML = "saml"


class MatchedBy(StrEnum):
    """What a provider says of somebody at their first sign-on, by which their person is found."""

    EMAIL = "email"
    STAFF_NUMBER = "staff-number"
    EXTERNAL_ID = "external-id"
    """What the department's people feed calls them, in a file or by SCIM (externalId), and nothing else."""


class Fault(StrEnum):
    """Why somebody was not let in by a provider. What the provider said of them is never kept."""

    ALGORITHM = "algorithm"
    """Signed in a way that is too weak, or not at all."""
    SIGNATURE = "signature"
    AUDIENCE = "audience"
    """Meant for somebody else."""
    ISSUER = "issuer"
    EXPIRED = "expired"
    UNSOLICITED = "unsolicited"
    """Nobody asked for it here: replayed, sent by the provider of its own accord, or begun in another browser."""
    MALFORMED = "malformed"
    DECLINED = "declined"
    """The provider, or the person at it, said no."""
    UNREACHABLE = "unreachable"
    NOT_FRESH = "not fresh"
    """They were to show again that it is them, and the provider took an older sign-in, or a weaker one."""
    SOMEBODY_ELSE = "somebody else"
    """They were to show again that it is them, and it was another."""
    UNMATCHED = "unmatched"
    TAKEN = "taken"
    """The person, or their email address, belongs to another sign-in already."""
    NOT_THERE = "not there"
    """They do not work in the provider's department now."""
    NO_ADDRESS = "no address"
    """The person's record has no email address, without which they can have no account."""
    REPLACED = "replaced"
    """The department has given them another account, and this one is not theirs any more."""
    CLOSED = "closed"
    TURNED_OFF = "turned off"


@dataclass(frozen=True, slots=True)
class ProviderLink:
    """A provider that is turned on, for whoever chooses theirs."""

    slug: str
    name: str
    organisation_name: str


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """A department's identity provider, without its secret."""

    id: int
    uuid: UUID
    slug: str
    kind: ProviderKind
    name: str
    organisation_id: int
    organisation_name: str
    issuer: str
    """The issuer of OpenID Connect, or the entity id of SAML."""
    client_id: str
    """What we are called at an OpenID provider; empty for SAML."""
    sign_on_url: str
    """Where SAML sends people; an OpenID provider says it itself."""
    other_hosts: tuple[str, ...]
    """Hosts beside the issuer's own that its addresses may lie on."""
    matched_by: MatchedBy
    claim: str
    """The claim or attribute in which it says what people are matched by."""
    vouches: bool
    """Whether the addresses it says count although it does not say of each that it was verified."""
    strong_context: str
    """What it is asked for, and must answer, before a strong act (acr, AuthnContextClassRef); empty: nothing."""
    domains: tuple[str, ...]
    active: bool
    """Whether people sign on by it now: it is turned on, and its body has not been closed for too long."""
    ends_on: date | None
    """The first day on which it lets nobody in, because its body closed a while before; None: the body is open."""
    identities: int
    """How many accounts signed on by it last."""
    seen: str
    """A digest of its settings, to be shown again at a change: was it another, somebody changed them meanwhile."""


@dataclass(frozen=True, slots=True)
class ProviderDetails:
    """What is said of a provider when it is added or changed; lists may repeat and be in any case."""

    name: str
    issuer: str
    client_id: str
    sign_on_url: str
    other_hosts: tuple[str, ...]
    matched_by: MatchedBy
    claim: str
    strong_context: str
    domains: tuple[str, ...]
    secret: str
    """The client's secret, or the certificates its answers are signed with. Empty at a change: it stays."""
    vouches: bool = False


@dataclass(frozen=True, slots=True)
class CertificateFact:
    """A certificate, to tell it from others."""

    fingerprint: str
    """SHA-256, in pairs of digits."""
    until: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """What a provider says of somebody, once its answer is known to be true."""

    issuer: str
    subject: str
    said: str
    """The claim people are matched by; empty when it says none."""
    shown_at: datetime | None
    """When they showed who they are; None when it does not say."""
    context: str
    """How (acr, AuthnContextClassRef); empty when it does not say."""
