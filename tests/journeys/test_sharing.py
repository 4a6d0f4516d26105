"""A person shares an assessment with their manager, the manager reads it, and the person takes it back."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import Walk
from tests.journeys.test_individual import sign_in
from tests.journeys.test_trust import name_of


def test_what_is_shared_with_a_manager_is_there_until_it_is_taken_back(walk: Walk):
    sign_in(walk)
    walk.click("Check your skills")
    walk.click("Yes, start the check", role="button")
    for _number in range(5):
        walk.page.get_by_role("radio").nth(2).check()
        walk.click("Save and continue", role="button")

    walk.click("Share this with your manager or a colleague")
    walk.click("Continue", role="button")
    expect(walk.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    walk.page.get_by_label("Your manager, ").check()
    walk.page.get_by_label("A message to them").fill("For our talk on Thursday.")
    walk.click("Continue", role="button")
    expect(walk.page.get_by_role("heading", name="What they will see")).to_be_visible()
    walk.click("Share it", role="button")
    expect(walk.page.get_by_text("Shared with ").first).to_be_visible()

    sign_in(walk, "manager")
    walk.click("Your team")
    expect(walk.page.get_by_text("5 of 5 skills answered, shared today")).to_be_visible()
    walk.page.locator("td a[href*='/assessments/']").first.click()
    walk.page.wait_for_load_state()
    walk.check()
    expect(walk.page.get_by_text("For our talk on Thursday.")).to_be_visible()
    expect(walk.page.get_by_text("What this level looks like").first).to_be_visible()
    shared = walk.page.url
    walk.page.locator("a.govuk-back-link").click()
    walk.page.wait_for_load_state()
    walk.check()
    expect(walk.page.get_by_text(re.compile("^They meet"))).to_be_visible()

    sign_in(walk, "individual")
    walk.visit("/me/sharing")
    walk.click("Stop sharing", role="button")
    expect(walk.page.get_by_text("They cannot open it any more").first).to_be_visible()
    expect(walk.page.get_by_text("You share nothing")).to_be_visible()

    sign_in(walk, "manager")
    walk.click("Your team")
    expect(walk.page.get_by_text("5 of 5 skills answered")).to_have_count(0)
    assert walk.page.goto(shared).status == 404


def test_a_person_says_that_their_manager_is_wrong(walk: Walk):
    sign_in(walk)
    walk.click("This is wrong")
    walk.page.locator("a[href='/me/wrong/manager']").click()
    walk.page.wait_for_load_state()
    walk.check()
    walk.page.get_by_label("What should it be?").fill("I work for Sam Reed since Monday.")
    walk.click("Continue", role="button")
    walk.click("Send", role="button")
    expect(walk.page.get_by_text("Waits for an answer").first).to_be_visible()
    walk.click("Take it back", role="button")
    expect(walk.page.get_by_text("Nothing waits for an answer.")).to_be_visible()


def test_whoever_can_mend_a_record_answers_what_a_person_says_is_wrong(walk: Walk, another: Callable[[], Walk]):
    name = name_of(walk, "individual")
    sign_in(walk)
    walk.visit("/me/wrong/manager")
    walk.page.get_by_label("What should it be?").fill("I work for Sam Reed since Monday.")
    walk.click("Continue", role="button")
    walk.click("Send", role="button")

    director = another()
    sign_in(director, "hr-director")
    director.visit("/operating")
    director.click("What people say is wrong")
    director.page.get_by_role("row").filter(has_text=name).get_by_role("link").click()
    director.page.wait_for_load_state()
    director.check()
    expect(director.page.get_by_text("I work for Sam Reed since Monday.")).to_be_visible()
    director.click("Send your decision", role="button")
    expect(director.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    director.page.get_by_label("Decline: the record stays as it is").check()
    director.page.get_by_label("Your answer to the person").fill("Sam Reed has left. Ask your new head of team.")
    director.click("Send your decision", role="button")
    expect(director.page.get_by_text("Declined. The person is told why.").first).to_be_visible()

    walk.visit("/me/wrong")
    expect(walk.page.get_by_text("Declined").first).to_be_visible()
    expect(walk.page.get_by_text("Sam Reed has left. Ask your new head of team.")).to_be_visible()
