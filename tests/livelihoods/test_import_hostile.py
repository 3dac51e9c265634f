"""Register files that lie, swell or carry more than a table: refused in a sentence."""

import io
import re
import resource
import time
import zipfile

import pytest
from django.utils import translation
from openpyxl.xml import DEFUSEDXML

from accounts.tables import Book, closed, csv_file
from livelihoods.imports.caps import MOST_EMPTY
from livelihoods.imports.files import read
from tests import hostile
from tests.livelihoods.test_import_files import CSV, fault, xlsx, zipped

UNREADABLE = "The file cannot be read: it is damaged or protected by a password."
TOO_LARGE = "The file is too large once it is unpacked."
SHEET = "xl/worksheets/sheet1.xml"


def table():
    """A workbook as most programs write it: its texts in a part of their own."""
    with Book("Sổ") as book:
        page = book.add_worksheet()
        for row, line in enumerate(CSV.splitlines()):
            for column, text in enumerate(line.split(",")):
                page.write_string(row, column, text)
    return book.bytes()


TABLE = table()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def changed(content, drop=(), **parts):
    """The workbook with parts written anew (text or a function of the old text)."""
    parts = {name.replace("__", "/").replace("_xml", ".xml"): new
             for name, new in parts.items()}  # fmt: skip
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for info in old.infolist():
            text = old.read(info).decode()
            new = parts.pop(info.filename, text)
            packed.writestr(info.filename, new(text) if callable(new) else new)
        for name, new in parts.items():
            packed.writestr(name, new)
    return file.getvalue()


def sheet(inside):
    """A workbook whose rows are this text of XML."""
    return changed(
        TABLE,
        xl__worksheets__sheet1_xml=lambda old: re.sub(
            r"</sheetData>", f"{inside}</sheetData>", old
        ),
    )


def said(name, content):
    """The sentence without the file's name."""
    return fault(name, content).partition(": ")[2]


def test_the_reader_of_workbooks_expands_nothing():
    assert DEFUSEDXML


@pytest.mark.parametrize(
    "part", ["xl__worksheets__sheet1_xml", "xl__sharedStrings_xml"]
)
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://xau.invalid/a.dtd"> %p;]>',
    ],
)
def test_entities_are_refused(part, declared):
    def with_entity(old):
        head = old.index("?>") + 2 if old.startswith("<?xml") else 0
        return old[:head] + declared + old[head:]

    assert said("so.xlsx", changed(TABLE, **{part: with_entity})) == UNREADABLE


def test_a_password_is_asked_to_be_taken_away():
    assert said("so.xlsx", closed(TABLE, "bang-chuong-thoi-lua-nuoc")) == (
        "The file is closed with a password. Save it without one first."
    )


def test_old_excel_under_a_new_name_is_known():
    assert said("so.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600) == (
        "Old Excel files are not read. Save it as .xlsx first."
    )


def test_macros_are_refused_under_either_name():
    book = changed(TABLE, **{"xl/vbaProject.bin": "Sub Auto_Open()"})

    assert said("so.xlsx", book) == (
        "The file carries a program (macros). Save it as .xlsx without it."
    )
    assert said("so.xlsm", book) == "Only CSV, XLSX and ZIP files are read."


def test_a_file_of_libreoffice_is_named():
    file = zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet")

    assert said("so.xlsx", file) == (
        "This is a file of LibreOffice. Save it as .xlsx first."
    )


def test_a_workbook_called_csv_is_named():
    assert said("so.csv", TABLE) == "This is an Excel file: give it the ending .xlsx."


def test_a_csv_called_xlsx_is_refused():
    assert said("so.xlsx", CSV.encode()) == UNREADABLE


def test_rows_without_a_value_end_the_reading_soon():
    rows = "".join(f'<row r="{n}" s="1"/>' for n in range(3, 1_000_000, 9))
    begun = time.process_time()

    assert said("so.xlsx", sheet(rows)) == (
        "More than 20.000 rows are empty. Delete the rows below the table, then save "
        "again."
    )
    assert time.process_time() - begun < 5


def test_one_value_in_the_last_row_is_found_or_said():
    far = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'

    assert said("so.xlsx", sheet(far)).startswith("More than 20.000 rows are empty.")
    few = far.replace("1048576", str(MOST_EMPTY - 5))
    assert read("so.xlsx", sheet(few))[0].rows[-1] == (MOST_EMPTY - 5, ["x"])


def test_a_value_far_right_is_refused_and_not_carried():
    far = '<row r="3"><c r="XFD3" t="inlineStr"><is><t>x</t></is></c></row>'
    near = far.replace("XFD3", "BI3")

    assert said("so.xlsx", sheet(near)) == "There are more than 60 columns."
    assert read("so.xlsx", sheet(far))[0].rows == [
        (2, ["KV-01", "00814", "Giàng Mí Pó"])
    ]


