"""Exercises: brought once for each key, answered once for each assessor, the panel's word kept back until then."""

import pytest
from django.db import DatabaseError, transaction

from tests.assessments import desk
from tests.assessments.calibration import exercise, moderator, words
from tests.conftest import NOON
from waymark.assessments import commands
from waymark.assessments.models import ExerciseAnswer, ExerciseCase
from waymark.assessments.types import ExercisesAdded
from waymark.exchange import commands as exchange
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, Actor, Duty


@pytest.fixture
def who(crafts):
    return desk.make(crafts)


def add(*exercises, actor=OPERATOR, framework="crafts"):
    return commands.add_exercises(framework=framework, exercises=exercises, actor=actor, at=NOON)


def test_bringing_the_same_again_changes_nothing_and_other_words_take_its_place(who):
    first = add(words("we-1"), words("we-2"))
    again = add(words("we-1"), words("we-2"))
    changed = add(words("we-1", sample="I wove a blanket."), words("we-2"))

    assert first == ExercisesAdded(2, 0, 0)
    assert again == ExercisesAdded(0, 0, 2)
    assert changed == ExercisesAdded(0, 1, 1)
    assert list(ExerciseCase.objects.order_by("pk").values_list("key", "retired_at")) == [
        ("we-1", NOON), ("we-2", None), ("we-1", None),
    ]  # fmt: skip
    assert exercise("we-1").profession_id == who.profession_id


def test_one_that_was_retired_does_not_come_back(who):
    add(words())
    commands.retire_exercise(exercise=exercise("we-1").uuid, actor=OPERATOR, at=NOON)

    assert add(words()) == ExercisesAdded(0, 0, 1)
    assert ExerciseCase.objects.get().retired_at == NOON


def test_moderators_of_the_profession_add_and_retire_and_nobody_else(who):
    theirs = moderator(who.profession_id)
    add(words(), actor=theirs)
    for stranger in (moderator(who.profession_id + 1), who.first, Actor()):
        with pytest.raises(NotVisible):
            add(words("we-2"), actor=stranger)
        with pytest.raises(NotVisible):
            commands.retire_exercise(exercise=exercise("we-1").uuid, actor=stranger, at=NOON)
    assert not ExerciseCase.objects.filter(key="we-2").exists()

    commands.retire_exercise(exercise=exercise("we-1").uuid, actor=theirs, at=NOON)
    assert exercise("we-1").retired_at == NOON


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"skill": "flying"}, "which Crafts does not have"),
        ({"panel_level": 9}, "has levels 0 to"),
        ({"title": " "}, "its title has to be there"),
        ({"reason": "x" * 4001}, "its reason"),
    ],
)
def test_an_exercise_that_cannot_be_one_is_named(who, traits, sentence):
    with pytest.raises(commands.NoSuchExercise, match=sentence):
        add(words("ok"), words("bad", **traits))

    assert not ExerciseCase.objects.exists()


def test_a_key_twice_and_an_unknown_framework_are_refused(who):
    with pytest.raises(commands.NoSuchExercise, match="same key"):
        add(words(), words())
    with pytest.raises(NotVisible):
        add(words(), framework="nothing")


def test_an_assessor_answers_once_with_a_reason_and_on_the_scale(who):
    add(words())
    uuid = exercise("we-1").uuid

    def answer(level=3, reason="Plain work.", actor=who.first):
        commands.answer_exercise(exercise=uuid, level=level, reason=reason, actor=actor, at=NOON)

    with pytest.raises(commands.NoReason):
        answer(reason=" ")
    with pytest.raises(commands.TooLong):
        answer(reason="x" * 4001)
    with pytest.raises(commands.NotOnScale):
        answer(level=9)
    answer()
    with pytest.raises(commands.AnsweredAlready):
        answer(level=2)

    assert list(ExerciseAnswer.objects.values_list("account_id", "level")) == [(who.first.account_id, 3)]


def test_nobody_but_assessors_of_the_profession_answers_and_nobody_a_retired_one(who):
    add(words())
    uuid = exercise("we-1").uuid
    elsewhere = Actor(account_id=who.first.account_id, duties=(Duty("assessor", 1, profession_id=10**6),))
    for stranger in (who.boss, elsewhere, moderator(who.profession_id, who.second.account_id)):
        with pytest.raises(NotVisible):
            commands.answer_exercise(exercise=uuid, level=2, reason="x", actor=stranger, at=NOON)

    commands.retire_exercise(exercise=uuid, actor=OPERATOR, at=NOON)
    with pytest.raises(commands.ExerciseRetired):
        commands.answer_exercise(exercise=uuid, level=2, reason="x", actor=who.first, at=NOON)


def test_the_database_keeps_words_and_answers_as_they_were(who):
    add(words())
    case = exercise("we-1")
    commands.answer_exercise(exercise=case.uuid, level=3, reason="Plain.", actor=who.first, at=NOON)
    for change in (
        lambda: ExerciseCase.objects.update(panel_level=4),
        lambda: ExerciseAnswer.objects.update(level=1),
        lambda: ExerciseAnswer.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_file_of_exercises_is_brought_whole_or_not_at_all(who, tmp_path):
    good = """
- {key: we-1, framework: crafts, skill: weaving, title: A scarf, sample: I wove., panel_level: 2, reason: Plain.}
"""
    path = tmp_path / "crafts.yaml"
    path.write_text(good)

    assert exchange.import_exercises(path=path, actor=OPERATOR, at=NOON) == {"crafts": ExercisesAdded(1, 0, 0)}
    assert exchange.import_exercises(path=path, actor=OPERATOR, at=NOON) == {"crafts": ExercisesAdded(0, 0, 1)}
    path.write_text(good.replace("we-1", "we-2") + good.replace("we-1", "we-3").replace("weaving", "flying"))
    with pytest.raises(commands.NoSuchExercise):
        exchange.import_exercises(path=path, actor=OPERATOR, at=NOON)
    path.write_text("key: x")
    with pytest.raises(exchange.NotReadable, match="list of exercises"):
        exchange.import_exercises(path=path, actor=OPERATOR, at=NOON)
    assert ExerciseCase.objects.count() == 1
