"""An assessment and what it appeals against, to the first: who had a part, and whether another look can be asked for.

``policies.chain`` asks the same of rows, for whoever looks.
"""

from __future__ import annotations

from waymark.assessments import rules
from waymark.assessments.models import Assessment, Hand, PanelWord, Revocation, Step
from waymark.assessments.policies import chain
from waymark.assessments.types import EarlierLook


def chain_of(assessment_id: int) -> tuple[int, ...]:
    """Return the ids of an assessment and of what it appeals against, to the first. One query for each."""
    found: list[int] = []
    before: int | None = assessment_id
    while before is not None:
        found.append(before)
        before = Assessment.objects.values_list("appeal_of_id", flat=True).get(pk=before)
    return tuple(found)


def had_a_part(assessment_id: int) -> set[int]:
    """Return the accounts that had a part in a decision, or in any it appeals against.

    They had one of them in hand, decided in it, spoke or wrote in its panel, or revoked a level of it. One query,
    and one for each assessment of the chain.
    """
    all_of_it = chain_of(assessment_id)
    held = Hand.objects.filter(assessment_id__in=all_of_it).values_list("account_id", flat=True)
    made = Step.objects.filter(assessment_id__in=all_of_it, move__in=chain.PART_BY)
    spoke = PanelWord.objects.filter(sample__assessment_id__in=all_of_it).values_list("account_id", flat=True)
    revoked = Revocation.objects.filter(judgement__assessment_id__in=all_of_it).values_list("account_id", flat=True)
    found = held.union(made.values_list("account_id", flat=True), spoke, revoked)
    return {pk for pk in found if pk is not None}


def parts_in(row: Assessment) -> set[int]:
    """Return the accounts that may not moderate an assessment, as they have a part in it or in what it appeals against.

    Its own panel has none. One query, and those of ``had_a_part`` for another look.
    """
    held = Hand.objects.filter(assessment=row).values_list("account_id", flat=True)
    decided = Step.objects.filter(assessment=row, move__in=chain.DECIDED_BY).values_list("account_id", flat=True)
    before = had_a_part(row.appeal_of_id) if row.appeal_of_id is not None else set()
    return before | {pk for pk in held.union(decided) if pk is not None}


def earlier_look(row: Assessment) -> EarlierLook | None:
    """Return the look that keeps another from being asked for; None when it can be. Two queries at most."""
    looks = list(Assessment.objects.filter(appeal_of=row).order_by("-pk"))
    if not looks:
        return None
    said = set(
        Step.objects.filter(assessment__in=[one.pk for one in looks], move="confirm").values_list(
            "assessment_id", flat=True
        )
    )
    for one in looks:
        if why := rules.why_no_other_look(one.state, levels_said=one.pk in said):
            return EarlierLook(one.uuid, one.state, why)
    return None
