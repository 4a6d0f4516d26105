"""The level held for each purpose: the rules, the rows that are written, and what the person is told."""

import random
from datetime import timedelta

import pytest

from tests.assessments import build as record
from tests.conftest import NOON
from waymark.assessments import commands, queries, rules
from waymark.assessments.models import Judgement, Revocation, Standing, Step, Withdrawal

DAY = timedelta(days=1)


@pytest.mark.parametrize("seed", range(12))
def test_the_rows_that_are_written_are_what_the_rules_pick(ada, crafts, skills, operator, seed):
    """Any words, from any source, in any order, some of them withdrawn or revoked."""
    dice = random.Random(seed)
    ids = [skills["weaving"], skills["costing"]]
    for _ in range(30):
        at = NOON + dice.randint(0, 12) * DAY
        until = dice.choice([None, None, at + dice.randint(1, 6) * DAY])
        traits = {"source": dice.choice(tuple(rules.ASSURANCE)), "valid_until": until}
        if dice.random() < 0.5:
            traits["source"] = dice.choice(("manager", *rules.SIGNING))
            row = record.signed_off(ada, dice.choice(ids), crafts, dice.randint(0, 4), at=at, **traits)
            if dice.random() < 0.4:
                again = record.judged(ada, row.skill_id, crafts, dice.randint(0, 4), at=at)._asdict()
                again |= {"source": dice.choice((*rules.SIGNING, "self")), "assessment_id": row.assessment_id}
                Judgement.objects.create(**again)
            if dice.random() < 0.2:
                Withdrawal.objects.create(assessment=row.assessment, at=at)
        else:
            word = record.judged(ada, dice.choice(ids), crafts, dice.randint(0, 4), at=at)._replace(**traits)
            row = Judgement.objects.create(**word._asdict())
        if dice.random() < 0.15:
            Revocation.objects.create(judgement=row, reason="Wrong", at=at)

    commands.rebuild_standings(actor=operator, at=NOON)

    expected = set()
    for skill_id in ids:
        counting = Judgement.objects.filter(
            skill_id=skill_id, revocation__isnull=True, assessment__withdrawal__isnull=True
        )
        words = [
            rules.Word(
                row.pk,
                row.source,
                row.made_at,
                row.valid_until,
                signed_off=Step.objects.filter(assessment_id=row.assessment_id, move="sign_off").exists()
                and row.assessment_id is not None,
                replaced=row.source != "self"
                and row.assessment_id is not None
                and Judgement.objects.filter(assessment_id=row.assessment_id, skill_id=row.skill_id, pk__gt=row.pk)
                .exclude(source="self")
                .exists(),
            )
            for row in counting
        ]
        for purpose in rules.PURPOSES:
            word = rules.picked(words, purpose)
            if word is not None:
                expected.add((skill_id, purpose.value, word.id))
    assert set(Standing.objects.values_list("skill_id", "purpose", "judgement_id")) == expected
    assert {purpose for _, purpose, _ in expected} == set(rules.PURPOSES)


def test_a_person_is_told_what_each_rule_gives(ada, as_ada, crafts, skills):
    record.signed_off(ada, skills["weaving"], crafts, 3, at=NOON - 9 * DAY, valid_until=NOON + DAY)
    record.hold(ada, crafts, at=NOON - DAY, weaving=4, costing=1)

    def told(at):
        return {
            one.skill_slug: {
                line.purpose: (line.held.level if line.held else None, line.lapsed) for line in one.purposes
            }
            for one in queries.standings(ada.pk, as_ada, at)
        }

    assert told(NOON) == {
        "weaving": {"development": (4, False), "recruitment": (3, False), "statistics": (3, False)},
        "costing": {"development": (1, False), "recruitment": (None, False), "statistics": (1, False)},
    }
    assert told(NOON + DAY)["weaving"] == {
        "development": (4, False),
        "recruitment": (None, True),
        "statistics": (None, True),
    }
