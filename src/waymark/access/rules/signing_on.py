"""What a provider must be like, and when what it says is enough. No table and no clock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.dsa import DSAPublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.access.types import CertificateFact, Fault, Proof, ProviderDetails, ProviderKind, Text

LEEWAY = timedelta(seconds=60)
"""By how much the provider's clock may differ from ours."""
AFTER_CLOSING = timedelta(days=90)
"""For so long after its body has closed a provider lets in those who went to its successor: until that has its own."""
LEAST_BITS = 2048
"""Of an RSA key."""
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\Z")
_CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_NOT_OURS: Text = gettext_lazy(
    "The answer was not one that we can trust, so nothing was done with it. Start again from the sign-in page. "
    "If it happens again, tell whoever runs this site."
)

SETTINGS: dict[str, Text] = {
    "name": gettext_lazy("what people call it"),
    "issuer": gettext_lazy("issuer or entity id"),
    "client_id": gettext_lazy("client id"),
    "sign_on_url": gettext_lazy("address to sign in at"),
    "other_hosts": gettext_lazy("other hosts"),
    "matched_by": gettext_lazy("what people are matched by"),
    "claim": gettext_lazy("claim or attribute"),
    "vouches": gettext_lazy("whether its email addresses count"),
    "strong_context": gettext_lazy("strength before something that matters"),
    "domains": gettext_lazy("email domains"),
    "certificates": gettext_lazy("certificates"),
    "secret": gettext_lazy("client secret"),
}
"""What is set of a provider, in the middle of a sentence."""

WORDS: dict[Fault, Text] = {
    Fault.ALGORITHM: _NOT_OURS,
    Fault.SIGNATURE: _NOT_OURS,
    Fault.AUDIENCE: _NOT_OURS,
    Fault.ISSUER: _NOT_OURS,
    Fault.MALFORMED: _NOT_OURS,
    Fault.EXPIRED: gettext_lazy("The answer came too late. Start again from the sign-in page."),
    Fault.UNSOLICITED: gettext_lazy(
        "This sign-in was not begun here, was used already, or took too long. Start again from the sign-in page."
    ),
    Fault.DECLINED: gettext_lazy(
        "Your department’s sign-in did not let you through. Start again, or ask its help desk."
    ),
    Fault.UNREACHABLE: gettext_lazy(
        "Your department’s sign-in cannot be reached just now. Try again in a few minutes."
    ),
    Fault.NOT_FRESH: gettext_lazy(
        "Your department’s sign-in did not ask you again in the way that is needed here. Nothing was changed. "
        "Tell whoever runs this site."
    ),
    Fault.SOMEBODY_ELSE: gettext_lazy(
        "Somebody else signed in at your department’s sign-in. Nothing was changed. Sign in there as yourself."
    ),
    Fault.UNMATCHED: gettext_lazy(
        "We know nobody in your department by what its sign-in says of you. If you have just joined, your record may "
        "not have arrived yet: try again tomorrow, or ask your HR team whether your details are right."
    ),
    Fault.TAKEN: gettext_lazy(
        "Your record or your email address belongs to another sign-in already. Ask whoever runs this site to put it "
        "right."
    ),
    Fault.NOT_THERE: gettext_lazy(
        "Our records say that you do not work in this department now. If you have moved, sign in with your new "
        "department. If the record is wrong, ask your HR team."
    ),
    Fault.NO_ADDRESS: gettext_lazy(
        "Your record has no work email address, so there can be no account for you yet. Ask your HR team to add it."
    ),
    Fault.REPLACED: gettext_lazy(
        "Your department has told us that you have another account there now. Sign in with that one. If you have no "
        "other, ask whoever runs this site."
    ),
    Fault.CLOSED: gettext_lazy("Your account is closed. Ask whoever runs this site."),
    Fault.TURNED_OFF: gettext_lazy("This way to sign in is turned off. Choose another one on the sign-in page."),
}
"""What somebody who was not let in is told: what happened and what to do."""


def why_not_fresh(proof: Proof, *, asked_at: datetime, at: datetime, strong_context: str) -> Fault | None:
    """Say why a proof does not show that somebody is there now; None: it does.

    Args:
        proof: what the provider says.
        asked_at: when it was asked.
        at: now.
        strong_context: what it was asked for; empty: nothing in particular.
    """
    shown = proof.shown_at
    if shown is None or not asked_at - LEEWAY <= shown <= at + LEEWAY:
        return Fault.NOT_FRESH
    return Fault.NOT_FRESH if strong_context and proof.context != strong_context else None


