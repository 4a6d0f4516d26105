"""Who may do what to a person's record. Seeing is not doing: each command has a policy of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.kernel.policy import Actor, Duty, Ground, Policy
from waymark.people import rules
from waymark.people.models import Appointment, Correction, Membership, Person, ReportingLine


def open_on(day: date, prefix: str = "") -> Q:
    """Return the condition that a period holds on ``day``; ``prefix`` leads to its columns."""
    started = Q(**{f"{prefix}from_on__lte": day})
    return started & (Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": day}))


def _managed(manager_id: int | None, day: date) -> QuerySet[Any]:
    return ReportingLine.objects.filter(open_on(day), manager_id=manager_id).values("person_id")


def managed(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return the people the actor manages at ``at``; nobody to whoever is no person."""
    if actor.person_id is None:
        return Person.objects.none()
    return Person.objects.filter(pk__in=_managed(actor.person_id, rules.day_of(at)))


def _everyone(actor: Actor) -> QuerySet[Person]:
    return Person.objects.all() if actor.operator else Person.objects.none()


def _themselves(actor: Actor) -> QuerySet[Person]:
    return Person.objects.none() if actor.person_id is None else Person.objects.filter(pk=actor.person_id)


THEMSELVES = Ground("it is them", lambda actor, at: _themselves(actor))
THEIR_MANAGER = Ground(
    "they manage the person now",
    lambda actor, at: Person.objects.filter(pk__in=_managed(actor.person_id, rules.day_of(at))),
)
OPERATOR = Ground("they operate the site", lambda actor, at: _everyone(actor))

IN_SIGHT = Policy(THEMSELVES, THEIR_MANAGER)
SEE_PERSON = Policy(THEMSELVES, THEIR_MANAGER, OPERATOR)
MAY_CLAIM_ROLE = Policy(THEMSELVES)
MAY_SET_MAIN_PROFESSION = Policy(THEMSELVES)


MENDERS = (DutyKind.HR_DIRECTOR, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION, DutyKind.ADMINISTRATOR)
"""The duties that put people's records right, the nearest first."""


def _anyone(actor: Actor) -> QuerySet[Person]:
    return Person.objects.none() if actor.person_id is None else Person.objects.all()


def _working_in(duty: Duty, day: date) -> Q:
    """Return the condition that a person works where a duty holds: their post's place, their own or its profession."""
    if not duty.path and duty.profession_id is None:
        return Q(pk__isnull=False)  # an empty condition would vanish when others are joined to it by "or"
    posts = Appointment.objects.filter(open_on(day), post__organisation__path__startswith=duty.path)
    if duty.profession_id is None:
        return Q(pk__in=posts.values("person_id"))
    mine = Membership.objects.filter(open_on(day), main=True, profession_id=duty.profession_id).values("person_id")
    of_it = posts.filter(post__profession_id=duty.profession_id).values("person_id")
    return Q(pk__in=posts.values("person_id")) & (Q(pk__in=mine) | Q(pk__in=of_it))


def _people_of(kind: str) -> Callable[[Actor, datetime], QuerySet[Person]]:
    """Return the people where the actor holds a duty of this kind, never themselves."""

    def opens(actor: Actor, at: datetime) -> QuerySet[Person]:
        duties = actor.holding(kind)
        if not duties:
            return Person.objects.none()
        where = reduce(or_, (_working_in(duty, rules.day_of(at)) for duty in duties))
        return Person.objects.filter(where).exclude(pk=actor.person_id or 0)

    return opens


def _asked_within(duty: Duty) -> Q:
    where = Q(organisation_path__startswith=duty.path)
    return where if duty.profession_id is None else where & Q(profession_id=duty.profession_id)


def _corrections_of(kind: str) -> Callable[[Actor, datetime], QuerySet[Correction]]:
    """Return the corrections asked for where the actor holds a duty of this kind, never their own."""

    def opens(actor: Actor, at: datetime) -> QuerySet[Correction]:
        duties = actor.holding(kind)
        if not duties:
            return Correction.objects.none()
        return Correction.objects.filter(reduce(or_, map(_asked_within, duties))).exclude(
            person_id=actor.person_id or 0
        )

    return opens


def _their_own_corrections(actor: Actor) -> QuerySet[Correction]:
    if actor.person_id is None:
        return Correction.objects.none()
    return Correction.objects.filter(person_id=actor.person_id)


COLLEAGUE = Ground(_("they work here and look for somebody to name"), lambda actor, at: _anyone(actor))
THEY_ASKED = Ground(_("they asked for it"), lambda actor, at: _their_own_corrections(actor))
_WHY_THEY_MEND = (
    _("they are the HR director where the person works"),
    _("they are the departmental head of profession where the person works"),
    _("they are an administrator"),
)
_MAY_MEND = tuple(Ground(why, _corrections_of(kind)) for kind, why in zip(MENDERS, _WHY_THEY_MEND, strict=True))

MAY_NAME_COLLEAGUE = Policy(COLLEAGUE, about=_("find a colleague by name, with their post and where they work"))
MAY_ASK_CORRECTION = Policy(THEMSELVES, about=_("say that something on somebody’s record is wrong"))
SEE_CORRECTION = Policy(THEY_ASKED, *_MAY_MEND, about=_("see what somebody says is wrong about their record"))
MAY_WITHDRAW_CORRECTION = Policy(THEY_ASKED, about=_("take back what somebody said is wrong"))
MAY_DECIDE_CORRECTION = Policy(*_MAY_MEND, about=_("decide on what somebody says is wrong about their record"))
MAY_SET_MANAGER = Policy(
    *(Ground(why, _people_of(kind)) for kind, why in zip(MENDERS, _WHY_THEY_MEND, strict=True)),
    about=_("say who somebody’s manager is"),
)
