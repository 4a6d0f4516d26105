"""Evidence behind an assessment: chosen, sent, seen as it was then by whoever decides, and by nobody else."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import desk
from tests.assessments.evidence import REPORT, added, changed
from tests.conftest import NOON
from waymark.assessments import commands, queries
from waymark.assessments.models import Evidence, EvidenceUse
from waymark.assessments.types import EvidenceKind, Upload
from waymark.kernel.errors import NotVisible

SENT = NOON + timedelta(hours=1)
LATER = NOON + timedelta(days=1)
NEXT = NOON + timedelta(days=2)


@pytest.fixture
def who(crafts):
    return desk.make(crafts)


@pytest.fixture
def opened(who, weaver, skills):
    view = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON)
    for slug, level in (("weaving", 3), ("dyeing", 2)):
        commands.save_answer(
            assessment=view.uuid, skill_id=skills[slug], level=level, note=desk.LONG, seen_revision=None,
            actor=who.ada, at=NOON,
        )  # fmt: skip
    return view.uuid


def choose(who, opened, skill, *evidence, at=NOON):
    return commands.choose_evidence(
        assessment=opened, skill_id=skill, evidence=[one.uuid for one in evidence], actor=who.ada, at=at
    )


def send(who, opened, goes_to="assessor", at=SENT):
    commands.choose_receiver(assessment=opened, goes_to=goes_to, actor=who.ada, at=at)
    return commands.submit(assessment=opened, declared=True, actor=who.ada, at=at)


def behind(opened, actor, at=LATER):
    found = queries.evidence_sent(opened, actor, at)
    return {skill: [(one.words.title, one.words.action) for one in some] for skill, some in found.items()}


def test_what_was_chosen_is_seen_by_whoever_decides_and_by_nobody_before(who, opened, skills):
    piece = added(who.ada, skills=[skills["weaving"]])
    assert choose(who, opened, skills["weaving"], piece) == 1
    assert queries.evidence_chosen(queries.own_assessment(opened, who.ada, NOON), who.ada, NOON) == {
        skills["weaving"]: ((piece.uuid, "The new register"),)
    }
    for actor in (who.ada, who.first, who.boss):
        assert behind(opened, actor, NOON) == {}

    send(who, opened)

    there = {skills["weaving"]: [("The new register", "I led the move.")]}
    assert behind(opened, who.first) == behind(opened, who.second) == behind(opened, who.ada) == there
    assert behind(opened, who.boss) == {}
    assert queries.case(opened, who.first, LATER).evidence == queries.evidence_sent(opened, who.first, LATER)
    with pytest.raises(NotVisible):  # the evidence itself stays its person's
        queries.evidence_item(piece.uuid, who.first, LATER)


def test_a_manager_sees_it_where_it_was_sent_to_them_and_no_assessor_does(who, opened, skills):
    choose(who, opened, skills["weaving"], added(who.ada))
    send(who, opened, goes_to="manager")

    assert behind(opened, who.boss) != {}
    assert behind(opened, who.first) == {}


def test_altering_or_removing_it_afterwards_leaves_whoever_decides_the_old_words(who, opened, skills):
    piece = added(who.ada, kind=EvidenceKind.FILE, upload=REPORT, words="The first half is mine.", action="")
    choose(who, opened, skills["weaving"], piece)
    send(who, opened)
    (then,) = queries.evidence_sent(opened, who.first, LATER)[skills["weaving"]]
    assert then.changed_at is None

    again = changed(
        queries.own_evidence(piece.uuid, who.ada, LATER), who.ada, title="Another title", words="All of it is mine.",
        upload=Upload("more.txt", b"More of it."), at=LATER,
    )  # fmt: skip
    changed(again, who.ada, title="A third title", at=LATER)
    commands.remove_evidence(uuid=piece.uuid, actor=who.ada, at=NEXT)

    (now,) = queries.evidence_sent(opened, who.first, NEXT)[skills["weaving"]]
    assert (now.words, [one.name for one in now.files]) == (then.words, ["report.pdf"])
    assert (now.words.title, now.words.words) == ("The new register", "The first half is mine.")
    assert (now.changed_at, now.removed_at) == (LATER, NEXT)
    _file, person_id, content = queries.evidence_file(now.files[0].uuid, who.first, NEXT)
    with content:
        assert (person_id, content.read()) == (who.ada.person_id, REPORT.content)
    later = next(one for one in again.files if one.name == "more.txt")
    with pytest.raises(NotVisible):
        queries.evidence_file(later.uuid, who.first, NEXT)
    with pytest.raises(NotVisible):
        queries.evidence_file(now.files[0].uuid, who.boss, NEXT)


def test_what_is_chosen_anew_after_it_was_sent_back_is_seen_when_it_is_sent_again(who, opened, skills):
    first, second = added(who.ada, title="First"), added(who.ada, title="Second")
    choose(who, opened, skills["weaving"], first)
    send(who, opened)
    commands.take(assessment=opened, actor=who.first, at=LATER)
    commands.send_back(assessment=opened, reason="Say more.", actor=who.first, at=LATER)

    choose(who, opened, skills["weaving"], first, second, at=LATER)
    assert [title for title, _ in behind(opened, who.first)[skills["weaving"]]] == ["First"]

    send(who, opened, at=NEXT)
    assert [title for title, _ in behind(opened, who.first, NEXT)[skills["weaving"]]] == ["First", "Second"]
    with pytest.raises(commands.NotWithYou):
        choose(who, opened, skills["weaving"], at=NEXT)


def test_only_what_is_there_and_answered_goes_along_with_the_words_of_that_moment(who, opened, skills):
    kept, gone = added(who.ada, title="Kept"), added(who.ada, title="Gone")
    choose(who, opened, skills["weaving"], kept, gone)
    choose(who, opened, skills["bookkeeping"], kept)  # never answered
    changed(kept, who.ada, action="I led all of it.")
    commands.remove_evidence(uuid=gone.uuid, actor=who.ada, at=NOON)
    assert not Evidence.objects.filter(uuid=gone.uuid).exists()

    send(who, opened)

    assert behind(opened, who.first) == {skills["weaving"]: [("Kept", "I led all of it.")]}


def test_withdrawing_forgets_what_was_never_sent_and_keeps_what_was_from_view(who, opened, skills, weaver):
    choose(who, opened, skills["weaving"], added(who.ada))
    commands.withdraw(assessment=opened, actor=who.ada, at=NOON)
    assert not EvidenceUse.objects.exists()

    again = desk.submitted(who, weaver, skills, at=LATER).uuid
    commands.withdraw(assessment=again, actor=who.ada, at=NEXT)
    assert behind(again, who.first, NEXT) == {}


def test_an_appeal_takes_the_evidence_along_as_it_was(who, opened, skills):
    piece = added(who.ada)
    choose(who, opened, skills["weaving"], piece)
    send(who, opened)
    commands.decline(assessment=opened, reason="Not enough.", actor=who.first, at=LATER)
    changed(queries.own_evidence(piece.uuid, who.ada, LATER), who.ada, action="Something else.", at=LATER)

    appeal = commands.appeal(assessment=opened, reason="Look again.", actor=who.ada, at=NEXT)

    assert behind(appeal.uuid, who.second, NEXT) == {skills["weaving"]: [("The new register", "I led the move.")]}


def test_only_ones_own_evidence_can_be_chosen_and_not_without_end(who, opened, skills):
    theirs = added(who.boss)
    with pytest.raises(NotVisible):
        choose(who, opened, skills["weaving"], theirs)
    with pytest.raises(commands.NotAsked):
        choose(who, opened, 10**9, added(who.ada))
    with pytest.raises(commands.TooMuchEvidence, match="up to 10"):
        commands.choose_evidence(
            assessment=opened, skill_id=skills["weaving"], evidence=[uuid4() for _ in range(11)], actor=who.ada, at=NOON
        )
    with pytest.raises(NotVisible):
        commands.choose_evidence(assessment=opened, skill_id=skills["weaving"], evidence=[], actor=who.boss, at=NOON)


def test_what_supports_a_skill_is_put_behind_it_where_nothing_is_yet(who, opened, skills):
    one, two = added(who.ada, title="One", skills=[skills["weaving"], skills["dyeing"]]), added(who.ada, title="Two")
    choose(who, opened, skills["dyeing"], two)

    offered = queries.evidence_to_choose(opened, skills["dyeing"], who.ada, NOON)
    assert [(choice.line.title, choice.supports, choice.chosen) for choice in offered] == [
        ("Two", False, True),
        ("One", True, False),
    ]
    assert commands.choose_supporting_evidence(assessment=opened, actor=who.ada, at=NOON) == 1
    uses = {(use.evidence_id, use.skill_id) for use in EvidenceUse.objects.all()}
    known = dict(Evidence.objects.values_list("uuid", "pk"))
    assert uses == {(known[one.uuid], skills["weaving"]), (known[two.uuid], skills["dyeing"])}


def test_a_case_without_the_evidence_that_is_asked_for_says_so(who, opened, skills):
    choose(who, opened, skills["dyeing"], added(who.ada))
    send(who, opened)

    weak = queries.case(opened, who.first, LATER).weaknesses
    assert [(one.key, one.skill_id) for one in weak] == [("evidence-missing", skills["weaving"])]


def test_what_was_only_chosen_after_it_came_back_was_not_sent_and_goes_for_good(who, opened, skills):
    send(who, opened)
    commands.send_back(assessment=opened, reason="Show more.", actor=who.first, at=LATER)
    late = added(who.ada, kind=EvidenceKind.FILE, upload=REPORT, at=NEXT)
    choose(who, opened, skills["weaving"], late, at=NEXT)

    assert not queries.own_evidence(late.uuid, who.ada, NEXT).used
    assert [one.used for one in queries.my_evidence(who.ada, NEXT).lines] == [False]
    assert commands.remove_evidence(uuid=late.uuid, actor=who.ada, at=NEXT)
    assert not Evidence.objects.exists()


def test_choosing_costs_the_same_for_any_number_of_pieces(who, opened, skills):
    one, *others = (added(who.ada, title=f"Piece {number}") for number in range(8))
    spent = []
    for pieces in ([one], others):
        with CaptureQueriesContext(connection) as asked:
            choose(who, opened, skills["weaving"], *pieces)
        spent.append(len([query for query in asked.captured_queries if "DELETE" not in query["sql"]]))

    assert spent[0] == spent[1]
    with pytest.raises(NotVisible):
        choose(who, opened, skills["weaving"], one, SimpleNamespace(uuid=uuid4()))
    assert EvidenceUse.objects.count() == 7
