"""The worked tables of docs/algorithms/moderation.md are what the rules do."""

from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from waymark.assessments import rules
from waymark.assessments.types import Word

PAGE = (Path(__file__).resolve().parents[2] / "docs/algorithms/moderation.md").read_text("utf-8")


def table(heading):
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    names, _, *body = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [dict(zip(names, cells, strict=True)) for cells in body]


@pytest.mark.parametrize("row", table("Worked table"), ids=lambda row: row["case"])
def test_a_panel_comes_to_what_the_page_says(row):
    levels = [int(one) for one in row["words"].split()]
    said = {account: {7: Word(7, level=level)} for account, level in enumerate(levels)}

    came = rules.came_to(said, [7])[7]

    expected = {"nothing yet": None, "agree first": None}.get(row["comes to"], row["comes to"])
    assert came.level == (None if expected is None else int(expected))
    assert came.agreed == (expected is not None)
    assert (came.spoken < rules.LEAST) == (row["comes to"] == "nothing yet")


@pytest.mark.parametrize("row", table("Worked draws"), ids=lambda row: row["UUID"])
def test_a_draw_comes_out_as_the_page_says(row):
    uuid = UUID(row["UUID"].strip("`"))
    number = int.from_bytes(sha256(f"loom:{uuid}".encode()).digest()[:8], "big") / 2**64

    assert f"{number:.4f}" == row["number"]
    assert rules.drawn(uuid, "loom", 20) == (row["drawn"] == "yes")


def test_every_row_and_every_part_of_a_rule_is_read():
    assert (len(table("Worked table")), len(table("Worked draws"))) == (12, 7)
    assert [row["part"] for row in table("What is chosen")] == ["chance", "first", "difference", "appeal"]
    assert {row["drawn"] for row in table("Worked draws")} == {"yes", "no"}
