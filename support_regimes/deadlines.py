"""Legal clocks: working days and months. Pure; every number comes from the rules.

The first day of a term is not counted, and a term that ends on a day off ends on the
next working day (Civil Code 2015, articles 147 and 148: wording not confirmed).
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from areas.clock import months_after

ONE_DAY = timedelta(days=1)
FRIDAY = 4


@dataclass(frozen=True)
class Calendar:
    """Days off on weekdays (`off`), and days worked at a weekend (`worked`).

    `unconfirmed`: those of them that nobody has announced yet. `known_until`: the last
    day whose days off are known (None: all days are).
    """

    off: frozenset = frozenset()
    worked: frozenset = frozenset()
    unconfirmed: frozenset = frozenset()
    known_until: date | None = None

    def is_working(self, day):
        return day in self.worked or day.weekday() <= FRIDAY and day not in self.off

    def is_sure(self, first, last):
        """Whether a count from one day to another rests on confirmed days alone."""
        if self.known_until and last > self.known_until:
            return False
        return not any(first < day <= last for day in self.unconfirmed)


WEEKDAYS = Calendar()


def working_days_after(day, number, calendar=WEEKDAYS):
    """The day (date) that lies so many working days after a day."""
    while number:
        day += ONE_DAY
        number -= calendar.is_working(day)
    return day


def working_days_between(first, last, calendar=WEEKDAYS):
    """Working days after `first` up to and with `last`; negative if `last` is before."""
    if last < first:
        return -working_days_between(last, first, calendar)
    days = range(1, (last - first).days + 1)
    return sum(calendar.is_working(first + timedelta(days=n)) for n in days)


def working_day_from(day, calendar=WEEKDAYS):
    """The day itself if it is worked, else the next working day."""
    while not calendar.is_working(day):
        day += ONE_DAY
    return day


def term_end(day, months, calendar=WEEKDAYS):
    """The last day of a term of months (date), or None while its begin is not known."""
    if day is None or months is None:
        return None
    return working_day_from(months_after(day, months), calendar)


@dataclass(frozen=True)
class Clock:
    """The working days that a body has. Pauses while it waits for papers.

    started_on: the day that set it going, not counted itself. allowed: working days, or
    None where no law sets a number. pauses: ((first, last or None while it lasts), …),
    in order; the day of the pause counts, the day of going on does not count again.
    """

    started_on: date
    allowed: int | None
    pauses: tuple = ()
    stopped_on: date | None = None
    calendar: Calendar = field(default=WEEKDAYS, repr=False)

    def pause(self, on):
        """Waiting for papers from this day on."""
        if self.is_paused:
            return self
        since = self.pauses[-1][1] if self.pauses else self.started_on
        return replace(self, pauses=(*self.pauses, (max(since, on), None)))

    def resume(self, on):
        """The papers are there: runs again from the day after."""
        if not self.is_paused:
            return self
        first = self.pauses[-1][0]
        return replace(self, pauses=(*self.pauses[:-1], (first, max(first, on))))

    def stop(self, on):
        """The body has acted."""
        return replace(self, stopped_on=on)

    @property
    def is_paused(self):
        return bool(self.pauses) and self.pauses[-1][1] is None

    @property
    def is_running(self):
        return self.stopped_on is None and not self.is_paused

    def used(self, day):
        """Working days used up by the end of a day."""
        last = min(day, self.stopped_on or day)
        if last <= self.started_on:
            return 0
        waited = sum(
            working_days_between(first, min(until or last, last), self.calendar)
            for first, until in self.pauses
            if first < last
        )
        return working_days_between(self.started_on, last, self.calendar) - waited

    @property
    def due_on(self):
        """The last day to act in time (date); None without a limit or while it waits."""
        left, since = self.allowed, self.started_on
        if left is None:
            return None
        for first, until in self.pauses:
            used = working_days_between(since, first, self.calendar)
            if used >= left:  # it was over before it paused
                break
            if until is None:
                return None
            left, since = left - used, until
        return working_days_after(since, left, self.calendar)

    def left(self, day):
        """Working days left at the end of a day, negative when late; None: no limit."""
        return None if self.allowed is None else self.allowed - self.used(day)

    def days_late(self, day):
        """Working days late as of a day; 0 in time."""
        return max(-(self.left(day) or 0), 0)

    def is_late(self, day):
        """Whether the limit has been exceeded by a day, whoever has acted since."""
        return self.days_late(day) > 0

    @property
    def is_sure(self):
        """Whether the last day rests on announced days off alone."""
        return self.due_on is None or self.calendar.is_sure(
            self.started_on, self.due_on
        )


@dataclass(frozen=True)
class Mark:
    """One step of a request, as the clock reads it: act, state after it, its day."""

    act: str
    state: str
    on: date


PAUSES = "return"  # the act that sends a file back for papers


def clock_of(marks, limits, calendar=WEEKDAYS):
    """The clock (Clock) of whoever must act now, or None where nobody must.

    marks: the steps, the first one first. limits: {state: working days of whoever must
    act in it, None without a limit}; a state that it lacks ends everything. A body whose
    file was returned goes on with what it had left; one that has acted begins anew.
    """
    clocks, state = {}, None
    for mark in marks:
        running = clocks.get(state)
        if mark.act == PAUSES:
            if running:
                clocks[state] = running.pause(mark.on)
            continue
        if running and not running.is_paused:
            clocks[state] = running.stop(mark.on)
        state = mark.state
        if state in limits:
            before = clocks.get(state) or Clock(mark.on, None).stop(mark.on)
            clocks[state] = (
                Clock(mark.on, limits[state], calendar=calendar)
                if before.stopped_on
                else before.resume(mark.on)
            )
    return clocks.get(state)
