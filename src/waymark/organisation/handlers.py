"""What the organisation room does when a change of its own is settled."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.organisation import queries
from waymark.organisation.events import ChangeSettled
from waymark.organisation.types import OutcomeKind


def tell_the_planner(event: ChangeSettled, *, at: datetime) -> None:
    """Tell whoever planned a change what became of it on its day; who made it themselves was there."""
    settled = queries.settled(event.change_id)
    if settled.account_id is None:
        return
    titles = {
        OutcomeKind.MADE: _("The change of organisations that you planned was made"),
        OutcomeKind.STOPPED: _("The change of organisations that you planned could not be made"),
        OutcomeKind.CALLED_OFF: _("The change of organisations that you planned was called off"),
    }
    notifications.notify(
        accounts=[settled.account_id],
        topic=Topic.PEOPLE,
        key=f"organisation.change.{event.change_id}.settled",
        title=titles[settled.outcome],
        body=settled.words,
        url=f"/operating/reference/changes/{settled.uuid}",
        at=at,
    )
