"""Codes, uncertain dates, ages, ethnic groups, the suggested risk."""

from datetime import date

import pytest

from tests.conftest import unguarded
from tests.factories import make_case, make_household
from tests.victims.factories import (
    DAY,
    TODAY,
    make_risk,
)
from victims.models import Household, Victim
from victims.models.codes import check_letter
from victims.models.ethnicity import CENSUS, GSO_1979, LOCAL, NAMES, code_of
from victims.models.risk import GRAVE, QUESTIONS, suggest
from victims.models.victim import words_of

# Codes


def test_codes_count_by_province_and_year_with_a_check_letter(commune):
    first = make_case(commune)
    second = make_case(commune, received_on=date(2022, 1, 1))
    third = make_case(commune)

    stems = [case.code[:-2] for case in (first, second, third)]
    assert stems == ["HG-2023-0001", "HG-2022-0001", "HG-2023-0002"]
    assert [case.code[-1] for case in (first, second, third)] == [
        check_letter(stem) for stem in stems
    ]


@pytest.mark.parametrize("wrong", ["HG-2023-0173", "HG-2032-0137", "HG-2023-0138"])
def test_a_mistyped_code_has_another_letter(wrong):
    assert check_letter(wrong) != check_letter("HG-2023-0137")


def test_household_codes_are_counted_apart(commune):
    assert make_household(commune).code[:12] == "HGH-2024-000"


# Dates and age


@pytest.mark.parametrize(
    ("born_on", "precision", "day", "expected"),
    [
        (date(2006, 1, 15), "day", TODAY, False),
        (date(2006, 1, 16), "day", TODAY, True),
        (date(2006, 1, 1), "month", TODAY, None),
        (date(2005, 12, 1), "month", TODAY, False),
        (date(2006, 2, 1), "month", TODAY, True),
        (date(2006, 1, 1), "year", TODAY, None),
        (date(2005, 1, 1), "year", TODAY, False),
        (date(2007, 1, 1), "year", TODAY, True),
        (date(2004, 1, 1), "estimated", TODAY, None),
        (date(2003, 1, 1), "estimated", TODAY, False),
        (date(2008, 1, 1), "estimated", TODAY, None),
        (date(2009, 1, 1), "estimated", TODAY, True),
        (date(2008, 2, 29), "day", date(2026, 2, 28), True),
        (date(2008, 2, 29), "day", date(2026, 3, 1), False),
        (date(2006, 1, 1), "month", date(2024, 1, 30), None),
        (date(2006, 1, 1), "month", date(2024, 1, 31), False),
    ],
)
def test_whether_somebody_is_under_18(born_on, precision, day, expected):
    victim = Victim(born_on=born_on, born_precision=precision)

    assert victim.is_minor_on(day) is expected


def test_nobody_can_say_without_a_birth_date():
    assert Victim().is_minor_on(TODAY) is None
    assert Victim().may_be_minor


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2000, 2, 29), date(2023, 2, 28), 22),
        (date(2000, 2, 29), date(2023, 3, 1), 23),
        (date(2000, 1, 15), TODAY, 24),
        (date(2000, 1, 16), TODAY, 23),
        (None, TODAY, None),
    ],
)
def test_calendar_age(born_on, day, age):
    assert Victim(born_on=born_on).age_on(day) == age


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("day", "05/03/1995"),
        ("month", "03/1995"),
        ("year", "1995"),
        ("estimated", "about 1995"),
    ],
)
def test_uncertain_dates_in_words(precision, words):
    assert words_of(date(1995, 3, 5), precision) == words


# Ethnic groups


def test_two_lists_of_the_same_54_groups():
    assert [len(names) for names in NAMES.values()] == [54, 54]
    assert set(NAMES[GSO_1979].values()) == set(NAMES[CENSUS].values())


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Kinh", ("01", "01")),
        ("Mông", ("08", "08")),
        ("Dao", ("09", "09")),
        ("Giáy", ("25", "26")),
        ("La Chí", ("38", "36")),
        ("Lô Lô", ("43", "45")),
        ("Pà Thẻn", ("46", "41")),
        ("Bố Y", ("49", "48")),
        ("Hoa", ("04", "06")),
        ("Phù Lá", ("40", "38")),
        ("Cơ Lao", ("47", "47")),
        ("Pu Péo", ("51", "51")),
    ],
)
def test_codes_of_both_lists(name, codes):
    assert (code_of(GSO_1979, name), code_of(CENSUS, name)) == codes


def test_the_groups_asked_first_are_in_the_lists():
    assert set(LOCAL) <= set(NAMES[GSO_1979].values())


# Risk


@pytest.mark.parametrize("key", sorted(GRAVE))
def test_one_grave_yes_is_high(key):
    answers = dict.fromkeys(QUESTIONS, "no") | {key: "yes"}

    assert suggest(answers).level == "high"


@pytest.mark.parametrize(
    ("said", "before", "level"),
    [
        ({}, "", "low"),
        ({"debt": "yes"}, "", "medium"),
        ({"debt": "yes", "stigma": "yes"}, "", "medium"),
        ({"debt": "yes", "stigma": "yes", "hunger": "yes"}, "", "high"),
        ({"threat": "unclear"}, "", "medium"),
        ({"debt": "unclear"}, "", "low"),
        ({"threat": "not_asked"}, "high", "high"),
        ({"threat": "not_asked"}, "", "low"),
        ({}, "high", "low"),
        ({"threat": "unclear"}, "high", "high"),
    ],
)
def test_the_level_that_is_suggested(said, before, level):
    answers = dict.fromkeys(QUESTIONS, "no") | said

    assert suggest(answers, before).level == level


def test_an_older_assessment_does_not_change_todays_risk(acts_as, caseworker, commune):
    case = make_case(commune)
    make_risk(case, "high", on=TODAY)
    older = case.risk_assessments.model(case=case, level="low", happened_on=DAY)

    with acts_as(caseworker):
        older.assess(by=caseworker)

    with unguarded():
        assert Household.objects.get().risk_level == "medium"
