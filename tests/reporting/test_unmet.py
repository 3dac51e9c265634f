"""The report on unmet needs: figures, the records behind them, page, PDF and XLSX."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from reporting.figures.behind_unmet import behind
from reporting.figures.question import Question
from reporting.figures.scope import Scope
from reporting.figures.unmet import Counted, unmet
from reporting.keys import as_keys
from reporting.layout.unmet import Layout
from tests.conftest import unguarded
from tests.factories import make_case, recorder
from tests.support_regimes.factories import make_minor
from tests.support_regimes.voices import make_nameless_need, make_unmet

YEAR = {"from_on": date(2023, 1, 1), "to_on": date(2023, 12, 31)}
MAY, JUNE, JULY = (date(2023, month, 10) for month in (5, 6, 7))
ASKED = "?area=02%402004&from_on=2023-01-01&to_on=2023-12-31&as_of=2023-12-31"


@pytest.fixture
def needs(commune, neighbour_commune, far_commune):
    """Seven turns of three persons and one without a file; one struck out, one later."""
    case, other = make_case(commune), make_case(far_commune)
    minor = make_minor(case)
    made = {
        "mine": make_unmet(case, happened_on=MAY, amount=500_000),
        "again": make_unmet(case, happened_on=JUNE),
        "bill": make_unmet(case, "hospital_bill", happened_on=JUNE, amount=2_000_000),
        "minor": make_unmet(case, "winter_clothes", minor=minor, happened_on=JULY),
        "far": make_unmet(other, happened_on=JULY),
        "nameless": make_nameless_need(neighbour_commune, happened_on=JULY),
        "earlier": make_unmet(other, "no_class", happened_on=date(2022, 12, 31)),
        "void": make_unmet(case, "escort", happened_on=MAY),
    }
    with unguarded():
        made["void"].void(by=recorder(), reason="Bấm nhầm hôm đó")
        kin = {"by": recorder(), "how": "kin"}
        made["mine"].met_by(happened_on=JULY, **kin)
        made["far"].met_by(happened_on=date(2024, 1, 3), **kin)
    return made


def scope_of(user, area, **fields):
    fields = YEAR | {"as_of": date(2023, 12, 31), "by": "district"} | fields
    return Scope(area=area, reach=tuple(user.reach("reporting.view_unmet")), **fields)


def test_persons_turns_met_and_money_by_cause_area_and_year(
    needs, province, district, other_district, provincial_officer, acts_as
):
    with acts_as(provincial_officer):
        report = unmet(scope_of(provincial_officer, province))
        later = unmet(scope_of(provincial_officer, province, as_of=date(2024, 1, 15)))
        both = unmet(scope_of(provincial_officer, province, from_on=date(2022, 1, 1)))

    assert report.total.all == Counted(3, 1, 6, 1, 1, 2, 2_500_000)
    assert (report.total.all.open, report.total.all.not_valued) == (5, 4)
    assert report.total.by_cause == {
        "interpreter": Counted(2, 0, 3, 0, 1, 1, 500_000),
        "hospital_bill": Counted(1, 0, 1, 0, 0, 1, 2_000_000),
        "winter_clothes": Counted(1, 1, 2, 1, 0, 0, None),
    }
    filled = {part.area: part.all for part in report.areas if not part.is_empty}
    assert filled == {
        district: Counted(2, 1, 5, 1, 1, 2, 2_500_000),
        other_district: Counted(1, 0, 1, 0, 0, 0, None),
    }
    assert later.total.all.met == 2
    assert [(part.year, part.all.turns) for part in both.years] == [
        (2022, 1),
        (2023, 6),
    ]


def test_a_district_counts_its_own_and_lines_may_be_communes(
    needs, district, commune, neighbour_commune, district_officer, acts_as
):
    with acts_as(district_officer):
        report = unmet(scope_of(district_officer, district, by="commune"))

    assert report.total.all.turns == 5
    turns = {part.area: part.all.turns for part in report.areas if not part.is_empty}
    assert turns == {commune: 4, neighbour_commune: 1}


def test_every_number_has_its_records_behind_it(
    needs, province, provincial_officer, acts_as
):
    with acts_as(provincial_officer):
        scope = scope_of(provincial_officer, province, from_on=date(2022, 1, 1))
        report = unmet(scope)
        for grid in Layout(report).grids():
            for _row, part in grid.parts():
                if part.question and part.value:
                    assert behind(scope, part.question).number == part.value, part
        first = behind(scope, Question("turns"), most=2)
        second = behind(scope, Question("turns"), first.last_key, most=20)
        for wrong in [Question("nothing"), Question("turns", of="x" * 25)]:
            with pytest.raises(ValidationError):
                behind(scope, wrong)

    assert (first.has_more, len(second.rows), second.units) == (True, 5, 7)
    assert not {row.key for row in first.rows} & {row.key for row in second.rows}


def test_page_records_pdf_and_spreadsheet(
    needs, organisation, provincial_officer, district_officer, labour_officer, sign_in
):
    client = sign_in(provincial_officer)
    page = client.get(reverse("reporting:unmet") + ASKED).content.decode()
    url = reverse("reporting:unmet_records") + ASKED
    listed = client.get(f"{url}&measure=valued&of=hospital_bill")
    pdf = client.get(reverse("reporting:unmet_pdf") + ASKED)
    xlsx = client.get(reverse("reporting:unmet_xlsx") + ASKED)

    assert page.count("measure=turns") > 4
    text = listed.content.decode()
    assert needs["bill"].case.code in text
    assert ("Viện phí" in text, "2.000.000" in text) == (True, True)
    printed = " ".join(
        " ".join(sheet.extract_text().split())
        for sheet in PdfReader(io.BytesIO(pdf.content)).pages
    )
    assert "6 lượt nhu cầu chưa được đáp ứng của 3 người" in printed
    assert "4 lượt chưa quy ra tiền, không tính là 0 đồng" in printed
    sheets = load_workbook(io.BytesIO(xlsx.content))
    cells = [c.value for row in sheets.worksheets[0].iter_rows() for c in row]
    assert ("Viện phí" in cells, 2_000_000 in cells) == (True, True)
    assert "BC-nhu-cau-2023" in pdf["Content-Disposition"]
    # The district opens its own; the Department reads counts, not who.
    client = sign_in(district_officer)
    own = url.replace("02%402004", "027%402004")
    assert client.get(f"{own}&measure=turns").status_code == 200
    client = sign_in(labour_officer)
    assert client.get(reverse("reporting:unmet") + ASKED).status_code == 200
    assert client.get(f"{url}&measure=turns").status_code == 403


def test_keys_for_programs(needs, province, provincial_officer, acts_as):
    with acts_as(provincial_officer):
        keys = as_keys(unmet(scope_of(provincial_officer, province)))

    assert keys["report"] == "unmet"
    assert keys["total"]["all"] == {
        "persons": 3, "under_18": 1, "turns": 6, "turns_without_file": 1,
        "met_later": 1, "open": 5, "turns_valued": 2, "turns_not_valued": 4,
        "amount": 2_500_000,
    }  # fmt: skip
    assert keys["total"]["by_cause"]["winter_clothes"]["amount"] is None
