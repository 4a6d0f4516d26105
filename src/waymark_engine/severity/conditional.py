"""How likely each level was, given what the case got in all: the case's own ability has gone from it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from waymark_engine.severity.judged import Judged
from waymark_engine.severity.layout import Block

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NUMBERS = 30_000
"""In a piece, so that it stays near the processor."""


def chances(judged: Judged, hardness: Floats, thresholds: Floats) -> Floats:
    """Return how likely each level of each judgement was, given the total of its case, shape (levels, judgements).

    Exact for cases of up to 16 judgements. Larger ones go by the saddle-point approximation, whose error falls with
    the square of their size.

    Args:
        judged: what was judged.
        hardness: severity of the assessor and difficulty of the skill together, in logits, shape (judgements,).
        thresholds: of the step to each level above 0, shape (levels - 1,).
    """
    steps = np.concatenate([[0.0], np.cumsum(thresholds)])
    most = judged.layout.sizes * (judged.levels - 1)
    # Roughly the ability that each case would need for its total. What is exact does not depend on it.
    ability = np.log(judged.totals / (most - judged.totals)) + judged.layout.sums(hardness) / judged.layout.sizes
    found = np.empty((judged.levels, len(hardness)))
    for block in judged.layout.blocks:
        if block.size is None:
            found[:, block.rows] = _saddle_point(judged, block, hardness[block.rows], steps, ability[block.cases])
            continue
        rows = found[:, block.rows].reshape(judged.levels, block.size, -1)
        hard = hardness[block.rows].reshape(block.size, -1)
        able, totals = ability[block.cases], judged.totals[block.cases]
        piece = max(16, NUMBERS // (block.size * (judged.levels - 1)))
        for first in range(0, len(totals), piece):
            part = slice(first, first + piece)
            rows[:, :, part] = _exact(_plain(able[part] - hard[:, part], steps), totals[part])
    return found


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

    ``after[j]`` is how likely the judgements behind the j-th bring a sum so far to the total; ``before`` is how likely
    those ahead of it come to that sum. Sums above the highest total are left out.
    """
    levels, size, cases = chance.shape
    top, most = levels - 1, int(totals.max())
    behind = np.zeros((most + 1, cases))
    behind[totals, np.arange(cases)] = 1.0
    after = [behind]
    for j in range(size - 1, 0, -1):
        reach = min(j * top, most) + 1
        behind = np.zeros((reach, cases))
        for level in range(levels):
            part = after[-1][level : level + reach]
            behind[: len(part)] += chance[level, j] * part
        after.append(behind)
    given = np.empty_like(chance)
    before = np.ones((1, cases))
    for j, behind in enumerate(reversed(after)):
        grown = np.zeros((min((j + 1) * top, most) + 1, cases))
        for level in range(levels):
            part = behind[level : level + len(before)]
            ahead = chance[level, j] * before[: len(part)]
            given[level, j] = np.einsum("sc,sc->c", ahead, part)
            grown[level : level + len(part)] += ahead
        before = grown
    given /= given.sum(axis=0)
    return given


def _saddle_point(judged: Judged, block: Block, hardness: Floats, steps: Floats, ability: Floats) -> Floats:
    """Return the chances given the totals for large cases, to the second order in 1 / their size."""
    starts, sizes, totals = judged.layout.starts, judged.layout.sizes[block.cases], judged.totals[block.cases]
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
