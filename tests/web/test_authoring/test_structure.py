"""Families, roles and role levels in the workbench."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test.utils import CaptureQueriesContext

from tests.frameworks import build
from tests.web.conftest import OWNER, START
from tests.web.test_authoring.conftest import at, confirm, fields_of
from waymark.audit.commands import seal
from waymark.audit.models import Entry
from waymark.frameworks import queries
from waymark.frameworks.models import FamilyWording, RoleLevelWording, RoleWording, Version
from waymark.kernel.clock import now


def families(draft):
    return {family.key: [role.key for role in family.roles] for family in queries.document(draft.pk).families}


def test_one_family_is_opened_at_a_time(ada, draft):
    first, other = ada.get(at("families")), ada.get(at("families?family=trade"))

    assert "Weaver" in first.text
    assert "Merchant" not in first.text
    assert "Merchant" in other.text
    assert "Weaver" not in other.text
    assert ada.get(at("families?family=no")).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "families", "families/new", "families/cloth", "families/cloth/remove", "roles/new", "roles/weaver",
        "roles/weaver/remove", "roles/weaver/requirements", "roles/weaver/levels/new", "roles/weaver/levels/weaver",
        "roles/weaver/levels/weaver/remove", "roles/weaver/levels/weaver/requirements",
        "roles/weaver/levels/weaver/groups/new", "roles/weaver/levels/weaver/groups/extra", "derive",
        "roles/merchant/levels/merchant", "roles/merchant/levels/merchant/requirements",
    ],
)  # fmt: skip
def test_every_page_is_for_those_who_write(ada, reviewer, visitor, draft, path):
    page = ada.get(at(path))

    assert page.status == 200
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids))
    assert reviewer.get(at(path)).status == 404
    assert visitor.get(at(path)).status_code == 302


def test_what_somebody_else_wrote_meanwhile_does_not_go_unseen(ada, bo, draft):
    places = ["families/cloth/remove", "roles/weaver/remove", "roles/weaver/levels/weaver/remove", "discard"]
    opened = {place: fields_of(ada.get(at(place))) for place in places}
    level = at("roles/weaver/levels/weaver")
    bo.post(level, fields_of(bo.get(level)) | {"description": "Twenty years of work."})

    for place in places:
        answer = ada.post(at(place), opened[place])
        assert answer.status == 422
        assert "This was changed since you opened the page" in answer.text
    assert RoleLevelWording.objects.filter(version=draft, description="Twenty years of work.").exists()
    for place in reversed(places[:3]):
        assert confirm(ada, at(place)).status == 303


def test_a_family_with_a_role_and_a_level_is_written(ada, draft):
    made = ada.post(at("families/new"), {"name": "Wood", "summary": "All that is hard."})
    assert made.response["Location"] == at("families?family=wood")
    role = ada.post(at("roles/new"), {"name": "Turner", "family": "wood", "alternative_labels": "lathe hand\r\n"})
    assert role.response["Location"] == at("roles/turner#levels")
    level = ada.post(at("roles/turner/levels/new"), {"name": "", "rung": "4"})
    assert level.response["Location"] == at("roles/turner#levels")

    assert families(draft)["wood"] == ["turner"]
    assert RoleWording.objects.get(role__slug="turner").alternative_labels == ["lathe hand"]
    assert RoleLevelWording.objects.get(role_level__slug="turner").rung == 4


@pytest.mark.parametrize(
    ("path", "sent", "words", "field"),
    [
        ("families/new", {"name": ""}, "Enter what the family is called", "#id_name"),
        ("families/new", {"name": "<i>Wood</i>"}, "HTML tag", "#id_name"),
        ("roles/new", {"name": "Turner", "family": "no"}, "Select a valid choice", "#id_family"),
        ("roles/weaver/levels/new", {"name": ""}, "Enter a name", "#id_name"),
        ("roles/weaver/levels/new", {"name": "Chief", "rung": "high"}, "whole number", "#id_rung"),
        ("roles/weaver/levels/new", {"name": "Chief", "rung": "99"}, "from 1 to 30", "#id_rung"),
        ("roles/merchant/levels/new", {"name": "Chief"}, "has no name", ""),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_stays_typed(ada, draft, path, sent, words, field):
    answer = ada.post(at(path), sent)

    assert answer.status == 422
    assert words in answer.text
    assert not field or field in answer.links
    assert fields_of(answer)["name"] == sent["name"]


def test_a_role_needs_a_family(ada, draft):
    for family in ("cloth", "trade"):
        confirm(ada, at(f"families/{family}/remove"))

    answer = ada.browser.get(at("roles/new"), follow=True)

    assert answer.redirect_chain == [(at("families/new"), 303)]
    assert "Add a family first" in answer.content.decode()
    assert "There is no family yet" in ada.get(at("families")).text


def test_roles_and_families_move_and_the_page_leads_back_to_them(ada, draft):
    down = ada.post(at("roles/weaver/move"), {"way": "down"})
    up = ada.post(at("families/trade/move"), {"way": "up", "opened": "cloth"})
    over = ada.post(at("roles/weaver/move"), {"family": "trade"})
    level = ada.post(at("roles/dyer/levels/dyer/move"), {"way": "up"})

    assert down.response["Location"] == at("families?family=cloth#role-weaver")
    assert up.response["Location"] == at("families?family=cloth#family-trade")
    assert over.response["Location"] == at("families?family=trade#role-weaver")
    assert level.response["Location"] == at("roles/dyer#level-dyer")
    assert families(draft) == {"trade": ["merchant", "weaver"], "cloth": ["dyer"]}
    assert queries.role_place(draft.pk, "dyer").levels[0].key == "dyer"


def test_what_is_at_the_end_is_said_to_be(ada, draft):
    answer = ada.browser.post(at("families/cloth/move"), {"way": "up"}, follow=True)

    assert "It is the first already" in answer.content.decode()


@pytest.mark.parametrize("path", ["families/cloth/move", "roles/weaver/move", "roles/weaver/levels/weaver/move"])
def test_a_move_without_a_way_moves_nothing(ada, draft, path):
    before = families(draft)

    assert ada.post(at(path), {"way": "sideways"}).status == 303
    assert families(draft) == before
    assert not Entry.objects.filter(kind__endswith=".moved").exists()


def test_what_goes_with_a_thing_is_shown_before_it_is_taken_out(ada, draft):
    assert "2 roles, 6 role levels, 12 requirements" in ada.get(at("families/cloth/remove")).text
    assert "3 role levels, 7 requirements" in ada.get(at("roles/weaver/remove")).text
    assert "4 requirements go with it" in ada.get(at("roles/weaver/levels/weaver/remove")).text

    confirm(ada, at("roles/weaver/levels/weaver/remove"))
    confirm(ada, at("roles/weaver/remove"))
    confirm(ada, at("families/cloth/remove"))

    assert families(draft) == {"trade": ["merchant"]}


def test_two_who_write_one_role_see_both_texts(ada, bo, draft):
    opened = fields_of(ada.get(at("roles/weaver")))
    bo.post(at("roles/weaver"), fields_of(bo.get(at("roles/weaver"))) | {"summary": "What Bo wrote."})
    seal(at=now())

    answer = ada.post(at("roles/weaver"), opened | {"summary": "What Ada wrote."})

    assert answer.status == 422
    assert "Bo changed this while you were writing" in answer.text
    assert "What Bo wrote." in answer.text
    assert fields_of(answer)["summary"] == "What Ada wrote."
    saved = ada.post(at("roles/weaver"), fields_of(answer) | {"take-summary": "mine"})
    assert saved.status == 303
    assert RoleWording.objects.get(version=draft, role__slug="weaver").summary == "What Ada wrote."


def test_a_list_has_pages(ada, draft):
    home = FamilyWording.objects.get(version=draft, family__slug="trade")
    rows = queries.document(draft.pk)
    assert len(rows.families) == 2
    for number in range(60):
        ada.post(at("roles/new"), {"name": f"Trader {number:02}", "family": "trade"})

    first, second = ada.get(at("families?family=trade")), ada.get(at("families?family=trade&page=2"))

    assert "Trader 48" in first.text
    assert "Trader 49" not in first.text
    assert "Trader 49" in second.text
    moved = ada.post(at("roles/trader-49/move"), {"way": "down"})
    assert moved.response["Location"] == at("families?family=trade&page=2#role-trader-49")
    assert RoleWording.objects.filter(family_wording=home).count() == 61


def test_pages_cost_the_same_for_a_larger_framework(ada, draft):
    from django.db import connection

    grown = Version.objects.get(pk=build.drafted(replace(build.crafts("more", times=8), profession=OWNER), START))
    assert grown.label == "1"

    def cost(path):
        ada.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert ada.get(path).status == 200
        return len(seen)

    more = "/authoring/drafts/more/1/"
    for small, large in (
        ("families", "families"),
        ("roles/weaver", "roles/weaver-more"),
        ("roles/weaver/requirements", "roles/weaver-more/requirements"),
        ("roles/weaver/levels/weaver/requirements", "roles/weaver-more/levels/weaver/requirements"),
    ):
        assert cost(at(small)) == cost(more + large), small


def test_a_role_is_seen_as_readers_will(reviewer, ada, draft):
    page = reviewer.get(at("preview/roles/weaver"))

    assert page.headings == ["Weaver"]
    assert "Costing" in page.text
    assert "Awareness (desirable)" in page.text
    assert at("preview/roles/weaver") in reviewer.get(at("preview")).links
    assert at("preview/skills/weaving") in page.links
    assert at("roles/weaver") not in page.links
    assert at("roles/weaver") in ada.get(at("preview/roles/weaver")).links
    assert reviewer.get(at("preview/roles/nobody")).status == 404
    assert page.inline == []
