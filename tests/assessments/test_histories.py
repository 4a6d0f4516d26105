"""What a person holds, and the words it was said in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import build as record
from tests.conftest import NOON
from tests.frameworks import build
from waymark.assessments import commands, queries
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import PUBLIC

LATER = NOON + timedelta(days=30)


def submit(role_level_id, actor, at, **levels):
    opened = commands.start(role_level_id=role_level_id, kind="full", actor=actor, at=at)
    asked = frameworks.role_levels_in_version([role_level_id], opened.version_id)[0].requirements
    for line in asked:
        if (level := levels.get(line.skill_slug)) is not None:
            put = {"level": level} if line.level else {"has_skill": bool(level)}
            commands.save_answer(
                assessment=opened.uuid, skill_id=line.skill_id, seen_revision=None, actor=actor, at=at, **put
            )
    return commands.submit(assessment=opened.uuid, actor=actor, at=at)


def test_a_judgement_made_against_the_first_version_still_shows_its_words_after_the_second_is_published(
    ada, as_ada, weaver, skills
):
    submit(weaver, as_ada, NOON, weaving=2)
    second = build.crafts(version="2")
    reworded = build.replace(second.skills[0], name="Weaving by hand", descriptors={2: "You can weave a sail."})
    build.published(build.replace(second, skills=(reworded, *second.skills[1:])), at=NOON + timedelta(days=1))
    submit(weaver, as_ada, LATER, weaving=2)

    (standing,) = queries.standings(ada.pk, as_ada, LATER)

    assert standing.skill_name == "Weaving by hand"
    assert [(line.version_label, line.descriptor, line.current) for line in standing.history] == [
        ("2", "You can weave a sail.", True),
        ("1", "You can weave plain cloth.", False),
    ]


def test_an_assessment_keeps_the_version_it_was_started_against(ada, as_ada, weaver, skills):
    opened = commands.start(role_level_id=weaver, kind="full", actor=as_ada, at=NOON)
    build.published(build.crafts(version="2"), at=NOON + timedelta(days=1))

    commands.save_answer(
        assessment=opened.uuid, skill_id=skills["weaving"], level=1, seen_revision=None, actor=as_ada, at=LATER
    )
    commands.submit(assessment=opened.uuid, actor=as_ada, at=LATER)

    assert queries.levels_held(ada.pk, as_ada, LATER)[skills["weaving"]].version_id == opened.version_id


def test_never_assessed_is_not_zero(ada, as_ada, weaver, skills):
    submit(weaver, as_ada, NOON, weaving=0)

    held = queries.levels_held(ada.pk, as_ada, NOON)

    assert held[skills["weaving"]].level == 0
    assert skills["costing"] not in held
    (standing,) = queries.standings(ada.pk, as_ada, NOON)
    assert (standing.held.level, standing.level_name) == (0, "Not yet at awareness")


def test_what_was_taken_back_stays_in_the_history_and_does_not_count(ada, as_ada, weaver, skills):
    submit(weaver, as_ada, NOON, weaving=2)
    bold = submit(weaver, as_ada, LATER, weaving=4, costing=2)

    commands.withdraw(assessment=bold.uuid, actor=as_ada, at=LATER)

    costing, weaving = queries.standings(ada.pk, as_ada, LATER)
    assert (costing.held, [line.counts for line in costing.history]) == (None, [False])
    assert weaving.held.level == 2
    assert [(line.level, line.counts, line.current) for line in weaving.history] == [(4, False, False), (2, True, True)]


def test_a_standing_says_who_when_how_long_ago_and_in_which_framework(ada, stranger, as_ada, crafts, skills, operator):
    commands.load_judgements(
        [record.judged(ada, skills["weaving"], crafts, 3, source="manager", maker_id=stranger.pk)],
        actor=operator,
        at=NOON,
    )

    (standing,) = queries.standings(ada.pk, as_ada, NOON)

    assert (standing.skill_slug, standing.level_name, standing.top) == ("weaving", "Practitioner", 4)
    assert (standing.held.source, standing.held.maker_name) == ("manager", "Ben Hill")
    assert (standing.age, standing.framework_title) == ("3 months ago", "Crafts")
    assert standing.history[0].descriptor == ""


def test_an_answer_of_yes_or_no_is_named_so(ada, as_ada, junior_weaver):
    submit(junior_weaver, as_ada, NOON, patience=1)

    (standing,) = queries.standings(ada.pk, as_ada, NOON)

    assert (standing.held.level, standing.held.has_skill, standing.level_name) == (None, True, "Yes")


def test_what_has_run_out_is_no_longer_held_and_stays_in_the_history(ada, as_ada, crafts, skills, operator):
    until = NOON + timedelta(days=1)
    commands.load_judgements(
        [record.judged(ada, skills["weaving"], crafts, 3, valid_until=until)], actor=operator, at=NOON
    )

    assert skills["weaving"] in queries.levels_held(ada.pk, as_ada, until - timedelta(seconds=1))
    assert queries.levels_held(ada.pk, as_ada, until) == {}
    (standing,) = queries.standings(ada.pk, as_ada, until)
    assert (standing.held, standing.lapsed, standing.history[0].current) == (None, True, False)


def test_levels_are_seen_by_their_person_and_the_operator_and_nobody_else(ada, stranger, as_ada, crafts, operator):
    record.hold(ada, crafts, weaving=2)

    for allowed in (as_ada, operator):
        assert len(queries.levels_held(ada.pk, allowed, NOON)) == len(queries.standings(ada.pk, allowed, NOON)) == 1
    for refused in (record.acting(stranger), PUBLIC):
        with pytest.raises(NotVisible):
            queries.levels_held(ada.pk, refused, NOON)
        with pytest.raises(NotVisible):
            queries.standings(ada.pk, refused, NOON)


def test_reading_costs_the_same_whatever_is_on_record(ada, as_ada, weaver, crafts):
    def cost():
        with CaptureQueriesContext(connection) as one:
            queries.standings(ada.pk, as_ada, LATER)
        with CaptureQueriesContext(connection) as other:
            queries.levels_held(ada.pk, as_ada, LATER)
        with CaptureQueriesContext(connection) as third:
            queries.recent_assessments(ada.pk, as_ada, LATER)
        return len(one), len(other), len(third)

    submit(weaver, as_ada, NOON, weaving=1)
    few = cost()
    for day in range(1, 6):
        submit(weaver, as_ada, NOON + timedelta(days=day), weaving=2, costing=1, dyeing=1)

    assert cost() == few == (7, 1, 2)
