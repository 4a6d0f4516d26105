"""The request as our views see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from waymark.access.types import DutiesHeld
from waymark.audit.types import Why
from waymark.kernel.policy import Actor
from waymark.people.types import PersonCard


@dataclass(slots=True)
class Looked:
    """Whose records this request has read so far; the door notes it once, after the response."""

    subjects: set[int] = field(default_factory=set)
    ground: str = ""
    filter: dict[str, Any] = field(default_factory=dict)


class Request(HttpRequest):
    """A request with who asks and when, put there by ``ActorMiddleware``. Never instantiated."""

    at: datetime
    actor: Actor
    person: PersonCard | None
    held: DutiesHeld
    looked: Looked
    refused: Why | None
    """Why the request was refused, where its status alone does not say so."""
