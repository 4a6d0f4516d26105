"""What the record does about news: whoever was shown something, or no longer is, or is asked something else, hears."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from waymark.assessments import queries
from waymark.assessments.commands import accept_levels
from waymark.assessments.events import AssessmentShared, ShareEnded
from waymark.frameworks import queries as frameworks
from waymark.frameworks.events import VersionPublished
from waymark.kernel.policy import OPERATOR
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people
from waymark.people.events import FeedApplied, Moved
from waymark.work import commands as work


def tell_receiver(event: AssessmentShared, *, at: datetime) -> None:
    """Tell whoever was shown an assessment. Once per share, however often the event is handed over."""
    if event.account_id is None:
        return
    person = people.card(event.person_id, at)
    notifications.notify(
        accounts=[event.account_id],
        topic=Topic.SHARING,
        key=f"assessments.share.{event.share}.shared",
        title=_("%(name)s shared an assessment with you") % {"name": person.name},
        body=_("You can read it until they stop sharing it. They can see that you opened it."),
        url=f"/team/{person.uuid}/assessments/{event.assessment}",
        at=at,
    )


def tell_it_ended(event: ShareEnded, *, at: datetime) -> None:
    """Tell whoever was shown an assessment that they can no longer read it."""
    if event.account_id is None:
        return
    person = people.card(event.person_id, at)
    notifications.notify(
        accounts=[event.account_id],
        topic=Topic.SHARING,
        key=f"assessments.share.{event.share}.ended",
        title=_("%(name)s stopped sharing an assessment with you") % {"name": person.name},
        body=_("It was theirs to take back. You cannot open it any more."),
        at=at,
    )


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
        accept_levels(person_id=event.person_id, organisation_id=department_id, moved_on=localdate(at), at=at)


def carry_levels_of_many(event: FeedApplied, *, at: datetime) -> None:
    """Have the same done for everybody whom a file moved: a job, some hundreds at a time."""
    if event.moved:
        work.start(
            kind="assessments.accept",
            key=f"assessments.accept.{event.run_id}",
            arguments={"first": event.first, "last": event.last},
            actor=OPERATOR,
            at=at,
        )
