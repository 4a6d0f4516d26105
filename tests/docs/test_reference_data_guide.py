"""The guide to reference data says what its pages say, and refusals read as it quotes them."""

import re

import pytest

from tests.house.house import ROOT, WAYMARK
from tests.organisation.trees import TODAY, asked, make, plant
from waymark.kernel.errors import Refusal
from waymark.organisation.types import ChangeKind
from waymark.web.operating.reference import words

GUIDE = (ROOT / "docs" / "guides" / "reference-data.md").read_text()
PAGES = WAYMARK / "web" / "jinja" / "operating"


def rows(heading):
    part = GUIDE.split(heading)[1].split("\n\n")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_change_of_a_body_stands_in_the_table_by_its_name():
    assert {row[0] for row in rows("choose what changes:\n\n")} == {words.act(kind.value) for kind in ChangeKind}


def test_what_the_guide_says_to_select_is_on_a_page():
    templates = " ".join(path.read_text() for path in PAGES.rglob("*.html"))
    code = " ".join(path.read_text() for path in (WAYMARK / "web" / "operating").rglob("*.py"))

    for name in re.findall(r"\*\*([^*]+)\*\*", GUIDE.replace("\n", " ")):
        assert re.sub(r"\s+", " ", name) in templates + code, name


@pytest.mark.django_db
def test_refusals_read_as_the_guide_quotes_them():
    tree = plant()
    make("rename", tree["locks"], name="Sluices", on=TODAY)
    said = []
    for change in (
        asked("move", tree["farms"], parent_id=tree["seeds"]),
        asked("close", tree["trade"]),
        asked("rename", tree["locks"], name="Weirs"),
        asked("rename", tree["locks"], name="Weirs", on=TODAY.replace(day=1)),
        asked("rename", tree["seeds"], name="Rivers Agency"),
    ):
        with pytest.raises(Refusal) as refused:
            make(change.kind, *change.organisation_ids, on=change.on, name=change.name, parent_id=change.parent_id)
        said.append(re.sub(r"“[^”]*” ", "", str(refused.value)).replace("15 June 2026", "that day"))

    quoted = {"still has parts": "still has 1 part", "has changed since": "has changed on that day since"}
    for quote, _what in rows("what to do:\n\n"):
        if quote == "still has people":
            continue  # of the people room, in tests/people/test_reorganising.py
        assert any(quoted.get(quote, quote) in one for one in said), quote
