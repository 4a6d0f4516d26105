"""Who had a part in what an assessment appeals against, all the way to the first decision.

Whoever asks for another look can ask for one at that as well: each points at the one before. Nobody who had any of
them in their hands, decided in one, spoke or wrote in its panel, or revoked a level of it looks at a later one.
"""

from __future__ import annotations

from django.db.models.expressions import RawSQL

from waymark.assessments.models import Assessment, Hand, Judgement, PanelWord, Revocation, Sample, Step
from waymark.kernel.policy import Actor

DECIDED_BY = ("confirm", "sign_off", "decline", "return")
"""The moves by which somebody has a part in an assessment."""
PART_BY = (*DECIDED_BY, "moderate")
"""The moves by which somebody has a part in what another look is about."""

_A, _H, _S, _P, _W, _J, _R = (
    model._meta.db_table for model in (Assessment, Hand, Step, Sample, PanelWord, Judgement, Revocation)
)
_DESCENDING = (
    f"WITH RECURSIVE later(id) AS ("
    f"SELECT a.id FROM {_A} a WHERE a.appeal_of_id IS NOT NULL AND ("
    f"EXISTS (SELECT 1 FROM {_H} h WHERE h.assessment_id = a.appeal_of_id AND h.account_id = %s)"
    f" OR EXISTS (SELECT 1 FROM {_S} s WHERE s.assessment_id = a.appeal_of_id AND s.account_id = %s"
    f" AND s.move IN ({', '.join(['%s'] * len(PART_BY))}))"
    f" OR EXISTS (SELECT 1 FROM {_W} w JOIN {_P} p ON p.id = w.sample_id"
    f" WHERE p.assessment_id = a.appeal_of_id AND w.account_id = %s)"
    f" OR EXISTS (SELECT 1 FROM {_R} r JOIN {_J} j ON j.id = r.judgement_id"
    f" WHERE j.assessment_id = a.appeal_of_id AND r.account_id = %s))"
    f" UNION SELECT b.id FROM {_A} b JOIN later l ON b.appeal_of_id = l.id) SELECT id FROM later"
)
"""The ORM has no recursion, and a chain has no greatest length."""


def after_their_part(actor: Actor) -> RawSQL:
    """Return the ids of the other looks that come after one the actor had a part in: a query to embed.

    Cost: one look at each assessment that is another look.
    """
    account = actor.account_id or 0
    return RawSQL(_DESCENDING, [account, account, *PART_BY, account, account])
