"""Every condition, branch by branch: what is found, from which record, and who mends it."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from support_regimes.conditions import CONDITIONS, apply_until
from support_regimes.deadlines import WEEKDAYS
from support_regimes.findings import Kind
from support_regimes.known import Facts
from support_regimes.staying import Period
from tests.support_regimes.rulebooks import new, old

DAY = date(2024, 1, 15)
SEEN, PAPER, STAY = date(2023, 9, 14), date(2023, 9, 12), date(2023, 12, 1)
LEFT = date(2024, 1, 10)
BASE = Facts(day=DAY, identified_on=SEEN)
MET, ASK, GET, NOBODY, CLOSED = (
    Kind.MET, Kind.ASK, Kind.PAPER, Kind.NOBODY, Kind.CLOSED,
)  # fmt: skip
BY = "identification"
IN = {"facility_from": STAY}
OUT = IN | {"facility_until": LEFT}
UNKNOWN = ("review_poverty", "register_residence", "other_source")
OTHER, VISIT = ("other_source",), ("ask_on_visit",)
VICTIM = {"status": "victim", "confirmed_on": PAPER}
ANY = None  # a sentence without numbers or days


def needs(kind):
    return {"needs": frozenset({kind}), "need_days": {kind: SEEN}}


def papers(kind, status):
    return {"papers": {kind: status}, "paper_days": {kind: SEEN}}


TABLE = [
    ("confirmed", VICTIM | {"confirmed_by": "Công an"},
     MET, (), BY, PAPER, "Công an, 12/09/2023"),
    ("confirmed", VICTIM, MET, (), BY, PAPER, "12/09/2023"),
    ("confirmed", {"status": "victim"}, MET, (), BY, SEEN, ""),
    *(
        ("confirmed", VICTIM | papers("victim", state),
         GET, ("confirmation_copy",), "papers", SEEN, ANY)
        for state in ("lost", "none", "unclear")
    ),
    ("confirmed", VICTIM | papers("victim", "has"), MET, (), BY, PAPER, "12/09/2023"),
    ("under_verification", {"status": "in_identification"}, MET, (), BY, SEEN, ""),
    ("under_verification", {"status": "suspected"},
     GET, ("send_to_police",), BY, SEEN, ANY),
    ("accompanies", VICTIM, MET, (), BY, SEEN, ""),
    ("accompanies", {"status": "not_victim"},
     CLOSED, ("social_assistance",), BY, SEEN, ANY),
    ("accompanies", {"status": "suspected"}, NOBODY, ("confirmation",), BY, SEEN, ANY),
    ("vietnamese", {"citizenship": "vietnamese"}, MET, (), "person", None, ""),
    ("vietnamese", {}, GET, ("citizenship_paper",), "person", None, ANY),
    ("vietnamese", {"citizenship": "foreigner"}, CLOSED, OTHER, "person", None, ANY),
    ("vietnamese", {"accompanying": True, "with_citizenship": "vietnamese"},
     MET, (), "person", None, ""),
    ("vietnamese", {"accompanying": True, "citizenship": "vietnamese"},
     GET, ("citizenship_paper",), "person", None, ANY),
    ("case_by_case", {}, ASK, ("ask_competent_body",), "", None, ANY),
    ("in_facility", IN, MET, (), "stay", STAY, "since 01/12/2023"),
    ("in_facility", OUT, CLOSED, OTHER, "stay", LEFT,
     "Paid only in a facility; at home since 10/01/2024."),
    ("in_facility", {}, CLOSED, OTHER, "stay", None,
     "Paid only in a facility; not in one now."),
    ("stay_within_limit", IN, MET, (), "stay", STAY, "45 days of 60."),
    ("stay_within_limit", IN | {"day": date(2024, 2, 1)},
     CLOSED, OTHER, "stay", STAY, "62 days of 60."),
    ("stay_within_limit", {}, MET, (), "stay", None, ""),
    ("stay_extendable", IN, MET, (), "stay", STAY, "45 days of 60."),
    ("stay_extendable", IN | {"day": date(2024, 2, 1)},
     GET, ("ask_extension", *OTHER), "stay", STAY,
     "62 days of 60. A decision may extend it."),
    ("stay_extendable",
     IN | {"day": date(2024, 2, 1), "extended_until": date(2024, 2, 1)},
     MET, (), "stay", date(2024, 2, 1), "Extended until 01/02/2024."),
    ("stay_extendable",
     IN | {"day": date(2024, 2, 2), "extended_until": date(2024, 2, 1)},
     GET, ("ask_extension", *OTHER), "stay", STAY, ANY),
    ("wishes_home", needs("travel"), MET, (), "needs", SEEN, "asked for travel"),
    ("wishes_home", IN, ASK, VISIT, "", None, "Not asked yet."),
    ("wishes_home", {}, CLOSED, (), "stay", None, ANY),
    ("cannot_pay_fare", needs("travel"), MET, (), "needs", SEEN, "asked for travel"),
    ("cannot_pay_fare", {}, ASK, VISIT, "", None, "Not asked yet."),
    ("home_in_vietnam", {}, MET, (), "person", None, ""),
    ("home_in_vietnam", {"citizenship": "foreigner"},
     CLOSED, OTHER, "person", None, ANY),
    ("is_minor", {"is_minor": True}, MET, (), "person", None, ""),
    ("is_minor", {}, GET, ("birth_paper",), "person", None, ANY),
    ("is_minor", {"is_minor": False}, CLOSED, (), "person", None, ANY),
    ("care_needed", needs("health"), MET, (), "needs", SEEN, ANY),
    ("care_needed", {}, ASK, VISIT, "", None, ANY),
    ("needs_interpreter", needs("interpreter"), MET, (), "needs", SEEN, ANY),
    ("needs_interpreter", {}, ASK, VISIT, "", None, ANY),
    ("no_insurance_card", papers("insurance", "has"), CLOSED, (), "papers", SEEN, ANY),
    ("no_insurance_card", papers("insurance", "none"), MET, (), "papers", SEEN, ""),
    ("no_insurance_card", papers("insurance", "lost"), MET, (), "papers", SEEN, ""),
    ("no_insurance_card", papers("insurance", "unclear"), ASK, VISIT, "", None, ANY),
    ("returned_home", IN, NOBODY, ("after_return",), "stay", STAY, ANY),
    ("returned_home", OUT | {"returned_on": SEEN}, MET, (), "case", SEEN, "14/09/2023"),
    ("returned_home", OUT, MET, (), "case", LEFT, "10/01/2024"),
    ("returned_home", {"received_on": PAPER}, MET, (), "case", PAPER, "12/09/2023"),
    ("returned_home", {}, MET, (), "case", None, ""),
    ("within_12_months", VICTIM, MET, (), BY, PAPER,
     "Apply by 12/09/2024, 241 days left."),
    ("within_12_months", VICTIM | {"day": date(2024, 9, 12)}, MET, (), BY, PAPER,
     "Apply by 12/09/2024, 0 days left."),
    ("within_12_months", VICTIM | {"day": date(2024, 9, 13)},
     CLOSED, OTHER, BY, PAPER, "The time to apply ended on 12/09/2024."),
    ("within_12_months", VICTIM | {"asked": {"hardship": SEEN}},
     MET, (), "requests", SEEN, "Asked for on 14/09/2023."),
    ("within_12_months", {"asked": {"hardship": SEEN}},
     GET, ("confirmation_day",), BY, None, ANY),
    ("financial_difficulty", {"poverty": "poor", "poverty_on": SEEN},
     MET, (), "poverty", SEEN, ANY),
    ("financial_difficulty", {"poverty": "near_poor", "poverty_on": SEEN},
     MET, (), "poverty", SEEN, ANY),
    ("financial_difficulty", {"poverty": "not_poor"},
     GET, ("legal_aid_centre",), "poverty", None, ANY),
    ("poor_household",
     {"poverty": "poor", "poverty_on": SEEN, "poverty_certificate": True,
      "poverty_year": 2023},
     MET, (), "poverty", SEEN, "2023"),
    ("poor_household",
     {"poverty": "poor", "poverty_on": PAPER, "poverty_year": 2023}
     | papers("poor", "has"),
     MET, (), "papers", SEEN, "2023"),
    ("poor_household", {"poverty": "poor", "poverty_certificate": True},
     MET, (), "poverty", None, ""),
    ("poor_household", {"poverty": "poor"} | papers("poor", "has"),
     MET, (), "papers", SEEN, ""),
    ("poor_household", {"poverty": "poor", "poverty_on": SEEN},
     GET, ("poor_paper",), "poverty", SEEN, ANY),
    *(
        ("poor_household", {"poverty": category, "poverty_on": SEEN},
         CLOSED, ("review_poverty", "other_source"), "poverty", SEEN, ANY)
        for category in ("near_poor", "not_poor")
    ),
    ("poor_household", {"away": "years"}, NOBODY, UNKNOWN, "poverty", None, ANY),
    ("poor_household", {"poverty": "cannot_be_assessed", "poverty_on": SEEN},
     NOBODY, UNKNOWN, "poverty", SEEN, ANY),
    ("poor_household", {"away": "long"} | papers("residence", "has"),
     GET, UNKNOWN, "poverty", None, ANY),
    ("poor_household", {}, GET, UNKNOWN, "poverty", None, ANY),
    ("means_not_known", {}, ASK, ("ask_competent_body",), "", None, ANY),
    ("wants_training", needs("training"), MET, (), "needs", SEEN, ANY),
    ("wants_training", {}, ASK, VISIT, "", None, ANY),
    ("wants_work", needs("work"), MET, (), "needs", SEEN, ANY),
    ("wants_work", {}, ASK, VISIT, "", None, ANY),
    ("wants_loan", needs("loan"), MET, (), "needs", SEEN, ANY),
    ("wants_loan", {}, ASK, VISIT, "", None, ANY),
    ("continues_school", {"at_school": True}, MET, (), "person", None, ""),
    ("continues_school", {"at_school": False}, CLOSED, (), "person", None, ANY),
    ("continues_school", needs("school"), MET, (), "needs", SEEN, ANY),
    ("continues_school", {}, ASK, VISIT, "", None, ANY),
]  # fmt: skip


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def regime_of(key):
    code = "essential" if key.startswith("stay") else "hardship"
    return old(DAY)[code]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_what_is_found(row):
    key, changed, kind, ways, record, on, note = row

    found = CONDITIONS[key](replace(BASE, **changed), regime_of(key))

    told = (found.key, found.kind, found.ways, found.record, found.on)
    assert told == (key, kind, ways, record, on)
    assert found.label
    assert found.note if note is ANY else found.note == note


def test_no_condition_is_forgotten():
    tested = {row[0] for row in TABLE}

    assert CONDITIONS.keys() - tested == {"insured_in_time"}  # below


@pytest.mark.parametrize(
    ("changed", "kind", "ways", "on", "note"),
    [
        (VICTIM, MET, (), PAPER, "until 12/09/2024"),
        (VICTIM | {"day": date(2024, 9, 12)}, MET, (), PAPER, "until 12/09/2024"),
        (VICTIM | {"day": date(2024, 9, 13)}, CLOSED, OTHER, PAPER,
         "It ended on 12/09/2024."),
        ({"status": "victim"}, GET, ("confirmation_day",), None, ANY),
        ({"status": "in_identification"}, GET, ("confirmation",), None, ANY),
        ({"status": "not_victim"}, CLOSED, OTHER, None, ANY),
        (VICTIM | {"accompanying": True}, CLOSED, OTHER, None, ANY),
    ],
)  # fmt: skip
def test_the_insurance_is_helped_with_for_its_months(changed, kind, ways, on, note):
    regime = new()["medical"]

    found = CONDITIONS["insured_in_time"](replace(BASE, **changed), regime)

    assert (found.kind, found.ways, found.on) == (kind, ways, on)
    assert found.record == ("person" if not on and kind is CLOSED else BY)
    assert (found.key, found.label) == (
        "insured_in_time", "within 12 months of the confirmation",
    )  # fmt: skip
    assert found.note if note is ANY else found.note == note
    assert old()["medical"].insured_months is None


def test_without_a_known_term_an_application_is_in_time():
    found = CONDITIONS["within_12_months"](BASE, new()["hardship"])

    assert (found.kind, found.key, found.note) == (
        MET, "within_12_months", "No time limit is known.",
    )  # fmt: skip
    assert (found.label, apply_until(PAPER, None, WEEKDAYS)) == ("in time", None)
    assert new()["essential"].apply_months is None  # no procedure at all


def test_a_limit_in_months_ends_on_the_same_day():
    regime = replace(old()["essential"], stay_days=None, stay_months=3)

    def found(**changed):
        return CONDITIONS["stay_within_limit"](replace(BASE, **changed), regime)

    inside = found(facility_from=date(2023, 10, 15))
    assert (inside.kind, inside.note) == (MET, "Paid until 15/01/2024.")
    assert inside.label == "within 3 months of the stay"
    assert found(facility_from=date(2023, 10, 14)).kind is CLOSED
    # It ended in time, and is looked at later.
    ended = {"facility_from": date(2023, 6, 1), "facility_until": date(2023, 9, 1)}
    assert found(**ended).kind is MET
    assert found(**ended | {"facility_until": date(2023, 9, 2)}).kind is CLOSED


def test_a_rule_set_without_a_limit_pays_every_stay():
    regime = replace(old()["essential"], stay_days=None)

    found = CONDITIONS["stay_within_limit"](replace(BASE, **IN), regime)

    assert (found.kind, found.on, found.label) == (MET, STAY, "a stay in time")


# Where she lives.


@pytest.mark.parametrize(
    ("changed", "facility", "since", "until", "spent"),
    [
        ({}, "never", None, None, None),
        (IN, "in", STAY, None, 45),
        (IN | {"facility_from": DAY}, "in", DAY, None, 0),
        (IN | {"facility_from": date(2024, 1, 16)}, "never", None, None, None),
        (OUT, "left", STAY, LEFT, 40),
        (IN | {"facility_until": DAY}, "left", STAY, DAY, 45),
        (IN | {"facility_until": date(2024, 1, 16)}, "in", STAY,
         date(2024, 1, 16), 45),
        ({"facility_until": LEFT}, "left", None, LEFT, None),
        ({"facility_until": date(2024, 1, 16)}, "never", None, date(2024, 1, 16), None),
        ({"stays": (Period(STAY),)}, "in", STAY, None, 45),
        ({"stays": (Period(STAY, LEFT, 5),)}, "left", STAY, LEFT, 35),
        ({"stays": (Period(SEEN, PAPER),)}, "left", SEEN, PAPER, 0),
        ({"stays": (Period(SEEN, STAY), Period(LEFT))}, "in", LEFT, None, 83),
        ({"stays": (Period(date(2024, 2, 1)),), "facility_until": LEFT},
         "never", None, None, None),
    ],
)  # fmt: skip
def test_the_stays(changed, facility, since, until, spent):
    facts = replace(BASE, **changed)

    assert (facts.facility, facts.stay_from, facts.stay_until) == (
        facility, since, until,
    )  # fmt: skip
    assert facts.days_in_facility == spent


def test_abroad_is_who_comes_back_later():
    def is_abroad(day):
        return replace(BASE, returned_on=day).is_abroad

    assert (is_abroad(date(2024, 1, 16)), is_abroad(DAY), is_abroad(None)) == (
        True, False, False,
    )  # fmt: skip
