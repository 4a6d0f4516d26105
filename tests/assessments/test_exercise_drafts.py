"""Drafts of exercises: written together, published for each skill they show, seen by nobody else."""

import pytest

from tests.assessments import build, desk
from tests.assessments.calibration import moderator
from tests.conftest import NOON
from waymark.access.models import Account
from waymark.assessments import commands, queries
from waymark.assessments.models import ExerciseCase, ExerciseDraft
from waymark.assessments.types import DraftWord, ExercisesAdded
from waymark.audit.models import Entry
from waymark.frameworks.models import Skill
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, Actor


@pytest.fixture
def who(crafts):
    return desk.make(crafts)


@pytest.fixture
def skills(crafts):
    return build.skill_ids(crafts)


@pytest.fixture
def writer(who):
    return moderator(who.profession_id, Account.objects.get(pk=who.first.account_id).pk)


def begin(writer, title="A scarf"):
    return commands.begin_exercise_draft(framework="crafts", title=title, actor=writer, at=NOON)


def keep(uuid, actor, *words, title="A scarf", sample="I wove a scarf.", revision=0):
    commands.keep_exercise_draft(
        draft=uuid, title=title, sample=sample, words=words, seen_revision=revision, actor=actor, at=NOON
    )


def publish(uuid, actor, revision=1):
    return commands.publish_exercise_draft(draft=uuid, seen_revision=revision, actor=actor, at=NOON)


def test_a_draft_becomes_an_exercise_for_each_skill_it_shows(writer, who, skills):
    uuid = begin(writer)
    keep(uuid, writer, DraftWord(skills["weaving"], 2, "Plain."), DraftWord(skills["dyeing"], 0, "Not dyed."))

    done = publish(uuid, writer)

    assert done == ExercisesAdded(2, 0, 0)
    assert not ExerciseDraft.objects.exists()
    assert sorted(ExerciseCase.objects.values_list("skill_id", "title", "sample", "panel_level", "panel_reason")) == [
        (skill, "A scarf", "I wove a scarf.", level, reason)
        for skill, level, reason in sorted([(skills["weaving"], 2, "Plain."), (skills["dyeing"], 0, "Not dyed.")])
    ]
    assert {one.title for one in queries.exercises(who.first, NOON).to_do} == {"A scarf"}


def test_two_drafts_of_one_title_get_keys_of_their_own(writer, skills):
    for _ in range(2):
        uuid = begin(writer)
        keep(uuid, writer, DraftWord(skills["weaving"], 2, "Plain."))
        publish(uuid, writer)

    keys = ExerciseCase.objects.filter(retired_at=None).values_list("key", flat=True)
    assert len(set(keys)) == 2
    assert all(key.startswith("a-scarf-weaving-") for key in keys)


def test_skills_of_names_that_begin_alike_get_keys_of_their_own(writer, skills):
    alike = "weaving-of-plain-and-patterned-cloth-on-narrow-and-wide-looms"
    for craft in ("weaving", "dyeing"):
        Skill.objects.filter(pk=skills[craft]).update(slug=f"{alike}-{craft}")
    uuid = begin(writer, title="A scarf " * 20)
    keep(
        uuid, writer, DraftWord(skills["weaving"], 2, "Plain."), DraftWord(skills["dyeing"], 1, "So."),
        title="A scarf " * 20,
    )  # fmt: skip

    assert publish(uuid, writer) == ExercisesAdded(2, 0, 0)


def test_what_is_missing_is_said_and_nothing_is_published(writer, skills):
    uuid = begin(writer)
    bare = queries.exercise_draft(uuid, writer, NOON).missing
    keep(uuid, writer, DraftWord(skills["weaving"], None, ""), DraftWord(skills["dyeing"], 1, " "), sample="")
    half = queries.exercise_draft(uuid, writer, NOON).missing

    with pytest.raises(commands.DraftNotReady, match="Write the work to judge"):
        publish(uuid, writer)
    assert bare == ("Write the work to judge.", "Choose at least one skill that the work shows.")
    assert half == (
        "Write the work to judge.", "Say which level the panel gives for “Weaving”.",
        "Say why the panel gives that level for “Dyeing”.",
    )  # fmt: skip
    assert not ExerciseCase.objects.exists()
    assert ExerciseDraft.objects.get().revision == 1


