"""The worked tables of docs/algorithms/agreement.md are what the engine does."""

import numpy as np
import pytest

from tests.house.house import ROOT
from waymark_engine.agreement import FEWEST_PAIRS, RESAMPLES, agreement, alpha

PAGE = (ROOT / "docs" / "algorithms" / "agreement.md").read_text(encoding="utf-8")


def table(heading):
    section = PAGE.split(f"### {heading}\n", 1)[1].split("\n## ", 1)[0].split("\n### ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    names, _, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(names, cells, strict=True)) for cells in body]


def said(measure, digits):
    return measure.reason.value if measure.value is None else f"{measure.value + 0.0:.{digits}f}"


@pytest.mark.parametrize("line", table("Worked table: two judges"), ids=lambda line: line["case"])
def test_two_judges_agree_as_the_page_says(line):
    counts = np.array([[int(one) for one in row.split()] for row in line["pairs"].split("/")])
    first, second = np.nonzero(counts)
    times = counts[first, second]

    found = agreement(np.repeat(first, times), np.repeat(second, times), levels=4)

    assert [said(one, 2) for one in (found.exact, found.adjacent, found.difference)] == [
        line["exact"], line["adjacent"], line["difference"],
    ]  # fmt: skip
    assert [said(one, 3) for one in (found.kappa_linear, found.kappa_quadratic)] == [line["linear"], line["quadratic"]]


def test_alpha_is_what_the_page_says():
    observers = [line["levels"].split() for line in table("Worked table: several judges")]
    judged = [
        (case, int(levels[case]) - 1) for case in range(12) for levels in observers if levels[case] != "."
    ]  # fmt: skip

    found = alpha(*np.array(judged).T, levels=5)

    assert f"Alpha for ordered levels is {found.value:.3f}." in PAGE


def test_the_bounds_are_those_the_page_says():
    assert f"Fewer than {FEWEST_PAIRS} pairs, or {FEWEST_PAIRS} cases judged twice, get no number" in PAGE
    assert f"with replacement, {RESAMPLES:,} times" in PAGE


def test_every_case_of_the_page_is_read():
    assert len(table("Worked table: two judges")) == 6
    assert len(table("Worked table: several judges")) == 4
