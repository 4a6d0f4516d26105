"""The worked tables of docs/algorithms/mapping.md are what the engine does."""

from pathlib import Path

import pytest

from waymark_engine.mapping import AHEAD, BANDS, LIKELY, POINTS, STRONG, Ranking, Rung, Titled
from waymark_engine.titles import Titles

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "algorithms" / "mapping.md").read_text("utf-8")
NAMES = ("Data engineer", "Senior data engineer", "Delivery manager", "User researcher")
RANKS = {"HEO": 3, "SEO": 4}
PROFESSIONS = {"Digital": 1, "Policy": 2, "unknown": None}


def table(heading):
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    names, _, *body = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [dict(zip(names, cells, strict=True)) for cells in body]


TITLES = Titles(NAMES, {"Planning officer": 40}, grades=list(RANKS))
RANKING = Ranking(
    [
        Rung(pk, (TITLES.words(name),), "one", 1, frozenset({RANKS["SEO" if name.startswith("Senior") else "HEO"]}))
        for pk, name in enumerate(NAMES)
    ]
)


@pytest.mark.parametrize("row", table("Worked table: titles"), ids=lambda row: row["title"])
def test_a_title_is_read_as_the_page_says(row):
    assert " ".join(TITLES.words(row["title"])) == row["read as"]


@pytest.mark.parametrize("row", table("Worked table: suggestions"), ids=lambda row: row["title"])
def test_a_suggestion_comes_out_as_the_page_says(row):
    titled = Titled(TITLES.words(row["title"]), PROFESSIONS[row["profession"]], {RANKS[row["grade"]]: 1})

    first = RANKING.suggest(titled)[0]

    found = {part.part: f"{part.points} of {part.most}" for part in first.parts}
    parts = {part: found.get(part, "not compared") for part in ("title", "profession", "grade")}
    name = "none" if first.rung is None else NAMES[first.rung]
    said = {part: row[f"{part} points"] for part in parts}
    assert (name, str(first.score), parts) == (row["first"], row["score"], said)


def test_the_points_and_bands_of_the_page_are_those_of_the_engine():
    assert {row["part"]: int(row["points"]) for row in table("What speaks for a role level")} == POINTS
    bands = {row["band"]: row for row in table("How sure")}
    assert {name: int(bands[name]["from"]) for name in (STRONG, LIKELY)} == BANDS
    assert bands[STRONG]["and"] == f"{AHEAD} ahead of the next"


def test_every_row_of_the_page_is_read():
    assert (len(table("Worked table: titles")), len(table("Worked table: suggestions"))) == (4, 4)
