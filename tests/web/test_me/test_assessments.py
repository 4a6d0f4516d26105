"""The full self-assessment: task list, one skill per page, check, submit, withdraw."""

from __future__ import annotations

import pytest

from tests.web.test_me.conftest import hold
from tests.web.test_me.pages import Walk, read, words
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.kernel.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(browser) -> Walk:
    """In front of the task list of a new self-assessment."""
    walk = Walk(browser, "/me/assessments")
    walk.press("Full self-assessment: Weaver")
    return walk


def started(ada):
    (one,) = assessments.open_assessments(ada.id, ada.actor, now())
    return one


def test_one_can_be_started_against_any_role_level(browser, senior_dyer):
    walk = Walk(browser, f"/me/assessments?role_level={senior_dyer.slug}")

    walk.press("Start the self-assessment")

    assert "Senior dyer" in walk.words
    assert "0 of 2 skills answered" in walk.words


def test_starting_again_opens_the_one_that_is_open(walk, browser, ada):
    again = Walk(browser, "/me/assessments")

    again.press("Full self-assessment: Weaver")

    assert again.where == walk.where
    assert started(ada)


def test_a_role_level_that_is_not_there_cannot_be_assessed(browser):
    assert browser.get("/me/assessments?role_level=no/such").status_code == 404
    assert browser.post("/me/assessments", {"role_level": "no/such"}).status_code == 404


def test_the_list_names_what_is_left_and_the_choice_it_stands_in(walk):
    assert "Not answered yet (2)" in walk.words
    assert "Optional skills: choose at least 1 of “One of these” (0 of 1)" in walk.words
    assert "One of “One of these”: at least 1 of them" in walk.words
    assert "Asked for: Working" in walk.words


def test_a_skill_shows_every_level_before_the_answers_and_marks_the_undefined_ones(walk):
    walk.follow("Weaving")

    said = walk.words
    assert said.index("You teach it.") < said.index("Which level are you at now?")
    assert "The framework does not define this level." in said
    assert "Not defined by the framework. You can choose it all the same." in said
    assert "Not yet at awareness" in said


def test_an_undefined_level_may_be_chosen(walk, ada):
    walk.follow("Weaving")

    walk.press("Save and go to the list", answer="3", note="")

    assert "Answered (1)" in walk.words
    assert started(ada).answers[0].level == 3


def test_the_level_on_record_is_shown_with_its_date(ada, browser, crafts, walk):
    hold(ada, crafts, weaving=2)

    walk.follow("Weaving")

    assert "On your record: Working , since" in walk.words


def test_saving_leads_from_skill_to_skill_and_then_to_the_check_of_the_answers(walk, ada):
    walk.follow("Start with the first skill")

    while "Which level are you at now?" in walk.words:
        walk.press("Save and continue", answer="1", note="")

    assert "Check your answers" in walk.words
    assert started(ada).answered == 4


def test_what_was_typed_stays_when_the_level_is_missing(walk):
    walk.follow("Weaving")

    walk.press("Save and continue", note="Two winters.")

    assert walk.page.status_code == 422
    assert "Select the level you are at now" in walk.words
    assert "Two winters." in walk.page.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"answer": "9", "note": ""}, "Select one of the levels on this page"),
        ({"answer": "1", "note": "x" * 4001}, "Your note must be 4,000 characters or fewer"),
        ({"answer": "1", "note": "", "revision": "x"}, "Reload this page and answer again"),
        ({"answer": "1", "note": "", "revision": "-1"}, "Reload this page and answer again"),
    ],
)
def test_every_wrong_field_has_words_of_its_own(walk, typed, said):
    walk.follow("Weaving")

    walk.press("Save and continue", **typed)

    assert walk.page.status_code == 422
    assert said in walk.words


def test_a_second_tab_is_told_what_is_there_and_keeps_what_was_typed(walk, browser, ada):
    walk.follow("Weaving")
    second_tab = Walk(browser, walk.where)
    walk.press("Save and continue", answer="2", note="First.")

    second_tab.press("Save and continue", answer="1", note="Second.")

    assert second_tab.page.status_code == 409
    assert "working" in second_tab.words
    assert "Second." in second_tab.page.content.decode()
    second_tab.press("Save and continue", answer="1", note="Second.")
    assert started(ada).answers[0].note == "Second."


def test_the_check_has_a_way_to_change_every_answer_and_comes_back(walk):
    walk.follow("Weaving")
    walk.press("Save and go to the list", answer="1", note="A winter.")
    walk.follow("Check your answers and submit what you have")
    before = walk.words

    walk.follow("Change Weaving")
    walk.press("Save and continue", answer="2")

    assert "Not provided" in before
    assert "A winter." in before
    assert "Check your answers" in walk.words
    assert "Weaving Working" in walk.words


def test_submitting_puts_the_levels_on_record_for_me_alone(walk, ada):
    walk.follow("Weaving")
    walk.press("Save and go to the list", answer="2", note="A winter.")
    walk.follow("Check your answers and submit what you have")

    walk.press("Submit your self-assessment")

    assert "Nobody else can see them until you share them." in walk.words
    assert [one.level for one in assessments.levels_held(ada.id, ada.actor, now()).values()] == [2]


def test_submitting_nothing_is_refused_in_words(walk, browser):
    response = browser.post(f"{walk.where}/check")

    assert response.status_code == 422
    assert "You have not answered anything yet." in words(response)


def test_submitting_twice_submits_once(walk, browser, ada):
    walk.follow("Weaving")
    walk.press("Save and go to the list", answer="2", note="")
    path = f"{walk.where}/check"
    browser.post(path)

    again = browser.post(path, follow=True)

    assert again.status_code == 200
    assert "You submitted this on" in words(again)
    assert len(assessments.recent_assessments(ada.id, ada.actor, now())) == 1


