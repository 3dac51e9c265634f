"""Legal clocks: working days and months. Pure."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Calendar:
    """Days off on weekdays (`off`), and days worked at a weekend (`worked`)."""

    off: frozenset = frozenset()
    worked: frozenset = frozenset()

    def is_working(self, day):
        return day in self.worked or day.weekday() < 5 and day not in self.off


WEEKDAYS = Calendar()


def working_days_after(day, number, calendar=WEEKDAYS):
    """The day (date) that lies so many working days after a day."""
    while number:
        day += timedelta(days=1)
        number -= calendar.is_working(day)
    return day


def working_days_between(first, last, calendar=WEEKDAYS):
    """Working days after `first` up to and with `last`; negative if `last` is before."""
    if last < first:
        return -working_days_between(last, first, calendar)
    days = range(1, (last - first).days + 1)
    return sum(calendar.is_working(first + timedelta(days=n)) for n in days)
