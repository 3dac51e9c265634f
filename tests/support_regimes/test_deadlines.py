"""Legal clocks, by hand-counted calendars."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from areas.clock import months_after
from support_regimes.deadlines import (
    WEEKDAYS,
    Calendar,
    Clock,
    Mark,
    clock_of,
    term_end,
    working_day_from,
    working_days_after,
    working_days_between,
)
from support_regimes.loading_calendar import read


def on(text):
    """ "27/01/2025", or "27/01" of 2025."""
    day, month, year = [*map(int, text.split("/")), 2025][:3]
    return date(year, month, day)


def known():
    days = read()
    return Calendar(
        off=frozenset(each.day for each in days if each.kind == "off"),
        worked=frozenset(each.day for each in days if each.kind == "worked"),
        unconfirmed=frozenset(each.day for each in days if each.is_unconfirmed),
        known_until=date(2027, 12, 31),
    )


VIETNAM = known()


@pytest.mark.parametrize(
    ("day", "number", "due"),
    [
        ("15/01/2024", 3, "18/01/2024"),  # Monday to Thursday
        ("18/01/2024", 3, "23/01/2024"),  # over a weekend
        ("19/01/2024", 1, "22/01/2024"),  # Friday to Monday
        ("20/01/2024", 1, "22/01/2024"),  # Saturday to Monday
        ("15/01/2024", 0, "15/01/2024"),
        ("15/01/2024", 11, "30/01/2024"),  # 3 + 5 + 3
        ("30/12/2024", 3, "03/01/2025"),  # over New Year's Day, a Wednesday
        ("31/12/2024", 1, "02/01/2025"),
        ("24/01/2025", 1, "03/02/2025"),  # Tết 2025: 27–31 January
        ("24/01/2025", 3, "05/02/2025"),
        ("23/01/2025", 1, "24/01/2025"),
        ("13/02/2026", 1, "23/02/2026"),  # Tết 2026: 16–20 February
        ("12/02/2026", 2, "23/02/2026"),
        ("29/04/2025", 1, "05/05/2025"),  # 30/04, 01/05 and, for 26/04, 02/05
        ("25/04/2025", 1, "26/04/2025"),  # a Saturday that is worked
        ("25/04/2025", 2, "28/04/2025"),
        ("21/08/2026", 1, "22/08/2026"),
        ("28/08/2026", 1, "03/09/2026"),  # 31/08 for 22/08, 01/09 and 02/09
        ("28/02/2024", 1, "29/02/2024"),
        ("28/02/2025", 1, "03/03/2025"),
        ("27/06/2025", 3, "02/07/2025"),  # over the change of rules
    ],
)  # fmt: skip
def test_working_days_by_the_calendar_of_vietnam(day, number, due):
    assert working_days_after(on(day), number, VIETNAM) == on(due)


def test_without_a_calendar_only_weekends_are_off():
    assert working_days_after(on("24/01"), 1) == on("27/01")
    assert working_days_between(on("24/01"), on("27/01")) == 1
    assert working_day_from(on("25/01")) == on("27/01")
    assert WEEKDAYS.is_sure(on("24/01"), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("15/01/2024", "18/01/2024", 3),
        ("19/01/2024", "22/01/2024", 1),
        ("15/01/2024", "15/01/2024", 0),
        ("22/01/2024", "19/01/2024", -1),
        ("24/01/2025", "31/01/2025", 0),
        ("24/01/2025", "03/02/2025", 1),
        ("25/04/2025", "26/04/2025", 1),
        ("01/05/2025", "02/05/2025", 0),
    ],
)
def test_working_days_between_two_days(first, last, days):
    assert working_days_between(on(first), on(last), VIETNAM) == days


def test_a_weekend_day_worked_stands_before_the_week_and_a_day_off():
    saturday, monday = on("26/04"), on("28/04")
    calendar = Calendar(off={saturday, monday}, worked={saturday})

    assert calendar.is_working(saturday)
    assert not calendar.is_working(monday)
    assert calendar.is_working(on("25/04"))
    assert not calendar.is_working(on("27/04"))


@pytest.mark.parametrize(
    ("first", "last", "sure"),
    [
        ("04/02/2027", "10/02/2027", False),
        ("10/02/2027", "11/02/2027", True),  # the first day is not counted
        ("11/02/2027", "12/02/2027", True),
        ("11/02/2027", "16/04/2027", False),  # the last one is
        ("01/12/2027", "31/12/2027", True),
        ("01/12/2027", "01/01/2028", False),  # nobody knows the days of 2028
    ],
)
def test_a_count_over_days_that_nobody_announced_is_not_sure(first, last, sure):
    assert VIETNAM.is_sure(on(first), on(last)) is sure


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2025, 1, 26, 16, 59, 59, tzinfo=UTC), "26/01"),
        (datetime(2025, 1, 26, 17, 0, tzinfo=UTC), "27/01"),  # midnight in Vietnam
        (datetime(2024, 12, 31, 16, 59, 59, tzinfo=UTC), "31/12/2024"),
        (datetime(2024, 12, 31, 17, 0, tzinfo=UTC), "01/01"),
        (datetime(2024, 2, 28, 17, 0, tzinfo=UTC), "29/02/2024"),
        (datetime(2024, 2, 29, 17, 0, tzinfo=UTC), "01/03/2024"),
        (datetime(2025, 6, 30, 17, 0, tzinfo=UTC), "01/07"),
    ],
)
def test_the_day_changes_at_midnight_in_vietnam(instant, day):
    assert timezone.localdate(instant) == on(day)


@pytest.mark.parametrize(
    ("day", "number", "result"),
    [
        ("12/09/2023", 12, "12/09/2024"),
        ("29/02/2024", 12, "28/02/2025"),
        ("31/08/2023", 1, "30/09/2023"),
        ("31/12/2023", 2, "29/02/2024"),
        ("29/02/2024", 48, "29/02/2028"),
        ("28/02/2024", 12, "28/02/2025"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day, number, result):
    assert months_after(on(day), number) == on(result)


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        ("28/01/2024", 12, "03/02/2025"),  # 28/01/2025 is Tết
        ("29/02/2024", 12, "28/02/2025"),
        ("31/12/2023", 12, "31/12/2024"),
        ("01/01/2024", 12, "02/01/2025"),
        ("26/04/2024", 12, "26/04/2025"),  # a Saturday that is worked
        ("02/05/2024", 12, "05/05/2025"),  # a Friday that is off
        ("30/06/2024", 12, "30/06/2025"),
        ("01/07/2024", 12, "01/07/2025"),
        ("31/08/2025", 12, "03/09/2026"),
    ],
)
def test_a_term_of_months_ends_on_a_working_day(day, months, last):
    assert term_end(on(day), months, VIETNAM) == on(last)


def test_a_term_without_a_begin_or_a_number_has_no_end():
    assert term_end(None, 12) is None
    assert term_end(on("15/01"), None) is None
    assert term_end(on("15/01"), 0) == on("15/01")


def clock(start, allowed, *pauses):
    spans = tuple((on(first), last and on(last)) for first, last in pauses)
    return Clock(on(start), allowed, spans, calendar=VIETNAM)


@pytest.mark.parametrize(
    ("start", "allowed", "pauses", "due"),
    [
        ("22/01", 5, [], "05/02"),  # Wednesday before Tết: 23, 24, and 3 to 5
        ("22/01", 5, [("23/01", "24/01")], "06/02"),
        ("22/01", 5, [("24/01", "04/02")], "07/02"),  # over Tết: three are left
        ("22/01", 5, [("27/01", "31/01")], "05/02"),  # while nobody works
        ("22/01", 5, [("23/01", "23/01")], "05/02"),
        ("22/01", 5, [("23/01", None)], None),
        ("22/01", 2, [("24/01", None)], "24/01"),  # over on the day of the pause
        ("22/01", 2, [("03/02", "10/02")], "24/01"),  # over before it
        ("22/01", 3, [("24/01", "10/02")], "11/02"),
        ("22/01", 5, [("23/01", "24/01"), ("03/02", "05/02")], "10/02"),
        ("22/01", None, [], None),
    ],
)
def test_the_day_by_which_a_body_must_act(start, allowed, pauses, due):
    assert clock(start, allowed, *pauses).due_on == (due and on(due))


@pytest.mark.parametrize(
    ("day", "left"),
    [
        ("21/01", 5),
        ("22/01", 5),
        ("23/01", 4),
        ("24/01", 3),  # paused from this day on
        ("31/01", 3),
        ("04/02", 3),  # goes on from the day after
        ("05/02", 2),
        ("07/02", 0),
        ("09/02", 0),  # a Sunday
        ("10/02", -1),
    ],
)
def test_days_left_and_late_as_of_a_day(day, left):
    found = clock("22/01", 5, ("24/01", "04/02"))

    assert (found.left(on(day)), found.used(on(day))) == (left, 5 - left)
    assert found.days_late(on(day)) == max(-left, 0)
    assert found.is_late(on(day)) is (left < 0)


def test_a_clock_that_waits_or_has_stopped_uses_no_more_days():
    waits = clock("22/01", 5).pause(on("23/01"))
    stopped = clock("22/01", 5).stop(on("24/01"))

    assert (waits.left(on("10/03")), waits.is_paused, waits.is_running) == (
        4, True, False,
    )  # fmt: skip
    assert (stopped.left(on("10/03")), stopped.is_paused, stopped.is_running) == (
        3, False, False,
    )  # fmt: skip
    assert clock("22/01", 5).is_running
    assert stopped.due_on == on("05/02")


def test_a_pause_within_a_pause_and_going_on_without_one_change_nothing():
    running = clock("22/01", 5)
    waits = running.pause(on("23/01"))

    assert running.resume(on("24/01")) == running
    assert waits.pause(on("24/01")) == waits
    assert not running.is_paused


def test_days_written_in_the_wrong_order_never_count_twice():
    early = clock("22/01", 5).pause(on("20/01"))
    back = clock("22/01", 5).pause(on("24/01")).resume(on("23/01"))
    again = back.pause(on("23/01"))

    assert early.pauses == ((on("22/01"), None),)
    assert back.pauses == ((on("24/01"), on("24/01")),)
    assert again.pauses[-1] == (on("24/01"), None)
    assert back.due_on == on("05/02")


def test_without_a_limit_nothing_is_left_or_late():
    free = clock("22/01", None)

    assert (free.left(on("10/03")), free.days_late(on("10/03"))) == (None, 0)
    assert not free.is_late(on("10/03"))
    assert free.is_sure


def test_a_last_day_over_days_nobody_announced_is_not_sure():
    assert clock("02/02/2027", 2).is_sure is False
    assert clock("28/01/2027", 2).is_sure is True
    assert clock("02/02/2027", None).is_sure is True


LIMITS = {"asked": 3, "verified": 5, "appraised": 3}


def marks(*steps):
    return [Mark(act, state, on(day)) for act, state, day in steps]


ASK, VERIFY, APPRAISE = (
    ("ask", "asked", "15/01"),
    ("verify", "verified", "17/01"),
    ("appraise", "appraised", "21/01"),
)


@pytest.mark.parametrize(
    ("steps", "started", "used", "due"),
    [
        ([ASK], "15/01", 6, "20/01"),
        ([ASK, VERIFY], "17/01", 4, "24/01"),
        ([ASK, VERIFY, APPRAISE], "21/01", 2, "24/01"),
        # The commune itself sent it back: it goes on with the two days it had left.
        ([ASK, ("return", "returned", "16/01")], "15/01", 1, None),
        (
            [ASK, ("return", "returned", "16/01"), ("complete", "asked", "22/01")],
            "15/01", 2, "24/01",
        ),
        # The division did: the commune begins anew, the division goes on.
        (
            [ASK, VERIFY, ("return", "returned", "20/01"),
             ("complete", "asked", "21/01")],
            "21/01", 2, "24/01",
        ),
        (
            [ASK, VERIFY, ("return", "returned", "20/01"),
             ("complete", "asked", "21/01"), ("verify", "verified", "22/01")],
            "17/01", 2, "04/02",
        ),
        (
            [ASK, VERIFY, ("return", "returned", "20/01"),
             ("return", "returned", "21/01"), ("complete", "verified", "22/01")],
            "17/01", 2, "04/02",
        ),
    ],
)  # fmt: skip
def test_a_request_tells_whose_clock_runs(steps, started, used, due):
    found = clock_of(marks(*steps), LIMITS, VIETNAM)

    assert (found.started_on, found.used(on("23/01"))) == (on(started), used)
    assert found.due_on == (due and on(due))


def test_nobody_must_act_once_it_is_decided_or_before_it_is_asked():
    decided = [ASK, VERIFY, APPRAISE, ("decide", "approved", "22/01")]

    assert clock_of(marks(*decided), LIMITS) is None
    assert clock_of([], LIMITS) is None
    assert clock_of(marks(("return", "returned", "16/01")), LIMITS) is None


def test_a_body_that_has_acted_begins_anew_when_the_file_comes_again():
    again = [
        ASK, VERIFY, APPRAISE,
        ("return", "returned", "22/01"), ("complete", "asked", "05/02"),
        ("verify", "verified", "06/02"), ("appraise", "appraised", "07/02"),
    ]  # fmt: skip

    assert clock_of(marks(*again[:5]), LIMITS, VIETNAM).started_on == on("05/02")
    assert clock_of(marks(*again[:6]), LIMITS, VIETNAM).started_on == on("06/02")
    last = clock_of(marks(*again), LIMITS, VIETNAM)
    assert (last.started_on, last.left(on("07/02"))) == (on("21/01"), 2)


def test_a_state_without_a_limit_has_a_clock_without_a_last_day():
    found = clock_of(marks(ASK, VERIFY), LIMITS | {"verified": None}, VIETNAM)

    assert (found.started_on, found.due_on) == (on("17/01"), None)


def test_a_procedure_begun_before_the_change_of_rules_keeps_its_days():
    """Decree 09: 3 + 5 + 3; Decree 162 as another province does it: 3 + 5."""
    filed = ("ask", "asked", "27/06")
    sent = ("verify", "verified", "02/07")
    new = {"asked": 3, "verified": 5}

    assert clock_of(marks(filed), LIMITS, VIETNAM).due_on == on("02/07")
    assert clock_of(marks(filed, sent), LIMITS, VIETNAM).due_on == on("09/07")
    assert clock_of(marks(("ask", "asked", "01/07")), new, VIETNAM).due_on == on(
        "04/07"
    )
    assert clock_of(marks(filed, sent), new, VIETNAM).due_on == on("09/07")


# Any day and any calendar: what holds for every clock.
DAYS = st.dates(date(2013, 1, 1), date(2027, 6, 30))
NUMBERS = st.integers(0, 40)
QUICK = settings(max_examples=60, deadline=None)


@st.composite
def running(draw):
    """A clock with up to three pauses, each after the one before."""
    found = Clock(draw(DAYS), draw(st.integers(1, 15)), calendar=VIETNAM)
    day = found.started_on
    for gap, length in draw(
        st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), max_size=3)
    ):
        day += timedelta(gap)
        found = found.pause(day)
        day += timedelta(length)
        found = found.resume(day)
    return found


@QUICK
@given(DAYS, NUMBERS, NUMBERS)
def test_more_days_never_end_sooner(day, number, more):
    assert working_days_after(day, number, VIETNAM) <= working_days_after(
        day, number + more, VIETNAM
    )


@QUICK
@given(DAYS, st.integers(0, 5), st.integers(1, 40))
def test_a_later_day_never_ends_sooner(day, later, number):
    assert working_days_after(day, number, VIETNAM) <= working_days_after(
        day + timedelta(later), number, VIETNAM
    )


@QUICK
@given(DAYS, st.integers(1, 40))
def test_between_counts_what_after_adds(day, number):
    last = working_days_after(day, number, VIETNAM)

    assert VIETNAM.is_working(last)
    assert working_days_between(day, last, VIETNAM) == number
    assert working_days_between(last, day, VIETNAM) == -number
    assert working_days_between(day, last - timedelta(1), VIETNAM) == number - 1


@QUICK
@given(DAYS, st.integers(0, 48))
def test_a_term_ends_on_the_first_working_day_from_its_last(day, months):
    last, end = months_after(day, months), term_end(day, months, VIETNAM)

    assert end >= last
    assert VIETNAM.is_working(end)
    assert working_days_between(last, end, VIETNAM) == (end != last)


@QUICK
@given(running(), st.integers(0, 40), st.integers(0, 20))
def test_a_pause_never_shortens_and_gives_nothing_back(found, gap, length):
    day = found.started_on + timedelta(gap)
    if found.pauses:
        day = max(day, found.pauses[-1][1])
    paused = found.pause(day).resume(day + timedelta(length))

    assert found.due_on <= paused.due_on
    for days in (0, 10, 60):
        later = day + timedelta(days)
        assert 0 <= paused.used(later) <= found.used(later)


@QUICK
@given(running())
def test_late_begins_on_the_first_working_day_after_the_last(found):
    due = found.due_on

    assert VIETNAM.is_working(due)
    assert (found.left(due), found.is_late(due)) == (0, False)
    assert found.left(due - timedelta(1)) == 1


@QUICK
@given(running(), st.integers(0, 60), st.integers(0, 30))
def test_time_runs_one_way(found, gap, more):
    day = found.started_on + timedelta(gap)

    assert found.used(day) <= found.used(day + timedelta(more))
    assert found.stop(day).used(day + timedelta(more)) == found.used(day)
