"""The Department's figures: one rule a test, on the smallest data that shows it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting.figures.behind_labour import behind
from reporting.figures.labour import Given
from reporting.layout.labour import Layout
from tests.conftest import unguarded
from tests.factories import make_case, make_victim
from tests.reporting.factories import make_minor, provide, provide_without_file

DAY = date(2023, 9, 14)
END = date(2023, 12, 31)
MEALS, MEDICINE, LOAN = "meals_in_facility", "ordinary_medicine", "loan"


def received(area, *, on=DAY, household=None, victim=None, **person):
    victim = victim or make_victim(area, **person)
    return make_case(area, received_on=on, victim=victim, household=household)


def closed(case, on):
    with unguarded():
        case.close(by=case.recorded_by, reason="plan_reached", on=on)
    return case


def of(report, area):
    return next(part for part in report.areas if part.area == area)


def test_nothing_is_a_report_of_zeros_with_every_line(labour):
    report = labour()

    assert report.is_empty
    assert [line.code for line in report.regimes] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "6a",
        "6b",
    ]
    assert report.total.regime("1") == Given()
    assert len(report.not_reported) == 11


def test_regime_5_is_one_line_and_regime_6_is_two(labour):
    names = {line.code: line.name for line in labour().regimes}

    assert names["5"] == "Học văn hóa, học nghề"
    assert names["6a"] == "Trợ cấp khó khăn ban đầu"
    assert names["6b"] == "Vay vốn ưu đãi"


def test_women_men_and_others_are_told_apart(labour, commune):
    for sex in ("female", "female", "male", "other", "not_said", ""):
        received(commune, sex=sex)

    got = labour().total.received

    assert (got.persons, got.female, got.male, got.other_sex) == (6, 2, 1, 3)


@pytest.mark.parametrize(
    ("born_on", "precision", "minor"),
    [
        (date(2005, 9, 15), "day", True),
        (date(2005, 9, 14), "day", False),
        (date(2005, 9, 1), "month", None),
        (date(2005, 8, 1), "month", False),
        (date(2005, 10, 1), "month", True),
        (date(2005, 1, 1), "year", None),
        (date(2004, 1, 1), "year", False),
        (date(2006, 1, 1), "year", True),
        (date(2004, 1, 1), "estimated", None),
        (date(2003, 1, 1), "estimated", None),
        (date(2002, 1, 1), "estimated", False),
        (date(2008, 1, 1), "estimated", True),
        (None, "", None),
    ],
)
def test_the_age_is_that_of_the_calendar_and_uncertain_ages_stand_apart(
    labour, commune, born_on, precision, minor
):
    victim = make_victim(commune, born_on=born_on, born_precision=precision)
    received(commune, victim=victim)

    got = labour().total.received

    assert (got.under_18, got.age_uncertain) == (int(minor is True), int(minor is None))
    assert victim.is_minor_on(DAY) is minor


@pytest.mark.parametrize(
    ("on", "minor"), [(date(2022, 2, 28), True), (date(2022, 3, 1), False)]
)
def test_born_on_29_february_one_is_18_on_1_march(labour, commune, on, minor):
    victim = make_victim(commune, born_on=date(2004, 2, 29), born_precision="day")
    received(commune, victim=victim, on=on)

    assert labour().total.received.under_18 == int(minor)
    assert victim.is_minor_on(on) is minor


def test_a_person_received_twice_is_one_person_with_the_age_at_the_first(
    labour, commune
):
    first = received(commune, born_on=date(2003, 6, 1), born_precision="day",
                     on=date(2020, 3, 1))  # fmt: skip
    closed(first, date(2021, 3, 1))
    received(commune, victim=first.victim, household=first.household)

    report = labour()

    assert report.total.received.persons == 1
    assert report.total.received.under_18 == 1
    assert [(part.year, part.received.persons) for part in report.years] == [
        (2020, 1), (2023, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "persons"),
    [
        ({}, 1),
        ({"as_of": DAY}, 1),
        ({"as_of": DAY - timedelta(days=1)}, 0),
        ({"from_on": DAY}, 1),
        ({"from_on": DAY + timedelta(days=1)}, 0),
        ({"to_on": DAY}, 1),
        ({"to_on": DAY - timedelta(days=1)}, 0),
    ],
)
def test_receptions_and_turns_count_in_the_period_up_to_the_day(
    labour, commune, changes, persons
):
    provide(received(commune), MEALS, DAY)

    total = labour(**changes).total

    assert total.received.persons == persons
    assert total.regime("1").turns == persons


def test_persons_and_turns_are_different_counts(labour, commune):
    case = received(commune)
    provide(case, MEALS, DAY)
    provide(case, MEALS, END)
    provide(case, MEDICINE, END)
    provide(received(commune), MEALS, END)

    report = labour()

    assert report.total.regime("1") == Given(persons=2, turns=3)
    assert report.total.regime("2") == Given(persons=1, turns=1)
    assert report.total.given == Given(persons=2, turns=4)


def test_the_allowance_and_the_loan_are_two_lines(labour, commune):
    case = received(commune)
    provide(case, "hardship_allowance", DAY)
    provide(case, LOAN, END)

    report = labour()

    assert (report.total.regime("6a").persons, report.total.regime("6b").persons) == (
        1,
        1,
    )


def test_a_minor_who_came_along_is_a_person_of_their_own(labour, commune):
    case = received(commune)
    provide(case, MEALS, DAY)
    minor = make_minor(case)
    provide(case, MEALS, DAY, minor=minor)
    provide(case, MEALS, END, minor=minor)

    report = labour()

    assert report.total.regime("1") == Given(
        persons=2, minors=1, turns=3, minors_turns=2
    )
    assert report.total.received.persons == 1


def test_support_without_a_file_is_a_turn_and_no_person(labour, commune):
    provide(received(commune), MEALS, DAY)
    provide_without_file(commune, MEALS, DAY)
    provide_without_file(commune, MEALS, DAY, age_group="minor")

    assert labour().total.regime("1") == Given(persons=1, turns=3, without_file=2)


def test_a_voided_turn_counts_no_more(labour, commune):
    turn = provide(received(commune), MEALS, DAY)
    with unguarded():
        turn.void(by=turn.recorded_by, reason="ghi nhầm sang hồ sơ khác")

    assert labour().total.given.turns == 0


def test_the_person_of_two_cases_is_one_person_of_a_regime(labour, commune):
    first = received(commune, on=date(2020, 3, 1))
    provide(first, MEALS, date(2020, 3, 2))
    closed(first, date(2021, 3, 1))
    again = received(commune, victim=first.victim, household=first.household)
    provide(again, MEALS, DAY)

    assert labour().total.regime("1") == Given(persons=1, turns=2)


def test_areas_and_years_are_told_apart_by_where_and_when_it_happened(
    labour, commune, neighbour_commune, far_commune, district, other_district
):
    provide(received(commune), MEALS, date(2023, 10, 1))
    provide(received(neighbour_commune), MEALS, DAY)
    moved = received(commune, on=date(2022, 9, 14))
    provide(moved, MEALS, date(2022, 10, 1), area=far_commune)

    report = labour()

    assert of(report, district).received.persons == 3
    assert of(report, district).regime("1") == Given(persons=2, turns=2)
    assert of(report, other_district).received.persons == 0
    assert of(report, other_district).regime("1") == Given(persons=1, turns=1)
    assert [(part.year, part.regime("1").persons) for part in report.years] == [
        (2022, 1), (2023, 2),
    ]  # fmt: skip


def test_a_person_supported_in_two_districts_is_one_person_of_the_province(
    labour, commune, far_commune, district, other_district
):
    case = received(commune)
    provide(case, MEALS, DAY)
    provide(case, MEALS, END, area=far_commune)

    report = labour()

    assert of(report, district).regime("1").persons == 1
    assert of(report, other_district).regime("1").persons == 1
    assert report.total.regime("1") == Given(persons=1, turns=2)


def test_who_has_reported_and_who_has_not(labour, commune, far_commune, district,
                                          other_district):  # fmt: skip
    received(commune)
    provide_without_file(far_commune, MEALS, DAY)

    report = labour()

    assert set(report.reported) == {district, other_district}
    assert len(report.not_reported) == 9


def test_figures_of_another_area_stay_out(labour, district, commune, far_commune):
    provide(received(commune), MEALS, DAY)
    provide(received(far_commune), MEALS, DAY)

    report = labour(area=district)

    assert report.total.received.persons == 1
    assert report.total.regime("1").turns == 1


def test_one_without_the_power_counts_nothing(labour, district_officer, commune):
    received(commune)

    assert labour(user=district_officer).is_empty


def test_the_number_of_statements_does_not_grow_with_the_data(labour, commune):
    provide(received(commune), MEALS, DAY)
    labour()
    with CaptureQueriesContext(connection) as few:
        labour()
    for _number in range(3):
        provide(received(commune), MEALS, DAY)

    with CaptureQueriesContext(connection) as many:
        labour()

    assert len(many) == len(few)


def test_every_number_opens_a_list_with_that_number(
    labour, commune, far_commune, acts_as, labour_officer
):
    for area in (commune, far_commune):
        case = received(area)
        boy = received(area, sex="male", born_on=date(2010, 1, 1), on=date(2022, 1, 1))
        received(area, sex="other", born_on=None, born_precision="")
        for item in (MEALS, MEDICINE, LOAN):
            provide(case, item, DAY)
            provide(boy, item, END)
        provide(case, MEALS, END, minor=make_minor(case))
        provide_without_file(area, MEALS, DAY)
    report = labour()
    parts = [part for grid in Layout(report).grids() for _row, part in grid.parts()]

    with acts_as(labour_officer):
        numbers = [behind(report.scope, part.question).number for part in parts]

    assert numbers == [part.value for part in parts]
    assert len(parts) > 100
