"""Reading register files: what is understood, and what is said of the rest."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from openpyxl import Workbook

from livelihoods.imports.files import MOST_FILES, cell_text, read


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def xlsx(*rows, titles=("Sổ",)):
    book = Workbook()
    for number, title in enumerate(titles):
        page = book.active if number == 0 else book.create_sheet()
        page.title = title
        for row in rows:
            page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(**files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "."), content)
    return file.getvalue()


def fault(name, content, **more):
    with pytest.raises(ValidationError) as error:
        read(name, content, **more)
    return error.value.messages[0]


CSV = "Số hộ,Mã xã,Chủ hộ\nKV-01,00814,Giàng Mí Pó\n"


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("utf-16"),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "\t").encode(),
        CSV.replace("\n", "\r\n").encode(),
    ],
)
def test_a_csv_file_is_read_as_spreadsheets_write_it(content):
    (sheet,) = read("so-ho.csv", content)

    assert sheet.headers == ["Số hộ", "Mã xã", "Chủ hộ"]
    assert sheet.rows == [(2, ["KV-01", "00814", "Giàng Mí Pó"])]


def test_the_head_may_stand_below_a_title_and_empty_rows_count():
    content = xlsx(["SỔ HỘ"], [], ["Số hộ", "Mã xã", "Chủ hộ"], [], ["1", "814", "Pó"])

    (sheet,) = read("so.xlsx", content)

    assert sheet.headers == ["Số hộ", "Mã xã", "Chủ hộ"]
    assert sheet.rows == [(5, ["1", "814", "Pó"])]


def test_each_page_of_a_workbook_is_a_sheet():
    content = xlsx(["a", "b", "c"], ["1", "2", "3"], titles=["Hộ", "Người"])

    names = [sheet.name for sheet in read("so.xlsx", content)]

    assert names == ["so.xlsx · Hộ", "so.xlsx · Người"]


def test_a_zip_gives_all_its_tables():
    content = zipped(so__csv=CSV, ghi_chu__txt="x", so2__xlsx=xlsx(["a", "b", "c"]))

    assert [sheet.name for sheet in read("so.zip", content)] == ["so.csv", "so2.xlsx"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (3.0, "3"),
        (2.5, "2.5"),
        (datetime(2021, 3, 5, 7), date(2021, 3, 5)),  # noqa: DTZ001
        ("  Vàng   Thị\nMỷ ", "Vàng Thị Mỷ"),
        ("Vàng", "Vàng"),
    ],
)
def test_cells_become_text_or_days(cell, text):
    assert cell_text(cell) == text


def test_a_formula_is_never_worked_out():
    (sheet,) = read("so.xlsx", xlsx(["a", "b", "c"], ["1", "=1+1", "3"]))

    assert sheet.rows == [(2, ["1", "", "3"])]


def test_a_broken_workbook_is_named():
    assert fault("so.xlsx", xlsx(["a", "b", "c"])[:200]) == (
        "so.xlsx: The file cannot be read: it is damaged or protected by a password."
    )


def test_a_zip_that_is_no_workbook_is_named():
    assert fault("so.xlsx", zipped(so__csv=CSV)) == (
        "so.xlsx: The file cannot be read: it is damaged or protected by a password."
    )


def test_old_excel_is_refused_with_the_way_out():
    assert fault("so.xls", b"\xd0\xcf\x11\xe0") == (
        "so.xls: Old Excel files are not read. Save it as .xlsx first."
    )


def test_other_kinds_of_file_are_refused():
    assert fault("so.pdf", b"%PDF") == "so.pdf: Only CSV, XLSX and ZIP files are read."


def test_letters_of_another_coding_are_refused():
    assert fault("so.csv", "Số hộ".encode("cp1258", "replace") + b"\xff\xfe\xfa") == (
        "so.csv: The letters cannot be read. In Excel, save as “CSV UTF-8”."
    )


def test_a_bomb_is_refused_before_it_is_unpacked():
    content = zipped(so__csv=b"0" * (41 * 1024 * 1024))

    assert fault("so.zip", content) == (
        "so.zip: The file is too large once it is unpacked."
    )


def test_too_many_files_and_rows_are_refused():
    many = zipped(**{f"so{n}__csv": CSV for n in range(MOST_FILES + 1)})

    assert fault("so.zip", many) == "so.zip: There are more than 30 files."
    assert fault("so.csv", (CSV + "a,b,c\n").encode(), most_rows=1) == (
        "so.csv: There are more than 1 rows."
    )


def test_a_file_without_a_head_is_refused():
    content = "\n".join(["1"] * 20).encode()

    assert fault("so.csv", content) == (
        "so.csv: No row with the names of the columns is found."
    )
