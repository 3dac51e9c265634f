"""Tables as page, PDF and XLSX show them: the same cells, each number with its question."""

from dataclasses import dataclass
from urllib.parse import urlencode

NO_BREAK = "\u00a0"


def number(value):
    """1234 -> 1.234; Decimal("1.50") -> 1,5."""
    text = f"{value:,}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


@dataclass(frozen=True)
class Part:
    """One number of a cell. kind: "count", "money" (VND), "average", "heads", "quantity".

    word stands behind the number ("90 lợn"), label names its own column in a
    spreadsheet; is_aside puts it in brackets; question (or None) opens the records
    behind it. A value of None is not known or not valued, never 0.
    """

    value: object
    kind: str
    word: str = ""
    label: str = ""
    is_aside: bool = False
    question: object = None

    @property
    def text(self):
        """ "1.024.000.000", "90 lợn" with a space that does not break, "(18)"."""
        if self.value is None:
            return "–"
        text = f"{number(self.value)}{NO_BREAK}{self.word}".strip()
        return f"({text})" if self.is_aside else text

    @property
    def query(self):
        """The question as the end of an address."""
        return urlencode(self.question.named())


@dataclass(frozen=True)
class Row:
    """label: the area's name or the words of a line; cells: a tuple of Parts each."""

    label: str
    cells: tuple
    number: str = ""


@dataclass(frozen=True)
class Group:
    """Rows under a heading (empty: none), with their total or without (None)."""

    rows: tuple
    total: object = None
    heading: str = ""


@dataclass(frozen=True)
class Column:
    label: str
    kind: str


@dataclass(frozen=True)
class Grid:
    """One table: title, "Đơn vị tính" line, name of the first column, columns, groups."""

    key: str
    title: str
    unit: str
    first: str
    columns: tuple
    groups: tuple
    notes: tuple = ()
    empty: str = ""

    @property
    def is_empty(self):
        return not any(group.rows for group in self.groups)

    def all_rows(self):
        for group in self.groups:
            yield from group.rows
            if group.total:
                yield group.total

    def parts(self):
        """Every number of the table, with the row it stands in."""
        for row in self.all_rows():
            for cell in row.cells:
                for part in cell:
                    yield row, part


def count(value, question=None, **more):
    return (Part(value, "count", question=question, **more),)


def money(value, question=None):
    return (Part(value, "money", question=question),)
