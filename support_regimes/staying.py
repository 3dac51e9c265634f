"""The stays of a claimant in facilities, as the clocks and conditions read them.

The pure part counts days; the rest reads records. The day of arrival is not counted
(Civil Code 2015, article 147), so on the day after it one day is spent; days at home
are taken out of the count.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from areas.clock import today
from support_regimes.deadlines import WEEKDAYS, term_end

NEAR = 14  # days left at which the counter warns


@dataclass(frozen=True)
class Period:
    """A stay: first day, last day (None while it lasts), days away from it, public.

    `leaves`: ((first, last) day away, both ends included); `days_away`: of them, up to
    today. `extended_until`: the day that a decision to stay longer names.
    """

    from_on: date
    until_on: date | None = None
    days_away: int = 0
    public: bool = True
    leaves: tuple = ()
    extended_until: date | None = None

    def away_up_to(self, day):
        """Days away up to and with this day, within the stay."""
        last = min(self.until_on or day, day)
        if not self.leaves:
            return self.days_away
        days = (min(end, last) - max(first, self.from_on) for first, end in self.leaves)
        return sum(max(each.days + 1, 0) for each in days)

    def spent(self, day):
        """Days that count against the limit up to this day."""
        if day < self.from_on:
            return 0
        whole = (min(self.until_on or day, day) - self.from_on).days
        return max(whole - self.away_up_to(day), 0)


@dataclass(frozen=True)
class Limit:
    """How long the budget pays, as the reading that is followed says; None: not known.

    `extendable`: a decision to stay longer moves that day (not under every law).
    """

    days: int | None = None
    months: int | None = None
    extendable: bool = False
    is_unconfirmed: bool = False

    @property
    def is_known(self):
        return bool(self.days or self.months)


@dataclass(frozen=True)
class Counter:
    """Where a stay stands: days spent, the last day paid, and how near that is."""

    spent: int
    limit: Limit
    last_paid_on: date | None
    left: int | None
    is_running: bool
    extended_until: date | None = None

    @property
    def kind(self):
        """The colour: ok, warn (two weeks or less), danger (over), neutral."""
        if not self.is_running or self.left is None:
            return "neutral"
        if self.left < 0:
            return "danger"
        return "warn" if self.left <= NEAR else "ok"

    @property
    def over(self):
        return -self.left if self.left is not None else None

    @property
    def used(self):
        """Whole percent of the limit, for the bar."""
        whole = self.spent + max(self.left or 0, 0)
        return min(100 * self.spent // whole, 100) if whole else 0


def last_paid_on(periods, limit, calendar=WEEKDAYS):
    """The last day paid of the last of these stays (date), or None.

    Days of all stays of the claimant count together: moving to another facility does
    not start the count anew. Months run from the last arrival. Where the law lets a
    decision extend what is paid, it moves the day, never back.
    """
    if not (periods and limit.is_known):
        return None
    *before, last = periods
    if limit.days:
        spent = sum(each.spent(each.until_on or last.from_on) for each in before)
        day = _after_counted(last, limit.days - spent)
    else:
        day = term_end(last.from_on, limit.months, calendar)
    longer = limit.extendable and last.extended_until
    return max(day, longer or day)


def _after_counted(period, number):
    """The day on which so many days of the stay are spent; days at home do not count."""
    day = period.from_on + timedelta(days=max(number, 0))
    away = period.away_up_to(day)
    while (day - period.from_on).days - away < number:
        day += timedelta(days=1)
        away = period.away_up_to(day)
    return day


def count(periods, limit, day, calendar=WEEKDAYS):
    """The counter (Counter) of a claimant's stays on a day, or None without a stay."""
    begun = [each for each in periods if each.from_on <= day]
    if not begun:
        return None
    paid = last_paid_on(begun, limit, calendar)
    last = begun[-1]
    return Counter(
        spent=sum(each.spent(day) for each in begun),
        limit=limit,
        last_paid_on=paid,
        left=(paid - day).days if paid else None,
        is_running=last.until_on is None or last.until_on > day,
        extended_until=last.extended_until,
    )


def stays_of(case, minor=None):
    """The stays (list of Period, the first one first) of the person or a minor.

    Without any stay of the case they come from the days on the case itself; those days
    hold for a child who came along as well.
    """
    rows = recorded(case)
    if not rows:
        if not case.in_facility_from:
            return []
        return [Period(case.in_facility_from, case.in_facility_until)]
    key = minor.pk if minor else None
    return [period_of(stay) for stay in rows if stay.minor_id == key]


def recorded(case):
    """The stays of a case that stand, with facility and entries, the first one first."""
    if not hasattr(case, "_stays"):
        rows = case.stays.standing().select_related("facility", "minor")
        rows = rows.order_by("from_on", "recorded_at").prefetch_related("entries")
        case._stays = list(rows)
    return case._stays


def period_of(stay):
    """A stay (with its entries) as the pure part reads it."""
    entries = [entry for entry in stay.entries.all() if not entry.voided_at]
    leaves = tuple(
        sorted((e.happened_on, e.until_on) for e in entries if e.kind == "leave")
    )
    longer = [e.until_on for e in entries if e.kind == "extension"]
    found = Period(
        from_on=stay.from_on,
        until_on=stay.until_on,
        public=stay.facility.is_public if stay.facility_id else True,
        leaves=leaves,
        extended_until=max(longer, default=None),
    )
    day = today()
    away = found.away_up_to(day) if leaves else 0
    return Period(**{**vars(found), "days_away": away})


def limit_of(rules):
    """The limit of the rules that a case follows (RegimeRules of facts.File)."""
    for rule in rules:
        if rule.stay_days or rule.stay_months:
            conditions = {key for item in rule.items for key in item.conditions}
            return Limit(
                days=rule.stay_days,
                months=rule.stay_months,
                is_unconfirmed=rule.stay_is_unconfirmed,
                extendable="stay_extendable" in conditions,
            )
    return Limit()
