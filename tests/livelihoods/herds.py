"""Herds and visits that a test finds already there, made past every policy."""

from datetime import date

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from livelihoods.models import Herd, HerdEntry, HomeVisit, Income, Species
from tests.conftest import unguarded
from tests.factories import recorder

Kind = HerdEntry.Kind
GIVEN_ON = date(2022, 4, 14)
JANUARY_2023 = date(2023, 1, 1)


def species(code="pig"):
    """A kind of animal of the list."""
    if not Species.objects.filter(code=code).exists():
        with unguarded():
            call_command("load_species", verbosity=0)
    return Species.objects.get(code=code)


def make_herd(household, *, code="pig", heads=3, on=GIVEN_ON, by=None):
    """A herd that began with this many, bought on a day."""
    with unguarded():
        herd = Herd.of(household, species(code), by=by or recorder())
        if heads:
            herd.enter(Kind.BOUGHT, heads, on=on, by=by or recorder())
    return herd


def make_entry(herd, kind, heads, on, **fields):
    with unguarded():
        return herd.enter(kind, heads, on=on, by=recorder(), **fields)


def make_visit(household, *, on=date(2023, 12, 14), next_on=None, by=None, **fields):
    """Met at home, in private, nothing new; next visit a month later."""
    fields = {
        "way": HomeVisit.Way.AT_HOME,
        "private": True,
        "mind": "good",
        "risk_after": household.risk_level,
        "next_visit_on": next_on or date(2024, 1, 13),
    } | fields
    note, answers = fields.pop("note", ""), fields.pop("answers", {})
    with unguarded():
        visit = HomeVisit(household=household, happened_on=on, **fields)
        visit.note, visit.answers = note, answers
        return visit.log(by=by or recorder())


def make_income(household, *, amount=600_000, kind="eggs", on=date(2023, 6, 30)):
    with unguarded():
        income = Income(household=household, kind=kind, amount=amount, happened_on=on)
        return income.log(by=recorder())


def queries(act):
    """How many queries an act takes; the first call, which warms up, is not counted."""
    act()
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
