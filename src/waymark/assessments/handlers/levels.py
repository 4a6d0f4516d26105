"""What levels mean elsewhere: a new version, another department, a revocation, an exemption."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from waymark.assessments import queries
from waymark.assessments.commands import accept_levels
from waymark.assessments.events import (
    ExemptionChanged,
    LevelRevoked,
)
from waymark.frameworks import queries as frameworks
from waymark.frameworks.events import VersionPublished
from waymark.kernel.policy import OPERATOR
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people
from waymark.people.events import FeedApplied, Moved
from waymark.work import commands as work


def tell_of_changes(event: VersionPublished, *, at: datetime) -> None:
    """Have everyone told whom a version affects, on the day from which it holds. A first version affects nobody."""
    if frameworks.version_before(event.version_id) is None:
        return
    holds_from = frameworks.version_by_id(event.version_id).effective_from
    work.start(
        kind="assessments.tell",
        key=f"assessments.tell.{event.version_id}",
        arguments={"version": event.version_id},
        not_before=holds_from,
        actor=OPERATOR,
        at=at,
    )


def carry_levels(event: Moved, *, at: datetime) -> None:
    """Hold the signed-off levels of somebody who moved to another department to its rule."""
    (department_id,) = queries.departments_moved_to([(event.before_post_id, event.post_id)])
    if department_id is not None:
        # A worker may hear of it days later; a level that was valid on the day of the move does not lapse by that.
        day = date.fromisoformat(event.on) if event.on else localdate(at)
        accept_levels(person_id=event.person_id, organisation_id=department_id, moved_on=day, at=at)


def carry_levels_of_many(event: FeedApplied, *, at: datetime) -> None:
    """Have the same done for everybody whom a file moved: a job, some hundreds at a time."""
    if event.moved or event.joined:
        work.start(
            kind="assessments.accept",
            key=f"assessments.accept.{event.run_id}",
            arguments={"first": event.first, "last": event.last},
            actor=OPERATOR,
            at=at,
        )


def tell_of_revocation(event: LevelRevoked, *, at: datetime) -> None:
    """Tell a person that a signed-off level of theirs was revoked, why, and how to ask for another look."""
    account = people.accounts_of([event.person_id]).get(event.person_id)
    if account is None:
        return
    skill, reason, assessment = queries.revocation_news(UUID(event.judgement))
    notifications.notify(
        accounts=[account],
        topic=Topic.ASSESSMENTS,
        key=f"assessments.level.{event.judgement}.revoked",
        title=_("Your signed-off level in %(skill)s was revoked") % {"skill": skill},
        body=_(
            "Why: %(reason)s It no longer counts, and stays in your history. If you disagree, open the assessment and "
            "ask for another look by another assessor."
        )
        % {"reason": reason if reason.endswith((".", "!", "?")) else f"{reason}."},
        url=f"/me/assessments/{assessment}" if assessment else "/me/skills",
        at=at,
    )


def tell_of_exemption(event: ExemptionChanged, *, at: datetime) -> None:
    """Tell a person that they are exempt from a skill, or are not any more, and why."""
    account = people.accounts_of([event.person_id]).get(event.person_id)
    if account is None:
        return
    skill, words, ended_why = queries.exemption_news(UUID(event.exemption))
    title = _("Your exemption from %(skill)s was ended") if event.ended else _("You are exempt from %(skill)s")
    body = (
        _("Why: %(reason)s It is asked for again from today, wherever your role asks for it.")
        % {"reason": ended_why if ended_why.endswith((".", "!", "?")) else f"{ended_why}."}
        if event.ended
        else _("%(words)s Meanwhile it is no gap of yours.")
        % {"words": words if words.endswith((".", "!", "?")) else f"{words}."}
    )
    notifications.notify(
        accounts=[account],
        topic=Topic.ASSESSMENTS,
        key=f"assessments.exemption.{event.exemption}.{'ended' if event.ended else 'given'}",
        title=title % {"skill": skill},
        body=body,
        url="/me/gap",
        at=at,
    )
