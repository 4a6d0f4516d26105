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

    Where too few of a panel may look, the moderators who can see to its members are told as well. Returns how many
    were reminded. Cost: about ten queries for each that is late.
    """
    late = moderating.late_moderation(at)
    names = people.names({one.row.person_id for one in late.values()})
    reminded = 0
    for row, silent, too_few in late.values():
        if too_few:
            reminded += notifications.notify(
                accounts=moderating.moderators_to_ask(row.uuid, at),
                topic=Topic.ASSESSMENTS,
                key=f"assessments.case.{row.pk}.too_few.{row.due_on}",
                title=_("The panel of an assessment of %(name)s has too few members who may look at it")
                % {"name": names.get(row.person_id, "")},
                body=_("It cannot come to anything, and the day has passed. Change who is in the panel."),
                url="/assess/panels",
                at=at,
            )
        reminded += notifications.notify(
            accounts=list(silent),
            topic=Topic.ASSESSMENTS,
            key=f"assessments.case.{row.pk}.panel_late.{row.due_on}",
            title=_("The moderation of an assessment of %(name)s is late") % {"name": names.get(row.person_id, "")},
            body=_("Your panel has it, and its day has passed. Say your word on each skill."),
            url=f"/assess/moderation/{row.uuid}",
            at=at,
        )
    return reminded
