"""Papers of a request: the same words as PDF and DOCX, and who may read a name."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override
from docx import Document
from pypdf import PdfReader

from accounts.documents import DOCX
from accounts.models import Organisation
from accounts.telling import why
from support_regimes import papers
from support_regimes.citing import UNCONFIRMED, bases
from support_regimes.models import Instrument, RegimeRequest, RuleSet
from tests.accounts.trail import rows
from tests.conftest import place, send, unguarded
from tests.support_regimes.factories import (
    item,
    make_confirmed,
    make_minor,
    make_request,
)
from tests.victims.factories import make_consent

pytestmark = pytest.mark.django_db
DECIDED = date(2023, 10, 20)
NAME = "Vàng Thị Mỷ"


@pytest.fixture
def asked(case):
    return make_request(case)


def decided(request, by, result="approved", **more):
    more = {"amount": 3_000_000} | more if result == "approved" else more
    with unguarded():
        request.decide(
            by=by, on=DECIDED, result=result, seen={}, body_name="UBND huyện",
            document_number="12/QĐ-UBND", **more,
        )  # fmt: skip
    return request


def words(content, ending):
    if ending == "pdf":
        pages = PdfReader(io.BytesIO(content)).pages
        text = " ".join(page.extract_text() for page in pages)
    else:
        document = Document(io.BytesIO(content))
        cells = [c for t in document.tables for row in t.rows for c in row.cells]
        parts = [*document.paragraphs, *(p for c in cells for p in c.paragraphs)]
        text = " ".join(part.text for part in parts)
    return " ".join(text.split())


def take(client, record, kind, ending="docx"):
    name = f"{kind}.{ending}"
    return client.get(reverse("support_regimes:request_paper", args=[record.pk, name]))


def apply(client, case, ending="docx", number=6, code="hardship_allowance", query=""):
    address = reverse(
        "support_regimes:application_paper", args=[case.pk, number, f"{code}.{ending}"]
    )
    return client.get(address + query)


def test_a_letter_as_pdf_and_as_docx(asked, caseworker, sign_in):
    client = sign_in(caseworker)
    for ending, kind in (("pdf", "application/pdf"), ("docx", DOCX)):
        answer = take(client, asked, "letter", ending)

        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert answer["Cache-Control"] == "no-store"
        assert f"letter-{asked.case.code}" in answer["Content-Disposition"]
        said = words(answer.content, ending)
        for part in (
            "ỦY BAN NHÂN DÂN XÃ KHÂU VAI",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "TỜ TRÌNH",
            "Kính gửi: Phòng Lao động – Thương binh và Xã hội huyện Mèo Vạc",
            "Căn cứ Luật Phòng, chống mua bán người số 66/2011/QH12",
            "Căn cứ Nghị định số 09/2013/NĐ-CP của Chính phủ quy định chi tiết",
            asked.case.code,
            "02/10/2023",
            "3.000.000 đồng/",
            "Ba triệu đồng",
            "trình Chủ tịch Ủy ban nhân dân huyện Mèo Vạc quyết định",
            "TM. ỦY BAN NHÂN DÂN",
            UNCONFIRMED,
        ):
            assert part in said
        assert NAME not in said
    assert [row.purpose for row in rows() if row.act.endswith("request_paper")] == [
        "paper: letter.pdf", "paper: letter.docx",
    ]  # fmt: skip


def test_a_decision_as_it_was_made(asked, caseworker, acts_as):
    record = decided(asked, caseworker)
    with acts_as(caseworker):
        said = papers.decision(record)
    text = " ".join(block.text for block in said.blocks)

    assert said.head.number == "12/QĐ-UBND"
    assert said.date_line == "Mèo Vạc, ngày 20 tháng 10 năm 2023"
    assert [block.label for block in said.blocks if block.kind == "article"] == [
        "Điều 1.", "Điều 2.", "Điều 3.",
    ]  # fmt: skip
    assert "3.000.000 đồng (Ba triệu đồng)" in text
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN MÈO VẠC" in text
    assert said.signer == ("CHỦ TỊCH",)


def test_an_amount_that_the_books_lack_is_a_gap(asked, caseworker, acts_as):
    record = decided(asked, caseworker, amount=None)
    with acts_as(caseworker):
        text = " ".join(block.text for block in papers.decision(record).blocks)

    assert f"Mức hỗ trợ: {papers.GAP}{papers.GAP} đồng." in text


def test_a_draft_leaves_number_and_day(asked):
    said = papers.decision(asked)

    assert (said.head.number, said.marks[0]) == ("…/QĐ-UBND", "DỰ THẢO")
    assert "ngày … tháng … năm" in said.date_line


def test_what_is_posted_carries_codes_only(asked, caseworker, sign_in):
    record = decided(asked, caseworker)
    said = words(take(sign_in(caseworker), record, "posted").content, "docx")

    assert papers.POSTED in said
    assert record.case.code in said
    assert NAME not in said
    assert "(họ tên" not in said


def test_after_the_districts_sở_y_tế_writes(asked, caseworker):
    said = papers.decision(asked, date(2025, 7, 15))
    text = " ".join(block.text for block in said.blocks)

    assert said.head.name == "Sở Y tế tỉnh Tuyên Quang"
    assert (said.head.parent, said.head.number) == (
        "Ủy ban nhân dân tỉnh Tuyên Quang", "…/QĐ-SYT",
    )  # fmt: skip
    assert said.signer == ("GIÁM ĐỐC",)
    assert "hết hiệu lực sau ngày 30/06/2025, áp dụng theo ngày tiếp nhận" in text
    letter = papers.request_letter(asked, date(2025, 7, 15))
    assert letter.blocks[-1].text.endswith("thẩm định và quyết định.")


def test_the_new_rules_cite_the_new_texts(case, caseworker):
    with unguarded():
        request = RegimeRequest(
            case=case,
            item=item("hardship_allowance", "law-53-2024"),
            asked_on=date(2023, 10, 2),
        ).ask(by=caseworker, seen={})
    said = [block.text for block in bases(request, date(2025, 8, 1))]

    assert said[0].startswith("Căn cứ Luật Phòng, chống mua bán người số 53/2024/QH15")
    assert any("Nghị định số 162/2025/NĐ-CP" in line for line in said)


def test_an_unconfirmed_text_says_so(asked):
    with unguarded():
        Instrument.objects.filter(code="nd-09-2013").update(confidence="unconfirmed")

    [decree] = [b.text for b in bases(asked, DECIDED) if "09/2013" in b.text]
    assert decree.endswith("(chưa xác nhận);")


def test_confirmed_rules_need_no_mark(asked):
    with unguarded():
        RuleSet.objects.update(state="confirmed")
        record = RegimeRequest.objects.get(pk=asked.pk)

        assert papers.decision(record).marks == ("DỰ THẢO",)


def test_the_letterhead_is_that_of_the_body(asked):
    with unguarded():
        Organisation.objects.create(
            name="Ủy ban nhân dân huyện Mèo Vạc", kind="committee",
            area=asked.territory.parent, heading_name="UBND HUYỆN MÈO VẠC",
            number_mark="BC-UBNDMV", place_line="Mèo Vạc", signer_title="KT. CHỦ TỊCH",
            recipients="- Như Điều 3;\n- Lưu: VP.",
        )  # fmt: skip
    said = papers.decision(asked)

    assert said.head.number == "…/QĐ-UBNDMV"
    assert (said.head.name, said.signer) == ("UBND HUYỆN MÈO VẠC", ("KT. CHỦ TỊCH",))
    assert said.recipients == ("Như Điều 3;", "Lưu: VP.")


def test_a_refusal_gives_reasons_and_the_way_to_appeal(commune, caseworker, sign_in):
    case = make_confirmed(commune, poor=False)
    record = decided(
        make_request(case), caseworker, "refused", note="Không thuộc hộ nghèo"
    )
    said = words(take(sign_in(caseworker), record, "refusal").content, "docx")

    assert "Không thuộc hộ nghèo" in said
    assert "quyền khiếu nại đến Chủ tịch Ủy ban nhân dân huyện Mèo Vạc" in said
    assert "nộp hồ sơ đề nghị mới" in said


def test_a_returned_file_names_what_is_missing(asked, caseworker, sign_in):
    client = sign_in(caseworker)
    draft = words(take(client, asked, "return").content, "docx")
    with unguarded():
        asked.send_back(by=caseworker, on=DECIDED, note="Thiếu giấy hộ nghèo")
    said = words(take(client, asked, "return").content, "docx")

    assert "V/v trả lại hồ sơ để bổ sung" in draft
    assert "1. Thiếu giấy hộ nghèo" in said
    assert "ngày 20 tháng 10 năm 2023" in said


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (None, ["letter", "return", "decision", "refusal", "annex"]),
        ("approved", ["decision", "annex", "posted"]),
        ("refused", ["refusal", "annex"]),
    ],
)
def test_each_state_has_its_papers(asked, caseworker, sign_in, state, kinds):
    if state:
        decided(asked, caseworker, state)
    client = sign_in(caseworker)
    page = client.get(reverse("support_regimes:regime_request", args=[asked.pk]))

    offered = [each["docx"].rsplit("/", 1)[1] for each in page.context["papers"]]
    every = ["letter", "return", "decision", "refusal", "annex", "posted"]
    given = [kind for kind in every if take(client, asked, kind).status_code == 200]
    assert (offered, given) == ([f"{kind}.docx" for kind in kinds], kinds)


def test_no_other_paper_is_printed(asked, caseworker, sign_in):
    client = sign_in(caseworker)
    for name in ("letter.txt", "letter", "secret.pdf", "annex"):
        address = reverse("support_regimes:request_paper", args=[asked.pk, name])
        assert client.get(address).status_code == 404, name


def test_the_trail_says_which_paper_in_words():
    with override("en"):
        said = [why("paper: annex.docx"), why("paper: application.pdf")]

    assert said == [
        "to print: Annex with the name, sent apart (DOCX)",
        "to print: Application with the data of the file (PDF)",
    ]


# Papers with a name


def test_the_annex_carries_the_name_and_the_trail_knows(asked, caseworker, sign_in):
    answer = take(sign_in(caseworker), asked, "annex")

    assert NAME in words(answer.content, "docx")
    assert "vang" not in answer["Content-Disposition"].lower()
    [row] = [row for row in rows() if row.act.endswith("request_paper")]
    assert (row.purpose, row.names) == ("paper: annex.docx", [asked.case_id])


def test_the_department_gives_a_reason_before_the_name_is_printed(
    asked, labour_officer, sign_in
):
    client = sign_in(labour_officer)
    assert take(client, asked, "annex").status_code == 302
    send(
        client,
        reverse("victims:case_reveal", args=[asked.case_id]),
        {"reason": "Ra quyết định chi hỗ trợ"},
    )

    assert NAME in words(take(client, asked, "annex").content, "docx")


def test_a_withheld_name_is_not_printed(asked, case, caseworker, sign_in):
    make_consent(case, "record", "withdrawn")
    client = sign_in(caseworker)

    assert take(client, asked, "annex").status_code == 302
    assert apply(client, case).status_code in (302, 404)


def test_the_application_holds_what_the_file_knows(case, caseworker, sign_in):
    client = sign_in(caseworker)
    for ending in ("pdf", "docx"):
        answer = apply(client, case, ending)
        said = words(answer.content, ending)

        for part in (
            "ĐƠN ĐỀ NGHỊ HỖ TRỢ",
            "Phụ lục 16",
            "CHƯA ĐỐI CHIẾU MẪU CHÍNH THỨC",
            "Kính gửi: Ủy ban nhân dân xã Khâu Vai",
            f"Họ và tên: {NAME}",
            "12/09/2023",
            "Công an huyện Mèo Vạc",
            "HN-12",
            "Trợ cấp khó khăn ban đầu",
            "NGƯỜI LÀM ĐƠN",
            "XÁC NHẬN CỦA",
        ):
            assert part in said, part
    [first, _second] = [r for r in rows() if r.act.endswith("application_paper")]
    assert (first.purpose, first.names) == ("paper: application.pdf", [case.pk])


def test_the_new_form_is_named_by_the_new_rules(commune, caseworker, sign_in):
    case = make_confirmed(commune)
    with unguarded():
        type(case).objects.filter(pk=case.pk).update(received_on=date(2025, 8, 1))

    said = words(apply(sign_in(caseworker), case, number=10).content, "docx")
    assert "Mẫu số 07" in said
    assert "Phụ lục 16" not in said


def test_a_minor_asks_through_the_parent(case, caseworker, sign_in):
    minor = make_minor(case, name="Sua")
    answer = apply(
        sign_in(caseworker), case, number=5, code="school_first_year",
        query=f"?minor={minor.pk}",
    )  # fmt: skip
    said = words(answer.content, "docx")

    assert "Họ và tên: Sua" in said
    assert f"(nếu dưới 18 tuổi): {NAME}" in said


def test_no_application_for_what_is_not_asked_of_the_state(case, caseworker, sign_in):
    client = sign_in(caseworker)
    for number, code in ((1, "meals_in_facility"), (6, "vocational"), (6, "nothing")):
        assert apply(client, case, number=number, code=code).status_code == 404


def test_the_page_offers_the_application_before_it_is_filed(case, caseworker, sign_in):
    page = sign_in(caseworker).get(
        reverse("support_regimes:regime_request_ask", args=[case.pk, 6])
    )

    assert any(
        each["pdf"].endswith("hardship_allowance.pdf")
        for each in page.context["applications"]
    )


def test_the_neighbour_prints_nothing(asked, case, neighbour, sign_in, places):
    client = sign_in(neighbour)

    assert place("00814@2004") == case.territory
    assert (take(client, asked, "letter").status_code, apply(client, case).status_code) == (
        404, 404,
    )  # fmt: skip
