"""What a logit of severity is in levels: as drawing the levels anew says."""

import numpy as np
import pytest

from waymark_engine.severity import levels_per_logit


def expected(ability, thresholds):
    odds = np.exp(np.concatenate(([0.0], np.cumsum(ability - thresholds))))
    return float((odds / odds.sum()) @ np.arange(len(odds)))


@pytest.mark.parametrize("ability", [-2.0, 0.0, 0.7, 3.0])
def test_it_is_how_much_the_expected_level_falls(ability):
    thresholds, step = np.array([-1.5, 0.2, 1.3]), 1e-4
    falls = (expected(ability - step / 2, thresholds) - expected(ability + step / 2, thresholds)) / -step

    found = levels_per_logit(thresholds, np.array([expected(ability, thresholds)]))

    assert found == pytest.approx(falls, rel=1e-5)


def test_two_levels_at_even_odds_make_a_quarter():
    assert levels_per_logit(np.array([0.0]), np.array([0.5, 0.5])) == pytest.approx(0.25)


def test_cases_at_the_ends_say_nothing():
    thresholds = np.array([-1.0, 1.0])
    middle = levels_per_logit(thresholds, np.array([1.0]))

    assert levels_per_logit(thresholds, np.array([0.0, 1.0, 2.0])) == middle
    assert np.isnan(levels_per_logit(thresholds, np.array([0.0, 2.0])))
    assert np.isnan(levels_per_logit(np.array([np.nan]), np.array([0.5])))
