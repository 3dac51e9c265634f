"""Legal clocks: working days and months. Pure.

Monday to Friday; public holidays are not known here, so a limit may fall a few days
earlier than the law's, never later.
"""

from datetime import timedelta


def working_days_after(day, number):
    """The day (date) that lies so many working days after a day."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def working_days_between(first, last):
    """Working days after `first` up to and with `last`; negative if `last` is before."""
    if last < first:
        return -working_days_between(last, first)
    days = range(1, (last - first).days + 1)
    return sum((first + timedelta(days=n)).weekday() < 5 for n in days)
