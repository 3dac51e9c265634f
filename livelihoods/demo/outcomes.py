"""Invented outcomes: who learned, borrowed, got papers or compensation, is insured."""

from datetime import date

from livelihoods.demo.people import CASEWORKER, FAR
from livelihoods.demo.stage import as_if, demo_id, new_id
from support_regimes.models import Outcome, OutcomeStep
from victims.models import AccompanyingMinor, Case

OWN = ""  # the person of the case, not a minor

# who records it, case, minor, topic, day, what is said, [(step, day, what is said)]
OUTCOMES = [
    (CASEWORKER, "girl", OWN, "learning", date(2023, 11, 6),
     {"kind": "school", "body": "facility", "level": "lower_secondary"},
     [("goes_on", date(2024, 1, 12), {})]),
    (FAR, "weaver", OWN, "learning", date(2023, 10, 2),
     {"kind": "apprenticeship", "body": "enterprise", "level": "under_3_months"},
     [("finished", date(2023, 12, 22), {}),
      ("job", date(2023, 12, 29), {"what": "cooperative"})]),
    (CASEWORKER, "man", OWN, "learning", date(2023, 12, 4),
     {"kind": "vocational", "body": "continuing", "level": "under_3_months"},
     [("left", date(2023, 12, 26), {"cause": "far_away"})]),
    (CASEWORKER, "mother", "bé Páo", "learning", date(2023, 10, 16),
     {"kind": "school", "body": "school", "level": "preschool"}, []),
    (FAR, "weaver", OWN, "loan", date(2023, 11, 6),
     {"kind": "trade", "body": "union_fund", "amount": 15_000_000, "with_plan": True,
      "plan_help": "union"},
     [("granted", date(2023, 11, 24), {"amount": 10_000_000, "months": 24}),
      ("repaid", date(2023, 12, 25), {"amount": 500_000})]),
    (CASEWORKER, "declined", OWN, "loan", date(2023, 11, 20),
     {"kind": "animals", "body": "vbsp", "amount": 30_000_000, "with_plan": False},
     [("refused", date(2023, 12, 4), {"cause": "no_collateral"})]),
    (CASEWORKER, "mother", OWN, "legal", date(2023, 10, 5),
     {"kind": "papers", "body": "justice"},
     [("paper", date(2023, 11, 16), {"what": "residence"})]),
    (CASEWORKER, "mother", OWN, "legal", date(2023, 10, 25),
     {"kind": "compensation", "body": "state_centre"},
     [("asked", date(2023, 11, 10), {"amount": 120_000_000}),
      ("awarded", date(2023, 12, 15), {"amount": 60_000_000}),
      ("received", date(2023, 12, 28), {"amount": 5_000_000}),
      ("unpaid", date(2024, 1, 8), {})]),
    (FAR, "weaver", OWN, "insurance", date(2023, 9, 4),
     {"kind": "near_poor", "valid_from": date(2023, 1, 1),
      "valid_until": date(2023, 12, 31)}, []),
    (CASEWORKER, "mother", "bé Páo", "insurance", date(2023, 9, 14),
     {"kind": "child", "valid_until": date(2024, 12, 31)}, []),
    (CASEWORKER, "man", OWN, "insurance", date(2023, 12, 18), {"kind": "none"}, []),
    (CASEWORKER, "newborn", OWN, "health", date(2024, 1, 11), {"kind": "province"},
     [("gone", date(2024, 1, 12), {})]),
    (CASEWORKER, "mother", OWN, "health", date(2023, 9, 18), {"kind": "district"},
     [("gone", date(2023, 9, 19), {})]),
]  # fmt: skip


def load_outcomes():
    """Tell what was not told yet; returns how many outcomes and steps were added."""
    added = 0
    for person in (CASEWORKER, FAR):
        with as_if(person) as user:
            for place, (of, *told) in enumerate(OUTCOMES):
                if of == person:
                    added += _tell(place, *told, user)
    return added


def _tell(place, key, minor, topic, day, said, steps, user):
    pk = new_id(Outcome, str(place))
    if not pk:
        return 0
    case = Case.objects.get(pk=demo_id("case", key))
    child = None
    if minor:
        child = AccompanyingMinor.objects.get(pk=demo_id("minor", key, minor))
    outcome = Outcome(
        pk=pk, case=case, minor=child, topic=topic, happened_on=day, **said
    ).log(by=user)
    for kind, on, more in steps:
        OutcomeStep(outcome=outcome, kind=kind, happened_on=on, **more).log(by=user)
    return 1 + len(steps)
