"""How severe somebody is, from cases that several judged, and who can be compared with whom."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.cli.bench_calibration import simulated
from waymark_engine.severity import UNLINKED, severity
from waymark_engine.severity import layout as layouts
from waymark_engine.severity.conditional import chances
from waymark_engine.severity.judged import connected, prepare

LEVELS = 4
STEPS = np.array([-1.4, 0.0, 1.4])


def judge(logits, draw):
    """Draw a level for each ability less difficulty and severity."""
    weight = np.exp(logits[:, None] * np.arange(LEVELS) - np.array([0.0, *np.cumsum(STEPS)]))
    upto = np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True)
    return (draw.random(len(logits))[:, None] > upto[:, :-1]).sum(axis=1)


def departments(of_department, *, ability=0.0, linked=0.25, cases=400, seed=3):
    """Judgements of cases of each department, each by two assessors of its ten; a share also by one from elsewhere.

    ``of_department``: severity of each department. ``ability``: how much more the people of the first one can.
    """
    draw = np.random.default_rng(seed)
    count = len(of_department)
    group = np.repeat(np.arange(count), 10)
    truth = np.asarray(of_department, dtype=float)[group] + draw.normal(0, 0.1, len(group))
    case, rater = [], []
    for number in range(count * cases):
        home = number % count
        who = list(draw.choice(10, 2, replace=False) + 10 * home)
        if draw.random() < linked:
            who.append(10 * ((home + draw.integers(1, count)) % count) + draw.integers(10))
        case += [number] * len(who)
        rater += who
    case, rater = np.array(case), np.array(rater)
    can = draw.normal(0, 1.2, count * cases) + np.where(np.arange(count * cases) % count == 0, ability, 0.0)
    return case, rater, judge(can[case] - truth[rater], draw), group, truth


def test_the_lenient_and_the_severe_department_are_named():
    case, rater, level, group, truth = departments([0.0, 0.9, 0.0, -0.9, 0.0, 0.0])

    found = severity(case, rater, level, levels=LEVELS, group=group).groups

    assert [int(one) for one in np.flatnonzero(found.low > 0)] == [1]
    assert [int(one) for one in np.flatnonzero(found.high < 0)] == [3]
    true = found.value - np.array([truth[group == one].mean() - truth.mean() for one in range(6)])
    assert np.abs(true).max() < 3 * found.error.max()
    assert found.difference(1, 3).certain
    assert not found.difference(0, 2).certain


def test_departments_that_share_no_cases_are_not_compared():
    case, rater, level, group, _ = departments([0.0, 0.9, 0.0], linked=0)

    found = severity(case, rater, level, levels=LEVELS, group=group)

    assert found.groups.difference(0, 1) is None
    assert found.groups.comparable == ((0,), (1,), (2,))
    assert not found.comparable(0, 10)
    assert found.comparable(0, 1)
    # Each is told relative to its own assessors only, so that all of them seem to be the same.
    assert found.groups.value == pytest.approx([0, 0, 0], abs=1e-9)


def test_two_linked_departments_and_a_third_apart():
    case, rater, level, group, _ = departments([0.0, 0.9], linked=0.3)
    other_case, other_rater, other_level, _, _ = departments([0.0], linked=0, seed=4)

    found = severity(
        np.concatenate([case, other_case + 10_000]), np.concatenate([rater, other_rater + 20]),
        np.concatenate([level, other_level]), levels=LEVELS, group=np.append(group, [2] * 10),
    )  # fmt: skip

    assert found.groups.comparable == ((0, 1), (2,))
    assert found.groups.difference(1, 0).low > 0
    assert found.groups.difference(1, 2) is None


def test_people_who_can_more_are_not_taken_for_lenient_assessors():
    case, rater, level, group, _ = departments([0.0, 0.0, 0.0], ability=1.5, linked=0.3, cases=800)
    mean = [level[group[rater] == one].mean() for one in range(3)]

    found = severity(case, rater, level, levels=LEVELS, group=group).groups

    assert mean[0] > max(mean[1:]) + 0.5
    assert not found.difference(0, 1).certain
    assert not found.difference(0, 2).certain
    assert np.abs(found.value).max() < 0.2


def test_severities_and_intervals_are_right_on_link_data():
    data = simulated(10_000, raters=600, departments=20, items=100, seed=11)

    found = data.found()

    truth = data.severity - data.severity.mean()
    assert found.arrived
    assert np.corrcoef(found.assessors.value, truth)[0, 1] >= 0.9
    assert 0.92 <= ((found.assessors.low <= truth) & (truth <= found.assessors.high)).mean() <= 0.98
    assert found.thresholds == pytest.approx(STEPS, abs=0.05)
    assert np.nanmean(found.assessors.infit) == pytest.approx(1, abs=0.02)
    assert np.nanmean(found.assessors.outfit) == pytest.approx(1, abs=0.02)


small = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 1), st.integers(0, 4), st.integers(0, LEVELS - 1)),
    min_size=1, max_size=60,
)  # fmt: skip


def of(rows, **more):
    case, item, rater, level = np.array(rows).T
    return severity(case, rater, level, levels=LEVELS, item=item, group=np.array([0, 0, 1, 1, 2]), **more)


@settings(max_examples=30)
@given(small, st.randoms())
def test_neither_the_order_of_judgements_nor_the_names_of_cases_matter(rows, chance):
    mixed = [(1_000 - 7 * case, *rest) for case, *rest in rows]
    chance.shuffle(mixed)

    one, other = of(rows), of(mixed)

    assert list(one.sets) == list(other.sets)
    np.testing.assert_allclose(one.assessors.value, other.assessors.value, atol=1e-3)
    np.testing.assert_allclose(one.groups.error, other.groups.error, atol=1e-3)


@settings(max_examples=30)
@given(small)
def test_turning_the_scale_round_turns_severity_round(rows):
    turned = [(case, item, rater, LEVELS - 1 - level) for case, item, rater, level in rows]

    one, other = of(rows), of(turned)

    np.testing.assert_allclose(one.assessors.value, -other.assessors.value, atol=5e-3)
    np.testing.assert_allclose(one.assessors.error, other.assessors.error, atol=5e-3)


@settings(max_examples=30)
@given(small)
def test_cases_that_say_nothing_change_nothing(rows):
    """Judged once, or all at the bottom or at the top: whoever can so much or so little says nothing of assessors."""
    more = [*rows, (100, 0, 0, 1), *[(101, 0, rater, 0) for rater in range(5)]]
    more += [(102, rows[0][1], rater, LEVELS - 1) for rater in range(5)]

    one, other = of([*rows, (100, 0, 4, 1)]), of(more)

    assert list(one.sets) == list(other.sets)
    np.testing.assert_array_equal(one.assessors.value, other.assessors.value)


@settings(max_examples=30)
@given(small, st.integers(0, 7), st.integers(0, 4), st.integers(0, LEVELS - 1))
def test_a_skill_in_which_nobody_else_was_judged_changes_nothing(rows, case, rater, level):
    """However hard the skill is, it can be made up to fit: it says nothing of whoever judged it."""
    one, other = of([*rows, (99, 2, 0, 0)]), of([*rows, (case, 2, rater, level)])

    assert list(one.sets) == list(other.sets)
    np.testing.assert_allclose(one.assessors.value, other.assessors.value, atol=1e-9)
    np.testing.assert_allclose(one.assessors.error, other.assessors.error, atol=1e-9)


def test_skills_of_one_case_alone_are_cases_of_their_own():
    case, rater, level, _, _ = departments([0.0], linked=0, cases=200)
    skill, several = np.arange(len(case)) // 2, case // 4

    found = severity(several, rater, level, levels=LEVELS, item=skill)
    apart = severity(case, rater, level, levels=LEVELS)

    np.testing.assert_allclose(found.assessors.value, apart.assessors.value, atol=1e-9)
    assert np.isnan(found.skills.value).all()


@settings(max_examples=30)
@given(small)
def test_severities_of_a_set_are_relative_to_its_mean(rows):
    found = of(rows)

    assert set(np.flatnonzero(np.isnan(found.assessors.value))) == set(np.flatnonzero(found.sets == UNLINKED))
    for number in range(int(found.sets.max()) + 1):
        assert found.assessors.value[found.sets == number].mean() == pytest.approx(0, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=15))
def test_connected_sets_are_those_that_can_be_walked_to(links):
    who = np.array([end for link in links for end in link], dtype=int)
    shared = np.repeat(np.arange(len(links)), 2)
    reached = {one: {one} for one in range(10)}
    for _ in range(10):
        for one, other in links:
            joined = reached[one] | reached[other]
            for member in joined:
                reached[member] = joined

    sets = connected(who, shared, 10)

    for one, other in product(range(10), repeat=2):
        assert (one == other or (sets[one] == sets[other] != UNLINKED)) == (other in reached[one])


@given(
    st.lists(st.floats(-2, 2), min_size=2, max_size=4), st.lists(st.floats(-2, 2), min_size=3, max_size=3), st.data()
)
def test_chances_given_the_total_are_those_of_every_way_there(hardness, thresholds, data):
    size = len(hardness)
    total = data.draw(st.integers(1, size * (LEVELS - 1) - 1))
    ways = [way for way in product(range(LEVELS), repeat=size) if sum(way) == total]
    steps = np.array([0.0, *np.cumsum(thresholds)])
    weight = np.array([np.exp(-sum(x * h + steps[x] for x, h in zip(way, hardness, strict=True))) for way in ways])
    expected = np.array([[weight[[way[j] == x for way in ways]].sum() for j in range(size)] for x in range(LEVELS)])

    where = np.arange(size)
    judged = prepare(
        np.zeros(size, int), np.zeros(size, int), where, np.array(ways[0]), levels=LEVELS, raters=size, items=1
    )
    (part,) = judged.layout.parts(1)
    found = chances(part, judged.totals, np.array(hardness)[:, None], np.array(thresholds))

    np.testing.assert_allclose(found[..., 0], expected / weight.sum(), atol=1e-9)


def test_large_cases_come_out_the_same_by_the_approximation(monkeypatch):
    draw = np.random.default_rng(2)
    case, rater = np.repeat(np.arange(150), 20), np.tile(np.arange(20), 150)
    level = judge(draw.normal(0, 1, 150)[case] - draw.normal(0, 0.5, 20)[rater], draw)

    near = severity(case, rater, level, levels=LEVELS)
    monkeypatch.setattr(layouts, "MOST_EVEN", 24)
    exact = severity(case, rater, level, levels=LEVELS)

    np.testing.assert_allclose(near.assessors.value, exact.assessors.value, atol=2e-3)
    np.testing.assert_allclose(near.assessors.error, exact.assessors.error, rtol=1e-2)


def test_solving_and_inverting_say_the_same_of_errors():
    data = simulated(2_000, raters=160, departments=4, items=50, seed=4)
    judged = {"levels": LEVELS, "item": data.item, "group": data.department}

    whole = severity(data.case, data.rater, data.level, whole=True, **judged)
    solved = severity(data.case, data.rater, data.level, whole=False, **judged)

    np.testing.assert_allclose(solved.assessors.error, whole.assessors.error, rtol=0.2)
    assert np.mean(solved.assessors.error / whole.assessors.error) == pytest.approx(1, abs=0.03)
    np.testing.assert_allclose(solved.groups.error, whole.groups.error, rtol=0.03)


def test_somebody_who_always_gives_the_top_is_finite_and_marked():
    case, rater, level, _, _ = departments([0.0], linked=0, cases=60)
    level = np.where(rater == 3, LEVELS - 1, level)

    found = severity(case, rater, level, levels=LEVELS).assessors

    assert list(np.flatnonzero(found.extreme)) == [3]
    assert np.isfinite(found.value).all()
    assert found.value[3] == found.value.min()
    assert found.error[3] > 1.5 * np.delete(found.error, 3).max()


def test_who_judges_by_the_throw_of_a_die_does_not_fit():
    case, rater, level, _, _ = departments([0.0, 0.0], linked=1, cases=400)
    die = np.random.default_rng(1).integers(0, LEVELS, len(level))

    found = severity(case, rater, np.where(rater == 5, die, level), levels=LEVELS).assessors

    assert found.infit.argmax() == found.outfit.argmax() == 5
    assert found.infit[5] > 1.3


def test_the_difficulty_of_a_skill_is_not_taken_for_severity():
    """Two assessors share all cases; one of them alone also judged a hard skill."""
    draw = np.random.default_rng(8)
    case, item = np.repeat(np.arange(600), 3), np.tile([0, 0, 1], 600)
    rater = np.tile([0, 1, 1], 600)
    level = judge(draw.normal(0, 1.2, 600)[case] - np.array([0.0, 1.5])[item], draw)

    found = severity(case, rater, level, levels=LEVELS, item=item)

    assert np.abs(found.assessors.value).max() < 0.15
    assert found.skills.value[1] - found.skills.value[0] == pytest.approx(1.5, abs=0.3)


def test_who_shares_a_case_but_no_skill_of_it_is_not_linked():
    found = severity(
        np.repeat(np.arange(50), 2), np.tile([0, 1], 50), np.tile([1, 2, 2, 0], 25), levels=LEVELS,
        item=np.tile([0, 1], 50),
    )  # fmt: skip

    assert list(found.sets) == [UNLINKED, UNLINKED]
    assert np.isnan(found.assessors.value).all()


def test_nothing_judged_is_nothing_said():
    empty = np.array([], dtype=int)

    found = severity(empty, empty, empty, levels=LEVELS, group=np.array([0, 1, -1]))

    assert (found.judgements, found.left_out) == (0, 0)
    assert np.isnan(found.groups.value).all()
    assert list(found.groups.left_out) == [1, 1]
    assert found.groups.difference(0, 1) is None


def test_who_is_not_linked_is_counted_and_left_out_of_the_mean():
    case, rater, level, group, _ = departments([0.0, 0.5], linked=0.3)
    alone_case, alone_level = np.arange(20) + 50_000, np.tile([0, 3], 10)

    found = severity(
        np.append(case, alone_case), np.append(rater, [20] * 20), np.append(level, alone_level), levels=LEVELS,
        group=np.append(group, 0),
    )  # fmt: skip

    before = severity(case, rater, level, levels=LEVELS, group=group)
    assert np.isnan(found.assessors.value[20])
    assert (list(found.groups.assessors), list(found.groups.left_out)) == ([10, 10], [1, 0])
    np.testing.assert_allclose(found.groups.value, before.groups.value, atol=1e-6)


def test_the_same_judgements_give_the_same():
    data = simulated(1_000, raters=80, departments=4, items=50, seed=4)

    one, other = data.found(), replace(data).found()

    np.testing.assert_array_equal(one.assessors.value, other.assessors.value)
    np.testing.assert_array_equal(one.groups.covariance, other.groups.covariance)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"level": [0, LEVELS]}, "level"), ({"level": [-1, 0]}, "level"), ({"rater": [-1, 0]}, "numbered from 0"),
        ({"case": [0]}, "a judgement is of a case"), ({"item": [-1, 0]}, "numbered from 0"),
    ],
)  # fmt: skip
def test_nonsense_is_refused(wrong, said):
    given = {"case": [0, 0], "rater": [0, 1], "level": [1, 2], "item": [0, 0], **wrong}

    with pytest.raises(ValueError, match=said):
        severity(**{name: np.array(value) for name, value in given.items()}, levels=LEVELS)
