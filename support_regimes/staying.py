"""The stays of a claimant in facilities, as the clocks and conditions read them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """A stay: first day, last day (None while it lasts), days away from it, public."""

    from_on: date
    until_on: date | None = None
    days_away: int = 0
    public: bool = True


def stays_of(case, minor=None):
    """The stays (list of Period, the first one first) of the person or a minor."""
    if not case.in_facility_from:
        return []
    return [Period(case.in_facility_from, case.in_facility_until)]
