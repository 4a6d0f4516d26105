"""Workbooks for tests: written cell by cell, as people's own files are."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from waymark_formats.sheets import Sheet

Rows = Sequence[Sequence[object]]


def xlsx(path: Path, sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None) -> Path:
    """Write sheets; ``merged`` lists areas such as A2:A4, whose first cell has been written."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(r, c, value)
                elif value != "":
                    sheet.write_string(r, c, str(value))
        for area in (merged or {}).get(name, ()):
            first = area.partition(":")[0]
            column, row_number = first.rstrip("0123456789"), int(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            sheet.merge_range(area, str(rows[row_number - 1][ord(column) - 65]))
    book.close()
    return path


def csv_file(path: Path, rows: Rows, mark: str = ",", encoding: str = "utf-8") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def ods(path: Path, table: str, manifest: str = "<manifest/>", before: str = "") -> Path:
    """Write an .ods file around the XML of one table's rows."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
        },
    )


def ods_rows(rows: Rows) -> str:
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)


def ods_cell(value: object, **attributes: object) -> str:
    said = "".join(f" table:{key.replace('_', '-')}={quoteattr(str(one))}" for key, one in attributes.items())
    if value == "":
        return f"<table:table-cell{said}/>"
    if isinstance(value, int | float):
        said += f' office:value-type="float" office:value="{value}"'
        return f"<table:table-cell{said}><text:p>{value}</text:p></table:table-cell>"
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="string"{said}>{text}</table:table-cell>'


def archive(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def sheet_xml(path: Path, rows: str, **parts: str) -> Path:
    """Write an .xlsx file around the XML of one sheet's rows. ``parts`` adds or replaces: ``texts``, ``before``."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"

    def relation(name: str, kind: str, target: str) -> str:
        one = f'<Relationship Id="{name}" Type="{document}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{package}/relationships">{one}</Relationships>'

    sheets = f'<sheets><sheet name="Sheet1" sheetId="1" xmlns:r="{document}" r:id="rId1"/></sheets>'
    before, after = parts.get("before", ""), parts.get("after", "")
    return archive(
        path,
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
            "_rels/.rels": relation("r1", "officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f"<workbook {main}>{sheets}</workbook>",
            "xl/_rels/workbook.xml.rels": relation("rId1", "worksheet", "worksheets/sheet1.xml"),
            "xl/sharedStrings.xml": f"<sst {main}>{parts.get('texts', '')}</sst>",
            "xl/worksheets/sheet1.xml": f"{before}<worksheet {main}><sheetData>{rows}</sheetData>{after}</worksheet>",
        },
    )


def sheet_of(rows: Rows, name: str = "Sheet1") -> Sheet:
    """Return rows as they would be read."""
    width = max(len(row) for row in rows)
    return Sheet(name, tuple((*map(str, row), *[""] * (width - len(row))) for row in rows), width)
