"""Women's Union's figures: who was supported, when, with how much."""

from datetime import date, timedelta

import pytest

from accounts.records import Event
from livelihoods.models import Grant
from tests.conftest import unguarded
from tests.factories import make_case
from tests.reporting.asking import by_code
from tests.reporting.factories import (
    BARN,
    COW,
    GIVEN_ON,
    GUIDANCE,
    NPK,
    PIGS,
    give,
    hand_over,
    returned,
    supported,
)

END = date(2023, 12, 31)


def test_nothing_given_is_a_table_of_zeros(union):
    report = union()

    assert report.is_empty
    assert report.prevention.total.units == 0
    assert report.prevention.total.support == 0
    assert report.prevention.total.average is None


def test_a_grant_with_a_case_is_a_returned_persons_the_other_is_prevention(
    union, commune
):
    supported(commune)
    returned(commune)

    report = union()

    assert (report.prevention.total.units, report.victims.total.units) == (1, 1)


def test_a_household_with_two_grants_is_one_household(union, commune):
    household = supported(commune)
    give(household, COW, on=date(2023, 2, 1))

    total = union().prevention.total

    assert total.units == 1
    assert total.support == 28_000_000
    assert total.units_by_year == {2022: 1, 2023: 1}


def test_a_person_with_two_cases_is_one_person(union, commune):
    first = returned(commune)
    with unguarded():
        first.close(by=first.recorded_by, reason="plan_reached", on=date(2022, 12, 1))
    again = make_case(
        commune, household=first.household, victim=first.victim,
        received_on=date(2023, 1, 5),
    )  # fmt: skip
    give(again.household, COW, case=again, on=date(2023, 2, 1))

    assert union().victims.total.units == 1


@pytest.mark.parametrize(("days", "units"), [(-1, 0), (0, 1), (1, 1)])
def test_a_grant_counts_from_the_day_of_its_handover(union, commune, days, units):
    supported(commune)

    report = union(as_of=GIVEN_ON + timedelta(days=days))

    assert report.prevention.total.units == units
    assert by_code(report, report.prevention.total.raised) == (
        {"pig": 3} if units else {}
    )


@pytest.mark.parametrize(
    ("from_on", "to_on", "units"),
    [
        (GIVEN_ON, END, 1),
        (GIVEN_ON + timedelta(days=1), END, 0),
        (date(2019, 1, 1), GIVEN_ON, 1),
        (date(2019, 1, 1), GIVEN_ON - timedelta(days=1), 0),
    ],
)
def test_a_grant_counts_in_the_period_of_its_handover(
    union, commune, from_on, to_on, units
):
    supported(commune)

    assert union(from_on=from_on, to_on=to_on).prevention.total.units == units


def test_a_grant_that_was_paid_but_not_handed_over_does_not_count(union, commune):
    supported(commune, state=Grant.State.PAID)
    with unguarded():
        [handover] = Grant.objects.get().handovers.all()
        Event.void(handover, by=handover.recorded_by, reason="bàn giao nhầm hộ")

    assert union().prevention.total.units == 0


def test_a_grant_delivered_in_parts_counts_once_from_the_first(union, commune):
    supported(commune)
    hand_over(_only_grant(), [], on=END)

    total = union().prevention.total

    assert (total.units, total.support) == (1, 12_000_000)
    assert total.units_by_year == {2022: 1}


def _only_grant():
    with unguarded():
        return Grant.objects.get()


def test_what_was_not_valued_is_counted_apart_and_is_not_zero(union, commune):
    returned(commune)
    returned(commune, NPK | {"unit_price": None, "not_valued": True}, GUIDANCE)

    total = union().victims.total

    assert (total.units, total.valued, total.not_valued) == (2, 1, 1)
    assert total.support == 12_000_000
    assert total.average == 12_000_000
    assert total.not_valued_by_kind == {"fertilizer": 1, "guidance": 1}


def test_support_that_was_never_valued_is_no_amount_not_0(union, commune, far_commune):
    returned(commune, NPK | {"unit_price": None, "not_valued": True})
    returned(far_commune, COW)

    report = union()
    near, far = report.victims.shown[1], report.victims.shown[0]

    assert (near.valued_support, far.valued_support) == (None, 16_000_000)
    assert near.support_of("fertilizer") is None
    assert far.support_of("fertilizer") == 0
    assert report.prevention.total.valued_support == 0


def test_guidance_beside_valued_fertilizer_leaves_the_person_valued(union, commune):
    returned(commune, NPK, GUIDANCE)

    total = union().victims.total

    assert (total.units, total.valued) == (1, 1)
    assert total.support_by_kind == {"fertilizer": 2_250_000}
    assert total.not_valued_by_kind == {"guidance": 1}


def test_the_average_is_rounded_to_the_nearest_dong(union, commune):
    for amount in (10_000_000, 10_000_000, 9_000_001):
        supported(commune, PIGS | {"unit_price": None, "lot_amount": amount})

    assert union().prevention.total.average == 9_666_667


def test_support_is_told_by_kind_and_without_fertilizer(union, commune):
    returned(commune, BARN, COW)
    returned(commune, NPK)

    total = union().victims.total

    assert total.support == 28_250_000
    assert total.support_by_kind == {
        "animals": 16_000_000, "barn": 10_000_000, "fertilizer": 2_250_000,
    }  # fmt: skip
    assert total.support_without_fertilizer == 26_000_000
    assert total.units_by_kind == {"animals": 1, "barn": 1, "fertilizer": 1}


def test_amounts_of_fertilizer_are_told_by_unit(union, commune):
    returned(commune, NPK)
    returned(commune, NPK | {"quantity": 2, "unit": "Bao"})
    returned(commune, NPK)

    assert union().victims.total.fertilizer == {"kg": 300, "bao": 2}


def test_another_amount_than_the_lines_is_what_was_given(union, commune):
    supported(commune, due_amount=10_000_000)

    total = union().prevention.total

    assert total.support == 10_000_000
    assert total.support_by_kind == {"animals": 12_000_000}
    assert total.adjustment == -2_000_000


def test_funding_is_told_by_source(union, commune):
    supported(commune)
    supported(commune, COW, source="Hội LHPN tỉnh")

    report = union()

    sources = report.prevention.total.support_by_source
    assert {report.sources[pk].name: n for pk, n in sources.items()} == {
        "Blue Dragon": 12_000_000, "Hội LHPN tỉnh": 16_000_000,
    }  # fmt: skip
