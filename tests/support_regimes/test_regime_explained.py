"""One regime explained: conditions, ways out, what the texts say differently."""

import pytest
from django.urls import reverse

from tests.factories import make_case
from tests.support_regimes.factories import make_confirmed, make_minor


def address(case, number, **query):
    return reverse(
        "support_regimes:regime_explained", args=[case.pk, number], query=query
    )


@pytest.fixture
def case(commune):
    return make_confirmed(commune, poor=False, away="long")


def test_what_is_missing_stands_before_what_is_met(sign_in, caseworker, case):
    response = sign_in(caseworker).get(address(case, 6))

    verdicts = [each["verdict"] for each in response.context["conditions"]]
    assert verdicts == ["unclear", "met", "met", "met"]
    text = response.content.decode()
    assert "Trợ cấp khó khăn ban đầu" in text
    assert "3.000.000 đ" in text
    assert "Ba triệu đồng" in text


def test_the_ways_out_name_who_does_them_and_open_their_pages(
    sign_in, caseworker, case
):
    ways = sign_in(caseworker).get(address(case, 6)).context["ways"]

    assert all(way["who"] for way in ways)
    assert [way["url"] for way in ways] == [
        reverse("victims:case_task", args=[case.pk, "poverty"]),
        reverse("victims:case_task", args=[case.pk, "papers"]),
        reverse("livelihoods:grant_ask", args=[case.household_id]),
    ]


def test_the_texts_differ_and_one_is_followed(sign_in, caseworker, case):
    [reading] = sign_in(caseworker).get(address(case, 1)).context["readings"]

    answers = [(a["line"].answer, a["line"].followed) for a in reading["answers"]]
    assert answers == [
        ("60 ngày", True),
        ("3 tháng", False),
        ("3 tháng", False),
        ("90 ngày", False),
    ]


def test_who_decides_is_told_with_both_articles(sign_in, caseworker, case):
    text = sign_in(caseworker).get(address(case, 6)).content.decode()

    assert "NĐ 09/2013/NĐ-CP, Điều 23.3b" in text
    assert "Luật 66/2011/QH12, Điều 39.5" in text


def test_a_minors_own_page(sign_in, caseworker, case):
    minor = make_minor(case)

    response = sign_in(caseworker).get(address(case, 1, minor=minor.pk))

    assert response.context["minor"] == minor
    assert response.context["result"].findings[-1].verdict == "met"


def test_another_cases_minor_is_not_found(sign_in, caseworker, case, commune):
    stranger = make_minor(make_case(commune))

    assert (
        sign_in(caseworker).get(address(case, 1, minor=stranger.pk)).status_code == 404
    )
    assert sign_in(caseworker).get(address(case, 1, minor="x")).status_code == 404


@pytest.mark.parametrize("number", [0, 7])
def test_a_number_without_a_regime_is_not_found(sign_in, caseworker, case, number):
    assert sign_in(caseworker).get(address(case, number)).status_code == 404


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6])
def test_every_regime_can_be_explained(sign_in, caseworker, case, number):
    assert sign_in(caseworker).get(address(case, number)).status_code == 200
