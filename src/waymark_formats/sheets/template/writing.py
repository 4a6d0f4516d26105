"""The rows of our template as files: one workbook, or a folder of CSV files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from waymark_formats.framework import FrameworkDocument, Unwritable
from waymark_formats.markup import html_tag
from waymark_formats.sheets.scanning import MAX_ROWS, letters
from waymark_formats.sheets.template import columns
from waymark_formats.sheets.template.columns import Form
from waymark_formats.sheets.template.guarding import guarded
from waymark_formats.sheets.template.rows import Row, tables
from waymark_formats.tables import csv_line

if TYPE_CHECKING:
    import xlsxwriter

LONGEST = 32_767
"""Characters that a cell of a workbook holds at most."""

_NO_CHARACTERS = re.compile("[\0\ufffe\uffff\ud800-\udfff]")
_BLANK_ROWS = 2_000
"""Rows of the template below its examples that offer the choices of a column."""


def write_xlsx(document: FrameworkDocument) -> dict[str, bytes]:
    """Return one workbook by name, which ``read_template`` reads back equal.

    Raises:
        Unwritable: a text is longer than a cell holds, or has an HTML tag or a character no workbook can hold; or
            there are more rows than can be read again.
    """
    return {f"{_stem(document)}.xlsx": workbook(document)}


def write_csv(document: FrameworkDocument) -> dict[str, bytes]:
    """Return a CSV file for each sheet of the template, by name; ``read_template`` reads the folder back equal.

    Raises:
        Unwritable: as ``write_xlsx``.
    """
    files = {}
    for form, rows in tables(document):
        out = io.StringIO(newline="")
        out.write(csv_line(form.headings))
        for number, row in enumerate(rows, start=2):
            out.write(_csv_line(_cells(form, number, row)))
        files[file_name(form)] = out.getvalue().encode()
    return files


def file_name(form: Form) -> str:
    """Return the name of the CSV file of a sheet."""
    return f"{form.name.lower().replace(' ', '-')}.csv"


def workbook(document: FrameworkDocument, *, explained: bool = False) -> bytes:
    """Return the workbook of a document; ``explained`` adds the sheet that says how to fill it in, and choices."""
    import xlsxwriter  # takes long, and a site that runs writes few workbooks

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    try:
        _fill(book, document, explained=explained)
    finally:
        book.close()
    return out.getvalue()


def _fill(book: xlsxwriter.Workbook, document: FrameworkDocument, *, explained: bool) -> None:
    # The day says nothing: the same document gives the same bytes.
    book.set_properties({"title": document.title[:200], "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    heading = book.add_format({"bold": True, "bg_color": "#d9e2ec", "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    if explained:
        _explain(book, heading, text)
    for form, rows in tables(document):
        sheet = book.add_worksheet(form.name)
        sheet.freeze_panes(1, 0)
        for index, field in enumerate(form.fields):
            sheet.set_column(index, index, 60 if field.wide else 24, text)
            sheet.write_string(0, index, field.name, heading)
            if explained and field.choices:
                allowed = {"validate": "list", "source": list(field.choices), "ignore_blank": True}
                sheet.data_validation(1, index, _BLANK_ROWS, index, allowed)
        for number, row in enumerate(rows, start=2):
            for index, cell in enumerate(_cells(form, number, row)):
                if isinstance(cell, int):
                    sheet.write_number(number - 1, index, cell, text)
                elif cell:
                    sheet.write_string(number - 1, index, cell, text)


def _cells(form: Form, number: int, row: Row) -> Iterator[str | int]:
    """Yield the cells of a row: numbers, and text that nothing runs."""
    if number > MAX_ROWS:
        raise Unwritable(f"The sheet {form.name} would have more than {MAX_ROWS:,} rows. Export it as waymark.")
    for field, value in zip(form.fields, row, strict=True):
        if isinstance(value, int):
            yield value
            continue
        text = guarded("" if value is None else str(value))
        where = f"in the sheet {form.name}, row {number}, column {field.name},"
        if len(text) > LONGEST:
            raise Unwritable(
                f"The workbook cannot be written: {where} a text has {len(text):,} characters, and a cell holds "
                f"{LONGEST:,}. Export it as waymark."
            )
        if tag := html_tag(text) if field is not columns.SOURCE and field not in columns.LABELS else "":
            raise Unwritable(f'The workbook cannot be written: {where} a text holds the HTML tag "{tag[:40]}".')
        if _NO_CHARACTERS.search(text):
            raise Unwritable(f"The workbook cannot be written: {where} a text holds a character no workbook can hold.")
        yield text


def _csv_line(cells: Iterator[str | int]) -> str:
    return ",".join('"' + str(cell).replace('"', '""') + '"' if cell != "" else "" for cell in cells) + "\r\n"


def _explain(book: xlsxwriter.Workbook, heading: object, text: object) -> None:
    """Write the sheet that says how to fill in the others."""
    sheet = book.add_worksheet(columns.HELP)
    sheet.freeze_panes(1, 0)
    for index, (name, width) in enumerate((("Sheet", 16), ("Column", 22), ("Needed", 10), ("What to put there", 90))):
        sheet.set_column(index, index, width, text)
        sheet.write_string(0, index, name, heading)
    number = 1
    lines = [("", "", "", one) for one in _FIRST]
    for form in columns.FORMS:
        lines.append((form.name, "", "", form.help))
        for index, field in enumerate(form.fields):
            allowed = f" One of: {', '.join(field.choices)}." if field.choices else ""
            name = f"{letters(index)}  {field.name}"
            lines.append((form.name, name, "yes" if field.needed else "", f"{field.help}{allowed}"))
    for line in lines:
        for index, cell in enumerate(line):
            if cell:
                sheet.write_string(number, index, cell, text)
        number += 1


_FIRST = (
    "Each sheet holds one sort of thing, one in each row. The rows below the headings are examples: write over them, "
    "or delete them.",
    "Keep the names of the sheets and the headings of the columns. Columns may stand in another order.",
    "Where a column asks for something from another sheet, write its name, or its key where two have one name.",
    "Write text only: formulas are not run, and tags such as <b> are refused. This sheet is not read.",
)


def _stem(document: FrameworkDocument) -> str:
    return "-".join(part for part in (document.slug or "framework", document.version) if part)