def test_nobody_overwrites_or_publishes_what_they_have_not_seen(writer, skills):
    uuid = begin(writer)
    word = DraftWord(skills["weaving"], 2, "Plain.")
    keep(uuid, writer, word)

    with pytest.raises(commands.DraftChanged, match="saved this draft at") as refused:
        keep(uuid, OPERATOR, word, sample="I wove a blanket.", revision=0)
    with pytest.raises(commands.DraftChanged):
        publish(uuid, OPERATOR, revision=0)
    keep(uuid, OPERATOR, word, sample="I wove a blanket.", revision=refused.value.there.revision)

    assert ExerciseDraft.objects.get().sample == "I wove a blanket."


def test_saving_the_same_again_writes_nothing(writer, skills):
    uuid = begin(writer)
    keep(uuid, writer, DraftWord(skills["weaving"], 2, "Plain."))
    entries = Entry.objects.count()

    keep(uuid, writer, DraftWord(skills["weaving"], 2, "Plain."), revision=1)

    assert Entry.objects.count() == entries
    assert ExerciseDraft.objects.get().revision == 1


def test_words_that_cannot_be_are_refused_and_nothing_is_kept(writer, skills):
    uuid = begin(writer)
    weaving = DraftWord(skills["weaving"], 2, "Plain.")
    for refusal, words, more in (
        (commands.DraftWithoutTitle, [weaving], {"title": " "}),
        (commands.DraftWithoutTitle, [weaving], {"title": "x" * 201}),
        (commands.TooLong, [weaving], {"sample": "x" * 20_001}),
        (commands.TooLong, [DraftWord(skills["weaving"], 2, "x" * 4_001)], {}),
        (commands.NotOnScale, [DraftWord(skills["weaving"], 9, "x")], {}),
        (commands.NoSuchSkillHere, [weaving, weaving], {}),
        (commands.NoSuchSkillHere, [DraftWord(10**6, 1, "x")], {}),
    ):
        with pytest.raises(refusal):
            keep(uuid, writer, *words, **more)

    assert ExerciseDraft.objects.get().revision == 0
    assert not ExerciseDraft.objects.get().words.exists()


def test_moderators_of_the_profession_write_and_nobody_else(writer, who, skills):
    uuid = begin(writer)
    word = DraftWord(skills["weaving"], 2, "Plain.")
    for stranger in (moderator(who.profession_id + 1), who.first, who.boss, Actor()):
        with pytest.raises(NotVisible):
            begin(stranger, "Theirs")
        with pytest.raises(NotVisible):
            queries.exercise_draft(uuid, stranger, NOON)
        with pytest.raises(NotVisible):
            keep(uuid, stranger, word)
        with pytest.raises(NotVisible):
            publish(uuid, stranger, revision=0)
        with pytest.raises(NotVisible):
            commands.throw_away_exercise_draft(draft=uuid, actor=stranger, at=NOON)
        assert queries.exercise_drafts(stranger, NOON) == ()

    assert [one.title for one in queries.exercise_drafts(moderator(who.profession_id), NOON)] == ["A scarf"]
    assert queries.exercise_frameworks(moderator(who.profession_id + 1), NOON) == ()
    assert ExerciseDraft.objects.count() == 1


def test_a_draft_is_thrown_away_with_its_words(writer, skills):
    uuid = begin(writer)
    keep(uuid, writer, DraftWord(skills["weaving"], 2, "Plain."))

    commands.throw_away_exercise_draft(draft=uuid, actor=writer, at=NOON)

    with pytest.raises(NotVisible):
        queries.exercise_draft(uuid, writer, NOON)
    assert Entry.objects.filter(kind="assessments.exercise_draft.thrown_away").count() == 1


def test_a_skill_that_another_took_out_keeps_its_place_on_the_page_of_whoever_typed(writer, skills):
    uuid = begin(writer)

    seen = queries.exercise_draft(uuid, writer, NOON, also=[skills["weaving"], 10**6])

    assert [one.skill_id for one in seen.skills] == [skills["weaving"]]
    assert skills["weaving"] not in dict(seen.others)
    assert "Choose at least one skill that the work shows." in seen.missing
