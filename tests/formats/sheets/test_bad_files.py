"""A file that cannot be read safely is refused in one sentence, before anything opens it whole."""

from __future__ import annotations

import io
import socket
import struct
import tracemalloc
import zipfile

import pytest

from tests.formats.sheets.files import archive, csv_file, ods, ods_cell, ods_rows, sheet_xml, xlsx
from waymark_formats.framework import Unreadable
from waymark_formats.sheets import read_workbook

GOOD = [["Role", "Skill", "Level"], ["Baker", "Kneading", "Working"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(path, **limits):
    with pytest.raises(Unreadable) as refused:
        read_workbook(path, **limits)
    said = str(refused.value)
    assert "\n" not in said
    assert path.name in said
    return said


def contents(book):
    return [(sheet.name, sheet.rows) for sheet in book.sheets]


def cells(*texts):
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def write(path, content):
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "the file is empty"),
        ("a.csv", b" \n ", "the file is empty"),
        ("a.csv", b",,,\n,,,\n", "nothing but separators"),
        ("a.xlsx", b"%PDF-1.7 ...", "this is a PDF"),
        ("a.csv", b"%PDF-1.7 ...", "this is a PDF"),
        ("a.xlsx", OLE + b"\0" * 600, "of the old kind (.xls)"),
        ("a.xls", OLE + b"\0" * 600, "of the old kind (.xls)"),
        ("a.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        ("a.xlsx", b"Role,Skill\nBaker,Kneading\n", "this is not a workbook"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 60, "damaged or cut off"),
        ("a.csv", "Role;Skill\n".encode("utf-16"), "UTF-16; save it as UTF-8"),
        ("a.csv", b"Role,Skill\nB\xe4cker,Kneading\n", "perhaps Windows-1252"),
        ("a.csv", b"Role,Skill\nBaker,Kn\0eading\n", "row 2, column 2: this is binary data"),
        ("a.csv", b'Role,Skill\nBaker,"Kneading\n', "row 2: a cell opens with a quotation mark that is never closed"),
        ("a.csv", b"Role,Skill\nBaker," + b"x" * 10_000_000, "row 2: a cell holds more than 131,072 characters"),
        ("a.csv", b"," * 5_000 + b"x\n", "column GJI: the sheet is 5,001 columns wide"),
    ],
)
def test_what_is_no_sheet_is_refused_by_what_it_is(tmp_path, name, content, words):
    assert words in refusal(write(tmp_path / name, content))


