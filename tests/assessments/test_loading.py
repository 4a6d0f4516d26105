"""Many judgements at once, and what is held derived anew."""

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.assessments import build as record
from tests.conftest import NOON
from waymark.assessments import commands, queries
from waymark.assessments.models import Judgement, Standing
from waymark.audit.models import Entry
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotAllowed

COLUMNS = ("person_id", "skill_id", "purpose", "judgement_id", "level", "has_skill", "valid_until")


def derived():
    return sorted(Standing.objects.values_list(*COLUMNS), key=str)


def test_of_many_judgements_the_latest_made_is_held_and_the_last_written_of_one_moment(
    ada, stranger, crafts, skills, operator, as_ada
):
    weaving, costing = skills["weaving"], skills["costing"]
    day = timedelta(days=1)
    rows = [
        record.judged(ada, weaving, crafts, 3, at=NOON),
        record.judged(ada, weaving, crafts, 1, at=NOON - day),
        record.judged(ada, costing, crafts, 1, at=NOON),
        record.judged(ada, costing, crafts, 2, at=NOON),
        record.judged(stranger, weaving, crafts, 4, at=NOON - 9 * day),
        record.judged(ada, skills["patience"], crafts, None, has_skill=True),
    ]

    loaded = commands.load_judgements(rows, actor=operator, at=NOON)

    assert loaded == 6
    held = Standing.objects.filter(purpose="development")
    assert set(held.values_list("person_id", "skill_id", "level", "has_skill")) == {
        (ada.pk, weaving, 3, None),
        (ada.pk, costing, 2, None),
        (stranger.pk, weaving, 4, None),
        (ada.pk, skills["patience"], None, True),
    }
    assert queries.levels_held(ada.pk, as_ada, NOON)[weaving].made_at == NOON


def test_a_second_load_derives_anew_for_its_people_and_leaves_the_others(ada, stranger, crafts, skills, operator):
    record.hold(ada, crafts, weaving=1)
    record.hold(stranger, crafts, weaving=1)
    before = set(Standing.objects.filter(person_id=stranger.pk).values_list("pk", flat=True))

    commands.load_judgements([record.judged(ada, skills["weaving"], crafts, 2, at=NOON)], actor=operator, at=NOON)

    assert Standing.objects.get(person_id=ada.pk, purpose="development").level == 2
    assert set(Standing.objects.filter(person_id=stranger.pk).values_list("pk", flat=True)) == before


def test_a_load_is_one_entry_about_everyone_in_it(ada, stranger, crafts, skills, operator):
    rows = (record.judged(someone, skills["weaving"], crafts, 1) for someone in (ada, stranger, ada))

    commands.load_judgements(rows, actor=operator, at=NOON)

    entry = Entry.objects.get(kind="assessments.judgements.loaded")
    assert {subject.person_id for subject in entry.subjects.all()} == {ada.pk, stranger.pk}
    assert entry.facts == {"judgements": 3}


def test_loading_nothing_changes_nothing(db, operator):
    assert commands.load_judgements([], actor=operator, at=NOON) == 0
    assert not Entry.objects.exists()


def test_a_row_that_breaks_a_rule_of_the_table_leaves_nothing_behind(ada, crafts, skills, operator):
    good = record.judged(ada, skills["weaving"], crafts, 1)
    neither = record.judged(ada, skills["weaving"], crafts, None)

    with pytest.raises(IntegrityError), transaction.atomic():
        commands.load_judgements([good, neither], actor=operator, at=NOON)

    assert not Judgement.objects.exists()
    assert not Standing.objects.exists()


def test_only_an_operator_loads_and_rebuilds(ada, as_ada, crafts, skills):
    with pytest.raises(NotAllowed, match="operator"):
        commands.load_judgements([record.judged(ada, skills["weaving"], crafts, 4)], actor=as_ada, at=NOON)
    with pytest.raises(NotAllowed, match="operator"):
        commands.rebuild_standings(actor=as_ada, at=NOON)

    assert not Judgement.objects.exists()


@pytest.mark.parametrize("seed", range(8))
def test_rebuilding_gives_the_rows_that_came_about_step_by_step(ada, stranger, crafts, skills, operator, seed):
    """A random walk over everything that can happen to a record."""
    dice = random.Random(seed)
    levels = [level.ref.id for level in frameworks.all_role_levels(NOON) if level.requirements]
    at = NOON
    for _ in range(25):
        someone = dice.choice([ada, stranger])
        actor = record.acting(someone)
        at += timedelta(hours=dice.choice([0, 0, 1, 30, -5]))
        step = dice.random()
        if step < 0.5:
            opened = commands.start(role_level_id=dice.choice(levels), kind="full", actor=actor, at=at)
            (view,) = frameworks.role_levels_in_version([opened.role_level_id], opened.version_id)
            for line in dice.sample(view.requirements, dice.randint(1, len(view.requirements))):
                put = {"level": dice.randint(0, line.top)} if line.level else {"has_skill": dice.random() < 0.5}
                commands.save_answer(
                    assessment=opened.uuid, skill_id=line.skill_id, seen_revision=None, actor=actor, at=at, **put
                )
            commands.submit(assessment=opened.uuid, actor=actor, at=at)
        elif step < 0.75:
            done = [one for one in queries.recent_assessments(someone.pk, actor, at) if one.state == "submitted"]
            if done:
                commands.withdraw(assessment=dice.choice(done).uuid, actor=actor, at=at)
        elif step < 0.85:
            skill_id = dice.choice([skills["weaving"], skills["costing"], skills["dyeing"]])
            until = dice.choice([None, at + timedelta(days=1), at + timedelta(days=400)])
            record.signed_off(someone, skill_id, crafts, dice.randint(0, 4), at=at, valid_until=until)
        else:
            skill_id = dice.choice([skills["weaving"], skills["costing"], skills["dyeing"]])
            until = dice.choice([None, at + timedelta(days=400)])
            rows = [record.judged(someone, skill_id, crafts, dice.randint(0, 4), at=at, valid_until=until)]
            commands.load_judgements(rows, actor=operator, at=at)
    step_by_step = derived()

    count = commands.rebuild_standings(actor=operator, at=at)

    assert derived() == step_by_step
    assert count == len(step_by_step) > 0


def test_the_record_cannot_be_changed_or_deleted(ada, crafts):
    record.hold(ada, crafts, weaving=1)

    for sql in ("UPDATE assessments_judgement SET level = 4", "DELETE FROM assessments_judgement"):
        with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert Judgement.objects.get().level == 1
