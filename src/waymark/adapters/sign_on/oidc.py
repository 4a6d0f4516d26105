"""OpenID Connect: the authorisation code flow with PKCE, state and nonce. Only what the ID token says is believed."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import jwt
from django.core.cache import cache
from django.utils.http import urlencode

from waymark.access.commands import SignOnRefused
from waymark.access.types import Fault, MatchedBy, Proof, ProviderCard
from waymark.adapters.sign_on.fetching import ask, may_ask
from waymark.adapters.sign_on.sent import Sent

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""With a public key of the provider's. None has no signature; those with HMAC are as strong as a shared password."""
KEY_TYPES = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
LEAST_BITS = 2048
LEEWAY = 60
"""Seconds by which clocks may differ."""
KEPT = 10 * 60
"""Seconds for which what a provider says of itself, and its keys, are kept in this process."""
MOST_SUBJECT = 255
SCOPE = "openid profile email"
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_FORGED = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, OSError, RecursionError, jwt.PyJWTError)
"""What is raised at what no provider sends."""


def begin(provider: ProviderCard, *, here: str, again: bool) -> Sent:
    """Return where the browser goes to sign in at a provider; see ``sign_on.begin``."""
    about = _about(provider)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    wanted = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": here, "scope": SCOPE, "state": state,
        "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    if again:
        wanted |= {"prompt": "login", "max_age": "0"}
        if provider.strong_context:
            wanted["acr_values"] = provider.strong_context
    url = about["authorization_endpoint"]
    return Sent(f"{url}{'&' if '?' in url else '?'}{urlencode(wanted)}", state, nonce, verifier)


def finish(provider: ProviderCard, secret: str, answer: Mapping[str, str], sent: Sent, *, here: str) -> Proof:
    """Return what a provider says of whoever came back, once it is known to be true.

    Args:
        provider: whom the browser was sent to.
        secret: the client's secret; empty for a client without one.
        answer: what the browser brought: ``code``, or ``error``; ``iss`` from providers that say who they are.
        sent: what was remembered.
        here: the address it came to.

    Raises:
        SignOnRefused: the answer is not to be believed, or it is no.
    """
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise SignOnRefused(Fault.ISSUER)
    if "error" in answer:
        raise SignOnRefused(Fault.DECLINED)
    code = answer.get("code", "")
    if not code:
        raise SignOnRefused(Fault.MALFORMED)
    try:
        return _proof_for(provider, secret, code, sent, here=here)
    except _FORGED as error:
        raise SignOnRefused(Fault.MALFORMED) from error


def _proof_for(provider: ProviderCard, secret: str, code: str, sent: Sent, *, here: str) -> Proof:
    """Return what the ID token says that a provider gives for a code."""
    about = _about(provider)
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": here, "code_verifier": sent.verifier,
        "client_id": provider.client_id,
    }  # fmt: skip
    # In the form where the provider takes it so, and else in the header, which is what providers take by default.
    if secret and about["by_form"]:
        form["client_secret"] = secret
    who = (provider.client_id, secret) if secret and not about["by_form"] else None
    token = ask(provider, about["token_endpoint"], form=form, who=who).get("id_token")
    if not isinstance(token, str):
        raise SignOnRefused(Fault.MALFORMED)
    return _read(provider, _believed(provider, token, about), nonce=sent.nonce)


