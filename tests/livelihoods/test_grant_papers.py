"""The slip for the household and the decision for the files, read back from the PDF."""

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Activity, Organisation
from livelihoods.models import GrantLine
from livelihoods.papers import short_name
from tests.conftest import unguarded
from tests.factories import make_case, make_household
from tests.livelihoods.grants import (
    again,
    approved,
    barn,
    draft,
    guidance,
    hand_over,
    make_budget,
    pigs,
)

pytestmark = pytest.mark.django_db


def paper(client, name, grant, query=""):
    """(text on one line, file name) of a paper of the grant."""
    answer = client.get(reverse(f"livelihoods:{name}", args=[grant.pk]) + query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.split()), answer["Content-Disposition"]


@pytest.fixture
def case(commune):
    return make_case(commune)


@pytest.fixture
def of_a_person(caseworker, district_officer, case):
    lines = [pigs(3, 3_900_000), barn(), guidance()]
    return approved(caseworker, district_officer, case=case, lines=lines)


@pytest.fixture
def of_a_household(caseworker, district_officer, commune, of_a_person):
    household = make_household(commune, high_risk_from=date(2023, 1, 1))
    return approved(
        caseworker,
        district_officer,
        household=household,
        budget=again(of_a_person).budget,
    )


def test_the_slip_says_what_was_delivered(of_a_person, caseworker, sign_in):
    handover = hand_over(
        of_a_person,
        caseworker,
        handed_by="Cán bộ Hội LHPN xã",
        read_back_in="mong",
        vet_saw=True,
    )

    text, file = paper(sign_in(caseworker), "grant_slip", of_a_person)

    for words in (
        "PHIẾU GIAO NHẬN HỖ TRỢ SINH KẾ",
        "HỘI LIÊN HIỆP PHỤ NỮ XÃ KHÂU VAI",
        handover.number,
        "15/01/2024",
        "Vàng Thị M.",
        "thôn 2, xã Khâu Vai",
        "Cán bộ Hội LHPN xã",
        "3 con 3 con",
        "chưa quy ra tiền",
        "15.300.000 đ (Mười lăm triệu ba trăm nghìn đồng)",
        "Vật nuôi chết không phải đền.",
        "× Mông",
        "× Thú y đã xem",
        "ký hoặc điểm chỉ",
        "nếu người nhận muốn",
    ):
        assert words in text
    assert file == f'inline; filename="phieu-{handover.number}-20240115.pdf"'


def test_nothing_on_a_slip_tells_who_came_back(
    of_a_person, of_a_household, caseworker, sign_in
):
    """Same title, no code, no donor, no word of why: a paper on the table is neutral."""
    client = sign_in(caseworker)
    for grant in (of_a_person, of_a_household):
        hand_over(grant, caseworker)
        case = grant.case
        text, file = paper(client, "grant_slip", grant)

        told = [grant.code, grant.household.code, "Rồng Xanh", "nạn nhân", "phòng ngừa",
                "mua bán", "hồ sơ"]  # fmt: skip
        told += [case.code, "Vàng Thị Mỷ"] if case else ["Giàng A Pó"]
        assert [word for word in told if word.lower() in text.lower()] == []
        assert [word for word in told if word in file] == []


def test_both_slips_have_the_same_words_but_for_the_facts(
    of_a_person, of_a_household, caseworker, sign_in
):
    client = sign_in(caseworker)

    texts = [paper(client, "grant_slip", g)[0] for g in (of_a_person, of_a_household)]

    heads = [text.split("Người nhận")[0] for text in texts]
    tails = [text.split("Vật nuôi chết")[1] for text in texts]
    assert heads[0] == heads[1]
    assert tails[0] == tails[1]


def test_the_slip_before_the_handover_has_gaps(of_a_person, caseworker, sign_in):
    text, file = paper(sign_in(caseworker), "grant_slip", of_a_person)

    assert "……/……/………" in text
    assert file == 'inline; filename="phieu-20240115.pdf"'


def test_a_part_delivery_shows_both_numbers(of_a_household, caseworker, sign_in):
    first = hand_over(of_a_household, caseworker, [2])
    hand_over(of_a_household, caseworker, [1])
    client = sign_in(caseworker)

    text, _file = paper(client, "grant_slip", of_a_household, f"?of={first.number}")

    assert "3 con 2 con một con bị ốm" in text
    assert "Giá trị được duyệt: 12.000.000 đ" in text


