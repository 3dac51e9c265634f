"""The pages of a grant, from asking to closing, as people press the buttons."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Activity
from livelihoods.models import Grant, Handover, Payment, Species
from tests.conftest import send, unguarded
from tests.factories import make_case, make_household
from tests.livelihoods.grants import (
    again,
    approved,
    barn,
    draft,
    guidance,
    hand_over,
    make_budget,
    now,
    pay,
    pigs,
    submitted,
    victims_grant,
)

pytestmark = pytest.mark.django_db
S = Grant.State


def url(name, record, query=""):
    return reverse(f"livelihoods:{name}", args=[record.pk]) + query


def row(place=0, **values):
    """One row of the request as the browser sends it."""
    with unguarded():
        pig = Species.objects.get(code="pig").pk
    values = {
        "kind": "animals",
        "species": pig,
        "item": "Lợn giống",
        "quantity": "3",
        "unit": "con",
        "unit_price": "4 triệu",
        "lot_amount": "",
    } | values
    return {f"lines-{place}-{name}": v for name, v in values.items() if v is not None}


def request_data(*rows, **values):
    data = {
        "lines-TOTAL_FORMS": len(rows) or 1,
        "lines-INITIAL_FORMS": 0,
        "why": ["water"],
        "note": "Có chuồng cũ",
        "consulted": ["person", "vet"],
        "consulted_on": "10/01/2024",
        "payee": "self",
        "keeper": "self",
        "trained": "no",
    }
    for fields in rows or [row()]:
        data |= fields
    return data | values


@pytest.fixture
def household(commune):
    return make_household(commune, high_risk_from=date(2023, 1, 1))


# asking


def test_a_caseworker_asks_with_rows_of_every_price(caseworker, household, sign_in):
    rows = [
        row(0),
        row(1, kind="barn", species="", item="Tấm lợp", quantity="", unit="",
            unit_price="", lot_amount="3.600.000"),
        row(2, kind="guidance", species="", item="Hướng dẫn", quantity="2",
            unit="buổi", unit_price="", not_valued="on"),
    ]  # fmt: skip
    client = sign_in(caseworker)

    answer = send(client, url("grant_ask", household), request_data(*rows))

    with unguarded():
        grant = Grant.objects.get()
        assert answer.url == url("grant_page", grant)
        assert (grant.state, grant.total, grant.note) == (
            S.DRAFT,
            15_600_000,
            "Có chuồng cũ",
        )
        assert [line.amount for line in grant.lines.all()] == [
            12_000_000,
            3_600_000,
            None,
        ]


def test_the_grant_of_a_case_names_it(caseworker, commune, sign_in):
    case = make_case(commune)

    send(
        sign_in(caseworker),
        url("grant_ask", case.household),
        request_data(case=str(case.pk)),
    )

    with unguarded():
        assert Grant.objects.get().case == case


def test_the_case_of_another_household_is_not_found(caseworker, commune, sign_in):
    case, household = make_case(commune), make_household(commune)

    answer = send(
        sign_in(caseworker),
        url("grant_ask", household),
        request_data(case=str(case.pk)),
    )

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("act", "rows", "names"),
    [("add", 2, ["Lợn giống", ""]), ("remove-0", 1, [""]), ("count", 1, ["Lợn giống"])],
)
def test_rows_come_and_go_without_a_script(
    act, rows, names, caseworker, household, sign_in
):
    data = request_data(row(), act=act, note="Chưa xong", consulted_on_day="9")

    answer = send(sign_in(caseworker), url("grant_ask", household), data)

    page = answer.content.decode()
    forms = answer.context["lines"].forms
    assert answer.status_code == 200
    assert len(forms) == rows
    assert [str(form["item"].value() or "") for form in forms] == names
    assert "Chưa xong" in page
    assert answer.context["form"].errors == {}
    with unguarded():
        assert Grant.objects.count() == 0


def test_removing_the_first_row_keeps_the_second(caseworker, household, sign_in):
    second = row(1, item="Gà", quantity="15", unit_price="", lot_amount="5000000")
    data = request_data(row(), second, act="remove-0")

    answer = send(sign_in(caseworker), url("grant_ask", household), data)

    lines = answer.context["lines"]
    assert [form["item"].value() for form in lines] == ["Gà"]
    assert lines.total == 5_000_000


def test_counting_shows_the_total_in_words(caseworker, household, sign_in):
    answer = send(
        sign_in(caseworker), url("grant_ask", household), request_data(act="count")
    )

    page = answer.content.decode()
    assert "12.000.000 đ" in page
    assert "Mười hai triệu đồng" in page


def test_what_is_wrong_is_said_beside_the_row_and_nothing_is_lost(
    caseworker, household, sign_in
):
    wrong = row(unit_price="", lot_amount="")
    data = request_data(wrong, note="Giữ lại chữ này", payee="other")

    answer = send(sign_in(caseworker), url("grant_ask", household), data)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["lines"].errors[0].keys() == {"__all__"}
    assert set(answer.context["form"].errors) == {
        "agreed_alone",
        "agreed_alone_on",
        "other_holder",
    }
    assert "Giữ lại chữ này" in page
    with unguarded():
        assert Grant.objects.count() == 0


def test_another_keeper_is_kept_with_her_yes(caseworker, household, sign_in):
    data = request_data(
        keeper="other",
        other_holder="Mẹ đẻ",
        agreed_alone="on",
        agreed_alone_on="09/01/2024",
    )

    send(sign_in(caseworker), url("grant_ask", household), data)

    with unguarded():
        grant = Grant.objects.get()
        assert (grant.keeper, grant.other_holder, grant.agreed_alone_on) == (
            "other",
            "Mẹ đẻ",
            date(2024, 1, 9),
        )


def test_the_same_form_sent_twice_is_one_request(caseworker, household, sign_in):
    client, key = sign_in(caseworker), uuid.uuid4()
    data = request_data() | {"submission": key}

    first = client.post(url("grant_ask", household), data)
    second = client.post(url("grant_ask", household), data)

    assert (first.status_code, second.url) == (302, first.url)
    with unguarded():
        assert Grant.objects.count() == 1


def test_a_draft_is_changed(caseworker, sign_in):
    grant = draft(caseworker)
    client = sign_in(caseworker)
    page = client.get(url("grant_edit", grant))
    assert page.context["lines"].initial[0]["quantity"] == 3

    data = request_data(row(quantity="2,0"), version=1, note="Đổi ý")
    send(client, url("grant_edit", grant), data)

    with unguarded():
        changed = Grant.objects.get()
        assert (changed.total, changed.note, changed.version) == (8_000_000, "Đổi ý", 2)


def test_of_two_tabs_the_second_sees_both_texts(caseworker, sign_in):
    grant = draft(caseworker)
    client = sign_in(caseworker)
    first = request_data(row(quantity="5"), version=1)
    second = request_data(row(quantity="7"), version=1)
    send(client, url("grant_edit", grant), first)

    answer = send(client, url("grant_edit", grant), second)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "5 con lợn giống" in page
    assert 'value="7"' in page
    assert now(grant, "total") == (20_000_000,)
    send(client, url("grant_edit", grant), second | {"version": 2})
    assert now(grant, "total") == (28_000_000,)


def test_a_sent_request_is_not_changed(caseworker, district_officer, sign_in):
    grant = submitted(caseworker)

    answer = send(
        sign_in(caseworker), url("grant_edit", grant), request_data(version=2)
    )

    assert answer.url == url("grant_page", grant)
    assert now(grant, "version") == (2,)


def test_sending_says_where_it_went(caseworker, district_officer, sign_in):
    grant = draft(caseworker)
    client = sign_in(caseworker)

    answer = send(client, url("grant_submit", grant), follow=True)

    assert answer.redirect_chain[-1][0] == url("grant_page", grant)
    assert "huyện Mèo Vạc" in answer.content.decode()
    assert again(grant).state == S.SUBMITTED


def test_an_incomplete_request_stays_a_draft(caseworker, district_officer, sign_in):
    grant = draft(caseworker, why=[])

    send(sign_in(caseworker), url("grant_submit", grant))

    assert again(grant).state == S.DRAFT


# deciding


@pytest.fixture
def waiting(caseworker, district_officer):
    return submitted(
        caseworker,
        budget=make_budget(),
        lines=[pigs(3, 3_900_000), barn(), guidance()],
    )


def test_the_officer_sees_lines_checks_and_money(waiting, district_officer, sign_in):
    answer = sign_in(district_officer).get(url("grant_page", waiting))

    page = answer.content.decode()
    assert answer.status_code == 200
    for text in ("11.700.000 đ", "15.300.000 đ", "Mười lăm triệu ba trăm nghìn đồng",
                 "100.000.000 đ", "84.700.000 đ"):  # fmt: skip
        assert text in page
    verdicts = [check.verdict for check in answer.context["checks"]]
    assert verdicts == sorted(verdicts, key=["unmet", "look", "met"].index)
    assert answer.context["may"] == {"approve", "return", "refuse", "withdraw"}


def test_names_stay_hidden_on_the_decision_page(
    caseworker, district_officer, commune, acts_as, sign_in
):
    grant = victims_grant(caseworker, commune)
    with acts_as(caseworker):
        grant.submit(by=caseworker)

    page = sign_in(district_officer).get(url("grant_page", grant)).content.decode()

    assert "Vàng Thị Mỷ" not in page
    assert grant.case.code in page


def test_the_first_question_changes_nothing(waiting, district_officer, sign_in):
    answer = sign_in(district_officer).get(url("grant_approve", waiting))

    page = answer.content.decode()
    assert "Mười lăm triệu ba trăm nghìn đồng" in page
    assert page.count("15.300.000 đ") > 1
    assert again(waiting).state == S.SUBMITTED


def test_the_button_approves(waiting, district_officer, sign_in):
    data = {"act": "approve", "version": 2, "budget": waiting.budget_id}

    answer = send(sign_in(district_officer), url("grant_approve", waiting), data)

    assert answer.url == url("grant_page", waiting)
    after = again(waiting)
    assert (after.state, after.due_amount) == (S.APPROVED, 15_300_000)
    assert after.budget.committed == 15_300_000


def test_another_amount_is_looked_at_once_more(waiting, district_officer, sign_in):
    client = sign_in(district_officer)
    data = {
        "version": 2,
        "amount": "14 triệu",
        "reason": "Giá theo khung của xã",
        "budget": waiting.budget_id,
    }

    look = send(
        client, url("grant_approve", waiting, "?other=1"), data | {"act": "look"}
    )
    page = look.content.decode()
    assert "Mười bốn triệu đồng" in page
    assert again(waiting).state == S.SUBMITTED

    send(client, url("grant_approve", waiting), data | {"act": "approve"})
    assert again(waiting).due_amount == 14_000_000


def test_a_stale_approval_is_refused_with_the_time(
    waiting, caseworker, district_officer, acts_as, sign_in
):
    with acts_as(district_officer):
        again(waiting).return_for_mending(
            by=district_officer, fields=["lines"], kind="price"
        )
    with acts_as(caseworker):
        again(waiting).submit(by=caseworker)
    data = {"act": "approve", "version": 2, "budget": waiting.budget_id}

    answer = send(sign_in(district_officer), url("grant_approve", waiting), data)

    assert answer.status_code == 200
    assert "Đề nghị vừa được sửa lúc" in answer.content.decode()
    assert now(waiting, "state", "due_amount") == (S.SUBMITTED, None)


def test_without_a_source_the_officer_is_asked_for_one(
    caseworker, district_officer, sign_in
):
    grant, budget = submitted(caseworker), make_budget()
    client = sign_in(district_officer)

    assert client.get(url("grant_approve", grant)).context["changing"]
    data = {"act": "approve", "version": 2, "budget": budget.pk}
    send(client, url("grant_approve", grant), data)

    assert again(grant).budget == budget


def test_the_officer_sends_back_and_sees_only_what_changed(
    waiting, caseworker, district_officer, client
):
    client.force_login(district_officer)
    data = {"version": 2, "fields_to_mend": ["lines"], "kind": "price"}
    send(client, url("grant_return", waiting), data)
    assert again(waiting).state == S.RETURNED

    client.force_login(caseworker)
    page = client.get(url("grant_edit", waiting)).content.decode()
    assert "các khoản xin và giá" in page.lower()
    send(client, url("grant_edit", waiting), request_data(version=3))
    send(client, url("grant_submit", waiting))

    client.force_login(district_officer)
    changes = client.get(url("grant_page", waiting)).context["changes"]
    lines = [(c["before"], c["now"]) for c in changes if c["what"] == "Khoản"]
    assert ("3 con lợn giống, 11.700.000\u00a0đ", "") in lines
    assert ("", "3 con lợn giống, 12.000.000\u00a0đ") in lines


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("grant_refuse", {"reason": "Chưa có chuồng và nước"}, S.REFUSED),
        ("grant_withdraw", {"reason": "Hộ đổi ý, chưa cần nữa"}, S.WITHDRAWN),
    ],
)
def test_refused_and_withdrawn_with_a_reason(
    name, data, state, waiting, district_officer, sign_in
):
    client = sign_in(district_officer)
    short = send(client, url(name, waiting), {"reason": "không", "version": 2})
    assert short.status_code == 200
    assert list(short.context["form"].errors) == ["reason"]

    send(client, url(name, waiting), data | {"version": 2})

    assert again(waiting).state == state


def test_an_officer_who_edited_gets_no_button(
    waiting, caseworker, district_officer, acts_as, sign_in
):
    with acts_as(district_officer):
        again(waiting).return_for_mending(
            by=district_officer, fields=["lines"], kind="price"
        )
        again(waiting).edit(by=district_officer, fields=[], lines=[pigs(1)])
    with unguarded():
        Grant.objects.filter(pk=waiting.pk).update(state=S.SUBMITTED)
    client = sign_in(district_officer)

    assert client.get(url("grant_page", waiting)).context["may"] == {"withdraw"}
    version = again(waiting).version
    data = {"act": "approve", "version": version, "budget": waiting.budget_id}
    answer = send(client, url("grant_approve", waiting), data)
    assert answer.status_code == 200
    assert again(waiting).state == S.SUBMITTED


# giving


def test_paying_by_the_form(caseworker, district_officer, sign_in):
    grant = approved(caseworker, district_officer)
    client = sign_in(district_officer)
    data = {
        "voucher": "PC-07",
        "happened_on": "15/01/2024",
        "amount": "12tr",
        "way": "cash",
    }
    over = send(client, url("grant_pay", grant), data | {"amount": "12.000.001"})
    assert list(over.context["form"].errors) == ["amount"]

    answer = send(client, url("grant_pay", grant), data)

    assert answer.url == url("grant_page", grant)
    assert now(grant, "state", "paid") == (S.PAID, 12_000_000)


def test_a_used_voucher_number_is_said_neutrally(caseworker, district_officer, sign_in):
    first = approved(caseworker, district_officer)
    pay(first, district_officer, 1_000_000, voucher="PC-07")
    second = approved(caseworker, district_officer, budget=again(first).budget)
    data = {
        "voucher": "PC-07",
        "happened_on": "15/01/2024",
        "amount": "12tr",
        "way": "cash",
    }

    answer = send(sign_in(district_officer), url("grant_pay", second), data)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Số chứng từ này đã dùng" in page
    assert first.code not in page


def test_a_payment_is_struck_out(caseworker, district_officer, sign_in):
    grant = approved(caseworker, district_officer)
    payment = pay(grant, district_officer)

    send(
        sign_in(district_officer),
        url("payment_void", payment),
        {"reason": "Ghi nhầm số chứng từ"},
    )

    assert now(grant, "state", "paid") == (S.APPROVED, 0)


def delivery(grant, *numbers, **values):
    with unguarded():
        lines = list(grant.lines.all())
    data = {"happened_on": "15/01/2024", "confirmation": "thumb", "handed_by": "Cán bộ"}
    for line, number in zip(lines, numbers, strict=True):
        data[f"line-{line.pk}-delivered"] = number
        data[f"line-{line.pk}-condition"] = "good"
    return data | values


def test_handing_over_by_the_form(caseworker, district_officer, sign_in):
    grant = approved(caseworker, district_officer)
    client = sign_in(caseworker)
    assert client.get(url("grant_hand_over", grant)).status_code == 200

    few = send(client, url("grant_hand_over", grant), delivery(grant, "2"))
    assert few.status_code == 200
    assert few.context["lines"][0].errors.keys() == {"reason"}
    quiet = delivery(grant, "3", confirmation="")
    unsure = send(client, url("grant_hand_over", grant), quiet)
    assert list(unsure.context["form"].errors) == ["confirmation"]
    answer = send(client, url("grant_hand_over", grant), delivery(grant, "3"))

    assert answer.url == url("grant_page", grant)
    assert again(grant).state == S.HANDED_OVER
    with unguarded():
        assert grant.household.herds.get().heads_now == 3


def test_a_handover_is_struck_out_by_the_form(caseworker, district_officer, sign_in):
    grant = approved(caseworker, district_officer)
    handover = hand_over(grant, caseworker)
    client = sign_in(caseworker)
    assert client.get(url("handover_void", handover)).status_code == 200

    send(client, url("handover_void", handover), {"reason": "Ghi nhầm số con"})

    assert again(grant).state == S.APPROVED
    page = client.get(url("grant_page", grant)).content.decode()
    assert "Đã hủy" in page


def test_closing_by_the_form(caseworker, district_officer, sign_in):
    grant = approved(caseworker, district_officer)
    pay(grant, district_officer)
    hand_over(grant, caseworker)
    version = again(grant).version

    send(
        sign_in(caseworker),
        url("grant_close", grant),
        {"reason": "Đàn lợn lớn tốt", "version": version},
    )

    assert again(grant).state == S.CLOSED


def test_the_number_of_the_decision_is_entered_later(
    caseworker, district_officer, sign_in
):
    grant = approved(caseworker, district_officer)

    send(sign_in(district_officer), url("grant_number", grant), {"number": "15/QĐ-BTV"})

    assert again(grant).decision_number == "15/QĐ-BTV"


# who may what

PAGES = ["grant_page", "grant_edit", "grant_approve", "grant_return", "grant_refuse"]
PAGES += ["grant_withdraw", "grant_pay", "grant_hand_over", "grant_close"]
PAGES += ["grant_slip", "grant_letter"]
NOT_FOUND = dict.fromkeys(PAGES, 404)
EXPECTED = {
    "caseworker": {"grant_page": 200, "grant_edit": 302, "grant_approve": 403,
                   "grant_return": 403, "grant_refuse": 403, "grant_withdraw": 200,
                   "grant_pay": 403, "grant_hand_over": 200, "grant_close": 200,
                   "grant_slip": 200, "grant_letter": 200},
    "district_officer": {**dict.fromkeys(PAGES, 200), "grant_edit": 302},
    "provincial_officer": {"grant_page": 200, "grant_edit": 403, "grant_approve": 200,
                           "grant_return": 200, "grant_refuse": 200,
                           "grant_withdraw": 403, "grant_pay": 200,
                           "grant_hand_over": 403, "grant_close": 403,
                           "grant_slip": 403, "grant_letter": 200},
    "other_district_officer": NOT_FOUND,
    "labour_officer": dict.fromkeys(PAGES, 403),
    "administrator": dict.fromkeys(PAGES, 403),
    "nobody": dict.fromkeys(PAGES, 302),
}  # fmt: skip
NEIGHBOUR = {
    name: 403 if status == 403 else 404
    for name, status in EXPECTED["caseworker"].items()
}


def test_who_opens_which_page(request, caseworker, district_officer, client):
    grant = approved(caseworker, district_officer)
    expected = {**EXPECTED, "neighbour": NEIGHBOUR}

    seen = {}
    for who in expected:
        client.logout()
        if user := request.getfixturevalue(who):
            client.force_login(user)
        seen[who] = {name: client.get(url(name, grant)).status_code for name in PAGES}

    assert seen == expected


@pytest.mark.parametrize("name", ["grant_submit", "grant_number"])
def test_acts_answer_to_post_alone(name, caseworker, district_officer, client):
    grant = draft(caseworker)
    client.force_login(caseworker if name == "grant_submit" else district_officer)

    assert client.get(url(name, grant)).status_code == 405


def test_reading_a_grant_is_one_row_of_the_trail(caseworker, sign_in):
    grant = draft(caseworker)
    client = sign_in(caseworker)

    client.get(url("grant_page", grant))

    with unguarded():
        read = Activity.objects.get(act="read livelihoods:grant_page")
        assert read.subjects[0] == grant.pk


def test_a_page_costs_the_same_with_more_lines_and_payments(
    caseworker, district_officer, sign_in
):
    one = approved(caseworker, district_officer)
    many = approved(
        caseworker,
        district_officer,
        budget=again(one).budget,
        lines=[pigs(), barn(), guidance()],
    )
    for place in "123":
        pay(many, district_officer, 1_000_000, voucher=f"PC-{place}")
    pay(one, district_officer, 1_000_000, voucher="PC-4")
    client = sign_in(district_officer)
    client.get(url("grant_page", one))

    counts = []
    for grant in (one, many):
        with CaptureQueriesContext(connection) as queries:
            client.get(url("grant_page", grant))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    with unguarded():
        assert Payment.objects.count() == 4
        assert Handover.objects.count() == 0
