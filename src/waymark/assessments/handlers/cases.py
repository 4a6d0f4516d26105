"""Whom an assessment waits for hears so, and its person what became of it; what nobody may decide any more moves on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from waymark.access import queries as access
from waymark.access.events import GrantRevoked
from waymark.assessments import queries
from waymark.assessments.commands import follow_managers, put_back
from waymark.assessments.events import (
    AssessmentMoved,
    CaseTaken,
    ManyConfirmed,
)
from waymark.assessments.handlers import panels
from waymark.assessments.queries.reviewing import confirmations
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people
from waymark.people.events import Left, ManagerSet

_TOLD = {
    "return": lazy("Your assessment came back to you"),
    "confirm": lazy("The levels in your assessment are confirmed"),
    "sign_off": lazy("Your assessment is signed off"),
    "decline": lazy("Your assessment was declined"),
    "pass_on": lazy("Your assessment was passed on to another assessor"),
    "send_to_moderation": lazy("A panel looks at your assessment before it is signed off"),
    "moderate": lazy("A panel has looked at your assessment"),
    "lapse": lazy("Your assessment lapsed, because it was not submitted again"),
    "put_back": lazy("Your assessment goes to another assessor"),
    "change_manager": lazy("Your assessment is with your new manager"),
}
"""What a person is told of a move that somebody else made."""


_NO_MANAGER = lazy("Your assessment is with nobody: we have no manager on record for you who can sign in")


def tell_of_move(event: AssessmentMoved, *, at: datetime) -> None:
    """Tell whoever an assessment waits for now, and its person what became of it.

    Each is told once of one move, however often the event is handed over. What waited for others is settled. Nobody
    else is told of whoever restricted their record: it would lead to a page that is not there for them.
    """
    case = f"assessments.case.{event.step}"
    for before in event.settles:
        notifications.settle(key=f"assessments.case.{before}.waits", at=at)
        notifications.settle(key=f"assessments.case.{before}.taken", at=at)
    if event.move == "send_to_moderation":
        panels.ask_panel(event, at)
    elif event.move != "put_back":  # a panel that looks at it goes on, whoever has it
        panels.let_panel_go(event.assessment, at)
    used = not people.restricted(at).filter(person_id=event.person_id).exists()
    if used and event.account_ids and event.move != "send_to_moderation":
        person = people.card(event.person_id, at)
        notifications.notify(
            accounts=event.account_ids,
            topic=Topic.ASSESSMENTS,
            key=f"{case}.waits",
            title=_("An assessment of %(name)s waits for you") % {"name": person.name},
            body=_waits_for(event.move),
            url=f"/team/reviews/{event.assessment}" if event.to_manager else f"/assess/{event.assessment}",
            todo=True,
            at=at,
        )
    account = people.accounts_of([event.person_id]).get(event.person_id)
    if event.move in _TOLD and account is not None:
        notifications.notify(
            accounts=[account],
            topic=Topic.ASSESSMENTS,
            key=f"{case}.{event.move}",
            title=str(_NO_MANAGER if _for_nobody(event) else _TOLD[event.move]),
            body=_("It waits until one is on record. You can also withdraw it and send it to an assessor instead.")
            if _for_nobody(event)
            else _("Open it to see why, and what you can do next."),
            url=f"/me/assessments/{event.assessment}",
            at=at,
        )


def let_others_go(event: CaseTaken, *, at: datetime) -> None:
    """End what waits for the other assessors once one took an assessment; it goes on waiting for that one."""
    for before in event.steps:
        notifications.settle(key=f"assessments.case.{before}.waits", at=at)
    if event.steps and queries.is_held_by(UUID(event.assessment), event.account_id):
        person = people.card(event.person_id, at)
        notifications.notify(
            accounts=[event.account_id],
            topic=Topic.ASSESSMENTS,
            key=f"assessments.case.{event.steps[-1]}.taken",
            title=_("You have an assessment of %(name)s to decide about") % {"name": person.name},
            body=_("Read what they submitted, and say the level of each skill."),
            url=f"/assess/{event.assessment}",
            todo=True,
            email=False,
            at=at,
        )


def _for_nobody(event: AssessmentMoved) -> bool:
    return event.move == "change_manager" and not event.account_ids


def _waits_for(move: str) -> str:
    """Return what whoever an assessment waits for is to do."""
    if move == "moderate":
        return _("The panel has decided. Sign off what it came to.")
    if move == "put_back":
        return _("Whoever had it cannot decide about it any more. What they decided so far stands on its page.")
    if move == "change_manager":
        return _("They report to you now, and had sent it to their manager before. Say the level of each skill.")
    return _("Read what they submitted, and say the level of each skill.")


def tell_of_many(event: ManyConfirmed, *, at: datetime) -> None:
    """Tell each person that their levels are confirmed, as if each assessment had been confirmed alone."""
    for one in confirmations([UUID(assessment) for assessment in event.assessments]):
        tell_of_move(AssessmentMoved(str(one.uuid), one.person_id, "confirm", one.step, [], list(one.waited)), at=at)


def put_back_without_duty(event: GrantRevoked, *, at: datetime) -> None:
    """Put back what is in the hands of whoever lost a duty just now, or covered it."""
    put_back(accounts=access.accounts_of_grant(event.grant_id), at=at)


def put_back_of_leaver(event: Left, *, at: datetime) -> None:
    """Put back what is in the hands of somebody who left."""
    put_back(accounts=tuple(people.accounts_of([event.person_id]).values()), at=at)


def follow_manager(event: ManagerSet, *, at: datetime) -> None:
    """Give what somebody sent to their manager to the one they have now; what is theirs as an assessor goes back."""
    follow_managers(persons=[event.person_id], at=at)
    put_back(persons=[event.person_id], at=at)
