"""What is between a person and a role level."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import build as record
from tests.conftest import NOON
from tests.frameworks import build
from waymark.assessments import queries as assessments
from waymark.frameworks import queries as frameworks
from waymark.gaps import queries
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC


def lines(gap):
    return [(line.skill_slug, line.status, line.gap) for line in gap.skills]


def test_a_gap_sets_the_role_beside_the_person_in_words_and_levels(ada, as_ada, crafts, weaver):
    record.hold(ada, crafts, weaving=1, costing=3)

    gap = queries.gap(ada.pk, weaver, as_ada, NOON)

    assert lines(gap) == [
        ("weaving", "short", 1),
        ("costing", "met", 0),
        ("bookkeeping", "not_assessed", None),
        ("dyeing", "not_assessed", None),
    ]
    weaving, costing = gap.skills[:2]
    assert weaving.words == "One level to go: you are at awareness, the role asks for working"
    assert (weaving.held_name, weaving.required_name, weaving.required_text) == (
        "Awareness",
        "Working",
        "You can weave plain cloth.",
    )
    assert (weaving.source, weaving.on) == ("self", record.EARLIER)
    assert costing.words == "Above: you are at practitioner, the role asks for awareness"
    assert gap.sentence == "You meet 1 of 3 skills. One needs one level and one has not been assessed yet."
    assert (gap.version_label, gap.role_level.title) == ("1", "Weaver")


def test_the_sum_behind_a_fit_can_be_opened(ada, as_ada, crafts, weaver):
    record.hold(ada, crafts, weaving=1, costing=3)

    gap = queries.gap(ada.pk, weaver, as_ada, NOON)

    assert [(part.name, part.known, part.unknown, part.asked) for part in gap.parts] == [
        ("Costing", 1, 0, 1),
        ("Weaving", 1, 0, 2),
        ("One of these", 0, 1, 1),
    ]
    assert (gap.known_sum, gap.unknown_sum, gap.asked_sum) == (2, 1, 4)
    assert (gap.fit.low, gap.fit.high, gap.fit_words) == (0.5, 0.75, "at least 50 %, at most 75 %")
    assert (gap.met, gap.asked, gap.assessed) == (1, 3, 2)


def test_never_assessed_is_not_zero(ada, as_ada, crafts, weaver):
    record.hold(ada, crafts, weaving=0)

    gap = queries.gap(ada.pk, weaver, as_ada, NOON)

    weaving = next(line for line in gap.skills if line.skill_slug == "weaving")
    costing = next(line for line in gap.skills if line.skill_slug == "costing")
    assert (weaving.held, weaving.gap, weaving.held_name) == (0, 2, "Not yet at awareness")
    assert (costing.held, costing.gap, costing.held_name, costing.on) == (None, None, "", None)


def test_one_of_a_choice_is_enough(ada, as_ada, crafts, weaver):
    record.hold(ada, crafts, weaving=2, costing=1, bookkeeping=1, dyeing=1)

    gap = queries.gap(ada.pk, weaver, as_ada, NOON)

    assert gap.sentence == "You meet all 3 skills."
    assert gap.fit_words == "100 %"
    dyeing = next(line for line in gap.skills if line.skill_slug == "dyeing")
    assert (dyeing.counted, dyeing.choice.choose) == (False, 1)
    assert "not counted" in dyeing.words


def test_a_skill_asked_without_a_level_is_shown_and_does_not_count(
    ada, as_ada, crafts, junior_weaver, skills, operator
):
    from waymark.assessments import commands

    record.hold(ada, crafts, weaving=1)
    yes = record.judged(ada, skills["patience"], crafts, None, has_skill=True)
    commands.load_judgements([yes], actor=operator, at=NOON)

    gap = queries.gap(ada.pk, junior_weaver, as_ada, NOON)

    assert lines(gap) == [("weaving", "met", 0), ("patience", "yes", None)]
    assert (gap.asked, gap.fit_words) == (1, "100 %")


def test_a_yes_says_nothing_about_a_level_that_is_asked_for(ada, as_ada, crafts, weaver, skills, operator):
    from waymark.assessments import commands

    yes = record.judged(ada, skills["weaving"], crafts, None, has_skill=True)
    commands.load_judgements([yes], actor=operator, at=NOON)

    weaving = next(line for line in queries.gap(ada.pk, weaver, as_ada, NOON).skills if line.skill_slug == "weaving")

    assert (weaving.status, weaving.held, weaving.source) == ("not_assessed", None, "")


def test_a_gap_is_against_the_version_that_is_current(ada, as_ada, crafts, weaver):
    record.hold(ada, crafts, weaving=1)
    second = build.crafts(version="2")
    (cloth, trade) = second.families
    harder = build.replace(cloth.roles[0], levels=(build.level("weaver", 3, build.asks("weaving", 4)),))
    second = build.replace(second, families=(build.replace(cloth, roles=(harder, cloth.roles[1])), trade))
    build.published(second, at=NOON)

    before = queries.gap(ada.pk, weaver, as_ada, NOON - timedelta(seconds=1))
    after = queries.gap(ada.pk, weaver, as_ada, NOON)

    assert (before.version_label, after.version_label) == ("1", "2")
    assert lines(after) == [("weaving", "short", 3)]


def test_a_role_level_that_asks_for_nothing_at_a_level_has_no_fit(ada, as_ada):
    build.published(record.weavers(build.asks("patience", None)))
    weaver = frameworks.role_level("weaver/weaver", NOON).ref.id

    gap = queries.gap(ada.pk, weaver, as_ada, NOON)

    assert (gap.fit, gap.fit_words, gap.asked) == (None, "", 0)
    assert "without levels" in gap.sentence


def test_levels_of_nobody_in_particular_give_the_same_numbers_as_the_same_levels_on_record(
    ada, as_ada, crafts, weaver, skills
):
    record.hold(ada, crafts, weaving=1, costing=0)

    mine = queries.gap(ada.pk, weaver, as_ada, NOON)
    nobodys = queries.gap_levels({skills["weaving"]: 1, skills["costing"]: 0}, weaver, NOON)

    assert (nobodys.fit, nobodys.parts, nobodys.sentence) == (mine.fit, mine.parts, mine.sentence)
    assert [line.on for line in nobodys.skills] == [None] * 4


def test_a_role_page_shows_my_gap_to_each_of_its_levels_with_two_queries(ada, as_ada, crafts):
    record.hold(ada, crafts, weaving=2)
    role = frameworks.role("weaver", NOON)

    with CaptureQueriesContext(connection) as spent:
        beside = queries.role_with_me(role, ada.pk, as_ada, NOON)

    assert len(spent) == 2
    assert beside == {level.ref.id: queries.gap(ada.pk, level.ref.id, as_ada, NOON) for level in role.levels}


def test_a_gap_to_somebody_else_says_they_and_only_the_operator_may_ask(ada, stranger, as_ada, crafts, weaver):
    record.hold(ada, crafts, weaving=2)

    assert queries.gap(ada.pk, weaver, OPERATOR, NOON).sentence.startswith("They meet 1 of 3")
    role = frameworks.role("weaver", NOON)
    for who in (record.acting(stranger), PUBLIC):
        for ask in (
            lambda who=who: queries.gap(ada.pk, weaver, who, NOON),
            lambda who=who: queries.match(ada.pk, who, NOON),
            lambda who=who: queries.role_with_me(role, ada.pk, who, NOON),
        ):
            with pytest.raises(NotVisible):
                ask()


def test_an_unknown_role_level_is_not_visible(ada, as_ada, crafts):
    with pytest.raises(NotVisible):
        queries.gap(ada.pk, 987654, as_ada, NOON)


@pytest.mark.parametrize("times", [1, 12])
@pytest.mark.parametrize("levels", [{}, {"weaving": 1, "costing": 2, "dyeing": 0}])
def test_a_gap_costs_eight_queries_whatever_the_size(ada, as_ada, times, levels):
    version = build.published(build.crafts(times=times))
    record.hold(ada, version, **levels)
    weaver = frameworks.role_level("weaver/weaver", NOON).ref.id

    with CaptureQueriesContext(connection) as spent:
        queries.gap(ada.pk, weaver, as_ada, NOON)

    assert len(spent) == 8


def test_levels_that_were_read_already_are_not_read_again(ada, as_ada, crafts, weaver):
    record.hold(ada, crafts, weaving=1)
    held = assessments.levels_held(ada.pk, as_ada, NOON)

    with CaptureQueriesContext(connection) as spent:
        gap = queries.gap(ada.pk, weaver, as_ada, NOON, held)

    assert len(spent) == 7
    assert gap == queries.gap(ada.pk, weaver, as_ada, NOON)
