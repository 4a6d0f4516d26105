"""Who may do what to a person's record. Seeing is not doing: each command has a policy of its own.

Seeing who somebody is (their card) is not seeing what they can do (the record of levels): that is the assessments
room's to decide. Which duty covers whom is read from ``Listing``. A record that its person has restricted is seen by
them, by the data protection officer and by the operator alone. Duties that are not named here open nobody's card:

- assessors and moderators see what was shared with them or handed to them, by name, and no one else;
- workforce planners and communications leads work with figures, which are not about one person;
- academy leads, facilitators and vacancy holders deal with people who come to them;
- framework authors and reviewers write about work, not about people;
- auditors read what was done, in the record.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.kernel.policy import WORKING, Actor, Duty, Ground, Policy
from waymark.people import rules
from waymark.people.models import (
    Correction,
    Listing,
    Person,
    ReportingLine,
    Restriction,
)
from waymark.people.types import ANSWERING


def open_on(day: date, prefix: str = "") -> Q:
    """Return the condition that a period holds on ``day``; ``prefix`` leads to its columns."""
    started = Q(**{f"{prefix}from_on__lte": day})
    return started & (Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": day}))


def pair(duty: Duty) -> tuple[int, int]:
    """Return the organisation and profession of the listing rows that a duty covers."""
    return duty.organisation_id or rules.EVERYWHERE, duty.profession_id or rules.ANY_PROFESSION


def covered(duties: tuple[Duty, ...], at: datetime, prefix: str = "") -> Q:
    """Return the condition on listing rows that one of ``duties`` covers them at ``at``; there is at least one duty."""
    pairs = Q()
    for organisation_id, profession_id in sorted({pair(duty) for duty in duties}):
        pairs |= Q(**{f"{prefix}organisation_id": organisation_id, f"{prefix}profession_id": profession_id})
    return pairs & open_on(rules.day_of(at), prefix)


def in_use(at: datetime, person_id: str = "pk") -> Q:
    """Return the condition that a person's record may be used at ``at``: they have not restricted it.

    ``person_id`` leads from the row in question to the person's id.
    """
    return ~Q(Exists(Restriction.objects.filter(restricted(at), person_id=OuterRef(person_id))))


def restricted(at: datetime) -> Q:
    """Return the condition on restrictions that they are in force at ``at``."""
    return Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))


def _covered_by(*kinds: DutyKind) -> Callable[[Actor, datetime], QuerySet[Person]]:
    def opens(actor: Actor, at: datetime) -> QuerySet[Person]:
        duties = actor.holding(*kinds)
        if not duties:
            return Person.objects.none()
        return Person.objects.filter(covered(duties, at, "listings__"), in_use(at))

    return opens


def covered_by(kinds: tuple[DutyKind, ...], actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return the people whom the actor's duties of these kinds cover; nobody to whoever holds none."""
    return _covered_by(*kinds)(actor, at)


def answered_for(person_id: str, actor: Actor, at: datetime) -> Exists | None:
    """Return the condition that the actor answers for a person's profession at ``at``; None when for nobody's.

    It is looked up person by person, in an index: for embedding where few people are in question.
    """
    duties = actor.holding(*ANSWERING)
    if not duties:
        return None
    return Exists(Listing.objects.filter(covered(duties, at), in_use(at, "person_id"), person_id=OuterRef(person_id)))


