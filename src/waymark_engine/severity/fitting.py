"""Severities, difficulties and thresholds that make what was judged most likely, given what each case got in all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waymark_engine.severity.conditional import chances
from waymark_engine.severity.judged import Judged, tenth
from waymark_engine.severity.layout import Number, Part, each

Floats = NDArray[np.float64]

PRIOR = 3.0
"""Standard deviation, in logits, of what is thought of a severity before anything was judged; of difficulties and
thresholds too. Weaker than one judgement. It keeps somebody who always gives the top level at a finite number."""
CLOSE = 1e-2
"""After a step of less than this share of the standard errors, in the mean, the fit has arrived: what is left is far
less, as every step near the top leaves about a tenth of a tenth of the way."""
MOST_ROUNDS = 60
MANY_CASES = 20_000
NUMBERS = 120_000
"""Of each kind in a part: few enough to stay near the processor, enough that two threads seldom wait for each other."""


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
        moved = np.take(severity, judged.rater)  # half the time of ``severity[judged.rater]``
        moved += np.take(difficulty, judged.item)
        moved *= self.weight
        of_case = judged.layout.sums(moved)
        for step, with_case in zip(steps, self.steps_of_case, strict=True):
            of_case += step * with_case
        of_case /= self.of_case
        shared = judged.layout.spread(of_case)
        shared *= self.weight
        moved -= shared
        found = vector / PRIOR**2
        found[: judged.raters] += judged.by_rater(moved)
        found[judged.raters : others] += judged.by_item(moved)
        found[:others] += np.einsum("s,sn->n", steps, self.steps_with_others)
        found[others:] += np.einsum("sn,n->s", self.steps_with_others, vector[:others])
        found[others:] += self.steps_with_steps @ steps - np.einsum("sc,c->s", self.steps_of_case, of_case)
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


def apart(vector: NDArray[Number], judged: Judged) -> tuple[NDArray[Number], NDArray[Number], NDArray[Number]]:
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
    told = judged.told()
    step, before, last = np.zeros_like(at), at, np.inf
    rounds, arrived = 0, False
    while not arrived and rounds < MOST_ROUNDS:
        rounds += 1
        slope, information, expected, spread = _look(judged, at)
        height = dot(slope, slope)
        if height > 4 * last:  # went too far: the top lies between
            step /= 2
            at = before + step
            continue
        last = height
        step = solve(information.times, information.diagonal(), slope, close=0.03)
        arrived = dot(slope, step) < CLOSE**2 * int(told.sum())
        step *= min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-12))
        before, at = at, _levelled(at + step, told, judged)
    severity, difficulty, thresholds = apart(at, judged)
    return Fitted(severity, difficulty, thresholds, expected, spread, information, rounds, arrived)


def _levelled(at: Floats, told: NDArray[np.bool_], judged: Judged) -> Floats:
    """Take the mean from severities, from difficulties and from thresholds: abilities make up for it."""
    return np.concatenate([
        np.where(known, one - one[known].mean() if known.any() else 0.0, 0.0)
        for one, known in zip(apart(at, judged), apart(told, judged), strict=True)
    ])  # fmt: skip


def _look(judged: Judged, at: Floats) -> tuple[Floats, Information, Floats, Floats]:
    """Return which way is up, how it bends, and what is expected here.

    Part by part, because to go over a million numbers again and again takes far longer than to reckon with them.
    """
    rows, cases, steps = len(judged.level), len(judged.totals), judged.levels - 1
    seen = _Seen(
        np.empty(rows), np.empty(rows), np.empty(rows), np.empty(cases), np.empty((steps, rows)),
        np.empty((steps, cases)),
    )  # fmt: skip
    sums = each(lambda part: seen.look(part, judged, at), judged.layout.parts(NUMBERS // steps))
    reached, with_steps = (np.sum(found, axis=0) for found in zip(*sums, strict=True))
    over = seen.expected - judged.level
    slope = -at / PRIOR**2
    slope[: judged.raters] += judged.by_rater(over)
    slope[judged.raters : judged_numbers(judged)] += judged.by_item(over)
    counts = np.bincount(judged.level, minlength=judged.levels)
    slope[-steps:] += reached - np.cumsum(counts[:0:-1])[::-1]
    with_others = np.array([np.concatenate([judged.by_rater(one), judged.by_item(one)]) for one in seen.steps])
    information = Information(
        judged, seen.weight, np.maximum(seen.of_case, 1e-12), with_others, seen.steps_of_case, with_steps
    )
    return slope, information, seen.expected, seen.spread


@dataclass(frozen=True, slots=True)
class _Seen:
    """Room for what is seen at some numbers, which parts fill in side by side. As ``Information`` has it."""

    expected: Floats
    spread: Floats
    weight: Floats
    of_case: Floats
    steps: Floats
    """How each judgement goes with the steps, shape (levels - 1, judgements)."""
    steps_of_case: Floats

    def look(self, part: Part, judged: Judged, at: Floats) -> tuple[Floats, Floats]:
        """Fill in a part. Return how often each step is expected to be reached, and how steps go with each other."""
        severity, difficulty, thresholds = apart(at, judged)
        hardness = np.take(severity, part.rows(judged.rater))
        hardness += np.take(difficulty, part.rows(judged.item))
        given = chances(part, judged.totals[part.cases], hardness, thresholds)
        steps = len(thresholds)
        upward, upward_score = np.zeros_like(hardness), np.zeros_like(hardness)
        # How likely the level above the step or a higher one was, and the level times that; the last step first.
        ups, scores = np.empty_like(given[1:]), np.empty_like(given[1:])
        squares = np.zeros_like(hardness)
        for step in range(steps - 1, -1, -1):
            upward += given[step + 1]
            upward_score += (step + 1) * given[step + 1]
            squares += (step + 1) ** 2 * given[step + 1]
            ups[step], scores[step] = upward, upward_score
        expected = upward_score
        spread = np.maximum(squares - expected * expected, 0.0)
        # The sum of the levels of a case cannot move, which takes one of its judgements away.
        sizes = judged.layout.sizes[part.cases]
        freed = part.spread(sizes / (sizes - 1))
        weight = spread * freed
        part.rows(self.expected)[:], part.rows(self.spread)[:], part.rows(self.weight)[:] = expected, spread, weight
        self.of_case[part.cases] = part.sums(weight)
        reached, with_steps = np.empty(steps), np.empty((steps, steps))
        for step in range(steps):
            with_score = (scores[step] - expected * ups[step]) * freed
            part.rows(self.steps)[step] = with_score
            self.steps_of_case[step, part.cases] = part.sums(with_score)
            reached[step] = ups[step].sum()
            lower = freed * (1 - ups[step])
            for higher in range(step, steps):
                both = dot(ups[higher].ravel(), lower.ravel())
                with_steps[step, higher] = with_steps[higher, step] = both
        return reached, with_steps


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
    way, size = eased.copy(), dot(left, eased)
    enough = size * close**2
    for _ in range(500):
        if size <= enough:
            break
        pushed = times(way)
        along = size / dot(way, pushed)
        found += along * way
        left -= along * pushed
        eased = left / diagonal
        now = dot(left, eased)
        way = eased + now / size * way
        size = now
    return found


def dot(one: Floats, other: Floats) -> float:
    """Return the sum of the products. ``@`` would wake every processor for it, and wait for those that are busy."""
    return float(np.einsum("i,i", one, other))
