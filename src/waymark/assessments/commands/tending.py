"""What the program does by itself about assessments: reminders of what waits too long."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.assessments import rules
from waymark.assessments.commands import sending
from waymark.assessments.models import Assessment, Hand
from waymark.assessments.queries import deciding, moderating
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people

HEADS = (DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION)
"""Who can see to it that somebody may assess."""


@transaction.atomic
def remind_overdue(*, at: datetime) -> int:
    """Remind whoever has an assessment past its day, once of each day it was due by; return how many were reminded.

    What no panel has yet waits for a moderator, whoever has it in hand, and is left to ``remind_untaken``. Nobody is
    told of whoever restricted their record.

    Cost: two queries, and those of telling for each that is late.
    """
    late = Hand.objects.filter(
        ended_at__isnull=True, assessment__state__in=rules.WAITING, assessment__due_on__lt=localtime(at).date()
    ).exclude(assessment__in=deciding.waiting_for_panel())
    late = late.exclude(assessment__person_id__in=people.restricted(at))
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
            body=_("You have it, and its day has passed. Decide, send it back, or give it to somebody else.")
            if hand.role == Hand.Role.ASSESSOR
            else _("You have it, and its day has passed. Confirm the levels, or send it back."),
            url=f"/team/reviews/{assessment.uuid}" if hand.role == Hand.Role.MANAGER else f"/assess/{assessment.uuid}",
            at=at,
        )
    return reminded


@transaction.atomic
def remind_untaken(*, at: datetime) -> int:
    """Remind those who could take what nobody has past its day, once of each day it was due by; return how many.

    Of what waits for a panel the moderators are reminded who could choose one. Where nobody could take it, the heads
    of the profession are told that it needs an assessor. Nobody is told of whoever restricted their record.

    Cost: four queries, and about fifteen for each that is late.
    """
    late = Assessment.objects.filter(
        goes_to=Assessment.GoesTo.ASSESSOR, state__in=rules.WAITING, due_on__lt=localtime(at).date()
    ).order_by("pk")
    late = late.exclude(person_id__in=people.restricted(at))
    held = Hand.objects.filter(role=Hand.Role.ASSESSOR, ended_at__isnull=True)
    without = set(late.filter(pk__in=deciding.waiting_for_panel()).values_list("pk", flat=True))
    rows = [*late.filter(pk__in=without), *late.exclude(pk__in=held.values("assessment_id")).exclude(pk__in=without)]
    names = people.names({row.person_id for row in rows})
    reminded = 0
    for row in rows:
        name = {"name": names.get(row.person_id, "")}
        key = f"assessments.case.{row.pk}"
        if row.pk in without:
            reminded += notifications.notify(
                accounts=moderating.moderators_to_ask(row.uuid, at),
                topic=Topic.ASSESSMENTS,
                key=f"{key}.no_panel_late.{row.due_on}",
                title=_("An assessment of %(name)s still waits for a panel") % name,
                body=_("Its day has passed. It cannot be signed off before a panel has looked at it. Choose one."),
                url="/assess/moderation",
                at=at,
            )
        elif could := sending.could_assess(row, at, but=set()):
            reminded += notifications.notify(
                accounts=could,
                topic=Topic.ASSESSMENTS,
                key=f"{key}.untaken.{row.due_on}",
                title=_("An assessment of %(name)s is late, and nobody has taken it") % name,
                body=_("Its day has passed. Take it if you can: it stands on your desk, the most urgent first."),
                url=f"/assess/{row.uuid}",
                at=at,
            )
        else:
            reminded += notifications.notify(
                accounts=access.holders(
                    HEADS, organisation_path=people.path_of(row.person_id, at), profession_id=row.profession_id, at=at
                ),
                topic=Topic.ASSESSMENTS,
                key=f"{key}.no_assessor.{row.due_on}",
                title=_("An assessment is late, and no assessor of your profession may take it"),
                body=_(
                    "Whoever may assess there is its person, manages them, passed it on or had a part in it before. "
                    "Give somebody else the duty of an assessor."
                ),
                url="/operating/access",
                at=at,
            )
    return reminded
