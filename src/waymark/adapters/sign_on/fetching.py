"""Asking a provider over HTTP: its own hosts alone, never for long, never for much."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.cache import cache
from requests.auth import HTTPBasicAuth
from urllib3.exceptions import HTTPError

from waymark.access.commands import SignOnRefused
from waymark.access.types import Fault, ProviderCard

SECONDS = 10
"""In all, whatever the provider does meanwhile."""
A_TIME = (3.05, 7)
"""To connect, and to wait for more."""
REMEMBERED = 30
"""Seconds for which an address that failed is not asked again: whoever begins a sign-on would hold a worker each."""
MOST_BYTES = 300_000
PORTS = {"https": 443, "http": 80}


def may_ask(provider: ProviderCard, url: str) -> bool:
    """Say whether an address is one that a provider may be asked at: its issuer's host, or one that is named beside it.

    A provider must not be able to send us to a machine of its choice inside our network.
    """
    try:
        url.encode("ascii")
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
    """Return the JSON object at an address of a provider's. What failed is not asked again for half a minute.

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
    failed = f"waymark.sign_on.failed.{hashlib.sha256(url.encode()).hexdigest()}"
    known = cache.get(failed)
    if known is not None:
        raise SignOnRefused(Fault(known), known=True)
    answer = _asked(url, form, who)
    found = _object(answer)
    if found is not None:
        return found
    fault = _fault_of(answer, sent=form is not None)
    # What was sent may have been anybody's nonsense: that it was refused says nothing about the provider.
    if answer is None or form is None:
        cache.set(failed, fault.value, REMEMBERED)
    raise SignOnRefused(fault)


def _object(answer: tuple[int, bytes] | None) -> dict[str, Any] | None:
    """Return the JSON object of an answer; None when it is none."""
    if answer is None or answer[0] != 200 or len(answer[1]) > MOST_BYTES:
        return None
    try:
        found = json.loads(answer[1])
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _fault_of(answer: tuple[int, bytes] | None, *, sent: bool) -> Fault:
    if answer is None or answer[0] >= 500:
        return Fault.UNREACHABLE
    # A code that was used already, for one: the provider says so with 400.
    return Fault.UNSOLICITED if sent and answer[0] == 400 else Fault.MALFORMED


def _asked(url: str, form: Mapping[str, str] | None, who: tuple[str, str] | None) -> tuple[int, bytes] | None:
    """Return the status and the body of an answer; None when no whole one comes in time.

    Another thread does the waiting: looking up a name and reading headers know no deadline of their own.
    """
    came: SimpleQueue[tuple[int, bytes] | None] = SimpleQueue()
    Thread(target=lambda: came.put(_read(url, form, who)), daemon=True).start()
    try:
        return came.get(timeout=SECONDS)
    except Empty:
        return None


def _read(url: str, form: Mapping[str, str] | None, who: tuple[str, str] | None) -> tuple[int, bytes] | None:
    until = monotonic() + SECONDS
    shown = HTTPBasicAuth(who[0].encode(), who[1].encode()) if who else None  # as text it would have to be Latin-1
    try:
        with requests.request(
            "GET" if form is None else "POST", url, data=form, auth=shown, timeout=A_TIME, allow_redirects=False,
            stream=True, headers={"Accept": "application/json"},
        ) as answer:  # fmt: skip
            body = b""
            while len(body) <= MOST_BYTES and (part := answer.raw.read1(MOST_BYTES, decode_content=True)):
                body += part
                if monotonic() > until:
                    return None
            return answer.status_code, body
    except (requests.RequestException, HTTPError, OSError, ValueError):
        return None
