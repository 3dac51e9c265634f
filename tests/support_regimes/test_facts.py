"""What the board reads of a case: the last word of each kind, nothing of others."""

from datetime import date

import pytest

from support_regimes.facts import File, given_of, norm_words
from support_regimes.models import Norm, RegimeAnswer, RegimeRequest
from tests.conftest import unguarded
from tests.factories import recorder
from tests.support_regimes.factories import (
    CONFIRMED,
    identify,
    item,
    make_confirmed,
    make_minor,
    make_need,
    make_poverty,
    make_provision,
    make_request,
)
from tests.victims.factories import make_paper


@pytest.fixture
def case(commune):
    day = date(2023, 9, 1)
    return make_confirmed(
        commune, away="long", returned_on=day, returned_precision="day"
    )


def facts(case, minor=None):
    with unguarded():
        return File(case, date(2024, 1, 15)).facts(minor)


def test_facts_of_the_person(case):
    make_need(case, "training")
    make_paper(case.victim, "residence", "has")

    found = facts(case)

    assert (found.status, found.confirmed_on, found.confirmed_by) == (
        "victim", CONFIRMED, "Công an huyện Mèo Vạc",
    )  # fmt: skip
    assert (found.citizenship, found.is_minor, found.away) == (
        "vietnamese", False, "long",
    )  # fmt: skip
    assert (found.poverty, found.poverty_certificate) == ("poor", True)
    assert (found.needs, found.papers) == (
        frozenset({"training"}), {"residence": "has"},
    )  # fmt: skip


def test_the_last_poverty_status_stands(case):
    make_poverty(case, "not_poor")

    assert facts(case).poverty == "not_poor"


def test_a_result_of_not_confirmed_leaves_no_day_of_a_paper(case):
    identify(case, "not_victim", paper_on=date(2023, 10, 1), body="Công an")

    found = facts(case)

    assert (found.status, found.confirmed_on, found.confirmed_by) == (
        "not_victim", None, "",
    )  # fmt: skip


def test_a_minor_has_needs_and_requests_of_their_own(case):
    make_need(case, "training")
    minor = make_minor(case, needs=["health"], at_school=True)
    make_request(case)

    found = facts(case, minor)

    assert (found.accompanying, found.is_minor, found.at_school) == (True, True, True)
    assert (found.needs, found.asked) == (frozenset({"health"}), {})
    assert facts(case).asked == {"hardship": date(2023, 10, 2)}


def test_a_request_outside_the_term_or_withdrawn_keeps_no_term(case):
    make_request(case, "loan")
    gone = make_request(case, "vocational")
    with unguarded():
        RegimeRequest.objects.filter(pk=gone.pk).update(state="withdrawn")

    assert facts(case).asked == {}


def test_the_last_answer_stands(case):
    regime = item("vocational").regime
    with unguarded():
        for wants, day in ((True, date(2023, 10, 1)), (False, date(2023, 11, 2))):
            RegimeAnswer(case=case, regime=regime, wants=wants, happened_on=day).log(
                by=recorder()
            )

    assert facts(case).declined == {"education": date(2023, 11, 2)}
    assert facts(case, make_minor(case)).declined == {}


def test_void_turns_are_not_given(case):
    make_provision(case, amount=400_000)
    void = make_provision(case, "counselling")
    with unguarded():
        void.void(by=recorder(), reason="ghi nhầm người")
        given = File(case).given()

    assert list(given) == ["essential"]
    assert (given["essential"].turns, given["essential"].total) == (1, 400_000)


def test_sums_leave_out_what_was_not_valued(case):
    turns = [
        make_provision(
            case, "counselling", amount=amount, happened_on=date(2023, 10, day)
        )
        for day, amount in enumerate((400_000, None, 5_000), start=2)
    ]

    found = given_of(turns)

    assert (found.turns, found.total, found.not_valued) == (3, 405_000, 1)


def test_the_body_that_a_request_waits_for(case):
    make_request(case)
    with unguarded():
        [asked] = File(case).asked().values()

    assert (asked.body, asked.due_on) == (
        "Chủ tịch Ủy ban nhân dân xã Khâu Vai", date(2023, 10, 5),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("hardship_allowance.ha-giang", "3.000.000 đ/"),
        ("meals_travelling.tt-84", " 70.000 đ/"),
        ("loan.most", " 100.000.000 đ/"),
    ],
)
def test_norms_in_words(places, key, words):
    norm = Norm.objects.select_related("item").get(key=key)

    assert words in norm_words(norm, norm.item)


def test_no_norm_has_no_words(places):
    assert norm_words(None, item("funeral")) == ""
