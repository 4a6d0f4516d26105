"""The first check: is this you, five questions, what is between."""

from __future__ import annotations

import pytest

from tests.frameworks import build
from tests.web.test_me.conftest import OWNER, START, WITHOUT_FRAMEWORK, someone
from tests.web.test_me.pages import Walk, read, words
from waymark.assessments import queries as assessments
from waymark.frameworks import queries as frameworks
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.people import queries as people

pytestmark = pytest.mark.django_db


def answer_all(walk: Walk, answer: str = "meeting") -> None:
    while "Question" in walk.words:
        yes_no = "Do you have this skill?" in walk.words
        walk.press("Save and continue", answer="yes" if yes_no else answer)


def test_from_the_front_page_to_the_result_takes_at_most_seven_clicks(browser):
    walk = Walk(browser)

    walk.follow("Check your skills")
    walk.press("Yes, start the check")
    answer_all(walk)

    assert walk.clicks <= 7
    assert walk.where.endswith("/result")
    assert "Nobody else can see this until you share it" in walk.words


def test_five_questions_take_seven_clicks_also_when_nobody_knows_the_role(db):
    five = [build.asks(f"skill-{n}", 2) for n in range(6)]
    document = build.replace(
        build.small("looms"),
        skills=tuple(build.skill(f"skill-{n}") for n in range(6)),
        families=(build.FamilyDocument("f", "Cloth", roles=(build.role("weaver", build.level("weaver", 1, *five)),)),),
    )
    organisation.ensure_reference(actor=OPERATOR, at=START)
    build.published(build.replace(document, profession=OWNER), START)
    ada = someone(1, post="Weaver")
    walk = Walk(ada.browser())

    walk.follow("Check your skills")
    walk.press("Start the check", role="weaver/weaver")
    answer_all(walk)

    assert walk.clicks == 7
    assert walk.where.endswith("/result")
    assert people.card(ada.id, now()).claimed_role_level_id is not None


def test_is_this_you_says_what_the_feed_says_and_who_will_see_it(browser):
    page = browser.get("/me/check")

    said = words(page)
    assert "Ada Marsh 1" in said
    assert "Weaver" in said
    assert "Hall 1" in said
    assert "Your organisation mapped your post to it." in said
    assert "Nobody else can see this until you share it" in said
    assert ("/me/role?next=/me/check", "Change your role") in read(page).links
    assert ("/me/profession?next=/me/check", "Change your profession") in read(page).links


def test_similar_posts_back_up_the_likely_role(crafts, weaver):
    client = someone(7, role_level_id=weaver.id, similar=2).browser()

    assert "Your organisation mapped 2 similar posts to it." in words(client.get("/me/check"))


def test_whoever_claimed_a_role_is_not_told_of_a_mapping(ada, browser, senior_dyer):
    browser.post("/me/role", {"role": senior_dyer.slug, "q": "dyer", "next": "/me/check"})

    said = words(browser.get("/me/check"))

    assert "Senior dyer" in said
    assert "You said that this is your role." in said


def test_without_a_role_the_check_asks_which_is_closest(crafts):
    client = someone(3, post="Dyer").browser()

    nothing = client.post("/me/check", {})
    strange = client.post("/me/check", {"role": "no/such"})

    assert nothing.status_code == strange.status_code == 422
    assert "Select the role that is closest to what you do" in words(nothing)
    assert "Select one of the roles on this page" in words(strange)
    assert "Senior dyer" in words(client.get("/me/check"))


def test_a_profession_without_a_framework_is_told_so_and_offered_the_behaviours_of_its_grade(crafts):
    build.published(build.behaviours(), START)
    client = someone(3, post="Adviser", profession=WITHOUT_FRAMEWORK).browser()
    walk = Walk(client, "/me/check")

    said = walk.words
    walk.press("Start the check", role="behaviours-at-work/directing")

    assert "has not published a framework here yet" in said
    assert "skills A to Z" in said
    assert "What do you want to check yourself against?" in said
    assert "Candour" in walk.words
    assert not people.person_of_account(int(client.session["_auth_user_id"]), now()).claimed


