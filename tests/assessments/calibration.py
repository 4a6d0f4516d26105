"""Exercises about weaving, and the moderators and assessors who work on them."""

from __future__ import annotations

from waymark.assessments.models import ExerciseCase
from waymark.assessments.types import ExerciseWords
from waymark.kernel.policy import Actor, Duty, Purpose


def words(key: str = "we-1", **traits) -> ExerciseWords:
    plain = {
        "key": key, "skill": "weaving", "title": f"A scarf, {key}", "sample": "I wove a scarf in one colour.",
        "panel_level": 2, "reason": "One colour only.",
    }  # fmt: skip
    return ExerciseWords(**(plain | traits))


def moderator(profession_id: int | None, account_id: int | None = None) -> Actor:
    duty = Duty("moderator", 1, profession_id=profession_id)
    return Actor(account_id=account_id, duties=(duty,), purpose=Purpose.ASSESSMENT)


def exercise(key: str) -> ExerciseCase:
    return ExerciseCase.objects.filter(key=key).latest("pk")
