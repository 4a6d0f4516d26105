"""The pages of a data protection officer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.privacy.conftest import officer_of
from tests.web.confirming import asks_to_confirm
from tests.web.pages import Page, get
from tests.web.test_privacy.conftest import browser_of
from waymark.access.models import Account
from waymark.audit import commands as audit
from waymark.audit.models import AccessSubject
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR, Actor
from waymark.notifications.models import Item
from waymark.people import commands as people_commands
from waymark.people.models import Person
from waymark.privacy import commands
from waymark.privacy.models import DataRequest, Hold, RetentionRun
from waymark.privacy.types import Basis, RequestKind

pytestmark = pytest.mark.django_db


def ask(someone, kind=RequestKind.CORRECTION):
    actor = Actor(account_id=someone.account_id, person_id=someone.pk)
    return commands.ask(kind=kind, text="I left in May", actor=actor, at=now())


def place(someone):
    return commands.place_hold(
        person_id=someone.pk, basis=Basis.LEGAL_CLAIM, reason="Claim 7", actor=OPERATOR, at=now()
    )


def routes(person):
    request, hold = ask(person), place(person)
    run = commands.look_for_old_data(actor=OPERATOR, at=now())
    here = f"/operating/privacy/people/{person.uuid}"
    return [
        "/operating/privacy", f"/operating/privacy/requests/{request.uuid}", here, f"{here}/copy.json",
        f"{here}/copy.pdf", f"{here}/erase", f"{here}/hold", f"/operating/privacy/holds/{hold}",
        "/operating/privacy/retention", f"/operating/privacy/retention/{run.uuid}",
    ]  # fmt: skip


def test_only_an_officer_has_these_pages(officer, person, people):
    paths = routes(person)

    for path in paths:
        assert officer.get(path).status_code == 200, path
        for someone in (people.manager, person):
            assert browser_of(someone.account_id).get(path).status_code == 404, path
            assert browser_of(someone.account_id).post(path).status_code == 404, path
        assert Client().get(path).status_code in {302, 403}, path


def test_each_page_has_one_heading_and_nothing_inline(officer, person):
    for path in routes(person):
        if "copy." not in path:
            page = get(officer, path)

            assert len(page.headings) == 1, path
            assert page.inline == [], path
            assert len(page.ids) == len(set(page.ids)), path


def test_a_look_is_noted_but_none_tells_of_a_hold(officer, person):
    uuid = place(person)
    for path in (
        "/operating/privacy", f"/operating/privacy/people/{person.uuid}",
        f"/operating/privacy/people/{person.uuid}/hold", f"/operating/privacy/holds/{uuid}",
    ):  # fmt: skip
        get(officer, path)
    audit.flush_access()

    looks = list(AccessSubject.objects.filter(person_id=person.pk).values_list("access__what", flat=True))
    assert sorted(looks) == [f"/operating/privacy/people/{person.uuid}", "/people"]


def test_somebody_is_found_by_staff_number(officer, person):
    response = officer.get("/operating/privacy", {"key": f" {person.staff_number} "})

    assert response["Location"] == f"/operating/privacy/people/{person.uuid}"
    page = Page(officer.get("/operating/privacy", {"key": "nobody"}))
    assert (page.status, "We could not find anybody with that staff number" in page.text) == (422, True)
    assert Page(officer.get("/operating/privacy", {"key": ""})).status == 422


def test_a_request_is_answered(officer, person):
    request = ask(person)
    path = f"/operating/privacy/requests/{request.uuid}"
    assert Page(officer.post(path, {"outcome": "done", "answer": ""})).text.count("Enter what you tell the person") == 2

    response = officer.post(path, {"outcome": "done", "answer": "Put right in the feed."})

    assert response.status_code == 303
    assert "Put right in the feed." in get(browser_of(person.account_id), f"/me/privacy/requests/{request.uuid}").text
    page = Page(officer.post(path, {"outcome": "declined", "answer": "No."}))
    assert (page.status, "answered or taken back in the meantime" in page.text) == (422, True)


def test_a_request_to_be_erased_offers_no_other_way_to_agree(officer, person):
    request = ask(person, RequestKind.ERASURE)
    path = f"/operating/privacy/requests/{request.uuid}"

    assert f"/operating/privacy/people/{person.uuid}/erase" in get(officer, path).links
    assert Page(officer.post(path, {"outcome": "done", "answer": "Yes"})).status == 422
    assert DataRequest.objects.get().state == "open"


def test_erasing_shows_what_goes_and_needs_the_staff_number(officer, person):
    path = f"/operating/privacy/people/{person.uuid}/erase"
    page = get(officer, path)
    assert "What you and others have said about your level in each skill" in page.text
    assert "What was done about you, when, by whom and why" in page.text

    wrong = Page(officer.post(path, {"reason": "A letter", "staff_number": "another"}))
    assert (wrong.status, "That is not the person’s staff number" in wrong.text) == (422, True)
    assert Page(officer.post(path, {"reason": "", "staff_number": person.staff_number})).status == 422
    assert Person.objects.get(pk=person.pk).given_name == "person"

    response = officer.post(path, {"reason": "A letter", "staff_number": person.staff_number})

    assert response["Location"] == "/operating/privacy"
    assert Person.objects.get(pk=person.pk).given_name == ""
    assert officer.get(path).status_code == 404
    assert str(person.uuid) not in get(officer, "/operating/privacy").html


def test_the_officer_still_sees_that_they_erased_somebody_who_asked_for_it(officer, person, people):
    request = ask(person, RequestKind.ERASURE)
    commands.erase_person(person_id=person.pk, reason="A letter", actor=officer_of(people.head.account_id), at=now())
    path = f"/operating/privacy/requests/{request.uuid}"

    page = get(officer, "/operating/privacy")

    assert path in page.links
    assert "Somebody who was erased" in page.text
    answered = get(officer, path)
    assert "Somebody who was erased" in answered.text
    assert not any("/operating/privacy/people/" in link for link in answered.links)
    assert officer.post(path, {"outcome": "declined", "answer": "No."}).status_code == 404


def test_an_erased_person_is_signed_out_and_cannot_sign_in(officer, person):
    theirs = browser_of(person.account_id)
    assert theirs.get("/me/privacy").status_code == 200

    officer.post(
        f"/operating/privacy/people/{person.uuid}/erase",
        {"reason": "A letter", "staff_number": person.staff_number},
    )

    assert theirs.get("/me/privacy").status_code in {302, 403}
    assert not Account.objects.get(pk=person.account_id).is_active


def test_a_hold_is_placed_keeps_from_erasing_and_is_released(officer, person):
    here = f"/operating/privacy/people/{person.uuid}"
    wrong = Page(officer.post(f"{here}/hold", {"basis": "", "reason": "", "until_on_0": "soon"}))
    for message in ("Select why the data must be kept", "Enter which claim, case or duty it is", "Enter a real day"):
        assert wrong.text.count(message) == 2
    first = {"until_on_0": "1", "until_on_1": "1", "until_on_2": "2020"}
    past = Page(officer.post(f"{here}/hold", {"basis": "legal-claim", "reason": "Claim", **first}))
    assert "Enter a day after today" in past.text

    officer.post(f"{here}/hold", {"basis": "legal-claim", "reason": "Claim 7"})
    hold = Hold.objects.get()

    assert "Release it first" in get(officer, f"{here}/erase").text
    refused = Page(officer.post(f"{here}/erase", {"reason": "A letter", "staff_number": person.staff_number}))
    assert (refused.status, "nothing was erased" in refused.text) == (422, True)
    assert officer.post(f"/operating/privacy/holds/{hold.uuid}", {"because": "Settled"}).status_code == 303
    again = Page(officer.post(f"/operating/privacy/holds/{hold.uuid}", {"because": "Settled"}))
    assert (again.status, "released in the meantime" in again.text) == (422, True)


def test_the_officer_ends_a_restriction_and_says_why(officer, person):
    themselves = Actor(account_id=person.account_id, person_id=person.pk)
    people_commands.restrict(person_id=person.pk, reason="Wrong levels", actor=themselves, at=now())
    path = f"/operating/privacy/people/{person.uuid}"
    assert "Wrong levels" in get(officer, "/operating/privacy").text
    assert Page(officer.post(path, {"because": ""})).text.count("Enter why it ends") == 2

    assert officer.post(path, {"because": "The levels were put right."}).status_code == 303

    assert "No record is restricted." in get(officer, "/operating/privacy").text


def test_what_is_past_its_time_is_shown_before_it_goes(officer, people):
    Item.objects.update(at=now() - timedelta(days=3 * 365))

    response = officer.post("/operating/privacy/retention")
    run = RetentionRun.objects.get()
    assert response["Location"] == f"/operating/privacy/retention/{run.uuid}"
    page = get(officer, response["Location"])
    assert "What you were told and asked to do on this site" in page.text
    assert Item.objects.count() == 4

    assert officer.post(response["Location"]).status_code == 303

    assert Item.objects.count() == 0
    assert "Deleted on" in get(officer, response["Location"]).text
    assert Page(officer.post(response["Location"])).status == 409


def test_the_number_of_queries_does_not_grow_with_what_waits(officer, people):
    def asked():
        with CaptureQueriesContext(connection) as found:
            get(officer, "/operating/privacy")
        return len(found)

    ask(people.person)
    place(people.person)
    few = asked()

    for someone in (people.manager, people.stranger, people.head):
        ask(someone)
        place(someone)
        actor = Actor(account_id=someone.account_id, person_id=someone.pk)
        people_commands.restrict(person_id=someone.pk, actor=actor, at=now())

    assert asked() <= few + 1  # the addresses of restricted people


def test_erasing_and_deleting_ask_first_who_it_is_once_the_sign_in_is_a_while_ago(officer, person):
    erase = f"/operating/privacy/people/{person.uuid}/erase"
    run = commands.look_for_old_data(actor=OPERATOR, at=now())

    assert asks_to_confirm(officer, erase, {"reason": "A letter", "staff_number": person.staff_number})
    assert asks_to_confirm(officer, f"/operating/privacy/retention/{run.uuid}", {})

    assert RetentionRun.objects.get(uuid=run.uuid).done_at is None
    assert Person.objects.get(pk=person.pk).staff_number == person.staff_number


def test_what_was_kept_is_done_once_it_is_sent_again(officer, person):
    path = f"/operating/privacy/people/{person.uuid}/erase"
    Hold.objects.filter(person=person).update(released_at=now())
    answers = {"reason": "A letter", "staff_number": person.staff_number}
    assert asks_to_confirm(officer, path, answers)

    answer = officer.post(path, answers)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/operating/privacy")
