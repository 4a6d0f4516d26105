"""My record, and the links by which it is shown outside, as a person and as whoever has the link walk them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.assessments import build as record
from tests.web.test_me.pages import words
from waymark.access.rules.attempts import LIMITS
from waymark.access.types import Try
from waymark.assessments import commands
from waymark.assessments.models import RecordLink
from waymark.kernel.clock import now
from waymark.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(ada, stranger, crafts):
    """Two of Ada's levels, signed off by an assessor."""
    person, judge = Person.objects.get(pk=ada.id), Person.objects.get(pk=stranger.id)
    ids = record.skill_ids(crafts)
    at = now().replace(microsecond=0)
    return [
        record.signed_off(person, ids[slug], crafts, level, maker=judge, at=at)
        for slug, level in (("weaving", 2), ("costing", 1))
    ]


def make(browser, signed, **changed):
    said = {"levels": [str(signed[0].uuid)], "days": "30"} | changed
    return browser.post("/me/record/link", said)


def address(answer) -> str:
    return re.search(r'href="(http://testserver/record/[^"]+)"', answer.content.decode()).group(1)


def test_with_nothing_signed_off_the_record_says_so(browser):
    said = words(browser.get("/me/record"))

    assert "Nothing is signed off yet." in said
    assert "There is nothing to show yet" in said
    assert "There is nothing to show yet" in words(browser.get("/me/record/link"))


def test_a_link_is_shown_once_opens_for_anybody_and_is_counted(browser, signed):
    assert "2 levels are signed off" in words(browser.get("/me/record"))
    made = make(browser, signed)
    assert made.status_code == 200
    link = address(made)

    outside = Client()
    shown = outside.get(link)

    assert "Record of Ada Marsh 1" in words(shown)
    assert "Every level of this record stands today." in words(shown)
    assert "Weaving" in words(shown)
    assert "Costing" not in words(shown)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in shown.headers["X-Robots-Tag"]
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    page = browser.get("/me/record")
    assert "1 time" in words(page)
    assert link.rsplit("/", 1)[1] not in page.content.decode()

    row = RecordLink.objects.get()
    ended = browser.post(f"/me/record/{row.uuid}/end", follow=True)
    assert "The link is ended. It was opened 1 time." in words(ended)
    assert outside.get(link).status_code == 404
    assert outside.get(f"{link}/record.pdf").status_code == 404


def test_a_printed_code_is_verified_by_anybody(browser, signed):
    link = address(make(browser, signed))
    outside = Client()
    code = re.search(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", outside.get(link).content.decode()).group(0)

    assert "Record of Ada Marsh 1" in words(outside.post("/record/verify", {"code": code.lower()}))
    wrong = outside.post("/record/verify", {"code": "AAAA-AAAA-AAAA-AAAA"})
    assert (wrong.status_code, "No record with this code can be verified" in words(wrong)) == (422, True)
    printed = outside.get(f"{link}/record.pdf")
    assert (printed.headers["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    assert browser.get(f"/me/record/{RecordLink.objects.get().uuid}/record.pdf").content[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"levels": []}, "Select at least one level"),
        ({"levels": ["x"]}, "Select levels that are on this page"),
        ({"days": ""}, "Select how long the link works"),
    ],
)
def test_a_link_without_levels_or_end_is_not_made(browser, signed, changed, said):
    answer = make(browser, signed, **changed)

    assert answer.status_code == 422
    assert said in words(answer)
    assert not RecordLink.objects.exists()


def test_guessing_is_stopped_and_costs_nobody_who_does_not_guess(browser, signed):
    link = address(make(browser, signed))
    (limit,) = LIMITS[Try.RECORD]
    guessing = Client()

    for number in range(limit.tries):
        assert guessing.get(f"/record/guess-{number}").status_code == 404

    assert guessing.get(link).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").get(link).status_code == 200


def test_the_record_takes_a_fixed_number_of_queries(ada, browser, signed, crafts, django_assert_max_num_queries):
    for _ in range(3):
        commands.make_record_link(items=[signed[0].uuid], days=7, actor=ada.actor, at=now())
    browser.get("/me/record")

    with django_assert_max_num_queries(26):
        assert browser.get("/me/record").status_code == 200
