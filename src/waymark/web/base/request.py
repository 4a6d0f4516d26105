"""The request as our views see it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from waymark.kernel.policy import Actor
from waymark.people.types import PersonCard


class Request(HttpRequest):
    """A request with who asks and when, put there by ``ActorMiddleware``. Never instantiated."""

    at: datetime
    actor: Actor
    person: PersonCard | None
