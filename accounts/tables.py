"""Every table that leaves as a file, CSV or XLSX, is written here and nowhere else.

Text stays text: in XLSX every text is a string cell, never a formula, a link or a
number; in CSV everything is quoted, and a text that a spreadsheet would take for a
formula gets an apostrophe in front (`plain` takes it away again). Letters that a file
cannot hold are shown by their pictures, not dropped. No file names a person in its
properties.
"""

import csv
import io
import re
import unicodedata

import msoffcrypto
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # letters of a cell, by Excel's own limit
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "dd/mm/yyyy",
    "remove_timezone": True,
}

# What a spreadsheet may read as the begin of a formula, a command or another cell.
_STARTS = "=+-@;|\"'\t\n\u2400＝＋－＠；｜＂＇"
# Letters that XML cannot hold: control letters, halves of pairs, non-letters.
_UNHOLDABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)


def _picture(found):
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def holdable(text):
    """The text with line ends as one letter, and what no file can hold shown."""
    text = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return _UNHOLDABLE.sub(_picture, text)


def _is_risky(text):
    """Begins, behind what does not show, like something that is not plain text."""
    for letter in text:
        if letter in _STARTS:
            return True
        shows = not letter.isspace() and unicodedata.category(letter) not in (
            "Cf",
            "Cc",
        )
        if shows:
            return False
    return False


def guarded(text):
    """A text as a CSV cell that no spreadsheet takes for a formula."""
    text = holdable(text)
    return f"'{text}" if _is_risky(text) else text


def plain(cell):
    """The text of a cell written by `guarded`; any other cell as it is."""
    own = cell.startswith("'") and _is_risky(cell[1:])
    return cell[1:] if own else cell


def csv_file(heads, rows):
    """A table as CSV bytes: UTF-8 with its mark, everything quoted.

    In: heads (texts) and rows of texts, numbers, days or None.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    for row in [heads, *rows]:
        writer.writerow([_csv_cell(value) for value in row])
    return file.getvalue().encode("utf-8-sig")


def _csv_cell(value):
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return value if isinstance(value, (int, float)) else guarded(value)


class Sheet(Worksheet):
    """A sheet that knows no formula and no link."""

    def _write_string(self, row, col, string, cell_format=None):
        return super()._write_string(row, col, holdable(string)[:LONGEST], cell_format)

    def _refuse(self, *args, **kwargs):
        raise NotImplementedError("A table of ours holds text, numbers and days only.")

    _write_formula = _write_array_formula = _write_dynamic_array_formula = _refuse
    _write_url = _write_rich_string = _write = _refuse
    insert_image = embed_image = insert_textbox = write_comment = _refuse


class Book(xlsxwriter.Workbook):
    """An XLSX file in the making: `with Book(title) as book: …`, then `book.bytes()`.

    The title is that of the kind of file. Texts by write_string, numbers by
    write_number, days by write_datetime.
    """

    worksheet_class = Sheet

    def __init__(self, title):
        self._bytes = io.BytesIO()
        super().__init__(self._bytes, _OPTIONS)
        self.set_properties({"title": str(title), "author": "", "company": ""})

    def bytes(self):
        return self._bytes.getvalue()


def closed(content, password):
    """XLSX bytes closed with a password (AES-256, ECMA-376 agile encryption)."""
    file = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, file)
    return file.getvalue()


def opened(content, password):
    """The XLSX bytes inside closed ones; an exception of msoffcrypto when wrong."""
    file, office = io.BytesIO(), msoffcrypto.OfficeFile(io.BytesIO(content))
    office.load_key(password=password, verify_password=True)
    office.decrypt(file)
    return file.getvalue()
