"""Our own workbook, as one .xlsx (or .ods) file, or as a folder of CSV files.

Its sheets: Framework, Scales, Skills, Levels, Families, Roles, Role levels, Choices, Requirements and Relations.

Whatever a document says is written and read back to the letter. Text that a spreadsheet would run as a formula gets an
apostrophe in front, which reading takes away again; text that begins like a formula without one is refused, as in every
format. What cannot be written (``Unwritable``): a text of more than 32,767 characters, and the characters U+FFFE and
U+FFFF, which no workbook can hold.
"""

from waymark_formats.sheets.template.example import EXAMPLE
from waymark_formats.sheets.template.reading import read_template
from waymark_formats.sheets.template.writing import workbook, write_csv, write_xlsx


def template() -> bytes:
    """Return our template as an .xlsx workbook: a sheet that explains it, examples, and choices to pick from."""
    return workbook(EXAMPLE, explained=True)


__all__ = ["read_template", "template", "write_csv", "write_xlsx"]
