"""Who may read the record, and who may take a payload out of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.audit.models import Access, AccessSubject, Entry, OutboxEvent, RefusedRequest, Subject
from waymark.audit.types import ADMINISTRATOR, AUDITOR, DATA_PROTECTION_OFFICER
from waymark.kernel.policy import Actor, Ground, Policy

M = TypeVar("M", bound=Model)
Ids = QuerySet[Any]
"""A query of people's ids, to embed."""

READERS = (AUDITOR, DATA_PROTECTION_OFFICER)


def reads_everything(actor: Actor) -> bool:
    """Say whether the whole record is open to the actor: their duty has no limits, or they operate the site."""
    return actor.operator or _everywhere(actor)


def runs_the_site(actor: Actor) -> bool:
    """Say whether the actor runs the site: an administrator in a session, or who operates it."""
    return actor.operator or bool(actor.holding(ADMINISTRATOR))


def reads_by_duty(actor: Actor, people: Ids | None) -> bool:
    """Say whether the actor reads the record by duty, limited or not: with facts, and to export it.

    Args:
        actor: who asks.
        people: the people within a limited duty, as the door hands them in.
    """
    return reads_everything(actor) or (people is not None and bool(bounds(actor)))


def bounds(actor: Actor) -> tuple[str, ...] | None:
    """Return the paths of the organisations that an actor's duties to read the record are limited to.

    None when there are no limits. Empty for whoever holds no such duty, or one for a profession: the record is not
    kept by profession.
    """
    if reads_everything(actor):
        return None
    return tuple(duty.path for duty in actor.holding(*READERS) if duty.path and duty.profession_id is None)


def entries_open(rows: QuerySet[Entry], actor: Actor, at: datetime, people: Ids | None) -> QuerySet[Entry]:
    """Narrow ``rows`` to the entries the actor may read.

    Args:
        rows: which entries are asked for.
        actor: who asks.
        at: when.
        people: the people within a limited duty: it opens the entries that are about some of them and nobody else.
    """
    if reads_everything(actor):
        return rows  # without a condition: a subquery of every id would be read whole
    if people is not None and reads_by_duty(actor, people):
        about = Subject.objects.filter(entry_id=OuterRef("pk"))
        return rows.filter(Exists(about.filter(person_id__in=people)), ~Exists(about.exclude(person_id__in=people)))
    return rows.filter(pk__in=SEE_ENTRY.visible(actor, at))


def accesses_open(rows: QuerySet[Access], actor: Actor, at: datetime, people: Ids | None) -> QuerySet[Access]:
    """Narrow ``rows`` to the accesses the actor may know of, as ``entries_open`` does."""
    if reads_everything(actor):
        return rows
    if people is not None and reads_by_duty(actor, people):
        about = AccessSubject.objects.filter(access_id=OuterRef("pk"))
        return rows.filter(Exists(about.filter(person_id__in=people)), ~Exists(about.exclude(person_id__in=people)))
    return rows.filter(pk__in=SEE_ACCESS.visible(actor, at))


def _everywhere(actor: Actor, *kinds: str) -> bool:
    held = actor.holding(*(kinds or READERS))
    return any(duty.organisation_id is None and duty.profession_id is None for duty in held)


def _about_them(actor: Actor, at: datetime) -> QuerySet[Entry]:
    if actor.person_id is None:
        return Entry.objects.none()
    return Entry.objects.filter(pk__in=Subject.objects.filter(person_id=actor.person_id).values("entry_id"))


def _looked_at_them(actor: Actor, at: datetime) -> QuerySet[Access]:
    if actor.person_id is None:
        return Access.objects.none()
    return Access.objects.filter(pk__in=AccessSubject.objects.filter(person_id=actor.person_id).values("access_id"))


def _if(yes: bool, model: type[M]) -> QuerySet[M]:
    return model._default_manager.all() if yes else model._default_manager.none()


def _officer(actor: Actor) -> bool:
    return bool(actor.holding(DATA_PROTECTION_OFFICER))


_DUTY = _("they hold a duty to read the whole record")
_PROTECTS = _("they are a data protection officer")
_OPERATOR = _("they are at the command line of the machine that keeps the record")

ABOUT_THEM = Ground(_("the entry is about them"), _about_them)
READER = Ground(_DUTY, lambda actor, at: _if(_everywhere(actor), Entry))
OPERATOR = Ground(_OPERATOR, lambda actor, at: _if(actor.operator, Entry))
OFFICER = Ground(_PROTECTS, lambda actor, at: _if(_officer(actor), Entry))

SEE_ENTRY = Policy(ABOUT_THEM, READER, OPERATOR, about=_("read an entry of the record of what was done"))
MAY_ERASE_PAYLOAD = Policy(OPERATOR, OFFICER, about=_("take personal data out of an entry of the record"))
MAY_ERASE_FILTER = Policy(
    Ground(_OPERATOR, lambda actor, at: _if(actor.operator, Access)),
    Ground(_PROTECTS, lambda actor, at: _if(_officer(actor), Access)),
    about=_("take out of the access log what a look at somebody’s record was narrowed by"),
)

SEE_ACCESS = Policy(
    Ground(_("the record looked at is theirs"), _looked_at_them),
    Ground(_DUTY, lambda actor, at: _if(_everywhere(actor), Access)),
    Ground(_OPERATOR, lambda actor, at: _if(actor.operator, Access)),
    about=_("see who looked at whose record"),
)
SEE_REFUSED = Policy(
    Ground(_DUTY, lambda actor, at: _if(_everywhere(actor), RefusedRequest)),
    Ground(_OPERATOR, lambda actor, at: _if(actor.operator, RefusedRequest)),
    about=_("see which requests were refused"),
)
SEE_OUTBOX = Policy(
    Ground(
        _("they run the site"),
        lambda actor, at: _if(runs_the_site(actor), OutboxEvent),
    ),
    about=_("see what waits to be told to other parts of the site"),
)
