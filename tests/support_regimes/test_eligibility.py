"""Which regimes seem open to whom: cell by cell, and where the review says it fails.

The expected cells are written here by hand from Law 66/2011, article 32, and Decree
09/2013, article 19; the rules come from the file of the set.
"""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import gettext as _

from support_regimes.conditions import CONDITIONS
from support_regimes.eligibility import assess, label_of
from support_regimes.known import Facts
from tests.support_regimes.rulebooks import old

TODAY = date(2024, 1, 15)
YES, NO = "eligible", "not_covered"

# Confirmed, at home from a stay of 52 days, poor by the list, all papers at hand.
HOME = Facts(
    day=TODAY,
    status="victim",
    confirmed_on=date(2023, 9, 12),
    confirmed_by="Công an huyện",
    citizenship="vietnamese",
    is_minor=False,
    received_on=date(2023, 9, 14),
    returned_on=date(2023, 9, 1),
    facility_from=date(2023, 9, 14),
    facility_until=date(2023, 11, 5),
    poverty="poor",
    poverty_year=2023,
    poverty_certificate=True,
)
# The same still in the facility.
STAYING = replace(HOME, facility_until=None, facility_from=date(2023, 12, 20))


@pytest.fixture
def regimes():
    """The six regimes as they read in Hà Giang on the day of the data, by code."""
    return old(TODAY)


CODES = ["essential", "medical", "psychological", "legal", "education", "hardship"]


def states(facts, regimes):
    return [assess(facts, regimes[code]).state for code in CODES]


def item_state(facts, regime, code):
    return {i.item.code: i.state for i in assess(facts, regime).items}[code]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        # Law 66/2011, article 32: who, in a facility (1-4) or at home (5, 6).
        ({"citizenship": "vietnamese"}, [YES, YES, YES, YES]),
        ({"citizenship": "stateless_resident"}, [YES, YES, YES, YES]),
        ({"citizenship": "foreigner"}, [YES, YES, YES, YES]),
        ({"status": "in_identification"}, [YES, NO, NO, NO]),
    ],
)
def test_the_matrix_in_a_facility(regimes, changed, expected):
    assert states(replace(STAYING, **changed), regimes)[:4] == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"citizenship": "vietnamese"}, [YES, YES]),
        ({"citizenship": "stateless_resident"}, [YES, YES]),
        ({"citizenship": "foreigner"}, [NO, NO]),
        ({"status": "in_identification"}, [NO, NO]),
    ],
)
def test_the_matrix_at_home(regimes, changed, expected):
    assert states(replace(HOME, **changed), regimes)[4:] == expected


def test_the_matrix_for_a_minor_who_came_along(regimes):
    child = replace(STAYING, accompanying=True, citizenship="", is_minor=True)

    assert states(child, regimes) == [YES, YES, YES, NO, NO, NO]


def test_every_kind_of_person_is_in_the_data_where_the_law_has_it(regimes):
    found = {code: sorted(regimes[code].persons) for code in CODES}

    confirmed = ["citizen", "foreigner", "stateless"]
    assert found == {
        "essential": sorted([*confirmed, "minor", "awaiting"]),
        "medical": sorted([*confirmed, "minor"]),
        "psychological": sorted([*confirmed, "minor"]),
        "legal": confirmed,
        "education": ["citizen", "stateless"],
        "hardship": ["citizen", "stateless"],
    }


def test_medical_and_psychological_end_with_the_stay(regimes):
    """The review: paid only in a facility, though many who live at home need them."""
    result = assess(HOME, regimes["psychological"])

    [missing] = [f for f in result.findings if f.verdict == "unmet"]
    assert (result.state, missing.key) == (NO, "in_facility")
    assert [way.key for way in result.ways] == ["other_source"]
    assert assess(HOME, regimes["medical"]).state == NO