def test_a_shared_text_that_is_used_often_does_not_swell():
    rows = '<row r="3">' + '<c t="s"><v>0</v></c>' * 60 + "</row>"
    long = changed(
        sheet(rows),
        xl__sharedStrings_xml=lambda old: old.replace("Số hộ", "x" * 5_000_000, 1),
    )

    assert said("so.xlsx", long) == "A cell has more than 5.000 letters."


@pytest.mark.parametrize(
    "book",
    [
        changed(TABLE, xl__styles_xml="<a>" + "<b/>" * 2_000_000 + "</a>"),
        changed(TABLE, **{f"xl/media/{n}.png": "" for n in range(1001)}),
        changed(TABLE, xl__worksheets__sheet1_xml=" " * 3_000_000),
        changed(TABLE, **{"xl/media/a.png": "0" * 41 * 1024 * 1024}),
    ],
    ids=["styles", "parts", "ratio", "size"],
)
def test_bombs_are_refused_before_they_are_parsed(book):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert said("so.xlsx", book) == TOO_LARGE
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100 * 1024  # kB


def test_books_in_a_zip_are_counted_together():
    big = changed(TABLE, **{"xl/media/a.png": hostile_bytes(15)})
    file = zipped(a__xlsx=big, b__xlsx=big, c__xlsx=big)

    assert said("so.zip", file) == TOO_LARGE


def hostile_bytes(megabytes):
    """Not so even that it looks like a bomb of its own."""
    return ("0123456789abcdef" * 64 + "\n") * (megabytes * 1024)


def test_a_part_that_lies_about_its_size_ends_the_reading():
    file = bytearray(zipped(so__csv=CSV * 1000))
    place = file.rindex(b"PK\x01\x02") + 24  # the size in the list of parts
    file[place : place + 4] = (10).to_bytes(4, "little")

    assert said("so.zip", bytes(file)) in (UNREADABLE, "No CSV or XLSX file is inside.")


def test_ways_out_in_the_names_of_a_zip_are_names_only(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in ("../../etc/so.csv", "C:\\x\\..\\so2.csv", "/so3.csv"):
            packed.writestr(name, CSV)

    names = [sheet.name for sheet in read("so.zip", file.getvalue())]

    assert names == ["so.csv", "so2.csv", "so3.csv"]
    assert list(tmp_path.iterdir()) == []


def test_a_zip_inside_a_zip_is_not_opened():
    assert said("so.zip", zipped(so__zip=zipped(so__csv=CSV))) == (
        "No CSV or XLSX file is inside."
    )


def test_links_to_other_files_are_not_followed():
    book = changed(
        TABLE,
        **{"xl/externalLinks/externalLink1.xml": "<externalLink/>"},
        xl__workbook_xml=lambda old: old.replace(
            "</workbook>", "<externalReferences/></workbook>"
        ),
    )

    assert read("so.xlsx", book)[0].rows == [(2, ["KV-01", "00814", "Giàng Mí Pó"])]


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read(coding):
    text = "So ho,Ma xa,Chu ho\nKV-01,00814,Giàng Mí Pó\n" * 3

    assert read("so.csv", text.encode(coding))[0].rows[0][1][2] == "Giàng Mí Pó"


@pytest.mark.parametrize(
    "content",
    [b"a,b,c\n1,\x002,3\n", "Số hộ".encode("cp1258", "replace") + b"\xfe\xfa,b,c"],
    ids=["nul", "windows-1258"],
)
def test_letters_that_are_none_are_refused(content):
    assert said("so.csv", content) == (
        "The letters cannot be read. In Excel, save as “CSV UTF-8”."
    )


def test_the_old_vietnamese_coding_is_named():
    book = xlsx(
        ["Sè hé", "M· x·", "Chñ hé"],
        ["1", "2", "Giµng MÝ Pã"],
        ["3", "4", "L· ThÞ S·y"],
        ["5", "6", "Th¸i"],
    )

    assert said("so.xlsx", book) == (
        "The letters are of the old coding TCVN3 (.VnTime). Turn them into Unicode first."
    )


def test_a_row_without_an_end_is_refused():
    endless = 'a,b,c\n1,2,"' + "x\n" * 200_000

    assert said("so.csv", endless.encode()) == UNREADABLE
    assert said("so.csv", ("a,b,c\n" + "," * 300_000).encode()) == UNREADABLE


def test_what_we_write_ourselves_is_read_back_whole():
    """A table of ours as CSV, brought in again: apostrophes come and go."""
    texts = ["=1+1", "+84912345678", "-5", "@x", "'=1", "O'Brien", ";x", "Vàng Thị Mỷ"]
    content = csv_file(["a", "b", "c"], [[text, "x", "y"] for text in texts])

    (table,) = read("so.csv", content)

    assert [values[0] for _number, values in table.rows] == texts


def test_hostile_cells_come_in_as_text_and_nothing_else():
    texts = [text for text in hostile.CELLS if len(text) < 100]
    content = csv_file(["a", "b", "c"], [["x", text, "y"] for text in texts])

    (table,) = read("so.csv", content)

    assert {len(values) for _number, values in table.rows} == {3}
    assert all(isinstance(values[1], str) for _number, values in table.rows)
