"""Give the manager of a demo a team of twelve, all of whom sent an assessment: ten as the manager sees it, two not.

Run beside the demo's data folder, before it is served: ``python -m tests.journeys.team_of_twelve``.
"""

from __future__ import annotations

import os

import django

SIZE = 12
DIFFERING = 2


def send() -> None:
    """Withdraw what the demo sent to the manager, and let twelve people send one each."""
    from datetime import UTC, datetime, timedelta
    from uuid import uuid4

    from waymark.access import queries as access
    from waymark.assessments import commands, queries
    from waymark.assessments.models import Assessment
    from waymark.assessments.types import NewJudgement
    from waymark.kernel.policy import OPERATOR, Actor
    from waymark.people.models import Person, ReportingLine

    at = datetime.now(UTC)
    manager = Person.objects.get(account_id=access.demo_account("manager").id)
    waiting = list(Assessment.objects.filter(goes_to="manager", state="submitted"))
    role_level = waiting[0].role_level_id
    for row in waiting:
        commands.withdraw(assessment=row.uuid, actor=Actor(person_id=row.person_id), at=at)
    others = Person.objects.filter(account_id=None).exclude(pk=manager.pk).exclude(reporting_lines__manager=manager)
    team = [*ReportingLine.objects.filter(manager=manager, until_on=None).values_list("person_id", flat=True)]
    for someone in others.order_by("pk")[: max(0, SIZE - len(team))]:
        ReportingLine.objects.filter(person=someone, until_on=None).delete()
        ReportingLine.objects.create(person=someone, manager=manager, from_on=at.date() - timedelta(days=30))
        team.append(someone.pk)
    for number, person_id in enumerate(team[:SIZE]):
        actor = Actor(person_id=person_id)
        opened = commands.start(role_level_id=role_level, kind="full", actor=actor, at=at)
        asked = [line for line in queries.asked_by(opened).requirements if line.skill_id in opened.skills]
        said = []
        for place, line in enumerate(asked):
            level = None if line.level is None else min(line.level, 2)
            commands.save_answer(
                assessment=opened.uuid, skill_id=line.skill_id, level=level, has_skill=True if level is None else None,
                seen_revision=None, actor=actor, at=at,
            )  # fmt: skip
            seen = level - 1 if level and place == 0 and number < DIFFERING else level
            said.append(
                NewJudgement(
                    uuid4(), person_id, line.skill_id, opened.version_id, "manager", manager.pk, seen,
                    True if level is None else None, at - timedelta(days=20), None, "shared",
                )
            )  # fmt: skip
        commands.choose_receiver(assessment=opened.uuid, goes_to="manager", actor=actor, at=at)
        commands.submit(assessment=opened.uuid, declared=True, actor=actor, at=at)
        commands.load_judgements(said, actor=OPERATOR, at=at)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "waymark.config.settings"
    django.setup()
    send()
