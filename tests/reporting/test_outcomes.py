"""What came of support, in persons and turns, on the smallest data that shows it."""

import io
import re
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from reporting.figures.behind_labour import behind
from reporting.figures.outcomes import MEASURES, Counted, outcomes
from reporting.figures.scope import Scope
from reporting.keys import as_keys
from reporting.layout.labour import Layout
from tests.conftest import unguarded
from tests.factories import make_case, recorder
from tests.reporting.asking import links, pdf_text, text_of, url
from tests.support_regimes.factories import make_minor
from tests.support_regimes.outcomes import LATER, make_outcome, make_step
from victims.models import Case

YEAR = {"from_on": date(2023, 1, 1), "to_on": date(2023, 12, 31)}
SECOND = 2_000_000


def scope_of(user, area, **fields):
    fields = YEAR | {"as_of": date(2023, 12, 31), "by": "district"} | fields
    return Scope(area=area, reach=tuple(user.reach("support_regimes.view_outcome")), **fields)  # fmt: skip


@pytest.fixture
def record(commune, far_commune):
    """Two persons and a minor: learning, two loans, a matter, cards; a referral struck out."""
    case, other = make_case(commune), make_case(far_commune)
    minor = make_minor(case)
    for place, learner in ((case, None), (case, minor), (other, None)):
        course = make_outcome(place, minor=learner)
        make_step(course, "finished" if learner else "left")
    make_step(make_outcome(case, kind="literacy", level=""), "finished")
    loan = make_outcome(case, "loan", amount=30_000_000)
    make_step(loan, "refused")
    make_step(make_outcome(case, "loan"), "granted", amount=10_000_000)
    matter = make_outcome(case, "legal")
    make_step(matter, "awarded", amount=9_000_000, happened_on=date(2023, 10, 1))
    make_step(matter, "awarded", amount=5_000_000)
    for day in (1, 2):
        make_step(
            matter, "received", amount=SECOND, happened_on=date(2023, 12, 20 + day)
        )
    make_outcome(case, "insurance", share="card_100")
    make_outcome(other, "insurance", valid_until=LATER)
    make_outcome(case, "insurance", minor=minor, kind="none")
    void = make_outcome(case, "health")
    with unguarded():
        void.void(by=recorder(), reason="Ghi nhầm người khác")
    return case


def test_persons_turns_and_money_by_area(
    record, province, district, provincial_officer, acts_as
):
    with acts_as(provincial_officer):
        found = outcomes(scope_of(provincial_officer, province))
        earlier = outcomes(scope_of(provincial_officer, province, as_of=LATER))
        later = outcomes(
            scope_of(
                provincial_officer,
                province,
                from_on=date(2024, 1, 1),
                to_on=date(2024, 12, 31),
                as_of=date(2024, 1, 15),
            )  # fmt: skip
        )

    count = found.total.count
    assert {*found.total.all} < {*MEASURES}
    assert count("started") == Counted(3, 1, 4, None)
    assert count("started", "vocational") == Counted(3, 1, 3, None)
    assert count("finished") == Counted(2, 1, 2, None)
    assert count("left", "course_late") == Counted(2, 0, 2, None)
    assert count("loan_asked") == Counted(1, 0, 2, 30_000_000)
    assert count("refused", "no_collateral") == Counted(1, 0, 1, None)
    assert count("granted") == Counted(1, 0, 1, 10_000_000)
    assert count("awarded") == Counted(1, 0, 1, 5_000_000)
    assert count("received") == Counted(1, 0, 2, 2 * SECOND)
    assert count("insured") == Counted(1, 0, 1, None)
    assert count("referred") == Counted()
    own = next(part for part in found.areas if part.area == district)
    assert own.count("started") == Counted(2, 1, 3, None)
    assert sum(part.count("started").turns for part in found.areas) == 4
    assert earlier.total.count("insured") == Counted(2, 0, 2, None)
    assert earlier.total.count("received") == Counted()
    assert later.total.count("started") == Counted()
    assert later.total.count("insured") == Counted(1, 0, 1, None)


def test_one_person_over_two_cases_is_one(
    commune, province, provincial_officer, acts_as
):
    first = make_case(commune)
    make_outcome(first)
    with unguarded():
        Case.objects.filter(pk=first.pk).update(
            closed_on=date(2023, 12, 1), closed_reason="plan_reached"
        )
    second = make_case(
        commune, victim=first.victim, received_on=first.received_on + timedelta(days=90)
    )
    make_outcome(second, happened_on=LATER)

    with acts_as(provincial_officer):
        found = outcomes(scope_of(provincial_officer, province))

    assert found.total.count("started") == Counted(1, 0, 2, None)


