"""The grid of requirements: two editors, one role, and nothing lost."""

from __future__ import annotations

import pytest

from tests.web.test_authoring.conftest import at, confirm, fields_of
from waymark.frameworks import queries
from waymark.frameworks.models import Choice, Requirement, UnsavedForm
from waymark.frameworks.types import Asked
from waymark.web.authoring.structure import level_requirements

GRID = at("roles/weaver/requirements")
LEVEL = at("roles/weaver/levels/weaver/requirements")


def cell(level, skill):
    return f"cell:{level}:{skill}"


def asked(draft, level, skill):
    found = queries.requirement_grid(draft.pk, "weaver").cells.get((level, skill))
    return found.asked if found else None


def test_changed_cells_are_saved(ada, draft):
    sent = fields_of(ada.get(GRID))
    assert sent[cell("weaver", "weaving")] == "essential:2"
    assert sent[cell("weaver", "costing")] == "desirable:1"
    assert sent[cell("junior-weaver", "patience")] == "essential:"
    assert sent[cell("junior-weaver", "costing")] == ""

    answer = ada.post(
        GRID, sent | {cell("weaver", "weaving"): "desirable:3", cell("junior-weaver", "patience"): "", "save": "save"}
    )

    assert answer.status == 303
    assert asked(draft, "weaver", "weaving") == Asked(3, "desirable", 3)
    assert asked(draft, "junior-weaver", "patience") is None
    assert Requirement.objects.filter(version=draft).count() == 13
    assert "2 requirements are saved." in ada.get(GRID).text


def test_two_editors_of_one_grid(ada, bo, draft):
    opened = fields_of(ada.get(GRID))
    bo.post(
        GRID,
        fields_of(bo.get(GRID)) | {cell("weaver", "weaving"): "essential:4", cell("weaver", "dyeing"): "essential:3"},
    )

    answer = ada.post(
        GRID, opened | {cell("weaver", "weaving"): "essential:1", cell("senior-weaver", "dyeing"): "essential:4"}
    )

    assert answer.status == 422
    assert "1 cell is not saved" in answer.text
    assert "You chose: Awareness. It is now: Expert." in answer.text
    assert "#cell-2-1" in answer.links
    assert asked(draft, "weaver", "weaving").level == 4  # Bo's stands
    assert asked(draft, "weaver", "dyeing").level == 3  # so does what Ada did not touch
    assert asked(draft, "senior-weaver", "dyeing").level == 4  # what Ada changed beside it is saved
    shown = fields_of(answer)
    assert shown[cell("weaver", "weaving")] == "essential:1"  # what Ada chose is still there
    assert ada.post(GRID, shown).status == 303  # now she means it
    assert asked(draft, "weaver", "weaving").level == 1


def test_a_role_level_that_is_gone_is_named(ada, bo, draft):
    opened = fields_of(ada.get(GRID))
    confirm(bo, at("roles/weaver/levels/senior-weaver/remove"))

    answer = ada.post(GRID, opened | {cell("senior-weaver", "weaving"): "essential:1"})

    assert answer.status == 422
    assert "somebody took it out" in answer.text


def test_a_skill_gets_a_row_and_what_was_chosen_is_kept(ada, draft):
    sent = fields_of(ada.get(GRID)) | {cell("weaver", "weaving"): "essential:4"}

    found = ada.post(GRID, sent | {"words": "keeping", "find": "find"})
    assert found.status == 200
    assert "Add Café keeping" in found.text
    assert "Add Bookkeeping" not in found.text  # it has a row
    assert fields_of(found)[cell("weaver", "weaving")] == "essential:4"
    added = ada.post(GRID, fields_of(found) | {"row": "cafe-keeping"})
    shown = fields_of(added)
    assert shown[cell("weaver", "cafe-keeping")] == ""
    assert shown[cell("weaver", "weaving")] == "essential:4"
    assert not Requirement.objects.filter(version=draft, level=4, role_level_wording__name="Weaver").exists()
    saved = ada.post(GRID, shown | {cell("weaver", "cafe-keeping"): "desirable:2"})

    assert saved.status == 303
    assert asked(draft, "weaver", "cafe-keeping") == Asked(2, "desirable", 1)
    assert asked(draft, "weaver", "weaving").level == 4


def test_what_is_not_found_is_said(ada, draft):
    answer = ada.post(GRID, fields_of(ada.get(GRID)) | {"words": "zither", "find": "find"})

    assert "No skill of this draft that has no row yet" in answer.text


@pytest.mark.parametrize(
    "sent", [{}, {"shown": "nonsense"}, {"shown": "[" * 100_000}, {"shown": '[["weaver","weaving","vital:9"]]'}]
)
def test_a_form_that_no_page_sends_changes_nothing(ada, draft, sent):
    assert ada.post(GRID, sent | {cell("weaver", "weaving"): "essential:1"}).status == 303
    assert asked(draft, "weaver", "weaving").level == 2


