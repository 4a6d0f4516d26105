"""Any spreadsheet as a framework: read it, say what its columns mean, and build.

``read_workbook`` reads xlsx, ods and csv as sheets of text. ``suggest`` guesses what a sheet means, with reasons;
whoever brings the sheet corrects the guess. ``build`` makes the document, or says what is wrong where; ``good_part``
leaves out the rows in the way. ``mapping_to_json`` keeps what was said for the next time, and ``fits`` says whether
it still holds.

Nothing in a file is run, followed or fetched: formulas count as the value they were saved with, links as their text.
"""

from waymark_formats.sheets.shapes import Built, Column, Layout, Mapping, Meaning, Problem, Sheet, Workbook

__all__ = ["Built", "Column", "Layout", "Mapping", "Meaning", "Problem", "Sheet", "Workbook"]
