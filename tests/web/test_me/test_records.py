"""Your skills, your gap, where you could go: what is on record and what it means."""

from __future__ import annotations

import pytest

from tests.frameworks import build
from tests.web.test_me.conftest import START, hold, someone
from tests.web.test_me.pages import Walk, read, words
from waymark.kernel.clock import now
from waymark.people import queries as people

pytestmark = pytest.mark.django_db


def test_with_nothing_on_record_the_pages_say_what_to_do(browser):
    for path in ("/me/skills", "/me/explore"):
        page = browser.get(path)

        assert "Check your skills: five questions, about ten minutes" in words(page)
        assert "/me/check" in [href for href, _text in read(page).links]


def test_every_level_has_its_source_date_version_age_and_history(ada, browser, crafts):
    hold(ada, crafts, days_ago=400, source="manager", weaving=1)
    hold(ada, crafts, days_ago=0, weaving=2)

    said = words(browser.get("/me/skills"))

    assert "Working" in said
    assert "Said by you on" in said
    assert ", today." in said
    assert "Crafts, version 1" in said
    assert "History: 2 entries" in said
    assert "Said by your manager" in said
    assert "You can thread a loom." in said


def test_a_judgement_keeps_the_words_of_its_version(ada, browser, crafts):
    hold(ada, crafts, weaving=1)
    newer = build.crafts(version="2")
    newer = build.replace(newer, skills=tuple(build.replace(one, descriptors={1: "Anew."}) for one in newer.skills))
    build.published(newer, START)

    said = words(browser.get("/me/skills"))

    assert "You can thread a loom." in said
    assert "Anew." not in said


@pytest.mark.parametrize(
    ("narrowed", "shown", "hidden"),
    [
        ("?source=manager", "Dyeing", "About Weaving"),
        ("?older=12", "Weaving", "Dyeing"),
        ("?source=manager&older=12", "None of your skills matches.", "History"),
        ("?source=nobody&older=banana", "Weaving", "of 2 skills"),
    ],
)
def test_the_list_can_be_narrowed(ada, browser, crafts, narrowed, shown, hidden):
    hold(ada, crafts, days_ago=400, weaving=1)
    hold(ada, crafts, days_ago=10, source="manager", dyeing=1)

    said = words(browser.get(f"/me/skills{narrowed}"))

    assert shown in said
    assert hidden not in said


def test_skills_take_a_fixed_number_of_queries(ada, browser, crafts, django_assert_max_num_queries):
    hold(ada, crafts, weaving=1, dyeing=2, costing=3)
    hold(ada, crafts, days_ago=5, weaving=2, dyeing=3, costing=1)

    with django_assert_max_num_queries(14):
        assert browser.get("/me/skills").status_code == 200


def test_the_gap_to_my_role_is_in_words_with_the_sum_behind_it(ada, browser, crafts):
    hold(ada, crafts, weaving=1, costing=1)

    said = words(browser.get("/me/gap"))

    assert "What is between you and Weaver" in said
    assert "One level to go: you are at awareness, the role asks for working" in said
    assert "How we worked out the fit" in said
    assert "Not assessed yet" in said
    assert "One of: One of these" in said


def test_the_gap_to_any_role_level_can_be_asked_for(ada, browser, crafts, senior_dyer):
    hold(ada, crafts, weaving=1)

    said = words(browser.get(f"/me/gap?target={senior_dyer.slug}"))

    assert "What is between you and Senior dyer" in said
    assert "Three levels to go" in said


def test_another_role_is_found_by_searching(browser):
    walk = Walk(browser, "/me/gap")

    walk.press("Search", q="dyer")
    walk.follow("Senior dyer")

    assert "What is between you and Senior dyer" in walk.words


def test_a_search_that_finds_nothing_says_so(browser):
    for path in ("/me/gap?q=zzzz", "/me/assessments?q=zzzz", "/me/role?q=zzzz"):
        assert "No role matches “zzzz”" in words(browser.get(path))


@pytest.mark.parametrize("slug", ["no/such", "%00", "weaver%00", "a" * 500])
def test_a_gap_to_a_role_that_is_not_there_is_not_found(browser, slug):
    assert browser.get(f"/me/gap?target={slug}").status_code == 404


@pytest.mark.parametrize("typed", ["%00", "'; DROP", "%25", '"(', "a" * 3000])
def test_a_search_takes_anything_that_can_be_typed(browser, typed):
    for path in ("/me/gap", "/me/role", "/me/assessments"):
        assert browser.get(f"{path}?q={typed}").status_code == 200


def test_without_a_role_the_gap_page_asks_for_one(crafts):
    said = words(someone(4, post="Helper").browser().get("/me/gap"))

    assert "We do not know your role yet." in said
    assert "Compare yourself with another role" in said


def test_without_a_role_the_gap_page_offers_the_behaviours_of_my_grade_as_your_career_does(
    crafts, django_assert_max_num_queries
):
    behaviours = build.published(build.behaviours(), START)
    ben = someone(4, post="Helper")
    hold(ben, behaviours, candour=2)
    client = ben.browser()

    with django_assert_max_num_queries(16):
        page = client.get("/me/gap")

    offer = "Meanwhile, this is what everyone at your grade is asked for: Directing"
    link = next(href for href, text in read(page).links if text == "See your gap, behaviour by behaviour")
    assert offer in words(page)
    assert offer in words(client.get("/"))
    assert "of the levels asked for" in words(page)
    assert "Directing" in words(client.get(link))


