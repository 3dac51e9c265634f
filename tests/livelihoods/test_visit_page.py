"""A visit as it reads, and for whom; striking it out."""

from datetime import date

import pytest
from django.urls import reverse

from livelihoods.models import HomeVisit
from livelihoods.reading import visit_advices
from tests.conftest import send, unguarded
from tests.factories import make_case
from tests.livelihoods.herds import Kind, make_entry, make_herd, make_visit

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 8)


@pytest.fixture
def case(commune):
    return make_case(commune)


@pytest.fixture
def visit(case):
    answers = {"threat": "yes", "strangers": "no", "leaving": "not_said"}
    note = "mang thuốc thú y"
    return make_visit(case.household, case=case, on=DAY, note=note, answers=answers)


def page(client, visit):
    return client.get(reverse("livelihoods:visit_page", args=[visit.pk]))


def values(response):
    return [str(row["value"]) for row in response.context["rows"]]


def test_the_caseworker_reads_all(sign_in, caseworker, visit):
    response = page(sign_in(caseworker), visit)

    assert "mang thuốc thú y" in values(response)
    said = [str(row["value"]) for row in response.context["answers"]]
    assert said == ["Có", "Không", "Không muốn nói"]
    assert response.context["is_urgent"]


def test_the_province_reads_neither_note_nor_answers(
    sign_in, provincial_officer, visit
):
    response = page(sign_in(provincial_officer), visit)

    assert "mang thuốc thú y" not in response.content.decode()
    assert response.context["answers"] == []
    assert not response.context["is_urgent"]
    assert not response.context["may_void"]


def test_schooling_is_read_by_the_childs_name(sign_in, caseworker, case):
    answers = {"school": {"home": "regular"}}
    visit = make_visit(case.household, case=case, on=DAY, answers=answers)
    (row,) = page(sign_in(caseworker), visit).context["answers"]

    assert row["value"] == "Đi đều"


def advices(visit):
    with unguarded():
        entries = visit.herd_entries.select_related("herd__species")
        return list(visit_advices(visit, entries))


NOT_MET = {"way": "not_met", "not_met": "out", "private": None, "mind": ""}


@pytest.mark.parametrize(
    ("before", "now", "number"),
    [
        (NOT_MET, NOT_MET, 1),
        ({}, NOT_MET, 0),
        ({"mind": "poor"}, {"health": "poor"}, 1),
        ({"mind": "fair"}, {"mind": "poor"}, 0),
    ],
)
def test_twice_in_a_row_calls_for_something(case, before, now, number):
    make_visit(case.household, on=date(2023, 12, 1), **before)
    visit = make_visit(case.household, on=DAY, **now)

    assert len(advices(visit)) == number


@pytest.mark.parametrize(
    ("died", "cause", "number"), [(1, "disease", 1), (1, "cold", 0), (2, "cold", 1)]
)
def test_deaths_call_for_the_vet(case, visit, died, cause, number):
    herd = make_herd(case.household, heads=10)
    make_entry(herd, Kind.DIED, died, DAY, cause=cause, visit=visit)

    assert len(advices(visit)) == number


def test_a_visit_is_struck_out_with_a_reason(sign_in, caseworker, visit):
    client = sign_in(caseworker)
    url = reverse("livelihoods:visit_void", args=[visit.pk])
    refused = send(client, url, {"reason": "nhầm"})
    assert list(refused.context["form"].errors) == ["reason"]

    send(client, url, {"reason": "ghi nhầm sang hộ khác"})

    with unguarded():
        assert HomeVisit.objects.get().void_reason == "ghi nhầm sang hộ khác"
    content = page(client, visit).content.decode()
    assert "ghi nhầm sang hộ khác" in content
    assert "tel:113" not in content


def test_a_visit_is_struck_out_once(sign_in, caseworker, visit):
    client = sign_in(caseworker)
    url = reverse("livelihoods:visit_void", args=[visit.pk])
    send(client, url, {"reason": "ghi nhầm sang hộ khác"})
    again = send(client, url, {"reason": "ghi nhầm sang hộ khác"})

    assert list(again.context["form"].errors) == ["__all__"]
