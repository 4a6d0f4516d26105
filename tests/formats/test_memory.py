"""What a hostile file costs: less than a gigabyte of memory to refuse it, measured in a process of its own."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.test_authoring.test_bad_files import XXE, cells, gigabyte, wide, workbook

MOST_MB = 1_000
SRC = Path(__file__).resolve().parents[2] / "src"
READ = """
import sys
from pathlib import Path

from waymark_formats import registry
from waymark_formats.framework import Unreadable
from waymark_formats.sheets import build, mapping_to_json, read_workbook, suggest

path = Path(sys.argv[1])
try:
    if path.suffix in {".xlsx", ".ods", ".csv"}:
        book = read_workbook(path)
        build(book, [suggest(sheet) for sheet in book.sheets])
        said = "read"
    else:
        registry.guess(path).read(path, limit=100 * 1024**2)
        said = "read"
except Unreadable as error:
    said = f"refused: {error}"
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024, said)
"""
"""Reads a file as an import does. The peak is this process's own: what its parent held does not count."""

MB = 1024**2


def sheet_of_a_gigabyte() -> bytes:
    """Return a workbook whose sheet is a gigabyte of small cells."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(b""))) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in source.infolist():
            if not part.filename.endswith("sheet1.xml"):
                made.writestr(part.filename, source.read(part))
        with made.open("xl/worksheets/sheet1.xml", "w") as file:
            file.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            rows = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 20_000
            for _ in range(1_070):
                file.write(rows)
            file.write(b"</sheetData></worksheet>")
    return out.getvalue()


def laughs() -> bytes:
    names = "abcdefghij"
    entities = "".join(
        f'<!ENTITY {one} "{f"&{names[i - 1]};" * 10 if i else "ha" * 100}">' for i, one in enumerate(names)
    )
    return workbook(
        cells(b'<row><c t="inlineStr"><is><t>&j;</t></is></c></row>', f"<!DOCTYPE w [{entities}]>".encode())
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "lists 100,000 deep.json": lambda: b"[" * 100_000,
    "mappings 100,000 deep.json": lambda: b'{"a":' * 100_000,
    "lists 100,000 deep.yaml": lambda: b"[" * 100_000,
    "elements 100,000 deep.xlsx": lambda: workbook(cells(b"<x>" * 100_000 + b"</x>" * 100_000)),
    "texts of a gigabyte.xlsx": gigabyte,
    "a sheet of a gigabyte.xlsx": sheet_of_a_gigabyte,
    "a gigabyte packed.json.gz": lambda: gzip.compress(b" " * 1024 * MB, 1),
    "an outer entity.xlsx": lambda: workbook(cells(b'<row><c t="inlineStr"><is><t>&x;</t></is></c></row>', XXE)),
    "entities in entities.xlsx": laughs,
    "5,000 columns.xlsx": wide,
    "5,000 columns.csv": lambda: (b"x," * 5_000 + b"x\n") * 200,
    "a cell of 10 MB.xlsx": lambda: workbook(
        cells(b'<row><c t="inlineStr"><is><t>' + b"x" * 10 * MB + b"</t></is></c></row>")
    ),
    "a cell of 10 MB.csv": lambda: b"Skill,Level\n" + b"x" * 10 * MB + b",Working\n",
    "mappings by the million.json": lambda: b'{"CFItems":[' + b"{}," * (20 * MB) + b"{}]}",
    "numbers by the million.json": lambda: b'{"CFItems":[' + b"0," * (40 * MB) + b"0]}",
    "mappings by the million.yaml": lambda: b"- {}\n" * (4 * MB),
    "names for names.yaml": lambda: (
        b"a: &a [x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (one, one, b",".join([b"*%c" % (one - 1)] * 9)) for one in range(98, 123))
    ),
    "rows by the million.csv": lambda: b"Skill,Level\n" + b"a,b\n" * (20 * MB),
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much memory a process held")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_a_gigabyte(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(HOSTILE[name]())

    run = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        env={"PYTHONPATH": str(SRC), "PATH": "/usr/bin:/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )

    megabytes, _, said = run.stdout.strip().partition(" ")
    assert said.startswith("refused: "), said
    assert int(megabytes) < MOST_MB, f"{megabytes} MB: {said}"
