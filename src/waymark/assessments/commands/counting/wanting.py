"""Whether somebody wants to use their skills, whatever their level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals
from waymark.assessments.commands.counting.refusals import NoSuchSkill
from waymark.assessments.models import Audience, Interest
from waymark.assessments.types import Wish
from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Actor
from waymark.people import queries as people


@transaction.atomic
def save_interests(*, wishes: Sequence[Wish], shared: bool, actor: Actor, at: datetime) -> int:
    """Keep how much the actor wants to work with skills, and whether others see it; return how many changed.

    It is their own word, and the later save wins. What is not named stays, but for who sees it: that is one choice for
    all of it.

    Args:
        wishes: one for each skill; of one skill the last.
        shared: whether their manager and whoever answers for their profession see it. Else nobody else does.
        actor: the person.
        at: when.

    Raises:
        NotVisible: whoever acts is nobody in particular.
        NoSuchSkill: a skill is in no framework.
        NotOnScale: an interest is none of 0 to 3.

    Cost: about ten queries for any number of skills.
    """
    person_id = actor.as_person()
    policies.MAY_SAY_INTEREST.require(actor, person_id, at)
    said = {one.skill_id: one for one in wishes}
    if any(one.interest not in rules.INTERESTS for one in said.values()):
        raise refusals.NotOnScale(rules.not_an_interest())
    if not set(said) <= set(frameworks.skills_now(said, at)):
        raise NoSuchSkill
    people.row_of(person_id).select_for_update(no_key=True).get()
    audience = Audience.SHARED if shared else Audience.ONLY_ME
    there = {row.skill_id: row for row in Interest.objects.filter(person_id=person_id)}
    changed = [
        Interest(
            pk=there[skill_id].pk if skill_id in there else None, person_id=person_id, skill_id=skill_id,
            interest=one.interest, would_use=one.would_use, would_teach=one.would_teach, audience=audience, saved_at=at,
        )
        for skill_id, one in said.items()
        if (_said(there[skill_id]) if skill_id in there else Wish(skill_id)) != one
    ]  # fmt: skip
    columns = ["interest", "would_use", "would_teach", "audience", "saved_at"]
    Interest.objects.bulk_create([row for row in changed if row.pk is None])
    Interest.objects.bulk_update([row for row in changed if row.pk is not None], columns)
    opened = Interest.objects.filter(person_id=person_id).exclude(audience=audience).update(audience=audience)
    if changed or opened:
        audit.record(
            "assessments.interests.saved", actor=actor, at=at, subjects=(person_id,), skills=len(changed),
            shared=shared,
        )  # fmt: skip
    return len(changed)


def _said(row: Interest) -> Wish:
    return Wish(row.skill_id, row.interest, row.would_use, row.would_teach)
