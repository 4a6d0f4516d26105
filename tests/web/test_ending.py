"""The page about the end of a published version: proposed by one, decided by another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.frameworks import build
from tests.web.conftest import OWNER, START
from tests.web.pages import Page
from tests.web.test_release import Somebody, somebody
from waymark.frameworks import queries as frameworks
from waymark.kernel.clock import now
from waymark.reviews.models import Release

HERE = "/authoring/frameworks/crafts/versions/1"


@pytest.fixture
def author(professions) -> Somebody:
    build.published(replace(build.crafts(), profession=OWNER), START)
    return somebody("Ada", "framework-author")


@pytest.fixture
def head(author) -> Somebody:
    return somebody("Hal", "head-of-profession")


def propose(who: Somebody, act: str = "withdraw") -> Page:
    day = now().date()
    return who.post(
        HERE, act=act, reason="It misleads.", day_0=str(day.day), day_1=str(day.month), day_2=str(day.year + 1)
    )


def waiting() -> str:
    return str(Release.objects.latest("pk").uuid)


def test_two_people_withdraw_a_version(author, head):
    assert propose(author).status == 303
    assert "proposed on" in head.get(HERE).text

    undecided = head.post(HERE, release=waiting())
    assert (undecided.status, "Choose whether you agree" in undecided.text) == (422, True)
    assert head.post(HERE, release=waiting(), answer="agree").status == 303

    assert frameworks.version("crafts", "1").state == "withdrawn"


def test_proposing_twice_takes_nothing_back(author, head):
    propose(author)

    for again in (author, somebody("Bea", "framework-author"), head):
        page = propose(again)
        assert page.status == 422
        assert "A release is proposed already" in page.text
        assert "It misleads." in page.html

    assert [one.state for one in Release.objects.all()] == ["open"]


def test_a_proposal_of_an_end_is_taken_back(author, head):
    propose(author)

    assert author.post(HERE, take_back="1", release=waiting()).status == 303
    assert Release.objects.get().state == "taken_back"
    late = head.post(HERE, release=waiting(), answer="agree")
    assert (late.status, "This proposal is over" in late.text) == (409, True)


def test_nobody_agrees_to_an_end_they_have_not_seen(author, head):
    propose(author, "retire")
    seen = waiting()
    author.post(HERE, take_back="1", release=seen)
    propose(author, "withdraw")

    late = head.post(HERE, release=seen, answer="agree")

    assert (late.status, "It was proposed anew while you were reading" in late.text) == (409, True)
    assert frameworks.version("crafts", "1").state == "published"
    assert author.post(HERE, take_back="1", release=seen).status == 409
    assert Release.objects.latest("pk").state == "open"


def test_a_retirement_is_called_off_in_the_same_place(author, head):
    propose(author, "retire")
    head.post(HERE, release=waiting(), answer="agree")
    form = author.get(HERE)
    assert "Retire the framework" not in form.text
    assert "From which day" not in form.text

    assert author.post(HERE, act="keep", reason="It is needed.").status == 303
    assert "that the framework stays in force" in head.get(HERE).text
    head.post(HERE, release=waiting(), answer="agree")

    assert frameworks.version("crafts", "1").state == "published"