def test_a_workbook_that_is_cut_off(tmp_path):
    whole = xlsx(tmp_path / "whole.xlsx", {"A": GOOD}).read_bytes()

    assert "damaged or cut off" in refusal(write(tmp_path / "cut.xlsx", whole[: len(whole) // 2]))


def test_a_part_that_is_damaged(tmp_path):
    whole = bytearray(xlsx(tmp_path / "whole.xlsx", {"A": GOOD}).read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(whole))) as file:
        start = file.getinfo("xl/worksheets/sheet1.xml").header_offset
    whole[start + 60 : start + 90] = bytes(30)

    assert "xl/worksheets/sheet1.xml of the workbook is damaged" in refusal(write(tmp_path / "d.xlsx", bytes(whole)))


def test_another_sort_of_document_in_an_archive(tmp_path):
    path = archive(tmp_path / "letter.xlsx", {"word/document.xml": "<document/>"})

    assert "this is an archive, but no workbook" in refusal(path)


def test_a_file_beyond_the_limit_is_not_opened(tmp_path):
    assert "it was not opened" in refusal(xlsx(tmp_path / "a.xlsx", {"A": GOOD}), limit=100)


def test_a_sheet_that_unpacks_to_a_gigabyte_is_refused_without_unpacking_it(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(1024):
                part.write(b" " * (1 << 20))
    assert path.stat().st_size < 10_000_000
    tracemalloc.start()

    said = refusal(path)

    assert "unpacked, the workbook holds 1,024 MB, and the most that is read is 200 MB" in said
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_an_archive_that_lies_about_its_size_is_found_out(tmp_path):
    path = sheet_xml(tmp_path / "lies.xlsx", f"<row>{cells('x' * 90_000)}</row>")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as file:
        size = file.getinfo("xl/worksheets/sheet1.xml").file_size
    at = data.rindex(struct.pack("<L", size))
    data[at : at + 4] = struct.pack("<L", 100)

    assert "unpacked, the workbook holds more than it says" in refusal(write(path, bytes(data)))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_external_entities_are_refused_and_nothing_is_fetched(tmp_path, declaration, monkeypatch):
    def no(*_: object, **__: object) -> None:
        raise AssertionError("something wanted to connect")

    monkeypatch.setattr(socket.socket, "connect", no)

    assert "a document type declaration" in refusal(
        sheet_xml(tmp_path / "a.xlsx", f"<row>{cells('x')}</row>", before=declaration)
    )
    assert "a document type declaration" in refusal(ods(tmp_path / "a.ods", ods_rows(GOOD), before=declaration))


def test_xml_that_is_nested_very_deeply_is_read_or_refused(tmp_path):
    deep = "<x>" * 100_000 + "</x>" * 100_000

    book = read_workbook(sheet_xml(tmp_path / "deep.xlsx", f"<row>{cells('a', 'b')}</row>", after=deep))

    assert contents(book) == [("Sheet1", (("a", "b"),))]


@pytest.mark.parametrize("place", ["XFD1", "A1048576", "ZZZ9", "A99999999", "GJI1"])
def test_a_cell_far_away_is_refused_before_room_is_made_for_it(tmp_path, place):
    row = f'<row>{cells("a")}</row><row><c r="{place}" t="inlineStr"><is><t>b</t></is></c></row>'

    assert "the most that is read is" in refusal(sheet_xml(tmp_path / "far.xlsx", row))


def test_an_empty_styled_cell_far_away_does_not_count(tmp_path):
    row = f'<row>{cells("a", "b")}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>'

    assert read_workbook(sheet_xml(tmp_path / "styled.xlsx", row)).sheets[0].rows == (("a", "b"),)


def test_many_cells_that_point_at_one_long_text_are_counted_as_what_they_become(tmp_path):
    row = "<row>" + '<c t="s"><v>0</v></c>' * 900 + "</row>"

    said = refusal(sheet_xml(tmp_path / "many.xlsx", row * 3, texts=f"<si><t>{'x' * 100_000}</t></si>"))

    assert "more than 50,000,000 characters" in said


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("<table:table-row>" + ods_cell("x", number_columns_repeated=16384) + "</table:table-row>", "16,384 columns"),
        (
            '<table:table-row table:number-rows-repeated="1048576">' + ods_cell("x") + "</table:table-row>",
            "250,000 rows",
        ),
        (
            '<table:table-row table:number-rows-repeated="200000">'
            + ods_cell("x", number_columns_repeated=999)
            + "</table:table-row>",
            "characters together",
        ),
        (
            '<table:table-row table:number-rows-repeated="200000"><table:table-cell/></table:table-row>'
            "<table:table-row>" + ods_cell("", number_columns_repeated=900) + ods_cell("x") + "</table:table-row>",
            "3,000,000 cells",
        ),
        (
            "<table:table-row><table:table-cell office:value-type='string'><text:p>a<text:s text:c='900000000'/>"
            "</text:p></table:table-cell></table:table-row>",
            "900,000,001 characters",
        ),
    ],
)
def test_cells_repeated_without_end_are_refused(tmp_path, rows, words):
    assert words in refusal(ods(tmp_path / "a.ods", rows))


def test_blank_rows_to_the_end_of_the_sheet_are_what_every_program_writes(tmp_path):
    rest = '<table:table-row table:number-rows-repeated="1048000">' + ods_cell("", number_columns_repeated=16384)

    book = read_workbook(ods(tmp_path / "a.ods", ods_rows(GOOD) + rest + "</table:table-row>"))

    assert contents(book) == [("Sheet1", tuple(map(tuple, GOOD)))]


def test_a_password_on_an_ods_file(tmp_path):
    path = ods(tmp_path / "a.ods", ods_rows(GOOD), manifest="<manifest><encryption-data/></manifest>")

    assert "protected with a password" in refusal(path)


def test_a_cell_of_ten_megabytes_is_named(tmp_path):
    rows = f"<row>{cells('a', 'b')}</row><row>{cells('a', 'x' * 10_000_000)}</row>"

    assert 'sheet "Sheet1", row 2, column B: the cell holds 10,000,000 characters' in refusal(
        sheet_xml(tmp_path / "a.xlsx", rows)
    )


def test_a_null_character_in_a_cell_is_named(tmp_path):
    rows = f"<row>{cells('a', 'b')}</row><row>{cells('a', 'x_x0000_y')}</row>"

    assert 'sheet "Sheet1", row 2, column B: the cell holds a null character' in refusal(
        sheet_xml(tmp_path / "a.xlsx", rows)
    )


def test_two_parts_of_one_name_are_refused(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"A": GOOD})
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as file:
        file.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")

    assert "two parts of the workbook have one name" in refusal(path)


