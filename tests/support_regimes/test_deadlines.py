"""Legal clocks, by hand-counted calendars."""

from datetime import date

import pytest

from areas.clock import months_after
from support_regimes.deadlines import working_days_after, working_days_between


@pytest.mark.parametrize(
    ("day", "number", "due"),
    [
        (date(2024, 1, 15), 3, date(2024, 1, 18)),  # Monday to Thursday
        (date(2024, 1, 18), 3, date(2024, 1, 23)),  # over a weekend
        (date(2024, 1, 19), 1, date(2024, 1, 22)),  # Friday to Monday
        (date(2024, 1, 20), 1, date(2024, 1, 22)),  # Saturday to Monday
        (date(2024, 1, 15), 0, date(2024, 1, 15)),
        (date(2024, 1, 15), 11, date(2024, 1, 30)),  # 3 + 5 + 3
    ],
)
def test_working_days_skip_the_weekend(day, number, due):
    assert working_days_after(day, number) == due


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2024, 1, 15), date(2024, 1, 18), 3),
        (date(2024, 1, 19), date(2024, 1, 22), 1),
        (date(2024, 1, 15), date(2024, 1, 15), 0),
        (date(2024, 1, 22), date(2024, 1, 19), -1),
    ],
)
def test_working_days_between_two_days(first, last, days):
    assert working_days_between(first, last) == days


@pytest.mark.parametrize(
    ("day", "number", "result"),
    [
        (date(2023, 9, 12), 12, date(2024, 9, 12)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 8, 31), 1, date(2023, 9, 30)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day, number, result):
    assert months_after(day, number) == result
