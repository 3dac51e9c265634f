"""Women's Union's figures: what became of the animals and what was sold."""

from datetime import date, timedelta

from tests.conftest import unguarded
from tests.factories import make_household
from tests.reporting.asking import by_code
from tests.reporting.factories import (
    COW,
    GIVEN_ON,
    HENS,
    PIGS,
    Kind,
    earn,
    enter,
    give,
    returned,
    supported,
)

END = date(2023, 12, 31)


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
