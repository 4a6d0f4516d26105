"""Talking to the departments' identity providers: OpenID Connect and SAML 2.0.

The door begins a conversation and takes the answer up again; what it has to remember meanwhile is ``Sent``. An answer
is believed only when everything about it holds: who signed it and how, for whom, when, and that it was asked for.
"""

from __future__ import annotations

from waymark.access.types import ProviderCard, ProviderKind
from waymark.adapters.sign_on import oidc, saml
from waymark.adapters.sign_on.sent import Sent

__all__ = ["Sent", "begin", "oidc", "saml"]


def begin(provider: ProviderCard, *, here: str, metadata: str, again: bool) -> Sent:
    """Begin a conversation: return where the browser goes, and what to remember.

    Args:
        provider: whom to ask.
        here: the address that the answer comes to.
        metadata: what we are called by a SAML provider: the address of our metadata.
        again: whether whoever is signed in there has to show anew that it is them.

    Raises:
        SignOnRefused: the provider cannot be reached, or what it says of itself is not true.
    """
    if provider.kind is ProviderKind.OIDC:
        return oidc.begin(provider, here=here, again=again)
    return saml.begin(provider, here=here, metadata=metadata, again=again)
