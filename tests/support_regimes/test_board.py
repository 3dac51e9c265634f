"""The board as a pure function of entitlement, request and provisions."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from support_regimes.board import Asked, Given, rows, status_of, totals, without_details
from support_regimes.eligibility import assess
from support_regimes.known import Facts, ItemRules, RegimeRules, StepRules

DAY = date(2024, 1, 15)
FACTS = Facts(
    day=DAY,
    status="victim",
    citizenship="vietnamese",
    confirmed_on=date(2023, 9, 12),
    received_on=date(2023, 9, 14),
    poverty="poor",
    poverty_certificate=True,
)
ITEM = ItemRules("hardship_allowance", "Trợ cấp", True, ("poor_household",), "Điều 23")
STATE = RegimeRules(
    6, "hardship", "Trợ cấp", "Trợ cấp", "banknote", True, "Điều 23",
    {"citizen": ("confirmed", "within_12_months")}, (ITEM,),
    steps=(StepRules("ask", "Nộp đơn", "Xã", None, 12, "Điều 23"),),
)  # fmt: skip
MEALS = ItemRules("meals", "Tiền ăn", False, ("in_facility",), "Điều 19")
STAY = RegimeRules(
    1, "essential", "Thiết yếu", "Thiết yếu", "bag", False, "Điều 19",
    {"citizen": ("confirmed",)}, (MEALS,), stay_days=60,
)  # fmt: skip
GIVEN = Given(turns=2, total=700_000, not_valued=1, last_on=date(2023, 11, 5))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def row(regime, facts=FACTS, asked=None, given=None):
    result = assess(facts, regime)
    code = regime.code
    [made] = rows(
        [result],
        {code: asked} if asked else {},
        {code: given} if given else {},
        facts,
    )
    return made


def asked(state, **fields):
    live = state in ("asked", "verified", "appraised", "returned")
    fields = {"item": "Trợ cấp", "on": date(2024, 1, 10), "is_live": live} | fields
    return Asked(pk="1", state=state, label=state, **fields)


@pytest.mark.parametrize(
    ("request_state", "is_given", "status", "following"),
    [
        ("asked", False, "waiting", "request"),
        ("verified", False, "waiting", "request"),
        ("appraised", False, "waiting", "request"),
        ("returned", False, "returned", "request"),
        ("approved", False, "approved", "give_asked"),
        ("refused", False, "refused", "other_source"),
        ("withdrawn", False, "eligible", "ask"),
    ],
)
def test_the_request_decides_the_word(request_state, is_given, status, following):
    made = row(STATE, asked=asked(request_state, is_given=is_given))

    assert (made.status, made.next) == (status, following)


def test_without_a_request_the_entitlement_decides():
    assert (row(STATE).status, row(STATE).next) == ("eligible", "ask")
    poor = row(STATE, replace(FACTS, poverty_certificate=False))
    assert (poor.status, poor.next, poor.is_urgent) == (
        "papers_missing", "poor_paper", True,
    )  # fmt: skip
    closed = row(STATE, replace(FACTS, poverty="not_poor"))
    assert (closed.status, closed.next) == ("not_covered", "other_source")


def test_her_own_answer_stands_before_request_and_provisions():
    facts = replace(FACTS, declined={"hardship": date(2023, 11, 2)})

    made = row(STATE, facts, asked=asked("verified"))

    assert (made.status, made.next) == ("declined", "answer")
    assert made.received == "Answered on 02/11/2023"
    assert made.deadline == "The answer may be changed until 12/09/2024"


def test_received_says_sum_turns_and_last_day():
    made = row(STAY, given=GIVEN)

    assert made.status == "received"
    assert made.received == "700.000 đ"
    assert made.received_note == "2 turns, last on 05/11/2023"


def test_not_valued_is_not_0():
    made = row(STAY, given=replace(GIVEN, total=None, not_valued=2))

    assert made.received == "Not valued in money"


def test_receiving_goes_on_while_more_may_come():
    staying = replace(FACTS, facility_from=date(2023, 12, 1))

    assert row(STAY, staying, given=GIVEN).status == "receiving"
    assert row(STAY, FACTS, given=GIVEN).status == "received"


def test_the_stay_is_counted_against_the_limit_that_is_followed():
    home = replace(
        FACTS, facility_from=date(2023, 9, 14), facility_until=date(2023, 11, 5)
    )

    made = row(STAY, home, given=GIVEN)

    assert made.deadline == "52 days in a facility"
    assert made.deadline_note == "by the limit of 60 days"


def test_the_day_to_apply_by_and_the_days_left():
    made = row(STATE)

    assert made.deadline == "Apply by 12/09/2024"
    assert made.deadline_note == "241 days left"


def test_the_body_and_its_day():
    made = row(
        STATE, asked=asked("verified", body="Phòng LĐ", due_on=date(2024, 1, 12))
    )

    assert made.deadline == "Phòng LĐ, by 12/01/2024"
    assert made.deadline_note == "3 working days late"


def test_the_province_reads_states_and_counts_alone():
    made = without_details(row(STAY, given=GIVEN))

    assert (made.received, made.received_note) == ("2 turns", "")
    assert (made.deadline, made.deadline_note, made.next, made.next_label) == (
        "", "", "", "",
    )  # fmt: skip


def test_a_once_only_regime_is_received_after_one_turn():
    facts = replace(FACTS, had={"hardship_allowance": date(2023, 12, 1)})
    result = assess(facts, STATE)

    assert status_of(result, None, GIVEN) == "received"


def test_totals_count_persons_and_turns_apart():
    def turn(minor, amount):
        return SimpleNamespace(case_id=1, minor_id=minor, amount=amount)

    found = totals([turn(None, 500), turn(None, None), turn(7, 200)])

    assert (found.persons, found.turns) == (2, 3)
    assert (found.total, found.not_valued) == (700, 1)


def test_totals_of_nothing_valued_have_no_sum():
    found = totals([SimpleNamespace(case_id=1, minor_id=None, amount=None)])

    assert (found.total, found.not_valued) == (None, 1)
