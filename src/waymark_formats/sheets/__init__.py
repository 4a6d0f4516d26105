"""Any spreadsheet as a framework: read it, say what its columns mean, and build.

``read_workbook`` reads xlsx, ods and csv as sheets of text. ``suggest`` guesses what a sheet means, with reasons;
whoever brings the sheet corrects the guess. ``build`` makes the document, or says what is wrong where; ``good_part``
leaves out the rows in the way. ``mapping_to_json`` keeps what was said for the next time, and ``fits`` says whether
it still holds.

Our own template is a workbook too: ``template`` hands it out, ``read_template`` reads it, ``write_xlsx`` and
``write_csv`` write any framework as it.

Nothing in a file is run, followed or fetched: formulas count as the value they were saved with, links as their text.
"""

from waymark_formats.sheets.building import build, good_part
from waymark_formats.sheets.saving import headings, mapping_from_json, mapping_to_json, turned
from waymark_formats.sheets.shapes import Built, Column, Layout, Mapping, Meaning, Problem, Sheet, Workbook
from waymark_formats.sheets.suggesting import fits, suggest
from waymark_formats.sheets.template import read_template, template, write_csv, write_xlsx
from waymark_formats.sheets.workbook import MAX_BYTES, read_workbook

__all__ = [
    "MAX_BYTES",
    "Built",
    "Column",
    "Layout",
    "Mapping",
    "Meaning",
    "Problem",
    "Sheet",
    "Workbook",
    "build",
    "fits",
    "good_part",
    "headings",
    "mapping_from_json",
    "mapping_to_json",
    "read_template",
    "read_workbook",
    "suggest",
    "template",
    "turned",
    "write_csv",
    "write_xlsx",
]
