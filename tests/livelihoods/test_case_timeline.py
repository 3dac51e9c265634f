"""The timeline of a case: every table in one order, a page at a time."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from support_regimes.models import Item, Provision
from tests.conftest import unguarded
from tests.factories import make_case, make_household
from tests.livelihoods.herds import (
    Kind,
    make_entry,
    make_herd,
    make_income,
    make_visit,
    queries,
)
from victims.models import Alias, Consent, Holding, PovertyStatus, RiskAssessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(commune):
    return make_case(commune)


def page(client, case, **query):
    return client.get(reverse("livelihoods:case_timeline", args=[case.pk]), query)


def titles(response):
    return [i["title"] for _month, items in response.context["months"] for i in items]


def days(response):
    return [i["day"] for _month, items in response.context["months"] for i in items]


def log(event, by):
    with unguarded():
        return event.log(by=by)


def test_a_new_case_holds_its_opening(sign_in, caseworker, case):
    assert titles(page(sign_in(caseworker), case)) == ["Mở hồ sơ"]


def test_the_newest_day_comes_first(sign_in, caseworker, case):
    make_income(case.household, on=date(2023, 12, 30))
    make_visit(case.household, on=date(2024, 1, 8), next_on=date(2024, 2, 1))
    assessed = RiskAssessment(case=case, level="low", happened_on=date(2023, 11, 1))
    log(assessed, caseworker)
    response = page(sign_in(caseworker), case)

    assert days(response) == sorted(days(response), reverse=True)
    assert titles(response) == [
        "Thăm: gặp tại nhà",
        "Thu: trứng",
        "Nguy cơ: Thấp",
        "Mở hồ sơ",
    ]


def test_months_are_headings(sign_in, caseworker, case):
    make_income(case.household, on=date(2023, 12, 30))
    months = [
        month for month, _items in page(sign_in(caseworker), case).context["months"]
    ]

    assert months == ["Tháng 12/2023", "Tháng 9/2023"]


def test_a_visit_carries_its_entries_in_one_line(sign_in, caseworker, case):
    herd = make_herd(case.household, on=date(2023, 9, 20))
    visit = make_visit(case.household, on=date(2024, 1, 8), next_on=date(2024, 2, 1))
    make_entry(herd, Kind.BORN, 6, date(2024, 1, 8), visit=visit)
    response = page(sign_in(caseworker), case)

    assert titles(response) == ["Thăm: gặp tại nhà", "Lợn: mua thêm 3", "Mở hồ sơ"]
    assert "Lợn: sinh 6" in response.content.decode()


def test_a_struck_out_event_stays_and_is_marked(sign_in, caseworker, case):
    income = make_income(case.household)
    with unguarded():
        income.void(by=caseworker, reason="ghi trùng hai lần")
    response = page(sign_in(caseworker), case, kind="animals")

    ((_month, (item,)),) = response.context["months"]
    assert item["voided"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("visits", ["Thăm: gặp tại nhà"]),
        ("animals", ["Thu: trứng"]),
        ("papers", ["Hộ: hộ nghèo"]),
        ("course", ["Mở hồ sơ"]),
        ("money", []),
    ],
)
def test_one_kind_alone(sign_in, caseworker, case, kind, expected):
    make_income(case.household)
    make_visit(case.household)
    poor = PovertyStatus(household=case.household, year=2023, category="poor")
    poor.happened_on = date(2023, 10, 1)
    log(poor, caseworker)

    assert titles(page(sign_in(caseworker), case, kind=kind)) == expected


@pytest.mark.parametrize(
    "query", [{"kind": "x"}, {"before": "x"}, {"before": "2024-01-01_x_y"}]
)
def test_what_cannot_be_asked(sign_in, caseworker, case, query):
    assert page(sign_in(caseworker), case, **query).status_code == 404


def test_private_entries_are_covered_for_the_province(
    sign_in, provincial_officer, caseworker, case
):
    day = date(2023, 10, 1)
    consent = Consent(case=case, purpose="record", answer="yes", happened_on=day)
    log(consent, caseworker)
    reason = "bị đe dọa ở chợ"
    log(
        RiskAssessment(case=case, level="high", reason=reason, happened_on=day),
        caseworker,
    )
    response = page(sign_in(provincial_officer), case)

    assert "1 mục hạn chế" in titles(response)
    assert reason not in response.content.decode()


def test_the_department_sees_no_livelihood(sign_in, labour_officer, case):
    make_visit(case.household)
    make_income(case.household)

    assert titles(page(sign_in(labour_officer), case)) == ["Mở hồ sơ"]


def test_another_case_of_the_household_stays_apart(sign_in, caseworker, case, commune):
    other = make_case(commune, household=case.household)
    make_visit(case.household, case=other, on=date(2023, 12, 1))
    make_visit(make_household(commune), on=date(2023, 12, 1))

    assert titles(page(sign_in(caseworker), case)) == ["Mở hồ sơ"]


def test_support_under_a_regime_is_one_line(sign_in, caseworker, case):
    with unguarded():
        item = Item.objects.order_by("pk").first()
    given = Provision(case=case, item=item, provider="UBND xã")
    given.happened_on = date(2023, 10, 1)
    log(given, caseworker)
    response = page(sign_in(caseworker), case, kind="regimes")

    assert titles(response) == [f"{item.regime}: đã hỗ trợ"]


def test_pages_follow_each_other_without_gap_or_overlap(sign_in, caseworker, case):
    day = date(2023, 10, 1)
    for n in range(70):
        make_income(case.household, on=day + timedelta(days=n // 3))
    client = sign_in(caseworker)
    seen, response = [], page(client, case)
    while True:
        months = response.context["months"]
        seen += [item["key"] for _month, items in months for item in items]
        if not response.context["older"]:
            break
        url = reverse("livelihoods:case_timeline", args=[case.pk])
        response = client.get(url + response.context["older"])

    assert len(seen) == len(set(seen)) == 71


def test_the_timeline_takes_as_many_queries_for_any_number(sign_in, caseworker, case):
    client = sign_in(caseworker)
    herd = make_herd(case.household, on=date(2023, 9, 20))
    make_income(case.household)
    make_visit(case.household, on=date(2023, 12, 1))
    before = queries(lambda: page(client, case))
    for n in range(1, 4):
        make_entry(herd, Kind.BORN, 1, date(2023, 10, n))
        make_income(case.household, on=date(2023, 10, n))
        make_visit(case.household, on=date(2023, 12, 1 + n))

    assert queries(lambda: page(client, case)) == before


def test_names_are_not_in_the_timeline(sign_in, provincial_officer, caseworker, case):
    alias = Alias(victim=case.victim, name="Mỷ Sua", kind="home")
    alias.happened_on, alias.recorded_by = date(2023, 10, 1), caseworker
    alias.territory = alias.area = case.territory
    with unguarded():
        alias.save(force_insert=True)
    content = page(sign_in(provincial_officer), case).content.decode()

    assert "Sua" not in content
    assert "Vàng" not in content


def test_the_department_is_offered_no_filter_of_livelihoods(
    sign_in, labour_officer, provincial_officer, case
):
    def offered(user):
        return [f["url"] for f in page(sign_in(user), case).context["filters"]]

    seen = ["?", "?kind=regimes", "?kind=papers", "?kind=risk", "?kind=course"]
    assert offered(labour_officer) == seen
    assert len(offered(provincial_officer)) == 8


def test_restricted_entries_of_a_day_are_one_line(
    sign_in, provincial_officer, caseworker, case
):
    day = date(2023, 10, 1)
    for purpose in ("record", "share", "photo"):
        consent = Consent(case=case, purpose=purpose, answer="yes", happened_on=day)
        log(consent, caseworker)
    response = page(sign_in(provincial_officer), case)

    assert titles(response) == ["3 mục hạn chế", "Mở hồ sơ"]


def test_why_somebody_holds_the_case_is_a_note(
    sign_in, provincial_officer, labour_officer, caseworker, case
):
    reason = "chồng cũ hay đến tìm"
    holding = Holding(case=case, user=caseworker, reason=reason)
    holding.happened_on = date(2023, 10, 1)
    log(holding, caseworker)

    assert reason in page(sign_in(caseworker), case).content.decode()
    assert reason not in page(sign_in(provincial_officer), case).content.decode()
    assert reason not in page(sign_in(labour_officer), case).content.decode()
