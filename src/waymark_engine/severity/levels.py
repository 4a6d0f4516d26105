"""How much a logit of severity is in levels: what somebody who was given a level would notice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_WIDEST = 40.0
_HALVINGS = 60


def levels_per_logit(thresholds: Floats, means: Floats) -> float:
    """Return by how much the expected level falls when severity rises by one logit, over the cases there are.

    At an ability the expected level falls by its variance. The ability of a case is taken to be the one at which its
    mean level is expected; the answer is the mean over the cases.

    Args:
        thresholds: abilities at which a level and the one below are as likely, shape (levels - 1,).
        means: mean level of each case, shape (cases,). Those at the very bottom or top have no ability, and are left
            out.

    Returns:
        Levels, above 0 and at most a quarter of the square of the highest level. NaN without a case to go by.
    """
    top = len(thresholds)
    means = means[(means > 0) & (means < top)]
    if not len(means) or np.isnan(thresholds).any():
        return float("nan")
    kept, times = np.unique(means, return_counts=True)
    low, high = np.full(len(kept), -_WIDEST), np.full(len(kept), _WIDEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = _moments(middle, thresholds)[0] < kept
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return float(np.average(_moments((low + high) / 2, thresholds)[1], weights=times))


def _moments(ability: Floats, thresholds: Floats) -> tuple[Floats, Floats]:
    """Return the mean and the variance of the level expected at each ability."""
    level = np.arange(len(thresholds) + 1)
    logits = ability[:, None] * level - np.concatenate(([0.0], np.cumsum(thresholds)))
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    share = odds / odds.sum(axis=1, keepdims=True)
    mean: Floats = share @ level
    variance: Floats = share @ level**2 - mean**2
    return mean, variance
