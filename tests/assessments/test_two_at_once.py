"""The same person in two tabs: one wins, the other is told."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.assessments import build as record
from tests.assessments import calibration, desk, panel
from tests.assessments.test_travelling import bodies, judge, post_in  # noqa: F401 fixtures
from tests.conftest import NOON
from tests.shared import together
from waymark.assessments import commands, queries
from waymark.assessments.models import Acceptance, Answer, Assessment, ExerciseCase, Judgement, PanelWord, Standing
from waymark.assessments.types import DraftWord, ExercisesAdded, Word
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.people.models import Movement, Person
from waymark_formats.levels import levels_csv

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_submissions_at_once_one_stands_and_the_other_is_refused(weaver, skills, as_ada):
    opened = commands.start(role_level_id=weaver, kind="full", actor=as_ada, at=NOON)
    commands.save_answer(
        assessment=opened.uuid, skill_id=skills["weaving"], level=2, seen_revision=None, actor=as_ada, at=NOON
    )

    def submit():
        return commands.submit(assessment=opened.uuid, actor=as_ada, at=NOON)

    results = together(submit, submit)

    assert sorted(type(one).__name__ for one in results) == ["AlreadySubmitted", "AssessmentView"]
    assert Judgement.objects.count() == Standing.objects.filter(purpose="development").count() == 1


def test_two_different_submissions_at_once_leave_what_the_later_one_says(weaver, skills, as_ada, ada):
    moves = []
    for hours, kind in enumerate(["quick", "full"]):
        opened = commands.start(role_level_id=weaver, kind=kind, actor=as_ada, at=NOON)
        at = NOON + timedelta(hours=hours)
        commands.save_answer(
            assessment=opened.uuid, skill_id=skills["weaving"], level=hours + 1, seen_revision=None, actor=as_ada, at=at
        )
        moves.append(lambda uuid=opened.uuid, at=at: commands.submit(assessment=uuid, actor=as_ada, at=at))

    together(*moves)

    assert queries.levels_held(ada.pk, as_ada, NOON)[skills["weaving"]].level == 2
    assert Judgement.objects.count() == 2


def test_starting_twice_at_once_opens_one(weaver, as_ada):
    def start():
        return commands.start(role_level_id=weaver, kind="full", actor=as_ada, at=NOON)

    one, other = together(start, start)

    assert one.uuid == other.uuid
    assert Assessment.objects.count() == 1


def test_an_assessment_that_moves_to_a_role_while_another_one_begins_there_is_told_so(weaver, as_ada):
    dyer = frameworks.role_level("dyer/dyer", NOON).ref.id
    moving = commands.start(role_level_id=weaver, kind="full", actor=as_ada, at=NOON)
    begun = threading.Event()

    def begin():
        with transaction.atomic():
            commands.start(role_level_id=dyer, kind="full", actor=as_ada, at=NOON)
            begun.set()
            time.sleep(1)  # as long as the one that moves needs to look whether another one is there

    def move():
        begun.wait(10)
        return commands.move_answers(assessment=moving.uuid, role_level_id=dyer, actor=as_ada, at=NOON)

    started, moved = together(begin, move)

    assert started is None
    assert isinstance(moved, commands.OpenAlready)
    assert sorted(Assessment.objects.values_list("role_level_id", flat=True)) == sorted([weaver, dyer])


def test_of_two_different_answers_at_once_one_stands_and_the_other_is_refused(weaver, skills, as_ada):
    opened = commands.start(role_level_id=weaver, kind="full", actor=as_ada, at=NOON)

    def save(level):
        return lambda: commands.save_answer(
            assessment=opened.uuid, skill_id=skills["weaving"], level=level, seen_revision=None, actor=as_ada, at=NOON
        )

    results = together(save(1), save(3))

    assert sorted(type(one).__name__ for one in results) == ["AnswerView", "Stale"]


def test_of_two_assessors_who_decide_at_once_one_decides_and_the_other_is_shown_what(crafts, weaver, skills):
    who = desk.make(crafts)
    sent = desk.submitted(who, weaver, skills)
    for actor in (who.first, who.second):
        commands.save_draft(assessment=sent.uuid, word=Word(skills["weaving"], level=3), actor=actor, at=NOON)

    def decide(actor):
        return lambda: commands.sign_off(
            assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=actor, at=NOON
        )

    results = together(decide(who.first), decide(who.second))

    (refused,) = (one for one in results if isinstance(one, commands.AlreadyDecided))
    assert {pk: one.answer.level for pk, one in refused.decision.items()} == {skills["weaving"]: 3, skills["dyeing"]: 2}
    assert Judgement.objects.filter(source="assessor").count() == 2
    assert Answer.objects.filter(by__isnull=False).count() == 1


def test_a_decision_and_a_withdrawal_at_once_leave_one_of_the_two(crafts, weaver, skills):
    who = desk.make(crafts)
    sent = desk.submitted(who, weaver, skills)

    results = together(
        lambda: commands.sign_off(
            assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=NOON
        ),
        lambda: commands.withdraw(assessment=sent.uuid, actor=who.ada, at=NOON),
    )

    refusal = {"signed_off": "DecidedForGood", "withdrawn": "TheyWithdrew"}[Assessment.objects.get().state]
    assert {type(one).__name__ for one in results} == {"AssessmentView", refusal}


def test_of_two_members_who_write_down_what_their_panel_came_to_one_does_and_the_other_is_shown_it(
    crafts, weaver, skills
):
    who = panel.make(desk.make(crafts))
    panel.rule(who)
    case = panel.in_moderation(who, weaver, skills)

    def say(actor, level):
        words = desk.words(skills, weaving=level, reason="x")
        return lambda: commands.say_in_panel(assessment=case.uuid, words=words, actor=actor, at=NOON)

    def decide(actor):
        reasons = {skills["weaving"]: "x"}
        return lambda: commands.moderate(assessment=case.uuid, reasons=reasons, actor=actor, at=NOON)

    assert together(say(who.mo, 2), say(who.nia, 3)) == [None, None]
    results = together(decide(who.mo), decide(who.nia))

    (refused,) = (one for one in results if isinstance(one, commands.AlreadyModerated))
    assert refused.decision[skills["weaving"]].answer.level == 2
    assert PanelWord.objects.count() == 4
    assert Judgement.objects.filter(source="panel").count() == 2


def test_a_level_revoked_while_a_file_is_applied_leaves_what_the_file_says(crafts, weaver, skills, settings, tmp_path):
    settings.LEVELS_DIR = tmp_path / "levels"
    who = desk.make(crafts)
    ada = Person.objects.get(pk=who.ada.person_id)
    sent = desk.submitted(who, weaver, skills)
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=NOON
    )
    signed = Judgement.objects.get(source="assessor", skill=skills["weaving"])
    someone = desk.with_account("M", "Mo", "Rate")
    duty = Duty("moderator", 1, profession_id=who.profession_id)
    moderator = Actor(account_id=someone.account_id, person_id=someone.pk, duties=(duty,))
    row = (ada.staff_number, "crafts", "weaving", "2", "", NOON.date().isoformat(), "", "", "", "", "")
    card = commands.bring_level_file(
        filename="levels.csv", chunks=["".join(levels_csv([row])).encode()], actor=OPERATOR, at=NOON
    )
    for step in ("check", "apply"):
        if step == "apply":
            card = commands.carry_out_level_file(uuid=card.uuid, actor=OPERATOR, at=NOON)
        commands.ask_level_file(
            uuid=card.uuid, step=step, seen=card.seen, by_worker=False, actor=OPERATOR, at=NOON
        )  # fmt: skip
    revoked = threading.Event()

    def revoke():
        with transaction.atomic():
            commands.revoke_level(judgement=signed.uuid, reason="x", actor=moderator, at=NOON)
            revoked.set()
            time.sleep(1)  # as long as whoever applies the file needs to come to what this has not let go of yet

    def apply():
        revoked.wait(10)
        return commands.carry_out_level_file(uuid=card.uuid, actor=OPERATOR, at=NOON)

    done, applied = together(revoke, apply)

    assert done is None
    assert (applied.state, applied.problem) == ("applied", "")
    held = Standing.objects.filter(person=ada, skill=skills["weaving"]).order_by("purpose")
    assert [(one.purpose, one.level) for one in held] == [("development", 2), ("statistics", 2)]


def test_levels_of_many_travel_while_somebody_decides_about_two_of_them(
    ada, stranger, crafts, skills, bodies, judge  # noqa: F811
):  # fmt: skip
    north, south = (post_in(bodies[key], key) for key in ("north", "south"))
    # The later person moved first: by the order of their movements the two would be locked the wrong way round.
    moves = []
    for someone in (stranger, ada):
        record.signed_off(someone, skills["weaving"], crafts, 3, maker=judge)
        moves.append(
            Movement.objects.create(
                person=someone, kind="moved", on=NOON.date(), before_post=north, post=south, at=NOON
            ).pk
        )
    begun, tries = threading.Event(), []

    def decide():
        tries.append("decide")
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=ada.pk)
            begun.set()
            time.sleep(1)
            Person.objects.select_for_update(no_key=True).get(pk=stranger.pk)

    def travel():
        begun.wait(10)
        tries.append("travel")
        return commands.accept_levels_of_many(first=moves[0], last=moves[1], at=NOON)

    assert together(decide, travel) == [None, (0, 2)]
    assert Acceptance.objects.count() == 2
    if connection.vendor == "postgresql":  # SQLite turns whoever comes second away at once
        assert sorted(tries) == ["decide", "travel"], "neither was stopped because the two waited for each other"


@pytest.mark.parametrize("there", [False, True], ids=["a new key", "a key whose exercise both replace"])
def test_of_two_who_bring_an_exercise_under_one_key_at_once_one_does_and_the_other_is_told(crafts, there):
    desk.make(crafts)

    def bring(sample):
        words = calibration.words(sample=sample)
        return lambda: commands.add_exercises(framework="crafts", exercises=[words], actor=OPERATOR, at=NOON)

    if there:
        bring("I wove.")()
    results = together(bring("I wove a scarf."), bring("I wove a blanket."))

    # On SQLite one after the other, so that the later one takes the place of the earlier.
    told = [one for one in results if not isinstance(one, ExercisesAdded)]
    assert [type(one).__name__ for one in told] in ([], ["AddedMeanwhile"])
    assert ExerciseCase.objects.filter(retired_at=None).count() == 1
    assert ExerciseCase.objects.count() == there + 2 - len(told)


def test_of_two_who_publish_a_draft_at_once_one_does_and_the_other_finds_it_gone(crafts, skills):
    desk.make(crafts)
    draft = commands.begin_exercise_draft(framework="crafts", title="A scarf", actor=OPERATOR, at=NOON)
    commands.keep_exercise_draft(
        draft=draft, title="A scarf", sample="I wove.", words=[DraftWord(skills["weaving"], 2, "Plain.")],
        seen_revision=0, actor=OPERATOR, at=NOON,
    )  # fmt: skip

    def publish():
        return commands.publish_exercise_draft(draft=draft, seen_revision=1, actor=OPERATOR, at=NOON)

    results = together(publish, publish)

    assert sorted(type(one).__name__ for one in results) == ["ExercisesAdded", "NotVisible"]
    assert ExerciseCase.objects.count() == 1
