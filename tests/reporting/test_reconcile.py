"""Comparing with the police: the page, what is kept, what is refused."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Activity
from accounts.tables import csv_file
from reporting.models import Reconciliation
from tests.conftest import place, send, unguarded
from tests.factories import make_case, make_victim
from tests.reporting.reconciled import reconciliation

PAGE, KEEP = reverse("reporting:reconcile"), reverse("reporting:reconciliation_keep")
HEADS = ["Họ và tên", "Năm sinh", "Ngày tiếp nhận", "Giới tính"]
ROWS = [
    ["VANG THI MY", "1995", "14/09/2023", "Nữ"],
    ["Lò Thị Ai", "2001", "01/02/2023", "Nữ"],
    ["Vàng Thị Mỷ", "1995", "01/02/2022", "Nữ"],
    ["Lò Thị Bê", "hai nghìn", "", "Nữ"],
]


def asked(*rows, heads=HEADS, file="ds.csv", **more):
    data = {
        "source": "police",
        "area": "02@2004",
        "from_on": "1/1/2023",
        "to_on": "31/12/2023",
        "reason": "Đối chiếu quý IV với phòng nghiệp vụ",
    }
    if rows:
        data["file"] = SimpleUploadedFile(file, csv_file(heads, rows))
    return data | more


@pytest.fixture
def officer(client, labour_officer):
    client.force_login(labour_officer)
    client.cookies["django_language"] = "en"
    return labour_officer


def test_a_list_is_compared_shown_and_kept_as_counts(client, officer, commune):
    case = make_case(commune)
    make_case(commune, victim=make_victim(commune, name="Sùng Thị Dợ", call_name="Dợ"))

    page = send(client, PAGE, asked(*ROWS))
    answer = page.context["result"]
    with unguarded():
        told = Activity.objects.filter(act="read reporting:reconcile").get()

    assert answer.lines == {
        "matched": 1, "unsure_ours": 0, "unsure_theirs": 0, "only_ours": 1,
        "only_theirs": 1, "withheld": 0, "outside": 1, "unread": 1,
    }  # fmt: skip
    assert (answer.theirs, answer.ours["persons"]) == ({"persons": 2, "female": 2}, 2)
    assert (told.purpose, told.names) == (asked()["reason"], [case.pk])
    text = page.content.decode()
    assert [name in text for name in ("Vàng", "VANG", "Lò Thị")] == [False] * 3
    assert Reconciliation.objects.count() == 0

    sent = {"result": page.context["keep"]["result"].value(), "note": "Gọi lại"}
    led = send(client, KEEP, sent)

    with unguarded():
        kept = Reconciliation.objects.get()
    assert led.url == kept.get_absolute_url()
    assert (kept.lines, kept.note, kept.recorded_by) == (
        answer.lines,
        "Gọi lại",
        officer,
    )
    assert client.get(led.url).status_code == 200
    assert client.get(f"{led.url[:-1]}.xlsx").content[:2] == b"PK"


def test_totals_alone_need_no_reason(client, officer):
    page = send(client, PAGE, asked(persons="3", female="2", reason=""))

    assert page.context["rows"][0]["more"] == 3
    assert page.context["lines"] == []


def test_what_is_refused_keeps_what_was_typed(client, officer):
    first = ["Lò Thị Ai", "2001", "01/02/2023", "Nữ"]
    cases = [
        (asked(first, heads=["A", "B", "C", "D"]), "head"),
        (asked(first, file="ds.xls"), "file"),
        (asked(first, file="ds.zip"), "file"),
        (asked(first, reason="ngắn"), "reason"),
        (asked(first, reason="Hỏi về Lo Thi Ai có không"), "reason"),
        (asked(first, year="Tuổi"), "year"),
        (asked(), "persons"),
        (asked(persons="3", female="4"), "female"),
        (asked(persons="3", alone="2", rescued="2"), "persons"),
        (asked(persons="3", to_on="31/12/2022"), "to_on"),
        (asked(persons="3", to_on="31/12/2024"), "to_on"),
        (asked(persons="3", area="04@2004"), "area"),
    ]

    for data, field in cases:
        form = send(client, PAGE, data).context["form"]
        assert set(form.errors) == {field}
        assert form["source"].value() == "police"


def test_a_head_row_or_columns_may_be_chosen(client, officer):
    row = ["Lò Thị Ai", "2001", "01/02/2023", "Nữ"]
    heads = ["Người", "Sinh", "Hôm", "Nam/nữ"]

    by_heading = send(client, PAGE, asked(row, heads=heads, name="Người"))
    by_letter = send(
        client, PAGE, asked(row, heads=heads, head="1", name="a", year="B")
    )

    assert by_heading.context["result"].theirs == {"persons": 1, "female": 1}
    assert by_letter.context["list"].people[0].year == 2001


def test_nobody_keeps_a_result_they_were_not_shown(client, officer):
    led = send(client, KEEP, {"result": "made-up", "note": ""})

    assert led.url == PAGE
    with unguarded():
        assert Reconciliation.objects.count() == 0


def test_another_provinces_comparison_is_not_there(client, officer):
    other = reconciliation(place("04@2004"))["pk"]

    assert (
        client.get(reverse("reporting:reconciliation", args=[other])).status_code == 404
    )


def test_a_period_that_ends_in_future_is_not_kept(commune, acts_as, officer):
    from_on, to_on = date(2024, 1, 1), date(2024, 1, 16)
    result = Reconciliation(territory=commune, source="police", by_list=False,
                            from_on=from_on, to_on=to_on)  # fmt: skip

    with acts_as(officer), pytest.raises(Exception, match="sau hôm nay"):
        result.keep(by=officer)
