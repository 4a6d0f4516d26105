"""Large files are worked through by the worker, as whoever brought them, and say how far they are."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.pages import Page
from tests.web.test_authoring.conftest import writer
from waymark.access.models import Grant
from waymark.exchange.models import StagedImport
from waymark.jobs.tasks import perform
from waymark.work.models import Job

CSV = b"Skill,Level 1,Level 2\nBaking,Bakes bread by a recipe,Bakes bread without one\n"


@pytest.fixture
def slow(settings, tmp_path, monkeypatch):
    settings.IMPORTS_DIR = tmp_path / "imports"
    monkeypatch.setattr("waymark.exchange.rules.takes_long", lambda size, suffix: True)


def test_a_large_file_is_read_by_the_worker(slow, professions):
    eva = writer("Eva")
    answer = Page(eva.browser.post("/authoring/import", {"file": SimpleUploadedFile("a.csv", CSV)}))
    where = answer.response.headers["Location"]
    waiting = eva.get(where)
    assert waiting.headings == ["Being worked on"]
    assert "It waits for its turn" in waiting.text
    job = Job.objects.get(kind="exchange.import")

    ended = perform.call(str(job.uuid))

    assert ended == "done"
    assert StagedImport.objects.get().state == "read"
    assert eva.get(where).response.headers["Location"].endswith("/sheets")
    assert perform.call(str(job.uuid)) == "nothing to do"


def test_whoever_lost_the_duty_meanwhile_gets_nothing_done(slow, professions):
    eva = writer("Eva")
    eva.browser.post("/authoring/import", {"file": SimpleUploadedFile("a.csv", CSV)})
    Grant.objects.all().delete()

    ended = perform.call(str(Job.objects.get(kind="exchange.import").uuid))

    assert ended == "refused"
    assert StagedImport.objects.get().state == "uploaded"
