"""The one clock: nothing else in the product asks what day it is."""

import calendar

from django.conf import settings
from django.utils import timezone


def today():
    """The calendar day in Vietnam; TODAY in the demo and the tests replaces it."""
    return settings.TODAY or timezone.localdate()


def months_after(day, number):
    """The same day of a later month, or that month's last (29/02 + 12 = 28/02)."""
    months = day.month - 1 + number
    year, month = day.year + months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return day.replace(year=year, month=month, day=min(day.day, last))
