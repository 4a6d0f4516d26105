"""Who may do what to a person's record. Seeing is not doing: each command has a policy of its own.

Seeing who somebody is (their card) is not seeing what they can do (the record of levels): that is the assessments
room's to decide. Which duty covers whom is read from ``Listing``. Duties that are not named here open nobody's card:

- assessors and moderators see what was shared with them or handed to them, by name, and no one else;
- workforce planners and communications leads work with figures, which are not about one person;
- academy leads, facilitators and vacancy holders deal with people who come to them;
- framework authors and reviewers write about work, not about people;
- auditors read what was done, in the record.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.kernel.policy import WORKING, Actor, Duty, Ground, Policy
from waymark.people import rules
from waymark.people.models import Listing, Person, ReportingLine

ANSWERING = (DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION)
"""The duties that answer for what people of a profession can do."""
COVERING = (*ANSWERING, DutyKind.HR_DIRECTOR)
"""The duties that have people in sight."""
RUNNING = (DutyKind.ADMINISTRATOR, DutyKind.DATA_PROTECTION_OFFICER)
"""The duties that need to know who somebody is, and nothing more."""


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


def _covered_by(*kinds: DutyKind) -> Any:
    def opens(actor: Actor, at: datetime) -> QuerySet[Person]:
        duties = actor.holding(*kinds)
        return Person.objects.filter(covered(duties, at, "listings__")) if duties else Person.objects.none()

    return opens


def answered_for(person_id: str, actor: Actor, at: datetime) -> Exists | None:
    """Return the condition that the actor answers for a person's profession at ``at``; None when for nobody's.

    It is looked up person by person, in an index: for embedding where few people are in question.
    """
    duties = actor.holding(*ANSWERING)
    if not duties:
        return None
    return Exists(Listing.objects.filter(covered(duties, at), person_id=OuterRef(person_id)))


def managed(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return the people the actor manages at ``at``; nobody to whoever is no person."""
    if actor.person_id is None:
        return Person.objects.none()
    lines = ReportingLine.objects.filter(open_on(rules.day_of(at)), manager_id=actor.person_id)
    return Person.objects.filter(pk__in=lines.values("person_id"))


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
    _covered_by(DutyKind.DATA_PROTECTION_OFFICER),
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
