"""Who may say the levels in somebody's assessment: their manager or an assessor, as its person chose.

What was sent to a manager follows the reporting line. What was sent to an assessor is on the desk of every assessor
who holds the duty over the profession of the framework, where the person works, until one of them has it; whoever had
it goes on seeing it, but for those who passed it on, as they said that it is not for them, and those it was put back
from, as they may not decide any more. That nobody decides about themselves, and no assessor about somebody they manage,
is a rule of the commands: it is refused by name.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.assessments import rules
from waymark.assessments.models import Assessment, Hand
from waymark.assessments.policies import chain
from waymark.kernel.policy import WORKING, Actor, Ground, Policy
from waymark.people import queries as people

_SENT = Q(state__in=[state for state in rules.states() if state not in {rules.IN_PROGRESS, rules.WITHDRAWN}])
"""Not before it was submitted, and no more once it was taken back."""


def of_managed(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    """Return what the people the actor manages now sent, or are about to send, to their manager."""
    return Assessment.objects.filter(goes_to="manager", person_id__in=people.managed(actor, at).values("pk"))


def _of_profession(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    """Return what was submitted to assessors where the actor holds the duty, whatever became of it."""
    over = Q(pk__in=[])
    for duty in actor.holding(DutyKind.ASSESSOR):
        here = Q() if duty.profession_id is None else Q(profession_id=duty.profession_id)
        if duty.path:
            here &= Q(person_id__in=people.placed_under([duty.path], at).values("pk"))
        over |= here
    in_use = ~Q(person_id__in=people.restricted(at))
    rows = Assessment.objects.filter(over, in_use, goes_to="assessor", submitted_at__isnull=False)
    return rows.filter(~Exists(_passed_on_by(actor)))


def _passed_on_by(actor: Actor) -> QuerySet[Hand]:
    own = Hand.objects.filter(assessment_id=OuterRef("pk"), account_id=actor.account_id or 0)
    return own.filter(ended_why=Hand.Ended.PASSED_ON)


def _on_desk(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    """Return what waits for an assessor and is in nobody's hands, but for the actor's own and their people's."""
    held = Hand.objects.filter(assessment_id=OuterRef("pk"), role=Hand.Role.ASSESSOR, ended_at__isnull=True)
    waiting = _of_profession(actor, at).filter(state__in=rules.WAITING)
    waiting = waiting.filter(~Exists(held), ~Q(pk__in=chain.after_their_part(actor)))
    if actor.person_id is not None:
        waiting = waiting.exclude(person_id=actor.person_id)
        waiting = waiting.exclude(person_id__in=people.managed(actor, at).values("pk"))
    return waiting


def _in_hands(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    if actor.account_id is None:
        return Assessment.objects.none()
    # What was put back was taken from whoever may not decide any more: only what they held otherwise is theirs to see.
    hands = Hand.objects.filter(account_id=actor.account_id, role=Hand.Role.ASSESSOR)
    hands = hands.exclude(ended_why=Hand.Ended.PUT_BACK)
    in_use = ~Q(person_id__in=people.restricted(at))
    # What came back to its person and then went to somebody else instead is that one's.
    rows = Assessment.objects.filter(_SENT, in_use, goes_to="assessor", pk__in=hands.values("assessment_id"))
    return rows.filter(~Exists(_passed_on_by(actor)))


def _held(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    """Return what is in the actor's hands now and is of a profession they assess, wherever the person works now."""
    over = Q(pk__in=[])
    for duty in actor.holding(DutyKind.ASSESSOR):
        over |= Q() if duty.profession_id is None else Q(profession_id=duty.profession_id)
    now = Hand.objects.filter(account_id=actor.account_id or 0, role=Hand.Role.ASSESSOR, ended_at__isnull=True)
    return _in_hands(actor, at).filter(over, pk__in=now.values("assessment_id"))


SENT_TO_MANAGER = Ground(
    _("they manage its person now, who sent it to their manager"),
    lambda actor, at: of_managed(actor, at).filter(_SENT),
    WORKING,
)
ON_THEIR_DESK = Ground(
    _("they are an assessor of its profession, and it waits for one"),
    _on_desk,
    WORKING,
)
IN_THEIR_HANDS = Ground(_("it is in their hands as an assessor, or was"), _in_hands, WORKING)
_AS_ASSESSOR = Ground(_("they are an assessor of the profession it was sent to"), _of_profession, WORKING)
_HELD = Ground(_("they are an assessor of its profession, and have it in their hands"), _held, WORKING)

SEE_CASE = Policy(
    SENT_TO_MANAGER, ON_THEIR_DESK, IN_THEIR_HANDS, about=_("see an assessment that waits for a decision")
)
MAY_TAKE = Policy(_AS_ASSESSOR, about=_("take an assessment to decide about"))
MAY_DECIDE = Policy(
    Ground(_("they manage its person now, who sent it to their manager"), of_managed, WORKING),
    _AS_ASSESSOR,
    _HELD,
    about=_("say the levels in somebody’s assessment, send it back or pass it on"),
)
MAY_SIGN_OFF = Policy(_AS_ASSESSOR, _HELD, about=_("sign off or decline somebody’s assessment"))
