"""The worked table of docs/algorithms/level-held.md is what the rules do."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOON
from waymark.assessments import rules

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "algorithms" / "level-held.md").read_text("utf-8")
WORD = re.compile(r"(?P<source>\w+) (?P<level>\d)(?P<signed> signed)? @ (?P<day>\d)(?: until (?P<until>\d+))?")


def table(heading):
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    names, _, *body = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [dict(zip(names, cells, strict=True)) for cells in body]


def day(number):
    return NOON + timedelta(days=int(number))


@pytest.mark.parametrize("row", table("Worked table"), ids=lambda row: row["case"])
def test_a_case_comes_out_as_the_page_says(row):
    levels, words = {}, []
    for number, text in enumerate(filter(None, row["words"].split("; "))):
        said = WORD.fullmatch(text)
        levels[number] = said["level"]
        until = day(said["until"]) if said["until"] else None
        words.append(rules.Word(number, said["source"], day(said["day"]), until, signed_off=bool(said["signed"])))

    def held(purpose):
        word = rules.picked(words, purpose)
        lapsed = word is not None and word.valid_until is not None and word.valid_until <= day(row["read on day"])
        return "-" if word is None or lapsed else levels[word.id]

    assert {purpose.value: held(purpose) for purpose in rules.PURPOSES} == {
        purpose.value: row[purpose.value] for purpose in rules.PURPOSES
    }


def test_every_case_and_every_rule_of_the_page_is_read():
    assert len(table("Worked table")) == 16
    assert [row["purpose"] for row in table("Rules")] == [purpose.value for purpose in rules.PURPOSES]
