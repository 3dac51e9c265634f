"""What a packed file may hold, looked at before anything is unpacked or parsed.

A workbook is a ZIP: its list of parts says what would come out. A part that lies about
its size ends the reading (zipfile stops at the size that was said).
"""

import io
import re
import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.widgets import dotted

MOST_BYTES = 40 * 1024 * 1024  # unpacked, all parts
MOST_TREE = 4 * 1024 * 1024  # of parts that are read whole: styles, relations
MOST_PARTS = 1000
MOST_COLUMNS = 60
MOST_EMPTY = 20_000  # rows without a value
MOST_CELL = 5000  # letters
MOST_LINE = 200_000  # letters of a row of a CSV file
# Signs that stand for letters in TCVN3, inside a word; Vietnamese has none there.
TCVN3 = re.compile("[A-Za-z][®¸¶·¹¨»¾¼½©¬]|[®¸¶·¹¨»¾¼½©¬§][A-Za-z]")
SMALL = 1024 * 1024
MOST_TIMES = 1000  # a large part may not grow more than this when unpacked

OLD, PACKED = b"\xd0\xcf\x11\xe0", b"PK"
LOCKED = "EncryptedPackage".encode("utf-16-le")


def fault(name, reason):
    return ValidationError(f"{name}: {reason}")


def unreadable():
    return _("The file cannot be read: it is damaged or protected by a password.")


def check_kind(name, ending, content):
    """Refuse what is no CSV, XLSX or ZIP by its bytes, with the way out."""
    if content.startswith(OLD) and LOCKED in content:
        raise fault(
            name, _("The file is closed with a password. Save it without one first.")
        )
    if ending == ".xls" or content.startswith(OLD):
        raise fault(name, _("Old Excel files are not read. Save it as .xlsx first."))
    if ending not in (".csv", ".xlsx", ".zip"):
        raise fault(name, _("Only CSV, XLSX and ZIP files are read."))
    if ending == ".csv" and content.startswith(PACKED):
        raise fault(name, _("This is an Excel file: give it the ending .xlsx."))


def check_packed(name, content, is_book):
    """Refuse what would unpack to too much, or is another kind; returns its size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            kind = (
                packed.read("mimetype")[:60] if "mimetype" in packed.namelist() else b""
            )
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError):
        raise fault(name, unreadable()) from None
    if b"opendocument" in kind:
        raise fault(name, _("This is a file of LibreOffice. Save it as .xlsx first."))
    size = sum(part.file_size for part in parts)
    if size > MOST_BYTES or len(parts) > MOST_PARTS or any(map(_is_bomb, parts)):
        raise fault(name, _("The file is too large once it is unpacked."))
    if is_book:
        _check_book(name, parts)
    return size


def _is_bomb(part):
    return part.file_size > SMALL and part.file_size > MOST_TIMES * part.compress_size


def _check_book(name, parts):
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise fault(
            name, _("The file carries a program (macros). Save it as .xlsx without it.")
        )
    whole = sum(part.file_size for part in parts if _is_read_whole(part.filename))
    if whole > MOST_TREE:
        raise fault(name, _("The file is too large once it is unpacked."))


def _is_read_whole(path):
    """Everything but cells, which are read row by row, and what is not read at all."""
    path = path.lower()
    by_row = path.startswith("xl/worksheets/sheet") or path == "xl/sharedstrings.xml"
    return path.endswith((".xml", ".rels")) and not by_row


class Counted:
    """Counts what passes while rows are read; ends the reading with a sentence."""

    def __init__(self, name):
        self.name, self.empty, self.old = name, 0, 0

    def row(self, cells):
        """The row's cells without the empty ones at its end, looked at one by one."""
        cells = list(cells)
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            text = _("There are more than %s columns.")
            raise fault(self.name, text % MOST_COLUMNS)
        for cell in cells:
            if isinstance(cell, str):
                self._cell(cell)
        if not cells:
            self._nothing()
        return cells

    def _cell(self, text):
        if len(text) > MOST_CELL:
            said = _("A cell has more than %s letters.")
            raise fault(self.name, said % dotted(MOST_CELL))
        self.old += bool(TCVN3.search(text))
        if self.old > 2:
            raise fault(
                self.name,
                _("The letters are of the old coding TCVN3 (.VnTime). Turn them into "
                  "Unicode first."),
            )  # fmt: skip

    def _nothing(self):
        self.empty += 1
        if self.empty > MOST_EMPTY:
            text = _(
                "More than %s rows are empty. Delete the rows below the table, then "
                "save again."
            )
            raise fault(self.name, text % dotted(MOST_EMPTY))


class Lines:
    """The lines of a CSV text; too many letters before a row is over are a fault."""

    def __init__(self, name, lines):
        self.name, self.lines, self.letters = name, lines, 0

    def __iter__(self):
        return self

    def __next__(self):
        line = next(self.lines)
        self.letters += len(line)
        if self.letters > MOST_LINE:
            raise fault(self.name, unreadable())
        return line


def decoded(name, content):
    """The text of a CSV file: UTF-8, or UTF-16 also without its mark."""
    coding = _coding(content)
    try:
        text = content.decode(coding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise fault(
            name, _("The letters cannot be read. In Excel, save as “CSV UTF-8”.")
        )
    return text


def _coding(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    begin = content[:2000]
    odd, even = begin[1::2].count(0), begin[::2].count(0)
    if max(odd, even) * 4 > len(begin):  # half of the bytes of plain letters are zero
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8-sig"
