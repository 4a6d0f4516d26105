"""How comparably assessors judge: the sums over their words. No table, no clock.

What of them may be shown, and how it is said, is in ``showing``.

Source: docs/algorithms/agreement.md and docs/algorithms/severity.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # arrays are for the sums alone: no process waits for them when it starts
    from waymark_engine import severity as rasch

PANEL = 0
"""In the place of an account: the panel."""


@dataclass(frozen=True, slots=True)
class Said:
    """One judge's word on one case."""

    case: str
    judge: int
    level: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far some judges agree with the reference, and among each other. None: too few, or all at one level."""

    pairs: int
    cases: int
    exact: float | None
    adjacent: float | None
    difference: float | None
    kappa_linear: float | None
    kappa_quadratic: float | None
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None


@dataclass(frozen=True, slots=True)
class Severe:
    """A severity in logits with its interval. ``linked`` None: shares no case with anybody, and has no number."""

    linked: int | None = None
    severity: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class OfAssessor:
    """One assessor."""

    account: int
    department: int | None
    agreed: Agreed
    severe: Severe
    extreme: bool
    infit: float | None
    outfit: float | None


@dataclass(frozen=True, slots=True)
class OfDepartment:
    """One department."""

    department: int
    assessors: int
    averaged: int
    agreed: Agreed
    severe: Severe
    shared: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Cases shared with each department of another connected set, and how many of them tell of severity."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything that the words on one scale say about those who said them."""

    judgements: int
    cases: int
    linking: int
    per_logit: float | None
    thresholds: tuple[float, ...]
    agreed: Agreed
    assessors: tuple[OfAssessor, ...]
    departments: tuple[OfDepartment, ...]


def compare(
    words: Sequence[Said],
    departments: Mapping[int, int],
    *,
    levels: int,
    say: Callable[[int, int], None] = lambda done, total: None,
) -> Compared:
    """Compare those who judged: each with the panel, or where there is none with the others; and their severities.

    Args:
        words: one for each judge and case, all on one scale.
        departments: of each account that works in one.
        levels: how many levels the scale has, "not yet at the first" included.
        say: told how many assessors are done, of how many.

    Cost: the fit of severities (see docs/measurements.md), and some milliseconds for each assessor.
    """
    of_case: dict[str, dict[int, int]] = defaultdict(dict)
    for word in words:
        of_case[word.case][word.judge] = word.level
    accounts = sorted({word.judge for word in words} - {PANEL})
    bodies = sorted({departments[one] for one in accounts if one in departments})
    pairs = _pairs(of_case)
    severe = _severities(words, accounts, departments, bodies, levels)
    members: dict[int, list[int]] = defaultdict(list)
    for account in accounts:
        if account in departments:
            members[departments[account]].append(account)
    cases_of: dict[int, list[str]] = defaultdict(list)
    for case, said in of_case.items():
        for judge in said:
            cases_of[judge].append(case)
    found = []
    for place, account in enumerate(accounts):
        agreed = _agreed(pairs.get(account, []), [account], of_case, cases_of, levels)
        found.append(
            OfAssessor(
                account, departments.get(account), agreed, severe.assessors[place], severe.extreme[place],
                severe.infit[place], severe.outfit[place],
            )
        )  # fmt: skip
        say(place + 1, len(accounts))
    shared = _shared(of_case, departments, dict(zip(bodies, severe.departments, strict=True)), levels)
    of_departments = []
    for number, body in enumerate(bodies):
        theirs = [pair for one in members[body] for pair in pairs.get(one, [])]
        agreed = _agreed(theirs, members[body], of_case, cases_of, levels)
        of_departments.append(
            OfDepartment(
                body, len(members[body]), severe.averaged[number], agreed, severe.departments[number], shared[body]
            )
        )
    everyone = _agreed([pair for one in accounts for pair in pairs.get(one, [])], accounts, of_case, cases_of, levels)
    return Compared(
        judgements=len(words),
        cases=len(of_case),
        linking=severe.linking,
        per_logit=severe.per_logit,
        thresholds=severe.thresholds,
        agreed=everyone,
        assessors=tuple(found),
        departments=tuple(of_departments),
    )


def _shared(
    of_case: Mapping[str, Mapping[int, int]],
    departments: Mapping[int, int],
    severe: Mapping[int, Severe],
    levels: int,
) -> Mapping[int, dict[int, tuple[int, int]]]:
    """Return of departments that cannot be compared which cases they share all the same: how many, and how many tell.

    A case tells nothing of severity that everybody put at the bottom, or everybody at the top: it may be that weak, or
    that strong.
    """
    found: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for said in of_case.values():
        bodies = sorted({departments[judge] for judge in said if judge in departments})
        tells = 0 < sum(said.values()) < len(said) * (levels - 1)
        for one, other in combinations(bodies, 2):
            if severe[one].linked is None or severe[one].linked != severe[other].linked:
                cases, telling = found[one].get(other, (0, 0))
                found[one][other] = found[other][one] = (cases + 1, telling + tells)
    return found