def counts_from(proof: Proof, *, at: datetime, strong_context: str) -> datetime | None:
    """Say since when a sign-in that nobody was asked to show anew counts before strong acts; None: it does not.

    Args:
        proof: what the provider says. It may have let somebody in hours ago, and let them through without a question.
        at: now.
        strong_context: what counts before strong acts; empty: nothing in particular.
    """
    shown = proof.shown_at
    if shown is None or shown > at + LEEWAY or (strong_context and proof.context != strong_context):
        return None
    return min(shown, at)


def seen_of(sealed: str) -> str:
    """Return what tells a provider's settings from those of before: its secret is sealed anew at each change."""
    return hashlib.sha256(sealed.encode()).hexdigest()[:32]


def ends_on(closed_on: date | None) -> date | None:
    """Return the first day on which the provider of a body lets nobody in that closed on a day; None for none."""
    return closed_on + AFTER_CLOSING if closed_on else None


def domain_of(email: str) -> str:
    """Return the domain of an email address, in lower case; empty when there is none."""
    return email.strip().rpartition("@")[2].lower() if "@" in email else ""


def tidy(values: Iterable[str]) -> tuple[str, ...]:
    """Return domains or hosts in lower case, each once, in the order given."""
    return tuple(dict.fromkeys(value.strip().lower().removeprefix("@") for value in values if value.strip()))


def certificates(text: str) -> tuple[str, ...]:
    """Return the certificates in a text, each without its armour; empty when there is none.

    Raises:
        ValueError: one of them is none.
    """
    found = _CERTIFICATE.findall(text)
    for pem in found:
        x509.load_pem_x509_certificate(pem.encode())
    return tuple("".join(line for line in pem.splitlines() if "-----" not in line) for pem in found)


def facts_of(text: str) -> tuple[CertificateFact, ...]:
    """Return what tells the certificates in a text from others."""
    found = [x509.load_pem_x509_certificate(pem.encode()) for pem in _CERTIFICATE.findall(text)]
    return tuple(CertificateFact(one.fingerprint(SHA256()).hex(" ").upper(), one.not_valid_after_utc) for one in found)


def why_not_details(kind: ProviderKind, details: ProviderDetails, *, plain_loopback: bool) -> Iterator[tuple[str, str]]:
    """Say what is wrong with what was said of a provider: the field, and a sentence.

    Args:
        kind: what it speaks.
        details: what was said, tidied.
        plain_loopback: whether addresses on this machine may do without TLS: where the site does without it too.
    """
    if not details.name:
        yield "name", _("Enter what people call this sign-in")
    if not details.claim:
        yield "claim", _("Enter the name of the claim or attribute")
    address = _("Enter an address that begins with https:// and has no query")
    if kind is ProviderKind.OIDC:
        if not is_safe_address(details.issuer, plain_loopback=plain_loopback):
            yield "issuer", address
        if not details.client_id:
            yield "client_id", _("Enter the client id that the provider gave to this site")
    else:
        if not details.issuer:
            yield "issuer", _("Enter the provider’s entity id")
        if not is_safe_address(details.sign_on_url, plain_loopback=plain_loopback, query=True):
            yield "sign_on_url", _("Enter an address that begins with https://")
        yield from _why_not_certificates(details.secret)
    for field, values in (("domains", details.domains), ("other_hosts", details.other_hosts)):
        wrong = [value for value in values if not _HOST.match(value)]
        if wrong:
            yield (
                field,
                _("“%(value)s” does not look like example.gov.uk. Put each on a line of its own")
                % {"value": wrong[0][:80]},
            )


def is_safe_address(url: str, *, plain_loopback: bool, query: bool = False) -> bool:
    """Say whether an address may be asked: with TLS, and with nothing in it that hides where it leads."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme == "http" and plain_loopback and host in {"localhost", "127.0.0.1", "::1"}
    hides = (
        parts.username or parts.password or parts.fragment or (parts.query and not query) or re.search(r"\s|\\", url)
    )
    return (parts.scheme == "https" or plain) and bool(host) and not hides


def _why_not_certificates(secret: str) -> Iterator[tuple[str, str]]:
    try:
        found = certificates(secret)
    except ValueError:
        found = ()
    if not found:
        yield "secret", _("Enter at least one certificate, from its BEGIN line to its END line")
        return
    for pem in _CERTIFICATE.findall(secret):
        key = x509.load_pem_x509_certificate(pem.encode()).public_key()
        if isinstance(key, DSAPublicKey) or (isinstance(key, RSAPublicKey) and key.key_size < LEAST_BITS):
            yield "secret", _("The key in a certificate is too weak. Use RSA of 2048 bits or more, or elliptic curves")
            return
