"""A role with all its levels, and the reader's own levels beside them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.frameworks import build
from tests.reporting.conftest import employ, grade
from tests.web.conftest import OWNER, START
from tests.web.pages import Page, get
from tests.web.test_me.conftest import hold, someone
from waymark.careers import commands as careers
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import OPERATOR
from waymark.people import queries as people
from waymark.reporting import commands as reporting

BUDGET = 12
"""Queries of the role page for someone signed in, session, account and person included."""


@pytest.fixture
def weaver_level(crafts):
    return frameworks.role_level("weaver/weaver", datetime.now(UTC)).ref


@pytest.fixture
def ada(crafts, weaver_level):
    return someone(1, role_level_id=weaver_level.id)


def test_all_levels_stand_side_by_side_with_what_each_asks(visitor, crafts):
    page = get(visitor, "/roles/weaver")

    for heading in ("Junior weaver", "Weaver", "Senior weaver"):
        assert f'<th scope="col">{heading}</th>' in page.html
    assert 'data-label="Senior weaver"' in page.html
    assert "Needed, no level" in page.text
    assert "Level not described" in page.text
    assert "Desirable" in page.text
    assert "One of “One of these”: at least 1 of them" in page.text
    assert "The framework names this level and does not describe it." in page.text
    assert "Usual grade: SEO" in page.text


def test_every_level_has_a_place_of_its_own_that_its_address_leads_to(visitor, crafts):
    answer = visitor.get("/roles/weaver/senior-weaver")

    assert answer.headers["Location"] == "/roles/weaver#senior-weaver"
    assert "senior-weaver" in get(visitor, "/roles/weaver").ids


def test_a_lone_level_without_a_name_has_the_role_s_page_for_itself(visitor, crafts):
    page = get(visitor, "/roles/merchant")

    assert "Skills it asks for" in page.text
    assert "Levels, junior to senior" not in page.text


def test_the_public_sees_nobody_s_levels_and_no_button_to_save(visitor, crafts):
    page = get(visitor, "/roles/weaver")

    assert "You:" not in page.text
    assert "Save as my target role" not in page.text
    assert "Compare with me" not in page.text


def test_my_level_stands_beside_every_requirement_in_words(ada, crafts):
    hold(ada, crafts, weaving=2, dyeing=1)

    page = get(ada.browser(), "/roles/weaver")

    assert "You: Working" in page.text
    assert "1 level to go" in page.text
    assert "You meet this" in page.text
    assert "You: not assessed yet" in page.text
    assert "Your role" in page.text
    assert "/me/gap?target=weaver/senior-weaver" in page.links
    assert 'value="weaver/senior-weaver"' in page.html


def test_somebody_else_s_levels_do_not_show(ada, crafts, weaver_level):
    hold(someone(2, role_level_id=weaver_level.id), crafts, weaving=4)

    page = get(ada.browser(), "/roles/weaver")

    assert "You: Expert" not in page.text
    assert "You meet this" not in page.text


def test_my_target_is_marked_and_not_offered_again(ada, crafts):
    senior = frameworks.role_level("weaver/senior-weaver", datetime.now(UTC)).ref
    careers.save_target(role_level_id=senior.id, actor=ada.actor, at=datetime.now(UTC))

    page = get(ada.browser(), "/roles/weaver")

    assert "Your target" in page.text
    assert 'value="weaver/senior-weaver"' not in page.html


@pytest.mark.parametrize("times", [1, 8])
def test_the_page_stays_within_its_budget_of_queries_whatever_the_size(professions, times):
    version = build.published(replace(build.crafts(times=times), profession=OWNER), START)
    level = frameworks.role_level("weaver/weaver", datetime.now(UTC)).ref
    reader = someone(1, role_level_id=level.id)
    hold(reader, version, weaving=2, dyeing=1)
    careers.save_target(role_level_id=level.id, actor=reader.actor, at=datetime.now(UTC))
    for number in range(times):
        employ(6, level.id, place_of(someone(20 + number, post="Clerk")), grade("SEO"))
    reporting.take_snapshot(actor=OPERATOR, at=datetime.now(UTC))
    browser = reader.browser()

    with CaptureQueriesContext(connection) as asked:
        page = Page(browser.get("/roles/weaver"))

    assert page.status == 200
    assert len(asked) <= BUDGET


def test_grades_of_mapped_posts_are_shown_with_how_they_were_worked_out(visitor, crafts, weaver_level):
    somebody = someone(7, post="Clerk")
    for number in range(2):
        employ(18, weaver_level.id, place_of(somebody), grade(("SEO", "G7")[number]))
    employ(3, weaver_level.id, place_of(somebody), grade("G6"))
    reporting.take_snapshot(actor=OPERATOR, at=datetime.now(UTC))

    page = get(visitor, "/roles/weaver")

    assert "Senior executive officer and Grade 7" in page.text
    assert "worked out from about 40 mapped posts" in page.text
    assert page.text.count("How the grades were worked out") == 1
    assert "15 % or more" in page.text
    assert "[c]" in page.text
    assert "Grade 6" not in page.text
    assert page.text.count("not enough mapped posts to say") == 2, "the other two levels"
    assert "In your department" not in page.text


def test_the_grades_of_my_own_department_stand_beside_those_of_everyone(ada, crafts, weaver_level):
    employ(30, weaver_level.id, place_of(ada), grade("SEO"))
    employ(60, weaver_level.id, place_of(someone(8, post="Clerk")), grade("G7"))
    reporting.take_snapshot(actor=OPERATOR, at=datetime.now(UTC))

    page = get(ada.browser(), "/roles/weaver")

    assert "In your department: Senior executive officer" in page.text
    assert "Hall 1" in page.text
    assert "Hall 8" not in page.text


def test_the_grades_can_be_taken_away_as_a_file_and_say_no_more_there(ada, crafts, weaver_level):
    employ(21, weaver_level.id, place_of(ada), grade("SEO"))
    employ(3, weaver_level.id, place_of(ada), grade("G6"))
    reporting.take_snapshot(actor=OPERATOR, at=datetime.now(UTC))

    browser = ada.browser()
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get("/roles/weaver/grades.csv")

    today = timezone.localdate().isoformat()
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Role level,Grade,Posts,Part of all,Usual,Counted on",
        "Junior weaver,All posts with a grade,[c],,,",
        f"Weaver,Senior executive officer,20,More than 85 %,Yes,{today}",
        f"Weaver,Other grades,[c],,,{today}",
        f"Weaver,All posts with a grade,25,,,{today}",
        "Senior weaver,All posts with a grade,[c],,,",
    ]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(asked) == 4, "nobody is looked up for it"
    assert "/roles/weaver/grades.csv" in get(ada.browser(), "/roles/weaver").links


def place_of(who):
    return people.card(who.id, datetime.now(UTC)).organisation_id


def test_a_role_that_the_current_version_left_out_keeps_its_page(visitor, crafts):
    document = build.crafts(version="2")
    families = (replace(document.families[0], roles=document.families[0].roles[1:]), document.families[1])
    build.published(replace(document, families=families, profession=OWNER), datetime(2026, 2, 2, tzinfo=UTC))

    page = get(visitor, "/roles/weaver")

    assert "no longer has this role" in page.text
    assert "Compare with another role" not in page.text


def test_my_pages_are_never_kept_by_a_cache_and_the_public_s_are_briefly(ada, visitor, crafts):
    assert "no-store" in ada.browser().get("/roles/weaver").headers["Cache-Control"]
    assert "private" in ada.browser().get("/roles/weaver").headers["Cache-Control"]
    assert visitor.get("/roles/weaver").headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in visitor.get("/roles/weaver").headers["Vary"]
