"""Severities, difficulties and thresholds that make what was judged most likely, given what each case got in all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waymark_engine.severity.conditional import chances
from waymark_engine.severity.judged import Judged, tenth

Floats = NDArray[np.float64]

PRIOR = 3.0
"""Standard deviation, in logits, of what is thought of a severity before anything was judged; of difficulties and
thresholds too. Weaker than one judgement. It keeps somebody who always gives the top level at a finite number."""
CLOSE = 1e-2
"""After a step of less than this share of the standard errors, in the mean, the fit has arrived: what is left is far
less, as every step near the top leaves about a tenth of a tenth of the way."""
MOST_ROUNDS = 60
MANY_CASES = 20_000


@dataclass(frozen=True, slots=True)
class Fitted:
    """The numbers and what was expected with them."""

    severity: Floats
    difficulty: Floats
    thresholds: Floats
    expected: Floats
    """Level expected of each judgement, given the total of its case."""
    spread: Floats
    """Its variance."""
    information: Information
    rounds: int
    arrived: bool


@dataclass(frozen=True, slots=True)
class Information:
    """How sharply the judgements tell the numbers apart: the curvature of the likelihood, as something to multiply by.

    Given its total, the levels of a case cannot all go up: each judgement's weight is what it has less its share of
    the case's. That is exact for two judgements, and for more as good as the information is alike within a case.
    """

    judged: Judged
    weight: Floats
    """Of each judgement, shape (judgements,)."""
    of_case: Floats
    """Their sums, shape (cases,)."""
    steps_with_others: Floats
    """How the steps go with severities and difficulties, shape (levels - 1, raters + items)."""
    steps_of_case: Floats
    """How they go with the sum of each case, shape (levels - 1, cases)."""
    steps_with_steps: Floats
    """How they go with each other, shape (levels - 1, levels - 1)."""

    def times(self, vector: Floats) -> Floats:
        """Return the information times severities, difficulties and thresholds in a row."""
        judged, others = self.judged, judged_numbers(self.judged)
        severity, difficulty, steps = apart(vector, judged)
        moved = severity[judged.rater]
        moved += difficulty[judged.item]
        moved *= self.weight
        of_case = (judged.layout.sums(moved) + steps @ self.steps_of_case) / self.of_case
        shared = judged.layout.spread(of_case)
        shared *= self.weight
        moved -= shared
        found = vector / PRIOR**2
        found[: judged.raters] += judged.by_rater(moved)
        found[judged.raters : others] += judged.by_item(moved)
        found[:others] += steps @ self.steps_with_others
        found[others:] += self.steps_with_others @ vector[:others]
        found[others:] += self.steps_with_steps @ steps - self.steps_of_case @ of_case
        return found

    def diagonal(self) -> Floats:
        """Return about what the diagonal is: enough to bring the numbers to one size before solving."""
        judged = self.judged
        own = self.weight * (1 - self.weight / judged.layout.spread(self.of_case))
        steps = self.steps_with_steps.diagonal() - (self.steps_of_case**2 / self.of_case).sum(axis=1)
        return np.concatenate([judged.by_rater(own), judged.by_item(own), steps]) + 1 / PRIOR**2


def judged_numbers(judged: Judged) -> int:
    """Return how many numbers come before the thresholds."""
    return judged.raters + judged.items


def apart(vector: Floats, judged: Judged) -> tuple[Floats, Floats, Floats]:
    """Return severities, difficulties and thresholds."""
    return (
        vector[: judged.raters],
        vector[judged.raters : judged.raters + judged.items],
        vector[judged.raters + judged.items :],
    )


def fit(judged: Judged) -> Fitted:
    """Climb to where the likelihood is highest; it has one top. Nothing is drawn, so the same gives the same.

    Where there are many cases, difficulties and thresholds begin where every tenth case has them.
    """
    at = np.zeros(judged.raters + judged.items + judged.levels - 1)
    if len(judged.totals) > MANY_CASES:
        begun = fit(tenth(judged))
        at[judged.raters :] = np.concatenate([begun.difficulty, begun.thresholds])
    step, before, last = np.zeros_like(at), at, np.inf
    rounds, arrived = 0, False
    while not arrived and rounds < MOST_ROUNDS:
        rounds += 1
        slope, information, expected, spread = _look(judged, at)
        if slope @ slope > 4 * last:  # went too far: the top lies between
            step /= 2
            at = before + step
            continue
        last = float(slope @ slope)
        step = solve(information.times, information.diagonal(), slope, close=0.03)
        arrived = float(slope @ step) < CLOSE**2 * len(at)
        step *= min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-12))
        before, at = at, _levelled(at + step, judged)
    severity, difficulty, thresholds = apart(at, judged)
    return Fitted(severity, difficulty, thresholds, expected, spread, information, rounds, arrived)


def _levelled(at: Floats, judged: Judged) -> Floats:
    """Take the mean from severities, from difficulties and from thresholds: abilities make up for it."""
    return np.concatenate([one - one.mean() for one in apart(at, judged)])


def _look(judged: Judged, at: Floats) -> tuple[Floats, Information, Floats, Floats]:
    """Return which way is up, how it bends, and what is expected here."""
    severity, difficulty, thresholds = apart(at, judged)
    hardness = severity[judged.rater]
    hardness += difficulty[judged.item]
    given = chances(judged, hardness, thresholds)
    score = np.arange(judged.levels)
    expected = score @ given
    spread = score**2 @ given
    spread -= expected * expected
    np.maximum(spread, 0.0, out=spread)
    over = expected - judged.level
    slope = -at / PRIOR**2
    slope[: judged.raters] += judged.by_rater(over)
    slope[judged.raters : judged_numbers(judged)] += judged.by_item(over)

    # The sum of the levels of a case cannot move, which takes one of its judgements away.
    freed = judged.layout.spread(judged.layout.sizes / (judged.layout.sizes - 1))
    weight = spread * freed
    steps = judged.levels - 1
    with_others, of_case = np.empty((steps, judged_numbers(judged))), np.empty((steps, len(judged.totals)))
    with_steps = np.empty((steps, steps))
    counts = np.bincount(judged.level, minlength=judged.levels)
    # In place throughout: to make a new array of this length takes longer than to fill it.
    upward, upward_score, room = given, np.zeros(len(over)), over
    for step in range(steps - 1, -1, -1):
        # How likely the level above the step or a higher one was, and the level times that.
        upward_score += np.multiply(given[step + 1], step + 1, out=room)
        if step + 1 < steps:
            upward[step + 1] += upward[step + 2]
        reached = upward[step + 1]
        slope[step - steps] += reached.sum() - counts[step + 1 :].sum()
        np.multiply(expected, reached, out=room)
        np.subtract(upward_score, room, out=room)
        room *= freed
        with_others[step] = np.concatenate([judged.by_rater(room), judged.by_item(room)])
        of_case[step] = judged.layout.sums(room)
        np.multiply(freed, reached, out=room)
        for higher in range(step, steps):
            both = upward[higher + 1] @ freed - upward[higher + 1] @ room
            with_steps[step, higher] = with_steps[higher, step] = both
    information = Information(
        judged, weight, np.maximum(judged.layout.sums(weight), 1e-12), with_others, of_case, with_steps
    )
    return slope, information, expected, spread


def solve(times: Callable[[Floats], Floats], diagonal: Floats, right: Floats, *, close: float) -> Floats:
    """Solve by conjugate gradients until what is left is ``close`` of what there was.

    Args:
        times: multiplies by a symmetric, positive matrix.
        diagonal: about its diagonal.
        right: shape (n,).
        close: share of its length that may be left.
    """
    found, left = np.zeros_like(right), right.copy()
    eased = left / diagonal
    way, size = eased.copy(), _dot(left, eased)
    enough = size * close**2
    for _ in range(500):
        if size <= enough:
            break
        pushed = times(way)
        along = size / _dot(way, pushed)
        found += along * way
        left -= along * pushed
        eased = left / diagonal
        now = _dot(left, eased)
        way = eased + now / size * way
        size = now
    return found


def _dot(one: Floats, other: Floats) -> float:
    """Return the sum of the products. ``@`` would wake every processor for it, and wait for those that are busy."""
    return float(np.einsum("i,i", one, other))
