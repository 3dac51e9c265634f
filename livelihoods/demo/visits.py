"""Invented home visits: the families of the record are seen, some are overdue.

Visits tell how people are; only those of January 2024 tell of animals, so that no
figure of 2019–2023 changes.
"""

from datetime import date, timedelta

from areas.clock import today
from livelihoods.demo.people import (
    CASEWORKER,
    DISTRICT,
    DONG_VAN,
    FAR,
    HOANG_SU_PHI,
    NEIGHBOUR,
    YEN_MINH,
)
from livelihoods.demo.stage import as_if, demo_id, january
from livelihoods.models import Herd, HerdEntry, HomeVisit
from livelihoods.models.schedule import visit_days
from victims.models import Household

# In this order: who is nearer sees the family; the district the rest.
VISITORS = [CASEWORKER, NEIGHBOUR, FAR, DISTRICT, DONG_VAN, YEN_MINH, HOANG_SU_PHI]
EVERY_OVERDUE = 19
WELL = {"way": "at_home", "private": True, "health": "good", "mind": "good"}


def load_visits():
    """One visit to each household that was never visited; returns how many."""
    made = 0
    for person in VISITORS:
        with as_if(person) as user:
            reach = user.reach("livelihoods.add_homevisit")
            families = Household.objects.filter(territory__in=reach)
            families = families.filter(visits__isnull=True).order_by("code")
            for place, household in enumerate(families):
                if _is_new(household):
                    continue
                _visit(household, place, user)
                made += 1
    return made


def _is_new(household):
    """Taken in this month: the first visit is still to come, or was put off."""
    case = household.cases.open().order_by("received_on").last()
    return bool(case and case.received_on >= date(2024, 1, 1))


def _visit(household, place, user):
    """Some weeks ago, the next within the days of the risk level; few are overdue."""
    interval = visit_days(household.risk_level, today())
    if place % EVERY_OVERDUE == 4 or household.risk_level == "high":
        ago = interval + 3 + place % 9
    else:
        ago = 1 + (place * 5) % (interval - 3)
    case = household.cases.open().order_by("received_on").last()
    day = today() - timedelta(days=ago)
    if case:
        day = max(day, case.received_on)
    HomeVisit(
        pk=demo_id("visit", str(household.pk)), household=household, case=case,
        happened_on=day, risk_after=household.risk_level,
        next_visit_on=day + timedelta(days=interval), **WELL,
    ).log(by=user)  # fmt: skip


def load_january():
    """What happened to animals this year: young, a death in the cold, sales."""
    told = 0
    for key, person, day, species, changes in JANUARY:
        with as_if(person) as user:
            pk = demo_id("january", key)
            if HomeVisit.objects.filter(pk=pk).exists():
                continue
            herds = Herd.objects.filter(
                species__code=species, heads_now__gte=8, territory__in=user.reach(
                    "livelihoods.add_herdentry"
                )
            )  # fmt: skip
            herd = herds.select_related("household").order_by("household__code").first()
            if herd:
                _log(pk, herd, january(day), changes, user)
                told += 1
    return told


JANUARY = [
    ("pigs", CASEWORKER, 10, "pig",
     [("born", 6, {}), ("died", 2, {"cause": "cold"}),
      ("sold", 3, {"income": 7_500_000, "purpose": "breeding"})]),
    ("more pigs", HOANG_SU_PHI, 12, "pig",
     [("sold", 2, {"income": 6_000_000, "purpose": "meat"})]),
    ("goats", YEN_MINH, 9, "goat", [("died", 1, {"cause": "disease"})]),
    ("chickens", DONG_VAN, 11, "black_chicken", [("eaten", 1, {})]),
]  # fmt: skip


def _log(pk, herd, day, changes, user):
    household = herd.household
    case = household.cases.open().order_by("received_on").last()
    visit = HomeVisit(
        pk=pk, household=household, case=case, happened_on=day,
        risk_after=household.risk_level, next_visit_on=day + timedelta(days=30), **WELL,
    )  # fmt: skip

    def enter(kind, heads, more):
        return lambda visit: herd.enter(
            HerdEntry.Kind(kind), heads, on=day, by=user, visit=visit, **more
        )

    visit.log(by=user, carry=[enter(*change) for change in changes])
