"""Tables as page, PDF and XLSX show them: the same cells, each number with its question."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

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
            return _("not valued") if self.kind == "money" else "–"
        word = self.word.replace(" ", NO_BREAK)
        text = f"{number(self.value)}{NO_BREAK}{word}".strip()
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

    @property
    def all_rows(self):
        return [*self.rows, self.total] if self.total else list(self.rows)


@dataclass(frozen=True)
class Column:
    label: str
    kind: str


@dataclass(frozen=True)
class Grid:
    """One table: title, "Đơn vị tính" line, name of the first column, columns, groups.

    folds: a long list, whose rows and numbers of 0 are left out on a narrow screen.
    """

    key: str
    title: str
    unit: str
    first: str
    columns: tuple
    groups: tuple
    notes: tuple = ()
    empty: str = ""
    folds: bool = False

    @property
    def is_empty(self):
        return not any(group.rows for group in self.groups)

    @property
    def is_short(self):
        """Few enough rows to stand on one page of paper."""
        return sum(len(group.all_rows) for group in self.groups) <= 24

    @property
    def width(self):
        """How many columns there are, with the first."""
        return 1 + len(self.columns)

    def body(self):
        """What a template draws: (heading, rows) of each group; cells with columns."""
        return [
            (
                group.heading,
                [self._drawn(row, row is group.total) for row in group.all_rows],
            )
            for group in self.groups
        ]

    def _drawn(self, row, is_total):
        cells = [
            (column, list(zip(cell, _after(cell), strict=True)) if cell else [])
            for column, cell in zip(self.columns, row.cells, strict=True)
        ]
        return {
            "label": row.label, "number": row.number, "is_total": is_total,
            "cells": [(column, cell, _is_nothing(cell)) for column, cell in cells],
            "is_nothing": all(_is_nothing(cell) for _column, cell in cells),
        }  # fmt: skip

    def parts(self):
        """Every number of the table, with the row it stands in."""
        for group in self.groups:
            for row in group.all_rows:
                for cell in row.cells:
                    for part in cell:
                        yield row, part


def _is_nothing(cell):
    return not any(part.value for part, _after in cell)


def _after(cell):
    """What follows each number of a cell: "90 lợn, 64 dê", "3 (2)"."""
    return [*(" " if part.is_aside else ", " for part in cell[1:]), ""][-len(cell) :]


def count(value, question=None, **more):
    return (Part(value, "count", question=question, **more),)


def money(value, question=None):
    return (Part(value, "money", question=question),)
