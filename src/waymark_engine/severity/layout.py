"""Rows that belong to cases, laid out so that adding up each case is adding whole rows of numbers.

Cases of one size stand together as a block: first the first row of each, then the second of each, and so on. Adding
a block up is then a few additions of long arrays, which is ten times as fast as going from case to case. Cases larger
than ``MOST_EVEN`` are few, and stand one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Number = TypeVar("Number", bound=np.generic)
Given = TypeVar("Given")
Done = TypeVar("Done")

MOST_EVEN = 16
PROCESSORS = 2
FEW = 8
"""Parts that are done sooner one after the other than by two threads."""


@dataclass(frozen=True, slots=True)
class Block:
    """Cases of one size; or, with ``size`` None, all that are larger than ``MOST_EVEN``."""

    size: int | None
    rows: slice
    cases: slice


@dataclass(frozen=True, slots=True)
class Part:
    """Some cases that stand together, few enough to stay near the processor from the first sum to the last.

    Of cases of one size the rows are a table, shape (size, cases); of the larger ones a row of numbers, shape (rows,).
    """

    block: Block
    within: slice
    """Which of the block's cases."""
    starts: Ints
    sizes: Ints
    """Of the larger cases; of those of one size not used."""

    @property
    def cases(self) -> slice:
        """Return which cases these are."""
        first = self.block.cases.start
        return slice(first + self.within.start, first + self.within.stop)

    def rows(self, values: NDArray[Number]) -> NDArray[Number]:
        """Return the rows of these cases, to read or to write to; axes before the last one stay."""
        found = values[..., self.block.rows]
        if self.block.size is None:
            return found
        return found.reshape(*values.shape[:-1], self.block.size, -1)[..., self.within]

    def sums(self, values: Floats) -> Floats:
        """Return the sum over the rows of each case, shape (cases,)."""
        found: Floats = values.sum(axis=0) if self.block.size is not None else np.add.reduceat(values, self.starts)
        return found

    def spread(self, values: Floats) -> Floats:
        """Return the value of its case for every row, as something that rows can be multiplied with."""
        return values if self.block.size is not None else np.repeat(values, self.sizes)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which rows belong to which case, cases numbered in the order they stand."""

    sizes: Ints
    blocks: tuple[Block, ...]
    starts: Ints
    """Where each of the larger cases begins, from the first of them."""

    def sums(self, values: Floats) -> Floats:
        """Return the sum over the rows of each case, shape (cases,)."""
        found = np.empty(len(self.sizes))
        for block in self.blocks:
            rows = values[block.rows]
            if block.size is None:
                found[block.cases] = np.add.reduceat(rows, self.starts)
            else:
                found[block.cases] = rows.reshape(block.size, -1).sum(axis=0)
        return found

    def spread(self, values: Floats) -> Floats:
        """Return the value of its case for every row, shape (rows,)."""
        found = np.empty(int(self.sizes.sum()))
        for block in self.blocks:
            if block.size is None:
                found[block.rows] = np.repeat(values[block.cases], self.sizes[block.cases])
            else:
                found[block.rows].reshape(block.size, -1)[:] = values[block.cases]
        return found

    def cases(self) -> Ints:
        """Return the number of its case for every row, shape (rows,)."""
        return self.spread(np.arange(len(self.sizes), dtype=np.float64)).astype(np.int64)

    def parts(self, numbers: int) -> list[Part]:
        """Return the cases in parts of about so many judgements, 16 cases at least; all of the larger ones in one."""
        found = []
        for block in self.blocks:
            count = block.cases.stop - block.cases.start
            many = count if block.size is None else max(16, numbers // block.size)
            sizes = self.sizes[block.cases] if block.size is None else self.sizes[:0]
            found += [
                Part(block, slice(first, min(first + many, count)), self.starts, sizes)
                for first in range(0, count, many)
            ]
        return found

    def pieces(self, most: int) -> Iterator[tuple[slice, Ints]]:
        """Yield at most so many cases at a time, with their rows."""
        for block in self.blocks:
            rows = np.arange(block.rows.start, block.rows.stop)
            for first in range(block.cases.start, block.cases.stop, most):
                cases = slice(first, min(first + most, block.cases.stop))
                near, far = first - block.cases.start, cases.stop - block.cases.start
                if block.size is None:
                    ends = np.append(self.starts, len(rows))
                    yield cases, rows[ends[near] : ends[far]]
                else:
                    yield cases, rows.reshape(block.size, -1)[:, near:far].ravel()


def each(work: Callable[[Given], Done], parts: Sequence[Given]) -> list[Done]:
    """Do the work on every part, on two processors where there is much of it, and return what came of it in order.

    The parts and their order do not depend on how many processors there are, so that the same gives the same.
    """
    if len(parts) <= FEW:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(PROCESSORS) as threads:
        return list(threads.map(work, parts))


def arrange(case: Ints, then_by: Ints) -> tuple[Ints, Ints, Layout]:
    """Lay rows out.

    Args:
        case: of each row, each number from 0 to the highest at least once.
        then_by: what cases of one size are ordered by, shape (cases,).

    Returns:
        The rows and the cases in their new order, and the layout.
    """
    sizes = np.bincount(case)
    cases = np.lexsort((then_by, sizes))
    place = np.empty(len(sizes), dtype=np.int64)
    place[cases] = np.arange(len(cases))
    rows = np.argsort(place[case], kind="stable")
    sizes = sizes[cases]
    ends = np.cumsum(sizes)
    found, firsts = np.unique(np.minimum(sizes, MOST_EVEN + 1), return_index=True)
    blocks = []
    starts = np.empty(0, dtype=np.int64)
    for size, first, last in zip(found, firsts, np.append(firsts, len(sizes))[1:], strict=True):
        here = slice(int(ends[first] - sizes[first]), int(ends[last - 1]))
        if size > MOST_EVEN:
            starts = ends[first:] - sizes[first:] - here.start
        else:
            rows[here] = rows[here].reshape(-1, size).T.ravel()
        blocks.append(Block(None if size > MOST_EVEN else int(size), here, slice(int(first), int(last))))
    return rows, cases, Layout(sizes, tuple(blocks), starts)
