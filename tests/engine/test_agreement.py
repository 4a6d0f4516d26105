"""How far people who judge the same say the same."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from waymark_engine.agreement import FEWEST_PAIRS, Reason, agreement, alpha

LEVELS = 4
pairs = st.lists(st.tuples(*[st.integers(0, LEVELS - 1)] * 2), min_size=FEWEST_PAIRS, max_size=30)
cases = st.lists(
    st.lists(st.integers(0, LEVELS - 1), min_size=1, max_size=5), min_size=FEWEST_PAIRS, max_size=25
)  # fmt: skip

PUBLISHED = """
    1 2 3 3 2 1 4 1 2 . . .
    1 2 3 3 2 2 4 1 2 5 . 3
    . 3 3 3 2 3 4 2 2 5 1 .
    1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Krippendorff's own example: four observers (rows), twelve units, some not seen by some."""


def beside(found, **more):
    first, second = np.array(found).T
    return agreement(first, second, levels=LEVELS, **more)


def long(judged):
    case = np.repeat(np.arange(len(judged)), [len(one) for one in judged])
    return case, np.concatenate([np.array(one, dtype=int) for one in judged])


def slow_kappa(found, power):
    """Kappa by its definition: disagreement seen, over that of every first with every second."""
    seen = np.mean([abs(a - b) ** power for a, b in found])
    chance = np.mean([abs(a - b) ** power for a, _ in found for _, b in found])
    return None if chance == 0 else 1 - seen / chance


def slow_alpha(judged):
    """Alpha by its definition: pairs within cases over pairs of everything, apart by what lies between."""
    judged = [one for one in judged if len(one) > 1]
    everything = [level for one in judged for level in one]

    def apart(a, b):
        low, high = min(a, b), max(a, b)
        between = sum(low <= level <= high for level in everything)
        return (between - (everything.count(a) + everything.count(b)) / 2) ** 2

    seen = sum(sum(apart(a, b) for a, b in permutations(one, 2)) / (len(one) - 1) for one in judged) / len(everything)
    n = len(everything)
    chance = sum(apart(a, b) for a, b in permutations(everything, 2)) / (n * (n - 1))
    return None if chance == 0 else 1 - seen / chance


@given(pairs)
def test_kappa_is_what_its_definition_says(found):
    result = beside(found)

    for measure, power in ((result.kappa_linear, 1), (result.kappa_quadratic, 2)):
        expected = slow_kappa(found, power)
        assert (measure.reason == Reason.ONE_LEVEL) == (expected is None)
        assert measure.value == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(pairs)
def test_shares_count_pairs(found):
    result = beside(found)

    assert result.exact.value == pytest.approx(np.mean([a == b for a, b in found]))
    assert result.adjacent.value == pytest.approx(np.mean([abs(a - b) <= 1 for a, b in found]))
    assert result.difference.value == pytest.approx(np.mean([b - a for a, b in found]))


@given(pairs, st.randoms())
def test_neither_the_order_of_pairs_nor_who_is_first_matters(found, chance):
    mixed = list(found)
    chance.shuffle(mixed)

    before, after = beside(found), beside([(b, a) for a, b in mixed])

    assert (before.exact, before.adjacent) == (after.exact, after.adjacent)
    assert before.difference.value == -after.difference.value
    assert (before.kappa_linear, before.kappa_quadratic) == (after.kappa_linear, after.kappa_quadratic)


def test_over_few_pairs_nothing_is_said():
    few = [(0, 1)] * (FEWEST_PAIRS - 1)

    assert {beside(few).exact.reason, beside(few).kappa_linear.reason} == {Reason.TOO_FEW}
    assert beside([*few, (0, 1)]).exact.value == 0


def test_where_all_is_one_level_kappa_says_nothing_and_the_shares_do():
    result = beside([(2, 2)] * 30)

    assert (result.exact.value, result.kappa_quadratic.value) == (1, None)
    assert result.kappa_quadratic.reason == Reason.ONE_LEVEL


def test_alpha_of_the_published_example_is_the_published_one():
    rows = [line.split() for line in PUBLISHED.split("\n") if line.strip()]
    judged = [[int(row[unit]) - 1 for row in rows if row[unit] != "."] for unit in range(12)]

    found = alpha(*long(judged), levels=5)

    assert found.value == pytest.approx(0.815, abs=5e-4)
    assert found.value == pytest.approx(slow_alpha(judged), abs=1e-12)
    assert found.low < found.value < found.high <= 1


@settings(max_examples=40)
@given(cases)
def test_alpha_is_what_its_definition_says(judged):
    assume(sum(len(one) > 1 for one in judged) >= FEWEST_PAIRS)
    expected = slow_alpha(judged)

    found = alpha(*long(judged), levels=LEVELS, resamples=0)

    assert found.value == (None if expected is None else pytest.approx(expected, abs=1e-9))
    assert found.reason == (Reason.ONE_LEVEL if expected is None else None)


@settings(max_examples=40)
@given(cases, st.randoms())
def test_neither_order_nor_names_of_cases_change_alpha_or_its_interval(judged, chance):
    mixed = [chance.sample(one, len(one)) for one in judged]
    chance.shuffle(mixed)
    case, level = long(mixed)

    assert alpha(*long(judged), levels=LEVELS, resamples=50) == alpha(case * 7 - 40, level, levels=LEVELS, resamples=50)


def test_cases_judged_once_say_nothing():
    judged = [[1, 2], [2, 2], [0, 1], [3, 3]] * 5

    assert alpha(*long(judged), levels=LEVELS) == alpha(*long([*judged, *[[0]] * 50]), levels=LEVELS)
    assert alpha(*long([[0, 1]] * 9 + [[2]] * 50), levels=LEVELS).reason == Reason.TOO_FEW
    assert alpha(*long([[1, 1]] * 20), levels=LEVELS).reason == Reason.ONE_LEVEL
    assert alpha(np.array([], int), np.array([], int), levels=LEVELS).reason == Reason.TOO_FEW


def test_the_interval_holds_the_truth_at_about_its_rate():
    """Judges who each see the true level, or with a chance of 0.3 one drawn at random."""
    draw = np.random.default_rng(5)

    def judged(count):
        truth = draw.integers(0, LEVELS, count)
        levels = np.where(draw.random((count, 3)) < 0.3, draw.integers(0, LEVELS, (count, 3)), truth[:, None])
        return np.repeat(np.arange(count), 3), levels.ravel()

    truth = alpha(*judged(200_000), levels=LEVELS, resamples=0).value
    found = [alpha(*judged(100), levels=LEVELS, resamples=300) for _ in range(200)]

    assert 0.88 <= np.mean([one.low <= truth <= one.high for one in found]) <= 0.99


@pytest.mark.parametrize("bad", [[-1, 0], [0, LEVELS]])
def test_a_level_out_of_range_is_refused(bad):
    with pytest.raises(ValueError, match="level"):
        alpha(np.array([1, 1]), np.array(bad), levels=LEVELS)
    with pytest.raises(ValueError, match="level"):
        agreement(np.array(bad), np.array([0, 0]), levels=LEVELS)


def test_two_judges_of_different_numbers_are_refused():
    with pytest.raises(ValueError, match="two judges"):
        agreement(np.array([1, 1]), np.array([1]), levels=LEVELS)
