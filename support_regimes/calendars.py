"""The working days of the state's offices, as the database holds them."""

from support_regimes.deadlines import Calendar


def the_calendar():
    """The calendar (Calendar) that every legal clock counts by."""
    return Calendar()
