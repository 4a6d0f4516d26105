"""How far off severities may be: the inverse of the information, whole where it is small enough, else by solving.

A severity is told relative to the mean of those it is connected with, so everything here is taken from that mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waymark_engine.severity.fitting import PRIOR, Information, solve
from waymark_engine.severity.layout import arrange, each

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_WHOLE = 2_500
"""Up to so many assessors and skills the information is inverted whole, ..."""
MOST_WORK = 2e11
"""... unless the cases times their square are more than this."""
PROBES = 32
CLOSE = 0.1
"""What solving may leave. Its square is what a variance is off by, which is far less than the noise of the probes."""
SEED = 20_260_301


@dataclass(frozen=True, slots=True)
class Variances:
    """Variances: of each assessor, shape (raters,); of each skill, shape (items,); between groups, (groups, groups)."""

    severity: Floats
    difficulty: Floats
    groups: Floats


def variances(
    information: Information, sets: Ints, item_sets: Ints, means: Floats, *, whole: bool | None = None
) -> Variances:
    """Return how far off severities and the means of groups may be.

    Args:
        information: at the numbers found.
        sets: connected set of each assessor, -1 for none.
        item_sets: of each skill.
        means: weight of each assessor in the mean of each group, shape (raters, groups).
        whole: True to invert everything, False to solve; None for whichever costs less. Solving takes difficulties
            and thresholds for known, as with so many judgements they nearly are, and comes within some hundredths.
    """
    judged = information.judged
    numbers = judged.raters + judged.items + judged.levels - 1
    if whole is None:
        whole = numbers <= MOST_WHOLE and len(judged.totals) * numbers**2 <= MOST_WORK
    return _whole(information, sets, item_sets, means) if whole else _solved(information, sets, item_sets, means)


def centred(values: Floats, sets: Ints) -> Floats:
    """Take from each value the mean of its set, column by column; of one in no set nothing is left."""
    linked = sets >= 0
    sizes = np.bincount(sets[linked])
    sums = np.zeros((len(sizes), *values.shape[1:]))
    np.add.at(sums, sets[linked], values[linked])
    means = (sums.T / sizes).T
    found = np.zeros_like(values)
    found[linked] = values[linked] - means[sets[linked]]
    return found


def _whole(information: Information, sets: Ints, item_sets: Ints, means: Floats) -> Variances:
    judged = information.judged
    raters, items = judged.raters, judged.items
    numbers = raters + items + judged.levels - 1
    matrix = np.zeros((numbers, numbers))
    together = np.bincount(judged.rater * items + judged.item, information.weight, raters * items).reshape(
        raters, items
    )
    matrix[:raters, raters : raters + items] = together
    matrix[raters + items :, : raters + items] = information.steps_with_others
    matrix += matrix.T
    matrix[raters + items :, raters + items :] = information.steps_with_steps
    places = np.arange(raters + items)
    matrix[places, places] = np.concatenate([together.sum(axis=1), together.sum(axis=0)])
    root = np.sqrt(information.of_case)
    for cases, rows in judged.layout.pieces(max(1, 4_000_000 // numbers)):
        count, weight = cases.stop - cases.start, information.weight[rows]
        at = (judged.case[rows] - cases.start) * numbers
        shares = np.zeros((count, numbers))
        shares.ravel()[:] = np.bincount(at + judged.rater[rows], weight, shares.size)
        shares.ravel()[:] += np.bincount(at + raters + judged.item[rows], weight, shares.size)
        shares[:, raters + items :] = information.steps_of_case[:, cases].T
        shares /= root[cases, None]
        matrix -= shares.T @ shares
    matrix[np.arange(numbers), np.arange(numbers)] += 1 / PRIOR**2
    inverse = np.linalg.inv(matrix).astype(np.float64, copy=False)
    of_raters = centred(centred(inverse[:raters, :raters], sets).T, sets)
    of_items = centred(centred(inverse[raters : raters + items, raters : raters + items], item_sets).T, item_sets)
    return Variances(of_raters.diagonal().copy(), of_items.diagonal().copy(), means.T @ of_raters @ means)


def _solved(information: Information, sets: Ints, item_sets: Ints, means: Floats) -> Variances:
    judged = information.judged
    times, diagonal = _between_raters(information)
    known = 1 / diagonal
    linked, sizes = sets >= 0, np.maximum(np.bincount(sets[sets >= 0]), 1)
    of_sets = np.where(linked, sets, 0)
    mean_known = np.bincount(sets[linked], known[linked], len(sizes)) / sizes
    severity = known * (1 - 2 / sizes[of_sets]) + (mean_known / sizes)[of_sets]
    # A probe of signs, times the inverse, times the same signs, is the diagonal of the inverse and noise around it.
    # Nearly all of the noise is that of the inverse of the diagonal alone, which is known and taken off.
    # What it adds is never below nothing: others' errors can only add to one's own.
    draw, added = np.random.default_rng(SEED), np.zeros(judged.raters)
    signs = [draw.choice([-1.0, 1.0], size=judged.raters) for _ in range(PROBES)]

    def beyond(one: Floats) -> Floats:
        probe = centred(one, sets)
        return one * centred(solve(times, diagonal, probe, close=CLOSE) - known * probe, sets) / PROBES

    for more in each(beyond, signs):
        added += more
    even = centred(means, sets)
    pulled = np.array(each(lambda one: solve(times, diagonal, one, close=CLOSE), list(even.T))).reshape(even.T.shape)
    groups = pulled @ even
    difficulty = 1 / information.diagonal()[judged.raters : judged.raters + judged.items]
    severity = np.where(linked, severity + np.maximum(added, 0.0), 0.0)
    return Variances(severity, difficulty, (groups + groups.T) / 2)


def _between_raters(information: Information) -> tuple[Callable[[Floats], Floats], Floats]:
    """Return what multiplies by the information on severities alone, and its diagonal."""
    judged = information.judged
    # All that one assessor judged of a case goes together.
    first = judged.first_with(judged.rater)
    kept = np.flatnonzero(first == np.arange(len(first)))
    rows, cases, layout = arrange(judged.case[kept], np.zeros_like(judged.totals))
    kept = kept[rows]
    rater, weight = judged.rater[kept], np.bincount(first, information.weight, len(first))[kept]
    of_case = information.of_case[cases]
    whole = np.bincount(rater, weight, judged.raters) + 1 / PRIOR**2
    own = (whole - np.bincount(rater, weight**2 / layout.spread(of_case), judged.raters)).astype(np.float64)

    def times(vector: Floats) -> Floats:
        pulled = np.take(vector, rater)
        pulled *= weight
        shared = layout.spread(layout.sums(pulled) / of_case)
        shared *= weight
        product: Floats = whole * vector - np.bincount(rater, shared, judged.raters)
        return product

    return times, own
