"""How long severities take, and how near they come to the truth, on judgements of which the truth is known.

Each person is judged in five skills by two assessors: one of the person's department, and another who one time in five
is of any department. The large data is timed beside scikit-learn's plain logistic regression of whether the level is
2 or more, which knows of abilities, skills and assessors but not of levels in order, nor of errors. The link data is
five draws of 100,000 judgements, on which correlation and intervals are counted.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from waymark_engine.severity import Severity, severity

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

TARGETS = {
    "seconds": "15",
    "peak_mb": "500",
    "ratio": "2.0 times",
    "correlation": "0.9 or more",
    "covered": "0.92 to 0.98",
}
LEVELS, SKILLS, ASSESSORS = 4, 5, 2
DRAWS, LINK_PEOPLE = 5, 10_000


@dataclass(frozen=True, slots=True)
class Simulated:
    """Judgements with the truth behind them."""

    case: Ints
    item: Ints
    rater: Ints
    level: Ints
    department: Ints
    """Of each assessor."""
    severity: Floats
    """Of each assessor, in logits."""

    def found(self) -> Severity:
        """Return what the judgements alone say."""
        return severity(self.case, self.rater, self.level, levels=LEVELS, item=self.item, group=self.department)


def simulated(people: int, *, raters: int, departments: int, items: int, seed: int) -> Simulated:
    """Draw abilities, difficulties, severities of departments and of their assessors, and what was judged."""
    draw = np.random.default_rng(seed)
    department = np.arange(raters) % departments
    truth = draw.normal(0, 0.5, raters) + draw.normal(0, 0.35, departments)[department]
    ability, difficulty = draw.normal(0, 1.2, people), draw.normal(0, 1, items)
    home = draw.integers(0, departments, people)
    elsewhere = np.where(draw.random(people) < 0.2, draw.integers(0, departments, people), home)
    several = raters // departments
    one = draw.integers(0, several, people)
    other = draw.integers(0, several, people)
    # Nobody judges the same work twice.
    other = np.where((home == elsewhere) & (one == other), (other + 1) % several, other)
    who = np.stack([one * departments + home, other * departments + elsewhere], axis=1)
    stride = draw.integers(1, items // SKILLS, people)
    skills = (draw.integers(0, items, people)[:, None] + np.arange(SKILLS) * stride[:, None]) % items
    case = np.repeat(np.arange(people), SKILLS * ASSESSORS)
    item, rater = np.repeat(skills, ASSESSORS, axis=1).ravel(), np.tile(who, (1, SKILLS)).ravel()
    logits = ability[case] - difficulty[item] - truth[rater]
    weight = np.exp(logits[:, None] * np.arange(LEVELS) - np.array([0.0, -1.4, -1.4, 0.0]))
    upto = np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True)
    level = (draw.random(len(case))[:, None] > upto[:, :-1]).sum(axis=1)
    return Simulated(case, item, rater, level, department, truth)


def measure(people: int, *, runs: int = 3) -> dict[str, Any]:
    """Return the object that ``waymark bench calibration --json`` prints.

    ``seconds`` is the best of the runs. ``yardstick_seconds`` and ``ratio`` are None where scikit-learn is not there.
    """
    raters = max(40, people // 1_000 * 120)
    data = simulated(people, raters=raters, departments=max(2, raters // 120), items=600, seed=1)
    ours, yardsticks = [_timed(data.found)], []
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    yardstick = _yardstick(data)
    for turn in range(runs):
        if turn:
            ours.append(_timed(data.found))
        if yardstick is not None:
            yardsticks.append(_timed(yardstick))
    seconds, processor, (found, *_) = (list(one) for one in zip(*ours, strict=True))
    beside = [list(one) for one in zip(*yardsticks, strict=True)] if yardsticks else None
    measured = {
        "name": "calibration",
        "people": people,
        "judgements": len(data.level),
        "assessors": raters,
        "seconds": round(min(seconds), 2),
        "processor_seconds": round(min(processor), 2),
        "peak_mb": round(peak),
        "yardstick": "scikit-learn, logistic regression of level 2 or more, newton-cg",
        "yardstick_seconds": round(min(beside[0]), 2) if beside else None,
        "yardstick_processor_seconds": round(min(beside[1]), 2) if beside else None,
        "ratio": round(min(seconds) / min(beside[0]), 2) if beside else None,
        "processor_ratio": round(min(processor) / min(beside[1]), 2) if beside else None,
        "correlation": _nearness([(data, found)])["correlation"],
    }
    if beside:
        measured["yardstick_correlation"] = round(float(np.corrcoef(beside[2][0], data.severity)[0, 1]), 3)
    draws = [simulated(LINK_PEOPLE, raters=600, departments=20, items=100, seed=seed) for seed in range(DRAWS)]
    measured["link"] = {
        "judgements": len(draws[0].level), "draws": DRAWS, "assessors": 600, "departments": 20,
        **_nearness([(one, one.found()) for one in draws]),
    }  # fmt: skip
    return measured


def _timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    began, processor = perf_counter(), process_time()
    done = work()
    return perf_counter() - began, process_time() - processor, done


def _yardstick(data: Simulated) -> Callable[[], Floats] | None:
    """Return what fits the yardstick and hands out its severities; None where scikit-learn is not installed."""
    try:
        from importlib import import_module

        regression = import_module("sklearn.linear_model").LogisticRegression
        sparse = import_module("scipy.sparse")
    except ImportError:
        return None
    people, items = int(data.case.max()) + 1, int(data.item.max()) + 1
    columns = np.stack([data.case, people + data.item, people + items + data.rater], axis=1).ravel()
    width = people + items + len(data.severity)
    starts = np.arange(0, len(columns) + 1, 3)
    matrix = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(data.level), width))

    def work() -> Floats:
        model = regression(solver="newton-cg").fit(matrix, (data.level >= 2).astype(int))
        severities: Floats = -model.coef_[0][people + items :]
        return severities

    return work


def _nearness(pairs: list[tuple[Simulated, Severity]]) -> dict[str, Any]:
    """Return how near severities come to the truth, how often intervals hold it, and how near plain means come."""
    correlations, plain, covered, of_departments, errors = [], [], [], [], []
    for data, found in pairs:
        told = found.sets == 0
        truth = np.where(told, data.severity - data.severity[told].mean(), np.nan)
        correlations.append(np.corrcoef(found.assessors.value[told], truth[told])[0, 1])
        means = np.bincount(data.rater, data.level, len(truth)) / np.maximum(np.bincount(data.rater), 1)
        plain.append(np.corrcoef(-means[told], truth[told])[0, 1])
        covered.append(((found.assessors.low <= truth) & (truth <= found.assessors.high))[told])
        errors.append(found.assessors.error[told])
        department = data.department[told]
        of_truth = np.bincount(department, truth[told]) / np.bincount(department)
        of_departments.append((found.groups.low <= of_truth) & (of_truth <= found.groups.high))
    return {
        "correlation": round(float(np.mean(correlations)), 3),
        "plain_means_correlation": round(float(np.mean(plain)), 3),
        "covered": round(float(np.concatenate(covered).mean()), 3),
        "departments_covered": round(float(np.concatenate(of_departments).mean()), 3),
        "standard_error": round(float(np.concatenate(errors).mean()), 3),
    }


def in_words(measured: dict[str, Any]) -> str:
    """Return a measurement for a person to read."""
    link = measured["link"]
    beside = (
        f"{measured['yardstick_seconds']} s ({measured['yardstick_processor_seconds']} s of the processor): "
        f"{measured['ratio']} times ({measured['processor_ratio']})"
        if measured["ratio"] is not None
        else "not measured: scikit-learn is not installed here"
    )
    rows = [
        ("seconds", f"{measured['seconds']} ({measured['processor_seconds']} of the processor)", TARGETS["seconds"]),
        ("peak MB", measured["peak_mb"], TARGETS["peak_mb"]),
        ("yardstick", beside, TARGETS["ratio"]),
        ("correlation with the truth", measured["correlation"], ""),
        ("... of the yardstick", measured.get("yardstick_correlation", "-"), ""),
        ("link data: correlation", link["correlation"], TARGETS["correlation"]),
        ("... of plain mean levels", link["plain_means_correlation"], ""),
        ("... intervals that hold the truth", link["covered"], TARGETS["covered"]),
        ("... of departments", link["departments_covered"], ""),
        ("... mean standard error, logits", link["standard_error"], ""),
    ]
    return "\n".join([
        f"{measured['judgements']:,} judgements by {measured['assessors']:,} assessors; link data "
        f"{link['draws']} times {link['judgements']:,} by {link['assessors']}",
        f"{'what':36} {'asked for':14} measured",
        *(f"{what:36} {asked:14} {value}" for what, value, asked in rows),
        f"yardstick: {measured['yardstick']}",
    ])  # fmt: skip
