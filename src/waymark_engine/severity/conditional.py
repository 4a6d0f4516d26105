"""How likely each level was, given what the case got in all: the case's own ability has gone from it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from waymark_engine.severity.layout import Part

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def chances(part: Part, totals: Ints, hardness: Floats, thresholds: Floats) -> Floats:
    """Return how likely each level of each judgement was, given the total of its case, shape (levels, *rows).

    Exact for cases of up to 16 judgements. Larger ones go by the saddle-point approximation, whose error falls with
    the square of their size.

    Args:
        part: which cases.
        totals: sum of the levels of each of them, shape (cases,).
        hardness: severity of the assessor and difficulty of the skill together, in logits, as the part has its rows.
        thresholds: of the step to each level above 0, shape (levels - 1,).
    """
    steps = np.concatenate([[0.0], np.cumsum(thresholds)])
    sizes = part.sizes if part.block.size is None else part.block.size
    # Roughly the ability that each case would need for its total. What is exact does not depend on it.
    ability = np.log(totals / (sizes * len(thresholds) - totals)) + part.sums(hardness) / sizes
    if part.block.size is None:
        return _saddle_point(part, totals, hardness, steps, ability)
    return _exact(_plain(ability - hardness, steps), totals)


def _plain(logits: Floats, steps: Floats) -> Floats:
    """Return how likely each level is at these logits of ability less hardness, shape (levels, *logits.shape)."""
    weight = np.multiply.outer(np.arange(len(steps)), logits)
    weight -= steps.reshape(-1, *[1] * logits.ndim)
    weight -= weight.max(axis=0)
    np.exp(weight, out=weight)
    weight /= weight.sum(axis=0)
    return weight


def _exact(chance: Floats, totals: Ints) -> Floats:
    """Return the chances given the totals; shapes (levels, judgements of a case, cases) and (cases,).

    ``after[j]`` is how likely the judgements from the j-th on bring a sum so far to the total; ``before`` is how likely
    those ahead of it come to that sum. Sums from which no total here can be reached are left out.
    """
    levels, size, cases = chance.shape
    top, least, most = levels - 1, int(totals.min()), int(totals.max())
    lowest = [max(0, least - (size - j) * top) for j in range(size + 1)]
    highest = [min(j * top, most) for j in range(size + 1)]

    def between(j: int, level: int) -> tuple[slice, slice]:
        """Return the sums before the j-th judgement that this level leads on from, and those it leads to."""
        first = max(lowest[j], lowest[j + 1] - level)
        last = max(first, min(highest[j], highest[j + 1] - level) + 1)
        here, there = lowest[j], lowest[j + 1] - level
        return slice(first - here, last - here), slice(first - there, last - there)

    behind = np.zeros((most - least + 1, cases))
    behind[totals - least, np.arange(cases)] = 1.0
    after = [behind]
    for j in range(size - 1, 0, -1):
        behind = np.zeros((highest[j] - lowest[j] + 1, cases))
        for level in range(levels):
            here, there = between(j, level)
            behind[here] += chance[level, j] * after[-1][there]
        after.append(behind)
    given = np.empty_like(chance)
    before = np.ones((1, cases))
    for j, behind in enumerate(reversed(after)):
        grown = np.zeros_like(behind)
        for level in range(levels):
            here, there = between(j, level)
            ahead = chance[level, j] * before[here]
            given[level, j] = np.einsum("sc,sc->c", ahead, behind[there])
            if j + 1 < size:
                grown[there] += ahead
        before = grown
    given /= given.sum(axis=0)
    return given


def _saddle_point(part: Part, totals: Ints, hardness: Floats, steps: Floats, ability: Floats) -> Floats:
    """Return the chances given the totals for large cases, to the second order in 1 / their size."""
    starts, sizes = part.starts, part.sizes
    score = np.arange(len(steps))
    for _ in range(50):
        chance = _plain(np.repeat(ability, sizes) - hardness, steps)
        mean = score @ chance
        away = score[:, None] - mean
        spread = (chance * away**2).sum(axis=0)
        width = np.add.reduceat(spread, starts)
        move = np.clip((totals - np.add.reduceat(mean, starts)) / width, -1.0, 1.0)
        if np.abs(move).max() < 1e-9:
            break
        ability = ability + move
    skew = np.add.reduceat((chance * away**3).sum(axis=0), starts)
    bend = np.repeat(skew / width, sizes) * away - (away**2 - spread)
    given: Floats = chance * (1 + bend / (2 * np.repeat(width, sizes)))
    return given
