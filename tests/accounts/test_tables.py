"""What leaves as a table: hostile texts stay text in every CSV and XLSX."""

import csv
import io
import re
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from import_export.formats.base_formats import XLSX as LIBRARY_XLSX
from msoffcrypto.exceptions import InvalidKeyError
from tablib import Dataset

from accounts import tables
from accounts.passphrases import passphrase, syllables
from tests import hostile

UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def workbook(*texts):
    with tables.Book("Danh sách") as book:
        sheet = book.add_worksheet("Bảng")
        for row, text in enumerate(texts):
            sheet.write_string(row, 0, text)
    return book.bytes()


def read_back(content):
    """The cells of the first column, as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [row[0] for row in book.worksheets[0].iter_rows()]


def test_there_are_more_than_forty_kinds():
    assert len(set(hostile.CELLS)) > 40


def test_every_hostile_text_is_a_plain_string_cell():
    cells = read_back(workbook(*hostile.CELLS))

    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink for cell in cells] == [None] * len(cells)
    assert [cell.value for cell in cells] == [
        tables.holdable(text)[: tables.LONGEST] for text in hostile.CELLS
    ]


def test_the_bytes_of_a_workbook_hold_no_formula_no_link_and_no_person():
    with zipfile.ZipFile(io.BytesIO(workbook(*hostile.CELLS))) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}

    sheets = [text for name, text in parts.items() if "worksheets" in name]
    assert not any(re.search(r"<f[ >]|<hyperlink", text) for text in sheets)
    assert not [name for name in parts if "_rels/sheet" in name or "external" in name]
    assert "<dc:creator></dc:creator>" in parts["docProps/core.xml"]
    assert "<dc:title>Danh sách</dc:title>" in parts["docProps/core.xml"]


@pytest.mark.parametrize("text", hostile.CELLS, ids=hostile.name)
def test_a_csv_cell_begins_with_nothing_that_counts_and_comes_back_whole(text):
    content = tables.csv_file(["Cột"], [[text]]).decode("utf-8-sig")

    [[head], [cell]] = csv.reader(io.StringIO(content, newline=""))
    assert head == "Cột"
    assert content.startswith('"Cột"\r\n"')
    assert not re.match(r"[\s\u200b\ufeff]*[=+\-@;|＝＋－＠\0\t\r\n]", cell)
    assert not UNSHOWN.search(cell)
    assert tables.plain(cell) == tables.holdable(text)


def test_csv_begins_with_its_mark_and_numbers_stay_numbers():
    content = tables.csv_file(["a", "b", "c"], [[-5, 1.5, None]])

    assert content == b'\xef\xbb\xbf"a","b","c"\r\n"-5","1.5",""\r\n'


def test_what_no_file_can_hold_is_shown():
    assert tables.holdable("a\x01b\0c\x7fd\x85e\r\nf\rg") == "a␁b␀c␡d\ufffde\nf\ng"


def test_an_apostrophe_of_ones_own_is_kept():
    assert tables.plain(tables.guarded("'=1")) == "'=1"
    assert tables.plain("'Oanh") == "'Oanh"
    assert tables.guarded("O'Brien") == "O'Brien"


@pytest.mark.parametrize(
    "act",
    [
        lambda sheet: sheet.write_formula(0, 0, "=1"),
        lambda sheet: sheet.write_array_formula(0, 0, 0, 0, "{=1}"),
        lambda sheet: sheet.write_url(0, 0, "http://xau.invalid"),
        lambda sheet: sheet.write(0, 0, "=1"),
        lambda sheet: sheet.write_row(0, 0, ["=1"]),
        lambda sheet: sheet.write_rich_string(0, 0, "a", "b"),
    ],
)
def test_a_sheet_of_ours_knows_no_formula_and_no_link(act):
    with tables.Book("x") as book:
        sheet = book.add_worksheet()
        with pytest.raises(NotImplementedError):
            act(sheet)


def test_the_import_library_would_write_no_formula_either():
    """Nothing is exported through it; its setting holds for whoever would."""
    content = LIBRARY_XLSX().export_data(
        Dataset(*[[text] for text in hostile.CELLS if not UNSHOWN.search(text)]),
    )

    assert "f" not in {cell.data_type for cell in read_back(content)}


def test_a_closed_file_opens_with_its_words_alone():
    content = workbook("Vàng Thị Mỷ")
    closed = tables.closed(content, "bang-chuong-thoi-lua-nuoc")

    assert closed.startswith(b"\xd0\xcf\x11\xe0")
    assert b"EncryptionInfo".decode().encode("utf-16-le") in closed
    assert b'keyBits="256"' in closed
    assert b'cipherAlgorithm="AES"' in closed
    assert b"sheet1.xml" not in closed
    with pytest.raises(zipfile.BadZipFile):
        openpyxl.load_workbook(io.BytesIO(closed))
    with pytest.raises(InvalidKeyError):
        tables.opened(closed, "bang-chuong-thoi-lua")
    assert tables.opened(closed, "bang-chuong-thoi-lua-nuoc") == content


def test_syllables_are_many_and_typed_as_they_are():
    """Telex and VNI turn w, z, j, f, doubled letters and s, r, x behind a vowel."""
    words = syllables()

    assert len(set(words)) == len(words) >= 2048
    assert all(re.fullmatch(r"[a-z]{2,7}", word) for word in words)
    assert [w for w in words if re.search(r"aa|ee|oo|dd|[wzjf]|[aeiouy][srx]", w)] == []


def test_a_passphrase_is_five_syllables_and_never_the_same():
    made = {passphrase() for _n in range(50)}

    assert len(made) == 50
    assert {len(words.split("-")) for words in made} == {5}
    assert set("-".join(made).split("-")) <= set(syllables())


# Where there is no LibreOffice Calc this test is not there; docs/security.md says so.
if Path("/usr/lib/libreoffice/program/libsclo.so").exists():

    def test_libreoffice_shows_the_same_texts(tmp_path):
        texts = [text for text in hostile.CELLS if "\n" not in tables.holdable(text)]
        (tmp_path / "a.xlsx").write_bytes(workbook(*texts))
        command = [
            "soffice",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76",
            "a.xlsx",
        ]
        subprocess.run(command, cwd=tmp_path, check=True, timeout=120)
        shown = (tmp_path / "a.csv").read_text(encoding="utf-8")
        rows = list(csv.reader(io.StringIO(shown, newline="")))
        assert [row[0] for row in rows] == [
            tables.holdable(text)[: tables.LONGEST] for text in texts
        ]
