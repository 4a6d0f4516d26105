"""The grades that are usual for a role level, observed from how many posts of each grade are mapped to it.

Source: docs/algorithms/disclosure.md, decided in ADR 0018.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

NEARLY_ALL = 85
"""Above this percentage one grade stands for all."""
ENOUGH = 15
"""From this percentage on a grade is named beside others."""


class Portion(StrEnum):
    """How large a part of the posts a grade has. The parts are all that is said of portions."""

    NEARLY_ALL = "nearly-all"
    """More than 85 %."""
    ENOUGH = "enough"
    """15 % or more."""
    FEW = "few"
    """Less than 15 %."""


@dataclass(frozen=True, slots=True)
class Observed(Generic[K]):
    """The usual grades, and the share of every grade that has a post."""

    usual: tuple[K, ...]
    """In the order given. Empty without posts."""
    portions: dict[K, Portion]
    posts: int


def usual_grades(posts: Mapping[K, int], *, apart: int = 0) -> Observed[K]:
    """Return which grades to name: one with more than 85 %, else each with 15 % or more, else the largest.

    Args:
        posts: number of posts by grade, 0 or more.
        apart: posts of grades that cannot be named; they count among all posts.

    Returns:
        Grades in the order of ``posts``. Several where the largest are equally large.
    """
    whole = sum(posts.values()) + apart
    portions = {grade: _portion(number, whole) for grade, number in posts.items() if number}
    for wanted in (Portion.NEARLY_ALL, Portion.ENOUGH):
        if usual := tuple(grade for grade, share in portions.items() if share is wanted):
            return Observed(usual, portions, whole)
    largest = max(posts.values(), default=0)
    return Observed(tuple(grade for grade in portions if posts[grade] == largest), portions, whole)


def _portion(number: int, whole: int) -> Portion:
    if number * 100 > whole * NEARLY_ALL:
        return Portion.NEARLY_ALL
    return Portion.ENOUGH if number * 100 >= whole * ENOUGH else Portion.FEW
