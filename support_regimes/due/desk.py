"""Everything that is due in the places of one person: counts, and one page of rows.

SQL finds and counts, by the rules of the tables; see conclude.py for what is said of the
rows that are shown.
"""

from collections import namedtuple
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection

from areas.planning import EXPECTED, planned
from support_regimes.calendars import calendars
from support_regimes.clocks import NEXT_ACTS
from support_regimes.due.sources import SOURCES, text

ROWS = 25
SOON = 7  # days ahead
LAPSED = 30  # a term that ended is still shown so many days
# Few rows out of whole tables: the planner expects ten communes, and would fetch each of
# them by itself.
ALL_AT_ONCE = {"enable_nestloop": "off", "jit": "off"}
FIRST = (date.min, "")
NEVER = "infinity"  # where a row without a last day stands

Row = namedtuple("Row", "kind ref case_id minor_id regime_id territory_id due_on key")
Counts = namedtuple("Counts", "everything late soon")
NONE = Counts(0, 0, 0)


@dataclass(frozen=True)
class Desk:
    """rows: of this page. counts: {kind: Counts} of all. after: of the next page."""

    rows: list
    counts: dict = field(default_factory=dict)
    after: tuple | None = None

    @property
    def total(self):
        return Counts(
            *(sum(each) for each in zip(NONE, *self.counts.values(), strict=True))
        )


def desk(reach, day, *, kind="", show="", after=FIRST, rows=ROWS):
    """What is due in these areas (ids) as of a day (Desk).

    kind: of one source; show: "late", "soon" or "" for all; after: (day, key) of the row
    before the first one.
    """
    asked = _parameters(reach, day) | {
        "kind": kind,
        "show": show,
        "after_day": after[0],
        "after_key": after[1],
        "limit": rows + 1,
    }
    settings = ALL_AT_ONCE if len(reach) > EXPECTED else {"jit": "off"}
    with planned(**settings), connection.cursor() as cursor:
        cursor.execute(statement(), asked)
        found = cursor.fetchall()
    lines = [Row(*line[1:]) for line in found if line[1]]
    counts = {each.pop("kind"): Counts(**each) for each in found[0][0] or []}
    last = lines[rows - 1] if rows and len(lines) > rows else None
    next_after = (last.due_on or NEVER, last.key) if last else None
    return Desk(lines[:rows], counts, next_after)


def statement():
    """The one statement of the desk, from its files."""
    parts = [
        f"SELECT '{source.kind}' AS kind, found.* FROM (\n{source.sql}) found"  # noqa: S608
        for source in SOURCES
    ]
    due = "\nUNION ALL\n".join(parts)
    return f"{text('base')}, due AS MATERIALIZED (\n{due})\n{text('found')}"


def _parameters(reach, day):
    """What base.sql and the sources ask for, by name."""
    order = [
        (state, act, rank)
        for state, acts in NEXT_ACTS.items()
        for rank, act in enumerate(acts)
    ]
    states, acts, ranks = (list(each) for each in zip(*order, strict=True))
    own = {
        name: value for source in SOURCES for name, value in source.parameters.items()
    }
    return own | _calendars() | {
        "reach": list(reach),
        "day": day,
        "soon": day + timedelta(days=SOON),
        "lapsed": LAPSED,
        "waiting": list(NEXT_ACTS),
        "states": states,
        "acts": acts,
        "ranks": ranks,
    }  # fmt: skip


def _calendars():
    """The days that the week does not tell: of the country, and of places of their own."""
    known = calendars()
    groups = {known.country: 0}
    for calendar in known.places.values():
        groups.setdefault(calendar, len(groups))
    lines = [
        (number, day, works)
        for calendar, number in groups.items()
        for days, works in (
            (calendar.off - calendar.worked, False),
            (calendar.worked, True),
        )
        for day in days
    ]
    columns = [list(each) for each in zip(*lines, strict=True)] or [[], [], []]
    return {
        "groups": columns[0],
        "days": columns[1],
        "works": columns[2],
        "last_group": len(groups) - 1,
        "places": list(known.places),
        "place_groups": [groups[calendar] for calendar in known.places.values()],
    }
