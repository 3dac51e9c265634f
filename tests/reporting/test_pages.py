"""The pages of both reports, their files, and the lists behind their numbers."""

import re
from datetime import date
from io import BytesIO
from urllib.parse import urlencode

import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import Organisation
from accounts.roles import PERMISSIONS, Role
from tests.accounts.trail import rows
from tests.conftest import unguarded
from tests.factories import make_case
from tests.reporting.factories import (
    PIGS,
    Kind,
    enter,
    make_minor,
    provide,
    provide_without_file,
    returned,
    supported,
)

ASKED = {
    "area": "02@2004", "from_on": "2019-01-01", "to_on": "2023-12-31",
    "as_of": "2023-12-31", "by": "district",
}  # fmt: skip
COW = {"kind": "animals", "species": "cow", "quantity": 1, "unit_price": 16_000_000}
MEALS = "meals_in_facility"
DAY = date(2023, 9, 14)


def url(name, **changes):
    return f"{reverse(f'reporting:{name}')}?{urlencode(ASKED | changes)}"


def text_of(answer):
    words = strip_tags(answer.content.decode()).replace("\u00a0", " ")
    return " ".join(words.split())


def links(answer):
    """(number as shown, address behind it) of each number of the tables."""
    found = re.findall(
        r'<a href="([^"]*records[^"]*)">([^<]+)</a>', answer.content.decode()
    )
    return [(text, address.replace("&amp;", "&")) for address, text in found]


def number(text):
    """ "90 lợn" -> 90, "(18)" -> 18, "1.024.000" -> 1024000."""
    return int(re.sub(r"[^\d-]", "", re.sub(r"\(20\d\d\)", "", text)))


# The list of reports


@pytest.mark.parametrize(
    ("member", "names"),
    [
        ("district_officer", ["womens-union"]),
        ("provincial_officer", ["womens-union", "labour"]),
        ("labour_officer", ["labour"]),
    ],
)
def test_the_list_holds_the_reports_of_ones_role(request, sign_in, member, names):
    page = sign_in(request.getfixturevalue(member)).get("/reports/").content.decode()

    assert re.findall(r"/reports/([a-z-]+)/", page) == names


# What is asked


def test_without_a_question_the_last_five_whole_years_are_counted(
    sign_in, provincial_officer
):
    page = sign_in(provincial_officer).get(reverse("reporting:womens_union"))

    scope = page.context["scope"]
    assert (scope.from_on, scope.to_on) == (date(2019, 1, 1), date(2023, 12, 31))
    assert scope.as_of == date(2023, 12, 31)
    assert scope.area.key == "02@2004"
    assert not scope.is_internal


def test_a_district_officer_is_asked_about_their_own_district(
    sign_in, district_officer
):
    page = sign_in(district_officer).get(reverse("reporting:womens_union"))

    assert page.context["scope"].area.key == "027@2004"


def test_the_days_can_be_typed_in_three_boxes(sign_in, provincial_officer):
    boxes = {"from_on_day": "1", "from_on_month": "3", "from_on_year": "2022"}
    asked = {name: value for name, value in ASKED.items() if name != "from_on"}

    page = sign_in(provincial_officer).get(
        reverse("reporting:womens_union"), asked | boxes
    )

    assert page.context["scope"].from_on == date(2022, 3, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from_on": "30/02/2023"}, "from_on"),
        ({"from_on": ""}, "from_on"),
        ({"to_on": "2018-12-31"}, "to_on"),
        ({"as_of": "2024-01-16"}, "as_of"),
        ({"as_of": "2018-12-31"}, "as_of"),
        ({"area": "01@2004"}, "area"),
        ({"area": "026@2004"}, "area"),
        ({"area": "x"}, "area"),
        ({"by": "village"}, "by"),
    ],
)
def test_a_question_without_sense_is_shown_again_with_a_sentence(
    sign_in, district_officer, changes, field
):
    page = sign_in(district_officer).get(
        url("womens_union", **({"area": "027@2004"} | changes))
    )

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "scope" not in page.context


