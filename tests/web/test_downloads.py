"""What is downloaded can be imported again, and is then the same."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.frameworks import build
from tests.shared import DDAT, needs_shared
from waymark.frameworks import queries as frameworks
from waymark_formats.registry import FORMATS


def document_of(slug: str) -> object:
    return frameworks.document(frameworks.framework(slug, datetime.now(UTC)).id)


def test_json_downloaded_reads_as_the_same_document(visitor, crafts, tmp_path: Path):
    file = tmp_path / "crafts.json"
    file.write_bytes(visitor.get("/frameworks/crafts/versions/1/download/waymark").content)

    read = FORMATS["waymark"].read(file).document

    assert read == document_of("crafts")


@needs_shared
@pytest.mark.django_db
def test_csv_downloaded_as_a_zip_reads_as_the_same_document(client, professions, tmp_path: Path):
    document = FORMATS["ddat"].read(DDAT / "2026-03-23").document
    build.published(build.replace(document, slug="digital", version="1", profession="digital-data-and-technology"))

    answer = client.get("/frameworks/digital/versions/1/download/ddat")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    again = FORMATS["ddat"].read(next(tmp_path.rglob("roles.csv")).parent).document

    assert answer.headers["Content-Type"] == "application/zip"
    assert {skill.name for skill in again.skills} == {skill.name for skill in document.skills}
    assert FORMATS["ddat"].write(again) == FORMATS["ddat"].write(document)
