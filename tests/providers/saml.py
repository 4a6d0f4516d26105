"""Answers of a SAML provider, as true or as false as a test wants them. Signed by xmlsec, not by what we read with."""

from __future__ import annotations

import base64
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from lxml import etree

from tests.providers.openid import key_of

ENTITY = "urn:example:department"
SAML, SAMLP = "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:2.0:protocol"
NAMES = {"saml": SAML, "samlp": SAMLP, "ds": "http://www.w3.org/2000/09/xmldsig#"}
EXCLUSIVE = xmlsec.Transform.EXCL_C14N
STRONG = xmlsec.Transform.RSA_SHA256, xmlsec.Transform.SHA256
WEAK = xmlsec.Transform.RSA_SHA1, xmlsec.Transform.SHA1
WEAK_DIGEST = xmlsec.Transform.RSA_SHA256, xmlsec.Transform.SHA1


@cache
def certificate(name: str = "true", bits: int = 2048) -> str:
    """A certificate of the key of that name, in PEM."""
    key = key_of(name, bits)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "provider")])
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(7)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2046, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return made.public_bytes(serialization.Encoding.PEM).decode()


def request_in(url: str) -> etree._Element:
    """The request that an address of a provider's carries."""
    packed = base64.b64decode(parse_qs(urlsplit(url).query)["SAMLRequest"][0])
    return etree.fromstring(zlib.decompress(packed, -15))


def answer_to(
    url: str,
    *,
    key: str = "true",
    how: tuple[Any, Any] = STRONG,
    sign: str = "Assertion",
    subject: str = "subject-1",
    name_format: str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    said: str = "ada@home-office.example",
    issuer: str = ENTITY,
    audience: str | None = "",
    recipient: str = "",
    destination: str = "",
    in_response_to: str | None = "",
    envelope_in_response_to: str | None = "",
    age: timedelta = timedelta(),
    shown_before: timedelta = timedelta(),
    context: str = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
    status: str = "Success",
    bare: bool = False,
) -> str:
    """An answer to the request in ``url``, in base 64. What is left empty is as it should be; None: left out."""
    request = request_in(url)
    here, asked = request.get("AssertionConsumerServiceURL"), request.get("ID")
    us = request.find("saml:Issuer", NAMES).text
    now = datetime.now(UTC).replace(microsecond=0) - age
    at, soon = (moment.isoformat().replace("+00:00", "Z") for moment in (now, now + timedelta(minutes=5)))
    shown = (now - shown_before).isoformat().replace("+00:00", "Z")

    def attribute(name: str, value: str | None, usual: str) -> str:
        return "" if value is None else f' {name}="{value or usual}"'

    only_for = "" if audience is None else (
        f"<saml:AudienceRestriction><saml:Audience>{audience or us}</saml:Audience></saml:AudienceRestriction>"
    )  # fmt: skip
    document = etree.fromstring(
        f'<samlp:Response xmlns:samlp="{SAMLP}" xmlns:saml="{SAML}" ID="_response" Version="2.0" IssueInstant="{at}"'
        f' Destination="{destination or here}"{attribute("InResponseTo", envelope_in_response_to, asked)}>'
        f"<saml:Issuer>{issuer}</saml:Issuer><samlp:Status>"
        f'<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status>'
        f'<saml:Assertion ID="_assertion" Version="2.0" IssueInstant="{at}"><saml:Issuer>{issuer}</saml:Issuer>'
        f'<saml:Subject><saml:NameID Format="{name_format}">{subject}</saml:NameID>'
        f'<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData'
        f' NotOnOrAfter="{soon}" Recipient="{recipient or here}"{attribute("InResponseTo", in_response_to, asked)}/>'
        f"</saml:SubjectConfirmation></saml:Subject>"
        f'<saml:Conditions NotBefore="{at}" NotOnOrAfter="{soon}">{only_for}</saml:Conditions>'
        f'<saml:AuthnStatement AuthnInstant="{shown}" SessionIndex="_s"><saml:AuthnContext>'
        f"<saml:AuthnContextClassRef>{context}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
        f'<saml:AttributeStatement><saml:Attribute Name="mail"><saml:AttributeValue>{said}</saml:AttributeValue>'
        f"</saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>".encode()
    )
    if bare:  # nothing but the envelope: how providers say no
        document.remove(document.find("saml:Assertion", NAMES))
        sign = ""
    if sign:
        _sign(document, sign, key, how)
    return base64.b64encode(etree.tostring(document)).decode()


def changed(answer: str, before: str, after: str) -> str:
    """The answer with something else in it, after it was signed."""
    text = base64.b64decode(answer).decode()
    assert before in text
    return base64.b64encode(text.replace(before, after).encode()).decode()


def _sign(document: etree._Element, what: str, key: str, how: tuple[Any, Any]) -> None:
    method, digest = how
    target = document if what == "Response" else document.find("saml:Assertion", NAMES)
    signature = xmlsec.template.create(document, EXCLUSIVE, method, ns="ds")
    target.insert(1, signature)
    reference = xmlsec.template.add_reference(signature, digest, uri="#" + target.get("ID"))
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    xmlsec.template.add_transform(reference, EXCLUSIVE)
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(
        key_of(key).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        xmlsec.KeyFormat.PEM,
    )
    context.register_id(target, "ID")
    context.sign(signature)
