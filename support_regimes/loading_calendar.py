"""Loading the calendar: days of the CSV into the table. A second run changes nothing."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from support_regimes.models import CalendarDay

DATA = Path(__file__).parent / "data" / "calendar.csv"
FIELDS = ["kind", "name", "basis", "confidence"]


def read(path=DATA):
    """The days of the file (list of CalendarDay, unsaved). Raises ValidationError."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [_day(number, row) for number, row in enumerate(csv.DictReader(file), 2)]


def _day(number, row):
    try:
        day = CalendarDay(day=date.fromisoformat(row.pop("day")), **row)
        day.full_clean(exclude=["area"], validate_constraints=False)
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        raise ValidationError(
            _("Line %(number)s of the calendar: %(error)s")
            % {"number": number, "error": error}
        ) from error
    return day


@transaction.atomic
def save(days):
    """Keep the days; what somebody added or struck out on the page stays as it is.

    Out: Counter of added, changed, same, kept.
    """
    there = {
        row.day: row for row in CalendarDay.objects.filter(area=None).order_by("id")
    }
    done = Counter()
    for day in days:
        found = there.get(day.day)
        if found is None:
            day.save(force_insert=True)
            done["added"] += 1
        elif found.added_by_id or found.voided_at:
            done["kept"] += 1
        elif all(getattr(found, name) == getattr(day, name) for name in FIELDS):
            done["same"] += 1
        else:
            fields = {name: getattr(day, name) for name in FIELDS}
            CalendarDay.objects.filter(pk=found.pk).update(**fields)
            done["changed"] += 1
    return done
