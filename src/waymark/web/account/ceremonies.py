"""Talking to passkeys: what their browser is asked, and whether its answer is true. The cryptography is allauth's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from allauth.core import context
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waymark.kernel.errors import Refusal
from waymark.web.base.request import Request

MOST_BYTES = 20_000
_FORGED = (ValidationError, TypeError, ValueError, KeyError, AttributeError, LookupError)
"""What the library raises at an answer that no browser gives."""


class PasskeyRefused(Refusal):
    """The answer of the browser was not that of a passkey we know."""

    def __init__(self) -> None:
        super().__init__(_("That passkey did not work here. Try again, or use another way to sign in."))


def ask_to_sign_in(request: Request, account: Any = None) -> dict[str, Any]:
    """Return what a browser needs to find a passkey: any of this site, or one of ``account``."""
    return dict(_in(request, auth.begin_authentication, account))


def ask_to_make(request: Request) -> dict[str, Any]:
    """Return what a browser needs to make a passkey for whoever is signed in; one that can sign in alone."""
    return dict(_in(request, auth.begin_registration, request.user, True))


def passkey_used(request: Request, account: Any = None) -> Any:
    """Return the passkey (allauth's ``Authenticator``) whose answer the form carries.

    Args:
        request: the form, with the answer in its field ``credential``.
        account: whose it must be; None where it is what tells us who is there. Then its device has asked for a finger,
            a face or a number, so that it stands for two factors.

    Raises:
        PasskeyRefused: it is no such passkey's answer, an old one, or forged.
    """
    answer = _answer(request)
    try:
        response = auth.parse_authentication_response(answer)
        owner = account or auth.extract_user_from_response(answer)
        if account is None and not response.response.authenticator_data.is_user_verified():
            raise PasskeyRefused
        return _in(request, auth.complete_authentication, owner, answer)
    except _FORGED as error:
        raise PasskeyRefused from error


def passkey_made(request: Request) -> Mapping[str, Any]:
    """Return the answer the form carries, of a browser that has just made a passkey.

    Raises:
        PasskeyRefused: it is no such answer, an old one, or forged; or the device asked for nothing.
    """
    answer = _answer(request)
    try:
        auth.parse_registration_response(answer)
        binding = _in(request, auth.complete_registration, answer)
    except _FORGED as error:
        raise PasskeyRefused from error
    if not binding.is_user_verified():
        raise PasskeyRefused
    return answer


def _answer(request: Request) -> dict[str, Any]:
    text = request.POST.get("credential", "")
    try:
        answer = json.loads(text) if len(text) <= MOST_BYTES else None
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise PasskeyRefused
    return answer


def _in(request: Request, ceremony: Any, *args: Any) -> Any:
    """Run a ceremony that looks for the request in allauth's context: there is none in a request made by a test."""
    with context.request_context(request):
        return ceremony(*args)