@pytest.mark.parametrize("name", ["womens_union_pdf", "womens_union_xlsx"])
def test_a_file_without_sense_leads_back_to_the_page(sign_in, provincial_officer, name):
    answer = sign_in(provincial_officer).get(url(name, from_on="30/02/2023"))

    assert answer.status_code == 302
    assert answer.url.startswith("/reports/womens-union/?")
    assert "from_on=30%2F02%2F2023" in answer.url


def test_the_communes_version_says_that_it_is_for_internal_use(
    sign_in, provincial_officer, commune
):
    supported(commune)

    page = sign_in(provincial_officer).get(url("womens_union", by="commune"))

    assert "Khâu Vai (Mèo Vạc)" in text_of(page)
    assert 'class="banner banner-warn"' in page.content.decode()


def test_an_empty_report_shows_its_zeros(sign_in, provincial_officer):
    page = sign_in(provincial_officer).get(url("womens_union"))

    assert page.context["report"].is_empty
    assert page.status_code == 200


# The numbers, and the lists behind them


def full(commune, far_commune):
    for area in (commune, far_commune):
        household = supported(area, PIGS, COW)
        enter(household, Kind.SOLD, 1, date(2023, 5, 2), income=2_000_000)
        returned(area)


def test_every_number_of_the_page_opens_a_list_with_that_number(
    sign_in, provincial_officer, commune, far_commune
):
    full(commune, far_commune)
    client = sign_in(provincial_officer)
    shown = links(client.get(url("womens_union")))
    # Behind an average stand the units that it was taken of.
    shown = [(text, link) for text, link in shown if "valued" not in link]

    opened = [client.get(link) for _text, link in shown[:30]]

    assert {page.status_code for page in opened} == {200}
    assert [number(text) for text, _link in shown[:30]] == [
        page.context["page"].number for page in opened
    ]


def test_a_list_shows_codes_and_communes_and_goes_into_the_trail(
    sign_in, provincial_officer, commune
):
    case = returned(commune)

    page = sign_in(provincial_officer).get(
        url("womens_union_records", table="victims", measure="units")
    )

    assert case.code in text_of(page)
    assert "Khâu Vai" in text_of(page)
    assert case.victim.name not in page.content.decode()
    [row] = [row for row in rows() if row.act == "read reporting:womens_union_records"]
    assert row.subjects == [case.pk]


def test_a_list_holds_only_what_its_line_holds(
    sign_in, provincial_officer, commune, far_commune
):
    near, far = supported(commune), supported(far_commune)

    page = sign_in(provincial_officer).get(
        url("womens_union_records", table="prevention", measure="support",
            line="026@2004")
    )  # fmt: skip

    assert far.code in text_of(page)
    assert near.code not in text_of(page)


def test_a_list_of_another_district_is_empty_for_an_officer(
    sign_in, other_district_officer, commune
):
    household = supported(commune)

    page = sign_in(other_district_officer).get(
        url("womens_union_records", area="026@2004", table="prevention",
            measure="units", line="027@2004")
    )  # fmt: skip

    assert page.context["page"].number == 0
    assert household.code not in text_of(page)


def test_a_long_list_goes_on_page_by_page(sign_in, provincial_officer, commune):
    codes = [supported(commune).code for _number in range(53)]
    client = sign_in(provincial_officer)
    first = client.get(url("womens_union_records", table="prevention", measure="units"))

    second = client.get(first.context["older"])

    told = [record["household"].code for page in (first, second)
            for record in page.context["rows"]]  # fmt: skip
    assert told == sorted(codes)
    assert second.context["page"].number == 53
    assert second.context["older"] == ""


