"""Who may do what to the record. Seeing is not doing: each command has a policy of its own.

``SEE_LEVELS``, ``MAY_START`` and ``MAY_MAKE_RECORD_LINK`` answer for people, ``SEE_JUDGEMENT`` for judgements,
``SEE_SHARE`` and ``MAY_STOP_SHARING`` for shares, those about acceptance, links, panels, sampling and what bears on
levels (``counting``) for rows of those; the others for assessments.

A person's own word (a judgement of the source ``self`` that was made here) is for nobody else until they share the
assessment it belongs to. What assessors, managers, panels and other systems said comes with an audience: what was
made for others to see, whoever manages the person and whoever answers for their profession may see. HR directors see
who people are and not what they can do; administrators never see the record.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.assessments import rules
from waymark.assessments.models import Assessment, Audience, Judgement, Share, Source
from waymark.assessments.policies import (
    calibration,
    counting,
    deciding,
    moderating,
    reviewing,
    spreadsheets,
    terms,
    travelling,
    using,
)
from waymark.assessments.policies.evidence import (  # noqa: F401 what the room may: found here by whoever asks
    MAY_ADD_EVIDENCE,
    MAY_ASK_WITNESS,
    MAY_CHANGE_EVIDENCE,
    MAY_REMOVE_EVIDENCE,
    MAY_TESTIFY,
    SEE_EVIDENCE,
    SEE_EVIDENCE_FILE,
    SEE_TESTIMONY,
)
from waymark.assessments.policies.shares import shared_with, shared_with_manager
from waymark.kernel.policy import WORKING, Actor, Ground, Policy
from waymark.people import queries as people


def _own(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    return Assessment.objects.filter(person_id__in=people.themselves(actor, at).values("pk"))


def _judgements_of_managed(actor: Actor, at: datetime) -> QuerySet[Judgement]:
    managed = people.managed(actor, at).values("pk")
    return Judgement.objects.filter(audience=Audience.SHARED, person_id__in=managed)


def _judgements_answered_for(actor: Actor, at: datetime) -> QuerySet[Judgement]:
    answered_for = people.answered_for("person_id", actor, at)
    if answered_for is None:
        return Judgement.objects.none()
    return Judgement.objects.filter(answered_for, audience=Audience.SHARED)


def _judgements_shared(actor: Actor, at: datetime) -> QuerySet[Judgement]:
    by_name = shared_with(actor, at).values("assessment_id")
    as_manager = shared_with_manager(actor, at).values("assessment_id")
    return Judgement.objects.filter(assessment_id__in=by_name.union(as_manager, all=True))


def _judgements_to_decide(actor: Actor, at: datetime) -> QuerySet[Judgement]:
    grounds = (deciding.SENT_TO_MANAGER, deciding.ON_THEIR_DESK, deciding.IN_THEIR_HANDS)
    first, *others = (ground.rows(actor, at).order_by().values("pk") for ground in grounds)
    # Where both answer blind, the case alone shows what the person put, once whoever decides has put theirs.
    blind = Q(source=Source.SELF, assessment__blind=True, assessment__state__in=rules.BLIND)
    return Judgement.objects.filter(~blind, assessment_id__in=first.union(*others, all=True))


THEMSELVES = Ground(_("it is their own record"), lambda actor, at: people.themselves(actor, at))
OPERATOR = Ground(_("they operate the site"), lambda actor, at: people.everyone(actor, at))
THEIR_OWN = Ground(_("it is their own assessment"), _own)
SHARED_WITH_THEM = Ground(
    _("its person shared it with them by name"),
    lambda actor, at: Assessment.objects.filter(pk__in=shared_with(actor, at).values("assessment_id")),
    WORKING,
)
SHARED_WITH_MANAGER = Ground(
    _("they manage its person now, who shared it with their manager"),
    lambda actor, at: Assessment.objects.filter(pk__in=shared_with_manager(actor, at).values("assessment_id")),
    WORKING,
)
THEIR_SHARE = Ground(
    _("they shared it"),
    lambda actor, at: Share.objects.filter(assessment__person_id__in=people.themselves(actor, at).values("pk")),
)

SEE_LEVELS = Policy(THEMSELVES, OPERATOR, about=_("see every level a person holds, and how each came about"))
SEE_ASSESSMENT = Policy(
    THEIR_OWN,
    SHARED_WITH_THEM,
    SHARED_WITH_MANAGER,
    deciding.SENT_TO_MANAGER,
    deciding.ON_THEIR_DESK,
    deciding.IN_THEIR_HANDS,
    about=_("see an assessment and the answers in it"),
)
SEE_OWN_ASSESSMENT = Policy(THEIR_OWN, about=_("see an assessment among one’s own, with what can be done to it"))
SEE_SHARE = Policy(
    THEIR_SHARE,
    Ground(_("it was shared with them by name"), shared_with, WORKING),
    Ground(_("they manage the person now, who shared it with their manager"), shared_with_manager, WORKING),
    about=_("see that an assessment is shared, and with whom"),
)
SEE_JUDGEMENT = Policy(
    Ground(
        _("it is about them"),
        lambda actor, at: Judgement.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
    ),
    Ground(_("it is part of an assessment that its person shared with them"), _judgements_shared, WORKING),
    Ground(
        _("it is part of an assessment that waits for them, or that they decided about"), _judgements_to_decide, WORKING
    ),
    Ground(_("they manage the person now, and it was made for others to see"), _judgements_of_managed, WORKING),
    Ground(
        _("they answer for the person’s profession, and it was made for others to see"),
        _judgements_answered_for,
        WORKING,
    ),
    about=_("see what one source said about one skill of a person"),
)
SEE_DECISION = Policy(
    THEIR_OWN,
    deciding.SENT_TO_MANAGER,
    deciding.IN_THEIR_HANDS,
    about=_("see the record of a decision about an assessment"),
)
MAY_START = Policy(THEMSELVES, about=_("start an assessment"))
MAY_ANSWER = Policy(THEIR_OWN, about=_("answer in an assessment"))
MAY_SUBMIT = Policy(THEIR_OWN, about=_("submit an assessment"))
MAY_WITHDRAW = Policy(THEIR_OWN, about=_("take an assessment back"))
MAY_SHARE = Policy(THEIR_OWN, about=_("share an assessment"))
MAY_STOP_SHARING = Policy(THEIR_SHARE, about=_("stop sharing an assessment"))
MAY_APPEAL = Policy(THEIR_OWN, about=_("ask another assessor to look at an assessment again"))
MAY_ADD_EXERCISES = calibration.MAY_ADD_EXERCISES
MAY_ANSWER_EXERCISE = calibration.MAY_ANSWER_EXERCISE
MAY_WRITE_EXERCISE = calibration.MAY_WRITE_EXERCISE
MAY_RETIRE_EXERCISE = calibration.MAY_RETIRE_EXERCISE
SEE_EXERCISE = calibration.SEE_EXERCISE
SEE_EXERCISE_ANSWER = calibration.SEE_EXERCISE_ANSWER
SEE_PANEL_AT_ONCE = calibration.SEE_PANEL_AT_ONCE
SEE_CASE = deciding.SEE_CASE
MAY_COMPOSE_PANEL = moderating.MAY_COMPOSE_PANEL
MAY_MODERATE = moderating.MAY_MODERATE
MAY_SEND_TO_MODERATION = moderating.MAY_SEND_TO_MODERATION
MAY_SET_SAMPLING = moderating.MAY_SET_SAMPLING
SEE_MODERATION = moderating.SEE_MODERATION
SEE_PANEL = moderating.SEE_PANEL
SEE_SAMPLING = moderating.SEE_SAMPLING
MAY_TAKE = deciding.MAY_TAKE
MAY_BEGIN_TALK = reviewing.MAY_BEGIN_TALK
MAY_CONFIRM_REST = reviewing.MAY_CONFIRM_REST
MAY_END_TALK = reviewing.MAY_END_TALK
MAY_WRITE_TALK = reviewing.MAY_WRITE_TALK
SEE_REVIEW = reviewing.SEE_REVIEW
SEE_TALK = reviewing.SEE_TALK
MAY_DECIDE = deciding.MAY_DECIDE
MAY_SIGN_OFF = deciding.MAY_SIGN_OFF
MAY_END_RECORD_LINK = travelling.MAY_END_RECORD_LINK
MAY_MAKE_RECORD_LINK = travelling.MAY_MAKE_RECORD_LINK
MAY_SET_ACCEPTANCE = travelling.MAY_SET_ACCEPTANCE
SEE_ACCEPTANCE = travelling.SEE_ACCEPTANCE
SEE_ACCEPTANCE_RULE = travelling.SEE_ACCEPTANCE_RULE
SEE_RECORD_LINK = travelling.SEE_RECORD_LINK
MAY_CHOOSE_EVIDENCE = using.MAY_CHOOSE_EVIDENCE
MAY_SET_TERMS = terms.MAY_SET_TERMS
SEE_EVIDENCE_USED = using.SEE_EVIDENCE_USED
keeps_acceptance = travelling.keeps_acceptance
MAY_END_EXEMPTION = counting.MAY_END_EXEMPTION
MAY_EXEMPT = counting.MAY_EXEMPT
MAY_REVOKE = counting.MAY_REVOKE
MAY_SAY_INTEREST = counting.MAY_SAY_INTEREST
SEE_EXEMPTION = counting.SEE_EXEMPTION
SEE_INTEREST = counting.SEE_INTEREST
MAY_BRING_LEVELS = spreadsheets.MAY_BRING_LEVELS
MAY_STEER_LEVEL_FILE = spreadsheets.MAY_STEER_LEVEL_FILE
SEE_LEVEL_FILE = spreadsheets.SEE_LEVEL_FILE
brings_levels = spreadsheets.brings_levels
