"""What the record does about its own news: whoever was shown something, or no longer is, hears of it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from waymark.assessments.events import AssessmentShared, ShareEnded
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people


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