def test_lists_ask_the_database_as_often_for_many_as_for_one(
    sign_in, provincial_officer, commune
):
    client = sign_in(provincial_officer)
    address = url("womens_union_records", table="victims", measure="units")
    returned(commune)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _number in range(3):
        returned(commune)

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": "names", "table": "victims"},
        {"measure": "units", "table": "users"},
        {"measure": "units", "table": "victims", "line": "99@2004"},
        {"measure": "sold", "table": "victims", "of": "dragon"},
        {"measure": "kind", "table": "victims", "of": "=1"},
        {"measure": "source", "table": "victims", "of": "x"},
        {"measure": "product", "table": "victims", "of": "wages"},
        {"measure": "died", "table": "victims", "cause": "fault"},
        {"measure": "units", "table": "victims", "year": "20x1"},
    ],
)
def test_a_number_that_is_not_there_has_no_page(sign_in, provincial_officer, changes):
    answer = sign_in(provincial_officer).get(url("womens_union_records", **changes))

    assert answer.status_code == 404


def test_who_sees_the_number_but_not_the_list_is_told_so(
    sign_in, provincial_officer, commune, monkeypatch
):
    case = returned(commune)
    fewer = PERMISSIONS[Role.PROVINCIAL_OFFICER] - {"livelihoods.view_grant"}
    monkeypatch.setitem(PERMISSIONS, Role.PROVINCIAL_OFFICER, fewer)

    answer = sign_in(provincial_officer).get(
        url("womens_union_records", table="victims", measure="units")
    )

    assert answer.status_code == 403
    assert case.code not in text_of(answer)
    assert "/reports/womens-union/?" in answer.content.decode()


# The Department's


def labour_record(commune):
    case = make_case(commune, received_on=DAY)
    provide(case, MEALS, DAY)
    provide(case, MEALS, date(2023, 10, 1), minor=make_minor(case))
    provide_without_file(commune, MEALS, DAY)
    return case


def test_every_number_of_the_departments_page_opens_its_list(
    sign_in, labour_officer, commune
):
    labour_record(commune)
    client = sign_in(labour_officer)
    shown = links(client.get(url("labour")))

    shown = shown[::2]

    opened = [client.get(link) for _text, link in shown]

    assert len(shown) > 30
    assert [number(text) for text, _link in shown] == [
        page.context["page"].number for page in opened
    ]


def test_a_turn_without_a_file_is_listed_without_a_person(
    sign_in, labour_officer, commune
):
    case = labour_record(commune)

    page = sign_in(labour_officer).get(url("labour_records", measure="turns", of="1"))

    assert page.context["page"].number == 3
    assert [bool(record["case"]) for record in page.context["rows"]].count(False) == 1
    assert case.victim.name not in page.content.decode()


@pytest.mark.parametrize(
    "changes",
    [{"measure": "names"}, {"measure": "turns", "of": "9"}, {"measure": "turns",
     "after": "x", "after_unit": "y"}],
)  # fmt: skip
def test_a_number_the_department_does_not_have_has_no_page(
    sign_in, labour_officer, changes
):
    answer = sign_in(labour_officer).get(url("labour_records", **changes))

    assert answer.status_code == 404


# The files


def pdf_text(answer):
    pages = pypdf.PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_print_has_the_numbers_of_the_page(
    sign_in, provincial_officer, commune, far_commune
):
    full(commune, far_commune)
    client = sign_in(provincial_officer)
    page = client.get(url("womens_union"))

    text = pdf_text(client.get(url("womens_union_pdf")))

    shown = {part.text.replace("\u00a0", " ") for grid in page.context["official"]
             for _row, part in grid.parts()}  # fmt: skip
    assert [each for each in shown if each not in text] == []
    assert "2 hộ" in text


