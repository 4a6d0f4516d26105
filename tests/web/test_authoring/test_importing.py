"""A spreadsheet of somebody's own becomes a draft, step by step, in a browser without script."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.frameworks import build
from tests.web.pages import Page
from tests.web.test_authoring.conftest import Writer, writer
from waymark.audit.models import Entry
from waymark.exchange.commands import tidy_imports
from waymark.exchange.models import SavedMapping, StagedImport
from waymark.frameworks import queries
from waymark.frameworks.commands import publish
from waymark.frameworks.models import Requirement, ScaleLevel, SkillWording, Version
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR
from waymark_formats import waymark
from waymark_formats.registry import FORMATS
from waymark_formats.sheets import mapping_from_json

BRING = "/authoring/import"
ROWS = [
    ("Family", "Role", "Role level", "Skill", "Skill level"),
    ("Making", "Baker", "Junior baker", "Kneading", "Awareness"),
    ("Making", "Baker", "Head baker", "Kneading", "Expert"),
    ("Making", "Baker", "Head baker", "Ordering flour", "Working"),
]
WRONG = ("Making", "Baker", "Head baker", "Selling", "Wurking hard")


def sheet(*rows: tuple[str, ...], name: str = "bakers.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(",".join(row) for row in rows).encode())


@pytest.fixture(autouse=True)
def imports(settings, tmp_path) -> Path:
    settings.IMPORTS_DIR = tmp_path / "imports"
    return settings.IMPORTS_DIR


@pytest.fixture
def eva(professions) -> Writer:
    return writer("Eva")


def upload(someone: Writer, file: SimpleUploadedFile) -> str:
    return on(Page(someone.browser.post(BRING, {"file": file})))


def on(page: Page) -> str:
    """Return where a browser is sent on."""
    assert page.status == 303, page.text
    return page.response.headers["Location"]


def send(someone: Writer, path: str, **changed: object) -> str:
    """Send the last form of a page as it stands, but for what is changed; return where it goes on."""
    fields = {name: value for name, value in someone.get(path).forms[-1].items() if name != "csrfmiddlewaretoken"}
    return on(Page(someone.browser.post(path, fields | changed)))


def mapped(someone: Writer, file: SimpleUploadedFile) -> str:
    """Bring a file and agree to what is suggested; return where it goes on."""
    sheets = upload(someone, file)
    columns = send(someone, sheets, use=["1"])
    return send(someone, columns)


def checked(someone: Writer, file: SimpleUploadedFile, **changed: str) -> str:
    target = mapped(someone, file)
    return send(someone, target, **{"target": "new", "title": "Baking", "label": "1.0", "scale": "usual"} | changed)


def test_a_spreadsheet_becomes_a_draft(eva):
    where = checked(eva, sheet(*ROWS))
    assert where.endswith("/difference")
    assert not Version.objects.filter(framework__slug="baking").exists()  # nothing before it is said

    answer = send(eva, where)

    assert answer == "/authoring/drafts/baking/1.0"
    made = Version.objects.get(framework__slug="baking")
    assert (made.state, made.title) == ("draft", "Baking")
    assert SkillWording.objects.filter(version=made).count() == 2
    assert Requirement.objects.filter(version=made).count() == 3
    assert Entry.objects.filter(kind="exchange.import.applied").count() == 1
    assert "became this draft" in eva.get(answer).text


def test_what_is_wrong_is_shown_with_its_place_and_left_out_only_when_chosen(eva):
    where = checked(eva, sheet(*ROWS, WRONG))
    assert where.endswith("/problems")
    page = eva.get(where)
    assert "row 5" in page.text
    assert "Wurking hard" in page.text
    listed = eva.browser.get(f"{where}.csv").content.decode("utf-8-sig")
    assert "Wurking hard" in listed

    where = send(eva, where)

    assert where.endswith("/difference")
    assert "row 5" in eva.get(where).text
    send(eva, where)
    made = Version.objects.get(framework__slug="baking")
    assert Requirement.objects.filter(version=made).count() == 3


def test_the_levels_of_the_sheet_make_a_scale_when_that_is_chosen(eva):
    where = checked(eva, sheet(*ROWS), scale="sheet")

    send(eva, where)

    made = Version.objects.get(framework__slug="baking")
    levels = ScaleLevel.objects.filter(version=made).order_by("rank").values_list("name", flat=True)
    assert list(levels) == ["Awareness", "Working", "Practitioner", "Expert"]  # known by its names


def test_what_a_sheet_means_is_remembered_for_the_next_file_of_the_kind(eva):
    target = mapped(eva, sheet(*ROWS))
    columns = target.replace("target", "sheets/1")
    send(eva, columns, meaning_0="ignore", family="Everything")
    where = send(eva, target, target="new", title="Baking", label="1.0", scale="usual")
    send(eva, where)
    assert SavedMapping.objects.get().name == "bakers.csv, bakers"

    sheets = upload(eva, sheet(*ROWS, name="bakers-2027.csv"))

    assert "known from bakers.csv, bakers" in eva.get(sheets).text
    columns = eva.get(sheets.replace("/sheets", "/sheets/1"))
    assert columns.forms[-1]["family"] == "Everything"
    assert "Filled in as it was for bakers.csv, bakers" in columns.text


def test_where_the_headings_stand_can_be_put_right(eva):
    sheets = upload(eva, sheet(("Our bakers", "", "", "", ""), ("As of May", "x", "x", "x", "x"), *ROWS))
    columns = send(eva, sheets, use=["1"])
    shape = {"action": "shape", "header_row": "1", "header_rows": "1", "sideways": "down"}

    wrong = eva.post(columns, shape | {"header_row": "100"})
    on(eva.post(columns, shape))

    assert wrong.status == 422
    assert "There is no such row" in wrong.text
    assert "What is “Our bakers”?" in eva.get(columns).text


def test_the_open_draft_is_replaced_only_when_chosen_and_as_it_was_seen(eva, draft):
    target = mapped(eva, sheet(*ROWS))
    where = send(eva, target, target="replace:crafts", scale="usual")
    page = eva.get(where)
    assert "It takes the place of everything in the draft 1" in page.text
    assert page.text.index("Removed") < page.text.index("Added")

    made = send(eva, where)

    assert made == "/authoring/drafts/crafts/1"
    now_there = Version.objects.get(framework__slug="crafts")
    assert (now_there.pk, now_there.uuid) == (draft.pk, draft.uuid)
    assert SkillWording.objects.filter(version=draft).count() == 2


def test_a_draft_that_changed_since_is_shown_again_first(eva, draft):
    target = mapped(eva, sheet(*ROWS))
    where = send(eva, target, target="replace:crafts", scale="usual")
    one = SkillWording.objects.filter(version=draft).earliest("pk")
    SkillWording.objects.filter(pk=one.pk).update(name="Named otherwise")
    before = SkillWording.objects.filter(version=draft).count()

    on_again = send(eva, where)

    assert on_again.endswith("/target")
    assert "Look again at what the file would change" in eva.get(on_again).text
    assert SkillWording.objects.filter(version=draft).count() == before


def test_the_next_version_is_compared_and_what_is_removed_stands_first(eva):
    send(eva, checked(eva, sheet(*ROWS)))
    publish(version_id=Version.objects.get().pk, effective_from=now(), reason="", actor=OPERATOR, at=now())
    target = mapped(eva, sheet(*ROWS[:-1], ("Making", "Baker", "Head baker", "Selling", "Working")))

    where = send(eva, target, target="next:baking", label="2.0", scale="framework")

    page = eva.get(where)
    assert "It is compared with version 1.0" in page.text
    assert page.text.index("Ordering flour") < page.text.index("Selling")
    assert send(eva, where) == "/authoring/drafts/baking/2.0"


def test_another_author_sees_nothing_of_it(eva, professions):
    sheets = upload(eva, sheet(*ROWS))
    fay = writer("Fay")

    assert fay.get(sheets).status == 404
    assert "bakers" not in fay.get(BRING).text
    assert fay.post(sheets.replace("sheets", "discard"), {}).status == 404


def test_discarding_deletes_the_file_at_once(eva, imports, django_capture_on_commit_callbacks):
    sheets = upload(eva, sheet(*ROWS))
    (folder,) = imports.iterdir()
    assert list((folder / "file").iterdir())

    with django_capture_on_commit_callbacks(execute=True):
        assert send(eva, sheets.replace("sheets", "discard")) == BRING

    assert list(imports.iterdir()) == []
    assert StagedImport.objects.get().state == "discarded"
    assert eva.get(sheets).status == 404


def test_imports_that_nobody_touches_for_30_days_are_deleted(eva, imports):
    upload(eva, sheet(*ROWS))

    kept = tidy_imports(actor=OPERATOR, at=now() + timedelta(days=29))
    gone = tidy_imports(actor=OPERATOR, at=now() + timedelta(days=31))

    assert (kept, gone) == (0, 1)
    assert list(imports.iterdir()) == []
    assert not StagedImport.objects.exists()


def test_a_download_of_this_site_needs_no_mapping(eva, draft):
    content = eva.browser.get("/authoring/drafts/crafts/1/files/xlsx").content

    target = upload(eva, SimpleUploadedFile("crafts.xlsx", content))

    assert target.endswith("/target")
    where = send(eva, target, target="new", title="Crafts again", label="1.0")
    assert send(eva, where) == "/authoring/drafts/crafts-again/1.0"
    made = Version.objects.get(framework__slug="crafts-again")
    assert SkillWording.objects.filter(version=made).count() == SkillWording.objects.filter(version=draft).count()


def test_the_template_is_a_file_that_can_be_brought(eva):
    answer = eva.browser.get("/authoring/import/template")

    target = upload(eva, SimpleUploadedFile("mine.xlsx", answer.content))

    assert target.endswith("/target")


@pytest.mark.parametrize("rows", [ROWS, ROWS * 40])
def test_pages_ask_the_same_number_of_queries_whatever_the_size(eva, rows, django_assert_max_num_queries):
    sheets = upload(eva, sheet(*rows))

    with django_assert_max_num_queries(12):
        eva.get(sheets)
    with django_assert_max_num_queries(12):
        eva.get(BRING)
    with django_assert_max_num_queries(12):
        eva.get(sheets.replace("/sheets", "/sheets/1"))
    with django_assert_max_num_queries(14):
        eva.get(sheets.replace("/sheets", "/target"))


def zipped(files: dict[str, bytes], name: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in files.items():
            archive.writestr(f"crafts/{part}", content)
    return SimpleUploadedFile(name, out.getvalue())


def test_a_packed_folder_of_csv_files_is_a_framework(eva, draft):
    files = FORMATS["csv"].write(queries.document(draft.pk))
    assert len(files) > 3

    target = upload(eva, zipped(files, "crafts.zip"))

    assert (StagedImport.objects.get().format, StagedImport.objects.get().filename) == ("csv", "crafts.zip")
    where = send(eva, target, target="new", title="Crafts again", label="1.0")
    assert send(eva, where) == "/authoring/drafts/crafts-again/1.0"
    made = Version.objects.get(framework__slug="crafts-again")
    assert SkillWording.objects.filter(version=made).count() == 6


def test_a_single_sheet_in_an_archive_stands_for_itself(eva):
    upload(eva, zipped({"bakers.csv": "\n".join(",".join(row) for row in ROWS).encode()}, "all.zip"))

    assert (StagedImport.objects.get().format, StagedImport.objects.get().filename) == ("sheet", "bakers.csv")


MATRIX = [
    ("Skill", *(f"Baker {number}" for number in range(1, 301))),
    ("Kneading", *["Working"] * 300),
    ("Selling", *["Expert"] * 300),
]


def test_columns_behind_those_that_are_asked_about_are_read_as_well(eva):
    columns = send(eva, upload(eva, sheet(*MATRIX)), use=["1"])
    assert "101 more columns are read as their headings suggest." in eva.get(columns).text
    target = send(eva, columns)
    for number in (1, 2):  # as suggested at first, and as suggested once more
        mapping = mapping_from_json(StagedImport.objects.get().mappings[0]["mapping"])
        assert (len(mapping.columns), len(mapping.headings)) == (301, 301), number
        on(eva.post(columns, {"action": "shape", "header_row": "1", "header_rows": "1", "sideways": "down"}))
    send(eva, columns)

    send(eva, send(eva, target, target="new", title="Baking", label="1.0", scale="usual"))

    assert Requirement.objects.filter(version__framework__slug="baking").count() == 600


FOURTEEN = tuple(f"Note {number}" for number in range(1, 10))


@pytest.mark.parametrize("last", ["", "1"])
def test_a_sheet_with_as_many_columns_as_moodles_is_somebodys_own(eva, last):
    rows = [(*ROWS[0], *FOURTEEN), *((*row, "", "", "", "", "", "", "", last, "") for row in ROWS[1:2])]

    sheets = upload(eva, sheet(*rows))

    assert StagedImport.objects.get().format == "sheet"
    assert sheets.endswith("/sheets")


def test_a_file_of_moodles_is_one(eva, draft):
    content = eva.browser.get("/authoring/drafts/crafts/1/files/moodle").content

    assert upload(eva, SimpleUploadedFile("crafts.csv", content)).endswith("/target")
    assert StagedImport.objects.get().format == "moodle"


def test_a_title_longer_than_its_column_is_offered_cut(eva):
    document = waymark_document("T" * 201)

    target = upload(eva, SimpleUploadedFile("long.json", document))

    assert eva.get(target).forms[-1]["title"] == "T" * 200


def waymark_document(title: str) -> bytes:
    ((_name, content),) = waymark.write(replace(build.small("baking"), title=title)).items()
    return content


def test_going_back_keeps_that_it_is_the_next_version(eva):
    send(eva, checked(eva, sheet(*ROWS)))
    publish(version_id=Version.objects.get().pk, effective_from=now(), reason="", actor=OPERATOR, at=now())
    target = mapped(eva, sheet(*ROWS[:-1]))
    send(eva, target, target="next:baking", label="2.0", scale="framework")

    assert eva.get(target).forms[-1]["target"] == "next:baking"


def test_levels_of_a_framework_that_is_not_there_are_refused(eva):
    target = mapped(eva, sheet(*ROWS))

    answer = eva.post(target, eva.get(target).forms[-1] | {"target": "new", "title": "Baking", "scale": "framework"})

    assert answer.status == 422
    assert "A new framework has no levels yet" in answer.text


def test_a_name_of_long_letters_is_cut_where_the_file_system_does(eva):
    upload(eva, sheet(*ROWS, name="\N{EARTH GLOBE EUROPE-AFRICA}" * 100 + "\U00020000" * 80 + ".csv"))

    assert StagedImport.objects.get().filename.endswith(".csv")


def test_a_step_that_is_not_taken_is_on_record(eva):
    upload(eva, SimpleUploadedFile("broken.json", b'{"format": "waymark-framework/1", '))

    assert StagedImport.objects.get().state == "failed"
    assert Entry.objects.get(kind="exchange.import.refused").facts["step"] == "read"


def test_an_import_whose_worker_gave_up_is_deleted_as_well(eva):
    upload(eva, sheet(*ROWS))
    StagedImport.objects.update(doing="check")

    assert tidy_imports(actor=OPERATOR, at=now() + timedelta(days=31)) == 1


def test_what_no_sheet_says_stays_as_it_was(eva, draft):
    said = {
        "summary": "What it is for.",
        "licence": "OGL-3.0",
        "attribution": "The guild",
        "notes": "As agreed in May.",
    }
    Version.objects.filter(pk=draft.pk).update(**said)
    target = mapped(eva, sheet(*ROWS))

    send(eva, send(eva, target, target="replace:crafts", scale="usual"))

    assert Version.objects.values(*said).get(pk=draft.pk) == said
