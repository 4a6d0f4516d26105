"""The worked tables of docs/algorithms/gaps.md are what the engine does."""

import re
from pathlib import Path

import pytest

from waymark.frameworks.rules import translated
from waymark.gaps.rules import fit_words
from waymark_engine.gaps import Asked, role_gap

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "algorithms" / "gaps.md").read_text(encoding="utf-8")
NUMBERS = {"one": 1, "two": 2, "three": 3}


def table(heading):
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    names, _, *body = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [dict(zip(names, cells, strict=True)) for cells in body]


def requirements(text):
    """Read ``A 2, B ?, one of (C 1, D 1)`` into requirements and the numbers to choose."""
    asked, choose = [], {}
    for part in re.findall(r"\w+ of \([^)]*\)|\w+ [?\d]+", text):
        if "(" in part:
            group = len(choose) + 1
            choose[group] = NUMBERS[part.split()[0]]
            asked += [one(member, group) for member in part.split("(")[1].rstrip(")").split(", ")]
        else:
            asked.append(one(part))
    return asked, choose


def one(text, group=None):
    skill, level = text.split()
    return Asked(skill, None if level == "?" else int(level), group=group)


def held(text):
    return {skill: int(level) for skill, level in (part.split() for part in text.split(", ") if part)}


@pytest.mark.parametrize("row", table("Worked table: cases"), ids=lambda row: row["case"])
def test_a_case_comes_out_as_the_page_says(row):
    asked, choose = requirements(row["asked"])

    gap = role_gap(asked, held(row["held"]), choose=choose)

    assert {
        "met": gap.met,
        "of": gap.asked,
        "assessed": gap.assessed,
        "known": gap.known_sum,
        "unknown": gap.unknown_sum,
        "sum": gap.asked_sum,
        "fit": fit_words(gap.fit) or "none",
    } == {name: row[name] if name == "fit" else int(row[name]) for name in row if name not in ("case", "asked", "held")}


def test_the_role_level_comes_out_skill_by_skill_as_the_page_says():
    *rows, total = table("Worked table: one role level, skill by skill")
    assessed = {row["skill"]: int(row["held"]) for row in rows if row["held"] != "not assessed"}

    gap = role_gap([Asked(row["skill"], int(row["asked"])) for row in rows], assessed)

    parts = {part.skills[0]: part for part in gap.parts}
    gaps = {line.skill: "-" if line.shortfall is None else str(line.shortfall) for line in gap.skills}
    assert [(row["gap"], row["known"], row["unknown"]) for row in rows] == [
        (gaps[row["skill"]], str(parts[row["skill"]].known), str(parts[row["skill"]].unknown)) for row in rows
    ]
    assert (int(total["asked"]), int(total["known"]), int(total["unknown"])) == (
        gap.asked_sum,
        gap.known_sum,
        gap.unknown_sum,
    )
    low, high = round(100 * gap.fit.low), round(100 * gap.fit.high)
    said = (
        f"Meets {gap.met} of {gap.asked}, {gap.assessed} assessed; "
        f"fit at least 10 / 18 = {low} %, at most 13 / 18 = {high} %."
    )
    assert said in PAGE


@pytest.mark.parametrize("row", table("What counts as held"), ids=lambda row: row["case"])
def test_a_level_on_another_scale_counts_as_the_page_says(row):
    counts_as = [None if cell == "-" else int(cell) for cell in row["table"].split(", ")]

    level = translated(int(row["judged"]), counts_as)

    (line,) = role_gap([Asked("a", 3)], {} if level is None else {"a": level}).skills
    assert row["counts as"] == ("not comparable" if level is None else str(level))
    assert row["gap"] == ("-" if line.shortfall is None else str(line.shortfall))


def test_every_case_of_the_page_is_read():
    assert len(table("What counts as held")) == 7
    assert len(table("Worked table: cases")) == 15
    assert len(table("Worked table: one role level, skill by skill")) == 10
