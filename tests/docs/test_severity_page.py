"""The worked table of docs/algorithms/severity.md is what the engine does."""

import re

import numpy as np
import pytest

from tests.house.house import ROOT
from waymark_engine.severity import PRIOR, UNLINKED, severity
from waymark_engine.severity.errors import MOST_WHOLE
from waymark_engine.severity.fitting import MANY_CASES
from waymark_engine.severity.layout import MOST_EVEN

PAGE = (ROOT / "docs" / "algorithms" / "severity.md").read_text(encoding="utf-8")
NAMES = "ABCD"


def table():
    section = PAGE.split("## Worked table: two levels\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    names, _, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(names, cells, strict=True)) for cells in body]


def judgements(text):
    """Read ``30 of A1 B0, 10 of A0 B1`` into cases, assessors and levels."""
    rows, case = [], 0
    for times, marks in re.findall(r"(\d+) of ((?:[A-D]\d ?)+)", text):
        for _ in range(int(times)):
            rows += [(case, NAMES.index(mark[0]), int(mark[1])) for mark in marks.split()]
            case += 1
    return np.array(rows).T


def said(values):
    return ", ".join(
        f"{name} none" if np.isnan(value) else f"{name} {round(float(value), 2) + 0.0:.2f}"
        for name, value in zip(NAMES, values, strict=False)
    )


@pytest.mark.parametrize("line", table(), ids=lambda line: line["case"])
def test_severities_come_out_as_the_page_says(line):
    found = severity(*judgements(line["judgements"]), levels=2)

    assert said(found.assessors.value) == line["severity"]
    assert said(found.assessors.error) == line["standard error"]
    sets = [[NAMES[one] for one in np.flatnonzero(found.sets == number)] for number in np.unique(found.sets)]
    linked = [" ".join(one) for one in sets if found.sets[NAMES.index(one[0])] != UNLINKED]
    assert " / ".join(linked) == line["sets"]


def test_the_bounds_are_those_the_page_says():
    assert f"standard deviation {PRIOR:.0f})" in PAGE
    assert f"Up to {MOST_EVEN} judgements of a case" in PAGE
    assert f"Up to {MOST_WHOLE:,} assessors and skills" in PAGE
    assert f"more than {MANY_CASES:,} cases" in PAGE


def test_every_case_of_the_page_is_read():
    assert len(table()) == 7
