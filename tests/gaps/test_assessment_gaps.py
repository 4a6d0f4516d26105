"""The gap that one assessment shows: its own answers, against its own version, as far as it asks."""

from __future__ import annotations

from datetime import timedelta

from tests.assessments import build as record
from tests.conftest import NOON
from tests.frameworks import build
from waymark.assessments import commands
from waymark.gaps import queries


def submit(actor, role_level_id, levels, *, skills=None, kind="full", at=NOON):
    opened = commands.start(role_level_id=role_level_id, kind=kind, skills=skills, actor=actor, at=at)
    for skill_id, level in levels.items():
        commands.save_answer(
            assessment=opened.uuid, skill_id=skill_id, level=level, seen_revision=None, actor=actor, at=at
        )
    return commands.submit(assessment=opened.uuid, actor=actor, at=at)


def test_it_speaks_of_its_own_answers_and_of_nothing_else_the_person_holds(ada, as_ada, crafts, skills, weaver):
    record.hold(ada, crafts, costing=4)
    view = submit(as_ada, weaver, {skills["weaving"]: 1})

    gap = queries.gaps_of_assessments([view])[view.uuid]

    states = {line.skill_slug: line.status for line in gap.skills}
    assert states == {"weaving": "short", "costing": "not_assessed", "bookkeeping": "not_assessed",
                      "dyeing": "not_assessed"}  # fmt: skip
    assert next(iter(gap.skills)).words == "One level to go: they are at awareness, the role asks for working"


def test_what_it_does_not_ask_about_is_not_in_it(as_ada, skills, weaver):
    view = submit(as_ada, weaver, {skills["weaving"]: 2}, skills=[skills["weaving"], skills["dyeing"]], kind="quick")

    gap = queries.gaps_of_assessments([view])[view.uuid]

    assert {line.skill_slug for line in gap.skills} == {"weaving", "dyeing"}
    assert (gap.asked, gap.assessed, gap.met) == (2, 1, 1)


def test_it_keeps_the_words_of_its_version(as_ada, crafts, skills, weaver):
    view = submit(as_ada, weaver, {skills["weaving"]: 1})
    build.published(build.crafts(version="2"), NOON + timedelta(days=1))

    gap = queries.gaps_of_assessments([view])[view.uuid]

    assert (gap.version_id, gap.version_label) == (crafts, "1")


def test_many_of_one_version_cost_as_much_as_one(as_ada, skills, weaver, junior_weaver, django_assert_num_queries):
    one = submit(as_ada, weaver, {skills["weaving"]: 1})
    others = [
        submit(as_ada, level, {skills["weaving"]: 2}, at=NOON + timedelta(hours=hour))
        for hour, level in enumerate([weaver, junior_weaver, weaver], 1)
    ]
    with django_assert_num_queries(4):
        queries.gaps_of_assessments([one])

    with django_assert_num_queries(4):
        found = queries.gaps_of_assessments([one, *others])

    assert len(found) == 4
    assert queries.gaps_of_assessments([]) == {}
