"""To whom an assessment goes, and whether it can go there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.assessments import policies, rules
from waymark.assessments.commands import hands, refusals
from waymark.assessments.models import Assessment, Hand
from waymark.assessments.queries import chain, views
from waymark.assessments.queries import deciding as reading
from waymark.assessments.types import AssessmentView
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people


@transaction.atomic
def choose_receiver(*, assessment: UUID, goes_to: str, actor: Actor, at: datetime) -> AssessmentView:
    """Say who is to say the levels. A draft like the answers: it counts from when the assessment is submitted.

    Args:
        assessment: one of the actor's that they work at.
        goes_to: ``manager``, ``assessor``, or empty for nobody.
        actor: the person.
        at: when.

    Raises:
        NotVisible: no such assessment of theirs.
        NotWithYou: they do not work at it any more.
        NoManager, ManagerCannotSignIn: there is no manager to send it to.
        NoAssessors: nobody else is an assessor of the profession where they work.
        AppealNeedsAssessor: it is an appeal, and goes to nobody but another assessor.
    """
    row = fetch(policies.MAY_SUBMIT, Assessment.objects.select_for_update(), actor, at, uuid=assessment)
    if (row.state, "answer") not in rules.MOVES:
        raise refusals.NotWithYou
    if row.appeal_of_id is not None and goes_to != Assessment.GoesTo.ASSESSOR:
        raise refusals.AppealNeedsAssessor
    row.goes_to = Assessment.GoesTo(goes_to)
    receivers(row, actor, at)
    row.save(update_fields=["goes_to"])
    return views.of(row, own=True)


def receivers(row: Assessment, actor: Actor, at: datetime) -> tuple[int, ...]:
    """Return the accounts that an assessment would go to; none for a self-assessment.

    Raises:
        NoManager, ManagerCannotSignIn, NoAssessors: it would go to nobody.
    """
    if row.goes_to == Assessment.GoesTo.MANAGER:
        manager = people.manager_of(row.person_id, at)
        if manager is None:
            raise refusals.NoManager
        if manager.account_id is None or manager.account_id not in access.account_cards([manager.account_id]):
            raise refusals.ManagerCannotSignIn
        return (manager.account_id,)
    if row.goes_to == Assessment.GoesTo.ASSESSOR:
        return assessors_of(row, at, but={actor.account_id or 0})
    return ()


def assessors_of(row: Assessment, at: datetime, *, but: set[int]) -> tuple[int, ...]:
    """Return the accounts that may assess something, as ``could_assess``, of which there must be one.

    Raises:
        NoAssessors: there are none.
        AllHadAPart: there are none for another look.
    """
    if not (found := could_assess(row, at, but=but)):
        raise refusals.NoAssessors if row.appeal_of_id is None else refusals.AllHadAPart
    return found


def could_assess(row: Assessment, at: datetime, *, but: set[int]) -> tuple[int, ...]:
    """Return the accounts that may assess somebody against a role level, without those of ``but``.

    Nobody is among them who passed it on, or had a part in what it appeals against, to the first decision.
    """
    profession_id = frameworks.version_by_id(row.version_id).profession_id
    manager = people.manager_of(row.person_id, at)
    passed = Hand.objects.filter(assessment=row, ended_why=Hand.Ended.PASSED_ON).values_list("account_id", flat=True)
    before = chain.had_a_part(row.appeal_of_id) if row.appeal_of_id is not None else set()
    own = set(people.accounts_of([row.person_id]).values())
    never = but | set(passed) | before | own | ({manager.account_id} if manager and manager.account_id else set())
    found: tuple[int, ...] = ()
    if profession_id is not None:
        path = people.path_of(row.person_id, at)
        kinds = [DutyKind.ASSESSOR]
        found = access.holders(kinds, organisation_path=path, profession_id=profession_id, at=at)
    return tuple(account for account in found if account not in never)


def hand_over(row: Assessment, told: tuple[int, ...], at: datetime) -> tuple[int, ...]:
    """Put a submitted assessment where it goes, say by when it should be answered, and return whom it waits for."""
    if not row.goes_to:
        return ()
    version = frameworks.version_by_id(row.version_id)
    terms = reading.terms_of(version.framework_id)
    row.due_on = rules.due_on(at, terms.days)
    row.blind = terms.blind
    row.profession_id = version.profession_id
    row.save(update_fields=["due_on", "blind", "profession"])
    if row.goes_to == Assessment.GoesTo.MANAGER:
        hands.give(row, Hand.Role.MANAGER, told[0], Hand.Why.CHOSEN, at)
        return told
    before = Hand.objects.filter(assessment=row, role=Hand.Role.ASSESSOR, ended_why=Hand.Ended.RETURNED)
    last = before.order_by("-pk").values_list("account_id", flat=True).first()
    if last in told:  # whoever sent it back looks at it again
        hands.give(row, Hand.Role.ASSESSOR, last, Hand.Why.CHOSEN, at)
        return (last,)
    return told
