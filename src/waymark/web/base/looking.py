"""Noting whose records a page has read, and which requests were refused."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, cast

from django.http import HttpRequest

from waymark.audit import commands as audit
from waymark.audit.types import Why
from waymark.kernel.policy import Actor
from waymark.web.base.request import Request

logger = logging.getLogger(__name__)


def looked_at(request: Request, people: Iterable[int], *, ground: str = "", **filter: Any) -> None:
    """Say that this request reads records of these people. Whoever asks may be among them: that is left out.

    Args:
        request: whose door notes it, once, after the response.
        people: ids of the people, as the query that read their records says.
        ground: why the actor may, as the policy says it.
        filter: what a list was narrowed by; what is empty narrows nothing and is left out.
    """
    request.looked.subjects.update(people)
    request.looked.ground = request.looked.ground or ground
    request.looked.filter.update({name: value for name, value in filter.items() if value})


def note(request: Request) -> None:
    """Note one access to the records of other people that this request read, if it read any. No query."""
    others = request.looked.subjects - {request.actor.person_id}
    if not others:
        return
    audit.note_access(
        actor=request.actor, at=request.at, what=request.path, subjects=others, ground=request.looked.ground,
        filter=request.looked.filter,
    )  # fmt: skip


OPEN_TO_ALL = {"public", "demo_only"}
"""Who may open a page where nothing can be guessed: a mistyped address there is no attempt at anything."""
_STATUS = {403: Why.NOT_ALLOWED, 404: Why.NOT_THERE}


def note_refused(request: Request, status: int) -> None:
    """Note that somebody who is signed in asked for what they may not have, or what is not there. No query.

    Args:
        request: what was asked.
        status: of the answer.
    """
    why = request.refused or _STATUS.get(status)
    route = request.resolver_match
    if why is None or request.actor.account_id is None or route is None:
        return
    if getattr(route.func, "access", None) not in OPEN_TO_ALL:
        _note(request.actor, request, why)


def note_forged(incoming: HttpRequest) -> None:
    """Note a form that did not come from a page of ours. Finds out who is signed in: two queries."""
    request = cast(Request, incoming)
    user = getattr(request, "user", None)
    if hasattr(request, "at"):
        _note(Actor(account_id=user.pk if user and user.is_authenticated else None), request, Why.FORGED_FORM)


def _note(actor: Actor, request: Request, why: Why) -> None:
    try:
        audit.note_refused(actor=actor, at=request.at, what=request.path, why=why)
    except OSError:  # refusing comes first: whoever fills the disk is still refused
        logger.exception("A refused request could not be noted.")
