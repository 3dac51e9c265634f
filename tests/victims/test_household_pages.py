"""Prevention households: list, record, change; poverty of any household."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import send, unguarded
from tests.factories import make_case, make_household
from tests.victims.factories import TODAY, day_boxes
from victims.models import Household, PovertyStatus

LIST = reverse("victims:household_list")
ENROL = reverse("victims:household_enrol")


def prevention(area, **fields):
    return make_household(area, **({"high_risk_from": date(2022, 3, 1)} | fields))


def codes(response):
    return [household.code for household in response.context["rows"]]


def errors(response):
    return {name: list(e) for name, e in response.context["form"].errors.items()}


@pytest.fixture
def answers(commune):
    return {
        "commune": commune.pk,
        "hamlet": "thôn 1",
        "head_name": "Giàng Mí Pó",
        "people": 5,
        "high_risk_reasons": ["poor", "away"],
        "risk_level": "medium",
        **day_boxes("high_risk_from", date(2022, 3, 1)),
    }


def test_the_list_holds_prevention_households_alone(sign_in, caseworker, commune):
    household = prevention(commune)
    make_case(commune)

    response = sign_in(caseworker).get(LIST)

    assert codes(response) == [household.code]
    page = response.content.decode()
    assert ("G.A.P." in page, "Giàng A Pó" in page) == (True, False)


@pytest.mark.parametrize(
    ("member", "status", "count"),
    [
        ("caseworker", 200, 1),
        ("neighbour", 200, 0),
        ("district_officer", 200, 1),
        ("other_district_officer", 200, 0),
        ("provincial_officer", 200, 1),
        ("labour_officer", 403, None),
        ("administrator", 403, None),
    ],
)
def test_who_sees_the_list(request, sign_in, commune, member, status, count):
    prevention(commune)

    response = sign_in(request.getfixturevalue(member)).get(LIST)

    assert response.status_code == status
    if status == 200:
        assert len(codes(response)) == count


@pytest.mark.parametrize(
    ("text", "found"), [("giang po", True), ("hgh-2024", True), ("vang", False)]
)
def test_households_are_found(sign_in, caseworker, commune, text, found):
    household = prevention(commune)

    response = send(sign_in(caseworker), f"{LIST}search/", {"q": text}, follow=True)

    assert codes(response) == ([household.code] if found else [])


def test_the_same_queries_for_one_household_and_for_three(sign_in, caseworker, commune):
    client = sign_in(caseworker)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get(LIST)
        return len(caught)

    prevention(commune)
    queries()
    one = queries()
    prevention(commune), prevention(commune)

    assert queries() == one


def test_pages_by_key(sign_in, caseworker, commune):
    for number in range(30):
        prevention(commune, next_visit_on=date(2024, 1, 1 + number % 9))
    client = sign_in(caseworker)

    first = client.get(LIST)
    second = client.get(LIST + first.context["older"])
    back = client.get(LIST + second.context["newer"])

    assert [len(codes(page)) for page in (first, second)] == [25, 5]
    assert codes(back) == codes(first)


def test_a_household_is_recorded(sign_in, caseworker, answers):
    response = send(sign_in(caseworker), ENROL, answers)

    with unguarded():
        household = Household.objects.get()
    assert response.headers["Location"] == household.get_absolute_url()
    assert (household.head_name, household.holder_id) == (
        "Giàng Mí Pó",
        caseworker.pk,
    )
    assert household.high_risk_reasons == ["poor", "away"]
    assert household.is_high_risk
    assert household.next_visit_on == date(2024, 1, 22)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"high_risk_reasons": []}, "high_risk_reasons"),
        ({"head_name": "Pó 2"}, "head_name"),
        ({"people": 41}, "people"),
        ({"people": 0}, "people"),
        (day_boxes("high_risk_from", date(2024, 1, 16)), "high_risk_from"),
        (day_boxes("high_risk_from", 31, 2, 2022), "high_risk_from"),
    ],
)
def test_a_household_that_cannot_be(sign_in, caseworker, answers, more, field):
    response = send(sign_in(caseworker), ENROL, answers | more)

    assert list(errors(response)) == [field]
    with unguarded():
        assert Household.objects.count() == 0


def test_a_household_is_changed_with_its_version(sign_in, caseworker, commune, answers):
    household = prevention(commune, high_risk_reasons=["poor"])
    url = reverse("victims:household_edit", args=[household.pk])
    client = sign_in(caseworker)
    said = answers | {"version": 1, **day_boxes("high_risk_until", TODAY)}

    send(client, url, said)
    stale = send(client, url, said | {"hamlet": "thôn 9"})

    with unguarded():
        kept = Household.objects.get()
    assert (kept.head_name, kept.hamlet, kept.is_high_risk) == (
        "Giàng Mí Pó",
        "thôn 1",
        False,
    )
    assert [(str(n), now) for n, now in stale.context["form"].differences()] == [
        ("Hamlet", "thôn 1")
    ]


def test_the_support_does_not_end_before_it_begins(
    sign_in, caseworker, commune, answers
):
    household = prevention(commune)
    url = reverse("victims:household_edit", args=[household.pk])
    ends = day_boxes("high_risk_until", date(2022, 3, 1))

    response = send(sign_in(caseworker), url, answers | {"version": 1} | ends)

    assert list(errors(response)) == ["high_risk_until"]


def test_the_poverty_of_a_household(sign_in, caseworker, commune):
    household = prevention(commune)
    url = reverse("victims:poverty_add", args=[household.pk])
    said = {"version": 1, "category": "poor", "year": 2023, "certificate": "12/2023"}

    response = send(
        sign_in(caseworker), url, said | day_boxes("happened_on", date(2023, 12, 1))
    )

    assert response.headers["Location"] == household.get_absolute_url()
    with unguarded():
        assert (PovertyStatus.objects.get().category, household.poverty.year) == (
            "poor",
            2023,
        )


@pytest.mark.parametrize("name", ["household_edit", "poverty_add"])
@pytest.mark.parametrize(
    ("member", "status"),
    [
        ("caseworker", 200),
        ("neighbour", 404),
        ("district_officer", 200),
        ("provincial_officer", 403),
        ("labour_officer", 403),
        ("administrator", 403),
    ],
)
def test_who_may_change_a_household(request, sign_in, commune, name, member, status):
    household = prevention(commune)
    client = sign_in(request.getfixturevalue(member))

    url = reverse(f"victims:{name}", args=[household.pk])
    assert client.get(url).status_code == status
