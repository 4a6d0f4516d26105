"""Exercises in the demo, assessors of two departments who answered them, and what comes of comparing these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np
from django.utils.translation import gettext as _

from waymark.access import commands as access
from waymark.access import queries as accounts
from waymark.access.types import DutyKind
from waymark.assessments import commands as assessments
from waymark.assessments import queries
from waymark.assessments.types import DraftWord
from waymark.demo.commands.workforce import Workforce
from waymark.exchange import commands as exchange
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Actor, Purpose
from waymark.reporting import commands as reporting
from waymark_formats import exercises

EXERCISES = exchange.LIBRARY / "exercises" / "digital-and-data.yaml"
EACH = 12
"""Assessors of each of the two departments: enough for a mean of them to be shown."""
TENDING = ((-1, 0.45), (1, 0.15))
"""By which level, and how often, the assessors of the first department and of the second differ from the panel."""


def assessors(drawn: Workforce, taken: Sequence[int]) -> list[int]:
    """Return the positions of the assessors: of the two largest departments, the most senior who play no part.

    In a small demo there are fewer of them.
    """
    department = drawn.department
    largest = np.argsort(-np.bincount(department), kind="stable")[: len(TENDING)]
    found: list[int] = []
    for one in largest:
        there = np.flatnonzero(department == one)
        senior = there[np.argsort(-drawn.grade[there], kind="stable")].tolist()
        found += [person for person in senior if person not in taken][:EACH]
    return found


def answer(
    *, drawn: Workforce, people: Mapping[int, int], profession_id: int, first_person_id: int, actor: Actor, at: datetime
) -> int:
    """Let the assessors answer the exercises of the library and compare them; return how many answers there were.

    Args:
        drawn: everyone.
        people: the account of each assessor, by position.
        profession_id: of which profession they are assessors.
        first_person_id: id of the person at position 0.
        actor: an operator.
        at: when.

    Cost: a few commands for each assessor.
    """
    panel = {one.title: one.panel_level for one in exercises.read(EXERCISES)}
    cards = accounts.account_cards(people.values())
    department = drawn.department
    first = department[next(iter(people))] if people else -1
    rng, count = np.random.default_rng(7), 0
    for person, account in people.items():
        access.give_duty(
            account=cards[account].uuid, kind=DutyKind.ASSESSOR, profession_id=profession_id,
            until_at=at + timedelta(days=365), reason=_("Part of the demo"), person_id=first_person_id + person,
            actor=actor, at=at,
        )  # fmt: skip
        own = Actor(
            account, first_person_id + person, purpose=Purpose.ASSESSMENT, duties=accounts.duties_of(account, at)
        )
        step, often = TENDING[0] if department[person] == first else TENDING[1]
        for one in queries.exercises(own, at).to_do:
            level = panel[one.title] + (step if rng.random() < often else 0)
            assessments.answer_exercise(
                exercise=one.uuid, level=min(max(level, 0), 4), actor=own, at=at,
                reason=_("I held it against the words of each level, from the lowest up."),
            )  # fmt: skip
            count += 1
    reporting.compute_comparability(profession_id=profession_id, actor=actor, at=at)
    _begin_one(actor, at)
    return count


def _begin_one(actor: Actor, at: datetime) -> None:
    """Begin the draft of an exercise, for moderators to write on."""
    like = exercises.read(EXERCISES)[0]
    skills = {one.slug: one.id for one in frameworks.skills_a_to_z(at, framework=like.framework)}
    skill_id = skills.get(like.skill) or skills.get(f"{like.skill}-{like.framework}")
    title = _("Opening hours of the swimming pool")
    draft = assessments.begin_exercise_draft(framework=like.framework, title=title, actor=actor, at=at)
    assessments.keep_exercise_draft(
        draft=draft, title=title,
        sample=_(
            "The pool wanted a page with its opening hours. I asked at the desk what people ring up about. Nobody had "
            "asked for hours: they wanted to know whether a lane was free. I wrote that down as what they need, and "
            "showed it to the two who answer the telephone."
        ),
        words=[DraftWord(skill_id, None, "")] if skill_id is not None else [], seen_revision=0, actor=actor, at=at,
    )  # fmt: skip
