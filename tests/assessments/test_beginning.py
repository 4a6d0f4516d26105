"""What is left out because it holds, what is asked for again, and a change of role or version in the middle."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.assessments import build as record
from tests.assessments import desk
from tests.assessments.evidence import added
from tests.assessments.test_travelling import bodies, judge, post_in, travel, works  # noqa: F401 fixtures
from tests.conftest import NOON
from tests.frameworks import build
from waymark.assessments import commands, queries
from waymark.assessments.models import Assessment, EvidenceUse, Judgement
from waymark.audit.models import Entry
from waymark.frameworks import commands as scales
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC

DAY = timedelta(days=1)
LATER = NOON + DAY


@pytest.fixture
def who(crafts):
    return desk.make(crafts)


def put(actor, uuid, skill_id, level, at=NOON):
    return commands.save_answer(
        assessment=uuid, skill_id=skill_id, level=level, note=desk.LONG, seen_revision=None, actor=actor, at=at
    )


def newer():
    """The crafts once more: costing goes, and bookkeeping is on the long scale."""
    document = build.crafts(version="2")
    weaver = document.families[0].roles[0]
    junior, level, senior = weaver.levels
    asked = tuple(one for one in level.requirements if one.skill != "costing")
    roles = (replace(weaver, levels=(junior, replace(level, requirements=asked), senior)),)
    skills = tuple(
        replace(skill, scale=document.skills[0].scale, descriptors={1: "You enter a bill."})
        if skill.key == "bookkeeping"
        else skill
        for skill in document.skills
    )
    families = (replace(document.families[0], roles=(*roles, *document.families[0].roles[1:])), document.families[1])
    return replace(document, families=families, skills=skills)


# --- what still holds ---


def test_what_is_signed_off_here_or_accepted_here_holds_and_what_is_asked_for_again_does_not(
    ada,
    as_ada,
    crafts,
    skills,
    bodies,  # noqa: F811
    judge,  # noqa: F811
):
    works(ada, post_in(bodies["south"], "hers"))
    record.signed_off(ada, skills["weaving"], crafts, 3, maker=judge, valid_until=NOON + 90 * DAY)
    record.signed_off(ada, skills["costing"], crafts, 2, maker=judge, valid_until=NOON + DAY)
    record.hold(ada, crafts, dyeing=2)
    found = queries.still_valid(skills.values(), as_ada, NOON)
    assert {one.skill_slug: (one.level_name, one.by_name, one.issuer) for one in found.values()} == {
        slug: (one.level_name, "Zoe Bright", "North")
        for slug, one in ((held.skill_slug, held) for held in found.values())
    }
    assert set(found) == {skills["weaving"], skills["costing"]}
    assert queries.remainder(as_ada, NOON) is None

    assert travel(ada, bodies["south"], on=(NOON + 2 * DAY).date()) == {
        "weaving": ("accepted", []),
        "costing": ("asked", ["lapsed"]),
    }

    now = queries.still_valid(skills.values(), as_ada, NOON)
    assert {pk: one.accepted for pk, one in now.items()} == {skills["weaving"]: True}
    again = queries.remainder(as_ada, NOON)
    assert (again.department, again.slugs, again.skills) == ("South", ("costing",), (skills["costing"],))
    with pytest.raises(NotVisible):
        queries.still_valid(skills.values(), PUBLIC, NOON)


def test_what_was_accepted_on_a_scale_that_counts_as_the_one_used_now_is_not_asked_again(
    ada, as_ada, crafts, skills, bodies, judge, weaver  # noqa: F811
):  # fmt: skip
    works(ada, post_in(bodies["south"], "hers"))
    record.signed_off(ada, skills["bookkeeping"], crafts, 2, maker=judge, valid_until=NOON + 90 * DAY)
    build.published(newer(), NOON)
    assert queries.still_valid(skills.values(), as_ada, NOON) == {}
    in_use = {len(one.ladder.names): one for one in frameworks.ladders_in_use(OPERATOR, NOON)}
    two, four = in_use[2], in_use[4]
    scales.say_equivalence(one=two, other=four, counts_as=(1, 3), reason="Agreed", actor=OPERATOR, at=NOON)
    assert queries.still_valid(skills.values(), as_ada, NOON) == {}, "nobody has accepted it yet"

    assert travel(ada, bodies["south"]) == {"bookkeeping": ("accepted", [])}

    (found,) = queries.still_valid(skills.values(), as_ada, NOON).values()
    name = build.crafts().scales[1].levels[1].name
    assert (found.skill_slug, found.level_name, found.accepted) == ("bookkeeping", name, True)
    role_level = frameworks.role_level("weaver/weaver", NOON)
    asked = [one for one in role_level.requirements if one.skill_slug == "bookkeeping"]
    assert [one.level_name for one in queries.left_out(asked, as_ada, NOON).values()] == [name]


def test_what_has_run_out_or_is_revoked_does_not_hold(ada, as_ada, crafts, skills, judge, bodies):  # noqa: F811
    record.signed_off(ada, skills["weaving"], crafts, 3, maker=judge, valid_until=NOON + DAY)
    assert queries.still_valid(skills.values(), as_ada, NOON + 2 * DAY) == {}


def test_what_was_left_out_can_be_answered_anyway_and_counts_as_answered_until_then(who, weaver, skills):
    opened = commands.start(
        role_level_id=weaver, kind="full", taken_over=[skills["weaving"], skills["dyeing"]], actor=who.ada, at=NOON
    )
    put(who.ada, opened.uuid, skills["costing"], 1)
    commands.choose_receiver(assessment=opened.uuid, goes_to="assessor", actor=who.ada, at=NOON)

    again = commands.answer_anyway(assessment=opened.uuid, skill_id=skills["weaving"], actor=who.ada, at=NOON)

    assert (skills["weaving"] in again.skills, again.taken_over) == (True, (skills["dyeing"],))
    with pytest.raises(commands.NotAsked):
        commands.answer_anyway(assessment=opened.uuid, skill_id=skills["weaving"], actor=who.ada, at=NOON)
    with pytest.raises(commands.NotComplete, match="Weaving"):
        commands.submit(assessment=opened.uuid, declared=True, actor=who.ada, at=NOON)
    put(who.ada, opened.uuid, skills["weaving"], 2)
    assert commands.submit(assessment=opened.uuid, declared=True, actor=who.ada, at=NOON).state == "submitted"


# --- a change in the middle ---


def test_moving_to_another_role_keeps_what_is_asked_there_too_on_the_same_scale(who, weaver, skills):
    opened = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON)
    for slug, level in (("weaving", 3), ("dyeing", 2), ("costing", 1)):
        put(who.ada, opened.uuid, skills[slug], level)
    for slug in ("weaving", "costing"):
        commands.choose_evidence(
            assessment=opened.uuid, skill_id=skills[slug], evidence=[added(who.ada).uuid], actor=who.ada, at=NOON
        )
    dyer = frameworks.role_level("dyer/dyer", NOON).ref.id

    moved = commands.move_answers(assessment=opened.uuid, role_level_id=dyer, actor=who.ada, at=LATER)

    assert (moved.kept, moved.again, moved.gone) == (2, (), ("Costing",))
    now = queries.own_assessment(opened.uuid, who.ada, LATER)
    assert now.role_level_id == dyer
    assert {one.skill_id: one.level for one in now.answers} == {skills["weaving"]: 3, skills["dyeing"]: 2}
    assert now.confirmed_at == LATER
    assert set(EvidenceUse.objects.values_list("skill_id", flat=True)) == {skills["weaving"]}
    assert queries.history_of(opened.uuid, who.ada, LATER)[-1].move == "change_standard"
    assert Entry.objects.get(kind="assessments.assessment.moved_on").facts["kept"] == 2
    with pytest.raises(commands.NothingToMoveTo):
        commands.move_answers(assessment=opened.uuid, role_level_id=dyer, actor=who.ada, at=LATER)


def test_two_open_ones_against_one_role_are_refused(who, weaver):
    dyer = frameworks.role_level("dyer/dyer", NOON).ref.id
    commands.start(role_level_id=dyer, kind="full", actor=who.ada, at=NOON)
    opened = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON)
    with pytest.raises(commands.OpenAlready, match="Dyer"):
        commands.move_answers(assessment=opened.uuid, role_level_id=dyer, actor=who.ada, at=NOON)
    with pytest.raises(NotVisible):
        commands.move_answers(assessment=opened.uuid, role_level_id=dyer, actor=who.boss, at=NOON)


def test_moving_to_a_newer_version_asks_again_what_is_on_another_scale_also_after_it_was_sent_back(who, weaver, skills):
    opened = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON)
    for slug, level in (("weaving", 3), ("bookkeeping", 1), ("costing", 1)):
        put(who.ada, opened.uuid, skills[slug], level)
    commands.choose_receiver(assessment=opened.uuid, goes_to="assessor", actor=who.ada, at=NOON)
    commands.submit(assessment=opened.uuid, declared=True, actor=who.ada, at=NOON)
    build.published(newer(), NOON)
    with pytest.raises(commands.NotWithYou):  # with somebody already: it goes on as it was sent
        commands.move_answers(assessment=opened.uuid, role_level_id=weaver, actor=who.ada, at=LATER)
    commands.send_back(assessment=opened.uuid, reason="Say more.", actor=who.first, at=LATER)

    moved = commands.move_answers(assessment=opened.uuid, role_level_id=weaver, actor=who.ada, at=LATER)

    assert (moved.kept, moved.again, moved.gone) == (1, ("Bookkeeping",), ("Costing",))
    with pytest.raises(commands.NotComplete):
        commands.submit(assessment=opened.uuid, declared=True, actor=who.ada, at=LATER)
    put(who.ada, opened.uuid, skills["bookkeeping"], 3, at=LATER)
    sent = commands.submit(assessment=opened.uuid, declared=True, actor=who.ada, at=LATER)
    assert {one.skill_id: one.level for one in sent.answers} == {skills["weaving"]: 3, skills["bookkeeping"]: 3}
    version = Assessment.objects.get(uuid=opened.uuid).version_id
    said = Judgement.objects.filter(assessment__uuid=opened.uuid, version_id=version)
    assert set(said.values_list("skill_id", flat=True)) == {skills["weaving"], skills["bookkeeping"]}


def test_going_on_as_begun_is_noted(who, weaver):
    opened = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON)
    assert (opened.confirmed_at, opened.seen_version_id) == (None, opened.version_id)
    build.published(newer(), NOON)

    told = commands.confirm_role(assessment=opened.uuid, actor=who.ada, at=LATER)

    now = frameworks.role_level_ref("weaver/weaver", LATER)
    assert (told.confirmed_at, told.seen_version_id) == (LATER, now.version_id)
    assert told.version_id == opened.version_id != now.version_id


def test_whoever_leaves_out_every_skill_is_told_to_leave_one_in(as_ada, weaver):
    asked = [one.skill_id for one in frameworks.role_level_by_id(weaver, NOON).requirements]

    with pytest.raises(commands.NothingLeftToAsk, match="Untick at least one"):
        commands.start(role_level_id=weaver, kind="full", taken_over=asked, actor=as_ada, at=NOON)

    assert not Assessment.objects.exists()


def test_answers_do_not_move_to_a_role_that_asks_for_none_of_them(as_ada, weaver, skills):
    opened = commands.start(role_level_id=weaver, kind="single", skills=[skills["costing"]], actor=as_ada, at=NOON)
    dyer = frameworks.role_level("dyer/senior-dyer", NOON).ref.id

    with pytest.raises(commands.NothingInCommon, match="no answer could move"):
        commands.move_answers(assessment=opened.uuid, role_level_id=dyer, actor=as_ada, at=NOON)

    assert Assessment.objects.get().role_level_id == weaver


def test_answers_do_not_move_beside_an_assessment_that_was_sent_back(who, weaver, skills):
    sent = desk.submitted(who, weaver, skills)
    commands.send_back(assessment=sent.uuid, reason="Say more.", actor=who.first, at=NOON)
    senior = frameworks.role_level("weaver/senior-weaver", NOON).ref.id
    other = commands.start(role_level_id=senior, kind="full", actor=who.ada, at=NOON)

    with pytest.raises(commands.OpenAlready, match="not finished"):
        commands.move_answers(assessment=other.uuid, role_level_id=weaver, actor=who.ada, at=NOON)
