"""A person's first hour: from the first check to the gap, and on to where they could go."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Walk


def sign_in(walk: Walk, key: str = "individual") -> None:
    walk.visit("/demo")
    walk.page.locator(f'form[action$="/{key}"] button').click()
    walk.page.wait_for_load_state()
    walk.clicks = 0
    walk.check()


def test_the_first_check_takes_seven_clicks_and_ends_in_words(walk: Walk):
    sign_in(walk)
    expect(walk.page.get_by_role("heading", level=1)).to_contain_text("career")

    walk.click("Check your skills")
    expect(walk.page.get_by_text("Nobody else can see this until you share it").first).to_be_visible()
    walk.click("Yes, start the check", role="button")
    for number in range(1, 6):
        expect(walk.page.get_by_text(f"Question {number} of 5")).to_be_visible()
        walk.page.get_by_role("radio").nth(number % 4).check()
        walk.click("Save and continue", role="button")

    assert walk.clicks == 7
    expect(walk.page.get_by_text(re.compile(r"You meet \d of \d+ skills"))).to_be_visible()
    expect(walk.page.get_by_text("Nobody else can see this until you share it").first).to_be_visible()
    expect(walk.page.get_by_role("heading", name="Three things you can do next")).to_be_visible()

    walk.visit("/me/gap")
    expect(walk.page.get_by_role("heading", level=1)).to_contain_text("What is between you and")
    walk.visit("/me/skills")
    expect(walk.page.locator("details").first).to_be_visible()


def test_a_question_without_an_answer_says_so_and_loses_nothing(walk: Walk):
    sign_in(walk, "manager")
    walk.visit("/me/check")
    walk.page.get_by_role("button", name=re.compile("check")).first.click()
    walk.page.wait_for_load_state()
    before = walk.page.url

    walk.click("Save and continue", role="button")

    assert walk.page.url == before
    expect(walk.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    walk.click("Save and finish later", role="button")


def test_a_full_self_assessment_is_saved_skill_by_skill_and_can_be_withdrawn(walk: Walk):
    sign_in(walk, "assessor")
    walk.visit("/me/assessments")
    walk.page.get_by_role("button", name=re.compile("^Full self-assessment")).first.click()
    walk.page.wait_for_load_state()
    walk.check()
    address = walk.page.url

    walk.page.locator("main a[href*='/skills/']").first.click()
    walk.page.wait_for_load_state()
    walk.check()
    walk.page.get_by_role("radio").nth(2).check()
    walk.page.get_by_role("button", name=re.compile("^Save")).first.click()
    walk.page.wait_for_load_state()
    walk.page.goto(address)
    expect(walk.page.get_by_text(re.compile(r"1 of \d+")).first).to_be_visible()

    walk.visit(address.removeprefix(walk.site) + "/check")
    walk.visit(address.removeprefix(walk.site) + "/withdraw")
    walk.page.get_by_role("button", name=re.compile("[Ww]ithdraw")).first.click()
    walk.page.wait_for_load_state()
    expect(walk.page.get_by_text(re.compile("withdr", re.IGNORECASE)).first).to_be_visible()


def test_my_level_stands_beside_every_requirement_and_a_target_is_saved(walk: Walk):
    sign_in(walk, "head-of-profession")
    walk.visit("/roles/data-engineer")
    expect(walk.page.locator("main table").first).to_contain_text(re.compile("You|Not assessed yet"))

    walk.visit("/me/explore")
    walk.visit("/me/gap?target=data-engineer/senior-data-engineer")
    walk.click("Save as your target role", role="button")
    expect(walk.page.get_by_text("Your target role").first).to_be_visible()
    walk.visit("/")
    expect(walk.page.get_by_text("Senior data engineer").first).to_be_visible()


def test_choosing_another_role_and_not_being_sure_are_both_possible(walk: Walk):
    sign_in(walk, "communications-lead")
    walk.visit("/me/check")
    walk.visit("/me/role")
    walk.visit("/me/profession")
    walk.visit("/")
