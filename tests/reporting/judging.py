"""Assessors in departments, and what they say of cases whose truth is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np

from tests.frameworks import build
from tests.reporting.conftest import START, employ
from waymark.access.models import Account
from waymark.assessments.models import Assessment, ExerciseAnswer, ExerciseCase, Judgement
from waymark.frameworks import queries as frameworks
from waymark.frameworks.models import Framework, Skill
from waymark.kernel.policy import Actor, Duty, Purpose
from waymark.people.models import Person

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
THRESHOLDS = np.array([-2.0, -0.7, 0.7, 2.0])
"""Between the five levels of a scale of four, "not yet" among them."""


def profession() -> int:
    """Give the crafts a profession of their own, and return it."""
    found = build.profession("weaving")
    Framework.objects.filter(slug="crafts").update(profession_id=found)
    return found


def looking(kind: str, profession_id: int | None, path: str = "", account_id: int | None = None) -> Actor:
    duty = Duty(kind, 1, profession_id=profession_id, path=path)
    return Actor(account_id=account_id, duties=(duty,), purpose=Purpose.ASSESSMENT)


def assessors(number: int, organisation_id: int, grade_id: int | None = None) -> list[Person]:
    """Return so many people of an organisation, each with an account."""
    first = employ(number, None, organisation_id, grade_id)
    people = list(Person.objects.filter(pk__gte=first, pk__lt=first + number).order_by("pk"))
    for one in people:
        one.account = Account.objects.create(
            uuid=uuid4(), email=f"{one.staff_number}@example.org".lower(), name="x", created_at=START
        )
        one.save(update_fields=["account"])
    return people


def draw(rng: np.random.Generator, ability: float, severity: float) -> int:
    """Return a level drawn from the model."""
    logits = np.concatenate(([0.0], np.cumsum(ability - severity - THRESHOLDS)))
    odds = np.exp(logits - logits.max())
    return int(rng.choice(len(odds), p=odds / odds.sum()))


def exercises(number: int, profession_id: int, rng: np.random.Generator) -> list[tuple[ExerciseCase, float]]:
    """Return exercises, each with how able the work is, and a panel's level that is neither strict nor lenient."""
    found = []
    for _place in range(number):
        ability = float(rng.normal(0, 1.2))
        found.append((exercise(profession_id, draw(rng, ability, 0.0)), ability))
    return found


def exercise(profession_id: int, panel_level: int) -> ExerciseCase:
    """Return an exercise that a panel put at a level."""
    skill, version = Skill.objects.get(slug="weaving"), frameworks.framework("crafts", AT)
    count = ExerciseCase.objects.count()
    return ExerciseCase.objects.create(
        uuid=uuid4(), key=f"e{count}", skill=skill, version_id=version.id, profession_id=profession_id,
        title=f"Cloth {count}", sample="x", panel_level=panel_level, panel_reason="x", at=START,
    )  # fmt: skip


def answer(people: list[Person], cases: list[tuple[ExerciseCase, float]], severity: float, rng) -> None:
    """Have everybody answer every exercise, with a severity that is about the same for all of them."""
    own = {one.pk: severity + float(rng.normal(0, 0.2)) for one in people}
    ExerciseAnswer.objects.bulk_create(
        ExerciseAnswer(case=case, account=one.account, level=draw(rng, ability, own[one.pk]), reason="x", at=AT)
        for case, ability in cases
        for one in people
    )


def judge(makers: list[Person], people: list[Person], profession_id: int, severity: float, rng, *, by: int = 2,
          ability: float = 0.0, source: str = "assessor") -> None:  # fmt: skip
    """Have ``by`` of the makers judge the work of each person: the second and further look anew at the first's case."""
    skill, version = Skill.objects.get(slug="weaving"), frameworks.framework("crafts", AT)
    level = frameworks.role_level("weaver/weaver", AT).ref.id
    for place, someone in enumerate(people):
        able, first = ability + float(rng.normal(0, 1.2)), None
        for turn in range(by):
            assessment = Assessment.objects.create(
                uuid=uuid4(), person=someone, role_level_id=level, version_id=version.id, kind="single",
                state="signed_off", goes_to="assessor", profession_id=profession_id, skills=[skill.pk], started_at=AT,
                submitted_at=AT, appeal_of=first,
            )  # fmt: skip
            first = first or assessment
            Judgement.objects.create(
                uuid=uuid4(), person=someone, skill=skill, version_id=version.id, assessment=assessment,
                source=source, maker=makers[(place + turn) % len(makers)], level=draw(rng, able, severity),
                made_at=AT + timedelta(hours=turn), audience="shared",
            )  # fmt: skip
