"""Severity: how much more or less somebody gives than others do for the same work.

A many-facet Rasch model with a rating scale. The odds of a level against the one below it are

    exp(ability of the case - difficulty of the skill - severity of the assessor - threshold of the level)

and the ability goes out of the sum: what counts is how the levels of a case were shared out among those who judged it,
given what it got in all. So a department whose people are better is not taken for a lenient one, whatever abilities
there are, and cases that one assessor judged alone say nothing about that assessor.

Source: docs/algorithms/severity.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from waymark_engine.severity.errors import centred, variances
from waymark_engine.severity.fitting import CLOSE, PRIOR, Fitted, fit
from waymark_engine.severity.judged import Judged, prepare
from waymark_engine.severity.levels import levels_per_logit
from waymark_engine.severity.results import NORMAL, UNLINKED, Difference, Estimates, Groups, Severity

__all__ = [
    "CLOSE",
    "PRIOR",
    "UNLINKED",
    "Difference",
    "Estimates",
    "Groups",
    "Severity",
    "levels_per_logit",
    "severity",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def severity(
    case: Ints,
    rater: Ints,
    level: Ints,
    *,
    levels: int,
    item: Ints | None = None,
    group: Ints | None = None,
    whole: bool | None = None,
) -> Severity:
    """Estimate how severe each assessor is, from cases that more than one of them judged.

    Args:
        case: what was judged, any whole numbers, shape (judgements,). A person's work, or one skill of it: the same
            number only for what was the same to everyone who judged it.
        rater: who judged it, from 0, shape (judgements,).
        level: the level given, 0 to ``levels - 1``, shape (judgements,). All of one scale.
        levels: how many levels there are, 0 ("not yet at the first") included; 2 or more.
        item: the skill judged, from 0, shape (judgements,). Left out where each case is of one skill: its difficulty
            is then in the case.
        group: department of each assessor, from 0, -1 for none, shape (raters,).
        whole: how standard errors are found; None for whichever costs less (see ``variances``).

    Returns:
        A severity for each assessor who shares cases with others, relative to the mean of their connected set, and for
        each department the mean of its assessors. Where there is nothing to say it is NaN, and ``sets`` says why.

    Raises:
        ValueError: lengths differ, a number is below 0, or a level is out of range.

    Cost: linear in the judgements and the square of how many a case has, up to 16. A million judgements by 12,000
    assessors: see docs/measurements.md.
    """
    case, rater, level = (np.asarray(one, dtype=np.int64) for one in (case, rater, level))
    item = np.zeros_like(case) if item is None else np.asarray(item, dtype=np.int64)
    _refuse_nonsense(case, rater, level, item, levels)
    raters, items = int(rater.max(initial=-1)) + 1, int(item.max(initial=-1)) + 1
    if group is not None:
        group = np.asarray(group, dtype=np.int64)
        raters = max(raters, len(group))
    judged = prepare(case, item, rater, level, levels=levels, raters=raters, items=items)
    sets, item_sets = judged.sets_of_raters(), judged.sets_of_items()
    if not (sets >= 0).any():
        return _nothing(judged, len(case), group)
    of_group, left_out, means = _means(group, sets)
    fitted = fit(judged)
    found = variances(fitted.information, sets, item_sets, means, whole=whole)
    value = np.where(sets == UNLINKED, np.nan, centred(fitted.severity, sets))
    difficulty = np.where(item_sets == UNLINKED, np.nan, centred(fitted.difficulty, item_sets))
    group_value = np.where(of_group == UNLINKED, np.nan, means.T @ np.nan_to_num(value))
    group_error = np.where(of_group == UNLINKED, np.nan, np.sqrt(np.maximum(found.groups.diagonal(), 0)))
    return Severity(
        assessors=_estimates(value, found.severity, fitted, judged, judged.rater, raters),
        skills=_estimates(difficulty, found.difficulty, fitted, judged, judged.item, items),
        thresholds=fitted.thresholds,
        sets=sets,
        groups=Groups(
            group_value, group_error, group_value - NORMAL * group_error, group_value + NORMAL * group_error,
            (means > 0).sum(axis=0), left_out, of_group, found.groups,
        ),
        judgements=len(judged.level),
        left_out=len(case) - len(judged.level),
        rounds=fitted.rounds,
        arrived=fitted.arrived,
    )  # fmt: skip


def _refuse_nonsense(case: Ints, rater: Ints, level: Ints, item: Ints, levels: int) -> None:
    if not case.shape == rater.shape == level.shape == item.shape or case.ndim != 1:
        raise ValueError("a judgement is of a case and a skill, by somebody, at a level")
    if case.size and min(rater.min(), item.min()) < 0:
        raise ValueError("assessors and skills are numbered from 0")
    if levels < 2 or (level.size and not 0 <= level.min() <= level.max() < levels):
        raise ValueError("a level is a whole number from 0 to one below the number of levels")


def _nothing(judged: Judged, given: int, group: Ints | None) -> Severity:
    """Return what there is to say where no two assessors judged the same."""
    groups = 0 if group is None else int(group.max(initial=-1)) + 1

    def none(count: int) -> Floats:
        return np.full(count, np.nan)

    def nobody(count: int) -> Estimates:
        numbers = np.zeros(count, dtype=np.int64)
        empty = none(count)
        return Estimates(empty, empty, empty, empty, numbers, np.zeros(count, dtype=bool), empty, empty)

    left_out = np.zeros(groups, dtype=np.int64) if group is None else np.bincount(group[group >= 0], minlength=groups)
    unlinked = np.full(groups, UNLINKED)
    return Severity(
        nobody(judged.raters), nobody(judged.items), none(judged.levels - 1), np.full(judged.raters, UNLINKED),
        Groups(
            none(groups), none(groups), none(groups), none(groups), np.zeros(groups, dtype=np.int64), left_out,
            unlinked, np.full((groups, groups), np.nan),
        ),
        judgements=0, left_out=given, rounds=0, arrived=True,
    )  # fmt: skip


def _means(group: Ints | None, sets: Ints) -> tuple[Ints, Ints, Floats]:
    """Return the set of each group, how many of its assessors are not in the mean, and the weight of each who is."""
    if group is None or not (group >= 0).any():
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.zeros((len(sets), 0))
    of = np.full(len(sets), -1)
    of[: len(group)] = group
    groups, kinds = int(of.max(initial=-1)) + 1, int(sets.max(initial=-1)) + 1
    linked = (of >= 0) & (sets >= 0)
    many = np.bincount(of[linked] * kinds + sets[linked], minlength=groups * kinds).reshape(groups, kinds)
    most = many.argmax(axis=1) if kinds else np.zeros(groups, dtype=np.int64)
    counted = many.max(axis=1, initial=0)
    means = np.zeros((len(sets), groups))
    within = np.flatnonzero(linked & (sets == most[of]))
    means[within, of[within]] = 1 / counted[of[within]]
    everyone = np.bincount(of[of >= 0], minlength=groups)
    return np.where(counted > 0, most, UNLINKED), everyone - counted, means


def _estimates(value: Floats, variance: Floats, fitted: Fitted, judged: Judged, of: Ints, count: int) -> Estimates:
    """Put numbers, intervals and fit together, for assessors or for skills."""
    told = ~np.isnan(value)
    error = np.where(told, np.sqrt(np.maximum(variance, 0)), np.nan)
    surprise = (judged.level - fitted.expected) ** 2
    open_still = fitted.spread > 1e-9
    judgements = np.bincount(of, minlength=count)
    weighed = np.bincount(of, fitted.spread, count)
    squares = np.bincount(of[open_still], surprise[open_still] / fitted.spread[open_still], count)
    counted = np.bincount(of[open_still], minlength=count)
    fits = told & (counted > 0)
    infit = np.divide(np.bincount(of, surprise, count), weighed, out=np.full(count, np.nan), where=fits)
    outfit = np.divide(squares, counted, out=np.full(count, np.nan), where=fits)
    top = np.bincount(of, judged.level == judged.levels - 1, count) == judgements
    bottom = np.bincount(of, judged.level == 0, count) == judgements
    return Estimates(
        value, error, value - NORMAL * error, value + NORMAL * error, judgements, told & (top | bottom), infit, outfit
    )
