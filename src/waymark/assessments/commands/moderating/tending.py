"""What the program does by itself about moderation: reminders of what a panel has for too long."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.assessments.queries import moderating
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people


@transaction.atomic
def remind_panels(*, at: datetime) -> int:
    """Remind the members of panels who have not spoken of what is past its day, once of each day it was due by.

    Returns how many were reminded. Cost: about ten queries for each that is late.
    """
    late = moderating.late_moderation(at)
    names = people.names({row.person_id for row, _members in late.values()})
    reminded = 0
    for row, members in late.values():
        reminded += notifications.notify(
            accounts=list(members),
            topic=Topic.ASSESSMENTS,
            key=f"assessments.case.{row.pk}.panel_late.{row.due_on}",
            title=_("The moderation of an assessment of %(name)s is late") % {"name": names.get(row.person_id, "")},
            body=_("Your panel has it, and its day has passed. Say your word on each skill."),
            url=f"/assess/moderation/{row.uuid}",
            at=at,
        )
    return reminded
