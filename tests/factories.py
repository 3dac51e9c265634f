"""What a test finds already there: one function for each record, no surprises.

Made as the tester, past every policy; a test's own acts go through `acting(user)`.
Names are invented.
"""

from datetime import date

from accounts.models import User
from tests.conftest import unguarded
from victims.models import Case, Household, Victim

DAY = date(2023, 9, 14)


def recorder():
    """The colleague of old who wrote what is there already; has no posting."""
    user = User.objects.filter(username="nguoi-cu").first()
    return user or User.objects.create_user("nguoi-cu", "Nguyễn Thị Cũ", password=None)


def make_household(area, *, by=None, **fields):
    """A household of the commune; prevention if high_risk_from is given."""
    fields = {"hamlet": "thôn 2", "head_name": "Giàng A Pó"} | fields
    with unguarded():
        return Household(territory=area, **fields).enrol(by=by or recorder())


def make_victim(area, *, by=None, **fields):
    fields = {
        "name": "Vàng Thị Mỷ",
        "call_name": "Mỷ",
        "sex": "female",
        "born_on": date(1995, 1, 1),
        "born_precision": "year",
        "citizenship": "vietnamese",
    } | fields
    with unguarded():
        by = by or recorder()
        victim = Victim(territory=area, recorded_by=by, updated_by=by, **fields)
        victim.save(force_insert=True)
    return victim


def make_case(area, *, household=None, victim=None, by=None, **fields):
    """An open case of the commune, with its household and person."""
    household = household or make_household(area, by=by)
    victim = victim or make_victim(area, by=by)
    fields = {"received_on": DAY} | fields
    with unguarded():
        case = Case(household=household, victim=victim, **fields)
        return case.open(by=by or recorder())
