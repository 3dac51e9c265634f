"""Reports as spreadsheets: the tables of the page with true numbers and days.

Four sheets: the official layout, one flat table of all numbers, the definitions, and who
took it, when, for what question. Written text never becomes a formula or a link.
"""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import trail
from accounts.tables import Book
from areas.clock import today

FORMATS = {
    "title": {"bold": True, "font_size": 14},
    "table": {"bold": True, "font_size": 12},
    "head": {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter",
             "align": "center"},
    "text": {"border": 1},
    "group": {"bold": True, "italic": True},
    "number": {"border": 1, "num_format": "#,##0"},
    "quantity": {"border": 1, "num_format": "#,##0.##"},
    "day": {"border": 1, "num_format": "dd/mm/yyyy", "align": "left"},
    "moment": {"border": 1, "num_format": "dd/mm/yyyy hh:mm", "align": "left"},
    "note": {"italic": True},
    "wrapped": {"border": 1, "text_wrap": True, "valign": "top"},
    "total": {"border": 1, "bold": True},
    "total_number": {"border": 1, "bold": True, "num_format": "#,##0"},
    "total_quantity": {"border": 1, "bold": True, "num_format": "#,##0.##"},
}  # fmt: skip


def report_xlsx(kind, report, user):
    """A report (Kind and its figures) as XLSX bytes, in the asker's language."""
    with Book(kind.title) as book:
        styles = {name: book.add_format(values) for name, values in FORMATS.items()}
        grids = kind.layout(report).grids()
        _Official(book, styles).write(kind, report, grids)
        _flat(book.add_worksheet(_("Data")), styles, grids)
        _definitions(book.add_worksheet(_("Definitions")), styles, kind)
        _asked(book.add_worksheet(_("Question")), styles, kind, report.scope, user)
    return book.bytes()


class _Official:
    """The sheet that looks like the printed report."""

    def __init__(self, book, styles):
        self.sheet, self.styles, self.at = book.add_worksheet(_("Report")), styles, 0
        self.sheet.set_column(0, 0, 6)
        self.sheet.set_column(1, 1, 30)
        self.sheet.set_column(2, 40, 16)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer(f"&L{_sample()}&C&8{trail.short_head()}&R&P/&N")

    def line(self, text="", style=None):
        self.sheet.write_string(self.at, 0, text, self.styles.get(style))
        self.at += 1

    def write(self, kind, report, grids):
        scope = report.scope
        self.line(str(kind.title), "title")
        self.line(
            _("%(area)s, from %(first)s to %(last)s, as of %(as_of)s")
            % {
                "area": scope.area,
                "first": f"{scope.from_on:%d/%m/%Y}",
                "last": f"{scope.to_on:%d/%m/%Y}",
                "as_of": f"{scope.as_of:%d/%m/%Y}",
            }
        )
        if scope.is_internal:
            self.line(_("For internal use"), "group")
        if settings.DEMO:
            self.line(_sample(), "note")
        for grid in grids:
            self.line()
            self.grid(grid)

    def grid(self, grid):
        self.line(grid.title, "table")
        self.line(grid.unit, "note")
        spread = _spread(grid)
        heads = [_("No."), grid.first, *(head for head, _index, _label in spread)]
        for column, head in enumerate(heads):
            self.sheet.write_string(self.at, column, head, self.styles["head"])
        self.at += 1
        for group in grid.groups:
            if group.heading:
                self.line(group.heading, "group")
            for row in group.rows:
                self.row(row, spread, "")
            if group.total:
                self.row(group.total, spread, "total_")
        for note in grid.notes:
            self.line(note, "note")

    def row(self, row, spread, total):
        text = self.styles["total" if total else "text"]
        self.sheet.write_string(self.at, 0, row.number, text)
        self.sheet.write_string(self.at, 1, row.label, text)
        for column, (_head, index, label) in enumerate(spread, 2):
            found = [part for part in row.cells[index] if part.label == label]
            style = "quantity" if found and found[0].kind == "quantity" else "number"
            value = found[0].value if found else None
            if value is None:
                _write_nothing(self.sheet, self.at, column, found, text)
            else:
                self.sheet.write_number(
                    self.at, column, value, self.styles[total + style]
                )
        self.at += 1


