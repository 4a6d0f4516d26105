"""Every bad file that is brought gives a page with words: never a stack trace, never an outgoing request."""

from __future__ import annotations

import io
import socket
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.pages import Page
from tests.web.test_authoring.conftest import Writer, writer
from waymark.jobs.tasks import perform
from waymark.work.models import Job
from waymark_formats.sheets import template

BRING = "/authoring/import"


@pytest.fixture(autouse=True)
def imports(settings, tmp_path):
    settings.IMPORTS_DIR = tmp_path / "imports"
    return settings.IMPORTS_DIR


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Nothing that is read may look anything up. The database's own connection stays what it is."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a file made the site reach out")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def eva(professions) -> Writer:
    return writer("Eva")


def workbook(sheet: bytes, **parts: bytes) -> bytes:
    """Return a workbook of one sheet, written by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
            b'ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            b'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            b'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet '
            b'name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            b'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
            b'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def cells(inside: bytes, before: bytes = b"") -> bytes:
    return (
        b'<?xml version="1.0"?>'
        + before
        + b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<sheetData>" + inside + b"</sheetData></worksheet>"
    )


def gigabyte() -> bytes:
    """Return a workbook whose sheet unpacks to a gigabyte."""
    out = io.BytesIO(workbook(cells(b"")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sharedStrings.xml", "w") as file:
        for _ in range(1024):
            file.write(b" " * 1024**2)
    return out.getvalue()


def wide() -> bytes:
    row = b"".join(b'<c t="inlineStr"><is><t>c%d</t></is></c>' % number for number in range(5_000))
    return workbook(cells(b"<row>" + row + b"</row><row>" + row + b"</row>"))


XXE = b'<!DOCTYPE w [<!ENTITY x SYSTEM "http://198.51.100.7/x">]>'
BAD = {
    "a gigabyte.xlsx": gigabyte,
    "5,000 columns.xlsx": wide,
    "a cell of 10 MB.csv": lambda: b"Skill,Level\n" + b"x" * 10 * 1024**2 + b",Working\n",
    "a cell of 10 MB.xlsx": lambda: workbook(
        cells(b'<row><c t="inlineStr"><is><t>' + b"x" * 10 * 1024**2 + b"</t></is></c></row>")
    ),
    "an outer entity.xlsx": lambda: workbook(cells(b'<row><c t="inlineStr"><is><t>&x;</t></is></c></row>', before=XXE)),
    "a picture.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + bytes(200),
    "a pdf.xlsx": lambda: b"%PDF-1.7\n%rest",
    "old.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "text.xlsx": lambda: b"Skill,Level\nBaking,Working\n",
    "cut off.xlsx": lambda: template()[:-900],
    "an archive.zip": lambda: zipped({"a.txt": b"hello"}),
    "two of one name.zip": lambda: zipped({"a/roles.csv": b"x,y\n1,2\n", "b/roles.csv": b"x,y\n1,2\n"}),
    "files of another kind.zip": lambda: zipped({"a.csv": b"x,y\n1,2\n", "b.csv": b"x,y\n1,2\n"}),
    "a gigabyte.zip": lambda: zipped({"roles.csv": bytes(10), "skills.csv": b"a,b\n" * (150 * 1024**2)}),
    "a file of nothing.zip": lambda: b"PK\x03\x04" + bytes(200),
    "null bytes.csv": lambda: b"Skill,Level\nBak\0ing,Working\n",
    "another encoding.csv": lambda: "Skill,Level\nB\u00e4cken,Working\n".encode("cp1252"),
    "utf-16.csv": lambda: "Skill,Level\nBaking,Working\n".encode("utf-16"),
    "nested.json": lambda: b"[" * 100_000,
    "nested objects.json": lambda: b'{"a":' * 100_000,
    "cut off.json": lambda: b'{"CFDocument": {"identifier": "x", "title": "Y"',
    "something else.json": lambda: b'{"hello": 1}',
    "not packed.json.gz": lambda: b"\x1f\x8b\x08\x00" + bytes(30),
    "blank.csv": lambda: b"   \n",
    "a page.html": lambda: b"<html><script>alert(1)</script></html>",
}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_file_gives_a_page_with_words(eva, name):
    content = BAD[name]()

    answer = Page(eva.browser.post(BRING, {"file": SimpleUploadedFile(name, content)}))

    if answer.status == 303:
        where = answer.response.headers["Location"]
        for job in Job.objects.filter(kind="exchange.import"):  # what is large is the worker's
            assert perform.call(str(job.uuid)) == "done"
        answer = eva.get(where)
        assert answer.headings == ["Could not be read"]
    else:
        assert answer.status == 422
        assert "There is a problem" in answer.text
    assert name.rpartition(".")[0] in answer.text
    assert "Traceback" not in answer.text
    assert "<script>alert" not in answer.html


def test_an_archive_leads_nowhere_either(eva, imports):
    parts = {"../../outside.csv": b"Skill,Level\nBaking,Working\n", "/etc/inside.csv": b"a,b\n", "__MACOSX/x.csv": b"c"}

    answer = eva.browser.post(BRING, {"file": SimpleUploadedFile("a.zip", zipped(parts))})

    assert answer.status_code == 303
    kept = sorted(one.relative_to(imports).parts[1:] for one in imports.rglob("*.csv"))
    assert kept == [("file", "inside.csv")]


def test_what_is_refused_by_its_kind_is_not_kept(eva, imports):
    eva.browser.post(BRING, {"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.7")})

    assert list(imports.iterdir()) == []


def test_a_file_past_the_limit_is_let_run_by(eva, imports, settings):
    settings.UPLOAD_MAX_BYTES = 1024**2

    answer = Page(eva.browser.post(BRING, {"file": SimpleUploadedFile("a.csv", b"a,b\n" * 400_000)}))

    assert answer.status == 422
    assert "The file is larger than 1 MB" in answer.text
    assert not imports.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "..\\..\\a.csv", "a/../../b.csv", ".csv", "x" * 400 + ".csv"])
def test_a_name_leads_nowhere(eva, imports, name):
    file = SimpleUploadedFile("a.csv", b"Skill,Level\nBaking,Working\n")
    file._name = name

    answer = eva.browser.post(BRING, {"file": file})

    assert answer.status_code in {303, 422}
    kept = [one for one in imports.rglob("*") if one.is_file()] if imports.exists() else []
    assert all(one.resolve().is_relative_to(imports.resolve()) for one in kept)
