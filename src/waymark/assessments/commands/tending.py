"""What the program does by itself about assessments: reminders of what waits too long."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from waymark.assessments import rules
from waymark.assessments.models import Hand
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people


@transaction.atomic
def remind_overdue(*, at: datetime) -> int:
    """Remind whoever has an assessment past its day, once of each day it was due by; return how many were reminded.

    Cost: two queries, and those of telling for each that is late.
    """
    late = Hand.objects.filter(
        ended_at__isnull=True, assessment__state__in=rules.WAITING, assessment__due_on__lt=localtime(at).date()
    )
    hands = list(late.select_related("assessment").order_by("pk"))
    names = people.names({hand.assessment.person_id for hand in hands})
    reminded = 0
    for hand in hands:
        assessment = hand.assessment
        reminded += notifications.notify(
            accounts=[hand.account_id],
            topic=Topic.ASSESSMENTS,
            key=f"assessments.case.{assessment.pk}.late.{assessment.due_on}",
            title=_("An assessment of %(name)s is late") % {"name": names.get(assessment.person_id, "")},
            body=_("You have it, and its day has passed. Decide, send it back, or give it to somebody else."),
            url=f"/assess/{assessment.uuid}",
            at=at,
        )
    return reminded
