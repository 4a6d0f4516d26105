"""Starting, answering, submitting and taking back."""

from datetime import timedelta

import pytest

from tests.assessments import build as record
from tests.conftest import NOON
from tests.frameworks import build
from waymark.assessments import commands, queries
from waymark.assessments.models import Answer, Assessment, Judgement, Standing, Withdrawal
from waymark.audit.models import Entry
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import PUBLIC

LATER = NOON + timedelta(hours=1)
MUCH_LATER = NOON + timedelta(days=30)


@pytest.fixture
def opened(weaver, as_ada):
    return commands.start(role_level_id=weaver, kind="full", actor=as_ada, at=NOON)


@pytest.fixture
def answer(opened, skills, as_ada):
    def save(slug="weaving", seen=None, at=NOON, assessment=None, actor=as_ada, **put):
        uuid = (assessment or opened).uuid
        return commands.save_answer(
            assessment=uuid, skill_id=skills[slug], seen_revision=seen, actor=actor, at=at, **put
        )

    return save


@pytest.fixture
def submitted(opened, answer, as_ada):
    answer(level=2)
    return commands.submit(assessment=opened.uuid, actor=as_ada, at=NOON)


def entries(kind):
    return Entry.objects.filter(kind=f"assessments.assessment.{kind}")


def test_a_full_assessment_asks_about_everything_the_role_level_does_essential_first(opened, skills):
    assert opened.skills == tuple(skills[slug] for slug in ("weaving", "dyeing", "bookkeeping", "costing"))
    assert (opened.state, opened.answers, opened.answered) == ("in_progress", (), 0)


def test_starting_is_on_record_about_its_person(opened, ada):
    entry = entries("started").get()

    assert [subject.person_id for subject in entry.subjects.all()] == [ada.pk]
    assert entry.facts["assessed_as"] == "full"


def test_starting_again_returns_the_open_one_and_records_nothing(opened, weaver, as_ada):
    again = commands.start(role_level_id=weaver, kind="full", actor=as_ada, at=LATER)

    assert again == opened
    assert Assessment.objects.count() == entries("started").count() == 1


def test_a_quick_and_a_full_one_may_be_open_side_by_side(opened, weaver, as_ada):
    quick = commands.start(role_level_id=weaver, kind="quick", actor=as_ada, at=NOON)

    assert quick.uuid != opened.uuid


def test_a_quick_check_of_a_big_role_level_asks_five_skills(db, as_ada):
    asked = [build.asks(f"skill-{number}", 2, weight=number) for number in range(1, 8)]
    build.published(record.weavers(*asked))
    weaver = frameworks.role_level("weaver/weaver", NOON)

    quick = commands.start(role_level_id=weaver.ref.id, kind="quick", actor=as_ada, at=NOON)

    slugs = {line.skill_id: line.skill_slug for line in weaver.requirements}
    assert [slugs[skill_id] for skill_id in quick.skills] == [f"skill-{number}" for number in (7, 6, 5, 4, 3)]


def test_skills_chosen_by_hand_keep_their_order_and_must_be_asked_for(weaver, skills, as_ada):
    chosen = [skills["costing"], skills["weaving"]]

    opened = commands.start(role_level_id=weaver, kind="quick", skills=chosen, actor=as_ada, at=NOON)

    assert opened.skills == tuple(chosen)
    with pytest.raises(commands.NotAsked):
        commands.start(role_level_id=weaver, kind="full", skills=[skills["patience"]], actor=as_ada, at=NOON)


def test_a_role_level_that_asks_for_nothing_cannot_be_assessed(db, as_ada):
    build.published(record.weavers())
    weaver = frameworks.role_level("weaver/weaver", NOON).ref.id

    with pytest.raises(commands.NothingToAsk, match="does not ask for any skills"):
        commands.start(role_level_id=weaver, kind="quick", actor=as_ada, at=NOON)


def test_only_a_person_starts_an_assessment(weaver, operator):
    for nobody in (PUBLIC, operator):
        with pytest.raises(NotVisible):
            commands.start(role_level_id=weaver, kind="quick", actor=nobody, at=NOON)


def test_an_unknown_role_level_cannot_be_assessed(crafts, as_ada):
    with pytest.raises(NotVisible):
        commands.start(role_level_id=987654, kind="quick", actor=as_ada, at=NOON)


def test_an_answer_is_a_draft_and_not_on_record(opened, answer, as_ada):
    saved = answer(level=2, note="The grey cloth.")

    assert (saved.level, saved.note, saved.revision) == (2, "The grey cloth.", 1)
    assert queries.assessment(opened.uuid, as_ada, NOON).answers == (saved,)
    assert not Judgement.objects.exists()
    assert Entry.objects.filter(kind__startswith="assessments").count() == 1


