"""Who may see the evidence behind an assessment, as it was when it was sent: whoever decides about it, and its person.

That is no leave to see the evidence itself: what its person changed or added since is not part of the case.
``SEE_EVIDENCE_USED`` and ``MAY_CHOOSE_EVIDENCE`` answer for uses and for assessments.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.assessments.models import Assessment, EvidenceFile, EvidenceUse
from waymark.assessments.policies import deciding, moderating
from waymark.kernel.policy import Actor, Ground, Policy
from waymark.people import queries as people


def sent(uses: QuerySet[EvidenceUse]) -> QuerySet[EvidenceUse]:
    """Return what was sent: what is being chosen for an assessment that was sent back is its person's alone."""
    return uses.filter(at__lte=F("assessment__submitted_at"))


def _of_own(actor: Actor, at: datetime) -> QuerySet[EvidenceUse]:
    return sent(EvidenceUse.objects.filter(assessment__person_id__in=people.themselves(actor, at).values("pk")))


def _uses(ground: Ground) -> Ground:
    return Ground(
        ground.reason,
        lambda actor, at: sent(
            EvidenceUse.objects.filter(assessment_id__in=ground.opens(actor, at).order_by().values("pk"))
        ),
        ground.purposes,
    )


def _files(ground: Ground) -> Ground:
    """Return the ground that opens the files that were there when the assessment was sent."""

    def opens(actor: Actor, at: datetime) -> QuerySet[EvidenceFile]:
        uses = _uses(ground).opens(actor, at)
        then = uses.filter(evidence_id=OuterRef("evidence_id"), at__gte=OuterRef("added_at"))
        return EvidenceFile.objects.filter(Exists(then))

    return Ground(ground.reason, opens, ground.purposes)


_DECIDING = (*deciding.SEE_CASE.grounds, *moderating.SEE_MODERATION.grounds)
FILES_OF_CASES = tuple(map(_files, _DECIDING))

SEE_EVIDENCE_USED = Policy(
    Ground(_("it is their own assessment"), _of_own),
    *map(_uses, _DECIDING),
    about=_("see the evidence that was sent with an assessment, as it was then"),
)
MAY_CHOOSE_EVIDENCE = Policy(
    Ground(
        _("it is their own assessment"),
        lambda actor, at: Assessment.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
    ),
    about=_("choose which evidence stands behind an assessment"),
)
