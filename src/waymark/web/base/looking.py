"""Noting whose records a page has read."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from waymark.audit import commands as audit
from waymark.web.base.request import Request

logger = logging.getLogger(__name__)


def looked_at(request: Request, people: Iterable[int], *, ground: str = "", **filter: Any) -> None:
    """Say that this request reads records of these people. Whoever asks may be among them: that is left out.

    Args:
        request: whose door notes it, once, after the response.
        people: ids of the people, as the query that read their records says.
        ground: why the actor may, as the policy says it.
        filter: what a list was narrowed by.
    """
    request.looked.subjects.update(people)
    request.looked.ground = request.looked.ground or ground
    request.looked.filter.update(filter)


def note(request: Request) -> None:
    """Note one access to the records of other people that this request read, if it read any. No query."""
    others = request.looked.subjects - {request.actor.person_id}
    if not others:
        return
    audit.note_access(
        actor=request.actor, at=request.at, what=request.path, subjects=others, ground=request.looked.ground,
        filter=request.looked.filter,
    )  # fmt: skip
