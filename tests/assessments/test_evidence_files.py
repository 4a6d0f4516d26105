"""Files of evidence: looked into, scanned, kept under a name of their own, gone with their row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from tests.assessments import build as record
from tests.assessments.evidence import REPORT, added, changed, daemon
from tests.conftest import NOON
from tests.formats.uploads import EICAR, PDF, PROGRAM
from waymark.assessments import commands, queries
from waymark.assessments.models import Evidence, EvidenceFile
from waymark.assessments.models.evidence import store
from waymark.assessments.types import EvidenceKind, Upload
from waymark.audit.models import Entry
from waymark.kernel import personal
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR
from waymark.people.models import Erasure

FILE = EvidenceKind.FILE


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A store of the test's own."""
    place = tmp_path / "evidence"
    place.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {
            **settings.STORAGES["evidence"],
            "OPTIONS": {"location": place, "file_permissions_mode": 0o600},
        },
    }
    return place


def test_a_file_lies_under_a_name_of_its_own_and_keeps_the_one_that_is_shown(as_ada, folder):
    view = added(as_ada, kind=FILE, upload=Upload("../../etc/the report.pdf", PDF))

    (file,) = view.files
    assert (file.name, file.media_type, file.size) == ("the report.pdf", "application/pdf", len(PDF))
    (there,) = folder.iterdir()
    assert there.name == file.uuid.hex
    assert there.stat().st_mode & 0o777 == 0o600
    _view, person_id, content = queries.evidence_file(file.uuid, as_ada, NOON)
    with content:
        assert content.read() == PDF
    assert person_id == as_ada.person_id


def test_a_file_is_found_by_its_name(as_ada):
    added(as_ada, kind=FILE, upload=Upload("Quarterly figures.pdf", PDF))

    assert queries.my_evidence(as_ada, NOON, words="quarterly").found == 1


def test_nobody_else_opens_a_file(as_ada, stranger):
    (file,) = added(as_ada, kind=FILE, upload=REPORT).files

    with pytest.raises(NotVisible):
        queries.evidence_file(file.uuid, record.acting(stranger), NOON)


@pytest.mark.parametrize(
    ("upload", "refusal", "words"),
    [
        (None, commands.FileNeeded, "Choose a file"),
        (Upload("a.pdf", b""), commands.FileNotTaken, "empty"),
        (Upload("a.pdf", PROGRAM), commands.FileNotTaken, "a program"),
        (Upload("a.pdf", PDF + PROGRAM), commands.FileNotTaken, "hidden in the file"),
        (Upload("a.png", PDF), commands.FileNotTaken, "its content is PDF"),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing_behind(as_ada, folder, upload, refusal, words):
    with pytest.raises(refusal, match=words):
        added(as_ada, kind=FILE, upload=upload)

    assert not Evidence.objects.exists()
    assert not Entry.objects.exists()
    assert list(folder.iterdir()) == []


def test_a_file_above_the_limit_is_refused(as_ada, settings):
    settings.EVIDENCE_MAX_BYTES = len(PDF) - 1

    with pytest.raises(commands.FileTooLarge):
        added(as_ada, kind=FILE, upload=REPORT)


def test_a_file_is_scanned_before_it_is_kept(as_ada, settings):
    with daemon() as (settings.CLAMD, seen):
        (file,) = added(as_ada, kind=FILE, upload=REPORT).files

    assert seen == [PDF]
    assert file.scanned
    assert EvidenceFile.objects.get().scanned_at == NOON


def test_what_the_scanner_finds_is_not_kept_and_is_on_record(as_ada, settings, folder):
    with daemon() as (settings.CLAMD, _seen), pytest.raises(commands.FileInfected, match="Eicar-Test-Signature"):
        added(as_ada, kind=FILE, upload=Upload("a.txt", EICAR))

    assert not Evidence.objects.exists()
    assert list(folder.iterdir()) == []
    entry = Entry.objects.get()
    assert entry.kind == "assessments.evidence.infected"


def test_a_file_that_cannot_be_scanned_is_not_kept(as_ada, settings, folder):
    with daemon(mute=True) as (settings.CLAMD, _seen), pytest.raises(commands.FileNotScanned, match="Try again"):
        added(as_ada, kind=FILE, upload=REPORT)

    assert not Evidence.objects.exists()
    assert list(folder.iterdir()) == []


def test_without_a_scanner_a_file_is_kept_and_said_to_be_unscanned(as_ada):
    (file,) = added(as_ada, kind=FILE, upload=REPORT).files

    assert not file.scanned
    assert not queries.scanner_is_set_up()


def test_files_are_added_and_removed_one_by_one(as_ada, folder, django_capture_on_commit_callbacks):
    view = added(as_ada, kind=FILE, upload=REPORT)
    both = changed(view, as_ada, upload=Upload("b.pdf", PDF))
    assert len(both.files) == 2

    with django_capture_on_commit_callbacks(execute=True):
        one = commands.remove_evidence_file(file=both.files[0].uuid, actor=as_ada, at=NOON)

    assert [file.name for file in one.files] == ["b.pdf"]
    assert [path.name for path in folder.iterdir()] == [one.files[0].uuid.hex]
    with pytest.raises(commands.FileNeeded):
        commands.remove_evidence_file(file=one.files[0].uuid, actor=as_ada, at=NOON)


def test_ten_files_are_the_most(as_ada):
    view = added(as_ada, kind=FILE, upload=REPORT)
    for number in range(9):
        view = changed(view, as_ada, upload=Upload(f"{number}.pdf", PDF))

    with pytest.raises(commands.TooManyFiles):
        changed(view, as_ada, upload=REPORT)


def test_the_content_goes_with_the_evidence(as_ada, folder, django_capture_on_commit_callbacks):
    view = added(as_ada, kind=FILE, upload=REPORT)

    with django_capture_on_commit_callbacks(execute=True):
        commands.remove_evidence(uuid=view.uuid, actor=as_ada, at=NOON)

    assert list(folder.iterdir()) == []


def test_erasing_a_person_deletes_what_they_kept_and_its_content(
    as_ada, ada, folder, django_capture_on_commit_callbacks
):
    added(as_ada, kind=FILE, upload=REPORT)
    Erasure.objects.create(person=ada, at=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        done = personal.erase(person_id=ada.pk, account_id=None, names=[])

    assert done["assessments.evidence"] == 1
    assert not Evidence.objects.exists()
    assert list(folder.iterdir()) == []


def test_a_copy_of_somebodys_data_names_their_evidence_and_its_files(as_ada, ada):
    added(as_ada, kind=FILE, upload=REPORT)
    holdings = {one.model: one for one in personal.holdings()}

    (piece,) = personal.stream(holdings["assessments.Evidence"], person_id=ada.pk, account_id=None)
    (file,) = personal.stream(holdings["assessments.EvidenceFile"], person_id=ada.pk, account_id=None)

    assert piece["title"] == "The new register"
    assert file["name"] == "report.pdf"


def test_content_that_no_row_names_is_swept_after_an_hour(as_ada, folder):
    (file,) = added(as_ada, kind=FILE, upload=REPORT).files
    for name in ("0" * 32, "not ours"):
        store().save(name, ContentFile(b"left behind"))
    written = datetime.fromtimestamp(Path(folder, "0" * 32).stat().st_mtime, UTC)

    assert commands.sweep_evidence_files(actor=OPERATOR, at=written + timedelta(minutes=50)) == 0
    assert commands.sweep_evidence_files(actor=OPERATOR, at=written + timedelta(minutes=70)) == 1

    assert {path.name for path in folder.iterdir()} == {file.uuid.hex, "not ours"}
