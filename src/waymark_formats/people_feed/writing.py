"""An HR file of ours: the template with what each column means, and rows as CSV."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from waymark_formats.people_feed.columns import COLUMNS, END
from waymark_formats.tables import csv_line


def headings() -> tuple[str, ...]:
    """Return the headings of the template, in order."""
    return tuple(column.heading for column in COLUMNS)


def write_csv(path: Path, rows: Iterable[Sequence[str]], *, trailer: bool = True) -> int:
    """Write a file of ours: headings, rows with their cells in the order of ``COLUMNS``, and the row that ends it.

    Returns:
        How many rows. Cost: one row is held at a time.
    """
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_line(headings()))
        for row in rows:
            file.write(csv_line(row))
            count += 1
        if trailer:
            file.write(csv_line((END, count, *[""] * (len(COLUMNS) - 2))))
    return count


def template() -> bytes:
    """Return a workbook with the headings, one example, and a sheet that says what each column is."""
    import xlsxwriter  # takes long, and a site that runs writes few workbooks

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True})
    people = book.add_worksheet("People")
    people.freeze_panes(1, 0)
    people.set_column(0, len(COLUMNS) - 1, 20)
    about = book.add_worksheet("Columns")
    about.set_column(0, 0, 24)
    about.set_column(1, 1, 10)
    about.set_column(2, 2, 90)
    about.write_row(0, 0, ("Column", "Needed", "What stands in it"), bold)
    for place, column in enumerate(COLUMNS):
        people.write_string(0, place, column.heading, bold)
        people.write_string(1, place, column.example)
        about.write_row(place + 1, 0, (column.heading, "yes" if column.needed else "no", column.about))
    book.close()
    return out.getvalue()
