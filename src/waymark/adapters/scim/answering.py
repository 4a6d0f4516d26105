"""One SCIM request, answered: who asks, for which feed, and what becomes of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from scim2_models import (
    NotFoundException,
    PatchOp,
    PayloadTooLargeException,
    ResourceType,
    SCIMException,
    UnauthorizedException,
)
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.routing import Operation
from scim2_server.service import ScimService

from waymark.access import commands as access
from waymark.access.types import Try
from waymark.adapters.scim.schemas import ENTERPRISE, MOST_BYTES, POST, Words, plain_provider, provider_with
from waymark.adapters.scim.storage import FeedStorage
from waymark.organisation import queries as organisation
from waymark.organisation.types import ListKind
from waymark.people import commands
from waymark.people.types import FeedPass

log = logging.getLogger("waymark.scim")
_MANAGER = f"{ENTERPRISE}:manager".casefold()


class TooOften(SCIMException):
    """Too many were turned away from one place."""

    status = 429
    _default_detail = "Too many requests were turned away from here. Wait a quarter of an hour."


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as far as SCIM is about it."""

    method: str
    base_url: str
    """Address of the service, as the client sees it, without a slash at its end."""
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes | None
    """None: it is longer than the site reads."""
    where: str
    """From which network address."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: int
    body: dict[str, Any] | None
    headers: dict[str, str] = field(default_factory=dict)
    looked_at: frozenset[int] = frozenset()
    """Ids of the people whose records were read."""
    token: int | None = None
    """Which token let the system in; None: none did."""


def answer(asked: Asked) -> Answer:
    """Answer a request. Every refusal is an answer in SCIM's words; anything else is a fault of ours and is reported.

    Raises:
        Exception: a fault of ours, but in one operation of a bulk request, which answers 500 by itself.
    """
    request = ScimRequest(
        method=asked.method, base_url=asked.base_url, path=asked.path.removesuffix(".scim"), query=asked.query,
        headers=asked.headers, body=asked.body or b"",
    )  # fmt: skip
    service, storage = _Service(plain_provider()), None
    try:
        passed = _passed(service, request, asked)
        if passed is None:
            response = service.service_provider_config(request.url, request.query)
        else:
            service, storage = _let_in_to(service, request, asked, passed)
            response = ScimHandler(service, storage).handle(request)
    except SCIMException as no:
        response = service.error_response(no)
        if isinstance(no, TooOften):
            response.headers["Retry-After"] = "900"
    if storage is not None:
        storage.note_refused()
    response.headers.setdefault("Cache-Control", "no-store")
    looked_at = frozenset(storage.looked_at) if storage else frozenset()
    return Answer(int(response.status), response.body, response.headers, looked_at, storage.token if storage else None)


def _passed(service: ScimService, request: ScimRequest, asked: Asked) -> FeedPass | None:
    """Return whom a token lets in; None where nothing is asked but what the service can do."""
    if _operation(service, request) is Operation.service_provider_config:
        return None
    return _let_in(request, asked)


def _let_in_to(service: _Service, request: ScimRequest, asked: Asked, passed: FeedPass) -> tuple[_Service, FeedStorage]:
    if asked.body is None or len(asked.body) > MOST_BYTES:
        raise PayloadTooLargeException(detail=f"A request holds at most {MOST_BYTES:,} bytes.")
    provider = plain_provider()
    if _operation(service, request) in {Operation.schemas, Operation.schema}:
        provider = provider_with(_words(passed, timezone.localdate(asked.at)))
        service = _Service(provider)
    return service, FeedStorage(passed.feed, provider, asked.at, passed.token_id)


class _Service(ScimService):
    """The protocol, as directories speak it, with words of ours where it says too little."""

    def resource_type_at(self, endpoint: str) -> ResourceType:
        """Return what is kept at an address."""
        if endpoint.casefold() == "groups":
            raise NotFoundException(
                detail="There are no groups here. The professions somebody belongs to are said with the user: "
                f"{POST}:mainProfession and otherProfessions."
            )
        return super().resource_type_at(endpoint)

    def read_patch(self, resource_type: ResourceType, body: bytes, content_type: str | None) -> PatchOp[Any]:
        """Read a change. Microsoft Entra names a manager by their id alone, where the standard has an object."""
        with suppress(ValueError, TypeError, AttributeError):
            said = json.loads(body)
            for one in said["Operations"]:
                if str(one.get("path")).casefold() == _MANAGER and isinstance(one.get("value"), str):
                    one["value"] = {"value": one["value"]}
            body = json.dumps(said).encode()
        return super().read_patch(resource_type, body, content_type)

    def bulk_failure(self, outcome: dict[str, Any], exception: Exception) -> dict[str, Any]:
        """Return what became of an operation that failed, and report what is a fault of ours: the others go on."""
        if not isinstance(exception, SCIMException):
            log.error("A bulk operation of SCIM failed", exc_info=exception)
        return super().bulk_failure(outcome, exception)


def _operation(service: ScimService, request: ScimRequest) -> Operation | None:
    try:
        return service.match(request).operation
    except SCIMException:
        return None


def _let_in(request: ScimRequest, asked: Asked) -> FeedPass:
    """Return the feed that the token speaks for. Whoever has none is turned away, and that is on record."""
    scheme, _space, token = (request.header("Authorization") or "").partition(" ")
    try:
        return commands.let_in(token=token.strip() if scheme.lower() == "bearer" else "", at=asked.at)
    except commands.NotLetIn as no:
        try:
            access.count_try(what=Try.FEED_TOKEN, whose="", where=asked.where, at=asked.at)
        except access.LockedOut:
            raise TooOften from None
        commands.note_not_let_in(why=no.why, feed_id=no.feed_id, at=asked.at)
        raise UnauthorizedException(detail=str(no)) from None


def _words(passed: FeedPass, day: date) -> Words:
    """Return what the department calls things on a day. At most seven queries."""
    found = organisation.grade_names(passed.organisation_path)
    grades = list(dict.fromkeys(one.code for one in found if one.until_on is None or one.until_on > day))
    regions = [text for one in organisation.items(ListKind.REGION, day=day) for text in (one.name, one.code) if text]
    return Words(
        organization=(passed.organisation_name,),
        units=tuple(one.code or one.name for one in organisation.units(passed.organisation_path)),
        grades=tuple(grades),
        regions=tuple(regions),
        professions=tuple(one.name for one in organisation.professions(day)),
    )