def test_the_spreadsheet_has_the_numbers_of_the_page(
    sign_in, provincial_officer, commune, far_commune
):
    full(commune, far_commune)
    client = sign_in(provincial_officer)
    page = client.get(url("womens_union"))

    book = openpyxl.load_workbook(BytesIO(client.get(url("womens_union_xlsx")).content))

    values = [row[5] for row in list(book.worksheets[1].values)[1:]]
    grids = [*page.context["official"], *page.context["details"]]
    told = [part.value for grid in grids for _row, part in grid.parts()]
    assert [value for value in values if value] == [value for value in told if value]


@pytest.mark.parametrize(
    ("name", "changes", "file"),
    [
        ("womens_union_pdf", {}, "BC-phu-nu-2019-2023_tinh-den-31-12-2023.pdf"),
        ("womens_union_pdf", {"from_on": "2023-01-01"},
         "BC-phu-nu-2023_tinh-den-31-12-2023.pdf"),
        ("womens_union_xlsx", {"area": "027@2004", "by": "commune"},
         "BC-phu-nu-2019-2023_027_tinh-den-31-12-2023_noi-bo.xlsx"),
        ("labour_pdf", {}, "BC-che-do-2019-2023_tinh-den-31-12-2023.pdf"),
        ("labour_xlsx", {}, "BC-che-do-2019-2023_tinh-den-31-12-2023.xlsx"),
    ],
)  # fmt: skip
def test_files_have_neutral_names_and_leave_a_row_in_the_trail(
    sign_in, provincial_officer, name, changes, file
):
    answer = sign_in(provincial_officer).get(url(name, **changes))

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'filename="{file}"')
    assert answer.headers["Cache-Control"] == "no-store"
    report, _line, ending = name.rpartition("_")
    assert [row.act for row in rows()].count(f"take {report} {ending}") == 1


def test_the_department_prints_in_the_state_layout_the_union_does_not(
    sign_in, provincial_officer, province
):
    with unguarded():
        Organisation.objects.create(
            name="Sở Lao động - Thương binh và Xã hội", kind="labour", area=province,
            heading_parent="UBND tỉnh Hà Giang", number_mark="SLĐTBXH",
            heading_name="Sở Lao động - Thương binh và Xã hội", place_line="Hà Giang",
        )  # fmt: skip
        Organisation.objects.create(
            name="Hội LHPN tỉnh", kind="womens_union", area=province,
            heading_parent="Hội LHPN tỉnh Hà Giang", heading_name="Ban Thường vụ",
            number_mark="BTV", place_line="Hà Giang",
        )  # fmt: skip
    client = sign_in(provincial_officer)

    state = pdf_text(client.get(url("labour_pdf")))
    union = pdf_text(client.get(url("womens_union_pdf")))

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in state
    assert "UBND TỈNH HÀ GIANG" in state
    assert "Số: …/BC-SLĐTBXH" in state
    assert "Kính gửi: Ủy ban nhân dân tỉnh Hà Giang." in state
    assert "CỘNG HÒA" not in union
    assert "Số: …/BC-BTV" in union


def test_the_communes_print_says_that_it_is_internal(
    sign_in, provincial_officer, commune
):
    supported(commune)

    text = pdf_text(
        sign_in(provincial_officer).get(url("womens_union_pdf", by="commune"))
    )

    assert "LƯU HÀNH NỘI BỘ" in text


def test_the_department_says_who_has_reported(sign_in, labour_officer, commune):
    labour_record(commune)

    text = pdf_text(sign_in(labour_officer).get(url("labour_pdf")))

    assert "Mèo Vạc. " in text
    assert "Bắc Mê" in text


def test_pages_ask_the_database_as_often_for_many_as_for_one(
    sign_in, provincial_officer, commune, far_commune
):
    client = sign_in(provincial_officer)
    full(commune, far_commune)
    client.get(url("womens_union"))
    with CaptureQueriesContext(connection) as few:
        client.get(url("womens_union"))
    full(commune, far_commune)

    with CaptureQueriesContext(connection) as many:
        client.get(url("womens_union"))

    assert len(many) == len(few)
