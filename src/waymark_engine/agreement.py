"""How far people who judge the same thing say the same of it, and how much of that chance would bring about.

Levels are whole numbers from 0. Arrays in, frozen results out. Where too little was judged twice there is no number,
and the result says why.

Source: docs/algorithms/agreement.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FEWEST_PAIRS = 10
"""Over fewer pairs, or fewer cases judged twice, nothing is said: one pair would move a share by over a tenth."""
RESAMPLES = 1_000
SEED = 20_260_301


class Reason(StrEnum):
    """Why there is no number."""

    TOO_FEW = "too few"
    """Fewer than ``FEWEST_PAIRS`` were judged twice."""
    ONE_LEVEL = "one level"
    """Everything was judged to be at one level, so that agreement by chance would be complete as well."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number, or why there is none. ``low`` and ``high`` hold 95 % of what resampling gives, where that was asked."""

    value: float | None
    reason: Reason | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two judges of the same things, beside each other. Shares are from 0 to 1; kappa is 0 for chance, 1 for all."""

    pairs: int
    exact: Measure
    """Share of pairs at the same level."""
    adjacent: Measure
    """Share of pairs at most one level apart; the same level counts."""
    difference: Measure
    """Mean of second less first, in levels: above 0 where the second judged higher."""
    kappa_linear: Measure
    """Weighted kappa in which two levels apart are twice as bad as one."""
    kappa_quadratic: Measure
    """Weighted kappa in which two levels apart are four times as bad as one."""
    table: tuple[tuple[int, ...], ...]
    """How many pairs the first (row) and the second (column) judged so, from level 0."""


def agreement(first: Ints, second: Ints, *, levels: int) -> Agreement:
    """Compare two judges of the same things, or one judge and the panel.

    Args:
        first: levels, shape (pairs,), each from 0 to ``levels - 1``.
        second: levels of the same things in the same order.
        levels: how many levels there are, 0 ("not yet at the first") included; 2 or more.

    Returns:
        The shares, the mean difference and kappa. All are None with ``TOO_FEW`` below ``FEWEST_PAIRS``; kappa is None
        with ``ONE_LEVEL`` where both judges put everything at one and the same level.

    Raises:
        ValueError: the two differ in length, or a level is out of range.
    """
    first, second = _levels(first, levels), _levels(second, levels)
    if first.shape != second.shape:
        raise ValueError("two judges of the same things have a level each for every one")
    table = np.bincount(first * levels + second, minlength=levels * levels).reshape(levels, levels)
    pairs = int(table.sum())
    rows = tuple(tuple(int(one) for one in row) for row in table)
    if pairs < FEWEST_PAIRS:
        none = Measure(None, Reason.TOO_FEW)
        return Agreement(pairs, none, none, none, none, none, rows)
    apart = np.subtract.outer(np.arange(levels), np.arange(levels))
    return Agreement(
        pairs,
        exact=Measure(int(table[apart == 0].sum()) / pairs),
        adjacent=Measure(int(table[np.abs(apart) <= 1].sum()) / pairs),
        difference=Measure(-int((table * apart).sum()) / pairs),
        kappa_linear=_kappa(table, np.abs(apart)),
        kappa_quadratic=_kappa(table, apart**2),
        table=rows,
    )


def alpha(case: Ints, level: Ints, *, levels: int, resamples: int = RESAMPLES, seed: int = SEED) -> Measure:
    """Return Krippendorff's alpha for ordered levels, over any number of judges, with an interval.

    Each case may be judged by other people, and by any number of them; a case judged once says nothing.

    Args:
        case: which case each judgement is of, any whole numbers, shape (judgements,).
        level: its level, 0 to ``levels - 1``, shape (judgements,).
        levels: how many levels there are, 2 or more.
        resamples: how often cases are drawn anew for the interval; 0 for no interval.
        seed: the same seed gives the same interval.

    Returns:
        1 when all agree, 0 as by chance, below 0 when they disagree more than that. None with ``TOO_FEW`` below
        ``FEWEST_PAIRS`` cases judged twice or more; with ``ONE_LEVEL`` where everything is at one level. The interval
        leaves out draws that are all at one level.

    Cost: sorting the judgements; then a few milliseconds whatever their number, as cases judged alike count together.
    """
    level = _levels(level, levels)
    if level.shape != np.shape(case):
        raise ValueError("every judgement is of a case")
    _, unit = np.unique(case, return_inverse=True)
    counts = np.bincount(unit * levels + level, minlength=0 if not unit.size else (int(unit.max()) + 1) * levels)
    judged = counts.reshape(-1, levels)
    judged = judged[judged.sum(axis=1) > 1]
    if len(judged) < FEWEST_PAIRS:
        return Measure(None, Reason.TOO_FEW)
    patterns, times = np.unique(judged, axis=0, return_counts=True)
    met = _meetings(patterns)
    value = _alpha(times[None, :] @ met, levels)[0]
    if np.isnan(value):
        return Measure(None, Reason.ONE_LEVEL)
    if not resamples:
        return Measure(float(value))
    # Drawing cases with replacement is drawing how often each pattern comes, which is far less to draw.
    drawn = np.random.default_rng(seed).multinomial(len(judged), times / len(judged), size=resamples)
    low, high = np.nanpercentile(_alpha(drawn @ met, levels), [2.5, 97.5])
    return Measure(float(value), low=float(low), high=float(high))


def _levels(given: Ints, levels: int) -> Ints:
    found = np.asarray(given, dtype=np.int64)
    if levels < 2 or (found.size and not 0 <= found.min() <= found.max() < levels):
        raise ValueError("a level is a whole number from 0 to one below the number of levels")
    return found


def _kappa(table: Ints, weight: Ints) -> Measure:
    """Return 1 less the disagreement there is, as a share of what the two would have by chance."""
    by_chance = int((np.outer(table.sum(axis=1), table.sum(axis=0)) * weight).sum())
    if not by_chance:
        return Measure(None, Reason.ONE_LEVEL)
    return Measure(1 - int(table.sum()) * int((table * weight).sum()) / by_chance)


def _meetings(patterns: Ints) -> Floats:
    """Return how often two levels meet in a case, each judgement counting once, shape (patterns, levels squared)."""
    judges = patterns.sum(axis=1)
    both = patterns[:, :, None] * patterns[:, None, :] - patterns[:, :, None] * np.eye(patterns.shape[1], dtype=int)
    met: Floats = (both / (judges - 1)[:, None, None]).reshape(len(patterns), -1)
    return met


def _alpha(met: Floats, levels: int) -> Floats:
    """Return alpha for each row of meetings, shape (rows,); NaN where everything is at one level."""
    table = met.reshape(-1, levels, levels)
    margin = table.sum(axis=2)
    whole = margin.sum(axis=1)
    # How far apart two levels are: the judgements that lie between them, half of those at either end included.
    upto = np.cumsum(margin, axis=1) - margin / 2
    apart = (upto[:, :, None] - upto[:, None, :]) ** 2
    observed = (table * apart).sum(axis=(1, 2))
    expected = (margin[:, :, None] * margin[:, None, :] * apart).sum(axis=(1, 2))
    found: Floats = 1 - np.divide(
        (whole - 1) * observed, expected, out=np.full_like(expected, np.nan), where=expected > 0
    )
    return found
