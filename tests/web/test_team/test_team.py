"""A manager's home: who reports to them, and what those chose to share. What is not shared does not show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.test_me.pages import read, words
from tests.web.test_team.conftest import assessed, colleague, reports_to, share, stop
from waymark.audit import commands as audit
from waymark.audit.models import Access
from waymark.notifications import commands as notifications
from waymark.people.models import ReportingLine

pytestmark = pytest.mark.django_db


def links(response):
    return [href for href, _text in read(response).links]


def accesses():
    """Return what the access log says of each request so far: what was opened, why, and whose records."""
    audit.flush_access()
    rows = Access.objects.order_by("pk").prefetch_related("subjects")
    return [(row.what, row.ground, sorted(one.person_id for one in row.subjects.all())) for row in rows]


def test_a_manager_sees_who_reports_to_them_and_nothing_they_did_not_share(boss, ada, peer):
    assessed(ada)
    assessed(peer)

    said = words(boss.browser.get("/team"))

    assert "1 person reports to you" in said
    assert "Ada Reed" in said
    assert "Weaver" in said
    assert "Nothing shared" in said
    assert "Pia" not in said
    assert "answered" not in said


def test_what_is_shared_with_the_manager_is_listed_in_words(boss, ada):
    uuid = assessed(ada)
    share(ada, uuid)

    page = boss.browser.get("/team")

    assert "Full self-assessment, 1 of 4 skills answered, shared 2 days ago" in words(page)
    assert f"/team/{ada.uuid}/assessments/{uuid}" in links(page)


def test_the_page_of_a_person_says_what_is_between_them_and_the_role(boss, ada):
    share(ada, assessed(ada), message="For Thursday")

    said = words(boss.browser.get(f"/team/{ada.uuid}"))

    assert "They meet" in said
    assert "They wrote: “For Thursday”" in said
    assert "as their post is mapped" in said


def test_a_shared_assessment_can_be_read_with_what_the_levels_mean_and_the_notes(boss, ada):
    uuid = assessed(ada, note="A metre of cloth each week.")
    share(ada, uuid)

    page = boss.browser.get(f"/team/{ada.uuid}/assessments/{uuid}")

    said = words(page)
    assert "Awareness" in said
    assert "One level to go: they are at awareness, the role asks for working" in said
    assert "You can thread a loom." in said
    assert "A metre of cloth each week." in said
    assert "Not answered:" in said
    assert not [form for form in read(page).forms if form["method"] == "post" and "sign-out" not in form["action"]]


def test_taking_it_back_works_at_once(boss, ada):
    uuid = assessed(ada)
    shared = share(ada, uuid)
    browser = boss.browser
    assert browser.get(f"/team/{ada.uuid}/assessments/{uuid}").status_code == 200

    stop(ada, shared)

    assert browser.get(f"/team/{ada.uuid}/assessments/{uuid}").status_code == 404
    assert "Nothing shared" in words(browser.get("/team"))
    assert "Nothing at the moment" in words(browser.get(f"/team/{ada.uuid}"))


def test_whoever_is_not_in_the_line_finds_nothing_and_missing_looks_the_same(boss, ada, peer):
    uuid = assessed(ada)
    share(ada, uuid)

    pages = [
        peer.browser.get(path)
        for path in (
            f"/team/{ada.uuid}", f"/team/{uuid4()}", f"/team/{peer.uuid}", f"/team/{ada.uuid}/assessments/{uuid}",
            f"/team/{ada.uuid}/assessments/{uuid4()}",
        )
    ]  # fmt: skip

    assert {page.status_code for page in pages} == {404}
    assert len({words(page) for page in pages}) == 1


def test_an_assessment_is_found_under_its_own_person_only(boss, ada, weaver):
    uuid = assessed(ada)
    share(ada, uuid)
    other = colleague(4, "Oz")
    reports_to(other, boss)

    assert boss.browser.get(f"/team/{other.uuid}/assessments/{uuid}").status_code == 404


def test_a_manager_cannot_open_a_shared_assessment_as_if_it_were_theirs(boss, ada):
    uuid = assessed(ada)
    share(ada, uuid)
    browser = boss.browser

    for path in (f"/me/assessments/{uuid}", f"/me/assessments/{uuid}/withdraw", f"/me/assessments/{uuid}/share",
                 f"/me/assessments/{uuid}/check", f"/me/check/{uuid}", f"/me/check/{uuid}/result"):  # fmt: skip
        assert browser.get(path).status_code == 404, path
        assert browser.post(path).status_code in {404, 405}, path


def test_a_manager_who_changed_takes_the_sight_along(boss, ada, peer):
    uuid = assessed(ada)
    share(ada, uuid)
    today = datetime.now(UTC).date()
    ReportingLine.objects.filter(person_id=ada.id).update(until_on=today)
    ReportingLine.objects.create(person_id=ada.id, manager_id=peer.id, from_on=today)

    assert "Nobody reports to you" in words(boss.browser.get("/team"))
    assert boss.browser.get(f"/team/{ada.uuid}/assessments/{uuid}").status_code == 404
    assert peer.browser.get(f"/team/{ada.uuid}/assessments/{uuid}").status_code == 200


def test_a_colleague_who_was_named_reads_it_too_and_sees_no_more_of_the_person(boss, ada, peer):
    uuid = assessed(ada)
    share(ada, uuid, with_whom=peer)

    page = peer.browser.get("/team")

    assert "Shared with you by others" in words(page)
    assert "Nobody reports to you" in words(page)
    assert peer.browser.get(f"/team/{ada.uuid}/assessments/{uuid}").status_code == 200
    assert peer.browser.get(f"/team/{ada.uuid}").status_code == 404
    assert "Nothing shared" in words(boss.browser.get("/team"))


def test_whoever_manages_nobody_is_told_so_and_what_to_do(peer):
    page = peer.browser.get("/team")

    assert "Nobody reports to you" in words(page)
    assert "/me/wrong" in links(page)
    assert "/team" not in links(peer.browser.get("/"))


def test_a_manager_finds_the_team_in_the_menu_and_what_waits_on_it(boss, ada):
    notifications.notify(
        accounts=[boss.who.account], topic="people", key="k", title="Look at this", url="/me/wrong", todo=True,
        at=datetime.now(UTC),
    )  # fmt: skip

    assert "/team" in links(boss.browser.get("/"))
    assert "Look at this" in words(boss.browser.get("/team"))


def test_every_look_is_noted_with_whose_records_and_why(boss, ada, peer):
    uuid = assessed(ada)
    share(ada, uuid)
    share(ada, uuid, with_whom=peer)

    boss.browser.get("/team")
    boss.browser.get(f"/team/{ada.uuid}")
    boss.browser.get(f"/team/{ada.uuid}/assessments/{uuid}")
    peer.browser.get(f"/team/{ada.uuid}/assessments/{uuid}")
    peer.browser.get(f"/team/{ada.uuid}")

    address = f"/team/{ada.uuid}/assessments/{uuid}"
    assert accesses() == [
        ("/team", "they manage the person now", [ada.id]),
        (f"/team/{ada.uuid}", "they manage the person now", [ada.id]),
        (address, "they manage its person now, who shared it with their manager", [ada.id]),
        (address, "its person shared it with them by name", [ada.id]),
    ]


def test_a_team_of_thirty_costs_as_many_queries_as_one_of_three(boss, weaver, django_assert_num_queries):
    def grow(first, last):
        for number in range(first, last):
            person = colleague(number, f"N{number}", weaver.id)
            reports_to(person, boss)
            share(person, assessed(person))

    grow(10, 13)
    browser = boss.browser
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert "3 people report to you" in words(browser.get("/team"))
    grow(13, 40)

    with django_assert_num_queries(len(few)):
        assert "30 people report to you" in words(browser.get("/team"))
    assert len(few) <= 9


def test_one_with_many_shared_assessments_costs_as_much_as_with_one(boss, ada, django_assert_num_queries):
    share(ada, assessed(ada))
    browser = boss.browser
    with CaptureQueriesContext(connection) as few:
        browser.get(f"/team/{ada.uuid}")
    for days in range(1, 6):
        share(ada, assessed(ada, "weaver/junior-weaver", at=datetime.now(UTC) - timedelta(days=30 + days)))

    with django_assert_num_queries(len(few)):
        page = browser.get(f"/team/{ada.uuid}")

    assert words(page).count("shared 2 days ago") == 6


def test_nobody_signed_in_is_sent_to_sign_in(client, settings, boss):
    settings.DEMO = True

    assert client.get("/team").status_code == 302
