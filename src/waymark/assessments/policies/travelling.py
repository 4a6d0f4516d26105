"""Who may do what with levels that travel: rules of departments about them, what became of them, and links.

``MAY_MAKE_RECORD_LINK`` answers for people, the others for rows of what they name.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.assessments.models import Acceptance, AcceptanceRule, RecordLink
from waymark.kernel.policy import Actor, Duty, Ground, Policy
from waymark.organisation import queries as organisation
from waymark.people import queries as people


def _rules(actor: Actor, at: datetime) -> QuerySet[AcceptanceRule]:
    somebody = actor.operator or actor.account_id is not None
    return AcceptanceRule.objects.all() if somebody else AcceptanceRule.objects.none()


def _writing(actor: Actor, path: str) -> tuple[Duty, ...]:
    """Return the duties by which the actor writes what a department accepts."""
    directors = actor.holding(DutyKind.HR_DIRECTOR)
    heads = (duty for duty in actor.holding(DutyKind.DEPARTMENT_HEAD_OF_PROFESSION) if duty.profession_id is not None)
    return tuple(duty for duty in (*directors, *heads) if path.startswith(duty.path))


def keeps_acceptance(path: str, actor: Actor) -> frozenset[int | None]:
    """Return for which professions the actor writes what the department of ``path`` accepts; None: for every one.

    An HR director writes for everybody, the department's head of a profession for that profession.
    """
    if path.count("/") != 2:
        return frozenset()
    found: set[int | None] = set()
    for duty in _writing(actor, path):
        if duty.kind == DutyKind.HR_DIRECTOR and duty.profession_id is None:
            found |= {None, *(one.id for one in organisation.professions())}
        else:
            found.add(duty.profession_id)
    return frozenset(found)


def _rules_of_directors(actor: Actor, at: datetime) -> QuerySet[AcceptanceRule]:
    theirs = Q(pk__in=())
    for duty in actor.holding(DutyKind.HR_DIRECTOR):
        over = Q(organisation__in=organisation.within(duty.path))
        theirs |= over if duty.profession_id is None else over & Q(profession=duty.profession_id)
    return AcceptanceRule.objects.filter(theirs)


def _rules_of_heads(actor: Actor, at: datetime) -> QuerySet[AcceptanceRule]:
    theirs = Q(pk__in=())
    for duty in actor.holding(DutyKind.DEPARTMENT_HEAD_OF_PROFESSION):
        if duty.profession_id is not None:
            theirs |= Q(organisation__in=organisation.within(duty.path), profession=duty.profession_id)
    return AcceptanceRule.objects.filter(theirs)


SEE_ACCEPTANCE_RULE = Policy(
    Ground(_("they are signed in: whoever may move there can read it"), _rules),
    about=_("see what a department accepts of levels signed off elsewhere"),
)
MAY_SET_ACCEPTANCE = Policy(
    Ground(_("they are HR director of the department"), _rules_of_directors),
    Ground(_("they are head of that profession in the department"), _rules_of_heads),
    about=_("write what a department accepts of levels signed off elsewhere"),
)
SEE_ACCEPTANCE = Policy(
    Ground(
        _("it is about them"),
        lambda actor, at: Acceptance.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
    ),
    Ground(
        _("they operate the site"),
        lambda actor, at: Acceptance.objects.filter(person_id__in=people.everyone(actor, at).values("pk")),
    ),
    about=_("see what a department made of somebody’s levels when they moved there"),
)
THEIR_LINK = Ground(
    _("they made it"),
    lambda actor, at: RecordLink.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
)
SEE_RECORD_LINK = Policy(THEIR_LINK, about=_("see a link to a record, and how often it was opened"))
MAY_MAKE_RECORD_LINK = Policy(
    Ground(_("it is their own record"), lambda actor, at: people.themselves(actor, at)),
    about=_("make a link that shows signed-off levels to whoever has it"),
)
MAY_END_RECORD_LINK = Policy(THEIR_LINK, about=_("end a link to a record"))