def _about(provider: ProviderCard) -> dict[str, Any]:
    """Return what a provider says of itself, as far as we need it; all its addresses lie on its own hosts."""
    key = f"waymark.sign_on.about.{hashlib.sha256(provider.issuer.encode()).hexdigest()}"
    about: dict[str, Any] | None = cache.get(key)
    if about is None:
        said = ask(provider, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        about = {name: said[name] for name in ("issuer", *ADDRESSES) if isinstance(said.get(name), str)}
        methods = said.get("token_endpoint_auth_methods_supported")
        about["by_form"] = isinstance(methods, list) and "client_secret_post" in methods
        cache.set(key, about, KEPT)
    if about.get("issuer") != provider.issuer:
        raise SignOnRefused(Fault.ISSUER)
    for name in ADDRESSES:
        if not may_ask(provider, about.get(name, "")):
            raise SignOnRefused(Fault.ISSUER)
    return about


def _key(provider: ProviderCard, about: dict[str, Any], key_id: str | None, algorithm: str) -> Any:
    """Return the provider's key of that name, for an algorithm.

    Keys change: a name that is not known yet is looked up anew, but not more than once in a minute.
    """
    address = about["jwks_uri"]
    kept = f"waymark.sign_on.keys.{hashlib.sha256(address.encode()).hexdigest()}"
    keys: list[dict[str, str]] | None = cache.get(kept)
    found = _fitting(keys or [], key_id, algorithm)
    if found is None and (keys is None or cache.add(f"{kept}.anew", True, 60)):
        given = ask(provider, address).get("keys")
        keys = [_words_of(key) for key in given if isinstance(key, dict)] if isinstance(given, list) else []
        cache.set(kept, keys, KEPT)
        found = _fitting(keys, key_id, algorithm)
    if found is None:
        raise SignOnRefused(Fault.SIGNATURE)
    try:
        key = jwt.PyJWK(found, algorithm=algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise SignOnRefused(Fault.SIGNATURE) from error
    if found.get("kty") == "RSA" and key.key_size < LEAST_BITS:
        raise SignOnRefused(Fault.ALGORITHM)
    return key


def _words_of(key: dict[str, Any]) -> dict[str, str]:
    """Return what is text in a key: all that is needed of one."""
    return {name: value for name, value in key.items() if isinstance(value, str)}


def _fitting(keys: list[dict[str, str]], key_id: str | None, algorithm: str) -> dict[str, str] | None:
    """Return the one key that can have made a signature; None when there is none, or no telling which."""
    fitting = [
        key
        for key in keys
        if key.get("kty") == KEY_TYPES[algorithm[:2]]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (key_id is None or key.get("kid") == key_id)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _believed(provider: ProviderCard, token: str, about: dict[str, Any]) -> dict[str, Any]:
    """Return the claims of an ID token: signed by the provider, for us, in time."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise SignOnRefused(Fault.MALFORMED) from error
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise SignOnRefused(Fault.ALGORITHM)
    key = _key(provider, about, header.get("kid"), algorithm)
    try:
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms=[algorithm], audience=provider.client_id, issuer=provider.issuer, leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )  # fmt: skip
    except jwt.InvalidSignatureError as error:
        raise SignOnRefused(Fault.SIGNATURE) from error
    except jwt.InvalidAudienceError as error:
        raise SignOnRefused(Fault.AUDIENCE) from error
    except jwt.InvalidIssuerError as error:
        raise SignOnRefused(Fault.ISSUER) from error
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as error:
        raise SignOnRefused(Fault.EXPIRED) from error
    except jwt.PyJWTError as error:
        raise SignOnRefused(Fault.MALFORMED) from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise SignOnRefused(Fault.AUDIENCE)
    return claims


def _read(provider: ProviderCard, claims: dict[str, Any], *, nonce: str) -> Proof:
    """Return what the claims say, once they are known to answer what was asked."""
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise SignOnRefused(Fault.UNSOLICITED)
    subject, shown = claims["sub"], claims.get("auth_time")
    if not isinstance(subject, str) or not 0 < len(subject) <= MOST_SUBJECT:
        raise SignOnRefused(Fault.MALFORMED)
    said = claims.get(provider.claim)
    verified = provider.claim == "email" and claims.get("email_verified") in (True, "true")
    if provider.matched_by is MatchedBy.EMAIL and not (verified or provider.vouches):
        said = None  # anybody may have entered any address there
    context = str(claims.get("acr") or "")
    told = str(said) if isinstance(said, str | int) and not isinstance(said, bool) else ""
    if "\0" in f"{subject}{told}{context}".encode().decode():  # half of a character is none: ValueError
        raise SignOnRefused(Fault.MALFORMED)
    shown_at = datetime.fromtimestamp(shown, UTC) if isinstance(shown, int | float) else None
    return Proof(issuer=provider.issuer, subject=subject, said=told, shown_at=shown_at, context=context)
