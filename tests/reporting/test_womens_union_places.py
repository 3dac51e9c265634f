"""Women's Union's figures: where things count, and the lists behind the numbers."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting.figures.behind_union import behind
from reporting.layout.womens_union import Layout
from tests.conftest import unguarded
from tests.reporting.asking import by_code, line_of
from tests.reporting.factories import (
    BARN,
    COW,
    GUIDANCE,
    HENS,
    NPK,
    PIGS,
    Kind,
    earn,
    enter,
    give,
    returned,
    supported,
)

END = date(2023, 12, 31)


def test_communes_are_summed_up_to_their_district(
    union, district, other_district, commune, neighbour_commune, far_commune
):
    supported(commune)
    supported(neighbour_commune)
    supported(far_commune, COW)

    report = union()

    assert line_of(report.prevention, district).units == 2
    assert line_of(report.prevention, district).support == 24_000_000
    assert line_of(report.prevention, other_district).units == 1
    assert by_code(report, line_of(report.prevention, other_district).raised) == {
        "cow": 1
    }
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

    moved = line_of(union().prevention, district)

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
