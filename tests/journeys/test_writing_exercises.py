"""A moderator writes an exercise for assessors, looks it through and publishes it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Walk
from tests.journeys.test_individual import sign_in

WORK = "People rang about the pool. I asked what they wanted to know, and wrote it down in their words."


def test_an_exercise_from_its_title_to_its_first_assessors(walk: Walk):
    sign_in(walk, "moderator")
    walk.visit("/assess/exercises")
    walk.click("Write an exercise")
    walk.page.locator("input[name=framework]").first.check()
    walk.page.get_by_label("What is it called?").fill("Asked at the desk")
    walk.click("Continue", role="button")
    walk.page.get_by_label("The work to judge").fill(WORK)
    walk.page.get_by_label("Another skill that the work shows").select_option(index=1)
    walk.click("Add the skill", role="button")
    walk.click("Save and look it through", role="button")
    expect(walk.page.get_by_text("It cannot be published yet:")).to_be_visible()
    walk.click("Back to writing")
    walk.page.locator("input[type=radio]").nth(2).check()
    walk.page.get_by_label("Why the panel gives this level").fill("Asked, and wrote it down; looked no further.")
    walk.click("Save and look it through", role="button")

    walk.click("Publish the exercise", role="button")

    expect(walk.page.get_by_text("Published: 1 exercise.")).to_be_visible()
    expect(walk.page.get_by_role("link", name="Asked at the desk")).to_be_visible()
    walk.click("Opening hours of the swimming pool")
    walk.click("Throw this draft away")
    walk.click("Throw it away", role="button")
    expect(walk.page.get_by_text("The draft is thrown away.")).to_be_visible()
