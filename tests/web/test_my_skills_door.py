"""The public door "from my skills": everything in the address, nothing stored."""

import pytest

from tests.web.pages import Page, get
from tests.web.test_me.conftest import someone
from waymark.access.models import Session

DOOR = "/explore/from-my-skills"


def test_a_search_offers_skills_to_add_and_keeps_those_chosen(visitor, crafts):
    page = get(visitor, f"{DOOR}?held=dyeing:2&q=weaving")

    assert f"{DOOR}?held=dyeing:2&add=weaving" in page.links


def test_adding_a_skill_asks_for_its_level_with_the_descriptors(visitor, crafts):
    page = get(visitor, f"{DOOR}?held=dyeing:2&add=weaving")

    assert "You can thread a loom." in page.text
    assert '<input type="hidden" name="held" value="dyeing:2">' in page.html
    assert 'name="level" type="radio" value="4"' in page.html


def test_chosen_skills_are_matched_with_the_sum_behind_every_fit(visitor, crafts):
    page = get(visitor, f"{DOOR}?held=dyeing:2&skill=weaving&level=3")

    assert "Practitioner" in page.text
    assert f"{DOOR}?held=weaving:3" in page.links
    assert "Roles that are close" in page.text
    assert "/roles/weaver#senior-weaver" in page.links
    assert "Together" in page.text


def test_leaving_the_level_out_is_an_error_at_the_question(visitor, crafts):
    page = get(visitor, f"{DOOR}?skill=weaving")

    assert "Select the level that describes you best." in page.text
    assert "There is a problem" in page.text
    assert 'href="#level"' in page.html


def test_a_skill_without_levels_cannot_be_added_and_that_is_said(visitor, crafts):
    assert "no levels to choose from" in get(visitor, f"{DOOR}?add=patience").text


@pytest.mark.parametrize(
    "junk", ["held=", "held=weaving", "held=weaving:x", "held=nobody:2", "held=weaving:99", "add=nobody",
             "skill=weaving&level=x", "held=weaving:-1"],
)  # fmt: skip
def test_an_address_that_somebody_changed_by_hand_is_read_for_what_it_holds(visitor, crafts, junk):
    page = get(visitor, f"{DOOR}?{junk}")

    assert "Your skills" not in page.text.split("From my skills", 1)[1].split("Help")[0]


def test_nothing_is_stored_and_no_cookie_is_set(visitor, crafts):
    answer = visitor.get(f"{DOOR}?held=weaving:3")

    assert not answer.cookies
    assert not Session.objects.exists()


def test_forty_skills_are_the_most(visitor, crafts):
    held = "&".join(f"held=skill-{i}:1" for i in range(60))

    assert Page(visitor.get(f"{DOOR}?{held}")).status == 200


def test_someone_signed_in_goes_to_their_own_page(crafts):
    answer = someone(1).browser().get(DOOR)

    assert answer.headers["Location"] == "/me/explore"
