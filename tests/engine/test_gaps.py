"""Gap and fit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark_engine.gaps import Asked, Fit, Part, percent, rank, role_gap

SKILLS = "abcdef"
LEVELS = st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 5))
CHOOSE = {1: 1, 2: 2}


@st.composite
def requirements(draw, groups=(None, None, 1, 2), levels=(None, 1, 2, 3, 4)):
    skills = draw(st.lists(st.sampled_from(SKILLS), unique=True))
    return [
        Asked(skill, draw(st.sampled_from(levels)), draw(st.integers(1, 5)), draw(st.sampled_from(groups)))
        for skill in skills
    ]


def levels(**asked):
    return [Asked(skill, level) for skill, level in asked.items()]


def test_a_surplus_in_one_skill_does_not_hide_a_shortfall_in_another():
    gap = role_gap(levels(analysis=2, costing=2), {"analysis": 4, "costing": 1})

    assert [(line.skill, line.shortfall) for line in gap.skills] == [("costing", 1), ("analysis", 0)]
    assert (gap.met, gap.asked, gap.fit) == (1, 2, Fit(0.75, 0.75))


def test_never_assessed_is_not_zero_and_makes_fit_a_range():
    gap = role_gap(levels(analysis=1, costing=1), {"costing": 0})

    assert [(line.skill, line.held, line.shortfall) for line in gap.skills] == [
        ("costing", 0, 1),
        ("analysis", None, None),
    ]
    assert (gap.assessed, gap.fit) == (1, Fit(0.0, 0.5))


def test_a_skill_asked_without_a_level_is_shown_and_not_counted():
    gap = role_gap([Asked("analysis", 2), Asked("vetting", None)], {"analysis": 1, "vetting": 3})

    assert [(line.skill, line.counted, line.shortfall) for line in gap.skills] == [
        ("analysis", True, 1),
        ("vetting", False, None),
    ]
    assert (gap.asked, gap.fit) == (1, Fit(0.5, 0.5))


def test_a_role_that_asks_for_nothing_has_no_fit_and_no_rank():
    gap = role_gap([], {"analysis": 3})

    assert (gap.skills, gap.asked, gap.fit) == ((), 0, None)
    with pytest.raises(ValueError, match="no fit"):
        rank(gap)


def test_a_group_counts_its_closest_members_and_adds_n_to_what_is_asked():
    asked = [Asked("a", 2, group=1), Asked("b", 2, group=1), Asked("c", 2, group=1)]

    gap = role_gap(asked, {"a": 0, "b": 3, "c": 1}, choose={1: 2})

    assert gap.parts == (Part(("b", "c"), 1, asked=4, known=3, unknown=0),)
    assert (gap.met, gap.asked, gap.assessed) == (1, 2, 2)
    assert [(line.skill, line.counted) for line in gap.skills] == [("c", True), ("b", True), ("a", False)]


def test_one_met_member_satisfies_a_group_that_asks_for_one_whatever_the_others_ask():
    asked = [Asked("a", 1, group=1), Asked("b", 4, group=1)]

    gap = role_gap(asked, {"a": 1, "b": 3}, choose={1: 1})

    assert (gap.met, gap.asked, gap.fit) == (1, 1, Fit(1.0, 1.0))


def test_gaining_the_easier_member_of_a_group_never_costs_fit():
    """Counting the member with the highest share, over its own level, would fall from 3/8 to 1/5 here."""
    asked = [Asked("a", 1, group=1), Asked("b", 4, group=1), Asked("c", 4)]

    before = role_gap(asked, {"a": 0, "b": 3, "c": 0}, choose={1: 1})
    after = role_gap(asked, {"a": 1, "b": 3, "c": 0}, choose={1: 1})

    assert (before.fit.low, after.fit.low) == (0.0, 0.2)


def test_a_group_with_fewer_levelled_members_than_it_asks_for_counts_those_it_has():
    gap = role_gap([Asked("a", 2, group=1), Asked("b", None, group=1)], {"a": 2}, choose={1: 3})

    assert (gap.met, gap.asked, gap.fit) == (1, 1, Fit(1.0, 1.0))


@given(asked=requirements(), held=LEVELS)
def test_the_range_is_a_range_and_its_ends_are_the_sum(asked, held):
    gap = role_gap(asked, held, choose=CHOOSE)

    assert 0 <= gap.known_sum <= gap.known_sum + gap.unknown_sum <= gap.asked_sum
    assert all(0 <= part.known <= part.known + part.unknown <= part.asked for part in gap.parts)
    assert gap.met <= gap.assessed <= gap.asked
    if gap.fit is not None:
        assert 0 <= gap.fit.low <= gap.fit.high <= 1
        assert (gap.fit.low == 1) == (gap.met == gap.asked)
        assert gap.fit.low == gap.fit.high or any(line.required and line.held is None for line in gap.skills)


@given(asked=requirements(), held=LEVELS, data=st.data())
def test_gaining_a_level_never_lowers_fit_or_met(asked, held, data):
    skill = data.draw(st.sampled_from(sorted(held))) if held else None
    before = role_gap(asked, held, choose=CHOOSE)

    after = role_gap(asked, held | ({skill: held[skill] + 1} if skill else {}), choose=CHOOSE)

    assert after.known_sum >= before.known_sum
    assert after.known_sum + after.unknown_sum >= before.known_sum + before.unknown_sum
    assert after.asked_sum == before.asked_sum
    assert after.met >= before.met
    assert after.assessed >= before.assessed


@given(asked=requirements(), held=LEVELS, skill=st.sampled_from(SKILLS), level=st.integers(0, 5))
def test_assessing_a_skill_narrows_the_range_and_never_moves_it_out(asked, held, skill, level):
    held.pop(skill, None)
    before = role_gap(asked, held, choose=CHOOSE)

    after = role_gap(asked, held | {skill: level}, choose=CHOOSE)

    assert before.known_sum <= after.known_sum
    assert after.known_sum + after.unknown_sum <= before.known_sum + before.unknown_sum
    assert after.met >= before.met
    assert after.assessed >= before.assessed


@given(asked=requirements(), held=LEVELS, data=st.data())
def test_surplus_never_pays(asked, held, data):
    required = {line.skill: line.level for line in asked}
    surplus = {
        skill: level + data.draw(st.integers(0, 3))
        for skill, level in held.items()
        if required.get(skill) is None or level >= required[skill]
    }

    assert role_gap(asked, held | surplus, choose=CHOOSE).parts == role_gap(asked, held, choose=CHOOSE).parts


@given(asked=requirements(), held=LEVELS, data=st.data())
def test_the_order_of_what_is_asked_does_not_matter(asked, held, data):
    shuffled = data.draw(st.permutations(asked))

    assert role_gap(shuffled, held, choose=CHOOSE) == role_gap(asked, held, choose=CHOOSE)


@given(asked=requirements(), held=LEVELS, data=st.data())
def test_weights_order_and_never_multiply(asked, held, data):
    reweighed = [Asked(line.skill, line.level, data.draw(st.integers(1, 9)), line.group) for line in asked]

    one, other = role_gap(asked, held, choose=CHOOSE), role_gap(reweighed, held, choose=CHOOSE)

    assert (one.fit, one.met, one.asked, one.assessed) == (other.fit, other.met, other.asked, other.assessed)


@given(asked=requirements(groups=(None,), levels=(1, 2, 3, 4)), held=LEVELS)
def test_without_groups_fit_is_the_plain_sum_of_the_design(asked, held):
    gap = role_gap(asked, held)

    total = sum(line.level for line in asked)
    known = sum(min(held[line.skill], line.level) for line in asked if line.skill in held)
    unknown = sum(line.level for line in asked if line.skill not in held)
    assert gap.fit == (Fit(known / total, (known + unknown) / total) if total else None)


@given(held=LEVELS, level=st.integers(1, 4), n=st.integers(1, 6))
def test_a_group_of_equal_levels_counts_its_n_best_shares(held, level, n):
    gap = role_gap([Asked(skill, level, group=1) for skill in SKILLS], held, choose={1: n})

    low = sorted((min(held.get(skill, 0), level) for skill in SKILLS), reverse=True)[:n]
    high = sorted((min(held.get(skill, level), level) for skill in SKILLS), reverse=True)[:n]
    assert Fraction(gap.known_sum, gap.asked_sum) == Fraction(sum(low), n * level)
    assert gap.known_sum + gap.unknown_sum == sum(high)


def test_short_ones_come_first_furthest_then_weightiest_then_met_then_not_assessed_then_without_a_level():
    asked = [
        Asked("unlevelled", None, 9),
        Asked("unassessed", 4, 9),
        Asked("met", 1, 9),
        Asked("near-light", 2, 1),
        Asked("near-heavy", 2, 5),
        Asked("far", 3, 1),
    ]

    gap = role_gap(asked, {"met": 1, "near-light": 1, "near-heavy": 1, "far": 1})

    assert [line.skill for line in gap.skills] == [
        "far",
        "near-heavy",
        "near-light",
        "met",
        "unassessed",
        "unlevelled",
    ]


@pytest.mark.parametrize(
    ("asked", "held", "choose", "words"),
    [
        ([Asked("a", 0)], {}, {}, "at least 1"),
        ([Asked("a", 1, weight=0)], {}, {}, "at least 1"),
        ([Asked("a", 1), Asked("a", 2)], {}, {}, "once"),
        ([Asked("a", 1, group=7)], {}, {}, "how many"),
        ([Asked("a", 1, group=7)], {}, {7: 0}, "how many"),
        ([Asked("a", 1)], {"a": -1}, {}, "at least 0"),
    ],
)
def test_what_makes_no_sense_is_refused(asked, held, choose, words):
    with pytest.raises(ValueError, match=words):
        role_gap(asked, held, choose=choose)


def test_ranking_goes_by_low_end_then_met_then_high_end():
    sure = role_gap(levels(a=2, b=2), {"a": 2, "b": 0})
    hopeful = role_gap(levels(a=2, b=2), {"a": 2})
    spread = role_gap(levels(a=2, b=2), {"a": 1, "b": 1})

    assert sorted([spread, sure, hopeful], key=rank) == [hopeful, sure, spread]


@pytest.mark.parametrize(
    ("share", "whole"), [(0, 0), (0.001, 1), (6 / 9, 67), (8 / 9, 89), (0.999, 99), (1, 100), (0.005, 1), (0.5, 50)]
)
def test_a_percentage_is_none_or_all_only_when_it_is(share, whole):
    assert percent(share) == whole