def test_what_is_chosen_and_not_saved_is_offered_again(ada, bo, draft):
    typed = fields_of(ada.get(GRID)) | {cell("weaver", "weaving"): "essential:4", "place": GRID}
    assert ada.post(at("unsaved"), typed).status == 200

    assert "that is not saved" in ada.get(GRID).text
    going_on = fields_of(ada.get(GRID + "?unsaved=1"))
    assert going_on[cell("weaver", "weaving")] == "essential:4"
    bo.post(GRID, fields_of(bo.get(GRID)) | {cell("weaver", "costing"): ""})
    assert ada.post(GRID, going_on).status == 303

    assert asked(draft, "weaver", "weaving").level == 4
    assert asked(draft, "weaver", "costing") is None
    assert not UnsavedForm.objects.exists()


def test_one_level_has_weights(ada, draft):
    sent = fields_of(ada.get(LEVEL))
    assert (sent["level:costing"], sent["importance:costing"], sent["weight:costing"]) == ("1", "desirable", "9")

    answer = ada.post(LEVEL, sent | {"weight:costing": "4", "level:weaving": "", "level:dyeing": "no"})

    assert answer.status == 303
    assert asked(draft, "weaver", "costing") == Asked(1, "desirable", 4)
    assert asked(draft, "weaver", "weaving") == Asked(None, "essential", 3)
    assert asked(draft, "weaver", "dyeing") is None


@pytest.mark.parametrize(("weight", "words"), [("heavy", "whole number"), ("", "whole number"), ("0", "from 1 to")])
def test_a_weight_is_a_number(ada, draft, weight, words):
    answer = ada.post(LEVEL, fields_of(ada.get(LEVEL)) | {"weight:weaving": weight})

    assert answer.status == 422
    assert words in answer.text
    assert asked(draft, "weaver", "weaving").weight == 3


def test_two_editors_of_one_level(ada, bo, draft):
    opened = fields_of(ada.get(LEVEL))
    bo.post(LEVEL, fields_of(bo.get(LEVEL)) | {"weight:weaving": "7"})

    answer = ada.post(LEVEL, opened | {"weight:weaving": "5", "weight:costing": "2"})

    assert answer.status == 422
    assert "It is now: Working, weight 7" in answer.text
    assert asked(draft, "weaver", "costing").weight == 2
    assert fields_of(answer)["weight:weaving"] == "5"
    assert ada.post(LEVEL, fields_of(answer)).status == 303
    assert asked(draft, "weaver", "weaving").weight == 5


def test_a_group_is_made_and_taken_away(ada, draft):
    new = at("roles/weaver/levels/weaver/groups/new")
    made = ada.post(new, {"name": "Money", "choose": "2", "skills": "", "ticked": ["costing", "weaving"]})
    assert made.response["Location"] == LEVEL + "#groups"
    assert "at least 2 of Costing, Weaving" in ada.get(LEVEL).text

    refused = ada.post(
        at("roles/weaver/levels/weaver/groups/money"),
        fields_of(ada.get(at("roles/weaver/levels/weaver/groups/money"))) | {"choose": "2", "ticked": ["", "costing"]},
    )
    assert refused.status == 422
    page = ada.get(at("roles/weaver/levels/weaver/groups/money"))
    seen = {"seen": next(form["seen"] for form in page.forms if "seen" in form)}
    ada.post(at("roles/weaver/levels/weaver/groups/money/remove"), {"seen": "of another day"})
    assert Choice.objects.filter(version=draft).count() == 2
    ada.post(at("roles/weaver/levels/weaver/groups/money/remove"), seen)
    assert Choice.objects.filter(version=draft).count() == 1


def test_a_number_larger_than_the_group_is_refused_with_a_sentence(ada, draft):
    sent = {"name": "Money", "choose": "3", "skills": "", "ticked": ["costing", "weaving"]}

    answer = ada.post(at("roles/weaver/levels/weaver/groups/new"), sent)

    assert answer.status == 422
    assert "The group has 2, so no more than 2 can be asked for" in answer.text
    assert "#id_choose" in answer.links
    assert answer.html.count("checked") == 2


def test_ticks_that_are_not_saved_are_offered_again(ada, draft):
    new = at("roles/weaver/levels/weaver/groups/new")
    typed = {"name": "Money", "choose": "2", "place": new, "ticked": ["", "costing", "weaving"]}
    assert ada.post(at("unsaved"), typed).status == 200

    assert UnsavedForm.objects.get().fields["skills"] == "costing\nweaving"
    page = ada.get(new + "?unsaved=1").html
    assert page.count(" checked>") == 2


def test_many_skills_of_a_level_stand_on_pages(ada, draft, monkeypatch):
    monkeypatch.setattr(level_requirements, "A_PAGE", 2)
    first, second = fields_of(ada.get(LEVEL)), fields_of(ada.get(LEVEL + "?page=2"))
    skills = [{name for name in page if name.startswith("level:")} for page in (first, second)]
    assert (len(skills[0]), bool(skills[1]), skills[0] & skills[1]) == (2, True, set())

    name = min(skills[1]).removeprefix("level:")
    added = ada.post(LEVEL + "?page=2", second | {"row": "cafe-keeping"})
    answer = ada.post(
        LEVEL + "?page=2", fields_of(added) | {f"weight:{name}": "8", "level:cafe-keeping": "2", "save": "save"}
    )

    assert (answer.status, answer.response["Location"]) == (303, LEVEL + "?page=2")
    assert asked(draft, "weaver", name).weight == 8
    assert asked(draft, "weaver", "cafe-keeping").level == 2
    for one in skills[0]:
        assert asked(draft, "weaver", one.removeprefix("level:")) is not None
