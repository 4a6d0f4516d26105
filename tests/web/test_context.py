"""A department puts a standard in its context: on the pages of whoever keeps it and of whoever works there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import build as record_build
from tests.frameworks import build
from tests.web.conftest import OWNER, START
from tests.web.pages import Page, get
from tests.web.test_me.conftest import someone
from tests.web.test_me.pages import Walk
from waymark.access.models import Grant
from waymark.access.types import DutyKind
from waymark.assessments import commands as record
from waymark.frameworks import queries
from waymark.frameworks.models import OverlayEntry
from waymark.kernel.ids import new_uuid
from waymark.organisation.models import Organisation, Profession

ROLE = "/authoring/context/new?role=weaver"
LEVEL = "/authoring/context/new?level=weaver/weaver"


@pytest.fixture
def head(crafts):
    """The departmental head of the profession in Hall 1, who works there."""
    found = someone(1, role_level_id=queries.role_level("weaver/weaver", datetime.now(UTC)).ref.id)
    now = datetime.now(UTC)
    Grant.objects.create(
        uuid=new_uuid(), account_id=found.account, kind=DutyKind.DEPARTMENT_HEAD_OF_PROFESSION,
        profession=Profession.objects.get(slug=OWNER), organisation=Organisation.objects.get(name="Hall 1"),
        from_at=now - timedelta(days=9), until_at=now + timedelta(days=99), two_people=False, reason="x",
        created_at=now,
    )  # fmt: skip
    return found


@pytest.fixture
def browser(head):
    return head.browser()


def send(browser, address, then, **fields):
    given = {"kind": "note", "text": "Our looms are old.", "organisation": Organisation.objects.get(name="Hall 1").pk}
    return browser.post(address, {**given, "then": then, **fields})


def added(browser, **fields):
    assert send(browser, ROLE, "publish", **fields).status_code == 303
    return f"/authoring/context/{OverlayEntry.objects.latest('pk').overlay.uuid}"


def test_three_clicks_from_the_role_to_the_note_under_it(browser):
    assert "/authoring/context/new?role=weaver" in get(browser, "/roles/weaver").links

    form = get(browser, ROLE)
    preview = Page(send(browser, ROLE, "preview"))
    published = send(browser, ROLE, "publish")

    assert ("Locked" in form.text, "Weaver in short." in form.text) == (True, True)
    assert preview.headings == ["Preview"]
    assert "In Hall 1 Our looms are old." in preview.text
    assert (published.status_code, published.headers["Location"]) == (303, "/roles/weaver")
    page = get(browser, "/roles/weaver")
    assert "In Hall 1 Our looms are old. Added by the department to version 1." in page.text
    assert page.inline == []


def test_nothing_is_published_by_a_preview(browser):
    send(browser, ROLE, "preview")

    assert not OverlayEntry.objects.exists()


def test_the_public_and_people_elsewhere_read_the_standard_alone(browser, visitor):
    added(browser)

    for reader in (visitor, someone(2).browser()):
        page = get(reader, "/roles/weaver")
        assert "Our looms are old." not in page.text
        assert "Add our context" not in page.text


def test_a_form_without_words_asks_again_and_keeps_the_rest(browser):
    answer = Page(send(browser, ROLE, "preview", kind="example", text=" "))

    assert answer.status == 422
    assert "There is a problem" in answer.text
    assert 'value="example" checked' in answer.html


def test_a_level_below_the_standards_cannot_be_chosen(browser):
    weaving = queries.skill("weaving", datetime.now(UTC)).id

    answer = Page(send(browser, LEVEL, "publish", kind="higher_level", raised=f"{weaving}:1"))

    assert answer.status == 422
    assert not OverlayEntry.objects.exists()


def test_a_skill_is_found_then_chosen_then_asked_for(browser):
    found = Page(send(browser, LEVEL, "find", kind="extra_skill", text="", find="café"))
    skill = queries.skill("cafe-keeping", datetime.now(UTC)).id
    assert (found.status, f'value="{skill}:1"' in found.html) == (200, True)

    sent = {"kind": "extra_skill", "text": "", "find": "café", "asked": f"{skill}:1"}
    preview = Page(send(browser, LEVEL, "preview", **sent))
    send(browser, LEVEL, "publish", **sent)

    assert "Hall 1 also asks for Café keeping : Awareness" in preview.text
    gap = get(browser, "/me/gap")
    assert "Asked for by Hall 1, beside the standard" in gap.text
    assert "(1 level asked for by Hall 1)" in gap.text
    assert "also asks for Café keeping" in get(browser, "/roles/weaver").text


def test_a_skill_page_has_it_too(browser):
    address = "/authoring/context/new?skill=weaving"
    assert address in get(browser, "/skills/weaving").links

    assert send(browser, address, "publish", kind="local_name", text="Loom craft").status_code == 303

    assert "In Hall 1 this is called Loom craft" in get(browser, "/skills/weaving").text


def reworded():
    document = build.reworded(replace(build.crafts(version="2"), profession=OWNER), "weaver", "Weaver, reworded.")
    build.published(document, START + timedelta(days=9))


def test_a_new_version_asks_to_check_with_then_now_and_ours(browser):
    one = added(browser)
    assert "Current" in get(browser, "/authoring/context").text
    reworded()

    listed, page = get(browser, "/authoring/context?state=check"), get(browser, one)

    assert "1 addition asks to be looked at" in listed.text
    assert "Check this" in page.text
    assert "Summary Weaver in short. Weaver, reworded. Our looms are old." in page.text
    seen = page.html.split('name="seen" value="')[1].split('"')[0]
    assert browser.post(f"{one}/check", {"seen": seen}).headers["Location"] == "/authoring/context"
    assert "Nothing is in that state." in get(browser, "/authoring/context?state=check").text


def test_a_page_opened_before_the_change_says_so_and_does_nothing(browser):
    one = added(browser)

    answer = Page(browser.post(f"{one}/check", {"seen": "old"}))

    assert answer.status == 409
    assert "since you opened the page" in answer.text


def test_it_is_changed_and_taken_back_with_its_history(browser):
    one = added(browser)
    form = get(browser, f"{one}/change")
    seen = form.html.split('name="seen" value="')[1].split('"')[0]
    assert browser.post(f"{one}/change", {"seen": seen, "text": "Our looms are new."}).status_code == 303
    stale = Page(browser.post(f"{one}/change", {"seen": seen, "text": "Typed meanwhile."}))
    assert (stale.status, "Typed meanwhile." in stale.html) == (409, True)

    assert "What it says now" in stale.text
    assert "Our looms are new." in stale.text
    now = stale.html.split('name="seen" value="')[1].split('"')[0]
    assert browser.post(f"{one}/change", {"seen": now, "text": "Typed meanwhile."}).status_code == 303
    late = Page(browser.post(f"{one}/end", {"seen": seen, "reason": "Sold."}))
    assert (late.status, "Typed meanwhile." in late.text) == (409, True)
    assert late.html.split('name="seen" value="')[1].split('"')[0] not in {seen, now}

    form = get(browser, f"{one}/end")
    seen = form.html.split('name="seen" value="')[1].split('"')[0]
    assert browser.post(f"{one}/end", {"seen": seen, "reason": ""}).status_code == 422
    assert browser.post(f"{one}/end", {"seen": seen, "reason": "Sold."}).status_code == 303

    page = get(browser, one)
    for words in ("Taken back", "Sold.", "Our looms are new.", "Our looms are old.", "Person 1"):
        assert words in page.text
    assert "Our looms" not in get(browser, "/roles/weaver").text


def test_a_department_that_adds_nothing_is_told_how(browser):
    assert "choose “Add our context”" in get(browser, "/authoring/context").text


def test_an_hr_director_adds_to_what_no_profession_owns_and_to_nothing_else(crafts):
    build.published(build.behaviours(), START)
    found = someone(1)
    now = datetime.now(UTC)
    Grant.objects.create(
        uuid=new_uuid(), account_id=found.account, kind=DutyKind.HR_DIRECTOR,
        organisation=Organisation.objects.get(name="Hall 1"), from_at=now - timedelta(days=9),
        until_at=now + timedelta(days=99), two_people=False, reason="x", created_at=now,
    )  # fmt: skip
    browser, behaviour = found.browser(), build.behaviours().skills[0].key
    adds = f"/authoring/context/new?skill={behaviour}"

    page = get(browser, f"/skills/{behaviour}")
    assert adds in page.links
    assert "/authoring/context" in page.links
    assert send(browser, adds, "publish", text="At sea.").status_code == 303
    assert "At sea." in get(browser, f"/skills/{behaviour}").text
    assert ROLE not in get(browser, "/roles/weaver").links
    assert browser.get(ROLE).status_code == 404


def test_a_question_about_what_the_department_asks_for_says_so(browser):
    skill = queries.skill("cafe-keeping", datetime.now(UTC))
    sent = {"kind": "extra_skill", "text": "", "find": "café", "asked": f"{skill.id}:2", "importance": "essential"}
    assert send(browser, LEVEL, "publish", **sent).status_code == 303

    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")
    for _question in range(5):
        if skill.name in walk.words:
            break
        walk.press("Save and continue", answer="meeting")

    assert "Asked for by Hall 1, beside the standard" in walk.words


def test_nobody_else_has_these_pages(browser, visitor):
    one = added(browser)
    other = someone(2).browser()

    for address in ("/authoring/context", ROLE, one, f"{one}/change", f"{one}/end"):
        assert other.get(address).status_code == 404
        assert visitor.get(address).status_code == 302


def test_the_list_takes_as_many_queries_for_many_as_for_few(browser):
    added(browser)
    get(browser, "/authoring/context")
    with CaptureQueriesContext(connection) as few:
        get(browser, "/authoring/context")
    for text in "abcdef":
        added(browser, text=text)
    get(browser, "/authoring/context")  # the notices of the steps before are shown once

    with CaptureQueriesContext(connection) as many:
        get(browser, "/authoring/context")

    assert len(many) == len(few)


def test_a_role_page_costs_one_query_more_for_whoever_works_somewhere(crafts, browser):
    with CaptureQueriesContext(connection) as before:
        get(browser, "/roles/weaver")
    for text in "abc":
        added(browser, text=text)
    get(browser, "/roles/weaver")

    with CaptureQueriesContext(connection) as after:
        get(browser, "/roles/weaver")

    assert len(after) == len(before)
    assert sum("frameworks_overlayentry" in query["sql"] for query in after.captured_queries) == 1


def test_whoever_an_assessment_is_shared_with_reads_what_a_level_asked_for_beside_the_standard_means(browser, head):
    now = datetime.now(UTC)
    build.published(record_build.weavers(build.asks("brewing", 2)), START)
    skill = queries.skill("brewing", now)
    sent = {"kind": "extra_skill", "text": "", "find": "brewing", "asked": f"{skill.id}:2"}
    assert send(browser, LEVEL, "publish", **sent).status_code == 303
    weaver = queries.role_level("weaver/weaver", now).ref.id
    opened = record.start(role_level_id=weaver, kind="full", actor=head.actor, at=now)
    record.save_answer(assessment=opened.uuid, skill_id=skill.id, level=2, seen_revision=None, actor=head.actor, at=now)
    record.submit(assessment=opened.uuid, actor=head.actor, at=now)
    reader = someone(2)
    record.share_assessment(uuid=opened.uuid, with_account_id=reader.account, actor=head.actor, at=now)

    (mine,) = (link for link in get(reader.browser(), "/me/sharing").links if str(opened.uuid) in link)

    page = get(reader.browser(), mine).text
    assert "Brewing Working" in page
    assert "What this level looks like : Brewing Two." in page
