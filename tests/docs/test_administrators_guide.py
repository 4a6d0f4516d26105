"""The table of duties in the guide for administrators says what the rules say."""

from tests.house.house import ROOT
from waymark.access.rules import KINDS

GUIDE = ROOT / "docs" / "guides" / "administrators.md"
YEARS = {731: "2 years", 366: "1 year"}


def rows():
    lines = [line for line in GUIDE.read_text().splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_every_kind_stands_in_the_table_with_its_time_and_its_people():
    for one in KINDS:
        name = str(one.name).casefold()
        (row,) = [row for row in rows() if name in row[0].casefold().split(", ") or name == row[0].casefold()]

        assert row[2] == YEARS[one.most_days], name
        assert row[3] == ("yes" if one.two_people else "no"), name
        assert ("head of profession" in row[4]) == ("head-of-profession" in one.given_by) or ", " in row[0], name
