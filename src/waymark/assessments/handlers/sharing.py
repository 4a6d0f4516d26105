"""What the record tells of shares and testimonies: whoever was shown something, or no longer is, or is asked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from waymark.access import queries as access
from waymark.assessments import queries
from waymark.assessments.events import (
    AssessmentShared,
    ShareEnded,
    TestimonyAnswered,
    TestimonyAsked,
)
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


def ask_witness(event: TestimonyAsked, *, at: datetime) -> None:
    """Tell whoever was asked to write what they saw. Once, and not when it was taken back meanwhile."""
    if not queries.testimony_waits(UUID(event.witness)):
        return
    person = people.card(event.person_id, at)
    notifications.notify(
        accounts=[event.account_id],
        topic=Topic.SHARING,
        key=f"assessments.witness.{event.witness}.asked",
        title=_("%(name)s asks you to write what you saw of their work") % {"name": person.name},
        body=_("A few sentences are enough. It becomes part of their evidence. You can decline without a reason."),
        url=f"/me/testimonies/{event.witness}",
        todo=True,
        at=at,
    )


def tell_of_testimony(event: TestimonyAnswered, *, at: datetime) -> None:
    """Tell the person that somebody wrote what they were asked to, or would rather not."""
    account = people.accounts_of([event.person_id]).get(event.person_id)
    who = access.account_cards([event.account_id]).get(event.account_id)
    if account is None or who is None:
        return
    words = _("%(name)s wrote a testimony for you") if event.written else _("%(name)s declined to write a testimony")
    notifications.notify(
        accounts=[account],
        topic=Topic.SHARING,
        key=f"assessments.witness.{event.witness}.answered",
        title=words % {"name": who.name},
        body="" if event.written else _("You can ask somebody else."),
        url=f"/me/evidence/{event.evidence}",
        at=at,
    )
