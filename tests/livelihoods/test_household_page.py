"""The page of a household and the livelihood tab of a case; income and guidance."""

from datetime import date

import pytest
from django.urls import reverse

from livelihoods.models import Guidance, Income
from tests.conftest import send, unguarded
from tests.factories import make_case, make_household
from tests.livelihoods.herds import (
    Kind,
    make_entry,
    make_herd,
    make_income,
    make_visit,
    queries,
)

pytestmark = pytest.mark.django_db
MAY = date(2023, 5, 20)


@pytest.fixture
def household(commune):
    return make_household(commune, high_risk_from=date(2023, 2, 1))


def page(client, household):
    return client.get(reverse("livelihoods:household_page", args=[household.pk]))


def test_the_page_tells_the_flag_and_no_name(sign_in, caseworker, household):
    response = page(sign_in(caseworker), household)

    content = response.content.decode()
    assert "từ 01/02/2023" in content
    assert "Giàng" not in content


def test_each_herd_shows_what_became_of_it(sign_in, caseworker, household):
    herd = make_herd(household, heads=3)
    make_entry(herd, Kind.SOLD, 2, MAY, income=5_000_000)
    make_entry(herd, Kind.DIED, 1, MAY, cause="cold")
    (shown,) = page(sign_in(caseworker), household).context["herds"]

    got = shown.first, shown.heads, shown.sold, shown.sales, shown.died
    assert got == (0, 0, 2, 5_000_000, 1)


def test_the_tab_of_a_case_shows_its_household(sign_in, caseworker, commune):
    case = make_case(commune)
    herd = make_herd(case.household)
    url = reverse("livelihoods:case_livelihood", args=[case.pk])
    response = sign_in(caseworker).get(url)

    assert list(response.context["herds"]) == [herd]
    assert case.code in response.content.decode()


def test_the_province_sees_no_buttons(sign_in, provincial_officer, household):
    context = page(sign_in(provincial_officer), household).context

    assert not context["may_add"]
    assert not context["may_visit"]
    assert not context["may_change"]


def test_the_page_takes_as_many_queries_for_any_number(sign_in, caseworker, household):
    client = sign_in(caseworker)
    make_herd(household)
    make_income(household)
    make_visit(household)
    before = queries(lambda: page(client, household))
    for n, code in enumerate(["cow", "goat", "duck"], start=1):
        make_herd(household, code=code)
        make_income(household, on=date(2023, 7, n))
        make_visit(household, on=date(2023, 12, 14 + n))

    assert queries(lambda: page(client, household)) == before


def test_income_is_entered_for_the_open_case(sign_in, caseworker, commune):
    case = make_case(commune)
    url = reverse("livelihoods:income_add", args=[case.household_id])
    data = {"kind": "weaving", "amount": "500k", "happened_on": "01/01/2024"}
    send(sign_in(caseworker), url, data)

    with unguarded():
        income = Income.objects.get()
    assert (income.case, income.amount, income.kind) == (case, 500_000, "weaving")


@pytest.mark.parametrize(
    ("data", "field"),
    [({"amount": ""}, "amount"), ({"kind": ""}, "kind"), ({"amount": "999"}, "amount")],
)
def test_half_an_income_is_sent_back(sign_in, caseworker, household, data, field):
    url = reverse("livelihoods:income_add", args=[household.pk])
    whole = {"kind": "eggs", "amount": "500k", "happened_on": "01/01/2024"}
    response = send(sign_in(caseworker), url, whole | data)

    assert list(response.context["form"].errors) == [field]


def test_income_is_struck_out(sign_in, caseworker, household):
    income = make_income(household)
    url = reverse("livelihoods:income_void", args=[income.pk])
    client = sign_in(caseworker)
    send(client, url, {"reason": "ghi trùng hai lần"})

    assert list(page(client, household).context["incomes"]) == []


def test_guidance_is_entered(sign_in, caseworker, household):
    url = reverse("livelihoods:guidance_add", args=[household.pk])
    data = {"topic": "Che chuồng chống rét", "giver": "Trạm thú y", "result": "better"}
    client = sign_in(caseworker)
    send(client, url, data | {"happened_on": "02/11/2023"})

    with unguarded():
        guidance = Guidance.objects.get()
    assert (guidance.household, guidance.result) == (household, "better")
    assert list(page(client, household).context["guidances"]) == [guidance]


def test_guidance_is_struck_out(sign_in, caseworker, household):
    with unguarded():
        guidance = Guidance(household=household, topic="Trồng ngô", happened_on=MAY)
        guidance.log(by=caseworker)
    client = sign_in(caseworker)
    url = reverse("livelihoods:guidance_void", args=[guidance.pk])
    send(client, url, {"reason": "ghi trùng hai lần"})

    assert list(page(client, household).context["guidances"]) == []


def test_guidance_on_a_day_to_come_is_sent_back(sign_in, caseworker, household):
    url = reverse("livelihoods:guidance_add", args=[household.pk])
    data = {"topic": "Che chuồng", "result": "better", "happened_on": "16/01/2024"}
    response = send(sign_in(caseworker), url, data)

    assert list(response.context["form"].errors) == ["happened_on"]
