"""Requests to bodies of the state: steps, papers, once, and what SQL cannot break."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError

from accounts.records import Stale
from support_regimes.models import Provision, RegimeAnswer, RegimeRequest
from tests.accounts.sql import run
from tests.accounts.trail import acts
from tests.conftest import unguarded
from tests.factories import make_case
from tests.support_regimes.factories import (
    TODAY,
    item,
    make_minor,
    make_provision,
    make_request,
)
from tests.victims.factories import make_consent

PAPER = {"body_name": "Ủy ban nhân dân huyện", "document_number": "12/QĐ-UBND"}


def ask(case, by, code="hardship_allowance", **fields):
    fields = {"asked_on": date(2023, 10, 2)} | fields
    request = RegimeRequest(case=case, item=item(code), **fields)
    return request.ask(by=by, seen={"poor_household": "met"})


def decide(request, by, result="approved", **paper):
    request.decide(by=by, on=TODAY, result=result, seen={}, **(PAPER | paper))


def test_the_whole_way_of_a_request(case, at_work):
    request = ask(case, at_work)
    request.verify(by=at_work, on=date(2023, 10, 5), body_name="UBND xã")
    request.appraise(by=at_work, on=date(2023, 10, 12), body_name="Phòng LĐTBXH")
    request.decide(
        by=at_work,
        on=date(2023, 10, 16),
        result="approved",
        seen={"poor_household": "met"},
        amount=3_000_000,
        **PAPER,
    )
    given = Provision(
        happened_on=date(2023, 11, 1), provider="UBND xã", amount=3_000_000
    )
    given.fulfil(request=request, by=at_work)

    request.refresh_from_db()
    assert (request.state, request.version) == ("approved", 4)
    steps = request.steps.order_by("recorded_at").values_list("act", "to_state")
    assert list(steps) == [
        ("ask", "asked"),
        ("verify", "verified"),
        ("appraise", "appraised"),
        ("decide", "approved"),
    ]
    decision = request.decision
    assert (decision.result, decision.document_number, decision.amount) == (
        "approved", "12/QĐ-UBND", 3_000_000,
    )  # fmt: skip
    assert (decision.facts_seen, decision.rule_set_key) == (
        {"poor_household": "met"}, "decree-09-2013",
    )  # fmt: skip
    assert (given.request, given.case, given.item) == (request, case, request.item)
    assert acts()[-5:] == [
        "ask for regime",
        "verify regime request",
        "appraise regime request",
        "decide regime request",
        "give support",
    ]


def test_a_returned_file_goes_in_again(case, at_work):
    request = ask(case, at_work)
    request.send_back(by=at_work, on=date(2023, 10, 6), note="Thiếu giấy hộ nghèo")

    assert request.state == "returned"
    request.complete(by=at_work, on=date(2023, 10, 9))
    assert request.state == "asked"


@pytest.mark.parametrize("note", ["", "   "])
def test_a_return_says_what_is_missing(case, at_work, note):
    request = ask(case, at_work)

    with pytest.raises(ValidationError):
        request.send_back(by=at_work, on=TODAY, note=note)

    assert request.steps.count() == 1


@pytest.mark.parametrize("act", ["verify", "appraise", "complete"])
def test_steps_follow_their_order(case, at_work, act):
    request = ask(case, at_work)
    decide(request, at_work)

    with pytest.raises(ValidationError):
        getattr(request, act)(by=at_work, on=TODAY)

    assert request.state == "approved"


def test_a_decision_stands(case, at_work):
    request = ask(case, at_work)
    decide(request, at_work, "refused")

    with pytest.raises(ValidationError):
        decide(request, at_work, "approved")
    with pytest.raises(ValidationError):
        request.withdraw(by=at_work, on=TODAY, note="")


@pytest.mark.parametrize(
    "paper",
    [
        {"body_name": "UBND huyện"},
        {"document_number": "12/QĐ"},
        {"body_name": "UBND huyện", "document_number": ""},
    ],
)
def test_a_decision_needs_the_body_and_the_number(case, at_work, paper):
    request = ask(case, at_work)

    with pytest.raises(ValidationError):
        request.decide(by=at_work, on=TODAY, result="approved", seen={}, **paper)

    assert request.steps.count() == 1


def test_a_refusal_has_no_amount(case, at_work):
    request = ask(case, at_work)

    with pytest.raises(ValidationError):
        decide(request, at_work, "refused", amount=5)


def test_a_decision_above_the_norm_says_why(case, at_work):
    request = ask(case, at_work)

    with pytest.raises(ValidationError) as refused:
        decide(request, at_work, amount=3_000_001)

    assert list(refused.value.error_dict) == ["note"]
    request.refresh_from_db()
    decide(request, at_work, amount=3_000_001, note="Theo quyết định của tỉnh")
    assert request.decision.amount == 3_000_001


@pytest.mark.parametrize("day", [date(2023, 10, 1), TODAY + timedelta(days=1)])
def test_a_step_lies_between_the_application_and_today(case, at_work, day):
    request = ask(case, at_work)

    with pytest.raises(ValidationError):
        request.verify(by=at_work, on=day)

    assert request.steps.count() == 1


@pytest.mark.parametrize("day", [date(2023, 9, 13), TODAY + timedelta(days=1)])
def test_an_application_lies_between_the_intake_and_today(case, at_work, day):
    with pytest.raises(ValidationError):
        ask(case, at_work, asked_on=day)


def test_one_live_request_for_one_thing(case, at_work):
    request = ask(case, at_work)

    with pytest.raises(ValidationError):
        ask(case, at_work)
    ask(case, at_work, "vocational")
    request.withdraw(by=at_work, on=TODAY, note="")
    ask(case, at_work)

    assert case.regime_requests.count() == 3


def test_a_minor_and_the_person_ask_apart(case, at_work):
    minor = make_minor(case)

    ask(case, at_work, "vocational")
    ask(case, at_work, "vocational", minor=minor)

    with pytest.raises(ValidationError):
        ask(case, at_work, "vocational", minor=minor)


def test_once_received_is_not_asked_again(case, at_work):
    make_provision(case, "hardship_allowance")

    with pytest.raises(ValidationError, match="02/10/2023"):
        ask(case, at_work)


def test_a_void_provision_does_not_count_as_received(case, at_work):
    given = make_provision(case, "hardship_allowance")
    given.void(by=at_work, reason="ghi nhầm người")

    assert ask(case, at_work).state == "asked"


def test_once_approved_is_not_asked_again(case, at_work):
    decide(ask(case, at_work), at_work)

    with pytest.raises(ValidationError):
        ask(case, at_work)


def test_what_may_be_had_often_is_asked_again(case, at_work):
    decide(ask(case, at_work, "loan"), at_work)

    assert ask(case, at_work, "loan").state == "asked"


def test_a_closed_case_asks_no_more(case, at_work):
    case.close(by=at_work, reason="plan_reached", on=TODAY)

    with pytest.raises(ValidationError):
        ask(case, at_work)


def test_after_the_consent_is_withdrawn_nothing_new_is_written(case, at_work):
    make_consent(case, "record", "withdrawn")

    with pytest.raises(ValidationError):
        ask(case, at_work)
    with pytest.raises(ValidationError):
        RegimeAnswer(
            case=case, regime=item("loan").regime, wants=True, happened_on=TODAY
        ).log(by=at_work)


def test_two_steps_from_one_reading_are_told_apart(case, at_work):
    request = ask(case, at_work)
    other = RegimeRequest.objects.get(pk=request.pk)
    request.verify(by=at_work, on=TODAY)

    with pytest.raises(Stale):
        other.verify(by=at_work, on=TODAY)

    assert request.steps.count() == 2


def test_asking_marks_the_rules_as_used(case, at_work):
    ask(case, at_work)

    line = item("hardship_allowance")
    assert (line.used, line.regime.used) == (True, True)


def test_an_answer_is_dated_and_the_last_one_stands(case, at_work):
    regime = item("hardship_allowance").regime
    for wants, day in ((False, date(2023, 11, 2)), (True, date(2023, 12, 1))):
        RegimeAnswer(case=case, regime=regime, wants=wants, happened_on=day).log(
            by=at_work
        )

    found = case.regime_answers.order_by("happened_on").values_list("wants", flat=True)
    assert list(found) == [False, True]


def test_an_answer_is_not_of_tomorrow(case, at_work):
    answer = RegimeAnswer(
        case=case,
        regime=item("loan").regime,
        wants=False,
        happened_on=TODAY + timedelta(days=1),
    )

    with pytest.raises(ValidationError):
        answer.log(by=at_work)


# What the database itself refuses, whoever writes.


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("document_number", "", "step_decision_has_paper"),
        ("body_name", "", "step_decision_has_paper"),
        ("amount", 0, "step_amount_above_zero"),
        ("result", "refused", "step_amount_above_zero"),
    ],
)
def test_a_decision_cannot_be_spoilt_by_sql(case, at_work, column, value, constraint):
    request = ask(case, at_work)
    decide(request, at_work, amount=3_000_000)

    with unguarded(), pytest.raises(IntegrityError, match=constraint):
        run(
            f"UPDATE support_regimes_requeststep SET {column} = %s WHERE act = 'decide'",
            value,
        )


def test_a_decision_without_a_result_is_refused(case, at_work):
    decide(ask(case, at_work), at_work)

    with unguarded(), pytest.raises(IntegrityError, match="step_result_iff_decision"):
        run("UPDATE support_regimes_requeststep SET result = '' WHERE act = 'decide'")


def test_a_step_of_another_kind_has_no_result(case, at_work):
    ask(case, at_work)

    with unguarded(), pytest.raises(IntegrityError, match="step_result_iff_decision"):
        run("UPDATE support_regimes_requeststep SET result = 'approved'")


def test_the_application_may_not_rewrite_a_step(case, at_work):
    ask(case, at_work)

    with pytest.raises(DatabaseError, match="only a confirmed erasure"):
        run("UPDATE support_regimes_requeststep SET note = 'khác'")
    with pytest.raises(DatabaseError, match="permission denied"):
        run("UPDATE support_regimes_requeststep SET result = 'approved'")


def test_the_item_belongs_to_the_regime_in_the_database(case, at_work):
    request = ask(case, at_work)
    other = item("clothing").regime_id

    with unguarded(), pytest.raises(IntegrityError, match="item_id_regime_id"):
        run(
            "UPDATE support_regimes_regimerequest SET regime_id = %s WHERE id = %s",
            other,
            request.pk,
        )


@pytest.mark.parametrize("table", ["regimerequest", "provision", "regimeanswer"])
def test_a_minor_of_another_case_is_refused(case, commune, at_work, table):
    stranger = make_minor(make_case(commune))
    ask(case, at_work)
    make_provision(case)
    RegimeAnswer(
        case=case, regime=item("loan").regime, wants=True, happened_on=TODAY
    ).log(by=at_work)

    with unguarded(), pytest.raises(IntegrityError, match="ties_minor_id_case_id"):
        run(f"UPDATE support_regimes_{table} SET minor_id = %s", stranger.pk)


def test_two_live_requests_are_refused_by_the_database(case, at_work):
    first = ask(case, at_work)
    second = ask(case, at_work, "vocational")

    with unguarded(), pytest.raises(IntegrityError, match="request_live_once"):
        run(
            "UPDATE support_regimes_regimerequest SET item_id = %s, regime_id = %s"
            " WHERE id = %s",
            first.item_id,
            first.regime_id,
            second.pk,
        )


def test_rows_follow_the_case_to_another_commune(case, at_work, neighbour_commune):
    request = make_request(case)
    given = make_provision(case)
    with unguarded():
        run(
            "UPDATE victims_household SET territory_id = %s WHERE id = %s",
            neighbour_commune.pk,
            case.household_id,
        )
        request.refresh_from_db()
        given.refresh_from_db()
        places = {
            request.territory_id,
            request.steps.get().territory_id,
            given.territory_id,
        }

    assert places == {neighbour_commune.pk}
    assert given.area_id == case.area_id  # where it happened stays
