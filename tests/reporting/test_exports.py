"""Spreadsheets: true numbers and days, four sheets, and text that stays text."""

from datetime import datetime
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.utils.translation import gettext

from accounts.tables import LONGEST, holdable
from livelihoods.models import Species
from reporting.exports import report_xlsx
from reporting.layout.grid import Column, Grid, Group, Row, count
from reporting.reports import LABOUR, UNION
from support_regimes.models import FundingSource
from tests import hostile
from tests.conftest import unguarded
from tests.reporting.factories import GUIDANCE, returned, supported


@pytest.fixture
def book(union, acts_as, provincial_officer):
    """`book(**question)` -> the workbook of the Women's Union's report, read back."""

    def made(**question):
        report = union(**question)
        with acts_as(provincial_officer):
            data = report_xlsx(UNION, report, provincial_officer)
        return openpyxl.load_workbook(BytesIO(data))

    return made


def cells(book):
    return [cell for sheet in book for row in sheet.rows for cell in row]


def test_there_are_four_sheets(book):
    assert len(book().worksheets) == 4


def test_numbers_are_numbers_with_a_format(book, commune):
    supported(commune)

    found = [cell for cell in cells(book()) if cell.value == 12_000_000]

    assert found
    assert {cell.data_type for cell in found} == {"n"}
    assert {cell.number_format for cell in found} == {"#,##0"}


def test_days_are_days(book):
    asked = dict(book().worksheets[3].iter_rows(min_row=2, values_only=True))

    days = [value for value in asked.values() if isinstance(value, datetime)]
    assert datetime(2019, 1, 1) in days  # noqa: DTZ001
    assert datetime(2023, 12, 31) in days  # noqa: DTZ001


def test_who_took_it_stands_on_the_last_sheet(book):
    values = [row[1] for row in book().worksheets[3].values]

    assert "Phạm Thu Hà (hoi-tinh)" in values


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://a.example"]
)
def test_no_text_becomes_a_formula_a_number_or_a_link(book, commune, text):
    supported(commune, source="Blue Dragon")
    with unguarded():
        FundingSource.objects.update(name=text)
        Species.objects.filter(code="pig").update(name=text)

    made = book()

    assert text in {cell.value for cell in cells(made)}
    assert {cell.data_type for cell in cells(made)} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells(made))


def test_every_hostile_text_of_a_report_stays_text(union, acts_as, provincial_officer):
    """In each place of a report where a text of ours or of somebody else may stand."""
    texts = hostile.CELLS
    lines = tuple(Row(text, (count(1, label=text),), text) for text in texts)
    groups = tuple(Group((line,), line, line.label) for line in lines)
    column = Column(texts[0], "count")
    grids = [
        Grid("a", text, text, text, (column,), groups, notes=(text,))
        for text in texts[:3]
    ]
    kind = SimpleNamespace(
        title=texts[0],
        layout=lambda report: SimpleNamespace(grids=lambda: grids),
        definitions=[(text, text) for text in texts],
    )

    with acts_as(provincial_officer):
        data = report_xlsx(kind, union(), provincial_officer)

    made = openpyxl.load_workbook(BytesIO(data))
    assert {cell.data_type for cell in cells(made)} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells(made))
    assert {cell.value for cell in cells(made)} >= {
        holdable(text)[:LONGEST] for text in texts
    }


def test_what_is_not_valued_is_said_in_words_never_0(book, commune):
    returned(commune, GUIDANCE)

    flat = list(book().worksheets[1].values)
    average = [row[5] for row in flat if row[3] in ("Bình quân", "Average (VND)")]
    support = [row[5] for row in flat if row[3] in ("Đã hỗ trợ", "Support")]

    assert set(average) == {None}
    assert support[:2] == [0, gettext("not valued")]  # table 1 is empty


def test_the_flat_sheet_holds_every_number_of_the_tables(book, union, commune):
    supported(commune)
    parts = [
        part for grid in UNION.layout(union()).grids() for _row, part in grid.parts()
    ]

    values = [row[5] for row in list(book().worksheets[1].values)[1:]]

    told = [part.value for part in parts if part.value is not None]
    assert [value for value in values if isinstance(value, int)] == told


def test_the_communes_version_says_that_it_is_internal(book, commune):
    supported(commune)

    top = [row[0] for row in list(book(by="commune").worksheets[0].values)[:5]]

    assert top[2] in ("Lưu hành nội bộ", "For internal use")


def test_the_department_has_a_workbook_too(labour, acts_as, labour_officer, commune):
    returned(commune)
    report = labour()

    with acts_as(labour_officer):
        data = report_xlsx(LABOUR, report, labour_officer)

    rows = list(openpyxl.load_workbook(BytesIO(data)).worksheets[0].values)
    assert [row[0] for row in rows if row[0] in ("5", "6a", "6b")] == ["5", "6a", "6b"]
