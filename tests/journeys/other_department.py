"""What takes no page in the journeys of a record: a second assessor, and a move to another department.

Run beside the data folder of a demo: ``python -m tests.journeys.other_department second_assessor`` (or ``move``).
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import django

SECOND = "academy-lead"
"""Who becomes an assessor beside the ready-made one."""


def second_assessor() -> None:
    """Make one more ready-made person an assessor of the individual's profession."""
    from waymark.access import commands
    from waymark.access import queries as access
    from waymark.access.types import DutyKind
    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import queries as organisation
    from waymark.people.models import Person

    at = datetime.now(UTC)
    account = access.demo_account(SECOND)
    commands.give_duty(
        account=account.uuid, kind=DutyKind.ASSESSOR,
        profession_id=organisation.profession_id("digital-data-and-technology"), until_at=at + timedelta(days=90),
        reason="So that another assessor can look again", person_id=Person.objects.get(account_id=account.id).pk,
        actor=OPERATOR, at=at,
    )  # fmt: skip


def move() -> None:
    """Have the individual join another department, as its system says it, and leave theirs.

    The department accepts what a panel signed off within a year. Its system has a number of its own for them, and an
    administrator says that the two are one.
    """
    from waymark.access import queries as access
    from waymark.access.types import DutyKind
    from waymark.assessments import commands as assessments
    from waymark.kernel.policy import OPERATOR, Actor, Duty
    from waymark.organisation.models import Organisation
    from waymark.people import commands
    from waymark.people.models import Appointment, Person
    from waymark.people.types import PersonSaid, Seat

    at = datetime.now(UTC)
    person = Person.objects.get(account_id=access.demo_account("individual").id)
    place = Appointment.objects.select_related("post__organisation").get(person=person, until_on=None)
    departments = Organisation.objects.filter(kind="department").order_by("pk")
    left = next(one for one in departments if place.post.organisation.path.startswith(one.path))
    entered = next(one for one in departments if one != left)
    director = Actor(
        access.demo_account("hr-director").id, duties=(Duty(DutyKind.HR_DIRECTOR, 1, None, entered.pk, entered.path),)
    )
    assessments.set_acceptance_rule(
        organisation_id=entered.pk, profession_id=None, months=12, assurance="panel", scales="same",
        reason="We take what several people looked at.", actor=director, at=at,
    )  # fmt: skip
    feeds = {
        one: commands.add_feed(organisation_id=one.pk, name="HR", actor=OPERATOR, at=at) for one in (left, entered)
    }
    said = PersonSaid("MOVED-1", person.given_name, person.family_name, person.email)
    twice = commands.put(feed=feeds[entered].uuid, said=said, actor=OPERATOR, at=at).person_id
    administrator = Actor(access.demo_account("administrator").id, duties=(Duty(DutyKind.ADMINISTRATOR, 1),))
    commands.merge(
        person=Person.objects.get(pk=twice).uuid, into=person.uuid, reason="They moved here", actor=administrator, at=at
    )
    seat = Seat("MOVED-1", "Data engineer", entered.pk, None, None, None, at.date())
    commands.put(feed=feeds[entered].uuid, said=replace(said, seats=(seat,)), actor=OPERATOR, at=at)
    commands.put(feed=feeds[left].uuid, said=replace(said, value=person.staff_number), actor=OPERATOR, at=at)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "waymark.config.settings"
    django.setup()
    {"second_assessor": second_assessor, "move": move}[sys.argv[1]]()
