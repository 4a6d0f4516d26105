"""Files of a framework so large that a worker makes them, and whoever wants one is told how far it is."""

from __future__ import annotations

import pytest

from tests.frameworks import build
from tests.web.pages import Page, get
from waymark.audit.models import Entry
from waymark.exchange import commands, queries
from waymark.exchange.handlers import set_for_reading
from waymark.exchange.rules import making
from waymark.frameworks import queries as frameworks
from waymark.frameworks.events import VersionPublished
from waymark.jobs.tasks import perform
from waymark.kernel.clock import now
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR
from waymark.work.models import Job

DOWNLOAD = "/frameworks/crafts/versions/1/download"


@pytest.fixture
def large(professions, monkeypatch, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    monkeypatch.setattr(making, "SET_AT_ONCE", 0)
    monkeypatch.setattr(making, "WRITTEN_AT_ONCE", 0)
    return build.published(build.crafts())


def run() -> str:
    return perform.call(str(Job.objects.order_by("-pk").first().uuid))


@pytest.mark.parametrize("format", ["waymark", "csv", "xlsx", "pdf"])
def test_a_file_is_made_when_somebody_asks_for_it_and_then_kept(visitor, large, format):
    before = get(visitor, f"{DOWNLOAD}/{format}")
    asked = visitor.post(f"{DOWNLOAD}/{format}")
    waiting = get(visitor, f"{DOWNLOAD}/{format}")
    ended = run()
    file, again = (visitor.get(f"{DOWNLOAD}/{format}") for _ in range(2))

    assert "Make the file" in before.text
    assert (asked.status_code, ended) == (303, "done")
    assert "The file is being made" in waiting.text
    assert [before.inline, waiting.inline] == [[], []]
    made = queries.export_version(frameworks.version_by_id(large), format).as_one()
    assert file.headers["Content-Type"] == made[1]
    assert made[0] in file.headers["Content-Disposition"]
    assert file.content == again.content == made[2]


def test_it_is_asked_for_once_and_again_only_when_it_failed(visitor, large):
    for _ in range(2):
        visitor.post(f"{DOWNLOAD}/xlsx")
    assert Job.objects.count() == 1

    Job.objects.update(state="failed", key="earlier")
    page = Page(visitor.get(f"{DOWNLOAD}/xlsx"))
    visitor.post(f"{DOWNLOAD}/xlsx")

    assert "It went wrong on our side" in page.text
    assert Job.objects.count() == 2
    assert Entry.objects.filter(kind="exchange.file.asked").count() == 2


def test_links_to_a_file_that_is_not_made_lead_to_a_page(visitor, large):
    page = get(visitor, "/frameworks/crafts")
    commands.make(version_id=large, format="waymark", language="en-gb")
    after = get(visitor, "/frameworks/crafts")

    assert f'{DOWNLOAD}/waymark">' in page.html
    assert f'{DOWNLOAD}/waymark" download>' in after.html
    assert f'{DOWNLOAD}/csv">' in after.html


def test_a_small_framework_is_given_at_once_whoever_sends_a_form(visitor, crafts):
    assert visitor.post(f"{DOWNLOAD}/waymark").content == visitor.get(f"{DOWNLOAD}/waymark").content
    assert not Job.objects.filter(kind=commands.MAKE_JOB).exists()


def test_a_version_is_set_for_reading_when_it_is_published(visitor, large):
    set_for_reading(VersionPublished(large), at=now())

    assert Job.objects.get().arguments["format"] == "pdf"
    assert run() == "done"
    assert visitor.get(f"{DOWNLOAD}/pdf").headers["Content-Type"] == "application/pdf"


def test_what_is_too_large_to_be_set_is_not_offered_and_says_so(visitor, large, monkeypatch):
    monkeypatch.setattr(making, "MOST_SET", 0)

    page = get(visitor, "/frameworks/crafts")
    set_for_reading(VersionPublished(large), at=now())

    assert f"{DOWNLOAD}/pdf" not in page.links
    assert "too large to be set for reading" in Page(visitor.get(f"{DOWNLOAD}/pdf")).text
    assert not Job.objects.exists()


def test_no_file_of_a_draft_is_made_for_the_public(visitor, professions):
    draft = build.drafted(build.crafts())

    with pytest.raises(NotVisible):
        commands.have_made(version_id=draft, format="waymark", actor=OPERATOR, at=now())
    with pytest.raises(NotVisible):
        commands.make(version_id=draft, format="waymark", language="en-gb")
    assert visitor.post(f"{DOWNLOAD}/waymark").status_code == 404
