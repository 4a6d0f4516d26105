"""The guide to reference data says what its pages say, and refusals read as it quotes them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.house.house import ROOT, WAYMARK
from tests.organisation.trees import NOW, TODAY, asked, body, make, plant
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.organisation.commands.refusals import refusal_for
from waymark.organisation.rules import Objection, Wrong
from waymark.organisation.types import ChangeKind
from waymark.people import commands
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
    make("close", tree["ports"], on=TODAY.replace(day=1))
    make("rename", tree["locks"], name="Sluices", on=TODAY)
    units = {"name": "X", "body_kind": "department"}
    said = [str(commands.UndoLaterFirst("Seeds", uuid4())), str(commands.PostsUnknown(["P1"], "Seeds"))]
    for change in (
        asked("move", tree["farms"], parent_id=tree["seeds"]),
        asked("close", tree["farms"]),
        asked("rename", tree["locks"], name="Weirs"),
        asked("rename", tree["locks"], name="Weirs", on=TODAY.replace(day=1)),
        asked("rename", tree["seeds"], name="Rivers Agency"),
        asked("rename", tree["seeds"], name="Seeds", code="F1"),
        asked("rename", tree["seeds"], name="Seeds", code="F2"),
        asked("split", tree["trade"], units=(tree["seeds"],), **units),
        asked("rename", tree["ports"], name="Docks"),
        asked("open", tree["seeds"], parent_id=tree["farms"]),
    ):
        with pytest.raises(Refusal) as refused:
            organisation.make_change(change=change, counted={}, actor=OPERATOR, at=NOW)
        said.append(str(refused.value))
    said.append(str(refusal_for(Objection(Wrong.DEEP, body(tree["locks"])))))
    uuid = organisation.plan_change(
        change=asked("rename", tree["seeds"], name="Grain", on=TODAY + timedelta(days=3)), actor=OPERATOR, at=NOW
    )
    organisation.call_off(change=uuid, reason="No.", actor=OPERATOR, at=NOW)
    with pytest.raises(Refusal) as refused:
        organisation.call_off(change=uuid, reason="No.", actor=OPERATOR, at=NOW)
    said.append(str(refused.value))
    said = [re.sub(r"“[^”]*”", "…", one).replace("15 June 2026", "that day") for one in said]

    quoted = {"still has parts": "still has 2 parts", "has changed since": "has changed on that day since"}
    for quote, _what in rows("what to do:\n\n"):
        if quote == "still has people":
            continue  # of the people room, in tests/people/test_reorganising.py
        assert any(quoted.get(quote, quote) in one for one in said), quote
