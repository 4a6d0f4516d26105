"""What is said of those who judged: severities with how far off they may be, and who can be compared with whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NORMAL = 1.959964
"""Of a normal distribution 95 % lies within so many standard errors."""
UNLINKED = -1
"""In place of a set: shares no case with anybody."""


@dataclass(frozen=True, slots=True)
class Estimates:
    """One number each, in logits, with its 95 % interval; all arrays of shape (n,), NaN where nothing can be said.

    Attributes:
        value: of an assessor, how much more severe than the mean of their connected set; above 0 is severe.
        error: standard error.
        low: lower end of the interval.
        high: upper end.
        judgements: how many judgements it rests on. Cases judged once, all at the bottom or all at the top are not
            among them.
        extreme: whether all of those are at the bottom, or all at the top; then the prior alone keeps it finite.
        infit: mean square of what was not expected, weighted by information. 1 as the model has it; above it the
            judgements follow something else, below it they follow too closely.
        outfit: the same without weights, so that single surprises count more.
    """

    value: Floats
    error: Floats
    low: Floats
    high: Floats
    judgements: Ints
    extreme: NDArray[np.bool_]
    infit: Floats
    outfit: Floats


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more severe one group is than another, in logits, with its 95 % interval."""

    value: float
    error: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Say whether the interval leaves out that there is none."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Groups:
    """Departments: each the mean of those of its assessors who are connected. Arrays of shape (groups,).

    Attributes:
        value: mean severity, relative to the mean of all assessors of the connected set; NaN without any.
        error: standard error of the mean of these assessors. It says nothing of others the department might name.
        low: lower end of the 95 % interval.
        high: upper end.
        assessors: how many are in the mean.
        left_out: how many are not: they share no case with anybody, or belong to another set than most of theirs.
        sets: connected set, ``UNLINKED`` for none. Groups of different sets share no cases and cannot be compared.
        covariance: of the means, shape (groups, groups).
    """

    value: Floats
    error: Floats
    low: Floats
    high: Floats
    assessors: Ints
    left_out: Ints
    sets: Ints
    covariance: Floats

    def difference(self, one: int, other: int) -> Difference | None:
        """Return how much more severe ``one`` is than ``other``; None where they share no cases, even at a remove."""
        if self.sets[one] == UNLINKED or self.sets[one] != self.sets[other]:
            return None
        value = float(self.value[one] - self.value[other])
        between = self.covariance
        error = float(np.sqrt(max(0.0, between[one, one] + between[other, other] - 2 * between[one, other])))
        return Difference(value, error, value - NORMAL * error, value + NORMAL * error)

    @property
    def comparable(self) -> tuple[tuple[int, ...], ...]:
        """Return the groups that can be compared with each other, set by set; one in no set is in none of them."""
        found = (tuple(int(one) for one in np.flatnonzero(self.sets == number)) for number in np.unique(self.sets))
        return tuple(members for members in found if self.sets[members[0]] != UNLINKED)


@dataclass(frozen=True, slots=True)
class Severity:
    """Everything that one fit says. It gives no number to anybody who was judged."""

    assessors: Estimates
    skills: Estimates
    """Difficulty of each skill relative to the mean of those it was judged beside; NaN for one that never was."""
    thresholds: Floats
    """Ability at which a level and the one below are as likely, relative to the skill, shape (levels - 1,)."""
    sets: Ints
    """Connected set of each assessor, the largest first; ``UNLINKED`` for one who shares no case with anybody."""
    groups: Groups
    judgements: int
    """How many were of use."""
    left_out: int
    """How many were of cases, or of skills that one case alone has, judged once, or all at the bottom or at the top."""
    rounds: int
    arrived: bool
    """Whether the numbers stood still at the end; False says that they must not be shown."""

    def comparable(self, one: int, other: int) -> bool:
        """Say whether two assessors judged the same cases, or are linked by others who did."""
        return bool(self.sets[one] != UNLINKED and self.sets[one] == self.sets[other])
