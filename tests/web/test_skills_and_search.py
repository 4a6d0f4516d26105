"""Skills A to Z, the page of a skill, and search."""

from dataclasses import replace

import pytest

from tests.frameworks import build
from tests.web.pages import get
from waymark.web.explore import skills


def test_skills_are_listed_by_letter_with_a_count(visitor, crafts):
    page = get(visitor, "/skills")

    assert "6 skills" in page.text
    assert page.text.index("Bookkeeping") < page.text.index("Café keeping") < page.text.index("Weaving")
    assert "/skills?letter=W" in page.links
    assert "/skills?letter=Z" not in page.links


def test_a_letter_shows_its_own_skills_and_says_how_many_of_all(visitor, crafts):
    page = get(visitor, "/skills?letter=w")

    assert "1 skill under W, of 6" in page.text
    assert "Dyeing" not in page.text


def test_a_letter_without_skills_shows_all_of_them(visitor, crafts):
    assert "6 skills" in get(visitor, "/skills?letter=Z").text


def test_skills_can_be_filtered_by_framework_and_kind_and_an_empty_choice_says_so(visitor, crafts):
    build.published(build.crafts("trades"))

    assert "Weaving" not in get(visitor, "/skills?kind=behaviour").text
    assert "Patience" in get(visitor, "/skills?kind=behaviour").text
    assert '<option value="crafts" selected>' in get(visitor, "/skills?framework=crafts").html
    assert "No skill matches this choice" in get(visitor, "/skills?framework=crafts&kind=strength").text


def test_a_list_of_more_than_a_hundred_opens_at_its_first_letter(visitor, professions):
    build.published(build.crafts(times=17))

    page = get(visitor, "/skills")

    assert "17 skills under B, of 102" in page.text
    assert "Weaving" not in page.text
    assert "/skills?letter=all" in page.links
    assert "Next letter : C" in page.text
    assert "Previous letter" not in page.text


def test_many_skills_of_a_letter_stand_on_pages(visitor, crafts, monkeypatch):
    monkeypatch.setattr(skills, "SUMMARIES_A_PAGE", 4)

    first, second = get(visitor, "/skills"), get(visitor, "/skills?page=2")

    assert "6 skills" in first.text
    assert (first.html.count('class="wm-card__title"'), second.html.count('class="wm-card__title"')) == (4, 2)


def test_all_of_a_long_list_is_shown_by_name_a_page_at_a_time(visitor, professions):
    build.published(build.crafts(times=70))

    first = get(visitor, "/skills?letter=all")
    last = get(visitor, "/skills?letter=all&page=2")

    assert "420 skills" in first.text
    assert "Bookkeeping" in first.text
    assert "You enter a bill" not in first.text
    assert "Weaving" not in first.text
    assert "Weaving" in last.text
    assert "Bookkeeping" not in last.text
    assert [get(visitor, f"/skills?letter=all&page={wild}").text == last.text for wild in ("9", "999999")] == [True] * 2
    assert get(visitor, "/skills?letter=all&page=-1").text == first.text


def test_filters_stay_when_going_from_letter_to_letter_and_to_all(visitor, professions):
    build.published(build.crafts(times=110))

    page = get(visitor, "/skills?framework=crafts&kind=technical")

    assert "/skills?framework=crafts&kind=technical&letter=all" in page.links
    assert "/skills?framework=crafts&kind=technical&letter=D" in page.links


def test_names_that_stand_twice_say_their_framework(visitor, professions):
    build.published(build.crafts(times=17))
    trades = build.crafts("trades")
    build.published(
        build.replace(
            trades, families=(), skills=tuple(build.replace(one, key=f"trade-{one.key}") for one in trades.skills)
        )
    )

    page = get(visitor, "/skills?letter=all")

    assert "Dyeing (Crafts)" in page.text
    assert "Dyeing (Trades)" in page.text
    assert "Dyeing 3 (" not in page.text


def test_a_skill_is_searched_for_from_the_list(visitor, crafts):
    page = get(visitor, "/skills")

    assert '<input type="hidden" name="kind" value="skill">' in page.html
    assert "Weaving" in get(visitor, "/search?kind=skill&q=loom").text


@pytest.mark.parametrize("asked", ["", "?letter=all", "?letter=w", "?letter=all&page=2"])
def test_the_list_takes_a_fixed_number_of_queries(visitor, professions, asked, django_assert_num_queries):
    build.published(build.crafts(times=70))

    with django_assert_num_queries(3):
        get(visitor, f"/skills{asked}")


def test_a_skill_shows_its_levels_the_undefined_one_too_and_the_roles_that_need_it(visitor, crafts):
    page = get(visitor, "/skills/weaving")

    assert "You can thread a loom." in page.text
    assert "The framework names this level and does not describe it." in page.text
    assert "A metre of cloth." in page.text
    assert "A winter beside a weaver." in page.text
    assert "Also called: loom work" in page.text
    assert "/roles/weaver#senior-weaver" in page.links
    assert "2 roles" in page.text


def test_a_skill_without_levels_says_so(visitor, crafts):
    page = get(visitor, "/skills/patience")

    assert "This skill has no levels" in page.text
    assert "no level named" in page.text


def test_search_finds_by_another_name_and_filters_by_kind(visitor, crafts):
    everything = get(visitor, "/search?q=weaver")
    roles = get(visitor, "/search?q=weaver&kind=role")

    assert "/roles/weaver" in everything.links
    assert "/search?q=weaver&kind=role" in everything.links
    assert "Role levels" in everything.text
    assert "/roles/weaver/senior-weaver" not in roles.links
    assert "/skills/weaving" in get(visitor, "/search?q=loom+work").links


def test_search_pages_its_results_and_goes_to_the_first_when_a_page_is_gone(visitor, professions):
    build.published(build.crafts(times=30))

    first = get(visitor, "/search?q=weaver&kind=role_level")

    assert "?q=weaver&kind=role_level&page=2" in first.links
    assert visitor.get("/search?q=weaver&page=999").headers["Location"] == "/search?q=weaver"
    assert get(visitor, "/search?q=weaver&page=nonsense").status == 200


@pytest.mark.parametrize("query", ["zebra", "%", "' OR 1=1 --", '"', "<script>alert(1)</script>", "\x00", "a" * 5000])
def test_a_search_without_results_says_what_to_do_and_never_breaks(visitor, crafts, query):
    answer = visitor.get("/search", {"q": query})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_misspelt_search_is_offered_what_was_meant(visitor, crafts):
    page = get(visitor, "/search?q=weavng")

    assert "Did you mean" in page.text
    assert "/search?q=Weaving" in page.links


def test_framework_text_with_no_break_spaces_and_bullets_reads_as_a_list(visitor, professions):
    document = build.crafts()
    skills = tuple(
        replace(skill, descriptors={1: "You can:\n- thread a loom\n-\u00a0tie a knot"})
        if skill.key == "weaving" else skill
        for skill in document.skills
    )  # fmt: skip
    build.published(replace(document, skills=skills))

    assert "<ul><li>thread a loom</li><li>tie a knot</li></ul>" in get(visitor, "/skills/weaving").html
