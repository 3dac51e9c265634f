"""Women's Union's figures: one rule a test, on the smallest data that shows it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.records import Event
from livelihoods.models import Grant
from reporting.figures.behind_union import behind
from reporting.layout.womens_union import Layout
from tests.conftest import unguarded
from tests.factories import make_case, make_household
from tests.reporting.factories import (
    GIVEN_ON,
    GUIDANCE,
    NPK,
    PIGS,
    Kind,
    earn,
    enter,
    give,
    hand_over,
    returned,
    supported,
)

END = date(2023, 12, 31)
COW = {"kind": "animals", "species": "cow", "quantity": 1, "unit_price": 16_000_000}
HENS = {"kind": "animals", "species": "black_chicken", "quantity": 15,
        "lot_amount": 5_000_000}  # fmt: skip
BARN = {"kind": "barn", "item": "tấm lợp", "lot_amount": 10_000_000}


def by_code(report, heads):
    return {report.species[pk].code: n for pk, n in heads.items()}


def line(table, area):
    return next(line for line in table.lines if line.area == area)


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


def test_the_ledger_gives_heads_born_sold_died_and_still_raised(union, commune):
    household = supported(commune)
    enter(household, Kind.BORN, 10, date(2022, 12, 1))
    enter(household, Kind.DIED, 2, date(2023, 1, 20), cause="cold")
    enter(household, Kind.SOLD, 4, date(2023, 5, 2), income=8_000_000)
    enter(household, Kind.EATEN, 1, date(2023, 6, 2))

    report = union()
    total = report.prevention.total

    assert by_code(report, total.at_first) == {"pig": 3}
    assert by_code(report, total.born) == {"pig": 10}
    assert by_code(report, total.sold) == {"pig": 4}
    assert by_code(report, total.raised) == {"pig": 6}
    assert by_code(report, total.increase) == {"pig": 3}
    assert total.sales == 8_000_000
    assert total.died_by_cause == {"cold": 2}


def test_species_are_told_apart(union, commune):
    household = supported(commune, PIGS, COW, HENS)
    enter(household, Kind.SOLD, 3, date(2023, 5, 2), income=6_000_000)

    report = union()
    total = report.prevention.total

    assert by_code(report, total.raised) == {"cow": 1, "black_chicken": 15}
    assert by_code(report, total.sold) == {"pig": 3}
    assert by_code(report, total.increase) == {"pig": -3}


def test_a_voided_entry_counts_no_more(union, commune):
    household = supported(commune)
    sale = enter(household, Kind.SOLD, 1, date(2023, 5, 2), income=2_000_000)
    with unguarded():
        sale.void(by=sale.recorded_by, reason="ghi nhầm sang hộ khác")

    report = union()

    assert report.prevention.total.sales == 0
    assert by_code(report, report.prevention.total.raised) == {"pig": 3}


def test_the_balance_reaches_back_beyond_the_period_the_sales_do_not(union, commune):
    household = supported(commune, on=date(2021, 3, 1))
    enter(household, Kind.SOLD, 1, date(2021, 9, 1), income=2_000_000)
    enter(household, Kind.BORN, 8, date(2023, 4, 1))

    report = union(from_on=date(2023, 1, 1))
    total = report.prevention.total

    assert (total.units, total.sales) == (0, 0)
    assert by_code(report, total.raised) == {"pig": 10}
    assert by_code(report, total.increase) == {"pig": 7}


def test_what_comes_after_the_day_of_the_count_does_not_count(union, commune):
    household = supported(commune)
    enter(household, Kind.SOLD, 1, date(2023, 5, 2), income=2_000_000)
    earn(household, 600_000, date(2023, 5, 2))

    before = union(as_of=date(2023, 5, 1)).prevention.total
    after = union(as_of=date(2023, 5, 2)).prevention.total

    assert (before.income, after.income) == (0, 2_600_000)


def test_products_stand_beside_sales_and_are_added_to_them_wages_are_not(
    union, commune
):
    household = supported(commune)
    enter(household, Kind.SOLD, 1, date(2023, 5, 2), income=2_000_000)
    earn(household, 600_000, date(2023, 6, 30))
    earn(household, 900_000, date(2023, 11, 30))
    earn(household, 250_000, date(2023, 11, 30), kind="maize")
    earn(household, 5_000_000, date(2023, 12, 1), kind="wages")

    total = union().prevention.total

    assert total.sales == 2_000_000
    assert total.products == {"eggs": 1_500_000, "maize": 250_000}
    assert total.income == 3_750_000
    assert total.wages == 5_000_000


def test_income_before_the_support_is_no_result_of_it(union, commune):
    household = supported(commune)
    earn(household, 600_000, GIVEN_ON - timedelta(days=1))
    earn(household, 100_000, GIVEN_ON)

    assert union().prevention.total.income == 100_000


def test_animals_of_a_household_without_support_count_nowhere(union, commune):
    household = make_household(commune)
    enter(household, Kind.BOUGHT, 5, GIVEN_ON)
    earn(household, 600_000, END)

    assert union().is_empty


def test_the_herd_of_a_returned_persons_household_counts_in_her_table(union, commune):
    case = returned(commune, on=date(2023, 3, 1))
    give(case.household, COW, on=GIVEN_ON)
    enter(case.household, Kind.SOLD, 1, date(2023, 5, 2), income=2_000_000)

    report = union()

    assert (report.prevention.total.units, report.victims.total.units) == (1, 1)
    assert report.prevention.total.support == 16_000_000
    assert by_code(report, report.prevention.total.raised) == {}
    assert by_code(report, report.victims.total.raised) == {"pig": 2, "cow": 1}
    assert report.victims.total.sales == 2_000_000


def test_communes_are_summed_up_to_their_district(
    union, district, other_district, commune, neighbour_commune, far_commune
):
    supported(commune)
    supported(neighbour_commune)
    supported(far_commune, COW)

    report = union()

    assert line(report.prevention, district).units == 2
    assert line(report.prevention, district).support == 24_000_000
    assert line(report.prevention, other_district).units == 1
    assert by_code(report, line(report.prevention, other_district).raised) == {"cow": 1}
    assert report.prevention.total.support == 40_000_000


def test_by_commune_each_has_its_own_line(union, commune, neighbour_commune):
    supported(commune)
    supported(neighbour_commune)

    report = union(by="commune")

    assert [(one.area, one.units) for one in report.prevention.shown] == [
        (commune, 1), (neighbour_commune, 1),
    ]  # fmt: skip
    assert report.scope.is_internal


def test_districts_without_support_are_named(union, district, commune):
    supported(commune)

    table = union().prevention

    assert len(table.lines) == 11
    assert len(table.without_support) == 10
    assert district not in table.without_support


def test_figures_stay_where_they_happened_when_the_household_moves(
    union, commune, far_commune, district
):
    household = supported(commune)
    with unguarded():
        household.territory = far_commune
        household.save()
    enter(household, Kind.SOLD, 1, date(2023, 5, 2), income=2_000_000)

    moved = line(union().prevention, district)

    assert (moved.units, moved.sales) == (1, 2_000_000)


def test_an_area_asked_for_holds_only_what_lies_in_it(
    union, commune, far_commune, other_district
):
    supported(commune)
    supported(far_commune, COW)

    report = union(area=other_district)

    assert report.prevention.total.support == 16_000_000
    assert [one.area for one in report.prevention.lines] == [other_district]


def test_an_officer_counts_in_their_own_district_only(
    union, district_officer, province, commune, far_commune
):
    supported(commune)
    supported(far_commune, COW)

    report = union(user=district_officer, area=province)

    assert report.prevention.total.support == 12_000_000


def test_the_database_refuses_what_the_reach_of_the_question_claims(
    union, district_officer, province, commune, far_commune
):
    supported(commune)
    supported(far_commune, COW)
    every_area = tuple(province.covering.values_list("covers", flat=True))

    report = union(user=district_officer, area=province, reach=every_area)

    assert report.prevention.total.support == 12_000_000


def test_the_number_of_statements_does_not_grow_with_the_data(
    union, commune, far_commune
):
    supported(commune)
    union()
    with CaptureQueriesContext(connection) as few:
        union()
    for _number in range(3):
        returned(far_commune, COW)
        supported(commune, COW)

    with CaptureQueriesContext(connection) as many:
        union()

    assert len(many) == len(few)


def test_every_number_opens_a_list_with_that_number(
    union, commune, far_commune, acts_as, provincial_officer
):
    full_record(commune, far_commune)
    report = union()
    parts = [part for grid in Layout(report).grids() for _row, part in grid.parts()]
    # Behind an average stand the units that it was taken of.
    asked = [
        part
        for part in parts
        if part.question and part.value is not None and part.kind != "average"
    ]

    with acts_as(provincial_officer):
        numbers = [behind(report.scope, part.question).number for part in asked]

    assert numbers == [part.value for part in asked]
    assert len(asked) > 100


def full_record(commune, far_commune):
    """Something of everything the report tells, in two districts and both tables."""
    for area in (commune, far_commune):
        household = supported(area, PIGS, BARN, on=date(2021, 6, 1))
        give(household, COW, on=date(2022, 6, 1), source="Hội LHPN tỉnh")
        enter(household, Kind.BORN, 9, date(2022, 1, 1))
        enter(household, Kind.DIED, 2, date(2022, 2, 1), cause="cold")
        enter(household, Kind.DIED, 1, date(2022, 3, 1), cause="disease")
        enter(household, Kind.SOLD, 4, date(2022, 4, 1), income=9_000_000)
        enter(household, Kind.RECOUNT, 1, date(2022, 5, 1), reason="đếm sót một con")
        case = returned(area, HENS, NPK, due_amount=7_000_000)
        returned(area, GUIDANCE)
        enter(case.household, Kind.DIED, 4, END, "black_chicken", cause="unknown")
        earn(case.household, 600_000, END)
        earn(case.household, 300_000, END, kind="wages")