def test_with_a_role_the_gap_page_offers_no_behaviours(browser, crafts):
    build.published(build.behaviours(), START)

    assert "Meanwhile" not in words(browser.get("/me/gap"))


@pytest.mark.parametrize(("search", "most"), [("", 15), ("&q=dyer", 22)])
def test_the_gap_takes_a_fixed_number_of_queries(
    ada, browser, crafts, senior_dyer, search, most, django_assert_max_num_queries
):
    hold(ada, crafts, weaving=1)
    browser.post("/me/target", {"action": "save", "role_level": senior_dyer.slug})
    browser.get("/")

    with django_assert_max_num_queries(most):
        assert browser.get(f"/me/gap?target={senior_dyer.slug}{search}").status_code == 200


def test_roles_are_ranked_by_fit_without_my_own(ada, browser, crafts):
    hold(ada, crafts, weaving=3, dyeing=1)

    page = browser.get("/me/explore")

    titles = [text for href, text in read(page).links if href.startswith("/me/gap?target=")]
    assert titles.index("Senior weaver") < titles.index("Dyer")
    assert "Weaver" not in titles
    assert "How we worked out the fit" in words(page)


def test_other_levels_of_my_role_can_be_hidden(ada, browser, crafts):
    hold(ada, crafts, weaving=3, dyeing=1)

    titles = [text for href, text in read(browser.get("/me/explore?hide=mine")).links if "target=" in href]

    assert "Dyer" in titles
    assert "Senior weaver" not in titles


def test_the_ranking_can_be_kept_to_one_framework(ada, browser, crafts):
    build.published(build.small("looms"), START)
    hold(ada, crafts, weaving=3)

    assert "No role like that shares a skill with you." in words(browser.get("/me/explore?framework=looms"))
    assert "Senior weaver" in words(browser.get("/me/explore?framework=unheard-of"))


def test_a_long_ranking_has_pages(ada, browser, crafts):
    version = build.published(build.crafts("more-crafts", times=4), START)
    hold(ada, version, **{f"weaving_{tail}": 2 for tail in (1, 2, 3)})

    first, last = words(browser.get("/me/explore")), words(browser.get("/me/explore?page=99"))

    assert "1. " in first
    assert "11. " in last


def test_exploring_takes_a_fixed_number_of_queries(ada, browser, crafts, django_assert_max_num_queries):
    build.published(build.crafts("more-crafts", times=6), START)
    hold(ada, crafts, weaving=1)

    with django_assert_max_num_queries(14):
        assert browser.get("/me/explore").status_code == 200


def test_my_role_is_chosen_out_of_a_search(ada, browser, senior_dyer):
    walk = Walk(browser, "/me/role?next=/me/check")

    walk.press("Search", q="dyer")
    walk.press("Save your role", role=senior_dyer.slug)

    assert walk.where == "/me/check"
    assert "Your role is now Senior dyer." in walk.words
    assert people.card(ada.id, now()).role_level_id == senior_dyer.id


def test_not_sure_is_an_answer(ada, browser):
    walk = Walk(browser, "/me/role")

    walk.press("Save your role", role="not-sure")

    assert "We have noted that you are not sure of your role." in walk.words
    assert people.card(ada.id, now()).role_level_id is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"q": "dyer"}, "Select your role, or select that you are not sure"),
        ({"q": "dyer", "role": "no/such"}, "Select a role from the list"),
    ],
)
def test_a_role_form_without_a_role_keeps_what_was_found(browser, sent, said):
    response = browser.post("/me/role", sent)

    assert response.status_code == 422
    assert said in words(response)
    assert "Senior dyer" in words(response)


def test_my_profession_is_chosen_from_the_list(ada, browser):
    walk = Walk(browser, "/me/profession?next=/me/check")

    walk.press("Save your profession", profession="policy")

    assert walk.where == "/me/check"
    assert people.card(ada.id, now()).main_profession_slug == "policy"


@pytest.mark.parametrize(
    ("sent", "said"), [("", "Select your profession"), ("sorcery", "Select a profession from the list")]
)
def test_a_profession_that_is_none_is_refused(browser, sent, said):
    response = browser.post("/me/profession", {"profession": sent})

    assert response.status_code == 422
    assert said in words(response)


def test_every_personal_page_says_who_can_see_it(ada, browser, crafts):
    hold(ada, crafts, weaving=1)

    for path in (
        "/",
        "/me/check",
        "/me/assessments",
        "/me/skills",
        "/me/gap",
        "/me/explore",
        "/me/role",
        "/me/profession",
    ):
        assert "Who can see this" in words(browser.get(path))


def test_each_skill_says_what_is_held_for_which_purpose_and_by_which_rule(ada, browser, crafts):
    hold(ada, crafts, days_ago=3, source="manager", weaving=1)
    hold(ada, crafts, days_ago=0, weaving=2)

    said = words(browser.get("/me/skills"))

    assert "For your development Working" in said
    assert "For recruitment not yet signed off" in said
    assert "For statistics Awareness (your manager" in said
    assert "The latest word counts, whoever said it." in said