def test_a_question_shows_the_levels_around_the_asked_one_before_the_answers(browser):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")

    while "Weaving" not in walk.words:
        walk.press("Save and continue", answer="meeting")

    said = walk.words
    assert said.index("You can weave plain cloth.") < said.index("How do you compare?")
    assert "You can thread a loom." in said
    assert "The framework does not define this level." in said
    assert "You teach it." not in said
    assert "We record: Working" in said


def test_a_question_without_an_answer_is_refused_with_its_own_words(browser):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")

    walk.press("Save and continue")

    assert walk.page.status_code == 422
    assert "Error:" in walk.page.content.decode()
    assert "Select how you compare with the level the role asks for" in walk.words


def test_finish_later_keeps_the_answer_and_the_front_page_offers_to_carry_on(ada, browser):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")

    walk.press("Save and finish later", answer="meeting")

    assert "Saved. Carry on with your check when you are ready." in walk.words
    walk.follow("Carry on with your check")
    assert "Question 2 of" in walk.words
    (check,) = assessments.open_assessments(ada.id, ada.actor, now())
    assert check.answered == 1


def test_finish_later_without_an_answer_just_leaves(browser):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")

    walk.press("Save and finish later")

    assert "What to do next" in walk.words


def test_going_back_shows_what_was_answered(browser):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")
    walk.press("Save and continue", answer="above")

    walk.follow("Back")

    assert "Question 1 of" in walk.words
    assert 'value="above" checked' in walk.page.content.decode()


def test_a_second_tab_does_not_overwrite_the_first(ada, browser):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")
    second_tab = Walk(browser, walk.where)
    walk.press("Save and continue", answer="meeting")

    second_tab.press("Save and continue", answer="not_yet")

    assert second_tab.page.status_code == 409
    assert "another tab" in second_tab.words
    assert 'value="not_yet" checked' in second_tab.page.content.decode()
    second_tab.press("Save and continue", answer="not_yet")
    (check,) = assessments.open_assessments(ada.id, ada.actor, now())
    assert check.answers[0].quick == "not_yet"


def test_sending_the_last_answer_twice_finishes_once(ada, browser):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")
    while "Question" in walk.words:
        last = walk.where
        walk.press("Save and continue", answer="meeting")

    again = browser.post(last, {"answer": "meeting", "revision": ""}, follow=True)

    assert again.redirect_chain[-1][0] == walk.where
    assert len(assessments.recent_assessments(ada.id, ada.actor, now())) == 1


def test_the_check_of_somebody_else_is_not_there(browser, stranger):
    walk = Walk(stranger.browser(), "/me/check")
    walk.press("Yes, start the check")
    uuid = walk.where.split("/")[3]

    for path in (f"/me/check/{uuid}", f"/me/check/{uuid}/1", f"/me/check/{uuid}/result", f"/me/assessments/{uuid}"):
        assert browser.get(path).status_code == 404


@pytest.mark.parametrize("number", [0, 6, 99])
def test_a_question_that_the_check_does_not_have_is_not_there(browser, number):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")

    assert browser.get(walk.where.rsplit("/", 1)[0] + f"/{number}").status_code == 404


def test_the_result_names_three_things_to_do_that_are_there(browser):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")
    answer_all(walk, "not_yet")

    said = walk.words
    links = [href for href, _text in read(walk.page).links]
    assert "Three things you can do next" in said
    for part in ("/me/assessments?role_level=", "/skills/", "/me/explore"):
        href = next(href for href in links if href.startswith(part))
        assert browser.get(href).status_code == 200


def test_a_result_asked_for_too_early_leads_to_the_question(browser):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")
    uuid = walk.where.split("/")[3]

    early = browser.get(f"/me/check/{uuid}/result", follow=True)

    assert "Question 1 of" in words(early)


def test_a_question_page_takes_a_fixed_number_of_queries(browser, django_assert_max_num_queries):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")

    with django_assert_max_num_queries(16):
        assert browser.get(walk.where).status_code == 200


def test_the_check_keeps_the_words_of_the_version_it_was_started_on(ada, browser, crafts):
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")
    newer = build.replace(build.crafts(version="2"), profession=OWNER)
    newer = build.replace(newer, skills=tuple(build.replace(one, summary="Said anew.") for one in newer.skills))
    build.published(newer, START)

    page = browser.get(walk.where)

    assert frameworks.framework("crafts", now()).label == "2"
    assert "Said anew." not in words(page)
