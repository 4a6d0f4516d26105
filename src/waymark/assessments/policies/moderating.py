"""Who may moderate, compose panels and say what they look at.

``SEE_MODERATION``, ``MAY_MODERATE`` and ``MAY_SEND_TO_MODERATION`` answer for assessments, the others for rows of what
they name. Being a member of the panel opens nothing by itself: the duty of a moderator has to cover the profession, and
the place where the person works. That nobody moderates what they assessed, their own, or somebody they manage, is a
rule of the commands: it is refused by name; such cases are on nobody's pages.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.assessments import rules
from waymark.assessments.models import Assessment, Hand, Panel, PanelMember, PanelWord, Sample, SamplingRule, Step
from waymark.assessments.policies import chain
from waymark.kernel.policy import WORKING, Actor, Ground, Policy
from waymark.organisation import queries as organisation
from waymark.people import queries as people

COMPOSERS = (DutyKind.MODERATOR, DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION)
"""Duties that compose panels, each within its own profession and organisation."""


def open_membership(at: datetime) -> Q:
    """Return the condition on members of panels that they are in it at ``at``."""
    return Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))


def keeps_panels(profession_id: int, path: str, actor: Actor) -> bool:
    """Say whether the actor composes panels of a profession for an organisation; an empty path: for everybody."""
    return any(
        duty.profession_id in {None, profession_id} and path.startswith(duty.path) for duty in actor.holding(*COMPOSERS)
    )


def sets_sampling(profession_id: int, actor: Actor) -> bool:
    """Say whether the actor says which assessments of a profession a panel looks at."""
    heads = actor.holding(DutyKind.HEAD_OF_PROFESSION)
    return any(duty.profession_id in {None, profession_id} and not duty.path for duty in heads)


def _covered(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    """Return what was sent to assessors where the actor holds the duty of a moderator, whatever became of it."""
    over = Q(pk__in=[])
    for duty in actor.holding(DutyKind.MODERATOR):
        here = Q() if duty.profession_id is None else Q(profession_id=duty.profession_id)
        if duty.path:
            here &= Q(person_id__in=people.placed_under([duty.path], at).values("pk"))
        over |= here
    in_use = ~Q(person_id__in=people.restricted(at))
    return Assessment.objects.filter(over, in_use, goes_to="assessor", submitted_at__isnull=False)


def _of_panels(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    if actor.account_id is None:
        return Assessment.objects.none()
    mine = PanelMember.objects.filter(open_membership(at), account_id=actor.account_id).values("panel_id")
    return _covered(actor, at).filter(pk__in=Sample.objects.filter(panel_id__in=mine).values("assessment_id"))


def without_a_part(rows: QuerySet[Assessment], actor: Actor, at: datetime) -> QuerySet[Assessment]:
    """Return those in which the actor has no part: not their own, not of their people, not assessed by them.

    Nor is what comes after an assessment that they had a part in.
    """
    own = {"assessment_id": OuterRef("pk"), "account_id": actor.account_id or 0}
    held = Hand.objects.filter(**own)
    decided = Step.objects.filter(**own, move__in=chain.DECIDED_BY)
    rows = rows.filter(~Exists(held), ~Exists(decided), ~Q(pk__in=chain.after_their_part(actor)))
    if actor.person_id is not None:
        rows = rows.exclude(person_id=actor.person_id)
        rows = rows.exclude(person_id__in=people.managed(actor, at).values("pk"))
    return rows


def _with_their_panel(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    spoke = PanelWord.objects.filter(sample__assessment_id=OuterRef("pk"), account_id=actor.account_id or 0)
    after = Q(state__in=[rules.CONFIRMED, rules.SIGNED_OFF]) & Exists(spoke)
    rows = _of_panels(actor, at).filter(Q(state=rules.IN_MODERATION) | after)
    return without_a_part(rows, actor, at)


def _without_panel(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    waiting = Sample.objects.filter(panel_id__isnull=True).values("assessment_id")
    return without_a_part(_covered(actor, at).filter(state=rules.CONFIRMED, pk__in=waiting), actor, at)


def _panels(actor: Actor, at: datetime) -> QuerySet[Panel]:
    over = Q(pk__in=[])
    for duty in actor.holding(*COMPOSERS):
        here = Q() if duty.profession_id is None else Q(profession_id=duty.profession_id)
        if duty.path:
            here &= Q(organisation_id__in=organisation.within(duty.path))
        over |= here
    return Panel.objects.filter(over)


def _panels_of_members(actor: Actor, at: datetime) -> QuerySet[Panel]:
    mine = PanelMember.objects.filter(open_membership(at), account_id=actor.account_id or 0)
    return Panel.objects.filter(pk__in=mine.values("panel_id"))


def _rules_of(actor: Actor, *kinds: DutyKind) -> QuerySet[SamplingRule]:
    over = Q(pk__in=[])
    for duty in actor.holding(*kinds):
        over |= Q(pk__gt=0) if duty.profession_id is None else Q(profession_id=duty.profession_id)
    return SamplingRule.objects.filter(over)


def _rules_of_heads(actor: Actor, at: datetime) -> QuerySet[SamplingRule]:
    over = Q(pk__in=[])
    for duty in actor.holding(DutyKind.HEAD_OF_PROFESSION):
        if not duty.path:
            over |= Q(pk__gt=0) if duty.profession_id is None else Q(profession_id=duty.profession_id)
    return SamplingRule.objects.filter(over)


_MEMBER = _("they are a moderator of its profession, and a member of the panel it is with")
_COMPOSER = _("they are a moderator of its profession, or answer for it")

SEE_MODERATION = Policy(
    Ground(_MEMBER, _with_their_panel, WORKING),
    about=_("see an assessment that a panel looks at"),
)
MAY_MODERATE = Policy(
    Ground(_MEMBER, _of_panels, WORKING),
    about=_("say a word in moderation, and decide for the panel"),
)
MAY_SEND_TO_MODERATION = Policy(
    Ground(_("they are a moderator of its profession, and it waits for a panel"), _without_panel, WORKING),
    about=_("say which panel looks at an assessment that was chosen"),
)
SEE_PANEL = Policy(
    Ground(_COMPOSER, _panels),
    Ground(_("they are a member of it"), _panels_of_members),
    about=_("see who is in a panel"),
)
MAY_COMPOSE_PANEL = Policy(Ground(_COMPOSER, _panels), about=_("say who is in a panel, and close it"))
SEE_SAMPLING = Policy(
    Ground(
        _("they assess or moderate in the profession, or answer for it"),
        lambda actor, at: _rules_of(actor, *COMPOSERS, DutyKind.ASSESSOR),
    ),
    about=_("see which assessments a panel looks at"),
)
MAY_SET_SAMPLING = Policy(
    Ground(_("they are head of the profession"), _rules_of_heads),
    about=_("say which assessments a panel looks at"),
)
