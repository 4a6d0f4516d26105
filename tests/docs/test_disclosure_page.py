"""The worked tables of docs/algorithms/disclosure.md are what the engine does."""

import pytest

from tests.house.house import ROOT
from waymark_engine.disclosure import Marker, Rules, mean, row
from waymark_engine.observed import usual_grades

PAGE = (ROOT / "docs" / "algorithms" / "disclosure.md").read_text(encoding="utf-8")
YES = {"yes": True, "no": False}


def table(heading):
    section = PAGE.split(f"### {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    names, _, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(names, cells, strict=True)) for cells in body]


@pytest.mark.parametrize("line", table("Worked table: counts beside their total"), ids=lambda line: line["case"])
def test_counts_are_shown_as_the_page_says(line):
    rules = Rules(
        fewest=int(line["threshold"]), fewest_for_mean=10, hide_zero=YES[line["none hidden"]],
        round_to=int(line["rounded to"]), secondary=YES[line["secondary"]],
    )  # fmt: skip
    counts = [Marker(one) if "[" in one else int(one) for one in line["counts"].split(", ")]

    shown = row(counts, rules)

    words = [one.marker or str(one.number) for one in (*shown.cells, shown.total)]
    assert (", ".join(words[:-1]), words[-1]) == (line["shown"], line["total"])


@pytest.mark.parametrize("line", table("Worked table: usual grades"), ids=lambda line: line["case"])
def test_grades_are_usual_as_the_page_says(line):
    posts = {grade: int(number) for grade, number in (one.split() for one in line["posts"].split(", ") if one)}

    assert ", ".join(usual_grades(posts).usual) == line["usual"]


def test_a_mean_is_shown_from_the_number_that_the_page_says():
    rules = Rules(fewest=5, fewest_for_mean=10, hide_zero=True, round_to=5, secondary=False)

    assert "Over 9 it is [c]; over 10 it is shown." in PAGE
    assert (mean(1.0, 9, rules), mean(1.0, 10, rules)) == (None, 0.1)


def test_every_case_of_the_page_is_read():
    assert len(table("Worked table: counts beside their total")) == 15
    assert len(table("Worked table: usual grades")) == 7
