"""Who may do what to the record. Seeing is not doing: each command has a policy of its own.

``SEE_LEVELS``, ``MAY_START`` and ``MAY_MAKE_RECORD_LINK`` answer for people, ``SEE_JUDGEMENT`` for judgements,
``SEE_SHARE`` and ``MAY_STOP_SHARING`` for shares, those about acceptance and links for rows of those; the others for
assessments.

A person's own word (a judgement of the source ``self`` that was made here) is for nobody else until they share the
assessment it belongs to. What assessors, managers, panels and other systems said comes with an audience: what was
made for others to see, whoever manages the person and whoever answers for their profession may see. HR directors see
who people are and not what they can do; administrators never see the record.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.assessments.models import (
    Acceptance,
    AcceptanceRule,
    Assessment,
    Audience,
    Judgement,
    RecordLink,
    Share,
)
from waymark.kernel.policy import WORKING, Actor, Duty, Ground, Policy
from waymark.organisation import queries as organisation
from waymark.people import queries as people


def shared_now(at: datetime) -> Q:
    """Return the condition that a share stands at ``at``."""
    return Q(from_at__lte=at) & (Q(ended_at__isnull=True) | Q(ended_at__gt=at))


def _own(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    return Assessment.objects.filter(person_id__in=people.themselves(actor, at).values("pk"))


def _shared_with(actor: Actor, at: datetime) -> QuerySet[Share]:
    if actor.account_id is None:  # a share with the manager names no account either
        return Share.objects.none()
    in_use = ~Q(assessment__person_id__in=people.restricted(at))
    return Share.objects.filter(shared_now(at), in_use, with_account_id=actor.account_id)


def _shared_with_manager(actor: Actor, at: datetime) -> QuerySet[Share]:
    managed = people.managed(actor, at).values("pk")
    return Share.objects.filter(shared_now(at), with_manager=True, assessment__person_id__in=managed)


def _judgements_of_managed(actor: Actor, at: datetime) -> QuerySet[Judgement]:
    managed = people.managed(actor, at).values("pk")
    return Judgement.objects.filter(audience=Audience.SHARED, person_id__in=managed)


def _judgements_answered_for(actor: Actor, at: datetime) -> QuerySet[Judgement]:
    answered_for = people.answered_for("person_id", actor, at)
    if answered_for is None:
        return Judgement.objects.none()
    return Judgement.objects.filter(answered_for, audience=Audience.SHARED)


def _judgements_shared(actor: Actor, at: datetime) -> QuerySet[Judgement]:
    by_name = _shared_with(actor, at).values("assessment_id")
    as_manager = _shared_with_manager(actor, at).values("assessment_id")
    return Judgement.objects.filter(assessment_id__in=by_name.union(as_manager, all=True))


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


THEMSELVES = Ground(_("it is their own record"), lambda actor, at: people.themselves(actor, at))
OPERATOR = Ground(_("they operate the site"), lambda actor, at: people.everyone(actor, at))
THEIR_OWN = Ground(_("it is their own assessment"), _own)
SHARED_WITH_THEM = Ground(
    _("its person shared it with them by name"),
    lambda actor, at: Assessment.objects.filter(pk__in=_shared_with(actor, at).values("assessment_id")),
    WORKING,
)
SHARED_WITH_MANAGER = Ground(
    _("they manage its person now, who shared it with their manager"),
    lambda actor, at: Assessment.objects.filter(pk__in=_shared_with_manager(actor, at).values("assessment_id")),
    WORKING,
)
THEIR_SHARE = Ground(
    _("they shared it"),
    lambda actor, at: Share.objects.filter(assessment__person_id__in=people.themselves(actor, at).values("pk")),
)

SEE_LEVELS = Policy(THEMSELVES, OPERATOR, about=_("see every level a person holds, and how each came about"))
SEE_ASSESSMENT = Policy(
    THEIR_OWN, SHARED_WITH_THEM, SHARED_WITH_MANAGER, about=_("see an assessment and the answers in it")
)
SEE_OWN_ASSESSMENT = Policy(THEIR_OWN, about=_("see an assessment among one’s own, with what can be done to it"))
SEE_SHARE = Policy(
    THEIR_SHARE,
    Ground(_("it was shared with them by name"), _shared_with, WORKING),
    Ground(_("they manage the person now, who shared it with their manager"), _shared_with_manager, WORKING),
    about=_("see that an assessment is shared, and with whom"),
)
SEE_JUDGEMENT = Policy(
    Ground(
        _("it is about them"),
        lambda actor, at: Judgement.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
    ),
    Ground(_("it is part of an assessment that its person shared with them"), _judgements_shared, WORKING),
    Ground(_("they manage the person now, and it was made for others to see"), _judgements_of_managed, WORKING),
    Ground(
        _("they answer for the person’s profession, and it was made for others to see"),
        _judgements_answered_for,
        WORKING,
    ),
    about=_("see what one source said about one skill of a person"),
)
MAY_START = Policy(THEMSELVES, about=_("start an assessment"))
MAY_ANSWER = Policy(THEIR_OWN, about=_("answer in an assessment"))
MAY_SUBMIT = Policy(THEIR_OWN, about=_("submit an assessment"))
MAY_WITHDRAW = Policy(THEIR_OWN, about=_("take an assessment back"))
MAY_SHARE = Policy(THEIR_OWN, about=_("share an assessment"))
MAY_STOP_SHARING = Policy(THEIR_SHARE, about=_("stop sharing an assessment"))
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
MAY_MAKE_RECORD_LINK = Policy(THEMSELVES, about=_("make a link that shows signed-off levels to whoever has it"))
MAY_END_RECORD_LINK = Policy(THEIR_LINK, about=_("end a link to a record"))