def test_an_answer_is_changed_by_whoever_saw_the_latest(answer):
    first = answer(level=2)

    second = answer(level=3, seen=first.revision, at=LATER)

    assert (second.level, second.revision, second.saved_at) == (3, 2, LATER)
    assert Answer.objects.count() == 1


def test_a_save_over_another_tabs_answer_is_refused_and_says_what_is_there(answer):
    answer(level=3)

    with pytest.raises(commands.Stale, match=r"12:00pm on 2 March 2026: practitioner") as refused:
        answer(level=1, at=LATER)

    assert refused.value.there.level == 3
    assert Answer.objects.get().level == 3


def test_a_save_over_a_revision_that_is_behind_is_refused(answer):
    answer(level=3)
    answer(level=2, seen=1)

    with pytest.raises(commands.Stale, match="working"):
        answer(level=1, seen=1)


def test_saving_the_same_again_is_no_conflict(answer):
    first = answer(level=3)

    assert answer(level=3, at=LATER) == first


@pytest.mark.parametrize(("quick", "level"), [("not_yet", 0), ("working_towards", 1), ("meeting", 2), ("above", 3)])
def test_a_quick_answer_is_kept_as_a_level_and_as_the_word_that_was_chosen(answer, quick, level):
    saved = answer(quick=quick)

    assert (saved.level, saved.quick) == (level, quick)


@pytest.mark.parametrize(
    "put", [{"level": 5}, {"has_skill": True}, {}, {"quick": "splendid"}, {"level": 1, "has_skill": True}]
)
def test_an_answer_that_is_not_offered_is_refused(answer, put):
    with pytest.raises(commands.NotOnScale, match="Weaving"):
        answer(**put)

    assert not Answer.objects.exists()


def test_an_undefined_level_may_be_chosen(answer):
    assert answer("weaving", level=3).level == 3


def test_a_skill_asked_without_a_level_is_answered_yes_or_no(junior_weaver, skills, as_ada, answer):
    opened = commands.start(role_level_id=junior_weaver, kind="full", actor=as_ada, at=NOON)

    saved = answer("patience", assessment=opened, has_skill=False)

    assert (saved.level, saved.has_skill) == (None, False)
    with pytest.raises(commands.NotOnScale, match="yes or no"):
        answer("patience", assessment=opened, quick="meeting", seen=1)


def test_a_skill_the_assessment_does_not_ask_about_is_refused(answer):
    with pytest.raises(commands.NotAsked):
        answer("patience", has_skill=True)


def test_a_note_that_does_not_fit_is_refused(answer):
    with pytest.raises(commands.TooLong, match="4001"):
        answer(level=1, note="x" * 4001)


def test_submitting_appends_judgements_derives_what_is_held_and_drops_the_drafts(opened, answer, as_ada, ada, skills):
    answer("weaving", level=0, note="Never tried.")
    answer("costing", level=1)

    view = commands.submit(assessment=opened.uuid, actor=as_ada, at=LATER)

    held = queries.levels_held(ada.pk, as_ada, LATER)
    assert {skill_id: (one.level, one.source, one.made_at) for skill_id, one in held.items()} == {
        skills["weaving"]: (0, "self", LATER),
        skills["costing"]: (1, "self", LATER),
    }
    assert [(one.skill_id, one.level, one.note, one.revision) for one in view.answers] == [
        (skills["weaving"], 0, "Never tried.", 0),
        (skills["costing"], 1, "", 0),
    ]
    assert (view.state, view.submitted_at) == ("submitted", LATER)
    assert not Answer.objects.exists()
    assert set(Judgement.objects.values_list("audience", "maker_id", "version_id")) == {
        ("only_me", ada.pk, opened.version_id)
    }


def test_a_submission_is_one_entry_about_its_person_and_tells_no_level(submitted, ada):
    entry = entries("submitted").get()

    assert [subject.person_id for subject in entry.subjects.all()] == [ada.pk]
    assert entry.facts["judgements"] == 1
    assert "level" not in entry.facts


def test_nothing_answered_cannot_be_submitted(opened, as_ada):
    with pytest.raises(commands.NothingAnswered):
        commands.submit(assessment=opened.uuid, actor=as_ada, at=NOON)

    assert not entries("submitted").exists()


def test_what_is_submitted_takes_no_answer_and_no_second_submission(submitted, answer, as_ada):
    with pytest.raises(commands.AlreadySubmitted, match="2 March 2026"):
        answer(level=3)
    with pytest.raises(commands.AlreadySubmitted):
        commands.submit(assessment=submitted.uuid, actor=as_ada, at=LATER)

    assert Judgement.objects.count() == 1


