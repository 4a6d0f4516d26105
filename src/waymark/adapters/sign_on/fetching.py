"""Asking a provider over HTTP: its own hosts alone, never for long, never for much."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from waymark.access.commands import SignOnRefused
from waymark.access.types import Fault, ProviderCard

SECONDS = (3.05, 7)
"""To connect, and to wait for more."""
MOST_BYTES = 300_000
PORTS = {"https": 443, "http": 80}


def may_ask(provider: ProviderCard, url: str) -> bool:
    """Say whether an address is one that a provider may be asked at: its issuer's host, or one that is named beside it.

    A provider must not be able to send us to a machine of its choice inside our network.
    """
    try:
        wanted, issuer = urlsplit(url), urlsplit(provider.issuer)
        port, own = wanted.port or PORTS.get(wanted.scheme), issuer.port or PORTS.get(issuer.scheme)
    except ValueError:
        return False
    if wanted.username or wanted.password or wanted.fragment or not wanted.hostname:
        return False
    if (wanted.scheme, wanted.hostname, port) == (issuer.scheme, issuer.hostname, own):
        return wanted.scheme == "https" or not settings.PUBLIC_BASE_URL.startswith("https")
    return wanted.scheme == "https" and port == PORTS["https"] and wanted.hostname in provider.other_hosts


def ask(
    provider: ProviderCard, url: str, *, form: Mapping[str, str] | None = None, who: tuple[str, str] | None = None
) -> dict[str, Any]:
    """Return the JSON object at an address of a provider's.

    Args:
        provider: whose address it must be.
        url: the address.
        form: what to send; None: only look.
        who: name and secret to show.

    Raises:
        SignOnRefused: it is no address of the provider's, nothing answers there, or the answer is no such object.
    """
    if not may_ask(provider, url):
        raise SignOnRefused(Fault.ISSUER)
    try:
        with requests.request(
            "GET" if form is None else "POST", url, data=form, auth=who, timeout=SECONDS, allow_redirects=False,
            stream=True, headers={"Accept": "application/json"},
        ) as answer:  # fmt: skip
            body = answer.raw.read(MOST_BYTES + 1, decode_content=True)
    except (requests.RequestException, OSError) as error:
        raise SignOnRefused(Fault.UNREACHABLE) from error
    if answer.status_code >= 500:
        raise SignOnRefused(Fault.UNREACHABLE)
    try:
        found = json.loads(body) if answer.status_code == 200 and len(body) <= MOST_BYTES else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        # A code that was used already, for one: the provider says so with 400.
        raise SignOnRefused(Fault.UNSOLICITED if form is not None and answer.status_code == 400 else Fault.MALFORMED)
    return found
