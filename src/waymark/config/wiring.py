"""Which handler hears which event."""

from __future__ import annotations

from waymark.assessments import events as assessments_events
from waymark.assessments import handlers as assessments_handlers

HANDLERS = (
    (assessments_events.AssessmentShared, assessments_handlers.tell_receiver),
    (assessments_events.ShareEnded, assessments_handlers.tell_it_ended),
)
