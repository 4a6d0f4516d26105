"""A manager's team who sent their assessments to them."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from tests.assessments import build as record
from tests.assessments import desk
from tests.conftest import NOON
from waymark.assessments import commands
from waymark.people.models import Person, ReportingLine

NAMES = ("Ada", "Ben", "Cy", "Dot", "Eve", "Fay", "Gus", "Hal", "Ivy", "Jon", "Kit", "Lea")


def make(crafts: int, size: int = 3) -> SimpleNamespace:
    """Return a manager as an actor, and ``size`` people who report to them."""
    who = desk.make(crafts)
    members = [who.ada]
    for number in range(1, size):
        someone = desk.with_account(f"T{number}", NAMES[number % len(NAMES)], f"Reed {number}")
        ReportingLine.objects.create(
            person=someone, manager_id=who.boss.person_id, from_on=NOON.date() - timedelta(days=100)
        )
        members.append(record.acting(someone))
    who.team = members
    who.ada_person = Person.objects.get(pk=who.ada.person_id)
    return who


def sent(member, role_level_id, skills, *, weaving: int = 2, dyeing: int = 1, at=NOON):
    """Return an assessment that somebody sent to their manager: weaving and dyeing are asked at 2 of four."""
    opened = commands.start(role_level_id=role_level_id, kind="full", actor=member, at=at)
    for slug, level in (("weaving", weaving), ("dyeing", dyeing)):
        commands.save_answer(
            assessment=opened.uuid, skill_id=skills[slug], level=level, note=desk.LONG, seen_revision=None,
            actor=member, at=at,
        )  # fmt: skip
    commands.choose_receiver(assessment=opened.uuid, goes_to="manager", actor=member, at=at)
    return commands.submit(assessment=opened.uuid, declared=True, actor=member, at=at)
