"""The crosswalk: suggestions with their sums, accepted one by one or in bulk, turned down, ended."""

from __future__ import annotations

import pytest

from tests.web.pages import Page
from waymark.frameworks.models import Crosswalk, CrosswalkEnd, CrosswalkRejection, Skill
from waymark.web.authoring import crosswalk


@pytest.fixture
def pair(world):
    return "-".join(str(Skill.objects.get(slug=slug).pk) for slug in ("weaving", "baking-skill"))


def post(world, **fields):
    return world.author.post(world.crosswalk, fields)


def test_one_chooses_the_framework_to_compare_with(world):
    page = Page(world.author.get("/authoring/frameworks/cloth/crosswalk"))

    assert page.headings == ["Crosswalk"]
    assert any("with=baking" in link for link in page.links)


def test_a_suggestion_opens_to_its_sum(world):
    page = Page(world.author.get(world.crosswalk))

    assert "names and labels 60 of 60" in page.text
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids))


def test_ticked_suggestions_are_related(world, pair):
    done = post(world, do="relate", pair=pair, kind="same")

    assert done.status_code == 303
    assert Crosswalk.objects.get().kind == "same"
    assert "1 relation" in Page(world.author.get(world.crosswalk)).text
    assert "Nothing is suggested here." in Page(world.author.get(world.crosswalk)).text


def test_all_of_a_band_are_related_in_bulk(world):
    assert world.author.post(f"{world.crosswalk}&band=90", {"do": "relate_all", "kind": "same"}).status_code == 422
    assert not Crosswalk.objects.exists()

    assert post(world, do="relate_all", kind="similar").status_code == 303
    assert Crosswalk.objects.get().reason == "Related in bulk, from suggestions"


@pytest.mark.parametrize("fields", [{"do": "relate", "kind": "same"}, {"do": "reject"}, {"do": "nonsense"}, {}])
def test_nothing_ticked_is_said(world, fields):
    page = Page(post(world, **fields))

    assert page.status == 422
    assert "Tick the suggestions you mean first." in page.text


def test_a_suggestion_is_turned_down_and_taken_up_again(world, pair):
    post(world, do="reject", pair=pair)
    assert "1 suggestion turned down" in Page(world.author.get(world.crosswalk)).text

    assert post(world, do="reconsider", pair=pair).status_code == 303
    assert not CrosswalkRejection.objects.exists()


def test_two_skills_are_related_by_hand_and_typed_text_is_kept(world):
    wrong = Page(post(world, do="by_hand", skill="Dyeing", other="No such", kind="broader"))
    right = post(world, do="by_hand", skill="dyeing", other="baking-skill", kind="broader", reason="Colour")

    assert wrong.status == 422
    assert 'value="No such"' in wrong.html
    assert right.status_code == 303
    again = Page(post(world, do="by_hand", skill="dyeing", other="baking-skill", kind="same"))
    assert (again.status, "End that relation first" in again.text) == (422, True)


def test_a_relation_is_ended(world, pair):
    post(world, do="relate", pair=pair, kind="same")

    assert post(world, do="end", relation=str(Crosswalk.objects.get().uuid)).status_code == 303
    assert CrosswalkEnd.objects.count() == 1
    assert post(world, do="end", relation="nonsense").status_code == 404


def test_those_who_write_neither_framework_find_no_crosswalk(world, pair):
    for browser in (world.stranger, world.reviewer):
        assert browser.get(world.crosswalk).status_code == 404
        assert browser.post(world.crosswalk, {"do": "relate", "pair": pair, "kind": "same"}).status_code == 404
    # Whoever writes the other framework cannot read this draft, and nothing of this one is published.
    assert world.other.get(world.crosswalk).status_code == 404
    assert not Crosswalk.objects.exists()


def test_the_public_page_of_a_skill_names_its_like(world, pair, visitor):
    from waymark.frameworks import commands
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR

    post(world, do="relate", pair=pair, kind="same")
    assert "Also known in other frameworks" not in Page(visitor.get("/skills/baking-skill")).text

    at = now()
    commands.publish(version_id=world.version_id, effective_from=at, reason="x", actor=OPERATOR, at=at)

    page = Page(visitor.get("/skills/baking-skill"))
    assert "Also known in other frameworks" in page.text
    assert "/skills/weaving" in page.links


def test_the_crosswalk_costs_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    world.author.get(world.crosswalk)

    with django_assert_max_num_queries(40):
        world.author.get(world.crosswalk)


def test_many_relations_and_many_turned_down_stand_on_pages(world, monkeypatch):
    for skill in ("weaving", "dyeing", "patience"):
        post(world, do="by_hand", skill=skill, other="baking-skill", kind="broader", reason="x")
    monkeypatch.setattr(crosswalk, "A_PAGE", 2)

    first, second = (Page(world.author.get(f"{world.crosswalk}&related={number}")) for number in (1, 2))

    assert "3 relations" in first.text
    assert (first.html.count('value="end"'), second.html.count('value="end"')) == (2, 1)
    assert any("related=2" in link for link in first.links)
