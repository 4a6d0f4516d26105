"""CSV that reads back, and that no spreadsheet runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark_formats.tables import csv_line, neutral

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_made_text(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1", "a=b", " =1", "'=1", "Zoë"])
def test_other_text_stays_as_it_is(text):
    assert neutral(text) == text


def test_numbers_stay_numbers_and_nothing_stays_empty():
    assert csv_line([-5, 1.5, None, True, "a"]) == "-5,1.5,,True,a\r\n"


@given(st.lists(TEXT, min_size=2))
def test_every_line_reads_back(cells):
    (row,) = csv.reader(io.StringIO(csv_line(cells), newline=""))

    assert row == [neutral(cell) for cell in cells]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