@pytest.mark.parametrize(
    ("days", "state"), [(59, YES), (60, YES), (61, NO)], ids=["59", "60", "61"]
)
def test_the_stay_is_paid_for_the_days_that_are_followed(regimes, days, state):
    since = date.fromordinal(TODAY.toordinal() - days)

    result = assess(replace(STAYING, facility_from=since), regimes["essential"])

    [meals] = [i for i in result.items if i.item.code == "meals_in_facility"]
    assert (meals.state, regimes["essential"].stay_days) == (state, 60)


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, YES),
        ({"poverty_certificate": False}, "papers_missing"),
        ({"poverty_certificate": False, "papers": {"poor": "has"}}, YES),
        ({"poverty": "near_poor"}, NO),
        ({"poverty": "not_poor"}, NO),
        ({"poverty": ""}, "papers_missing"),
        ({"poverty": "", "away": "month"}, "papers_missing"),
        ({"poverty": "", "away": "year"}, "papers_missing"),
        ({"poverty": "", "away": "years"}, "cannot_be_assessed"),
        ({"poverty": "", "away": "long"}, "cannot_be_assessed"),
        ({"poverty": "cannot_be_assessed"}, "cannot_be_assessed"),
        (
            {"poverty": "cannot_be_assessed", "papers": {"residence": "has"}},
            "papers_missing",
        ),
        (
            {"poverty": "", "away": "long", "papers": {"residence": "has"}},
            "papers_missing",
        ),
        (
            {"poverty": "", "away": "long", "papers": {"residence": "lost"}},
            "cannot_be_assessed",
        ),
    ],
)
def test_no_poor_household_paper_is_not_the_same_as_not_poor(regimes, changed, state):
    assert assess(replace(HOME, **changed), regimes["hardship"]).state == state


def test_whoever_cannot_be_assessed_is_told_who_could_help(regimes):
    facts = replace(HOME, poverty="", away="long")

    result = assess(facts, regimes["hardship"])

    assert [way.key for way in result.ways] == [
        "review_poverty",
        "register_residence",
        "other_source",
    ]
    assert all(way.who for way in result.ways)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2024, 9, 11), YES),
        (date(2024, 9, 12), YES),  # the last day of the 12 months
        (date(2024, 9, 13), NO),
    ],
)
def test_the_application_within_12_months_of_the_confirmation(regimes, day, state):
    facts = replace(HOME, day=day)

    assert item_state(facts, regimes["hardship"], "hardship_allowance") == state
    assert item_state(facts, regimes["hardship"], "loan") == YES  # knows no such term


def test_an_application_filed_in_time_stays_in_time(regimes):
    late = replace(HOME, day=date(2025, 3, 1))
    filed = replace(late, asked={"hardship": date(2024, 9, 1)})

    assert item_state(late, regimes["hardship"], "hardship_allowance") == NO
    assert item_state(filed, regimes["hardship"], "hardship_allowance") == YES


def test_without_the_day_of_the_confirmation_the_paper_is_missing(regimes):
    facts = replace(HOME, confirmed_on=None)

    result = assess(facts, regimes["education"])

    assert result.state == "papers_missing"
    assert [way.key for way in result.ways][0] == "confirmation_day"


def test_a_lost_confirmation_can_be_copied(regimes):
    facts = replace(STAYING, papers={"victim": "lost"})

    assert states(facts, regimes)[:4] == ["papers_missing"] * 4


def test_unknown_citizenship_closes_nothing_that_is_open_to_all(regimes):
    facts = replace(STAYING, citizenship="")

    assert states(facts, regimes)[:4] == [YES] * 4
    assert states(replace(HOME, citizenship=""), regimes)[4:] == ["papers_missing"] * 2


def test_a_stateless_person_reads_as_a_citizen_but_not_a_foreigner(regimes):
    stateless = replace(HOME, citizenship="stateless_resident")
    foreigner = replace(HOME, citizenship="foreigner")

    assert assess(stateless, regimes["hardship"]).state == YES
    [why] = assess(foreigner, regimes["hardship"]).findings
    assert (why.key, why.verdict) == ("citizenship", "unmet")


def test_nobody_pays_a_foreigner_the_fare_home(regimes):
    facts = replace(STAYING, citizenship="foreigner", needs=frozenset({"travel"}))

    result = assess(facts, regimes["essential"])

    fares = {i.item.code: i.state for i in result.items}
    assert (fares["travel_fare"], fares["meals_travelling"]) == (NO, NO)
    own = assess(replace(facts, citizenship="vietnamese"), regimes["essential"])
    assert {i.item.code: i.state for i in own.items}["travel_fare"] == YES


def test_a_suspected_person_has_to_be_sent_for_verification(regimes):
    result = assess(replace(STAYING, status="suspected"), regimes["essential"])

    assert result.state == "papers_missing"
    assert "send_to_police" in [way.key for way in result.ways]