def _pairs(of_case: Mapping[str, Mapping[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Return for each assessor what they are held to and what they said: the panel's word, else each other's."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for said in of_case.values():
        for judge, level in said.items():
            if judge == PANEL:
                continue
            if PANEL in said:
                found[judge].append((said[PANEL], level))
            else:
                found[judge] += [(other, level) for one, other in said.items() if one != judge]
    return found


def _agreed(
    pairs: Sequence[tuple[int, int]],
    judges: Sequence[int],
    of_case: Mapping[str, Mapping[int, int]],
    cases_of: Mapping[int, Sequence[str]],
    levels: int,
) -> Agreed:
    import numpy as np

    from waymark_engine import agreement as engine

    held, own = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    measured = engine.agreement(held, own, levels=levels)
    cases = sorted({case for judge in judges for case in cases_of[judge]})
    # Among themselves and beside the panel; one assessor beside the others, where no panel judged.
    beside = {*judges, PANEL}
    rows = [
        (number, level)
        for number, case in enumerate(cases)
        for judge, level in of_case[case].items()
        if judge in beside or (len(judges) == 1 and PANEL not in of_case[case])
    ]
    case, level = (np.array([row[side] for row in rows], dtype=np.int64) for side in (0, 1))
    alpha = engine.alpha(case, level, levels=levels)
    return Agreed(
        measured.pairs, len(cases), measured.exact.value, measured.adjacent.value, measured.difference.value,
        measured.kappa_linear.value, measured.kappa_quadratic.value, alpha.value, alpha.low, alpha.high,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Severities:
    assessors: list[Severe]
    extreme: list[bool]
    infit: list[float | None]
    outfit: list[float | None]
    departments: list[Severe]
    averaged: list[int]
    linking: int
    per_logit: float | None
    thresholds: tuple[float, ...]


def _severities(
    words: Sequence[Said], accounts: Sequence[int], departments: Mapping[int, int], bodies: Sequence[int], levels: int
) -> _Severities:
    """Fit the severities. The panel is one judge among the others, who is in no department."""
    import numpy as np

    from waymark_engine import severity as rasch

    judges = {account: place for place, account in enumerate([*accounts, PANEL])}
    cases = {case: number for number, case in enumerate(sorted({word.case for word in words}))}
    numbers = {body: number for number, body in enumerate(bodies)}
    group = np.array([numbers[departments[one]] if one in departments else -1 for one in accounts] + [-1])
    case = np.array([cases[word.case] for word in words], dtype=np.int64)
    level = np.array([word.level for word in words], dtype=np.int64)
    rater = np.array([judges[word.judge] for word in words], dtype=np.int64)
    fit = rasch.severity(case, rater, level, levels=levels, group=group)
    sets, of_groups = (
        [None if one == rasch.UNLINKED else int(one) for one in found] for found in (fit.sets, fit.groups.sets)
    )
    if not fit.arrived or not fit.judgements:
        count = len(accounts)
        none: list[float | None] = [None] * count
        # Without a number, and all the same linked or not: who shares cases is never said to share none.
        return _Severities(
            [Severe(sets[i]) for i in range(count)], [False] * count, none, none,
            [Severe(one) for one in of_groups[: len(bodies)]], [0] * len(bodies), 0, None, (),
        )  # fmt: skip
    of, groups = fit.assessors, fit.groups
    sums, times = np.bincount(case, level), np.bincount(case)
    several = times > 1
    per_logit = rasch.levels_per_logit(fit.thresholds, sums[several] / times[several])
    return _Severities(
        assessors=[
            _severe(sets[i], of.value[i], of.low[i], of.high[i]) for i in range(len(accounts))
        ],
        extreme=[bool(one) for one in of.extreme[: len(accounts)]],
        infit=[_number(one) for one in of.infit[: len(accounts)]],
        outfit=[_number(one) for one in of.outfit[: len(accounts)]],
        departments=_of_groups(groups, of_groups),
        averaged=[int(groups.assessors[i]) for i in range(len(bodies))],
        linking=fit.judgements,
        per_logit=_number(per_logit),
        thresholds=tuple(float(one) for one in fit.thresholds),
    )  # fmt: skip


def _of_groups(groups: rasch.Groups, sets: Sequence[int | None]) -> list[Severe]:
    """Return the severity of each department; without a number where no other is in its connected set.

    The mean of such a set is its own, so that there is nothing it could differ from.
    """
    return [
        _severe(sets[i], groups.value[i], groups.low[i], groups.high[i])
        if sets.count(sets[i]) > 1 or sets[i] is None
        else Severe(linked=sets[i])
        for i in range(len(sets))
    ]


def _severe(linked: int | None, value: float, low: float, high: float) -> Severe:
    if linked is None or isnan(value):
        return Severe()
    return Severe(linked, float(value), float(low), float(high))


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)
