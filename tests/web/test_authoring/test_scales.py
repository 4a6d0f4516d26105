"""The pages of scales."""

from __future__ import annotations

from tests.web.test_authoring.conftest import at, fields_of
from waymark.frameworks import queries

TWO = at("scales/of/two-levels")


def seen(draft) -> str:
    return queries.scale_shown(draft.pk, "two-levels").seen


def names(draft, key="two-levels") -> list[str]:
    (found,) = [one.scale for one in queries.scales_in_use(draft.pk) if one.scale.key == key]
    return [level.name for level in found.levels]


def test_scales_are_listed_with_what_hangs_on_them(ada, reviewer):
    for who, links in ((ada, True), (reviewer, False)):
        page = who.get(at("scales"))
        assert "5 skills are on it" in page.text
        assert (TWO in page.links) is links
    assert reviewer.get(TWO).status == 404


def test_a_scale_and_its_levels_are_named(ada, draft):
    page = ada.get(TWO)
    sent = next(form for form in page.forms if "level_1_name" in form)
    del sent["csrfmiddlewaretoken"]

    answer = ada.post(TWO, sent | {"level_1_name": "Learner"})

    assert answer.status == 303
    assert names(draft) == ["Learner", "Able"]
    stale = ada.post(TWO, sent | {"level_1_name": "Beginner"})
    assert stale.status == 422
    assert "You changed this in another window" in stale.text or "changed this while you were" in stale.text


def test_a_scale_is_added(ada, draft):
    sent = fields_of(ada.get(at("scales/new"))) | {"name": "Yes or no", "levels": "Not yet\r\nYes"}

    answer = ada.post(at("scales/new"), sent)

    assert answer.response["Location"] == at("scales/of/yes-or-no")
    assert names(draft, "yes-or-no") == ["Not yet", "Yes"]
    assert ada.post(at("scales/new"), sent | {"levels": " "}).status == 422


def test_levels_are_added_moved_and_removed_with_buttons(ada, draft):
    levels = f"{TWO}/levels"
    assert ada.post(levels, {"do": "add", "new_level": "Master"}).status == 303
    assert ada.post(levels, {"do": "down", "rank": "3"}).status == 303
    assert names(draft) == ["Learning", "Master", "Able"]
    assert ada.post(levels, {"do": "remove", "rank": "2", "seen": "of another day"}).status == 422
    assert ada.post(levels, {"do": "remove", "rank": "2", "seen": seen(draft)}).status == 303
    assert names(draft) == ["Learning", "Able"]


def test_what_is_used_stays_and_the_page_says_by_what(ada, draft):
    answer = ada.post(f"{TWO}/levels", {"do": "remove", "rank": "1", "seen": seen(draft)})

    assert answer.status == 422
    assert "Learning is used, so it stays. 1 skill describes it: Bookkeeping." in answer.text
    assert names(draft) == ["Learning", "Able"]
    assert ada.post(f"{TWO}/levels", {"do": "remove_scale"}).status == 422


def test_a_level_without_a_name_is_asked_for_again(ada):
    answer = ada.post(f"{TWO}/levels", {"do": "add", "new_level": "<b>x</b>"})

    assert answer.status == 422
    assert "HTML tag" in answer.text
    assert "#new_level" in answer.links


def test_what_is_not_there_is_not_there(ada):
    assert ada.get(at("scales/of/none")).status == 404
    assert ada.post(f"{TWO}/levels", {"do": "juggle"}).status == 404
    assert ada.post(f"{TWO}/levels", {"do": "up", "rank": "77"}).status == 404


def test_a_scale_of_values_is_added_and_changed(ada, draft):
    sent = fields_of(ada.get(at("scales/new"))) | {"name": "Marks", "kind": "numeric", "levels": "40\r\nGood = 60"}
    assert ada.post(at("scales/new"), sent | {"levels": "Good"}).status == 422
    assert ada.post(at("scales/new"), sent).status == 303
    marks = at("scales/of/marks")

    page = ada.get(marks)
    shown = next(form for form in page.forms if "level_1_name" in form)
    del shown["csrfmiddlewaretoken"]
    assert (shown["level_1_value"], shown["level_2_value"]) == ("40", "60")
    falling = ada.post(marks, shown | {"level_2_value": "30"})
    assert falling.status == 422
    assert "a higher value than the level below it" in falling.text
    assert ada.post(marks, shown | {"level_2_value": "70"}).status == 303
    assert "Values, such as 60 of 100" in ada.get(at("scales")).text


def test_a_scale_that_becomes_one_of_values_is_asked_for_them(ada, draft):
    shown = next(form for form in ada.get(TWO).forms if "level_1_name" in form)
    del shown["csrfmiddlewaretoken"]

    asked = ada.post(TWO, shown | {"kind": "numeric"})

    assert asked.status == 422
    assert "Enter the value of level 1" in asked.text
    given = shown | {"kind": "numeric", "level_1_value": "1", "level_2_value": "2"}
    assert ada.post(TWO, given).status == 303
    empty = fields_of(ada.get(at("scales/new"))) | {"name": "Has it", "kind": "none", "levels": ""}
    assert ada.post(at("scales/new"), empty).status == 303
    assert ada.get(at("scales/of/has-it")).status == 200