def test_after_submitting_a_new_one_may_be_started_and_supersedes(submitted, weaver, answer, as_ada, ada, skills):
    second = commands.start(role_level_id=weaver, kind="full", actor=as_ada, at=LATER)
    answer(level=3, assessment=second)

    commands.submit(assessment=second.uuid, actor=as_ada, at=MUCH_LATER)

    assert queries.levels_held(ada.pk, as_ada, MUCH_LATER)[skills["weaving"]].level == 3
    assert Judgement.objects.count() == 2


def test_withdrawing_an_open_one_deletes_its_drafts_and_is_on_record(opened, answer, as_ada):
    answer(level=2)

    view = commands.withdraw(assessment=opened.uuid, reason="Wrong role.", actor=as_ada, at=LATER)

    assert (view.state, view.withdrawn_at, view.answers) == ("withdrawn", LATER, ())
    assert not Answer.objects.exists()
    assert not Withdrawal.objects.exists()
    assert (entries("withdrawn").get().reason, entries("withdrawn").get().facts["was"]) == (
        "Wrong role.",
        "in_progress",
    )


def test_withdrawing_a_submitted_one_brings_back_what_was_held_before(submitted, weaver, answer, as_ada, ada, skills):
    second = commands.start(role_level_id=weaver, kind="full", actor=as_ada, at=LATER)
    answer("weaving", level=4, assessment=second)
    answer("costing", level=3, assessment=second)
    commands.submit(assessment=second.uuid, actor=as_ada, at=LATER)

    commands.withdraw(assessment=second.uuid, reason="Too bold.", actor=as_ada, at=MUCH_LATER)

    held = queries.levels_held(ada.pk, as_ada, MUCH_LATER)
    assert {skill_id: one.level for skill_id, one in held.items()} == {skills["weaving"]: 2}
    assert Withdrawal.objects.get().reason == "Too bold."
    assert Judgement.objects.count() == 3


def test_a_withdrawn_one_takes_nothing_more(opened, answer, as_ada):
    commands.withdraw(assessment=opened.uuid, actor=as_ada, at=LATER)

    for move in (commands.submit, commands.withdraw):
        with pytest.raises(commands.AlreadyWithdrawn):
            move(assessment=opened.uuid, actor=as_ada, at=MUCH_LATER)
    with pytest.raises(commands.AlreadyWithdrawn):
        answer(level=1)


def test_a_reason_that_does_not_fit_is_refused(opened, as_ada):
    with pytest.raises(commands.TooLong, match="401"):
        commands.withdraw(assessment=opened.uuid, reason="x" * 401, actor=as_ada, at=NOON)

    assert Assessment.objects.get().state == "in_progress"


def test_a_stranger_cannot_tell_that_an_assessment_exists(opened, answer, stranger, operator):
    for who in (record.acting(stranger), PUBLIC, operator):
        with pytest.raises(NotVisible):
            answer(level=1, actor=who)
        for read in (queries.assessment,):
            with pytest.raises(NotVisible):
                read(opened.uuid, who, NOON)
        assert queries.open_assessments(Assessment.objects.get().person_id, who, NOON) == ()
    with pytest.raises(NotVisible):
        commands.submit(assessment=opened.uuid, actor=record.acting(stranger), at=NOON)
    with pytest.raises(NotVisible):
        commands.withdraw(assessment=opened.uuid, actor=record.acting(stranger), at=NOON)


def test_open_and_recent_assessments_are_listed_newest_first(submitted, weaver, junior_weaver, as_ada, ada):
    quick = commands.start(role_level_id=weaver, kind="quick", actor=as_ada, at=LATER)
    junior = commands.start(role_level_id=junior_weaver, kind="full", actor=as_ada, at=MUCH_LATER)

    assert [one.uuid for one in queries.open_assessments(ada.pk, as_ada, NOON)] == [junior.uuid, quick.uuid]
    assert [one.uuid for one in queries.recent_assessments(ada.pk, as_ada, NOON)] == [submitted.uuid]

    commands.withdraw(assessment=submitted.uuid, actor=as_ada, at=MUCH_LATER)
    commands.withdraw(assessment=quick.uuid, actor=as_ada, at=MUCH_LATER)

    (recent,) = queries.recent_assessments(ada.pk, as_ada, NOON)
    assert (recent.state, recent.answered) == ("withdrawn", 1)


def test_standings_are_what_the_latest_judgement_says_whatever_order_they_came_in(
    submitted, crafts, ada, skills, as_ada, operator
):
    commands.load_judgements(
        [record.judged(ada, skills["weaving"], crafts, 4, at=NOON - timedelta(days=1))], actor=operator, at=LATER
    )

    assert queries.levels_held(ada.pk, as_ada, LATER)[skills["weaving"]].level == 2
    assert Standing.objects.filter(purpose="development").count() == 1
