"""Levels judged on another scale, or of another skill that is the same, where a role asks for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import build as record
from tests.conftest import NOON
from tests.frameworks import build
from waymark.assessments import commands as assessments
from waymark.frameworks import commands, queries
from waymark.frameworks.models import Skill
from waymark.gaps import queries as gaps
from waymark.kernel.policy import OPERATOR
from waymark_formats.framework import ScaleDocument, ScaleKind

pytestmark = pytest.mark.django_db
FIVE = ScaleDocument("points", "Points", tuple(build.Step(n, str(n)) for n in range(1, 6)), ScaleKind.POINTS)
LATER = NOON - timedelta(days=1)
"""When the next version holds: after the judgements, before the gaps."""


def small(slug, scale=build.FOUR, level=3, version="1"):
    document = build.small(slug, version)
    (family,) = document.families
    (role,) = family.roles
    (one,) = role.levels
    asked = tuple(replace(line, level=level) for line in one.requirements)
    role = replace(role, levels=(replace(one, requirements=asked),))
    skills = tuple(replace(skill, scale=scale.key, descriptors={}) for skill in document.skills)
    return replace(document, families=(replace(family, roles=(role,)),), skills=skills, scales=(scale,))


def on(slug, label):
    (found,) = [
        one for one in queries.ladders_in_use(OPERATOR, NOON) if one.framework_slug == slug and label in one.versions
    ]
    return found


def say(one, other, *counts_as, **more):
    words = {"reason": "The guild agreed.", "actor": OPERATOR, "at": NOON} | more
    return commands.say_equivalence(one=one, other=other, counts_as=counts_as, **words)


def gap_to(slug, ada, as_ada):
    found = gaps.gap(ada.pk, queries.role_level_ref(f"{slug}-role/{slug}-level", NOON).id, as_ada, NOON)
    for match in gaps.match(ada.pk, as_ada, NOON):
        if match.role_level.id == found.role_level.id:
            assert match == found
    return found


@pytest.fixture
def moved(ada):
    """A framework whose second version has another scale, and somebody judged practitioner on the first."""
    first = build.published(small("baking"))
    record.hold(ada, first, baking_skill=3)
    build.published(small("baking", FIVE, version="2"), at=LATER)
    return first


@pytest.fixture
def alike(ada):
    """Two frameworks that ask for a skill which is the same, on scales of the same names; judged in one of them."""
    first = build.published(small("baking"))
    build.published(small("brewing", level=2))
    record.hold(ada, first, baking_skill=3)
    ids = dict(Skill.objects.values_list("slug", "pk"))
    commands.relate(
        skill_id=ids["baking-skill"], other_id=ids["brewing-skill"], kind="same", reason="", actor=OPERATOR, at=NOON
    )
    return ids


def test_without_a_table_a_level_on_another_scale_is_not_comparable(moved, ada, as_ada):
    found = gap_to("baking", ada, as_ada)

    (line,) = found.skills
    assert (line.status, line.held, line.gap) == ("not_assessed", None, None)
    assert line.words == "Not comparable, so counted as not assessed"
    assert line.counted_from == (
        "You were judged practitioner on the scale of Baking, version 1. Nobody has said what that counts as here. "
        "It is not comparable and counts as not assessed."
    )
    assert (found.fit.low, found.fit.high, found.assessed) == (0, 1, 0)
    assert gaps.match(ada.pk, as_ada, NOON) == ()


def test_by_a_table_it_counts_as_what_was_said(moved, ada, as_ada):
    table = say(on("baking", "1"), on("baking", "2"), 1, 2, 2, 5)

    found = gap_to("baking", ada, as_ada)

    (line,) = found.skills
    assert (line.held, line.held_name, line.gap) == (2, "2 of 5 points", 1)
    assert line.words == "One point to go: you are at 2 of 5 points, the role asks for 3 of 5 points"
    assert line.counted_from == (
        "You were judged practitioner on the scale of Baking, version 1. That counts as 2 of 5 points here."
    )
    assert line.origin.table == table.uuid
    assert (found.known_sum, found.asked_sum) == (2, 3)
    assert len(gaps.match(ada.pk, as_ada, NOON)) == 1


def test_a_level_without_a_counterpart_is_not_assessed(moved, ada, as_ada):
    say(on("baking", "1"), on("baking", "2"), 1, 2, None, 5)

    (line,) = gap_to("baking", ada, as_ada).skills

    assert line.status == "not_assessed"
    assert line.counted_from.endswith("That has no counterpart here, so it counts as not assessed.")


def test_the_later_table_holds_and_an_ended_one_does_not(moved, ada, as_ada):
    one, other = on("baking", "1"), on("baking", "2")
    first = say(one, other, 1, 2, 3, 5)
    second = say(one, other, 1, 2, 4, 5, seen=first.uuid)
    assert gap_to("baking", ada, as_ada).skills[0].held == 4

    commands.end_equivalence(table=second.uuid, reason="A mistake", actor=OPERATOR, at=NOON)

    assert gap_to("baking", ada, as_ada).skills[0].status == "not_assessed"


def test_tables_of_two_directions_are_harmless_and_none_is_carried_on(moved, ada, as_ada):
    one, other = on("baking", "1"), on("baking", "2")
    say(one, other, 1, 2, 3, 5)
    say(other, one, 1, 2, 3, 3, 4)
    assert gap_to("baking", ada, as_ada).skills[0].held == 3

    build.published(small("baking", build.TWO, level=1, version="3"), at=NOON)
    say(other, on("baking", "3"), 1, 1, 2, 2, 2)

    assert gap_to("baking", ada, as_ada).skills[0].status == "not_assessed"


def test_a_level_that_was_renamed_is_the_same_level(ada, as_ada):
    first = build.published(small("baking"))
    record.hold(ada, first, baking_skill=3)
    names = ("Foundation", "Working", "Practitioner", "Expert")
    renamed = replace(build.FOUR, levels=tuple(build.Step(n, name) for n, name in enumerate(names, 1)))
    build.published(small("baking", renamed, version="2"), at=LATER)

    (line,) = gap_to("baking", ada, as_ada).skills

    assert (line.status, line.held, line.counted_from) == ("met", 3, "")


def test_a_skill_that_is_the_same_counts_and_says_so(alike, ada, as_ada):
    (line,) = gap_to("brewing", ada, as_ada).skills

    assert (line.status, line.held) == ("met", 3)
    assert line.counted_from == "Counted from Baking skill in Baking, where you were judged practitioner."
    assert line.origin.skill_slug == "baking-skill"
    assert [gap.role_level.framework_slug for gap in gaps.match(ada.pk, as_ada, NOON)] == ["baking", "brewing"]


def test_a_word_on_the_skill_itself_comes_before_one_on_the_same_skill(alike, ada, as_ada):
    second = queries.framework("brewing", NOON).id
    judged = record.judged(ada, alike["brewing-skill"], second, 1, at=record.EARLIER - timedelta(days=300))
    assessments.load_judgements([judged], actor=OPERATOR, at=NOON)

    (line,) = gap_to("brewing", ada, as_ada).skills

    assert (line.held, line.counted_from) == (1, "")


def test_the_same_skill_on_another_scale_counts_by_the_table(alike, ada, as_ada):
    build.published(small("brewing", FIVE, version="2"), at=LATER)
    assert gap_to("brewing", ada, as_ada).skills[0].status == "not_assessed"

    say(on("baking", "1"), on("brewing", "2"), 1, 2, 4, 5)

    (line,) = gap_to("brewing", ada, as_ada).skills
    assert line.held == 4
    assert line.counted_from == (
        "Counted from Baking skill in Baking, where you were judged practitioner. That counts as 4 of 5 points here."
    )


def test_a_level_counts_as_yes_where_no_level_is_asked_for(alike, ada, as_ada):
    nothing = ScaleDocument("none", "No levels", (), ScaleKind.NONE)
    build.published(small("brewing", nothing, level=None, version="2"), at=LATER)

    found = gap_to("brewing", ada, as_ada)

    (line,) = found.skills
    assert (line.status, line.held, line.has_skill) == ("yes", None, True)
    assert line.words == "Asked without a level: you said yes"
    assert found.fit is None


def test_levels_of_nobody_in_particular_count_likewise(alike):
    (baking, brewing) = gaps.match_levels({alike["baking-skill"]: 3}, NOON)

    assert brewing.skills[0].counted_from
    assert gaps.gap_levels({alike["baking-skill"]: 3}, brewing.role_level.id, NOON) == brewing
    assert baking.skills[0].counted_from == ""


@pytest.mark.parametrize("times", [1, 6])
def test_counting_costs_as_many_queries_for_many_as_for_few(ada, as_ada, times):
    first = build.published(build.crafts(times=times))
    held = {"weaving": 1, "dyeing": 1} | {f"dyeing_{n}": 1 for n in range(1, times)}
    record.hold(ada, first, **held)
    build.published(build.crafts(version="2", times=times), at=LATER)

    with CaptureQueriesContext(connection) as spent:
        found = gaps.match(ada.pk, as_ada, NOON)

    assert found
    assert len(spent) == 11
