"""Who may do what with evidence: it is its person’s, and of those they show it to.

``SEE_EVIDENCE`` and the ``MAY_`` policies answer for pieces of evidence, ``SEE_EVIDENCE_FILE`` for their files,
``SEE_TESTIMONY`` and ``MAY_TESTIFY`` for what somebody was asked to write.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.assessments.models import Audience, Evidence, EvidenceFile, EvidenceUse, Share, Witness
from waymark.assessments.policies import using
from waymark.assessments.policies.shares import shared_with, shared_with_manager
from waymark.kernel.policy import WORKING, Actor, Ground, Policy
from waymark.people import queries as people


def _own(actor: Actor, at: datetime) -> QuerySet[Evidence]:
    return Evidence.objects.filter(person_id__in=people.themselves(actor, at).values("pk"))


def _used_in(shares: QuerySet[Share]) -> QuerySet[Evidence]:
    """Return what the assessments that were shared used. What is only getting ready is nobody else's yet."""
    uses = EvidenceUse.objects.filter(assessment_id__in=shares.values("assessment_id"))
    return Evidence.objects.filter(pk__in=using.sent(uses).values("evidence_id"))


def _of_managed(actor: Actor, at: datetime) -> QuerySet[Evidence]:
    managed = people.managed(actor, at).values("pk")
    return Evidence.objects.filter(audience=Audience.SHARED, removed_at=None, person_id__in=managed)


def _asked_of_them(actor: Actor, at: datetime) -> QuerySet[Witness]:
    if actor.account_id is None:
        return Witness.objects.none()
    in_use = ~Q(evidence__person_id__in=people.restricted(at))
    return Witness.objects.filter(in_use, account_id=actor.account_id)


THEIR_EVIDENCE = Ground(_("it is their own evidence"), _own)
SHOWN_BY_NAME = Ground(
    _("an assessment used it that its person shared with them by name"),
    lambda actor, at: _used_in(shared_with(actor, at)),
    WORKING,
)
SHOWN_TO_MANAGER = Ground(
    _("an assessment used it that its person shared with their manager, and they manage the person now"),
    lambda actor, at: _used_in(shared_with_manager(actor, at)),
    WORKING,
)
MANAGE_THEM = Ground(_("they manage its person now, who shows it to their manager"), _of_managed, WORKING)
ASKED_OF_THEM = Ground(_("they were asked to write it"), _asked_of_them)


def _files_of(ground: Ground) -> Ground:
    return Ground(
        ground.reason,
        lambda actor, at: EvidenceFile.objects.filter(evidence_id__in=ground.opens(actor, at).values("pk")),
        ground.purposes,
    )


_SEEING = (THEIR_EVIDENCE, SHOWN_BY_NAME, SHOWN_TO_MANAGER, MANAGE_THEM)

SEE_EVIDENCE = Policy(*_SEEING, about=_("see a piece of evidence"))
SEE_EVIDENCE_FILE = Policy(
    *map(_files_of, _SEEING), *using.FILES_OF_CASES, about=_("open a file of a piece of evidence")
)
MAY_ADD_EVIDENCE = Policy(
    Ground(_("it is their own record"), lambda actor, at: people.themselves(actor, at)), about=_("add evidence")
)
MAY_CHANGE_EVIDENCE = Policy(THEIR_EVIDENCE, about=_("change a piece of evidence"))
MAY_REMOVE_EVIDENCE = Policy(THEIR_EVIDENCE, about=_("remove a piece of evidence"))
MAY_ASK_WITNESS = Policy(THEIR_EVIDENCE, about=_("ask somebody to write what they saw"))
SEE_TESTIMONY = Policy(ASKED_OF_THEM, about=_("see what they were asked to write about somebody"))
MAY_TESTIFY = Policy(ASKED_OF_THEM, about=_("write what they saw of somebody"))
