"""The worked cases, one by one: what is open, and by when."""

import pytest

from support_regimes.conditions import apply_until
from support_regimes.deadlines import working_days_after
from support_regimes.eligibility import assess
from support_regimes.known import Facts
from support_regimes.staying import Period
from tests.support_regimes.rulebooks import rules
from tests.support_regimes.worked_cases import STEPS, d

STATES = {
    "eligible": "yes",
    "papers_missing": "papers",
    "cannot_be_assessed": "nobody",
    "not_covered": "no",
    "declined": "declined",
}


def eighteen(born):
    """The 18th birthday; of 29 February the day after the 28th."""
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return born.replace(year=born.year + 18, month=3, day=1)


def facts_of(row):
    values = row.base | row.changed
    if row.born:
        values["is_minor"] = values["day"] < eighteen(row.born)
    values["stays"] = tuple(
        Period(d(first), last and d(last), away)
        for first, last, away in values.get("stays", ())
    )
    return Facts(**values, calendar=row.calendar)


def state_of(place, facts, regimes):
    code, _slash, item = place.partition("/")
    if code not in regimes:
        return "none"
    result = assess(facts, regimes[code])
    found = result.item(item) if item else result
    return STATES[found.state] if found else "no" if not result.items else "none"


def due_of(what, row, facts, regime):
    act, _space, since = what.partition(" ")
    if act == "apply":
        return apply_until(facts.confirmed_on, regime.apply_months, row.calendar)
    step = regime.step(act)
    return working_days_after(d(since), step.working_days, row.calendar)


@pytest.mark.parametrize("row", STEPS, ids=lambda row: row.shows)
def test_worked(row):
    facts = facts_of(row)
    regimes = rules(facts.received_on, facts.day, followed=row.followed)

    assert {place: state_of(place, facts, regimes) for place in row.want} == row.want
    hardship = regimes["hardship"]
    assert {what: due_of(what, row, facts, hardship) for what in row.due} == row.due


def test_there_are_enough_and_none_stands_twice():
    shown = [row.shows for row in STEPS]

    assert len(set(shown)) == len(shown) >= 60
    assert all(row.want or row.due for row in STEPS)
