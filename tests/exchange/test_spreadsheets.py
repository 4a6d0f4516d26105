"""A framework leaves as a workbook, CSV files or a PDF, and comes back as the same from the first two."""

from __future__ import annotations

import zlib
from dataclasses import replace

import pytest

from tests.conftest import NOON
from tests.exchange.test_command_line import command  # noqa: F401  a fixture
from tests.exchange.test_import_framework import bring, write_document
from tests.formats.samples import everything
from tests.formats.sheets.files import sheet_of
from tests.frameworks.build import profession
from tests.frameworks.test_import import row_counts
from tests.shared import DDAT, needs_shared
from waymark.exchange import commands, queries
from waymark.frameworks import queries as frameworks
from waymark.frameworks.queries.planning import AlreadyImported
from waymark_formats.sheets import Workbook, build, read_workbook, suggest, template, write_xlsx

pytestmark = pytest.mark.django_db


def exported(folder, slug, format):
    """Write an export to a folder; return the path an import takes."""
    files = queries.export_framework(slug, format, "", NOON).files
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / next(iter(files)) if len(files) == 1 else folder


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_what_leaves_as_our_template_comes_back_unchanged(tmp_path, format):
    profession("bakers")
    bring(write_document(tmp_path, replace(everything(), profession="bakers")))
    (tmp_path / format).mkdir()
    path = exported(tmp_path / format, "bakery", format)

    with pytest.raises(AlreadyImported, match="already says exactly this"):
        bring(path, version="2026.2", publish=False)


@needs_shared
def test_the_real_framework_leaves_as_a_workbook_and_comes_back_unchanged(tmp_path):
    profession("digital-data-and-technology")
    bring(DDAT / "2026-03-23")

    with pytest.raises(AlreadyImported, match="already says exactly this"):
        bring(exported(tmp_path, "government-digital-and-data", "xlsx"), version="again", plan=True)


def test_the_template_as_it_is_becomes_a_framework(tmp_path):
    (tmp_path / "template.xlsx").write_bytes(template())

    result = bring(tmp_path / "template.xlsx", into="example", owner="")

    assert (result.version.counts.skills, result.version.counts.role_levels) == (3, 2)


def test_any_sheet_becomes_a_framework_by_way_of_its_document(tmp_path):
    rows = [["Role", "Skill", "Level"], ["Baker", "Kneading", "Working"], ["Baker", "Ovens", "Expert"]]
    sheet = sheet_of(rows)
    document = build(Workbook((sheet,)), [suggest(sheet)], title="Bakery").document
    ((name, content),) = write_xlsx(replace(document, slug="bakery", version="1")).items()
    (tmp_path / name).write_bytes(content)

    result = bring(tmp_path / name, owner="")

    assert (result.version.counts.roles, result.version.counts.requirements) == (1, 2)
    assert read_workbook(tmp_path / name).sheet("Requirements") is not None


def test_a_pdf_names_the_profession_and_is_not_read_back(tmp_path):
    profession("bakers")
    bring(write_document(tmp_path, replace(everything(), profession="bakers")))
    name = frameworks.framework("bakery", NOON).label
    before = row_counts()

    path = exported(tmp_path, "bakery", "pdf")

    assert path.name == f"bakery-{name}.pdf"
    assert path.read_bytes().startswith(b"%PDF-1.7")
    with pytest.raises(commands.NotReadable, match=r"written and not read\. Those that are read: ddat, waymark, case"):
        bring(path, format="pdf", into="bakery", version="3")
    assert row_counts() == before


def test_what_is_wrong_in_a_workbook_is_refused_and_leaves_nothing(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(zlib.compress(b"x"))
    before = row_counts()

    with pytest.raises(commands.NotReadable, match=r"a\.xlsx: this is not a workbook"):
        bring(tmp_path / "a.xlsx", into="bakery", version="1")

    assert row_counts() == before


@pytest.mark.parametrize(
    ("format", "first"), [("xlsx", "crafts.xlsx"), ("csv", "framework.csv"), ("pdf", "crafts.pdf")]
)
def test_the_command_line_knows_them(command, tmp_path, format, first):  # noqa: F811
    command("import", write_document(tmp_path, replace(everything(), slug="bakery")), "--publish")
    out = tmp_path / "out"
    out.mkdir()

    status, said, _ = command("export", "framework", "bakery", "--as", format, "--out", out)

    assert status == 0
    assert first.rpartition(".")[2] in said
