"""Who hears what: which handlers each event is handed to, once what it tells of stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from waymark.access import events as access_events
from waymark.access import handlers as access_handlers
from waymark.assessments import events as assessments_events
from waymark.assessments import handlers as assessments_handlers
from waymark.kernel.events import Event
from waymark.people import events as people_events
from waymark.people import handlers as people_handlers
from waymark.privacy import events as privacy_events
from waymark.privacy import handlers as privacy_handlers

HANDLERS: tuple[tuple[type[Event], Callable[..., Any]], ...] = (
    (access_events.GrantProposed, access_handlers.ask_approvers),
    (access_events.GrantGiven, access_handlers.tell_of_gift),
    (access_events.GrantDecided, access_handlers.tell_of_decision),
    (access_events.GrantRevoked, access_handlers.tell_of_revocation),
    (access_events.GrantEnding, access_handlers.remind_of_ending),
    (people_events.CorrectionAsked, people_handlers.ask_whoever_can_mend),
    (people_events.CorrectionSettled, people_handlers.tell_what_came_of_it),
    (people_events.ManagerSet, people_handlers.tell_the_managers),
    (assessments_events.AssessmentShared, assessments_handlers.tell_receiver),
    (assessments_events.ShareEnded, assessments_handlers.tell_it_ended),
    (privacy_events.RequestMade, privacy_handlers.tell_officers),
    (privacy_events.RequestClosed, privacy_handlers.tell_the_person),
)