def managed(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return the people the actor manages at ``at``; nobody to whoever is no person."""
    if actor.person_id is None:
        return Person.objects.none()
    lines = ReportingLine.objects.filter(open_on(rules.day_of(at)), manager_id=actor.person_id)
    return Person.objects.filter(in_use(at), pk__in=lines.values("person_id"))


def _protected(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return the people for whose data the actor answers, restricted or not."""
    duties = actor.holding(DutyKind.DATA_PROTECTION_OFFICER)
    return Person.objects.filter(covered(duties, at, "listings__")) if duties else Person.objects.none()


def _everyone(actor: Actor) -> QuerySet[Person]:
    return Person.objects.all() if actor.operator else Person.objects.none()


def _themselves(actor: Actor) -> QuerySet[Person]:
    return Person.objects.none() if actor.person_id is None else Person.objects.filter(pk=actor.person_id)


THEMSELVES = Ground(_("it is them"), lambda actor, at: _themselves(actor))
THEIR_MANAGER = Ground(_("they manage the person now"), managed, WORKING)
HEAD_OF_PROFESSION = Ground(
    _("they are head of the profession of the person or of their post"),
    _covered_by(DutyKind.HEAD_OF_PROFESSION),
    WORKING,
)
DEPARTMENT_HEAD = Ground(
    _("they are head of that profession where the person works"),
    _covered_by(DutyKind.DEPARTMENT_HEAD_OF_PROFESSION),
    WORKING,
)
HR_DIRECTOR = Ground(_("they are HR director where the person works"), _covered_by(DutyKind.HR_DIRECTOR), WORKING)
ADMINISTRATOR = Ground(
    _("they run this site, and put accounts, duties and wrong records right"),
    _covered_by(DutyKind.ADMINISTRATOR),
    WORKING,
)
DATA_PROTECTION_OFFICER = Ground(
    _("they are data protection officer, and handle what people ask about their data"),
    _protected,
    WORKING,
)
OPERATOR = Ground(_("they operate the site"), lambda actor, at: _everyone(actor))

IN_SIGHT = Policy(
    THEMSELVES,
    THEIR_MANAGER,
    HEAD_OF_PROFESSION,
    DEPARTMENT_HEAD,
    HR_DIRECTOR,
    about=_("count someone among the people they are responsible for"),
)
SEE_PERSON = Policy(
    *IN_SIGHT.grounds,
    ADMINISTRATOR,
    DATA_PROTECTION_OFFICER,
    OPERATOR,
    about=_("see who someone is and where they work"),
)
MAY_CLAIM_ROLE = Policy(THEMSELVES, about=_("say what someone’s role is"))
MAY_SET_MAIN_PROFESSION = Policy(THEMSELVES, about=_("choose someone’s main profession"))


MENDERS = (DutyKind.HR_DIRECTOR, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION, DutyKind.ADMINISTRATOR)
"""The duties that put people's records right, the nearest first."""


def _anyone(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return everybody to whoever works here or holds a duty, but for those whose record is shown to nobody else."""
    somebody = actor.person_id is not None or bool(actor.duties)
    return Person.objects.filter(in_use(at)) if somebody else Person.objects.none()


def _others_covered_by(kind: DutyKind) -> Callable[[Actor, datetime], QuerySet[Person]]:
    covered_people = _covered_by(kind)

    def opens(actor: Actor, at: datetime) -> QuerySet[Person]:
        return covered_people(actor, at).exclude(pk=actor.person_id or 0)

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


COLLEAGUE = Ground(_("they work here or hold a duty, and look for somebody to name"), _anyone)
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
    *(Ground(why, _others_covered_by(kind)) for kind, why in zip(MENDERS, _WHY_THEY_MEND, strict=True)),
    about=_("say who somebody’s manager is"),
)

THEIR_OFFICER = Ground(_("they are a data protection officer where the person works"), _protected)

MAY_RESTRICT = Policy(THEMSELVES, THEIR_OFFICER, about=_("ask that somebody’s record is shown to nobody else"))
MAY_LIFT_RESTRICTION = Policy(THEMSELVES, THEIR_OFFICER, about=_("let somebody’s record be shown again"))
SEE_RESTRICTION = Policy(THEMSELVES, THEIR_OFFICER, about=_("see that somebody’s record is shown to nobody else"))
MAY_ERASE = Policy(THEIR_OFFICER, OPERATOR, about=_("erase somebody’s record"))
MAY_LINK_ACCOUNT = Policy(OPERATOR, about=_("say whose account it is at work"))
