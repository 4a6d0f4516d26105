"""What the manager's team sent to them, so that there is something to review: each in their own name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from waymark.assessments import commands as assessments
from waymark.assessments import queries as record
from waymark.demo.commands.in_hand import team_of
from waymark.demo.commands.workforce import Workforce
from waymark.frameworks.types import RequirementView, RoleLevelView
from waymark.kernel.policy import Actor

SENT = 8
"""Assessments that are sent, where the team has people enough."""
FEW = 3
"""Skills of an assessment that asks about a few."""
LOW = 2
"""What somebody puts at most who stays below what evidence is asked for."""


def send(
    *,
    drawn: Workforce,
    mapped: Mapping[int, RoleLevelView],
    cast: Mapping[str, int],
    first_person_id: int,
    at: datetime,
) -> int:
    """Let the manager's team send them assessments, of which something opens in some; return how many levels they put.

    Args:
        drawn: everyone.
        mapped: role level of each mapped post, by position of its person. Whoever has none says where they stand
            against that of a colleague.
        cast: who plays which part; none of them sends anything.
        first_person_id: id of the person at position 0.
        at: when.

    Cost: the same few commands in a demo of any size.
    """
    team = team_of(drawn, mapped, cast)
    ours = next((mapped[person] for person in [*team, cast["individual"], *mapped] if person in mapped), None)
    if ours is None:
        return 0
    said = 0
    for number, (person, kind) in enumerate(_each(team)):
        said += _send(mapped.get(person, ours), kind, number, Actor(person_id=first_person_id + person), at)
    return said


def _each(team: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield who sends what: all of a role, then a quick check, then a few skills, until there are enough."""
    everything = [(person, kind) for kind in ("full", "quick", "single") for person in team]
    yield from everything[:SENT]


def _send(view: RoleLevelView, kind: str, number: int, actor: Actor, at: datetime) -> int:
    few = [line.skill_id for line in view.requirements[:FEW]] if kind == "single" else None
    opened = assessments.start(role_level_id=view.ref.id, kind=kind, skills=few, actor=actor, at=at)
    held = record.levels_held(actor.as_person(), actor, at)
    asked = [line for line in record.asked_by(opened).requirements if line.skill_id in opened.skills]
    for place, line in enumerate(asked):
        before = held[line.skill_id].level if line.skill_id in held else None
        level = _level(line, before, number, place)
        assessments.save_answer(
            assessment=opened.uuid, skill_id=line.skill_id, level=level,
            has_skill=True if level is None else None, note=_("I did this in the last project, mostly by myself."),
            seen_revision=None, actor=actor, at=at,
        )  # fmt: skip
    assessments.choose_receiver(assessment=opened.uuid, goes_to="manager", actor=actor, at=at)
    assessments.submit(assessment=opened.uuid, declared=True, actor=actor, at=at)
    return len(asked)


def _level(line: RequirementView, before: int | None, number: int, place: int) -> int | None:
    """Return what somebody puts: what is on record, or what is asked but no more than ``LOW``.

    Every third of them puts their first skill a level above what is asked, so that something is to be talked about.
    """
    if line.level is None:
        return None
    if number % 3 == 1 and place == 0:
        return min(line.level + 1, line.top)
    return min(line.level, LOW) if before is None else min(before, line.level)
