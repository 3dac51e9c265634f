"""The working days of the state's offices, as the database holds them.

Read once a request: every page counts by one and the same calendar.
"""

from collections import defaultdict
from contextvars import ContextVar
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from accounts import activity
from areas.models import Coverage
from support_regimes.deadlines import Calendar
from support_regimes.models import CalendarDay

# (id of the request, Calendars): what the running request has read.
_read = ContextVar("calendars", default=(None, None))


class Calendars:
    """The calendar of the whole country, and those of places with days of their own."""

    def __init__(self, rows):
        """rows: (day, kind, unconfirmed, None or the ids of the areas it holds in)."""
        days, own = {}, defaultdict(dict)
        for day, kind, unconfirmed, places in rows:
            if places is None:
                days[day] = kind, unconfirmed
            for place in places or ():
                own[place][day] = kind, unconfirmed
        self.country = _calendar(days)
        self.places = {place: _calendar(days | more) for place, more in own.items()}

    def of(self, place=None):
        """The calendar (Calendar) of an area (its id), or of the country."""
        return self.places.get(place, self.country)


def _calendar(days):
    """{day: (kind, unconfirmed)} as the clocks count by it."""
    of = {kind: {d for d, (k, _u) in days.items() if k == kind} for kind in KINDS}
    return Calendar(
        off=frozenset(of["off"]),
        worked=frozenset(of["worked"]),
        unconfirmed=frozenset(day for day, (_kind, unsure) in days.items() if unsure),
        known_until=date(max(days).year, 12, 31) if days else None,
    )


KINDS = CalendarDay.Kind.values


def calendars():
    """All calendars (Calendars); one question a request."""
    request, found = _read.get()
    now = activity.request_id.get()
    if found is None or now is None or request != now:
        found = Calendars(_rows())
        _read.set((now, found))
    return found


def _rows():
    covered = Coverage.objects.filter(area=OuterRef("area")).values("covers")
    rows = (
        CalendarDay.objects.live()
        .annotate(places=ArraySubquery(covered))
        .values_list("day", "kind", "confidence", "area", "places")
    )
    for day, kind, confidence, area, places in rows:
        yield day, kind, confidence == "unconfirmed", places if area else None


def the_calendar(place=None):
    """The calendar (Calendar) that legal clocks count by; place: the id of an area."""
    return calendars().of(place)
