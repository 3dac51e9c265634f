"""Registers as files: CSV, XLSX, or a ZIP of these, into plain rows of text.

Nothing in a file is executed: formulas give the value that was saved with them, macros
and links are not read. Size is limited before anything is unpacked.
"""

import csv
import io
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from accounts.tables import plain
from areas.widgets import dotted
from livelihoods.imports import caps
from livelihoods.imports.caps import fault

MOST_FILES = 30
HEADER_WITHIN = 10  # rows above the head: a title, a date


@dataclass
class Sheet:
    """One table: where it came from, its head, and its rows with their numbers."""

    name: str
    headers: list
    rows: list = field(default_factory=list)  # (number in the file, values)


def read(name, content, most_rows=None, is_head=None):
    """The sheets of a file. Raises ValidationError with what is wrong with it.

    In: file name, bytes, how many rows to read at most (None: all), and what tells the
    row with the names of the columns by its number and values: where none is given a
    row of three texts is looked for, and a table without one is a fault.
    """
    ending = PurePosixPath(name.lower()).suffix
    caps.check_kind(name, ending, content)
    if ending == ".csv":
        return [_table(name, _csv_rows(name, content), most_rows, is_head)]
    caps.check_packed(name, content, is_book=ending == ".xlsx")
    if ending == ".zip":
        return _zip_sheets(name, content, most_rows)
    return _xlsx_sheets(name, content, most_rows, is_head)


def _zip_sheets(name, content, most_rows):
    sheets, size = [], 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = [i for i in packed.infolist() if _is_table(i)]
            if len(inside) > MOST_FILES:
                raise fault(name, _("There are more than %s files.") % MOST_FILES)
            for info in inside:
                own = PurePosixPath(info.filename.replace("\\", "/")).name
                table = packed.read(info)
                size += _unpacked(own, table)
                if size > caps.MOST_BYTES:
                    text = _("The file is too large once it is unpacked.")
                    raise fault(name, text)
                sheets += read(own, table, most_rows)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        raise fault(name, caps.unreadable()) from None
    if not sheets:
        raise fault(name, _("No CSV or XLSX file is inside."))
    return sheets


def _unpacked(name, content):
    """How many bytes a file inside a ZIP comes to."""
    if not content.startswith(caps.PACKED):
        return len(content)
    return caps.check_packed(name, content, is_book=True)


def _is_table(info):
    path = PurePosixPath(info.filename)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return path.suffix.lower() in (".csv", ".xlsx") and not hidden


def _csv_rows(name, content):
    text = caps.decoded(name, content)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    lines = caps.Lines(name, io.StringIO(text, newline=""))
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            lines.letters = 0
            yield [plain(cell) for cell in row]
    except csv.Error:
        raise fault(name, caps.unreadable()) from None


def _xlsx_sheets(name, content, most_rows, is_head=None):
    sheets = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and links that we do not read
            book = load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            for page in book.worksheets:
                page.reset_dimensions()  # what the file says of its size may be a lie
                named = f"{name} · {page.title}" if len(book.worksheets) > 1 else name
                # One more column than is read: a cell far right is seen, not carried.
                rows = page.iter_rows(values_only=True, max_col=caps.MOST_COLUMNS + 1)
                sheet = _table(named, rows, most_rows, is_head)
                if sheet.headers or is_head:
                    sheets.append(sheet)
    except ValidationError:
        raise
    except Exception:  # whatever may be wrong inside somebody's file
        raise fault(name, caps.unreadable()) from None
    if not sheets:
        raise fault(name, _("The file is empty."))
    return sheets


def _table(name, rows, most_rows, is_head=None):
    """Find the head (by default the first row with three texts), keep the rest."""
    sheet, counted = Sheet(name, []), caps.Counted(name)
    for number, cells in enumerate(rows, 1):
        values = _values(counted.row(cells))
        if not values:
            continue
        if not sheet.headers:
            if (is_head or _has_texts)(number, values):
                sheet.headers = [str(value) for value in values]
            elif number > HEADER_WITHIN and not is_head:
                raise fault(name, _("No row with the names of the columns is found."))
            continue
        sheet.rows.append((number, values))
        if most_rows is not None and len(sheet.rows) > most_rows:
            raise fault(name, _("There are more than %s rows.") % dotted(most_rows))
    return sheet


def _has_texts(number, values):
    return sum(isinstance(v, str) and v != "" for v in values) >= 3


def _values(cells):
    """The cells of a row as text or days, without the empty ones at its end."""
    values = [cell_text(cell) for cell in cells]
    while values and values[-1] == "":
        values.pop()
    return values


def cell_text(cell):
    """A cell as text (NFC, single spaces) or as a date."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = unicodedata.normalize("NFC", str(cell))
    return " ".join(text.replace("\x00", "").split())
