"""A department's HR file, row by row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from waymark_formats import people_feed
from waymark_formats.framework import Unreadable
from waymark_formats.people_feed import COLUMNS, END, Fault, HalfAFile, open_people

NEEDED = ("Staff number", "Given name", "Family name", "Post number", "Job title", "Unit", "Start date")


def written(path, *rows, headings=NEEDED, mark=",", encoding="utf-8"):
    path.write_text("\r\n".join(mark.join(row) for row in (headings, *rows)) + "\r\n", encoding=encoding)
    return path


def person(**more):
    cells = {"Staff number": "1", "Given name": "Ada", "Family name": "Ox", "Post number": "P1", "Job title": "Clerk",
             "Unit": "U1", "Start date": "2024-09-02"} | more  # fmt: skip
    return tuple(cells.values())


def test_a_row_says_who_is_in_which_post(tmp_path):
    path = written(
        tmp_path / "hr.csv", person(End="30/09/2026", Share="80%", Others="Policy; Security ;"),
        headings=(*NEEDED, "End date", "FTE", "Other professions"),
    )  # fmt: skip

    row = next(open_people(path).rows())

    assert (row.staff_number, row.given_name, row.post_number, row.unit) == ("1", "Ada", "P1", "U1")
    assert (row.start, row.end, row.fte) == (date(2024, 9, 2), date(2026, 9, 30), Decimal("0.80"))
    assert row.other_professions == ("Policy", "Security")
    assert (row.number, row.faults, row.leaving) == (2, (), None)


@pytest.mark.parametrize(
    "text",
    [
        "2024-09-02",
        "2024-09-02 00:00:00",
        "2024-09-02 13:45:00",
        "2/9/2024 9:00",
        "02/09/2024",
        "2/9/2024",
        "02.09.2024",
        "2-Sep-2024",
        "2 September 2024",
    ],
)
def test_a_day_is_read_as_spreadsheets_write_it(tmp_path, text):
    path = written(tmp_path / "hr.csv", person(**{"Start date": text}))

    assert next(open_people(path).rows()).start == date(2024, 9, 2)


@pytest.mark.parametrize("text", ["31/02/2024", "09/13/2024", "45000", "soon", "2024-13-01"])
def test_what_is_no_day_is_a_fault_of_its_cell(tmp_path, text):
    path = written(tmp_path / "hr.csv", person(**{"Start date": text}))

    row = next(open_people(path).rows())

    assert row.faults == (Fault("date", "start", text),)
    assert row.start is None


@pytest.mark.parametrize("text", ["0", "1.2", "-1", "full", "NaN", "120%"])
def test_what_is_no_share_of_full_time_is_a_fault(tmp_path, text):
    path = written(tmp_path / "hr.csv", (*person(), text), headings=(*NEEDED, "FTE"))

    assert next(open_people(path).rows()).faults == (Fault("share", "fte", text),)


def test_what_is_missing_or_too_long_is_a_fault(tmp_path):
    path = written(tmp_path / "hr.csv", person(**{"Family name": " ", "Job title": "x" * 201}))

    assert next(open_people(path).rows()).faults == (
        Fault("missing", "family_name", ""),
        Fault("long", "job_title", "x" * 60),
    )


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_separators_and_a_byte_order_mark_are_told_apart(tmp_path, mark, encoding):
    path = written(tmp_path / "hr.csv", person(**{"Given name": "Zoë"}), mark=mark, encoding=encoding)

    assert next(open_people(path).rows()).given_name == "Zoë"


def test_columns_are_known_by_other_names_and_by_what_a_feed_calls_them(tmp_path):
    headings = ("Employee ID", "Forename", "SURNAME", "Position_Number", "Title", "Kst", "From", "Shoe size")
    path = written(tmp_path / "hr.csv", (*person(), "42"), headings=headings)

    file = open_people(path, mapping={"unit": "Kst"})

    assert next(file.rows()).unit == "U1"
    assert file.ignored == ("Shoe size",)
    with pytest.raises(Unreadable, match="Unit"):
        open_people(path)


def test_a_workbook_says_the_same(tmp_path):
    path = tmp_path / "hr.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, NEEDED)
    sheet.write_row(1, 0, person()[:-1])
    sheet.write_datetime(1, 6, date(2024, 9, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
    book.close()

    row = next(open_people(path).rows())

    assert (row.staff_number, row.start, row.faults) == ("1", date(2024, 9, 2), ())


def test_the_template_can_be_read_and_explains_every_column(tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(people_feed.template())

    row = next(open_people(path).rows())

    assert row.faults == ()
    assert row.family_name == "Okafor"
    assert open_people(path).ignored == ()
    assert len(COLUMNS) == len({column.key for column in COLUMNS}) == len({column.heading for column in COLUMNS})


def test_a_file_that_says_how_long_it_is_is_believed(tmp_path):
    path = written(tmp_path / "hr.csv", person(), person(), (END, "2"))

    file = open_people(path)

    assert len(list(file.rows())) == 2
    assert file.promised == 2
    assert len(list(file.rows())) == 2, "it can be read again"


@pytest.mark.parametrize(
    "rows",
    [
        [person(), (END, "2")],
        [person(), (END, "")],
        [person(), (END, "1"), person()],
        [person(), person()[:4]],
    ],
    ids=["fewer rows than it says", "an end without a number", "rows after its end", "the last row breaks off"],
)
def test_half_a_file_is_refused(tmp_path, rows):
    with pytest.raises(HalfAFile):
        list(open_people(written(tmp_path / "hr.csv", *rows)).rows())


def test_a_file_cut_inside_quotation_marks_is_half_a_file(tmp_path):
    path = written(tmp_path / "hr.csv", person(), person())
    path.write_bytes(path.read_bytes()[:-10] + b',"Uni')

    with pytest.raises(HalfAFile):
        list(open_people(path).rows())


def test_empty_cells_may_be_left_out_at_the_end_of_rows(tmp_path):
    path = written(tmp_path / "hr.csv", person(), person(), headings=(*NEEDED, "End date", "Manager"))

    assert [row.faults for row in open_people(path).rows()] == [(), ()]
    path.write_bytes(path.read_bytes().rstrip())
    with pytest.raises(HalfAFile, match="breaks off"):
        list(open_people(path).rows())


def test_the_row_in_which_excel_names_the_separator_is_passed_over(tmp_path):
    path = written(tmp_path / "hr.csv", person(), mark=";")
    path.write_text("sep=;\n" + path.read_text(encoding="utf-8"), encoding="utf-8")

    row = next(open_people(path).rows())

    assert (row.number, row.unit, row.faults) == (3, "U1", ())


@pytest.mark.parametrize(
    ("headings", "mapping", "words"),
    [
        ((*NEEDED, "start_date"), {}, "2 columns are called “Start date”"),
        ((*NEEDED, "Pay band"), {"grade": "Pay bandd"}, "from a column “Pay bandd”, and there is none"),
    ],
)
def test_headings_that_are_there_twice_or_not_at_all_are_refused(tmp_path, headings, mapping, words):
    path = written(tmp_path / "hr.csv", (*person(), "x"), headings=headings)

    with pytest.raises(Unreadable, match=words):
        open_people(path, mapping=mapping)


def test_a_short_row_in_the_middle_is_its_own_fault(tmp_path):
    first, second = open_people(written(tmp_path / "hr.csv", person()[:6], person())).rows()

    assert Fault("short", "staff_number", "6/7") in first.faults
    assert second.faults == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (",".join(NEEDED).encode() + b"\r\n", "nobody below"),
        (",".join(NEEDED).encode("utf-16"), "UTF-16"),
        (b"Staff number,Given name\r\n", "no column for"),
        ((",".join(NEEDED) + "\r\n1,Zo").encode() + b"\xeb,x,x,x,x,x\r\n", "not UTF-8"),
        (b"PK\x03\x04 no archive", "workbook"),
    ],
)
def test_what_is_no_such_file_is_refused_in_a_sentence(tmp_path, content, words):
    path = tmp_path / "hr.csv"
    path.write_bytes(content)

    with pytest.raises(Unreadable, match=words):
        list(open_people(path).rows())


def test_a_file_that_is_not_there_or_too_large_is_not_opened(tmp_path):
    path = written(tmp_path / "hr.csv", person())

    with pytest.raises(Unreadable, match="no such file"):
        open_people(tmp_path / "gone.csv")
    with pytest.raises(Unreadable, match="bytes"):
        open_people(path, limit=10)


def test_what_is_written_is_read_back(tmp_path):
    path = tmp_path / "hr.csv"
    cells = tuple(column.example for column in COLUMNS)

    people_feed.write_csv(path, [cells, cells])

    file = open_people(path)
    assert [row.faults for row in file.rows()] == [(), ()]
    assert file.promised == 2