def _spread(grid):
    """(head, index of the cell, label of the part) for each column of a spreadsheet.

    The totals name their parts first: they have all of them, in the right order.
    """
    rows = [group.total for group in grid.groups if group.total]
    rows += [row for group in grid.groups for row in group.rows]
    columns = []
    for index, column in enumerate(grid.columns):
        labels = []
        for row in rows:
            labels += [p.label for p in row.cells[index] if p.label not in labels]
        for label in labels or [""]:
            head = f"{column.label}: {label}" if label else column.label
            columns.append((head, index, label))
    return columns


def _write_nothing(sheet, row, column, parts, style):
    """An empty cell, or the words for money that was never valued; never 0."""
    words = [part.text for part in parts if part.kind == "money"]
    if words:
        sheet.write_string(row, column, words[0], style)
    else:
        sheet.write_blank(row, column, None, style)


def _flat(sheet, styles, grids):
    """One row a number: table, group, line, figure, of what, value."""
    heads = [_("Table"), _("Group"), _("Row"), _("Figure"), _("Of what"), _("Value")]
    _head(sheet, styles, heads, [40, 30, 30, 30, 24, 18])
    at = 1
    for grid in grids:
        for group in grid.groups:
            for row in group.all_rows:
                for column, cell in zip(grid.columns, row.cells, strict=True):
                    for part in cell:
                        texts = [grid.title, group.heading, row.label, column.label]
                        _flat_row(sheet, styles, at, [*texts, part.label], part)
                        at += 1
    sheet.autofilter(0, 0, max(at - 1, 1), len(heads) - 1)
    sheet.freeze_panes(1, 0)


def _flat_row(sheet, styles, at, texts, part):
    for column, text in enumerate(texts):
        sheet.write_string(at, column, str(text), styles["text"])
    style = styles["quantity" if part.kind == "quantity" else "number"]
    if part.value is None:
        _write_nothing(sheet, at, len(texts), [part], styles["text"])
    else:
        sheet.write_number(at, len(texts), part.value, style)


def _definitions(sheet, styles, kind):
    _head(sheet, styles, [_("Figure"), _("How it is counted")], [30, 110])
    for at, (term, text) in enumerate(kind.definitions, 1):
        sheet.write_string(at, 0, str(term), styles["wrapped"])
        sheet.write_string(at, 1, str(text), styles["wrapped"])


def _asked(sheet, styles, kind, scope, user):
    """Who took the figures, when, and what was asked; days and times are true ones."""
    _head(sheet, styles, [_("Question"), ""], [30, 60])
    rows = [
        (_("Report"), str(kind.title)),
        (_("Area"), f"{scope.area} ({scope.area.key})"),
        (_("From"), scope.from_on),
        (_("To"), scope.to_on),
        (_("As of"), scope.as_of),
        (_("Lines"), f"{scope.words}. {scope.note}"),
        (_("Taken by"), f"{user.name} ({user.username})"),
        (_("Taken on"), today()),
        (_("Clock"), timezone.localtime().replace(tzinfo=None)),
        (_("Data"), _sample() or _("Real data, for official use")),
        (_("Head of the trail"), trail.short_head() or "–"),
    ]
    for at, (term, value) in enumerate(rows, 1):
        sheet.write_string(at, 0, str(term), styles["text"])
        if isinstance(value, str):
            sheet.write_string(at, 1, value, styles["text"])
        else:
            style = "moment" if hasattr(value, "hour") else "day"
            sheet.write_datetime(at, 1, value, styles[style])


def _head(sheet, styles, heads, widths):
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.write_string(0, column, head, styles["head"])
        sheet.set_column(column, column, width)


def _sample():
    return _("Sample data – not real people") if settings.DEMO else ""
