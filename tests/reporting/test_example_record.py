"""The example record through both reports: every printed cell, as JSON, PDF and XLSX."""

import json
import re
from datetime import date
from io import BytesIO
from itertools import takewhile
from pathlib import Path

import openpyxl
import pypdf
import pytest

from accounts.requests import acting
from accounts.roles import Role
from livelihoods.imports.files import read
from livelihoods.imports.run import run
from reporting.exports import report_xlsx
from reporting.figures.scope import Scope
from reporting.keys import as_keys
from reporting.pdf import report_pdf
from reporting.reports import UNION
from tests.conftest import place, post, take, undone_at_the_end
from tests.reporting.example import (
    AT_THE_END,
    CELLS,
    DONG_VAN,
    END,
    HOANG_SU_PHI,
    IN_THE_MIDDLE,
    MEO_VAC,
    MIDDLE,
    YEN_MINH,
    heads,
    name_of,
)

pytestmark = pytest.mark.django_db  # the databases of the marked tests are made
RECORD = Path(__file__).parents[2] / "docs" / "example_record"
NAMES = {
    MEO_VAC: "Mèo Vạc", DONG_VAN: "Đồng Văn", YEN_MINH: "Yên Minh",
    HOANG_SU_PHI: "Hoàng Su Phì",
}  # fmt: skip
ANIMALS = {"pig": "lợn", "cow": "bò", "goat": "dê", "black_chicken": "gà đen"}


@pytest.fixture(scope="module")
def example(django_db_setup, django_db_blocker):
    """{day: the report as keys, text of its PDF and rows of its XLSX}, read in once."""
    with undone_at_the_end(django_db_blocker):
        province = place("02@2004")
        user = post("hoi-tinh", "Phạm Thu Hà", Role.PROVINCIAL_OFFICER, province)
        take("app")
        with acting(user):
            files = sorted(RECORD.glob("*.csv"))
            sheets = [s for f in files for s in read(f.name, f.read_bytes())]
            done = run(sheets, by=user, register="example")
            taken = {day: taken_out(user, province, day) for day in (END, MIDDLE)}
        take("app_owner")
    assert done.problems == []
    return taken


def taken_out(user, province, day):
    reach = tuple(user.reach(UNION.permission))
    question = Scope(
        area=province, from_on=date(2019, 1, 1), to_on=date(2023, 12, 31),
        as_of=date.fromisoformat(day), by="district", reach=reach,
    )  # fmt: skip
    report = UNION.figures(question)
    pages = pypdf.PdfReader(BytesIO(report_pdf(UNION, report, user))).pages
    book = openpyxl.load_workbook(BytesIO(report_xlsx(UNION, report, user)))
    return {
        "keys": json.loads(json.dumps(as_keys(report))),
        "text": " ".join("\n".join(page.extract_text() for page in pages).split()),
        "rows": list(book.worksheets[0].values),
    }


def line_of(keys, table, district):
    if not district:
        return keys[table]["total"]
    return next(one for one in keys[table]["lines"] if one["area"]["code"] == district)


@pytest.mark.parametrize("cell", CELLS, ids=name_of)
def test_every_cell_comes_out_under_its_key(example, cell):
    day, table, district, path, expected = cell

    value = line_of(example[day]["keys"], table, district)
    for key in path:
        value = value[key]

    assert value == expected


def dotted(number):
    return f"{number:,}".replace(",", ".")


def printed_heads(by_code):
    found = [
        f"{by_code[code]} {word}" for code, word in ANIMALS.items() if code in by_code
    ]
    return ", ".join(found) or "–"


def printed_units(units, valued):
    return f"{units}" if units == valued else f"{units} ({valued})"


@pytest.mark.parametrize("line", AT_THE_END, ids=lambda line: " ".join(line[:2]))
def test_every_line_of_2023_stands_in_the_pdf(example, line):
    _table, district, units, valued, support, without, *animals, income = line
    cells = [
        printed_units(units, valued),
        dotted(support),
        *(printed_heads(heads(each)) for each in animals),
        dotted(income),
    ]

    name = NAMES.get(district, r"\w+")  # the total line's word is translated

    assert re.search(rf"{name} {re.escape(' '.join(cells))}", example[END]["text"])
    assert dotted(without) in example[END]["text"]


@pytest.mark.parametrize("line", IN_THE_MIDDLE, ids=lambda line: " ".join(line[:2]))
def test_every_line_of_2021_stands_in_the_pdf(example, line):
    _table, district, units, valued, support, income = line
    name = NAMES.get(district, r"\w+")
    begin = f"{name} {re.escape(printed_units(units, valued))} {dotted(support)} "

    found = re.search(
        rf"{begin}(\D|\d+ \D)+?{dotted(income)}\b", example[MIDDLE]["text"]
    )

    # An area without support has no line.
    assert bool(found) == bool(units)


def xlsx_line(rows, table, district):
    """The numbers of a line, in the order of the sheet's columns; the total is last."""
    heads = [at for at, row in enumerate(rows) if row[1] in ("Huyện", "District")]
    begin = heads[0 if table == "prevention" else 1] + 1
    lines = list(takewhile(lambda row: row[1], rows[begin:]))
    line = next((row for row in lines if row[1] == NAMES.get(district)), lines[-1])
    return [value for value in line[2:] if value is not None]


@pytest.mark.parametrize("line", AT_THE_END, ids=lambda line: " ".join(line[:2]))
def test_every_line_of_2023_stands_in_the_xlsx_as_numbers(example, line):
    table, district, units, valued, support, _without, *animals, income = line
    numbers = [units] if units == valued else [units, valued]
    numbers.append(support)
    for each in animals:
        by_code = heads(each)
        numbers += [by_code[code] for code in ANIMALS if code in by_code]

    found = xlsx_line(example[END]["rows"], table, district)

    assert found == [*numbers, income]


def test_the_prints_say_that_nobody_is_real(example):
    assert (
        "MẪU" in example[END]["text"].upper()
        or "SAMPLE" in example[END]["text"].upper()
    )
