"""SAML 2.0: a request by redirect, an answer by form. What is not signed is not read."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
import zlib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import xmlsec
from django.utils.http import urlencode
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from waymark.access import queries as access
from waymark.access.commands import SignOnRefused
from waymark.access.types import Fault, Proof, ProviderCard
from waymark.adapters.sign_on.sent import Sent

SIGNATURES = frozenset(
    f"http://www.w3.org/2001/04/xmldsig-more#{name}"
    for name in ("rsa-sha256", "rsa-sha384", "rsa-sha512", "ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512")
)
DIGESTS = frozenset(
    {
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512",
    }
)
MOST_CHARACTERS = 300_000
MOST_SUBJECT = 256
LEEWAY = 60
"""Seconds by which clocks may differ."""
REQUEST_ID = re.compile(r"_[0-9a-f]{40}\Z")
_WRONG = OneLogin_Saml2_ValidationError
_FAULTS = {
    _WRONG.DEPRECATED_SIGNATURE_METHOD: Fault.ALGORITHM,
    _WRONG.DEPRECATED_DIGEST_METHOD: Fault.ALGORITHM,
    _WRONG.INVALID_SIGNATURE: Fault.SIGNATURE,
    _WRONG.NO_SIGNATURE_FOUND: Fault.SIGNATURE,
    _WRONG.WRONG_AUDIENCE: Fault.AUDIENCE,
    _WRONG.WRONG_DESTINATION: Fault.AUDIENCE,
    _WRONG.EMPTY_DESTINATION: Fault.AUDIENCE,
    _WRONG.WRONG_ISSUER: Fault.ISSUER,
    _WRONG.ISSUER_NOT_FOUND_IN_ASSERTION: Fault.ISSUER,
    _WRONG.ASSERTION_EXPIRED: Fault.EXPIRED,
    _WRONG.ASSERTION_TOO_EARLY: Fault.EXPIRED,
    _WRONG.SESSION_EXPIRED: Fault.EXPIRED,
    _WRONG.WRONG_SUBJECTCONFIRMATION: Fault.EXPIRED,
    _WRONG.STATUS_CODE_IS_NOT_SUCCESS: Fault.DECLINED,
}
_FORGED = (
    OneLogin_Saml2_Error, etree.LxmlError, xmlsec.Error, ValueError, TypeError, KeyError, AttributeError,
    ArithmeticError, RecursionError,
)  # fmt: skip
"""What the libraries raise at what no provider sends."""


def begin(provider: ProviderCard, *, here: str, metadata: str, again: bool) -> Sent:
    """Return where the browser goes to sign in at a provider; see ``sign_on.begin``."""
    state = f"_{secrets.token_hex(20)}"
    saml, samlp = Names.NS_SAML, Names.NS_SAMLP
    request = etree.Element(f"{{{samlp}}}AuthnRequest", nsmap={"samlp": samlp, "saml": saml})
    for name, value in {
        "ID": state,
        "Version": "2.0",
        "IssueInstant": OneLogin_Saml2_Utils.parse_time_to_SAML(OneLogin_Saml2_Utils.now()),
        "Destination": provider.sign_on_url,
        "ProtocolBinding": Names.BINDING_HTTP_POST,
        "AssertionConsumerServiceURL": here,
    }.items():
        request.set(name, value)
    etree.SubElement(request, f"{{{saml}}}Issuer").text = metadata
    if again:
        request.set("ForceAuthn", "true")
        if provider.strong_context:
            asked = etree.SubElement(request, f"{{{samlp}}}RequestedAuthnContext", Comparison="exact")
            etree.SubElement(asked, f"{{{saml}}}AuthnContextClassRef").text = provider.strong_context
    packed = zlib.compress(etree.tostring(request), 9)[2:-4]
    url = provider.sign_on_url
    query = urlencode({"SAMLRequest": base64.b64encode(packed).decode()})
    return Sent(f"{url}{'&' if '?' in url else '?'}{query}", state)


def read(provider: ProviderCard, answer: str, *, here: str, metadata: str) -> tuple[Proof, str]:
    """Return what a provider says of somebody, once it is known to be true, and the id of the request it answers.

    Whether this browser made that request is for the door to see: nothing is believed that nobody asked for. What
    comes beside the answer (RelayState) is not read at all.

    Args:
        provider: whose answer it must be.
        answer: what the browser brought, in base 64.
        here: the address it came to.
        metadata: what the provider calls us.

    Raises:
        SignOnRefused: the answer is not to be believed, or it is no.
    """
    if not answer or len(answer) > MOST_CHARACTERS:
        raise SignOnRefused(Fault.MALFORMED)
    try:
        base64.b64decode("".join(answer.split()), validate=True)
        response = OneLogin_Saml2_Response(_settings(provider, here=here, metadata=metadata), answer)
        if response.encrypted:
            raise SignOnRefused(Fault.MALFORMED)  # we have no key that anything could be encrypted with
        response.check_status()  # a no has no assertion, and nobody gets in by it: it may come from anybody
        _see_that_it_is_strong(response)
        request = _asked_by(response, here=here)
        url = urlsplit(here)
        response.is_valid(
            {"https": "on" if url.scheme == "https" else "off", "http_host": url.netloc, "script_name": "",
             "path_info": url.path, "get_data": {}, "post_data": {}},
            raise_exceptions=True,
        )  # fmt: skip
        return _read(provider, response), request
    except OneLogin_Saml2_ValidationError as error:
        raise SignOnRefused(_FAULTS.get(error.code, Fault.MALFORMED)) from error
    except (*_FORGED, binascii.Error) as error:
        raise SignOnRefused(Fault.MALFORMED) from error


def metadata_of(provider: ProviderCard, *, here: str, metadata: str) -> bytes:
    """Return what a provider has to know about us, as XML."""
    made = _settings(provider, here=here, metadata=metadata).get_sp_metadata()
    return made.encode() if isinstance(made, str) else bytes(made)


def _settings(provider: ProviderCard, *, here: str, metadata: str) -> OneLogin_Saml2_Settings:
    return OneLogin_Saml2_Settings(
        {
            "strict": True,
            "sp": {
                "entityId": metadata,
                "assertionConsumerService": {"url": here, "binding": Names.BINDING_HTTP_POST},
                "NameIDFormat": Names.NAMEID_PERSISTENT,
            },
            "idp": {
                "entityId": provider.issuer,
                "singleSignOnService": {"url": provider.sign_on_url, "binding": Names.BINDING_HTTP_REDIRECT},
                "x509certMulti": {"signing": list(access.certificates_of(provider.id))},
            },
            "security": {
                "rejectDeprecatedAlgorithm": True,
                "wantNameId": True,
                "wantAttributeStatement": False,
                "allowRepeatAttributeName": True,
                "allowSingleLabelDomains": True,
                "requestedAuthnContext": False,
            },
        }
    )


def _see_that_it_is_strong(response: Any) -> None:
    """Refuse a signature or a digest that is not one of the strong ones, before anything is made of it."""
    for path, allowed in (("//ds:SignatureMethod", SIGNATURES), ("//ds:DigestMethod", DIGESTS)):
        for node in response.document.xpath(path, namespaces=Names.NSMAP):
            if node.get("Algorithm") not in allowed:
                raise SignOnRefused(Fault.ALGORITHM)


def _asked_by(response: Any, *, here: str) -> str:
    """Return the id of the request that the assertion answers. The library believes what the envelope says of it."""
    bearers = response._query_assertion(
        f"/saml:Subject/saml:SubjectConfirmation[@Method='{Names.CM_BEARER}']/saml:SubjectConfirmationData"
    )
    if len(bearers) != 1 or not bearers[0].get("NotOnOrAfter"):
        raise SignOnRefused(Fault.MALFORMED)
    if bearers[0].get("Recipient") != here or response.document.get("Destination", here) != here:
        raise SignOnRefused(Fault.AUDIENCE)
    request = str(bearers[0].get("InResponseTo", ""))
    if not REQUEST_ID.match(request) or response.get_in_response_to() not in (None, request):
        raise SignOnRefused(Fault.UNSOLICITED)
    return request


def _see_that_it_is_in_time(response: Any) -> None:
    """Refuse what is too old, or too new, by more than a minute: the library allows for clocks that are five apart."""
    now = OneLogin_Saml2_Utils.now()
    for node in response._query_assertion("/saml:Conditions"):
        begin, end = (node.get(name) for name in ("NotBefore", "NotOnOrAfter"))
        early = begin and OneLogin_Saml2_Utils.parse_SAML_to_time(begin) > now + LEEWAY
        late = end and OneLogin_Saml2_Utils.parse_SAML_to_time(end) + LEEWAY <= now
        if early or late:
            raise SignOnRefused(Fault.EXPIRED)


def _read(provider: ProviderCard, response: Any) -> Proof:
    """Read what the signed assertion says, and only that: the envelope around it need not be signed."""
    # The library looks at the audience where one is named.
    if not response.get_audiences():
        raise SignOnRefused(Fault.AUDIENCE)
    _see_that_it_is_in_time(response)
    name = response.get_nameid_data()
    subject = name.get("Value") or ""
    if name.get("Format") == Names.NAMEID_TRANSIENT or not 0 < len(subject) <= MOST_SUBJECT:
        raise SignOnRefused(Fault.MALFORMED)  # the next time it would be another
    (statement,) = response._query_assertion("/saml:AuthnStatement")
    contexts = response.get_authn_contexts()
    said = response.get_attributes().get(provider.claim) or response.get_friendlyname_attributes().get(provider.claim)
    if not said and provider.claim == "NameID":
        said = [subject]
    return Proof(
        issuer=provider.issuer,
        subject=subject,
        said=str(said[0] or "") if said and len(said) == 1 else "",
        shown_at=datetime.fromtimestamp(OneLogin_Saml2_Utils.parse_SAML_to_time(statement.get("AuthnInstant")), UTC),
        context=contexts[0] if len(contexts) == 1 else "",
    )
