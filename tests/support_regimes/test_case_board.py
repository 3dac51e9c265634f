"""The landing page of a case: what each regime gives, in states, sums and next things."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from support_regimes.models import RegimeAnswer, RuleSet
from tests.accounts.trail import acts
from tests.conftest import unguarded
from tests.factories import make_case, recorder
from tests.support_regimes.factories import (
    TODAY,
    item,
    make_confirmed,
    make_minor,
    make_poverty,
    make_provision,
    make_request,
)
from tests.victims.factories import make_consent


@pytest.fixture
def board(sign_in, caseworker):
    """`board(case, open=6)`: the page as the caseworker gets it."""

    def page(case, client=None, **query):
        client = client or sign_in(caseworker)
        return client.get(
            reverse("support_regimes:case_board", args=[case.pk], query=query)
        )

    return page


def states(response):
    return [row["kind"] for row in response.context["mine"]["regimes"]]


def test_six_rows_with_a_next_thing_each(board, case):
    response = board(case)

    rows = response.context["mine"]["regimes"]
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert states(response) == ["neutral"] * 3 + ["info"] * 3
    hardship = rows[5]
    assert hardship["next_url"].endswith(f"/cases/{case.pk}/regimes/6/ask/")
    assert acts()[-1] == "read support_regimes:case_board"


def test_the_name_stands_nowhere(board, case):
    text = board(case, open=6).content.decode()

    assert "Vàng" not in text
    assert "V.T.M." in text


def test_a_row_opens_with_its_conditions_ways_and_articles(board, commune):
    case = make_confirmed(commune, poor=False, away="long")

    response = board(case, open=6)

    [row] = [row for row in response.context["mine"]["regimes"] if row.get("is_open")]
    assert row["number"] == 6
    assert [c["verdict"] for c in row["conditions"]] == ["unclear", "met", "met", "met"]
    assert len(row["ways"]) == 3
    assert "NQ 15/2020/NQ-HĐND Hà Giang" in row["articles"]
    assert row["ways"][0]["label"] in response.content.decode()


@pytest.mark.parametrize("query", ["7", "x", ""])
def test_an_unknown_row_opens_nothing(board, case, query):
    response = board(case, open=query)

    assert not any(row["is_open"] for row in response.context["mine"]["regimes"])


def test_sums_and_turns_stand_apart(board, case):
    make_provision(case, amount=400_000)
    make_provision(case, "counselling")
    make_provision(case, minor=make_minor(case))

    response = board(case)

    totals = response.context["totals"]
    assert (totals.persons, totals.turns) == (2, 3)
    assert (totals.total, totals.not_valued) == (400_000, 2)
    assert "400.000 đ" in response.content.decode()


def test_a_void_turn_is_struck_through_and_not_counted(board, case):
    given = make_provision(case, amount=400_000)
    with unguarded():
        given.void(by=recorder(), reason="ghi nhầm người")

    response = board(case)

    assert response.context["totals"].turns == 0
    assert "is-voided" in response.content.decode()


def test_a_minor_has_a_board_of_three(board, case):
    minor = make_minor(case)
    make_provision(case, minor=minor)

    [mini] = board(case).context["minors"]

    assert [row["number"] for row in mini["regimes"]] == [1, 2, 3]
    assert mini["regimes"][0]["kind"] == "ok"
    assert f"minor={minor.pk}" in mini["regimes"][1]["why_url"]


def test_opening_a_minors_row_opens_no_row_of_the_person(board, case):
    minor = make_minor(case)

    response = board(case, open=1, minor=minor.pk)

    assert not any(row["is_open"] for row in response.context["mine"]["regimes"])
    [mini] = response.context["minors"]
    assert [row["is_open"] for row in mini["regimes"]] == [True, False, False]


def test_declined_stands_and_may_change(board, case):
    with unguarded():
        regime = item("vocational").regime
        RegimeAnswer(
            case=case, regime=regime, wants=False, happened_on=date(2023, 11, 2)
        ).log(by=recorder())

    row = board(case).context["mine"]["regimes"][4]

    assert row["next_url"].endswith("/regimes/5/answer/")
    assert "02/11/2023" in row["received"]


def test_the_province_sees_states_and_counts_alone(
    board, case, sign_in, provincial_officer
):
    make_provision(case, amount=412_345)
    make_poverty(case)

    response = board(case, sign_in(provincial_officer), open=6)

    text = response.content.decode()
    assert states(response)[0] == "ok"
    assert "412.345" not in text
    assert "HN-12" not in text
    assert "Việc tiếp theo" not in text
    assert [row.get("why_url") for row in response.context["mine"]["regimes"]] == (
        [None] * 6
    )
    assert list(response.context["provisions"]) == []


def test_the_department_follows_but_files_nothing(board, case, sign_in, labour_officer):
    response = board(case, sign_in(labour_officer), open=6)

    hardship = response.context["mine"]["regimes"][5]
    assert hardship["is_open"]
    assert hardship["next_url"] == ""
    assert response.context["may_give"] is False


def test_what_an_earlier_case_had_is_not_offered_again(board, case, commune):
    make_provision(case, "hardship_allowance")
    with unguarded():
        case.close(by=recorder(), reason="moved", on=date(2023, 12, 1))
    second = make_confirmed(
        commune, household=case.household, victim=case.victim, received_on=TODAY
    )

    row = board(second, open=6).context["mine"]["regimes"][5]

    assert row["summary"].startswith("Vay vốn ưu đãi")


def test_a_closed_case_offers_no_new_application(board, case):
    with unguarded():
        case.close(by=recorder(), reason="plan_reached", on=TODAY)

    response = board(case)

    rows = response.context["mine"]["regimes"]
    assert [row["next_url"] for row in rows][4:] == ["", ""]
    assert response.context["may_give"] is True


def test_after_the_consent_is_withdrawn_nothing_is_offered(board, case):
    make_consent(case, "record", "withdrawn")

    response = board(case)

    assert response.context["may_give"] is False
    assert response.context["mine"]["regimes"][5]["next_url"] == ""


def test_a_case_of_after_the_rules_says_that_they_ended(board, commune, settings):
    settings.TODAY = date(2025, 8, 1)
    case = make_case(commune, received_on=date(2025, 7, 1))
    assert board(case).context["rule_set"].key == "law-53-2024"
    with unguarded():
        later = RuleSet.objects.filter(key="law-53-2024")
        later.update(valid_from=date(2040, 1, 1))

    response = board(case)

    assert response.context["is_outdated"] is True
    assert "banner-warn" in response.content.decode()


def test_the_last_day_of_the_rules_is_inside(board, commune, settings):
    settings.TODAY = date(2025, 8, 1)
    case = make_case(commune, received_on=date(2025, 6, 30))

    assert board(case).context["is_outdated"] is False


def test_a_case_of_before_all_rules_has_no_board(board, commune):
    case = make_case(commune, received_on=date(2013, 4, 14))

    response = board(case)

    assert response.status_code == 200
    assert response.context["rule_set"] is None


def queries(case, client):
    url = reverse("support_regimes:case_board", args=[case.pk])
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_number_of_queries_does_not_grow(commune, sign_in, caseworker):
    few, many = make_confirmed(commune), make_confirmed(commune)
    make_provision(few)
    make_request(few)
    for code in ("clothing", "counselling", "legal_advice"):
        make_provision(many, code)
    for code in ("hardship_allowance", "vocational", "loan"):
        make_request(many, code)
    client = sign_in(caseworker)

    assert queries(few, client) == queries(many, client)
