"""Who hears what: which handlers each event is handed to, once what it tells of stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from waymark.assessments import events as assessments_events
from waymark.assessments import handlers as assessments_handlers
from waymark.kernel.events import Event
from waymark.people import events as people_events
from waymark.people import handlers as people_handlers

HANDLERS: tuple[tuple[type[Event], Callable[..., Any]], ...] = (
    (people_events.CorrectionAsked, people_handlers.ask_whoever_can_mend),
    (people_events.CorrectionSettled, people_handlers.tell_what_came_of_it),
    (people_events.ManagerSet, people_handlers.tell_the_managers),
    (assessments_events.AssessmentShared, assessments_handlers.tell_receiver),
    (assessments_events.ShareEnded, assessments_handlers.tell_it_ended),
)
