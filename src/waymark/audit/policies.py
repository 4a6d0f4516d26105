"""Who may read the record, and who may take a payload out of it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from waymark.audit.models import Entry, OutboxEvent, Subject
from waymark.kernel.policy import Actor, Ground, Policy


def _about_them(actor: Actor, at: datetime) -> QuerySet[Entry]:
    if actor.person_id is None:
        return Entry.objects.none()
    return Entry.objects.filter(pk__in=Subject.objects.filter(person_id=actor.person_id).values("entry_id"))


def _any(actor: Actor, at: datetime) -> QuerySet[Entry]:
    return Entry.objects.all() if actor.operator else Entry.objects.none()


ABOUT_THEM = Ground("the entry is about them", _about_them)
OPERATOR = Ground("they are at the command line of the machine that keeps the record", _any)

SEE_ENTRY = Policy(ABOUT_THEM, OPERATOR)
MAY_ERASE_PAYLOAD = Policy(OPERATOR)
"""The data protection officer joins when their duty comes."""


def _run_by(actor: Actor, at: datetime) -> QuerySet[OutboxEvent]:
    return OutboxEvent.objects.all() if actor.operator or actor.holding("administrator") else OutboxEvent.objects.none()


SEE_OUTBOX = Policy(Ground("they run the site", _run_by))
