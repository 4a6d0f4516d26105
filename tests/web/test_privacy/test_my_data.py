"""Your data: who looked, what is held, copies, and asking for something."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.pages import Page, get
from tests.web.test_privacy.conftest import browser_of
from waymark.access.models import Account
from waymark.audit import commands as audit
from waymark.kernel.clock import now
from waymark.kernel.policy import Actor
from waymark.people.models import Restriction
from waymark.privacy import commands
from waymark.privacy.models import DataRequest
from waymark.privacy.types import Basis

pytestmark = pytest.mark.django_db
PAGES = (
    "/me/privacy", "/me/privacy/held", "/me/privacy/correction", "/me/privacy/restriction", "/me/privacy/erasure",
)  # fmt: skip


def manager_looks(people, person, times=1):
    actor = Actor(account_id=people.manager.account_id, person_id=people.manager.pk)
    for number in range(times):
        audit.note_access(
            actor=actor, at=now() - timedelta(minutes=number), what="/team", subjects=[person.pk],
            ground="they manage the person now",
        )  # fmt: skip
    audit.flush_access()


@pytest.mark.parametrize("path", PAGES)
def test_each_page_has_one_heading_and_nothing_inline(browser, path):
    page = get(browser, path)

    assert len(page.headings) == 1
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids))


def test_the_page_lists_who_looked_when_what_for_and_why(browser, person, people):
    Account.objects.filter(pk=people.manager.account_id).update(name="Linda Jackson")
    manager_looks(people, person)

    page = get(browser, "/me/privacy")

    for words in ("Linda Jackson", "Your development", "they manage the person now", "Team pages of a manager"):
        assert words in page.text


def test_only_my_own_looks_are_listed(people, person):
    manager_looks(people, person)

    assert "they manage the person now" not in get(browser_of(people.stranger.account_id), "/me/privacy").text


def test_a_look_of_an_account_that_is_gone_names_nobody(browser, person, people):
    Account.objects.filter(pk=people.manager.account_id).update(name="")
    manager_looks(people, person)

    assert "Somebody whose account is gone" in get(browser, "/me/privacy").text


def queries_for(browser, path):
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        get(browser, path)
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_what_is_shown(browser, person, people):
    manager_looks(people, person, times=1)
    few = queries_for(browser, "/me/privacy"), queries_for(browser, "/me/privacy/held")

    manager_looks(people, person, times=30)
    for number in range(5):
        DataRequest.objects.create(
            uuid=f"00000000-0000-0000-0000-00000000001{number}", person=person, kind="correction", state="open",
            text="x", asked_at=now(),
        )  # fmt: skip

    many = queries_for(browser, "/me/privacy"), queries_for(browser, "/me/privacy/held")
    assert few == many
    assert many == (8, 7)
    assert "The latest 25 looks" in get(browser, "/me/privacy").text


def test_a_copy_for_programs_and_one_to_read_are_handed_over_and_kept_by_nobody(browser, person):
    as_json = browser.get("/me/privacy/copy.json")
    as_pdf = browser.get("/me/privacy/copy.pdf")

    assert json.loads(as_json.content)["person"]["staff_number"] == person.staff_number
    assert as_pdf.content.startswith(b"%PDF-")
    for response, name in ((as_json, "my-data.json"), (as_pdf, "my-data.pdf")):
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["Cache-Control"] == "private, no-store"


def test_asking_for_something_to_be_put_right(browser, person):
    response = browser.post("/me/privacy/correction", {"about": "people.appointment", "text": "I left in May"})

    assert (response.status_code, response["Location"]) == (303, "/me/privacy")
    request = DataRequest.objects.get()
    assert (request.person_id, request.about, request.text) == (person.pk, "people.appointment", "I left in May")
    page = get(browser, "/me/privacy")
    assert "Put something right" in page.text
    assert "Waiting for an answer" in page.text
    assert "I left in May" in get(browser, f"/me/privacy/requests/{request.uuid}").text


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"about": "", "text": "Wrong"}, "Select what it is about, or select that you are not sure"),
        ({"about": "privacy.hold", "text": "Wrong"}, "Select one of the kinds of data in the list"),
        ({"about": "not-sure", "text": " "}, "Enter what is wrong and what would be right"),
        ({"about": "not-sure", "text": "x" * 4001}, "What is wrong must be 4,000 characters or fewer"),
    ],
)
def test_what_is_not_right_is_said_beside_the_field_and_what_was_typed_stays(browser, sent, message):
    page = Page(browser.post("/me/privacy/correction", sent))

    assert page.status == 422
    assert page.text.count(message) == 2
    assert sent["text"].strip() in page.text
    assert not DataRequest.objects.exists()


def test_a_request_can_be_taken_back_and_not_twice(browser, person):
    browser.post("/me/privacy/erasure", {"reason": ""})
    request = DataRequest.objects.get()

    assert browser.post(f"/me/privacy/requests/{request.uuid}").status_code == 303
    assert Page(browser.post(f"/me/privacy/requests/{request.uuid}")).status == 409

    request.refresh_from_db()
    assert request.state == "withdrawn"


def test_asking_to_be_erased_twice_is_refused_on_the_form(browser):
    browser.post("/me/privacy/erasure", {"reason": ""})

    page = Page(browser.post("/me/privacy/erasure", {"reason": "Once more"}))

    assert page.status == 422
    assert "You have asked for this already" in page.text
    assert "Once more" in page.text
    assert DataRequest.objects.count() == 1


def test_a_record_is_restricted_and_used_again(browser, person):
    assert browser.post("/me/privacy/restriction", {"action": "restrict", "reason": "Wrong"}).status_code == 303
    assert "Your record has been restricted since" in get(browser, "/me/privacy").text

    assert browser.post("/me/privacy/restriction", {"action": "lift"}).status_code == 303

    assert Restriction.objects.get().until_at is not None
    page = Page(browser.post("/me/privacy/restriction", {"action": "lift"}))
    assert (page.status, "is not restricted any more" in page.text) == (422, True)


def test_nothing_on_my_pages_tells_of_a_hold(browser, person, people):
    before = [get(browser, path).text for path in (*PAGES[:2], PAGES[4])]
    officer = Actor(operator=True)

    commands.place_hold(person_id=person.pk, basis=Basis.INVESTIGATION, reason="Case 12", actor=officer, at=now())

    assert [get(browser, path).text for path in (*PAGES[:2], PAGES[4])] == before


def test_somebody_elses_request_is_not_there(browser, people):
    request = DataRequest.objects.create(
        uuid="00000000-0000-0000-0000-000000000010", person=people.head, kind="erasure", state="open", asked_at=now()
    )

    for uuid in (request.uuid, "00000000-0000-0000-0000-000000000099"):
        assert browser.get(f"/me/privacy/requests/{uuid}").status_code == 404
        assert browser.post(f"/me/privacy/requests/{uuid}").status_code == 404


def test_the_notices_are_public_and_say_what_is_held(db):
    visitor = Client()

    assert "/privacy/assessment" in get(visitor, "/privacy").links
    page = get(visitor, "/privacy/assessment")

    assert page.headings == ["Assessing your skills"]
    assert "What you and others have said about your level in each skill" in page.text
    assert visitor.get("/privacy/recruitment").status_code == 404
