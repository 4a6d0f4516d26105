"""Who may do what with what bears on a level: revoke it, exempt somebody, say whether they want to use it.

``MAY_REVOKE`` answers for judgements, ``MAY_EXEMPT`` and ``MAY_SAY_INTEREST`` for people, the others for rows of what
they name.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.assessments import rules
from waymark.assessments.models import Audience, Exemption, Interest, Judgement, Step
from waymark.kernel.policy import WORKING, Actor, Ground, Policy
from waymark.people import queries as people
from waymark.people.types import ANSWERING


def _signed_off(actor: Actor, at: datetime, **step: object) -> QuerySet[Judgement]:
    """Return judgements that were signed off, but for the actor's own levels and of whoever restricted their record."""
    signed = Step.objects.filter(assessment_id=OuterRef("assessment_id"), move="sign_off", **step)
    in_use = ~Q(person_id__in=people.restricted(at))
    found = Judgement.objects.filter(Exists(signed), in_use, source__in=rules.SIGNING)
    return found if actor.person_id is None else found.exclude(person_id=actor.person_id)


def _moderated(actor: Actor, at: datetime) -> QuerySet[Judgement]:
    over = Q(pk__in=())
    for duty in actor.holding(DutyKind.MODERATOR):
        here = Q() if duty.profession_id is None else Q(assessment__profession_id=duty.profession_id)
        if duty.path:
            here &= Q(person_id__in=people.placed_under([duty.path], at).values("pk"))
        over |= here
    return _signed_off(actor, at).filter(over)


def _signed_by_them(actor: Actor, at: datetime) -> QuerySet[Judgement]:
    if actor.account_id is None:
        return Judgement.objects.none()
    return _signed_off(actor, at, account_id=actor.account_id)


def _exempted_by(*kinds: DutyKind) -> Ground:
    words = {
        ANSWERING: _("they are head of the person’s profession"),
        (DutyKind.HR_DIRECTOR,): _("they are HR director where the person works"),
    }

    def opens(actor: Actor, at: datetime) -> QuerySet[Exemption]:
        return Exemption.objects.filter(person_id__in=_others(actor, at, *kinds).values("pk"))

    return Ground(words[kinds], opens, WORKING)


def _others(actor: Actor, at: datetime, *kinds: DutyKind) -> QuerySet:  # type: ignore[type-arg]  # of another room
    return people.covered_by(actor, at, *kinds).exclude(pk=actor.person_id or 0)


MAY_REVOKE = Policy(
    Ground(_("they are a moderator of the profession it was signed off in"), _moderated, WORKING),
    Ground(_("they signed it off themselves"), _signed_by_them, WORKING),
    about=_("revoke a level that was signed off"),
)
MAY_EXEMPT = Policy(
    Ground(_("they are head of the person’s profession"), lambda actor, at: _others(actor, at, *ANSWERING), WORKING),
    Ground(
        _("they are HR director where the person works"),
        lambda actor, at: _others(actor, at, DutyKind.HR_DIRECTOR),
        WORKING,
    ),
    about=_("exempt somebody from a skill"),
)
SEE_EXEMPTION = Policy(
    Ground(
        _("it is about them"),
        lambda actor, at: Exemption.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
    ),
    _exempted_by(*ANSWERING),
    _exempted_by(DutyKind.HR_DIRECTOR),
    about=_("see from which skills somebody is exempt, and why"),
)
MAY_END_EXEMPTION = Policy(
    _exempted_by(*ANSWERING),
    _exempted_by(DutyKind.HR_DIRECTOR),
    about=_("end an exemption early"),
)


def _interests_shared(actor: Actor, at: datetime) -> QuerySet[Interest]:
    managed = people.managed(actor, at).values("pk")
    return Interest.objects.filter(audience=Audience.SHARED, person_id__in=managed)


def _interests_answered_for(actor: Actor, at: datetime) -> QuerySet[Interest]:
    answered_for = people.answered_for("person_id", actor, at)
    if answered_for is None:
        return Interest.objects.none()
    return Interest.objects.filter(answered_for, audience=Audience.SHARED)


SEE_INTEREST = Policy(
    Ground(
        _("it is their own"),
        lambda actor, at: Interest.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
    ),
    Ground(_("they manage the person now, who shared it"), _interests_shared, WORKING),
    Ground(_("they answer for the profession of the person, who shared it"), _interests_answered_for, WORKING),
    about=_("see which skills somebody wants to use or to teach"),
)
MAY_SAY_INTEREST = Policy(
    Ground(_("it is them"), lambda actor, at: people.themselves(actor, at)),
    about=_("say which skills somebody wants to use or to teach"),
)
