"""Filing, following and deciding a request, through the pages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from support_regimes.models import RegimeAnswer, RegimeRequest
from tests.conftest import send, unguarded
from tests.support_regimes.factories import (
    item,
    make_confirmed,
    make_minor,
    make_request,
)


def boxes(name, day):
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}_{part}": number for part, number in parts.items()}


def of_case(page, case, number=6, **query):
    name = f"support_regimes:{page}"
    return reverse(name, args=[case.pk, number], query=query)


def of_request(page, record):
    return reverse(f"support_regimes:{page}", args=[record.pk])


def asked(code, day=date(2024, 1, 10)):
    return {"item": item(code).pk} | boxes("asked_on", day)


def stored():
    with unguarded():
        return RegimeRequest.objects.get()


def test_filing_an_application(sign_in, caseworker, case):
    client = sign_in(caseworker)

    response = send(
        client, of_case("regime_request_ask", case), asked("hardship_allowance")
    )

    record = stored()
    assert response.url == of_request("regime_request", record)
    with unguarded():
        step = record.steps.get()
    assert (record.state, step.happened_on) == ("asked", date(2024, 1, 10))
    assert step.facts_seen == {
        "poor_household": "met",
        "confirmed": "met",
        "returned_home": "met",
        "within_12_months": "met",
    }


def test_filing_for_a_minor(sign_in, caseworker, case):
    minor = make_minor(case)
    url = of_case("regime_request_ask", case, 5, minor=minor.pk)

    send(sign_in(caseworker), url, asked("vocational"))

    assert stored().minor_id == minor.pk


def test_filing_twice_keeps_what_was_typed(sign_in, caseworker, case):
    make_request(case)

    response = send(
        sign_in(caseworker),
        of_case("regime_request_ask", case),
        asked("hardship_allowance"),
    )

    assert response.status_code == 200
    assert response.context["form"].errors["__all__"]
    assert 'value="10"' in response.content.decode()
    assert stored()


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_what_the_provider_gives_is_not_asked_of_the_state(
    sign_in, caseworker, case, number
):
    url = of_case("regime_request_ask", case, number)

    assert sign_in(caseworker).get(url).status_code == 404


def test_an_item_of_another_regime_is_refused(sign_in, caseworker, case):
    url = of_case("regime_request_ask", case, 6)

    response = send(sign_in(caseworker), url, asked("vocational"))

    assert list(response.context["form"].errors) == ["item"]


def test_her_answer_and_her_change_of_mind(sign_in, caseworker, case):
    client, url = sign_in(caseworker), of_case("regime_answer", case)

    for wants in ("no", "yes"):
        data = {"wants": wants} | boxes("happened_on", date(2024, 1, 12))
        assert send(client, url, data).url == case.get_absolute_url()

    with unguarded():
        answers = RegimeAnswer.objects.order_by("recorded_at")
        assert [answer.wants for answer in answers] == [False, True]


def test_no_answer_is_chosen_beforehand(sign_in, caseworker, case):
    response = send(
        sign_in(caseworker),
        of_case("regime_answer", case),
        boxes("happened_on", date(2024, 1, 12)),
    )

    assert list(response.context["form"].errors) == ["wants"]


def step(record, day=date(2024, 1, 12), **more):
    return {"version": record.version} | boxes("happened_on", day) | more


def test_the_steps_of_a_request(sign_in, caseworker, case):
    client, record = sign_in(caseworker), make_request(case)
    way = [
        ("verify", {"body_name": "UBND xã"}, "verified"),
        ("return", {"note": "Thiếu giấy hộ nghèo"}, "returned"),
        ("complete", {}, "asked"),
        ("verify", {}, "verified"),
        ("appraise", {"body_name": "Phòng LĐTBXH"}, "appraised"),
        (
            "decide",
            {
                "result": "approved",
                "amount": "3 triệu",
                "document_number": "12/QĐ-UBND",
                "body_name": "UBND huyện",
            },
            "approved",
        ),
    ]
    for act, paper, state in way:
        url = of_request(f"regime_request_{act}", record)
        response = send(client, url, step(stored(), **paper))

        assert response.status_code == 302, (act, response.context["form"].errors)
        assert stored().state == state

    with unguarded():
        decision = record.decision
    assert (decision.amount, decision.recorded_by) == (3_000_000, caseworker)
    assert decision.facts_seen["poor_household"] == "met"


def test_the_department_records_a_decision(sign_in, labour_officer, case):
    record = make_request(case)
    paper = {
        "result": "refused",
        "document_number": "15/QĐ-UBND",
        "body_name": "UBND huyện",
        "note": "Chưa có giấy hộ nghèo",
    }

    url = of_request("regime_request_decide", record)
    send(sign_in(labour_officer), url, step(record, **paper))

    assert stored().state == "refused"


@pytest.mark.parametrize(
    ("paper", "wrong"),
    [
        ({"document_number": "1/QĐ", "body_name": "UBND"}, ["result"]),
        ({"result": "approved", "body_name": "UBND"}, ["document_number"]),
        ({"result": "approved", "document_number": "1/QĐ"}, ["body_name"]),
        (
            {
                "result": "refused",
                "document_number": "1/QĐ",
                "body_name": "UBND",
                "amount": "5",
            },
            ["amount"],
        ),
    ],
)
def test_a_decision_is_copied_whole(sign_in, caseworker, case, paper, wrong):
    record = make_request(case)
    url = of_request("regime_request_decide", record)

    response = send(sign_in(caseworker), url, step(record, **{"body_name": ""} | paper))

    assert list(response.context["form"].errors) == wrong
    assert stored().state == "asked"


def test_a_form_read_before_anothers_step_is_not_taken(sign_in, caseworker, case):
    record = make_request(case)
    client, url = sign_in(caseworker), of_request("regime_request_verify", record)
    read = step(record, body_name="UBND xã")
    send(client, url, read)

    response = send(client, of_request("regime_request_appraise", record), read)

    assert response.context["form"].errors["__all__"]
    assert stored().state == "verified"


def test_a_step_that_does_not_fit_is_told(sign_in, caseworker, case):
    record = make_request(case)

    url = of_request("regime_request_complete", record)
    response = send(sign_in(caseworker), url, step(record))

    assert response.context["form"].errors["__all__"]


def test_withdrawing_is_her_right(sign_in, caseworker, case):
    record = make_request(case)

    send(
        sign_in(caseworker),
        of_request("regime_request_withdraw", record),
        step(record, note="Chưa muốn vay"),
    )

    assert stored().state == "withdrawn"


def test_the_request_shows_its_steps_and_what_may_follow(sign_in, caseworker, case):
    record = make_request(case)

    response = sign_in(caseworker).get(of_request("regime_request", record))

    assert [act["name"].split(":")[1] for act in response.context["acts"]] == [
        "regime_request_verify",
        "regime_request_return",
        "regime_request_decide",
        "regime_request_withdraw",
    ]
    assert "Vàng" not in response.content.decode()


def test_the_province_reads_the_state_without_papers(
    sign_in, caseworker, provincial_officer, case
):
    record = make_request(case)
    url = of_request("regime_request_verify", record)
    send(sign_in(caseworker), url, step(record, document_number="77/UBND"))

    response = sign_in(provincial_officer).get(of_request("regime_request", record))

    assert "77/UBND" not in response.content.decode()
    assert response.context["acts"] == []


def listed(client, **query):
    return client.get(reverse("support_regimes:request_list", query=query))


def test_the_list_shows_what_waits_and_how_late_it_is(sign_in, labour_officer, case):
    make_request(case, asked_on=date(2024, 1, 8))  # the commune: by 11/01

    [row] = listed(sign_in(labour_officer)).context["page"]

    assert (row.due["on"], row.due["is_late"]) == (date(2024, 1, 11), True)
    assert row.due["late"] == 2


def test_a_request_due_today_is_not_late(sign_in, labour_officer, case):
    make_request(case, asked_on=date(2024, 1, 10))

    [row] = listed(sign_in(labour_officer)).context["page"]

    assert (row.due["on"], row.due["is_late"]) == (date(2024, 1, 15), False)


def test_the_list_parts_waiting_approved_and_ended(sign_in, caseworker, case):
    client = sign_in(caseworker)
    record = make_request(case)
    make_request(case, "vocational")
    paper = {
        "result": "approved", "document_number": "1/QĐ", "body_name": "UBND huyện",
    }  # fmt: skip
    send(client, of_request("regime_request_decide", record), step(record, **paper))

    counts = [
        len(listed(client, state=state).context["page"])
        for state in ("waiting", "approved", "ended", "nonsense")
    ]

    assert counts == [1, 1, 0, 1]


def test_the_neighbour_finds_nothing(sign_in, neighbour, case):
    make_request(case)

    assert list(listed(sign_in(neighbour)).context["page"]) == []


def requests_there():
    with unguarded():
        return RegimeRequest.objects.count()


def test_the_list_asks_the_same_number_of_questions(sign_in, labour_officer, commune):
    client, numbers = sign_in(labour_officer), []
    for rows in (1, 3):
        while requests_there() < rows:
            make_request(make_confirmed(commune))
        listed(client)
        with CaptureQueriesContext(connection) as found:
            listed(client)
        numbers.append(len(found))

    assert numbers[0] == numbers[1]


def test_recording_what_a_decision_gave(sign_in, caseworker, case):
    client, record = sign_in(caseworker), make_request(case)
    paper = {
        "result": "approved",
        "amount": "3 triệu",
        "document_number": "1/QĐ",
        "body_name": "UBND huyện",
    }
    send(client, of_request("regime_request_decide", record), step(record, **paper))
    url = of_request("provision_give", record)
    shown = client.get(url).content.decode()

    given = {"amount": "3.000.000", "quantity": 1, "provider": "UBND xã"}
    given |= {"receiver": "self", "document_number": "PC 1"}
    send(client, url, given | boxes("happened_on", date(2024, 1, 15)))

    assert 'value="3.000.000"' in shown
    with unguarded():
        provision = record.provisions.get()
    assert (provision.amount, provision.item.code) == (3_000_000, "hardship_allowance")


def test_nothing_is_given_before_the_decision(sign_in, caseworker, case):
    record = make_request(case)

    data = {"amount": "1 triệu", "quantity": 1, "provider": "UBND xã"}
    data |= {"receiver": "self", "document_number": "PC 1"}
    response = send(
        sign_in(caseworker),
        of_request("provision_give", record),
        data | boxes("happened_on", date(2024, 1, 14)),
    )

    assert response.context["form"].errors["__all__"]
