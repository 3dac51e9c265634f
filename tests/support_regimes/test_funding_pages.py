"""Funding: what each source gives in a year, what is committed, what is left."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from support_regimes.models import Budget, FundingSource
from tests.conftest import send
from tests.support_regimes.test_funding import make_budget

LIST = reverse("support_regimes:funding_list")


def test_committed_and_left_by_year(sign_in, caseworker, db):
    make_budget(20_000_000).take(5_000_000)
    make_budget(7_000_000, year=2023)

    years = sign_in(caseworker).get(LIST).context["years"]

    assert [(y["year"], y["totals"]) for y in years] == [
        (2024, {"amount": 20_000_000, "committed": 5_000_000, "left": 15_000_000}),
        (2023, {"amount": 7_000_000, "committed": 0, "left": 7_000_000}),
    ]


def test_an_empty_list_says_so(sign_in, caseworker):
    response = sign_in(caseworker).get(LIST)

    assert response.context["years"] == []
    assert 'class="empty"' in response.content.decode()


def test_only_those_who_may_change_see_the_forms(
    sign_in, caseworker, provincial_officer
):
    url = reverse("support_regimes:budget_add")

    assert url not in sign_in(caseworker).get(LIST).content.decode()
    assert url in sign_in(provincial_officer).get(LIST).content.decode()


def test_a_new_source_and_its_year(sign_in, provincial_officer):
    client = sign_in(provincial_officer)
    source = {
        "name": "Rồng Xanh",
        "code": "rong-xanh",
        "kind": "donor",
        "component": "",
    }
    send(client, reverse("support_regimes:source_add"), source)
    made = FundingSource.objects.get()

    response = send(
        client,
        reverse("support_regimes:budget_add"),
        {"source": made.pk, "year": "2024", "area": "", "amount": "4,2 tỷ"},
    )

    budget = Budget.objects.get()
    assert response.url == LIST
    assert (budget.amount, budget.committed, budget.area) == (4_200_000_000, 0, None)


def test_a_second_amount_of_the_same_year_is_refused(sign_in, provincial_officer):
    budget = make_budget()

    response = send(
        sign_in(provincial_officer),
        reverse("support_regimes:budget_add"),
        {"source": budget.source_id, "year": "2024", "area": "", "amount": "5 triệu"},
    )

    assert response.status_code == 200
    assert response.context["form"].errors
    assert Budget.objects.count() == 1


def test_an_amount_for_a_district(sign_in, provincial_officer, district):
    budget = make_budget()

    send(
        sign_in(provincial_officer),
        reverse("support_regimes:budget_add"),
        {
            "source": budget.source_id,
            "year": "2024",
            "area": "027",
            "amount": "5 triệu",
        },
    )

    assert Budget.objects.get(area=district).amount == 5_000_000


@pytest.mark.parametrize(
    ("amount", "kept"), [("4 triệu", 20_000_000), ("6 triệu", 6_000_000)]
)
def test_lowering_an_amount_stops_at_what_is_committed(
    sign_in, provincial_officer, amount, kept
):
    budget = make_budget(20_000_000)
    budget.take(5_000_000)
    url = reverse("support_regimes:budget_change", args=[budget.pk])

    send(sign_in(provincial_officer), url, {"amount": amount})

    assert Budget.objects.get().amount == kept


def test_the_list_asks_the_same_number_of_questions(sign_in, caseworker):
    client, numbers = sign_in(caseworker), []
    for years in ([2021], [2022, 2023]):
        for year in years:
            make_budget(year=year)
        client.get(LIST)
        with CaptureQueriesContext(connection) as found:
            client.get(LIST)
        numbers.append(len(found))

    assert numbers[0] == numbers[1]


def test_no_money_for_an_area_of_another_province(sign_in, provincial_officer, places):
    budget = make_budget()
    typed = {"source": budget.source_id, "amount": "5.000.000", "year": 2025}
    url = reverse("support_regimes:budget_add")

    refused = send(sign_in(provincial_officer), url, typed | {"area": "79@2004"})

    assert list(refused.context["form"].errors) == ["area"]
    assert list(Budget.objects.all()) == [budget]
