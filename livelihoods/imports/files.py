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

from areas.widgets import dotted

MOST_BYTES = 40 * 1024 * 1024  # unpacked
MOST_FILES = 30
MOST_COLUMNS = 60
HEADER_WITHIN = 10  # rows above the head: a title, a date
PACKED = {".xlsx", ".zip"}


@dataclass
class Sheet:
    """One table: where it came from, its head, and its rows with their numbers."""

    name: str
    headers: list
    rows: list = field(default_factory=list)  # (number in the file, values)


def read(name, content, most_rows=None):
    """The sheets of a file. Raises ValidationError with what is wrong with it.

    In: file name, bytes, and how many rows to read at most (None: all).
    """
    ending = PurePosixPath(name.lower()).suffix
    if ending == ".csv":
        return [_table(name, _csv_rows(name, content), most_rows)]
    if ending == ".xls" or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _fault(name, _("Old Excel files are not read. Save it as .xlsx first."))
    if ending not in PACKED:
        raise _fault(name, _("Only CSV, XLSX and ZIP files are read."))
    _check_packed(name, content)
    if ending == ".zip":
        return _zip_sheets(name, content, most_rows)
    return _xlsx_sheets(name, content, most_rows)


def _fault(name, reason):
    return ValidationError(f"{name}: {reason}")


def _check_packed(name, content):
    """Refuse what unpacks to too much, before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            sizes = [info.file_size for info in packed.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError):
        raise _fault(name, _unreadable()) from None
    if sum(sizes) > MOST_BYTES:
        raise _fault(name, _("The file is too large once it is unpacked."))


def _unreadable():
    return _("The file cannot be read: it is damaged or protected by a password.")


def _zip_sheets(name, content, most_rows):
    sheets = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = [i for i in packed.infolist() if _is_table(i)]
            if len(inside) > MOST_FILES:
                raise _fault(name, _("There are more than %s files.") % MOST_FILES)
            for info in inside:
                own = PurePosixPath(info.filename).name
                sheets += read(own, packed.read(info), most_rows)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        raise _fault(name, _unreadable()) from None
    if not sheets:
        raise _fault(name, _("No CSV or XLSX file is inside."))
    return sheets


def _is_table(info):
    path = PurePosixPath(info.filename)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return path.suffix.lower() in (".csv", ".xlsx") and not hidden


def _csv_rows(name, content):
    text = _decoded(name, content)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise _fault(name, _unreadable()) from None


def _decoded(name, content):
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise _fault(
            name, _("The letters cannot be read. In Excel, save as “CSV UTF-8”.")
        ) from None


def _xlsx_sheets(name, content, most_rows):
    sheets = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and links that we do not read
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            for page in book.worksheets:
                named = f"{name} · {page.title}" if len(book.worksheets) > 1 else name
                rows = page.iter_rows(values_only=True)
                sheet = _table(named, rows, most_rows)
                if sheet.headers:
                    sheets.append(sheet)
    except ValidationError:
        raise
    except Exception:  # whatever may be wrong inside somebody's file
        raise _fault(name, _unreadable()) from None
    if not sheets:
        raise _fault(name, _("The file is empty."))
    return sheets


def _table(name, rows, most_rows):
    """Find the head (the first row with three texts or more), keep the rest."""
    sheet = Sheet(name, [])
    for number, cells in enumerate(rows, 1):
        values = [cell_text(cell) for cell in cells[:MOST_COLUMNS]]
        while values and values[-1] == "":
            values.pop()
        if not values:
            continue
        if not sheet.headers:
            if sum(isinstance(v, str) and v != "" for v in values) >= 3:
                sheet.headers = [str(value) for value in values]
            elif number > HEADER_WITHIN:
                raise _fault(name, _("No row with the names of the columns is found."))
            continue
        sheet.rows.append((number, values))
        if most_rows is not None and len(sheet.rows) > most_rows:
            raise _fault(name, _("There are more than %s rows.") % dotted(most_rows))
    return sheet


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