def test_not_confirmed_closes_the_regimes_and_says_food_goes_on(regimes):
    result = assess(replace(STAYING, status="not_victim"), regimes["essential"])

    assert result.state == NO
    assert [way.key for way in result.ways] == ["social_assistance", "other_source"]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("victim", YES),
        ("in_identification", "cannot_be_assessed"),
        ("suspected", "cannot_be_assessed"),
        ("not_victim", NO),
    ],
)
def test_a_minor_stands_with_the_person_they_came_with(regimes, status, state):
    child = replace(STAYING, accompanying=True, is_minor=True, status=status)

    assert assess(child, regimes["essential"]).state == state


def test_a_minor_who_turned_18_is_no_minor_any_more(regimes):
    grown = replace(STAYING, accompanying=True, is_minor=False)

    assert states(grown, regimes) == [NO] * 6


def test_declining_one_regime_lowers_no_other(regimes):
    facts = replace(STAYING, declined={"medical": date(2023, 11, 2)})

    before, after = states(STAYING, regimes), states(facts, regimes)

    assert after == [*before[:1], "declined", *before[2:]]
    declined = assess(facts, regimes["medical"])
    assert (declined.open_state, declined.declined_on) == (YES, date(2023, 11, 2))


def test_a_wish_that_nobody_asked_about_lowers_nothing(regimes):
    result = assess(HOME, regimes["education"])

    [wish] = [f for f in result.findings if f.key == "wants_training"]
    assert (result.lead.item.code, result.state) == ("vocational", YES)
    assert (wish.verdict, wish.ways) == ("unclear", ("ask_on_visit",))


def test_schooling_of_the_first_year_is_for_minors(regimes):
    pupil = replace(HOME, is_minor=True, needs=frozenset({"school"}))

    def first_year(facts):
        return item_state(facts, regimes["education"], "school_first_year")

    assert first_year(pupil) == YES
    assert first_year(replace(pupil, is_minor=None)) == "papers_missing"
    assert first_year(replace(pupil, is_minor=False)) == NO


def test_the_hardship_allowance_is_given_once(regimes):
    facts = replace(HOME, had={"hardship_allowance": date(2023, 12, 1)})

    items = {i.item.code: i.state for i in assess(facts, regimes["hardship"]).items}

    assert items == {"loan": YES, "hardship_allowance": NO}


def test_legal_advice_needs_no_poverty_but_legal_aid_asks_about_means(regimes):
    items = assess(replace(HOME, poverty="not_poor"), regimes["legal"]).items

    assert {i.item.code: i.state for i in items} == {
        "legal_advice": YES,
        "legal_aid": "papers_missing",
    }


def test_5_and_6_wait_until_she_is_at_home(regimes):
    assert states(STAYING, regimes)[4:] == ["cannot_be_assessed"] * 2


def test_what_a_decision_keeps_has_no_values(regimes):
    seen = assess(HOME, regimes["hardship"]).seen

    assert seen == {
        "poor_household": "met",
        "confirmed": "met",
        "returned_home": "met",
        "within_12_months": "met",
    }


def test_findings_stand_not_met_first_then_unclear_then_met(regimes):
    facts = replace(HOME, poverty="not_poor", confirmed_on=None)

    verdicts = [f.verdict for f in assess(facts, regimes["hardship"]).findings]

    assert verdicts == ["unmet", "unclear", "met", "met"]


@pytest.mark.parametrize("key", sorted(CONDITIONS))
def test_every_condition_has_a_name_without_facts(key, regimes):
    assert label_of(key, regimes["essential"])


def test_the_norm_of_the_province_stands_before_that_of_the_state(regimes):
    [hardship] = [
        i for i in regimes["hardship"].items if i.code == "hardship_allowance"
    ]

    assert (hardship.amount, hardship.once) == (3_000_000, True)
    assert hardship.norm_basis == "NQ 15/2020/NQ-HĐND Hà Giang"
    # The circular's minimum, which nobody has confirmed, stands beside it.
    assert "1.000.000 đ" in hardship.least
    assert hardship.least_basis == f"TT 84/2019/TT-BTC ({_('not confirmed')})"


def test_an_unconfirmed_line_carries_its_mark(regimes):
    [loan] = [i for i in regimes["hardship"].items if i.code == "loan"]

    assert loan.is_unconfirmed
    assert loan.basis == f"Luật 66/2011/QH12, Điều 38 ({_('not confirmed')})"
