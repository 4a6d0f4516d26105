"""Which handler hears which event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from waymark.kernel.events import Event
from waymark.privacy import events as privacy_events
from waymark.privacy import handlers as privacy_handlers

HANDLERS: tuple[tuple[type[Event], Callable[..., Any]], ...] = (
    (privacy_events.RequestMade, privacy_handlers.tell_officers),
    (privacy_events.RequestClosed, privacy_handlers.tell_the_person),
)
