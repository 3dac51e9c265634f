"""The empty table of a register as XLSX: its columns, and how to fill them."""

from django.utils.translation import gettext as _

from accounts.tables import Book
from livelihoods.imports.widgets import (
    CountWidget,
    DayWidget,
    MoneyWidget,
    WordWidget,
)
from livelihoods.imports.words import usual


def explained(column):
    """How a column is filled in, in a sentence."""
    widget = column.widget
    if isinstance(widget, WordWidget):
        return _("One of: %s.") % ", ".join(usual(widget.words))
    if isinstance(widget, DayWidget):
        return _("A day, such as 05/03/2021.")
    if isinstance(widget, MoneyWidget):
        return _("Whole đồng, such as 4.000.000.")
    if isinstance(widget, CountWidget):
        return _("A whole number.")
    return ""


def template_file(resource):
    """The bytes of the XLSX file for a register (a resource class)."""
    with Book(_("Table")) as book:
        bold = book.add_format({"bold": True, "bottom": 2})
        table = book.add_worksheet(_("Table"))
        notes = book.add_worksheet(_("How to fill in"))
        heads = [
            _("Column"),
            _("Must be filled in"),
            _("Example"),
            _("How it is written"),
        ]
        _write(notes, 0, heads, bold)
        for place, column in enumerate(resource.columns()):
            name = column.column_name
            table.write_string(0, place, name, bold)
            table.set_column(place, place, max(12, len(name) + 2))
            must = _("required") if column.required else ""
            _write(notes, place + 1, [name, must, column.example, explained(column)])
        table.freeze_panes(1, 0)
        notes.set_column(0, 2, 24)
        notes.set_column(3, 3, 60)
    return book.bytes()


def _write(sheet, row, texts, style=None):
    for place, text in enumerate(texts):
        sheet.write_string(row, place, str(text), style)
