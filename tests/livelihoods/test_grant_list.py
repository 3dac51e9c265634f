"""The list of grants: tabs, filters, pages by key, a constant number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from livelihoods.models import Grant
from livelihoods.views import grant_list
from tests.conftest import unguarded
from tests.factories import make_case, make_household
from tests.livelihoods.grants import (
    again,
    approved,
    barn,
    draft,
    hand_over,
    make_budget,
    submitted,
)

pytestmark = pytest.mark.django_db
URL = reverse("livelihoods:grant_list")


def codes(answer):
    return [grant.code for grant in answer.context["rows"]]


def test_the_officer_begins_with_what_waits_oldest_first(
    caseworker, district_officer, provincial_officer, sign_in
):
    late, early = submitted(caseworker), submitted(caseworker)
    submitted(caseworker, lines=[barn(40_000_000)])
    with unguarded():
        Grant.objects.filter(pk=early.pk).update(submitted_on=date(2024, 1, 2))

    answer = sign_in(district_officer).get(URL)

    assert codes(answer) == [early.code, late.code]
    assert "chờ 13 ngày" in answer.content.decode()
    assert "12.000.000 đ" in answer.content.decode()


def test_each_state_has_its_tab(caseworker, district_officer, sign_in):
    drafted, sent = draft(caseworker), submitted(caseworker)
    given = approved(caseworker, district_officer)
    there = approved(caseworker, district_officer, budget=again(given).budget)
    hand_over(there, caseworker)
    client = sign_in(caseworker)

    tabs = ("sent", "mending", "approved", "handed_over", "ended")
    seen = {tab: codes(client.get(URL, {"tab": tab})) for tab in tabs}

    assert seen == {
        "sent": [sent.code],
        "mending": [drafted.code],
        "approved": [given.code],
        "handed_over": [there.code],
        "ended": [],
    }


def test_a_caseworker_has_no_tab_of_decisions(caseworker, sign_in):
    answer = sign_in(caseworker).get(URL)

    assert answer.context["tab"] == "sent"
    assert len(answer.context["tabs"]) == 5


def test_filters_of_kind_source_and_place(
    caseworker, district_officer, commune, neighbour_commune, neighbour, sign_in
):
    case = make_case(commune)
    victims = submitted(caseworker, case=case, budget=make_budget())
    household = make_household(neighbour_commune)
    prevention = submitted(neighbour, household=household)
    client = sign_in(district_officer)

    def found(**query):
        return codes(client.get(URL, query))

    assert found(kind="victims") == [victims.code]
    assert found(kind="prevention") == [prevention.code]
    assert found(source="rong-xanh") == [victims.code]
    assert found(source="khac") == []
    assert found(place=neighbour_commune.pk) == [prevention.code]
    assert client.get(URL, {"place": "x"}).status_code == 404


def test_nobody_sees_grants_elsewhere(
    caseworker, neighbour, district_officer, other_district_officer, client
):
    submitted(caseworker)

    for user in (neighbour, other_district_officer):
        client.force_login(user)
        assert codes(client.get(URL, {"tab": "sent"})) == []


@pytest.mark.parametrize(
    "query", [{"tab": "all"}, {"after": "gestern"}, {"after": "2024-01-01_x"}]
)
def test_an_address_that_means_nothing_is_not_found(query, caseworker, sign_in):
    assert sign_in(caseworker).get(URL, query).status_code == 404


@pytest.mark.parametrize("tab", ["sent", "mending"])
def test_pages_follow_by_key(tab, caseworker, district_officer, sign_in, monkeypatch):
    monkeypatch.setattr(grant_list, "ROWS", 2)
    make = submitted if tab == "sent" else draft
    wanted = {make(caseworker).code for _n in range(5)}
    client = sign_in(caseworker)

    seen, address = [], f"?tab={tab}"
    while address:
        answer = client.get(URL + address)
        seen += codes(answer)
        address = answer.context["older"]

    assert len(seen) == 5
    assert set(seen) == wanted


def test_a_list_costs_the_same_with_one_and_three_rows(
    caseworker, district_officer, commune, sign_in
):
    client, counts = sign_in(district_officer), []
    for number in (1, 2):
        for _more in range(number):
            submitted(caseworker, case=make_case(commune))
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(URL)
        counts.append((len(answer.context["rows"]), len(queries)))

    assert [rows for rows, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]


def test_names_stay_hidden(caseworker, district_officer, commune, sign_in):
    submitted(caseworker, case=make_case(commune))

    page = sign_in(district_officer).get(URL).content.decode()

    assert "V.T.M." in page
    assert "Vàng Thị Mỷ" not in page


def test_an_empty_list_says_so(district_officer, sign_in):
    page = sign_in(district_officer).get(URL).content.decode()

    assert "Không có đề nghị nào chờ." in page