def test_an_answer_sent_after_submitting_changes_nothing(walk, browser, ada):
    task_list = walk.where
    walk.follow("Weaving")
    skill = walk.where
    walk.press("Save and go to the list", answer="2", note="")
    browser.post(f"{task_list}/check")

    late = browser.post(skill, {"answer": "1", "note": "", "revision": "1"})

    assert late.status_code == 409
    assert "You submitted this assessment on" in words(late)
    assert [one.level for one in assessments.levels_held(ada.id, ada.actor, now()).values()] == [2]


def test_withdrawing_asks_first_and_brings_back_what_was_before(walk, browser, ada, crafts):
    hold(ada, crafts, weaving=1)
    walk.follow("Weaving")
    walk.press("Save and go to the list", answer="3", note="")
    walk.follow("Check your answers and submit what you have")
    walk.press("Submit your self-assessment")
    walk.follow("Withdraw this self-assessment")
    asked = walk.words

    walk.press("Yes, withdraw it", reason="Too soon.")

    assert "Are you sure you want to withdraw your self-assessment?" in asked
    assert "Withdrawn. What was on your record before counts again." in walk.words
    assert [one.level for one in assessments.levels_held(ada.id, ada.actor, now()).values()] == [1]
    assert "Withdrawn" in words(browser.get("/me/skills"))


def test_a_reason_that_is_too_long_is_refused_and_kept(walk, browser):
    walk.follow("Weaving")
    walk.press("Save and go to the list", answer="3", note="")
    browser.post(f"{walk.where}/check")

    response = browser.post(f"{walk.where}/withdraw", {"reason": "y" * 401})

    assert response.status_code == 422
    assert "Your reason must be 400 characters or fewer" in words(response)
    assert "y" * 401 in response.content.decode()


def test_a_withdrawn_assessment_is_still_shown(walk, browser):
    browser.post(f"{walk.where}/withdraw", {"reason": ""})

    said = words(browser.get(walk.where))

    assert "before submitting it. Nothing of it was kept." in said
    assert browser.post(f"{walk.where}/withdraw", {"reason": ""}).status_code == 303


def test_an_assessment_of_somebody_else_is_not_there(walk, stranger):
    other = stranger.browser()

    for tail in ("", "/check", "/withdraw", "/skills/weaving"):
        assert other.get(walk.where + tail).status_code == 404
        assert other.post(walk.where + tail, {"answer": "1"}).status_code in {404, 405}


def test_a_skill_that_is_not_asked_is_not_there(walk, browser):
    assert browser.get(f"{walk.where}/skills/bookbinding").status_code == 404


def test_a_skill_page_takes_a_fixed_number_of_queries(walk, browser, django_assert_max_num_queries):
    walk.follow("Weaving")

    with django_assert_max_num_queries(17):
        assert browser.get(walk.where).status_code == 200


def test_the_pages_of_an_assessment_take_a_fixed_number_of_queries(walk, browser, django_assert_max_num_queries):
    for path in (walk.where, f"{walk.where}/check", "/me/assessments"):
        with django_assert_max_num_queries(17):
            assert browser.get(path).status_code == 200


def test_unfinished_ones_are_listed_with_how_far_they_are(walk, browser):
    walk.follow("Weaving")
    walk.press("Save and go to the list", answer="1", note="")

    page = browser.get("/me/assessments")

    assert "Not finished" in words(page)
    assert "1 of 4 skills answered" in words(page)
    assert ("Weaver", walk.where) in [(text, href) for href, text in read(page).links]


def test_what_was_typed_stays_when_it_was_submitted_in_another_tab(walk, browser, ada):
    walk.follow("Weaving")
    second_tab = Walk(browser, walk.where)
    walk.press("Save and continue", answer="2", note="First.")
    record.submit(assessment=started(ada).uuid, actor=ada.actor, at=now())

    second_tab.press("Save and continue", answer="1", note="A whole winter of grey cloth.")

    assert second_tab.page.status_code == 409
    assert "You submitted this assessment on" in second_tab.words
    assert "A whole winter of grey cloth." in second_tab.page.content.decode()
    assert browser.get(second_tab.where.partition("?")[0]).status_code == 303


@pytest.mark.parametrize("place", ["role", "receiver", "check", "evidence", "evidence/weaving"])
def test_a_form_of_an_assessment_that_is_closed_says_that_nothing_was_changed(walk, browser, ada, place):
    walk.follow("Weaving")
    walk.press("Save and continue", answer="2", note="")
    one = started(ada)
    record.withdraw(assessment=one.uuid, actor=ada.actor, at=now())

    answer = browser.post(f"/me/assessments/{one.uuid}/{place}", {"goes_to": "manager", "then": "version"}, follow=True)

    assert "You withdrew this assessment on" in words(answer)


def test_withdrawing_what_is_withdrawn_and_sharing_what_is_not_submitted_say_why_not(walk, browser, ada):
    one = started(ada)
    shared = browser.post(f"/me/assessments/{one.uuid}/share", {"with_whom": "manager"}, follow=True)
    record.withdraw(assessment=one.uuid, actor=ada.actor, at=now())

    again = browser.post(f"/me/assessments/{one.uuid}/withdraw", {"reason": "Twice."}, follow=True)

    assert "Submit it first, then share it." in words(shared)
    assert "You withdrew this assessment on" in words(again)


def test_a_note_does_not_promise_that_nobody_else_ever_sees_it(walk):
    walk.follow("Weaving")

    assert "Only you see it, until you send the assessment or share it." in walk.words
