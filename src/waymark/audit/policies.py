"""Who may read the record, and who may take a payload out of it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from waymark.audit.models import Access, AccessSubject, Entry, Subject
from waymark.kernel.policy import Actor, Ground, Policy


def _about_them(actor: Actor, at: datetime) -> QuerySet[Entry]:
    if actor.person_id is None:
        return Entry.objects.none()
    return Entry.objects.filter(pk__in=Subject.objects.filter(person_id=actor.person_id).values("entry_id"))


def _any(actor: Actor, at: datetime) -> QuerySet[Entry]:
    return Entry.objects.all() if actor.operator else Entry.objects.none()


def _as_officer(actor: Actor, at: datetime) -> QuerySet[Entry]:
    return Entry.objects.all() if actor.holding("data-protection-officer") else Entry.objects.none()


def _looks_at_them(actor: Actor, at: datetime) -> QuerySet[Access]:
    if actor.person_id is None:
        return Access.objects.none()
    return Access.objects.filter(pk__in=AccessSubject.objects.filter(person_id=actor.person_id).values("access_id"))


def _any_access(actor: Actor, at: datetime) -> QuerySet[Access]:
    return Access.objects.all() if actor.operator else Access.objects.none()


def _any_access_as_officer(actor: Actor, at: datetime) -> QuerySet[Access]:
    return Access.objects.all() if actor.holding("data-protection-officer") else Access.objects.none()


ABOUT_THEM = Ground("the entry is about them", _about_them)
OPERATOR = Ground("they are at the command line of the machine that keeps the record", _any)
OFFICER = Ground("they are a data protection officer", _as_officer)
LOOKED_AT_THEM = Ground("their record was looked at", _looks_at_them)
READS_ACCESSES = Ground("they are at the command line of the machine that keeps the access log", _any_access)
PROTECTS_READ = Ground("they are a data protection officer, and may see who looked", _any_access_as_officer)

SEE_ENTRY = Policy(ABOUT_THEM, OPERATOR)
MAY_ERASE_PAYLOAD = Policy(OPERATOR, OFFICER)
MAY_ERASE_FILTER = Policy(READS_ACCESSES, PROTECTS_READ)
SEE_ACCESS = Policy(LOOKED_AT_THEM, READS_ACCESSES, PROTECTS_READ)
