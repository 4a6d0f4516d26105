"""Evidence that somebody shows to their manager: the piece, its files, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from tests.assessments.evidence import REPORT, added, changed
from tests.web.test_me.pages import read, words
from tests.web.test_team.test_team import accesses
from waymark.assessments.types import EvidenceKind
from waymark.people.models import ReportingLine

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def address(person, view):
    return reverse("team_evidence", args=[person.uuid, view.uuid])


def test_a_manager_reads_what_is_shown_to_them_and_opens_its_files(boss, ada):
    shown = added(ada.who.actor, kind=EvidenceKind.FILE, upload=REPORT, title="Shown", audience="shared", at=NOW)
    added(ada.who.actor, title="Alone", at=NOW)

    page = boss.browser.get(reverse("team_member", args=[ada.uuid]))
    assert address(ada, shown) in [href for href, _text in read(page).links]
    assert "Alone" not in words(page)

    said = words(boss.browser.get(address(ada, shown)))
    assert "Shown" in said
    assert "Download report.pdf" in said
    file = boss.browser.get(reverse("evidence_file", args=[shown.files[0].uuid]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    looks = {what: people for what, _ground, people in accesses()}
    assert looks[address(ada, shown)] == [ada.id]
    assert looks[reverse("evidence_file", args=[shown.files[0].uuid])] == [ada.id]


def test_what_is_not_shown_any_more_is_not_there(boss, ada, peer):
    view = added(ada.who.actor, title="Shown", audience="shared", at=NOW)
    assert boss.browser.get(address(ada, view)).status_code == 200

    for other in (peer, ada):  # one's own has a page of its own
        assert other.browser.get(address(ada, view)).status_code == 404
    assert boss.browser.get(address(peer, view)).status_code == 404
    changed(view, ada.who.actor, audience="only_me", at=NOW)
    assert boss.browser.get(address(ada, view)).status_code == 404
    assert "Nothing at the moment" in words(boss.browser.get(reverse("team_member", args=[ada.uuid])))


def test_a_manager_of_before_sees_nothing_any_more(boss, ada):
    view = added(ada.who.actor, audience="shared", at=NOW)
    ReportingLine.objects.filter(person_id=ada.id).update(until_on=date(2026, 1, 1))

    assert boss.browser.get(address(ada, view)).status_code == 404
