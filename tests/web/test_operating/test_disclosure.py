"""Administrators decide how small numbers are shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.confirming import asks_to_confirm, just_confirmed
from tests.web.pages import get
from tests.web.test_me.conftest import Someone, someone
from waymark.audit.models import Entry
from waymark.kernel.policy import OPERATOR, Duty
from waymark.reporting import commands
from waymark.reporting.models import ProfileInForce

STRICT = "/operating/disclosure/csstats-2022/1"
EXACT = "/operating/disclosure/survey-10/1"


@pytest.fixture
def in_charge(crafts, holding) -> Someone:
    one = someone(92)
    holding[one.account] = (Duty("administrator", 1),)
    return one


@pytest.fixture
def administrator(in_charge) -> Client:
    return just_confirmed(in_charge.browser())


@pytest.fixture
def shipped(crafts):
    commands.ensure_profiles(actor=OPERATOR, at=datetime.now(UTC))


def test_to_whoever_is_no_administrator_there_are_no_such_pages(shipped, ada, auditor):
    for browser in (just_confirmed(ada.browser()), auditor):
        for path in ("/operating/disclosure", STRICT):
            for answer in (browser.get(path), browser.post(path, {"reason": "I want to see more"})):
                assert answer.status_code == 404, path
    assert ProfileInForce.objects.count() == 1


def test_before_the_worker_has_run_the_page_says_that_no_figures_are_shown(administrator):
    page = get(administrator, "/operating/disclosure")

    assert "no figures are shown" in page.text


def test_the_page_says_which_profile_is_in_force_and_what_each_does(administrator, shipped):
    page = get(administrator, "/operating/disclosure")

    assert "csstats-2023 is in force" in page.text
    assert "fewer than 30, and none" in page.text
    assert "to the nearest 10" in page.text
    assert STRICT in page.links


def test_a_profile_is_seen_on_an_example_before_it_is_put_in_force(administrator, shipped):
    page = get(administrator, STRICT)

    assert "38 → is shown as 40" in page.text
    assert "It would be in force at once" in page.text
    assert "when posts are counted anew" in get(administrator, EXACT).text


def test_it_is_put_in_force_with_a_reason_which_is_on_record(administrator, shipped):
    answer = administrator.post(STRICT, {"reason": "The board asked for it"})

    assert answer.status_code == 303
    page = get(administrator, "/operating/disclosure")
    assert "csstats-2022 is in force." in page.text
    assert "In force before" in page.text
    assert Entry.objects.get(kind="reporting.profile.put_in_force").reason == "The board asked for it"
    assert "no other is to follow" in get(administrator, STRICT).text


def test_one_that_waits_is_named_and_can_be_dropped(administrator, shipped):
    administrator.post(EXACT, {"reason": "A survey"})
    assert "survey-10 follows on" in get(administrator, "/operating/disclosure").text
    assert "survey-10 is to follow" in get(administrator, "/operating/disclosure/csstats-2023/1").text

    administrator.post("/operating/disclosure/csstats-2023/1", {"reason": "No survey after all"})

    assert "follows on" not in get(administrator, "/operating/disclosure").text


def test_without_a_reason_it_is_asked_for_and_nothing_is_done(administrator, shipped):
    answer = administrator.post(STRICT, {"reason": " "})

    assert answer.status_code == 422
    assert "Enter why it is put in force" in answer.content.decode()
    assert ProfileInForce.objects.count() == 1


def test_putting_the_one_in_force_in_force_is_refused(administrator, shipped):
    answer = administrator.post("/operating/disclosure/csstats-2023/1", {"reason": "Once more"})

    assert answer.status_code == 422
    assert "in force already" in answer.content.decode()


def test_it_takes_a_fresh_proof_of_who_it_is(in_charge, shipped):
    assert asks_to_confirm(in_charge.browser(), STRICT, {"reason": "The board asked for it"})
    assert ProfileInForce.objects.count() == 1


@pytest.mark.parametrize("more", [0, 12])
def test_the_list_costs_as_many_queries_whatever_was_in_force_before(administrator, shipped, more):
    for turn in range(more):
        administrator.post((STRICT, "/operating/disclosure/csstats-2023/1")[turn % 2], {"reason": "To and fro"})
    get(administrator, "/operating/disclosure")  # what came of it is said once

    with CaptureQueriesContext(connection) as asked:
        get(administrator, "/operating/disclosure")

    assert len(asked) == 7