def test_a_formula_counts_as_the_value_it_was_saved_with(tmp_path):
    rows = (
        '<row><c><f>1+1</f><v>2</v></c><c t="str"><f>WEBSERVICE("http://127.0.0.1:9")</f><v>Baker</v></c>'
        '<c><f>RAND()</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )

    book = read_workbook(sheet_xml(tmp_path / "a.xlsx", rows))

    assert contents(book) == [("Sheet1", (("2", "Baker"),))]
    assert [note.what for note in book.notes] == [
        '4 cells are formulas in the sheet "Sheet1"',
        '1 formula has no value in the sheet "Sheet1"',
        '1 cell holds an error such as #REF! in the sheet "Sheet1"',
    ]


def test_links_are_their_text(tmp_path):
    path = tmp_path / "links.xlsx"
    after = '<hyperlinks><hyperlink ref="A1" location="javascript:alert(1)"/></hyperlinks>'

    book = read_workbook(sheet_xml(path, f"<row>{cells('Kneading', 'b')}</row>", after=after))

    assert contents(book) == [("Sheet1", (("Kneading", "b"),))]


def test_numbers_and_days_are_written_plainly(tmp_path):
    book = read_workbook(xlsx(tmp_path / "a.xlsx", {"A": [[3.0, 2.5, 0.1 + 0.2, 1e20, 1 / 3]]}))

    assert book.sheets[0].rows == (("3", "2.5", "0.3", "100000000000000000000", "0.333333333333333"),)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_whatever_separates_the_columns(tmp_path, mark):
    rows = [["Role", "Skill; or so", "Level, asked"], ["Baker", "a,b,c,d;e", "1"], ["Miller", "x\ny", "2"]]

    assert read_workbook(csv_file(tmp_path / "a.csv", rows, mark)).sheets[0].rows == tuple(map(tuple, rows))


def test_a_first_line_that_names_the_separator_is_no_row(tmp_path):
    path = write(tmp_path / "a.csv", b"\xef\xbb\xbfsep=;\r\nRole;Skill\r\nBaker;Kneading\r\n")

    assert read_workbook(path).sheets[0].rows == (("Role", "Skill"), ("Baker", "Kneading"))


def test_an_ods_file_reads_like_the_same_xlsx(tmp_path):
    table = (
        "<table:table-row>" + "".join(map(ods_cell, GOOD[0])) + "</table:table-row><table:table-row>"
        + ods_cell("Baker", number_rows_spanned=2, number_columns_spanned=1) + ods_cell("Kneading") + ods_cell(2)
        + "</table:table-row><table:table-row><table:covered-table-cell/>" + ods_cell("Ovens") + ods_cell(3)
        + "</table:table-row>"
    )  # fmt: skip
    rows = [GOOD[0], ["Baker", "Kneading", 2], ["", "Ovens", 3]]

    first = read_workbook(ods(tmp_path / "a.ods", table))
    second = read_workbook(xlsx(tmp_path / "a.xlsx", {"Sheet1": rows}, {"Sheet1": ["A2:A3"]}))

    assert contents(first) == contents(second)
    assert first.sheets[0].rows[2] == ("Baker", "Ovens", "3")
    assert [note.what for note in first.notes] == [note.what for note in second.notes]


def test_a_merged_area_ends_with_what_the_sheet_says(tmp_path):
    after = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'

    book = read_workbook(sheet_xml(tmp_path / "a.xlsx", f"<row>{cells('a')}</row>", after=after))

    assert contents(book) == [("Sheet1", (("a",),))]


def test_merged_areas_are_counted_before_they_are_filled(tmp_path):
    once = "".join(f'<mergeCell ref="A{row}:J{row + 90_000}"/>' for row in range(1, 60))
    wide = xlsx_of(tmp_path / "a.xlsx", f"<mergeCells>{once}</mergeCells>", last=100_000)
    many = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 250_010))
    small = xlsx_of(tmp_path / "b.xlsx", f"<mergeCells>{many}</mergeCells>", last=3)
    one = '<mergeCell ref="A1:B2"/>' * 300_000
    same = xlsx_of(tmp_path / "c.xlsx", f"<mergeCells>{one}</mergeCells>", last=3)

    assert "more merged cells than can be read" in refusal(wide)
    assert "more merged cells than can be read" in refusal(small)
    assert contents(read_workbook(same))[0][1][1][1] == "Text"


def xlsx_of(path, merged, *, last):
    rows = f'<row r="1">{cells("Text")}</row><row r="{last}"><c r="J{last}" t="inlineStr"><is><t>x</t></is></c></row>'
    return sheet_xml(path, rows, after=merged)
