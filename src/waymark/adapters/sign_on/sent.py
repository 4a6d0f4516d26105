"""What the door remembers of a conversation with a provider until the answer comes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """Where the browser goes, and what only this browser's session knows meanwhile."""

    url: str
    state: str
    """What the answer names, so that it is found again: OpenID's state, or the id of a SAML request."""
    nonce: str = ""
    verifier: str = ""
