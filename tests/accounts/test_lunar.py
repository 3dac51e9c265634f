"""The lunar calendar of the neutral page, against printed Vietnamese calendars."""

from datetime import date

import pytest

from accounts.lunar import lunar, year_name


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 2, 10), (1, 1, 2024, False)),  # Tết Giáp Thìn
        (date(2024, 2, 9), (30, 12, 2023, False)),
        (date(2023, 1, 22), (1, 1, 2023, False)),
        (date(2023, 3, 22), (1, 2, 2023, True)),  # leap second month
        (date(2020, 5, 23), (1, 4, 2020, True)),
        (date(2025, 1, 29), (1, 1, 2025, False)),
        (date(2026, 2, 17), (1, 1, 2026, False)),
        (date(1985, 1, 21), (1, 1, 1985, False)),  # a month before China
        (date(2007, 2, 17), (1, 1, 2007, False)),  # a day before China
        (date(2030, 2, 2), (1, 1, 2030, False)),
        (date(2033, 12, 22), (1, 11, 2033, True)),
        (date(2024, 1, 15), (5, 12, 2023, False)),
    ],
)
def test_known_days(day, expected):
    assert lunar(day) == expected


def test_days_follow_each_other():
    last = lunar(date(2019, 12, 31))
    for number in range(date(2020, 1, 1).toordinal(), date(2027, 1, 1).toordinal()):
        day = lunar(date.fromordinal(number))
        assert day[0] == last[0] + 1 or day[0] == 1 and last[0] in (29, 30)
        last = day


@pytest.mark.parametrize(
    ("year", "name"),
    [(2024, "Giáp Thìn"), (2023, "Quý Mão"), (1984, "Giáp Tý"), (1954, "Giáp Ngọ")],
)
def test_names_of_years(year, name):
    assert year_name(year) == name
