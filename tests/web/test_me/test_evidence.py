"""Your evidence, as its person meets it: without script, in a browser that follows links and sends forms."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.assessments.evidence import daemon
from tests.formats.uploads import EICAR, PDF, PROGRAM
from tests.web.test_me.conftest import hold
from tests.web.test_me.pages import Walk, read, words
from waymark.assessments.models import Evidence, EvidenceFile, Witness
from waymark.assessments.rules import evidence as rules
from waymark.web.base.evidence_kinds import ABOUT

pytestmark = pytest.mark.django_db

ACCOUNT = "/me/evidence/new/account"
FILE = "/me/evidence/new/file"


def put(**more):
    return {"title": "The new loom", "action": "I set it up.", "audience": "only_me", **more}


def upload(content=PDF, name="report.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def test_the_forms_ask_for_what_the_record_keeps():
    for kind, about in ABOUT.items():
        assert tuple(asked.column for asked in about.texts) == rules.TEXTS[kind]
        needed = {asked.column for asked in about.texts if not asked.optional}
        assert needed == set(rules.NEEDED.get(kind, ()))


def test_an_empty_library_says_what_it_is_for(browser):
    page = browser.get("/me/evidence")

    assert "Nothing here yet" in words(page)
    assert "/me/evidence/new" in [href for href, _text in read(page).links]


def test_an_account_is_written_found_changed_and_removed(browser):
    walk = Walk(browser, "/me/evidence")
    walk.follow("Add evidence")
    walk.follow("Account of your work")
    walk.press("Save", title="The new loom", action="I set it up.", skills="weaving")

    assert "Saved. Only you can see it" in walk.page.content.decode()
    assert "I set it up." in walk.words
    walk.follow("Change it")
    walk.press("Save", result="Twice the cloth.")
    assert "Twice the cloth." in walk.words

    for query, found in (("cloth", True), ("nothing", False)):
        said = words(browser.get("/me/evidence", {"q": query}))
        assert ("The new loom" in said) is found
    assert "Supports: Weaving" in words(browser.get("/me/evidence?skill=weaving&kind=account"))

    walk.follow("Remove it")
    walk.press("Yes, remove it")
    assert not Evidence.objects.exists()


def test_a_form_with_mistakes_says_which_and_keeps_what_was_typed(browser):
    page = browser.post(ACCOUNT, put(title="", action="", situation="A Monday.", happened_on_0="31", happened_on_1="2",
                                     happened_on_2="2026"))  # fmt: skip

    assert page.status_code == 422
    assert "Enter a real day" in words(page)
    assert "A Monday." in words(page)
    page = browser.post(ACCOUNT, put(title="", action=""))
    assert "Enter a title" in words(page)
    assert "Enter what you did" in words(page)
    assert "Error:" in page.content.decode()


def test_a_qualification_can_be_older_than_the_site(browser):
    sent = {"title": "Degree", "by_name": "The college", "audience": "only_me"}
    day = {"happened_on_0": "1", "happened_on_1": "7", "happened_on_2": "1988"}

    assert browser.post("/me/evidence/new/qualification", sent | day, follow=True).status_code == 200

    assert "1 July 1988" in words(browser.get(reverse("me_evidence_item", args=[Evidence.objects.get().uuid])))


def test_a_skill_leads_to_evidence_for_it_and_shows_how_much_there_is(ada, browser, crafts):
    hold(ada, crafts, weaving=2)
    page = browser.get("/me/skills")
    assert "/me/evidence/new?skill=weaving" in [href for href, _text in read(page).links]

    form = browser.get(f"{ACCOUNT}?skill=weaving")
    assert ("skills", "weaving") in read(form).forms[-1]["fields"]
    browser.post(ACCOUNT, put(skills=["weaving"]))

    assert "1 piece of evidence" in words(browser.get("/me/skills"))


def test_a_stale_change_is_refused_and_nothing_typed_is_lost(browser):
    browser.post(ACCOUNT, put())
    piece = Evidence.objects.get()
    edit = reverse("me_evidence_edit", args=[piece.uuid])
    browser.post(edit, put(title="Meanwhile", revision="1"))

    page = browser.post(edit, put(title="Mine", revision="1"))

    assert page.status_code == 409
    assert "in another tab" in words(page)
    assert 'value="Mine"' in page.content.decode()
    assert Evidence.objects.get().title == "Meanwhile"
    Walk(browser, edit)
    again = dict(read(page).forms[-1]["fields"])
    assert browser.post(edit, put(title="Mine", revision=again["revision"])).status_code == 303
    assert Evidence.objects.get().title == "Mine"


def test_text_that_is_not_saved_is_kept_offered_and_forgotten(browser):
    kept = browser.post(
        "/me/evidence/unsaved", {"place": ACCOUNT, "title": "Half", "action": "I be", "skills": "weaving"}
    )
    assert kept.content.decode() == "Kept, not saved yet"

    assert "that is not saved" in words(browser.get(ACCOUNT))
    page = browser.get(f"{ACCOUNT}?unsaved=1")
    assert "I be" in words(page)
    assert ("skills", "weaving") in read(page).forms[-1]["fields"]

    browser.post(ACCOUNT, put())
    assert "that is not saved" not in words(browser.get(ACCOUNT))
    browser.post("/me/evidence/unsaved", {"place": ACCOUNT, "title": "Half"})
    browser.post("/me/evidence/unsaved", {"place": ACCOUNT, "then": "discard"})
    assert "that is not saved" not in words(browser.get(ACCOUNT))
    assert browser.post("/me/evidence/unsaved", {"place": "/me/gap"}).status_code == 404


def test_a_file_is_handed_over_as_an_attachment_and_cannot_run(browser, stranger):
    browser.post(FILE, {"title": "Report", "audience": "only_me", "file": upload(name="../the report.pdf")})
    url = reverse("evidence_file", args=[EvidenceFile.objects.get().uuid])

    page = browser.get(url)

    assert b"".join(page.streaming_content) == PDF
    assert page["Content-Disposition"] == 'attachment; filename="the report.pdf"'
    assert page["Content-Type"] == "application/pdf"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert page["Cache-Control"] == "private, no-store"
    assert stranger.browser().get(url).status_code == 404


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "Choose a file"),
        (upload(b""), "The file is empty"),
        (upload(PROGRAM), "The file is a program"),
        (upload(PDF + PROGRAM), "hidden in the file"),
        (upload(PDF, "a.png"), "its content is PDF"),
    ],
)
def test_a_file_that_is_not_taken_says_why_at_its_field(browser, file, said):
    page = browser.post(FILE, {"title": "Report", "audience": "only_me", **({"file": file} if file else {})})

    assert page.status_code == 422
    assert said in words(page)
    assert 'value="Report"' in page.content.decode()
    assert not Evidence.objects.exists()


def test_a_file_that_is_too_large_is_let_run_by(browser, settings):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024

    page = browser.post(FILE, {"title": "Report", "audience": "only_me", "file": upload(PDF + b" " * 3 * 1024 * 1024)})

    assert page.status_code == 422
    assert "larger than 1 MB" in words(page)
    assert not Evidence.objects.exists()


def test_what_the_scanner_finds_is_refused_and_a_silent_scanner_too(browser, settings):
    sent = {"title": "Report", "audience": "only_me"}
    with daemon() as (settings.CLAMD, _seen):
        page = browser.post(FILE, {**sent, "file": upload(EICAR, "a.txt")})
        assert "malicious software" in words(page)
    with daemon(mute=True) as (settings.CLAMD, _seen):
        page = browser.post(FILE, {**sent, "file": upload()})
        assert "could not scan the file" in words(page)
    assert not Evidence.objects.exists()


def test_somebody_elses_evidence_is_not_there(browser, stranger):
    browser.post(ACCOUNT, put())
    uuid, other = Evidence.objects.get().uuid, stranger.browser()

    for name in ("me_evidence_item", "me_evidence_edit", "me_evidence_remove", "me_evidence_ask"):
        assert other.get(reverse(name, args=[uuid])).status_code == 404
        assert other.post(reverse(name, args=[uuid]), put()).status_code == 404
    assert browser.get("/me/evidence/new/learning").status_code == 404
    assert browser.get("/me/evidence/new/nonsense").status_code == 404


def test_a_colleague_is_asked_and_writes_what_they_saw(ada, browser, stranger):
    walk = Walk(browser, "/me/evidence/new/testimony")
    walk.press("Save", title="The day of the flood")
    assert "Ask a colleague to write what they saw" in walk.words
    walk.press("Search", q="Marsh 2")
    whom = next(one for one in read(walk.page).forms if any(said == "Ask them" for _n, _v, said in one["buttons"]))
    assert whom
    chosen = walk.page.content.decode().split('name="whom" type="radio" value="')[1].split('"')[0]
    walk.press("Ask them", whom=chosen, message="You were there.")
    assert "no answer yet" in walk.words

    theirs = Walk(stranger.browser(), "/me/evidence")
    theirs.follow("Write what you saw: The day of the flood")
    assert "You were there." in theirs.words
    theirs.press("Send it", words="She carried the looms.")
    assert "You wrote this on" in theirs.words

    said = words(browser.get(reverse("me_evidence_item", args=[Evidence.objects.get().uuid])))
    assert "She carried the looms." in said
    assert "Written by Person 2" in said


def test_a_testimony_can_be_declined_or_taken_back(ada, browser, stranger):
    browser.post("/me/evidence/new/testimony", {"title": "The flood", "audience": "only_me"})
    piece = Evidence.objects.get()
    asked = Witness.objects.create(
        uuid=piece.uuid, evidence=piece, account_id=stranger.account, asked_at=piece.saved_at
    )
    url = reverse("me_testimony", args=[asked.uuid])
    assert browser.get(url).status_code == 404
    assert stranger.browser().post(url, {"then": "send", "words": ""}).status_code == 422

    assert stranger.browser().post(url, {"then": "decline"}).status_code == 303
    assert "You declined on" in words(stranger.browser().get(url))
    late = stranger.browser().post(url, {"then": "send", "words": "Still."})
    assert late.status_code == 422

    again = Witness.objects.create(uuid=uuid4(), evidence=piece, account_id=stranger.account, asked_at=piece.saved_at)
    assert browser.post(reverse("me_evidence_ask_end", args=[again.uuid])).status_code == 303
    assert "not asked of you any more" in words(stranger.browser().get(reverse("me_testimony", args=[again.uuid])))


def test_the_list_and_a_piece_take_a_fixed_number_of_queries(browser, django_assert_max_num_queries):
    for number in range(25):
        browser.post(ACCOUNT, put(title=f"Piece {number}", skills=["weaving", "costing"]))

    with django_assert_max_num_queries(19):
        assert browser.get("/me/evidence?skill=weaving").status_code == 200
    with django_assert_max_num_queries(16):
        assert browser.get(reverse("me_evidence_item", args=[Evidence.objects.latest("pk").uuid])).status_code == 200
    with django_assert_max_num_queries(26):
        assert browser.get(ACCOUNT).status_code == 200


def test_of_two_files_in_one_field_none_is_lost_without_a_word(browser):
    page = browser.post(FILE, put(action="", file=[upload(), upload(name="second.pdf")]))

    assert page.status_code == 422
    assert "Choose one file. You can add others afterwards" in words(page)
    assert not Evidence.objects.exists()


def test_a_sign_that_no_database_keeps_does_not_stop_what_is_typed_from_being_kept(browser):
    kept = browser.post("/me/evidence/unsaved", {"place": f"{ACCOUNT}\x00", "title": "Half", "revision": "1\x00"})

    assert kept.status_code == 200
    assert "Half" in browser.get(f"{ACCOUNT}?unsaved=1").content.decode()
