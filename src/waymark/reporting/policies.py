"""Who may decide how small numbers are shown, and who sees how assessors judge.

Figures about posts are for everybody, as the profile in force says.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.kernel.policy import WORKING, Actor, Duty, Ground, Policy
from waymark.organisation import queries as organisation
from waymark.people import queries as people
from waymark.reporting.models import AssessorFigures, Comparability, DisclosureProfile


def keeps_profiles(actor: Actor) -> bool:
    """Say whether the actor decides how small numbers are shown."""
    return actor.operator or bool(actor.holding(DutyKind.ADMINISTRATOR))


def _for_administrators(actor: Actor, at: datetime) -> QuerySet[DisclosureProfile]:
    held = actor.holding(DutyKind.ADMINISTRATOR)
    return DisclosureProfile.objects.all() if held else DisclosureProfile.objects.none()


def _for_operators(actor: Actor, at: datetime) -> QuerySet[DisclosureProfile]:
    return DisclosureProfile.objects.all() if actor.operator else DisclosureProfile.objects.none()


ADMINISTRATOR = Ground(_("they hold the duty of administrator, in a session"), _for_administrators)
OPERATOR = Ground(_("they operate the site"), _for_operators)

SEE_PROFILE = Policy(ADMINISTRATOR, OPERATOR, about=_("see how small numbers are hidden and rounded in figures"))
MAY_PUT_IN_FORCE = Policy(
    ADMINISTRATOR, OPERATOR, about=_("decide how small numbers are hidden and rounded in figures")
)


_LOOKING = (DutyKind.MODERATOR, DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION)


def compares(actor: Actor) -> frozenset[int | None] | None:
    """Return for which professions the actor sees how comparably assessors judge. None: for every one.

    None among them stands for the frameworks that no profession owns.
    """
    duties = actor.holding(*_LOOKING)
    if actor.operator or any(duty.profession_id is None for duty in duties):
        return None
    return frozenset(duty.profession_id for duty in duties)


def _over(duties: tuple[Duty, ...], lookup: str) -> Q:
    if any(duty.profession_id is None for duty in duties):
        return Q(pk__isnull=False)
    return Q(**{f"{lookup}__in": [duty.profession_id for duty in duties]})


def _moderated(actor: Actor, at: datetime) -> QuerySet[Comparability]:
    return Comparability.objects.filter(_over(actor.holding(DutyKind.MODERATOR), "profession_id"))


def _headed(actor: Actor, at: datetime) -> QuerySet[Comparability]:
    heads = actor.holding(DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION)
    return Comparability.objects.filter(_over(heads, "profession_id"))


def _operated(actor: Actor, at: datetime) -> QuerySet[Comparability]:
    return Comparability.objects.all() if actor.operator else Comparability.objects.none()


def _own_figures(actor: Actor, at: datetime) -> QuerySet[AssessorFigures]:
    return AssessorFigures.objects.filter(account_id=actor.account_id or 0)


def _figures_moderated(actor: Actor, at: datetime) -> QuerySet[AssessorFigures]:
    over = Q(pk__in=())
    for duty in actor.holding(DutyKind.MODERATOR):
        here = _over((duty,), "report__profession_id")
        if duty.path:
            here &= Q(organisation_id__in=organisation.within(duty.path))
        over |= here
    # Nobody but themselves sees what is about somebody whose record is restricted.
    return AssessorFigures.objects.filter(over, ~Q(account_id__in=people.restricted_accounts(at)))


SEE_COMPARABILITY = Policy(
    Ground(_("they are a moderator of the profession"), _moderated, WORKING),
    Ground(_("they are head of the profession"), _headed, WORKING),
    Ground(_("they operate the site"), _operated),
    about=_("see how comparably the assessors of a profession judge"),
)
FIGURES_MODERATED = Ground(_("they are a moderator of the profession"), _figures_moderated, WORKING)
SEE_ASSESSOR_FIGURES = Policy(
    Ground(_("they are about them"), _own_figures),
    FIGURES_MODERATED,
    about=_("see how one assessor’s levels compare with those of others"),
)
