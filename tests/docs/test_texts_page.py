"""The worked tables of docs/algorithms/texts.md are what the engine does."""

from pathlib import Path

import pytest

from waymark_engine.likeness import LOWEST, POINTS, Wording, alike
from waymark_engine.texts import reading_age

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "algorithms" / "texts.md").read_text(encoding="utf-8")


def table(heading):
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    names, _, *body = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [dict(zip(names, cells, strict=True)) for cells in body]


def wording(text):
    name, _, summary = text.partition(": ")
    return Wording(tuple(name.split(", also ")), summary)


@pytest.mark.parametrize("row", table("Worked table: reading age"), ids=lambda row: row["text"])
def test_a_reading_age_comes_out_as_the_page_says(row):
    found = reading_age([row["text"]])

    assert (found.words, found.sentences, found.syllables, f"{found.age:.1f}") == (
        int(row["words"]), int(row["sentences"]), int(row["syllables"]), row["reading age"],
    )  # fmt: skip


@pytest.mark.parametrize("row", table("Worked table: likeness"), ids=lambda row: row["one"])
def test_a_likeness_comes_out_as_the_page_says(row):
    (pair,) = alike([wording(row["one"])], [wording(row["other"])], least=LOWEST)

    parts = {part.part: f"{part.points} of {part.most}" for part in pair.parts}
    said = {name: row[name] for name in ("names", "summary") if row[name] != "not compared"}
    assert (pair.score, parts) == (int(row["likeness"]), said)


def test_the_points_of_the_page_are_those_of_the_engine():
    said = {row["part"].partition(":")[0]: int(row["points"]) for row in table("Likeness")}

    assert said == {"names": POINTS["names"], "summary": POINTS["summary"], "wording of the levels": POINTS["levels"]}


def test_every_row_of_the_page_is_read():
    assert len(table("Worked table: reading age")) == 3
    assert len(table("Worked table: likeness")) == 3
