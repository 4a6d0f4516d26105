"""The pages of the record: for the duty alone, and what they show is true."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from tests.audit.helpers import tamper
from tests.web.confirming import asks_to_confirm
from tests.web.pages import Page, get
from tests.web.test_me.conftest import someone
from waymark.audit import commands as audit
from waymark.audit.commands import accesses
from waymark.audit.models import Access, Entry, RefusedRequest, Seal
from waymark.kernel.policy import OPERATOR, Duty

PAGES = ["/operating/audit", "/operating/audit/accesses", "/operating/audit/refused", "/operating/audit/check",
         "/operating/audit/export"]  # fmt: skip
THING = UUID(int=77)


@pytest.fixture(autouse=True)
def a_new_minute(monkeypatch):
    monkeypatch.setattr(accesses, "_refused", {})


@transaction.atomic
def record(kind, *, actor, subjects=(), reason="", at=None, **facts):
    audit.record(kind, actor=actor, at=at or datetime.now(UTC), subjects=subjects, reason=reason, **facts)


@pytest.fixture
def done(ada, stranger):
    """Ada starts an assessment, an operator loads people; both sealed."""
    record("assessments.assessment.started", actor=ada.actor, subjects=[ada.id], assessment=THING, role_level=5)
    record("people.loaded", actor=OPERATOR, subjects=[ada.id, stranger.id], reason="the yearly feed", people=2)
    audit.seal(at=datetime.now(UTC))


def fed():
    return Entry.objects.get(reason="the yearly feed")


def table(page):
    return page.html.partition("<tbody>")[2].partition("</tbody>")[0]


@pytest.mark.parametrize("path", [*PAGES, "/operating/audit/1"])
def test_the_record_is_for_the_duty_alone(path, ada, holding, visitor, settings):
    holding[ada.account] = (Duty("moderator", 1), Duty("hr-director", 2))

    assert ada.browser().get(path).status_code == 404
    for demo in (True, False):
        settings.DEMO = demo
        assert visitor.get(path).status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_both_duties_open_every_page_and_no_page_has_inline_script(path, done, auditor, ada, holding):
    holding[ada.account] = (Duty("data-protection-officer", 3),)

    assert get(auditor, path).inline == []
    assert get(ada.browser(), path).headings == ["Export the record" if path.endswith("export") else "The record"]


def test_the_search_shows_what_was_done_by_whom_about_whom_and_why(done, auditor):
    page = get(auditor, "/operating/audit")

    for words in ("People loaded", "Command line", "the yearly feed", "Assessment started", "Ada Marsh 1", "Person 1"):
        assert words in table(page)
    assert table(page).index("People loaded") < table(page).index("Assessment started")


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("person=S2", "People loaded", "Assessment started"),
        ("person=Marsh+2", "People loaded", "Assessment started"),
        ("person=ada+marsh+2", "People loaded", "Assessment started"),
        ("by=command+line", "People loaded", "Assessment started"),
        ("by=P1@example.test", "Assessment started", "People loaded"),
        ("by=person+1", "Assessment started", "People loaded"),
        ("kind=assessments", "Assessment started", "People loaded"),
        ("kind=people.loaded", "People loaded", "Assessment started"),
        (f"thing={THING}", "Assessment started", "People loaded"),
        ("thing=role+level+5", "Assessment started", "People loaded"),
    ],
)
def test_each_field_of_the_search_narrows_it(done, auditor, query, shown, hidden):
    found = table(get(auditor, f"/operating/audit?{query}"))

    assert shown in found
    assert hidden not in found


def test_days_are_whole_days_where_the_site_is(done, auditor):
    record("careers.target.saved", actor=OPERATOR, at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))  # 00:30 on 2 July

    on_the_second = table(get(auditor, "/operating/audit?since=2026-07-02&until=02/07/2026"))

    assert "Target role saved" in on_the_second
    assert "2 July 2026, 00:30:00" in on_the_second
    assert "Target role saved" not in table(get(auditor, "/operating/audit?until=2026-07-01"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("person=nobody", "Nobody has that staff number or name"),
        ("by=nobody", "No account has that email address or name"),
        ("since=2026-02-30", "Enter a real date"),
        ("since=2026-02-02&until=2026-02-01", "The last day must not be before the first"),
        ("kind=gossip", "Choose what was done from the list"),
    ],
)
def test_a_search_that_makes_no_sense_says_why_and_keeps_what_was_typed(done, auditor, query, words):
    page = Page(auditor.get(f"/operating/audit?{query}"))

    assert page.status == 422
    assert "There is a problem" in page.text
    assert words in page.text
    assert "<tbody>" not in page.html


def test_a_name_that_several_have_is_asked_about(done, auditor):
    page = get(auditor, "/operating/audit?person=marsh&kind=people")

    assert "Which person do you mean?" in page.text
    assert "?person=S2&kind=people" in page.links
    assert "<tbody>" not in page.html


def test_nothing_found_says_so(done, auditor):
    assert "Nothing found." in get(auditor, "/operating/audit?thing=grant+99999").text


def test_older_entries_follow_page_by_page(done, auditor):
    for n in range(120):
        record("careers.target.saved", actor=OPERATOR, role_level=n)

    seen, path = [], "/operating/audit?kind=careers"
    while path:
        page = get(auditor, path)
        seen += [link for link in page.links if link.startswith("/operating/audit/") and link[17:].isdigit()]
        path = next((f"/operating/audit{link}" for link in page.links if "after=" in link), "")

    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("path", PAGES[:2])
def test_a_page_takes_as_many_queries_for_few_lines_as_for_many(
    path, done, auditor, ada, stranger, django_assert_num_queries
):
    def look(n):
        for _ in range(n):
            record("people.role.claimed", actor=ada.actor, subjects=[ada.id, stranger.id])
            audit.note_access(actor=ada.actor, at=datetime.now(UTC), what="/team", subjects=[stranger.id])
        audit.flush_access()

    look(2)
    # Session, account, person and duties; the page, how many and who; accounts and people by name; what is unread.
    with django_assert_num_queries(9):
        auditor.get(path)
    look(40)
    with django_assert_num_queries(9):
        auditor.get(path)


def test_reading_the_record_is_itself_on_the_access_log(done, auditor, officer, ada, stranger):
    get(auditor, "/operating/audit?kind=people.loaded")
    audit.flush_access()

    access = Access.objects.get()
    assert (access.actor_account_id, access.what, access.ground) == (
        officer.account, "/operating/audit", "they hold a duty to read the record"
    )  # fmt: skip
    assert access.filter == {"kind": "people.loaded"}
    assert set(access.subjects.values_list("person_id", flat=True)) == {ada.id, stranger.id}
    looks = table(get(auditor, "/operating/audit/accesses"))
    assert "Search of the record" in looks
    assert "What was done: people.loaded" in looks


def test_what_narrows_nothing_is_not_said(auditor, ada, stranger):
    look = {"words": "", "state": "in-force", "list": "duties"}
    audit.note_access(actor=ada.actor, at=datetime.now(UTC), what="/team", subjects=[stranger.id], filter=look)
    audit.flush_access()

    looks = table(get(auditor, "/operating/audit/accesses"))

    assert "State: in-force" in looks
    assert "Search:" not in looks
    assert "list" not in looks


def test_an_entry_shows_its_facts_and_that_it_matches(done, auditor):
    entry = Entry.objects.get(kind="assessments.assessment.started")

    page = get(auditor, f"/operating/audit/{entry.pk}")

    assert page.headings == ["Assessment started"]
    assert f"/operating/audit?thing=assessment%3D{THING}" in page.links
    assert entry.digest in page.text
    assert "Yes: it says what it said when it was written" in page.text


def test_an_entry_that_was_changed_from_outside_says_so(done, auditor):
    entry = fed()
    tamper("UPDATE audit_entry SET reason = 'another' WHERE id = %s", entry.pk)

    assert "This entry does not match its digest" in get(auditor, f"/operating/audit/{entry.pk}").text


def test_an_erased_entry_says_that_it_was_erased(done, auditor):
    entry = fed()
    audit.erase_payload(entry_ids=[entry.pk], reason="asked for", actor=OPERATOR, at=datetime.now(UTC))

    page = get(auditor, f"/operating/audit/{entry.pk}")

    assert "Its reason and facts were erased" in page.text
    assert "the yearly feed" not in page.html


@pytest.mark.parametrize("number", ["0", "999999", "9" * 18, "9" * 40])
def test_an_entry_that_is_not_there_is_not_found(done, auditor, number):
    assert auditor.get(f"/operating/audit/{number}").status_code == 404


def test_a_limited_duty_finds_its_own_people_and_nobody_else(ada, stranger, done, holding):
    bounded = someone(91)
    body = ada_body(ada)
    holding[bounded.account] = (Duty("auditor", 4, organisation_id=body.pk, path=body.path),)
    browser = bounded.browser()

    page = get(browser, "/operating/audit")

    assert "Assessment started" in table(page)
    assert "People loaded" not in table(page), "it is about somebody else as well"
    assert browser.get(f"/operating/audit/{Entry.objects.get(reason='the yearly feed').pk}").status_code == 404
    assert "Which person do you mean?" not in get(browser, "/operating/audit?person=Marsh").text
    assert "Nobody has that staff number or name" in Page(browser.get("/operating/audit?person=S91")).text
    assert "they are for those whose duty has no limits" in get(browser, "/operating/audit/refused").text


def ada_body(ada):
    from waymark.people.models import Appointment

    return Appointment.objects.get(person_id=ada.id).post.organisation


def test_the_check_reads_the_record_and_says_what_it_found(done, auditor):
    assert "waymark doctor --audit" in get(auditor, "/operating/audit/check").text

    page = get(auditor, "/operating/audit/check?run=1")
    assert "The record is whole" in page.text
    assert Seal.objects.latest("number").digest in page.text
    tamper("UPDATE audit_entry SET reason = 'another' WHERE kind = 'people.loaded'")
    assert "The record was changed from outside" in get(auditor, "/operating/audit/check?run=1").text


DAYS = "since=2020-06-01&until=2020-06-30"


@pytest.fixture
def in_june(ada):
    record(
        "careers.target.saved", actor=ada.actor, subjects=[ada.id], reason="=1+1", at=datetime(2020, 6, 3, tzinfo=UTC)
    )


def body_of(response):
    return b"".join(response.streaming_content).decode()


def test_an_export_is_a_file_is_on_record_and_says_whom_it_was_about(in_june, auditor, officer, ada):
    response = auditor.post(f"/operating/audit/export?{DAYS}", {"reason": "the yearly audit", "form": "csv"})

    header, row = csv.reader(io.StringIO(body_of(response), newline=""))
    found = dict(zip(header, row, strict=True))
    assert (found["by"], found["people"], found["reason"]) == ("p1@example.test", "S1", "'=1+1")
    assert response["Content-Disposition"].startswith('attachment; filename="record-')
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/csv; charset=utf-8", "private, no-store")
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.reason, entry.actor_account_id) == (
        "audit.record.exported", "the yearly audit", officer.account
    )  # fmt: skip
    audit.flush_access()
    assert list(Access.objects.get(what="/operating/audit/export").subjects.values_list("person_id", flat=True)) == [
        ada.id
    ]


def test_an_export_as_json_lines_is_one_object_a_line(in_june, auditor):
    response = auditor.post(f"/operating/audit/export?{DAYS}", {"reason": "why", "form": "jsonl"})

    (line,) = body_of(response).splitlines()
    assert json.loads(line)["reason"] == "=1+1"


@pytest.mark.parametrize(
    ("query", "form", "words"),
    [
        (DAYS, {"reason": "", "form": "csv"}, "Enter why you need this export"),
        (DAYS, {"reason": "x" * 401, "form": "csv"}, "Your reason must be 400 characters or fewer"),
        (DAYS, {"reason": "why"}, "Select the form you want"),
        ("", {"reason": "why", "form": "csv"}, "Enter the first and the last day of the export"),
        ("person=nobody", {"reason": "why", "form": "csv"}, "Nobody has that staff number or name"),
    ],
)
def test_an_export_that_is_refused_says_why_and_leaves_nothing(in_june, auditor, query, form, words):
    before = Entry.objects.count()

    page = Page(auditor.post(f"/operating/audit/export?{query}", form))

    assert page.status == 422
    assert words in page.text
    assert Entry.objects.count() == before


def refused():
    audit.flush_access()
    return list(RefusedRequest.objects.order_by("at", "pk").values_list("actor_account_id", "what", "why"))


def test_a_guessed_address_is_on_record(ada, auditor):
    browser = ada.browser()

    browser.get(f"/me/assessments/{THING}")
    browser.get("/operating/audit")
    browser.get("/roles/nothing-here")
    browser.get("/nowhere")
    Client().get(f"/me/assessments/{THING}")

    assert refused() == [
        (ada.account, f"/me/assessments/{THING}", "not-there"),
        (ada.account, "/operating/audit", "not-there"),
    ]
    shown = table(get(auditor, "/operating/audit/refused?by=p1@example.test"))
    assert "Not there, or not theirs to see" in shown
    assert f"/me/assessments/{THING}" in shown


def test_a_forged_form_is_on_record_with_whoever_was_signed_in(ada):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ada.browser().cookies

    assert strict.post("/me/role", {"role": "x"}).status_code == 403
    assert Client(enforce_csrf_checks=True).post("/me/role", {"role": "x"}).status_code == 403

    assert refused() == [(ada.account, "/me/role", "forged-form"), (None, "/me/role", "forged-form")]


def test_a_refused_request_writes_nothing_to_the_database_and_costs_no_query(ada, django_assert_num_queries):
    browser = ada.browser()
    browser.get("/operating/audit")

    # Session, account, person, duties; whether they once held a duty that would have opened it (two).
    with django_assert_num_queries(6):
        browser.get("/operating/audit")


def test_refusing_goes_on_when_it_cannot_be_noted(ada, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("no space left")

    monkeypatch.setattr(accesses, "_spool", full)

    assert ada.browser().get("/operating/audit").status_code == 404


def test_every_page_of_the_record_links_to_the_others_with_the_same_search(done, auditor):
    links = get(auditor, "/operating/audit?person=S1").links

    assert "/operating/audit/accesses?person=S1" in links
    assert "/operating/audit/export?person=S1" in links


def test_an_export_asks_first_who_it_is_once_the_sign_in_is_a_while_ago(in_june, auditor):
    asked = {"reason": "the yearly audit", "form": "csv"}

    assert asks_to_confirm(auditor, f"/operating/audit/export?{DAYS}", asked)

    assert not Entry.objects.filter(kind="audit.record.exported").exists()