def test_the_departments_report_tells_it_and_each_number_opens_its_records(
    record, labour, labour_officer, acts_as
):
    report = labour()
    grids = Layout(report).outcomes()
    rows = [row for group in grids[0].groups for row in group.rows]
    texts = {
        row.label: [part.text for cell in row.cells for part in cell] for row in rows
    }
    assert len(texts) == len(rows)

    assert texts["Bắt đầu học"] == ["3", "1", "4"]
    assert texts["Bắt đầu học: Học nghề theo lớp"] == ["3", "1", "3"]
    assert texts["Xin vay vốn"] == ["1", "0", "2", "30.000.000"]
    assert texts["Được vay vốn"] == ["1", "0", "1", "10.000.000"]
    assert texts["Không được vay vốn: Không có tài sản thế chấp"] == ["1", "0", "1"]
    assert texts["Được tuyên bồi thường"] == ["1", "0", "1", "5.000.000"]
    assert texts["Đã nhận tiền bồi thường"] == ["1", "0", "2", "4.000.000"]
    assert texts["Thẻ còn hạn vào ngày cuối"] == ["1", "0", "1"]
    assert texts["Được chuyển đi khám"] == ["0", "0", "0"]
    assert [row.label for row in grids[1].groups[0].all_rows] == [
        "Đồng Văn", "Mèo Vạc", "Cộng",
    ]  # fmt: skip
    assert [row.label for row in grids[2].groups[0].rows] == ["Mèo Vạc"]
    with acts_as(labour_officer):
        for part in [part for grid in grids for _row, part in grid.parts()]:
            found = behind(report.scope, part.question)
            assert found.number == part.value, part.question
            assert found.units == len(found.rows)


def test_its_keys_for_programs_are_there_with_and_without_data(
    labour, commune, district
):
    empty = labour()
    make_step(make_outcome(make_case(commune), "loan"), "granted", amount=SECOND)
    keys = as_keys(labour())["outcomes"]

    assert Layout(empty).outcomes() == []
    assert as_keys(empty)["outcomes"]["areas"] == []
    granted = {"persons": 1, "minors": 0, "turns": 1, "amount": SECOND}
    assert keys["total"]["granted"] == granted | {"by": {"animals": granted}}
    assert keys["total"]["loan_asked"]["amount"] is None
    assert keys["total"]["gone"]["turns"] == 0
    assert [part["area"]["key"] for part in keys["areas"]] == [district.key]


def test_page_list_print_and_spreadsheet_of_the_department(
    record, sign_in, labour_officer
):
    client = sign_in(labour_officer)
    page = client.get(url("labour"))
    money = next(to for text, to in links(page) if "came_received_money" in to)
    listed = client.get(money)
    told = text_of(
        client.get(url("labour_records", measure="came_left_turns", of="course_late"))
    )
    printed = pdf_text(client.get(url("labour_pdf")))
    sheet = load_workbook(
        io.BytesIO(client.get(url("labour_xlsx")).content)
    ).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]

    assert "Bảng 5. Kết quả sau hỗ trợ" in text_of(page)
    # On a phone what is 0 is left out, and the page says so.
    rows = re.findall(r'<tr class="grid-nothing">.*?</tr>', page.content.decode(), re.S)
    assert any("Được chuyển đi khám" in row for row in rows)
    assert not any("Được vay vốn" in row for row in rows)
    assert "không hiện dòng và số bằng 0" in text_of(page)
    assert "2 lượt: đã nhận tiền bồi thường, 4.000.000 đ" in text_of(listed)
    assert (record.code in text_of(listed), "2.000.000 đ" in text_of(listed)) == (
        True,
        True,
    )
    assert record.victim.name not in listed.content.decode()
    assert "2 lượt: nghỉ học giữa chừng" in told
    assert "4. Kết quả sau hỗ trợ Bảng 5." in printed
    assert ("Được vay vốn" in cells, 10_000_000 in cells) == (True, True)
    for wrong in [
        {"measure": "came_left_money"},
        {"measure": "came_left_turns", "year": "2023"},
    ]:
        assert client.get(url("labour_records", **wrong)).status_code == 404