def test_what_has_no_value_says_so_on_both_papers(
    caseworker, district_officer, commune, sign_in
):
    products = GrantLine(kind="fertilizer", item="Chế phẩm sinh học", not_valued=True)
    grant = approved(caseworker, district_officer, lines=[products])
    hand_over(grant, caseworker)
    client = sign_in(caseworker)

    slip, _file = paper(client, "grant_slip", grant)
    letter, _file = paper(client, "grant_letter", grant)

    assert "Giá trị: chưa quy ra tiền" in slip
    assert "trọn gói trọn gói" in slip
    assert "Mức duyệt: chưa quy ra tiền" in letter
    assert " 0 đ" not in slip + letter


def test_the_decision_has_codes_amounts_and_no_name(
    of_a_person, district_officer, case, district, acts_as, sign_in
):
    with unguarded():
        Organisation.objects.create(
            name="Hội Liên hiệp Phụ nữ huyện Mèo Vạc",
            kind="womens_union",
            area=district,
            heading_parent="Hội LHPN tỉnh Hà Giang",
            heading_name="Hội LHPN huyện Mèo Vạc",
            number_mark="BTV",
            place_line="Mèo Vạc",
            signer_title="Chủ tịch",
            recipients="Hội LHPN xã\nLưu: VT",
        )
    with acts_as(district_officer):
        again(of_a_person).number_decision("15/QĐ-BTV", by=district_officer)

    text, file = paper(sign_in(district_officer), "grant_letter", of_a_person)

    for words in (
        "HỘI LHPN TỈNH HÀ GIANG",
        "HỘI LHPN HUYỆN MÈO VẠC",
        "Số: 15/QĐ-BTV",
        "Mèo Vạc, ngày 15 tháng 01 năm 2024",
        "QUYẾT ĐỊNH",
        of_a_person.code,
        case.code,
        "xã Khâu Vai, huyện Mèo Vạc",
        "11.700.000",
        "3.600.000",
        "chưa quy ra tiền",
        "15.300.000 đ (Mười lăm triệu ba trăm nghìn đồng)",
        "Rồng Xanh, năm 2024",
        "CHỦ TỊCH",
        "- Hội LHPN xã",
    ):
        assert words in text
    assert "Vàng Thị" not in text
    assert "Mỷ" not in text
    assert file == f'inline; filename="{of_a_person.code}-20240115.pdf"'


def test_another_amount_stands_beside_what_was_asked(
    caseworker, district_officer, acts_as, sign_in
):
    grant = draft(caseworker, budget=make_budget())
    with acts_as(caseworker):
        grant.submit(by=caseworker)
    with acts_as(district_officer):
        again(grant).approve(
            by=district_officer, amount=9_000_000, reason="Giá theo khung"
        )

    text, _file = paper(sign_in(district_officer), "grant_letter", grant)

    assert "Tổng theo đề nghị 12.000.000" in text
    assert "Mức duyệt: 9.000.000 đ (Chín triệu đồng)" in text


@pytest.mark.parametrize("name", ["grant_slip", "grant_letter"])
def test_there_is_no_paper_before_the_approval(name, caseworker, sign_in):
    grant = draft(caseworker)

    answer = sign_in(caseworker).get(reverse(f"livelihoods:{name}", args=[grant.pk]))

    assert answer.url == reverse("livelihoods:grant_page", args=[grant.pk])


def test_each_opening_stands_in_the_trail(of_a_person, caseworker, sign_in):
    client = sign_in(caseworker)
    paper(client, "grant_slip", of_a_person)
    paper(client, "grant_slip", of_a_person)
    paper(client, "grant_letter", of_a_person)

    with unguarded():
        opened = Activity.objects.filter(act__startswith="read ").order_by("id")
        case = of_a_person.case_id
        assert [(a.act, a.subjects, a.names) for a in opened] == [
            ("read livelihoods:grant_slip", [case, of_a_person.pk], [case]),
            ("read livelihoods:grant_slip", [case, of_a_person.pk], [case]),
            ("read livelihoods:grant_letter", [of_a_person.pk], []),
        ]


def test_a_name_on_a_slip_is_short():
    assert short_name("Lý Văn Páo") == "Lý Văn P."
    assert short_name("Mỷ") == "Mỷ"
