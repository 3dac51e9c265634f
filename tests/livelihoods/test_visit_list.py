"""The visit calendar: who is overdue, in order, a page at a time."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.conftest import unguarded
from tests.factories import make_case, make_household
from tests.livelihoods.herds import queries
from victims.models import Household

pytestmark = pytest.mark.django_db
TODAY = date(2024, 1, 15)
URL = reverse("livelihoods:visit_list")


def due(area, days, **fields):
    """A prevention household whose visit is due in so many days."""
    fields = {"high_risk_from": date(2023, 1, 1)} | fields
    day = TODAY + timedelta(days=days)
    return make_household(area, next_visit_on=day, **fields)


def shown(response):
    """{kind of section: households}"""
    return {kind: found for _title, kind, found in response.context["sections"]}


def test_the_longest_overdue_comes_first(sign_in, caseworker, commune):
    later, soon = due(commune, 8), due(commune, 7)
    today, late, later_still = due(commune, 0), due(commune, -1), due(commune, -9)

    response = sign_in(caseworker).get(URL)

    assert shown(response) == {
        "late": [later_still, late],
        "soon": [today, soon],
        "later": [later],
    }
    assert (response.context["overdue"], response.context["total"]) == (2, 5)


def test_a_case_is_shown_by_code_and_initials(sign_in, caseworker, commune):
    case = make_case(commune)
    content = sign_in(caseworker).get(URL).content.decode()

    assert case.code in content
    assert "V.T.M." in content
    assert "Vàng" not in content


def test_who_is_not_followed_is_not_listed(sign_in, caseworker, commune):
    due(commune, -5, high_risk_from=None)
    due(commune, -5, high_risk_until=date(2024, 1, 15))
    case = make_case(commune)
    with unguarded():
        case.close(by=caseworker, reason="plan_reached", on=TODAY)

    assert sign_in(caseworker).get(URL).context["sections"] == []


@pytest.mark.parametrize(
    ("who", "number"),
    [
        ("caseworker", 1),
        ("neighbour", 1),
        ("district_officer", 2),
        ("other_district_officer", 0),
        ("provincial_officer", 2),
    ],
)
def test_each_sees_the_own_area(
    who, number, request, sign_in, commune, neighbour_commune
):
    due(commune, -5)
    due(neighbour_commune, -5)
    client = sign_in(request.getfixturevalue(who))

    assert client.get(URL).context["total"] == number


def test_only_one_commune(sign_in, district_officer, commune, neighbour_commune):
    wanted = due(commune, -5)
    due(neighbour_commune, -5)
    response = sign_in(district_officer).get(URL, {"commune": commune.pk})

    assert shown(response) == {"late": [wanted]}


@pytest.mark.parametrize("asked", ["x", "999999999"])
def test_a_commune_that_is_not_there(sign_in, district_officer, asked):
    assert sign_in(district_officer).get(URL, {"commune": asked}).status_code == 404


def test_a_commune_out_of_reach(sign_in, caseworker, neighbour_commune):
    response = sign_in(caseworker).get(URL, {"commune": neighbour_commune.pk})

    assert response.status_code == 404


def test_the_next_page_goes_on_after_the_last_row(sign_in, caseworker, commune):
    everybody = [due(commune, n // 2) for n in range(27)]
    client = sign_in(caseworker)
    first = client.get(URL)
    second = client.get(URL + first.context["older"])

    seen = [h for part in (first, second) for hs in shown(part).values() for h in hs]
    assert len(seen) == 27
    assert set(seen) == set(everybody)
    assert second.context["older"] == ""
    assert second.context["newer"] == "?"


@pytest.mark.parametrize("after", ["x", "2024-01-15", "2024-01-15_x", "x_y"])
def test_a_page_that_cannot_be(sign_in, caseworker, after):
    assert sign_in(caseworker).get(URL, {"after": after}).status_code == 404


def test_an_empty_calendar_says_so(sign_in, caseworker):
    response = sign_in(caseworker).get(URL)

    assert "Không có lần thăm nào đến hạn" in response.content.decode()


def test_the_list_takes_as_many_queries_for_any_number(sign_in, caseworker, commune):
    client = sign_in(caseworker)
    make_case(commune)
    before = queries(lambda: client.get(URL))
    for _n in range(3):
        make_case(commune)

    assert queries(lambda: client.get(URL)) == before


def test_overdue_is_the_same_question_on_the_first_page(caseworker, acts_as, commune):
    late = due(commune, -1)
    due(commune, 0)

    with acts_as(caseworker):
        assert list(Household.objects.visible_to(caseworker).overdue(TODAY)) == [late]
