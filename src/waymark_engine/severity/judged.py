"""The judgements that can say something about those who made them, and who is linked with whom by them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waymark_engine.severity.layout import Layout, arrange

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements of cases that were judged twice or more, and neither all at the bottom nor all at the top.

    The others say nothing: whatever the severity, a case can be so weak or so strong.
    """

    layout: Layout
    totals: Ints
    """Sum of the levels of each case, shape (cases,)."""
    case: Ints
    """Of each judgement, numbered as the layout has them; as the next three of shape (judgements,)."""
    item: Ints
    rater: Ints
    level: Ints
    levels: int
    raters: int
    items: int

    def by_rater(self, values: Floats) -> Floats:
        """Return sums over the judgements of each assessor."""
        return np.bincount(self.rater, values, self.raters).astype(np.float64, copy=False)

    def by_item(self, values: Floats) -> Floats:
        """Return sums over the judgements of each skill."""
        return np.bincount(self.item, values, self.items).astype(np.float64, copy=False)

    def sets_of_raters(self) -> Ints:
        """Return the connected set of each assessor, -1 for one who shares no case with anybody.

        Two are linked when they judged the same skill of the same case, or are both linked to a third.
        """
        return connected(self.rater, self.case * self.items + self.item, self.raters)

    def sets_of_items(self) -> Ints:
        """Return the connected set of each skill, -1 for one never judged beside another within a case."""
        return connected(self.item, self.case, self.items)


def prepare(case: Ints, item: Ints, rater: Ints, level: Ints, *, levels: int, raters: int, items: int) -> Judged:
    """Leave out what says nothing, and lay the rest out."""
    _, case = np.unique(case, return_inverse=True)
    sizes, totals = np.bincount(case), np.bincount(case, level).astype(np.int64)
    tells = (sizes > 1) & (totals > 0) & (totals < sizes * (levels - 1))
    kept = np.flatnonzero(tells[case])
    renumbered = (np.cumsum(tells) - 1)[case[kept]]
    rows, cases, layout = arrange(renumbered, totals[tells])
    kept = kept[rows]
    return Judged(
        layout, totals[tells][cases], layout.cases(), item[kept], rater[kept], level[kept],
        levels, raters, items,
    )  # fmt: skip


def tenth(judged: Judged) -> Judged:
    """Return every tenth case, as they stand by size and total: a small picture of them all."""
    kept = np.flatnonzero(judged.case % 10 == 0)
    rows, cases, layout = arrange(judged.case[kept] // 10, judged.totals[::10])
    kept = kept[rows]
    return Judged(
        layout, judged.totals[::10][cases], layout.cases(), judged.item[kept],
        judged.rater[kept], judged.level[kept], judged.levels, judged.raters, judged.items,
    )  # fmt: skip


def connected(who: Ints, shared: Ints, count: int) -> Ints:
    """Return the connected set of each of ``count``, shape (count,), -1 for one who shares nothing with anybody.

    Sets are numbered from 0, the largest first; of equal ones the one with the lowest number in it.

    Args:
        who: shape (rows,).
        shared: what each row has in common with others of the same number, shape (rows,).
        count: how many there are of ``who``.
    """
    _, shared = np.unique(shared, return_inverse=True)
    lowest = np.arange(count)
    while True:
        near = np.full(int(shared.max(initial=-1)) + 1, count)
        np.minimum.at(near, shared, lowest[who])
        found = lowest.copy()
        np.minimum.at(found, who, near[shared])
        # Whoever the lowest number so far was handed on by gets it too: long chains close in few rounds.
        np.minimum.at(found, lowest[who], near[shared])
        while not np.array_equal(found, found[found]):
            found = found[found]
        if np.array_equal(found, lowest):
            break
        lowest = found
    roots, members = np.unique(lowest, return_counts=True)
    several = members > 1
    order = np.lexsort((roots[several], -members[several]))
    number = np.full(count, -1)
    number[roots[several][order]] = np.arange(len(order))
    return number[lowest]
