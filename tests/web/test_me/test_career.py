"""Your career: what to do next, you now, next step, what changed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.frameworks import build
from tests.web.test_me.conftest import OWNER, START, hold, someone
from tests.web.test_me.pages import Walk, read, words
from waymark.access import commands as access
from waymark.access.models import Account
from waymark.assessments import commands as assessments
from waymark.assessments.types import NewJudgement
from waymark.careers import queries as careers
from waymark.frameworks import queries as frameworks
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR

pytestmark = pytest.mark.django_db


def test_nobody_signed_in_is_sent_to_sign_in_and_back(db, client, settings):
    settings.DEMO = True
    for path in ("/me/check", "/me/skills", "/me/gap?target=weaver/weaver", "/me/assessments", "/me/role", "/me"):
        response = client.get(path)

        assert response.status_code == 302
        assert response["Location"].startswith("/demo?next=%2Fme")


def test_an_account_without_a_person_gets_a_kind_page(db):
    client = Client()
    account = access.create_account(email="no@example.test", name="No body", actor=OPERATOR, at=START)
    client.force_login(Account.objects.get(pk=account))

    response = client.get("/me/skills")

    assert response.status_code == 403
    assert "Your account is not linked to a person" in words(response)
    front = client.get("/")
    assert front.status_code == 200
    assert "Your career" not in words(front)


def test_with_nothing_assessed_the_first_thing_is_the_check(browser):
    said = words(browser.get("/"))

    assert "Check your skills" in said
    assert "None of the 3 skills has been assessed yet." in said
    assert "Who can see this" in said


def test_my_own_address_leads_to_the_front_page(browser):
    assert browser.get("/me")["Location"] == "/"


def test_levels_on_record_bring_fit_close_roles_and_what_is_left(ada, browser, crafts):
    hold(ada, crafts, weaving=2, costing=0)

    said = words(browser.get("/"))

    assert "Assess the other" in said
    assert "at least" in said
    assert "These are close to your skills:" in said
    assert "Levels recorded in the last three months" in said


def test_what_changed_says_which_level_was_recorded_and_by_whom(ada, browser, crafts):
    hold(ada, crafts, days_ago=10, weaving=2)
    hold(ada, crafts, days_ago=5, source="manager", costing=0)

    said = words(browser.get("/"))

    changed = said[said.index("Levels recorded in the last three months") :]
    assert "Skill Level Said by When Costing Not yet at awareness Your manager" in changed
    assert "Weaving Working You" in changed


def test_a_level_recorded_lately_keeps_the_name_it_had_when_it_was_said(ada, browser, crafts):
    hold(ada, crafts, days_ago=10, weaving=2)
    steps = (*build.FOUR.levels[:1], build.Step(2, "Journeyman"), *build.FOUR.levels[2:])
    renamed = build.replace(build.crafts(version="2"), scales=(build.replace(build.FOUR, levels=steps), build.TWO))
    build.published(build.replace(renamed, profession=OWNER), START + timedelta(days=1))

    assert "Weaving Working You" in words(browser.get("/"))


def test_a_skill_asked_for_without_a_level_is_said_with_yes_or_no(ada, browser, crafts):
    skill_id = frameworks.role_level("weaver/junior-weaver", now()).requirements[1].skill_id
    at = now() - timedelta(days=3)
    row = NewJudgement(uuid4(), ada.id, skill_id, crafts, "self", ada.id, None, True, at, None, "only_me")
    assessments.load_judgements([row], actor=OPERATOR, at=now())

    assert "Patience Yes You" in words(browser.get("/"))


def test_levels_outside_my_role_leave_every_skill_of_it_to_assess(ada, browser, crafts):
    hold(ada, build.published(build.behaviours(), START), candour=2)

    said = words(browser.get("/"))

    assert "Assess the 3 skills of your role" in said
    assert "Assess the other" not in said


def test_old_levels_are_worth_another_look(ada, browser, crafts):
    hold(ada, crafts, days_ago=400, weaving=2)

    walk = Walk(browser)
    walk.follow("Look again at 1 level that is more than 12 months old")

    assert "More than 12 months old" in walk.words
    assert "Weaving" in walk.words


def test_someone_without_a_role_is_asked_for_it(crafts):
    walk = Walk(someone(5, post="Helper").browser())

    assert "We do not know your role yet" in walk.words
    assert ("/me/role", "Tell us your role") in read(walk.page).links


def test_a_new_version_since_my_last_judgements_is_shown_with_its_differences(ada, browser, crafts):
    hold(ada, crafts, weaving=2)
    build.published(build.replace(build.crafts(version="2"), profession=OWNER), START + timedelta(days=1))

    page = browser.get("/")

    assert "A new version of Crafts, 2, has held since 6 January 2026." in words(page)
    href = next(href for href, text in read(page).links if text == "See what is different")
    assert browser.get(href).status_code == 200


def test_a_version_i_was_judged_against_is_not_new(ada, browser, crafts):
    hold(ada, crafts, weaving=2)

    assert "A new version" not in words(browser.get("/"))


def test_a_target_is_saved_from_its_gap_and_let_go_with_a_way_back(ada, browser, crafts, senior_dyer):
    walk = Walk(browser, f"/me/gap?target={senior_dyer.slug}")

    walk.press("Save as your target role")
    saved = walk.words
    walk.follow("Your career")
    walk.press("Remove this target")
    removed = walk.words
    walk.press("Undo")

    assert "Senior dyer is now your target role." in saved
    assert "Senior dyer is no longer your target role." in removed
    assert careers.target(ada.id, ada.actor, now()).role_level_id == senior_dyer.id
    assert "Undo" in walk.words
    assert "Undo" not in words(browser.get("/"))


def test_letting_go_of_a_target_twice_is_refused_in_words(browser, senior_dyer):
    response = browser.post("/me/target", {"action": "drop", "role_level": senior_dyer.slug})

    assert response.status_code == 409
    assert "You have not saved a role to aim for." in words(response)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"action": "steal", "role_level": "weaver/weaver"}, "Choose whether to save or to remove the role"),
        ({"action": "save"}, "Choose a role first"),
        ({"action": "save", "role_level": "x" * 300}, "Choose a role from the list"),
    ],
)
def test_a_target_form_that_makes_no_sense_says_so(browser, sent, said):
    assert said in words(browser.post("/me/target", sent, follow=True))


def test_a_target_that_is_not_there_is_not_found(browser):
    assert browser.post("/me/target", {"action": "save", "role_level": "no/such"}).status_code == 404


def test_next_never_leads_off_the_site(browser, senior_dyer):
    for elsewhere in ("https://evil.example", "//evil.example", "\\\\evil.example", "javascript:alert(1)"):
        sent = {"action": "save", "role_level": senior_dyer.slug, "next": elsewhere}

        assert browser.post("/me/target", sent)["Location"].startswith("/me/gap?target=")


@pytest.mark.parametrize("case", ["nothing", "levels", "levels and an open check", "target"])
def test_the_page_takes_a_fixed_number_of_queries(
    ada, browser, crafts, senior_dyer, case, django_assert_max_num_queries
):
    if case != "nothing":
        hold(ada, crafts, weaving=2, costing=1, dyeing=0)
    if case == "levels and an open check":
        Walk(browser, "/me/check").press("Yes, start the check")
    if case == "target":
        browser.post("/me/target", {"action": "save", "role_level": senior_dyer.slug})
        browser.get("/")

    with django_assert_max_num_queries(28):
        assert browser.get("/").status_code == 200


def test_the_number_of_queries_does_not_grow_with_what_is_on_record(ada, browser, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    version = build.published(build.crafts("more-crafts", times=6), START)
    hold(ada, version, weaving_1=1)
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get("/")
    hold(ada, version, weaving_2=1, dyeing_2=1, dyeing_3=1, weaving_4=2, costing_5=1, days_ago=20)

    with django_assert_num_queries(len(few)):
        browser.get("/")


def test_without_a_role_the_behaviours_of_my_grade_are_the_yardstick(crafts):
    build.published(build.behaviours(), START)

    said = words(someone(5, post="Helper").browser().get("/"))

    assert "We do not know your role yet." in said
    assert "Meanwhile, this is what everyone at your grade is asked for: Directing" in said


def test_grades_are_never_suggested_as_roles(crafts, django_assert_max_num_queries):
    behaviours = build.published(build.behaviours(), START)
    ben = someone(5, post="Helper")
    hold(ben, behaviours, candour=2)
    hold(ben, crafts, weaving=2)
    client = ben.browser()

    with django_assert_max_num_queries(26):
        home = client.get("/")
    suggested = [text for href, text in read(home).links if href.startswith("/me/gap?target=")]
    ranked = [text for href, text in read(client.get("/me/explore")).links if href.startswith("/me/gap?target=")]
    asked_for = [
        text
        for href, text in read(client.get("/me/explore?framework=leadership-behaviours")).links
        if href.startswith("/me/gap?target=")
    ]

    assert "Clerical" not in suggested + ranked
    assert "Weaver" in suggested
    assert "Weaver" in ranked
    assert "Clerical" in asked_for
