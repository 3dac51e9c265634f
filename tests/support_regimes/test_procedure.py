"""After the decision: appeal, a new request, payment and receipt."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from support_regimes.models import Provision, RegimeRequest
from tests.accounts.sql import run
from tests.accounts.trail import acts
from tests.conftest import send, unguarded
from tests.support_regimes.factories import TODAY, item, make_request

PAPER = {"body_name": "Ủy ban nhân dân huyện", "document_number": "12/QĐ-UBND"}
DECIDED = date(2023, 10, 20)
SETTLED = "act = 'settle', from_state = 'appealed', to_state = 'refused'"


def ask(case, by, code="hardship_allowance", on=date(2023, 10, 2)):
    request = RegimeRequest(case=case, item=item(code), asked_on=on)
    return request.ask(by=by, seen={})


def decide(request, by, result, **paper):
    request.decide(by=by, on=DECIDED, result=result, seen={}, **(PAPER | paper))
    return request


def pay(request, by, **fields):
    fields = {
        "happened_on": date(2023, 11, 1),
        "provider": "UBND xã",
        "receiver": "self",
        "document_number": "PC 07",
        "amount": 3_000_000,
    } | fields
    return Provision(**fields).pay(request=request, by=by)


# Appeal


def test_an_appeal_that_is_right_approves(case, at_work):
    request = decide(ask(case, at_work), at_work, "refused")
    request.appeal(by=at_work, on=date(2023, 11, 1), person="Ông Sùng", **PAPER)
    assert (request.state, request.is_live) == ("appealed", True)
    request.settle(
        by=at_work, on=date(2023, 12, 1), result="approved", seen={}, amount=3_000_000,
        body_name="UBND tỉnh", document_number="90/QĐ-UBND",
    )  # fmt: skip

    request.refresh_from_db()
    assert request.state == "approved"
    assert request.decision.document_number == "90/QĐ-UBND"
    paid = pay(request, at_work, happened_on=date(2023, 12, 5))
    assert paid.request == request
    steps = request.steps.order_by("recorded_at").values_list("act", "to_state")
    assert list(steps)[1:] == [
        ("decide", "refused"), ("appeal", "appealed"), ("settle", "approved"),
    ]  # fmt: skip
    assert request.steps.get(act="appeal").person == "Ông Sùng"
    assert acts()[-3:] == [
        "appeal regime request", "settle regime request", "give support",
    ]  # fmt: skip


def test_a_refusal_that_stands_may_be_asked_anew(case, at_work):
    request = decide(ask(case, at_work), at_work, "refused")
    request.appeal(by=at_work, on=DECIDED)
    with pytest.raises(ValidationError):  # the first is not settled
        ask(case, at_work, on=DECIDED)
    request.settle(by=at_work, on=DECIDED, result="refused", seen={}, **PAPER)

    assert request.state == "refused"
    assert ask(case, at_work, on=DECIDED).state == "asked"


def test_an_appeal_taken_back_leaves_the_refusal(case, at_work):
    request = decide(ask(case, at_work), at_work, "refused")
    request.appeal(by=at_work, on=DECIDED)
    request.withdraw(by=at_work, on=DECIDED, note="")

    assert request.state == "refused"


def test_no_appeal_while_the_same_is_asked_anew(case, at_work):
    refused = decide(ask(case, at_work), at_work, "refused")
    ask(case, at_work, on=DECIDED)

    with pytest.raises(ValidationError, match="anew|lại lần nữa"):
        refused.appeal(by=at_work, on=DECIDED)
    refused.refresh_from_db()
    assert (refused.state, refused.version) == ("refused", 2)


@pytest.mark.parametrize("result", ["approved", None])
def test_only_a_refusal_is_appealed(case, at_work, result):
    request = ask(case, at_work)
    if result:
        decide(request, at_work, result)

    with pytest.raises(ValidationError):
        request.appeal(by=at_work, on=TODAY)
    with pytest.raises(ValidationError):
        request.settle(by=at_work, on=TODAY, result="approved", seen={}, **PAPER)


def test_the_decision_on_an_appeal_has_result_and_paper(case, at_work):
    request = decide(ask(case, at_work), at_work, "refused")
    request.appeal(by=at_work, on=DECIDED)

    for result, paper in (("", PAPER), ("approved", PAPER | {"document_number": ""})):
        with pytest.raises(ValidationError):
            request.settle(by=at_work, on=TODAY, result=result, seen={}, **paper)
        request.refresh_from_db()


def test_a_closed_case_appeals_no_more(case, at_work):
    request = decide(ask(case, at_work), at_work, "refused")
    case.close(by=at_work, reason="plan_reached", on=TODAY)
    request.case.refresh_from_db()

    with pytest.raises(ValidationError):
        request.appeal(by=at_work, on=TODAY)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("from_state = 'approved'", "step_appeal_after_refusal"),
        (f"{SETTLED}, document_number = 'x', body_name = 'y'", "step_result_iff"),
        (f"{SETTLED}, result = 'approved', body_name = 'y'", "step_decision_has_paper"),
        (f"{SETTLED}, result = 'approved', document_number = 'x'", "step_decision_has"),
    ],
)
def test_the_database_knows_what_an_appeal_is(case, at_work, change, constraint):
    decide(ask(case, at_work), at_work, "refused").appeal(by=at_work, on=DECIDED)

    with unguarded(), pytest.raises(IntegrityError, match=constraint):
        run(f"UPDATE support_regimes_requeststep SET {change} WHERE act = 'appeal'")


# Payment and receipt


def test_payment_and_receipt(case, at_work):
    paid = pay(
        decide(ask(case, at_work), at_work, "approved", amount=3_000_000), at_work
    )

    assert (paid.receiver, paid.document_number, paid.amount) == (
        "self", "PC 07", 3_000_000,
    )  # fmt: skip


def test_a_payment_says_who_received_what(case, at_work):
    request = decide(ask(case, at_work), at_work, "approved", amount=3_000_000)

    for fields, wrong in (
        ({"receiver": ""}, "receiver"),
        ({"document_number": " "}, "document_number"),
        ({"happened_on": date(2023, 10, 19)}, "happened_on"),
        ({"amount": 3_000_001}, "amount"),
    ):
        with pytest.raises(ValidationError) as refused:
            pay(request, at_work, **fields)
        assert list(refused.value.error_dict) == [wrong]
    assert not Provision.objects.exists()


def test_parts_are_paid_up_to_what_was_approved(case, at_work):
    request = decide(ask(case, at_work, "vocational"), at_work, "approved", amount=900)
    first = pay(request, at_work, amount=600)
    with pytest.raises(ValidationError, match="01/11/2023"):
        pay(request, at_work, amount=300, happened_on=date(2023, 12, 1))
    with pytest.raises(ValidationError, match="900"):
        first.correct(
            by=at_work,
            reason="Số tiền ghi sai",
            changed=Provision(
                case=case, item=request.item, amount=901, provider="UBND xã",
                happened_on=date(2023, 11, 1),
            ),
        )  # fmt: skip


def test_two_payments_of_one_decision_stay_within_it(case, at_work):
    request = decide(
        ask(case, at_work, "tuition_exemption"), at_work, "approved", amount=900
    )
    pay(request, at_work, amount=600)

    with pytest.raises(ValidationError, match="600"):
        pay(request, at_work, amount=301, happened_on=date(2023, 12, 1))
    assert (
        pay(request, at_work, amount=300, happened_on=date(2023, 12, 1)).amount == 300
    )


def test_what_was_not_approved_is_not_paid(case, at_work):
    request = ask(case, at_work)
    with pytest.raises(ValidationError):
        pay(request, at_work)
    decide(request, at_work, "refused")
    with pytest.raises(ValidationError):
        pay(request, at_work)

    assert not Provision.objects.exists()


# The pages


def page(name, request):
    return reverse(f"support_regimes:{name}", args=[request.pk])


def test_appeal_and_payment_on_the_pages(case, caseworker, sign_in):
    request = make_request(case, by=caseworker)
    with unguarded():
        decide(request, caseworker, "refused", amount=None)
    client = sign_in(caseworker)

    shown = client.get(page("regime_request", request))
    assert page("regime_request_appeal", request) in shown.content.decode()
    assert "Chủ tịch Ủy ban nhân dân huyện Mèo Vạc" in shown.content.decode()
    form = client.get(page("regime_request_appeal", request)).context["form"]
    assert form.initial["body_name"] == "Ủy ban nhân dân huyện"
    typed = {"version": 2, "happened_on": "01/11/2023", "body_name": "UBND huyện"}
    send(client, page("regime_request_appeal", request), typed)
    typed |= {"version": 3, "result": "approved", "document_number": "90/QĐ"}
    send(
        client, page("regime_request_settle", request), typed | {"amount": "3.000.000"}
    )

    request.refresh_from_db()
    assert request.state == "approved"
    give = client.get(page("provision_give", request))
    assert give.context["form"].initial["amount"] == 3_000_000
    typed = {
        "happened_on": "05/11/2023", "quantity": 1, "amount": "3.000.000",
        "provider": "UBND xã",
    }  # fmt: skip
    lacking = send(client, page("provision_give", request), typed)
    assert list(lacking.context["form"].errors) == ["receiver"]
    typed |= {"receiver": "representative", "document_number": "PC 8"}
    answer = send(client, page("provision_give", request), typed)
    assert answer.status_code == 302
    paid = Provision.objects.get()
    assert (paid.receiver, paid.document_number) == ("representative", "PC 8")
