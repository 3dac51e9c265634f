"""What is taken away: prints and spreadsheets of both reports."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader

from accounts.models import Organisation
from reporting.reports import REPORTS
from tests.accounts.trail import rows
from tests.conftest import unguarded
from tests.factories import make_case, make_household, make_victim
from tests.reporting.asking import DAY, full, pdf_text, url
from tests.reporting.factories import PIGS, give, supported


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


def test_no_report_names_anybody(sign_in, provincial_officer, commune):
    """Neither in its text nor in what a reader shows as its properties."""
    marks = {"head_name": "Giàng Zq Một", "hamlet": "Zqhamlet"}
    home = make_household(commune, **marks, high_risk_from=DAY)
    victim = make_victim(commune, name="Vàng Zq Hai", call_name="Zqba")
    case = make_case(commune, household=home, victim=victim)
    give(home, PIGS, case=case)
    client = sign_in(provincial_officer)

    prints = [client.get(url(f"{name}_pdf")) for name in REPORTS]
    books = [client.get(url(f"{name}_xlsx")) for name in REPORTS]

    properties = [str(PdfReader(BytesIO(each.content)).metadata) for each in prints]
    told = [*properties, *map(pdf_text, prints)]
    for each in books:
        with zipfile.ZipFile(BytesIO(each.content)) as packed:
            parts = {name: packed.read(name).decode() for name in packed.namelist()}
        told += parts.values()
        properties.append(parts["docProps/core.xml"])
    assert [text for text in told if "zq" in text.lower()] == []
    assert [text for text in properties if provincial_officer.name in text] == []


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
