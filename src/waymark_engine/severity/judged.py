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

    def told(self) -> NDArray[np.bool_]:
        """Say of each severity, difficulty and threshold in a row whether any judgement tells of it."""
        counts = (np.bincount(self.rater, minlength=self.raters), np.bincount(self.item, minlength=self.items))
        return np.concatenate([*(count > 0 for count in counts), np.ones(self.levels - 1, dtype=bool)])

    def sets_of_raters(self) -> Ints:
        """Return the connected set of each assessor, -1 for one who shares no case with anybody.

        Two are linked when they judged the same skill of the same case, or are both linked to a third.
        """
        return connected(self.rater, self.first_with(self.item), self.raters)

    def first_with(self, of: Ints) -> Ints:
        """Return for each judgement the first of its case that is of the same, shape (judgements,).

        Args:
            of: skill or assessor of each judgement, shape (judgements,).
        """
        found = np.arange(len(of))
        for block in self.layout.blocks:
            if block.size is None:
                own = self.case[block.rows] * (int(of.max()) + 1) + of[block.rows]
                _, firsts, back = np.unique(own, return_index=True, return_inverse=True)
                found[block.rows] = block.rows.start + firsts[back]
                continue
            here, first = (one[block.rows].reshape(block.size, -1) for one in (of, found))
            for later in range(1, block.size):
                for earlier in range(later - 1, -1, -1):
                    np.copyto(first[later], first[earlier], where=here[later] == here[earlier])
        return found

    def sets_of_items(self) -> Ints:
        """Return the connected set of each skill, -1 for one never judged beside another within a case."""
        return connected(self.item, self.case, self.items)


def prepare(case: Ints, item: Ints, rater: Ints, level: Ints, *, levels: int, raters: int, items: int) -> Judged:
    """Leave out what says nothing, and lay the rest out.

    A skill in which one case alone was judged becomes a case of its own: whether it is hard, or the person weak in it,
    nobody can tell. What is left out can leave another skill with one case, so it is looked at until nothing changes.
    """
    _, case = np.unique(case, return_inverse=True)
    kept = np.arange(len(case))
    while True:
        apart = _in_one_case(case, item[kept], items)
        # Numbered from behind the last case on, by skill.
        found = np.where(apart, case.max(initial=-1) + 1 + item[kept], case)
        sizes, totals = np.bincount(found), np.bincount(found, level[kept]).astype(np.int64)
        tells = (sizes > 1) & (totals > 0) & (totals < sizes * (levels - 1))
        left = tells[found]
        case, kept = (np.cumsum(tells) - 1)[found[left]], kept[left]
        if left.all():
            break
    totals = totals[tells]
    rows, cases, layout = arrange(case, totals)
    kept = kept[rows]
    return Judged(
        layout, totals[cases], layout.cases(), item[kept], rater[kept], level[kept],
        levels, raters, items,
    )  # fmt: skip


def _in_one_case(case: Ints, item: Ints, items: int) -> NDArray[np.bool_]:
    """Say of each judgement whether it is of a skill in which one case alone was judged, beside others of the case."""
    last = np.zeros(items, dtype=np.int64)
    last[item] = case
    elsewhere = np.bincount(item[case != last[item]], minlength=items) > 0
    apart: NDArray[np.bool_] = ~elsewhere[item]
    return apart


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
        shared: what each row has in common with others of the same number, from 0, shape (rows,). Numbers need not
            follow on each other; the highest is what this costs in memory.
        count: how many there are of ``who``.
    """
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
