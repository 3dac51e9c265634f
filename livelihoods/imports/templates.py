"""The empty table of a register as XLSX: its columns, and how to fill them."""

import io

import xlsxwriter
from django.utils.translation import gettext as _

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
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bottom": 2})
    table = book.add_worksheet(_("Table"))
    notes = book.add_worksheet(_("How to fill in"))
    heads = [_("Column"), _("Must be filled in"), _("Example"), _("How it is written")]
    notes.write_row(0, 0, heads, bold)
    for place, column in enumerate(resource.columns()):
        table.write_string(0, place, column.column_name, bold)
        table.set_column(place, place, max(12, len(column.column_name) + 2))
        must = _("required") if column.required else ""
        row = [column.column_name, must, column.example, explained(column)]
        for cell, text in enumerate(row):
            notes.write_string(place + 1, cell, str(text))
    table.freeze_panes(1, 0)
    notes.set_column(0, 2, 24)
    notes.set_column(3, 3, 60)
    book.close()
    return file.getvalue()
