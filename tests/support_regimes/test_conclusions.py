"""Who a claimant is to a rule set, and what conclusions are drawn: articles, limits, help."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation

from support_regimes.eligibility import assess, assess_all, instead_of
from support_regimes.findings import Kind
from support_regimes.known import Facts, RegimeRules
from support_regimes.persons import not_for, person_kinds
from tests.support_regimes.rulebooks import new, old

SEEN, PAPER, STAY = date(2023, 9, 14), date(2023, 9, 12), date(2023, 12, 1)
BASE = Facts(day=date(2024, 1, 15), identified_on=SEEN)
GET, CLOSED = Kind.PAPER, Kind.CLOSED
BY, OTHER = "identification", ("other_source",)
IN = {"facility_from": STAY}
VICTIM = {"status": "victim", "confirmed_on": PAPER}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


# Who it is.

ABROAD = {"returned_on": date(2024, 2, 1)}
ALL = frozenset(
    {"citizen", "stateless", "foreigner", "awaiting", "awaiting_abroad", "minor"}
    | {"foreigner_awaiting", "minor_awaiting", "minor_abroad", "minor_foreigner"}
)
FIVE = frozenset({"citizen", "stateless", "foreigner", "awaiting", "minor"})
MINOR = {"accompanying": True}
HERS = MINOR | {"with_citizenship": "vietnamese"}


@pytest.mark.parametrize(
    ("changed", "kinds", "in_decree_09"),
    [
        (VICTIM, "citizen stateless foreigner", "citizen stateless foreigner"),
        (VICTIM | {"citizenship": "vietnamese"}, "citizen", "citizen"),
        (VICTIM | {"citizenship": "stateless_resident"}, "stateless", "stateless"),
        (VICTIM | {"citizenship": "foreigner"}, "foreigner", "foreigner"),
        ({"status": "not_victim"}, "", ""),
        ({}, "awaiting foreigner_awaiting", "awaiting"),
        ({"citizenship": "vietnamese"}, "awaiting", "awaiting"),
        ({"citizenship": "foreigner"}, "foreigner_awaiting", "awaiting"),
        (ABROAD, "awaiting_abroad", "awaiting"),
        (HERS | VICTIM, "minor", "minor"),
        (MINOR | VICTIM, "minor minor_foreigner", "minor"),
        (
            MINOR | VICTIM | {"with_citizenship": "foreigner"},
            "minor_foreigner",
            "minor",
        ),
        (HERS | {"status": "not_victim"}, "minor", "minor"),
        (HERS, "minor_awaiting", "minor"),
        (HERS | {"status": "suspected"}, "minor_awaiting", "minor"),
        (HERS | {"status": "in_identification"}, "minor_awaiting", "minor"),
        (HERS | ABROAD, "minor_abroad", "minor"),
        (HERS | VICTIM | {"is_minor": False}, "", ""),
    ],
)
def test_the_kinds_that_a_rule_set_tells_apart(changed, kinds, in_decree_09):
    facts = replace(BASE, **changed)

    assert person_kinds(facts, ALL) == tuple(kinds.split())
    assert person_kinds(facts) == tuple(kinds.split())
    assert person_kinds(facts, FIVE) == tuple(in_decree_09.split())


def test_a_kind_that_only_the_more_general_set_knows():
    facts = replace(BASE, **HERS, **ABROAD)

    assert person_kinds(facts, FIVE | {"minor_awaiting"}) == ("minor_awaiting",)
    assert person_kinds(facts, frozenset({"citizen"})) == ("minor",)


@pytest.mark.parametrize(
    ("changed", "rules", "key", "ways", "record", "says"),
    [
        (HERS | {"is_minor": False}, FIVE, "person", OTHER, "person", "18 or older"),
        (HERS | VICTIM, FIVE, "person", OTHER, "person", "essential needs, medical"),
        (HERS | VICTIM, ALL, "person", OTHER, "person", "not open to accompanying"),
        (MINOR | {"with_citizenship": "foreigner"}, ALL, "person", OTHER, "person",
         "no minors who came with a foreigner"),
        (MINOR | {"with_citizenship": "foreigner"}, FIVE, "person", OTHER, "person",
         "essential needs, medical"),
        ({"status": "not_victim"}, FIVE, "confirmed",
         ("social_assistance", "other_source"), BY, "did not confirm"),
        (VICTIM, FIVE, "citizenship", OTHER, "person", "Vietnamese citizens"),
        ({}, FIVE, "confirmed", ("confirmation", "other_source"), BY,
         "only essential needs and travel"),
        ({}, ALL, "confirmed", ("confirmation", "other_source"), BY,
         "not open while it is being verified"),
        ({}, FIVE | {"awaiting_abroad"}, "confirmed",
         ("confirmation", "other_source"), BY, "not open while it is being verified"),
    ],
)  # fmt: skip
def test_why_a_regime_is_open_to_no_kind(changed, rules, key, ways, record, says):
    regime = replace(old()["legal"], tells_apart=rules)

    found = not_for(replace(BASE, **changed), regime)

    assert (found.key, found.kind, found.ways, found.record) == (
        key, CLOSED, ways, record,
    )  # fmt: skip
    assert found.on == (SEEN if record == BY else None)
    assert says in found.note
    assert found.label


# The results.

POOR = {"poverty": "poor", "poverty_certificate": True}
HOME = replace(BASE, **VICTIM, citizenship="vietnamese", is_minor=False, **POOR)


def test_each_finding_names_the_line_that_asks_for_it():
    articles = {f.key: f.article for f in assess(HOME, old()["hardship"]).findings}

    assert articles == {
        "confirmed": "Luật 66/2011/QH12, Điều 32",
        "returned_home": "Luật 66/2011/QH12, Điều 32",
        "poor_household": "NĐ 09/2013/NĐ-CP, Điều 23.2c",
        "within_12_months": "NĐ 09/2013/NĐ-CP, Điều 23",
    }
    staying = replace(HOME, **IN)
    meals = assess(staying, old()["essential"]).item("meals_in_facility")
    assert meals.findings[-1].article == "NĐ 09/2013/NĐ-CP, Điều 19.2"
    not_open = assess(replace(HOME, citizenship="foreigner"), old()["hardship"])
    assert [f.article for f in not_open.findings] == ["NĐ 09/2013/NĐ-CP, Điều 23"]


def test_the_limit_of_the_stay_is_cited_by_the_reading_that_is_followed():
    regime = replace(old()["essential"], stay_basis="TT 84/2019/TT-BTC")
    month = replace(regime, persons_basis={})

    assert regime.article_of("stay_within_limit", "x") == "TT 84/2019/TT-BTC"
    assert regime.article_of("stay_extendable", "x") == "TT 84/2019/TT-BTC"
    assert regime.article_of("in_facility", "x") == "x"
    assert replace(regime, stay_basis="").article_of("stay_extendable", "x") == "x"
    assert regime.article_of("within_12_months", "x") == "x"  # no procedure
    found = assess(replace(HOME, **IN), month).findings
    assert {f.article for f in found if f.key == "confirmed"} == {month.basis}


def test_citizenship_not_known_is_one_more_condition():
    result = assess(replace(HOME, citizenship=""), old()["hardship"])

    [found] = [f for f in result.findings if f.key == "citizenship"]
    assert (found.kind, found.ways, found.record, found.article) == (
        GET, ("citizenship_paper",), "person", "Luật 66/2011/QH12, Điều 32",
    )  # fmt: skip
    assert found.label
    assert found.note
    assert result.state == "papers_missing"


def test_given_once_and_as_often_as_the_norm_allows():
    had = replace(HOME, had={"hardship_allowance": SEEN, "loan": SEEN})
    result = assess(had, old()["hardship"]).item("hardship_allowance")
    once = result.findings[-1]
    assert (once.key, once.kind, once.on, once.record, once.note, once.ways) == (
        "once", CLOSED, SEEN, "provisions", "Received on 14/09/2023.", (),
    )  # fmt: skip
    assert once.article == "NQ 15/2020/NQ-HĐND Hà Giang"
    assert once.label
    loan = assess(had, old()["hardship"]).item("loan")
    assert [f.key for f in loan.findings] == [
        *("confirmed", "returned_home", "poor_household", "wants_loan"),
    ]  # not a thing given once only

    pupil = replace(HOME, is_minor=True, at_school=True)
    school = new()["education"]
    for number, kinds in ((0, []), (1, []), (2, ["ceiling"]), (3, ["ceiling"])):
        given = replace(pupil, given={"school_first_year": number})
        findings = assess(given, school).item("school_first_year").findings
        assert [f.key for f in findings if f.record == "provisions"] == kinds
    ceiling = findings[-1]
    assert (ceiling.kind, ceiling.ways, ceiling.note) == (
        CLOSED, OTHER, "Given 3 times of at most 2.",
    )  # fmt: skip
    assert ceiling.article == "NĐ 162/2025/NĐ-CP, Điều 24"
    assert ceiling.label


def test_what_else_could_help():
    regimes = list(old().values())
    # Above the means for legal aid; advice is open.
    facts = replace(HOME, poverty="not_poor", **IN)
    results = assess_all(facts, regimes)
    legal = results[3]
    assert instead_of(legal, results) == []  # advice leads, and is open

    spent = replace(HOME, had={"hardship_allowance": SEEN}, needs=frozenset({"loan"}))
    [lead, *_rest] = assess(spent, old()["hardship"]).items
    assert (lead.item.code, instead_of(results[5], results)) == ("loan", [])

    late = replace(HOME, confirmed_on=None, needs=frozenset({"loan"}))
    results = assess_all(late, regimes)
    training = results[4]
    assert training.state == "papers_missing"
    found = [(rules.code, i.item.code) for rules, i in instead_of(training, results)]
    assert found == [("hardship", "loan")]
    declined = replace(late, declined={"hardship": SEEN})
    assert instead_of(training, assess_all(declined, regimes)) == []
    # No better state, no help.
    nobody = assess_all(replace(late, poverty="", poverty_certificate=False), regimes)
    assert instead_of(nobody[4], nobody) == []
    # Where nothing is open to this kind of person there is nothing to replace.
    foreign = assess_all(replace(HOME, citizenship="foreigner"), regimes)
    assert instead_of(foreign[5], foreign) == []


def test_the_worst_of_what_was_found_decides():
    def state(**changed):
        return assess(replace(HOME, **changed), old()["hardship"]).items[0].state

    assert state() == "eligible"
    assert state(confirmed_on=None, poverty_certificate=False) == "papers_missing"
    assert state(**IN, poverty_certificate=False) == "cannot_be_assessed"
    assert state(**IN, poverty="not_poor") == "not_covered"


def test_a_regime_shows_its_nearest_item_and_no_hidden_one():
    result = assess(replace(HOME, **IN), old()["medical"])

    codes = [each.item.code for each in result.items]
    assert codes == ["ordinary_medicine", "treatment", "insurance_card"]
    assert (result.lead, result.item("funeral")) == (result.items[0], None)
    assert result.item("treatment") is result.items[1]
    nothing = assess(replace(HOME, status="not_victim"), old()["medical"])
    assert (nothing.lead, nothing.items, nothing.state) == (None, (), "not_covered")
    assert (nothing.open_state, nothing.declined_on) == ("not_covered", None)


def test_findings_stand_worst_first():
    facts = replace(HOME, poverty="not_poor", confirmed_on=None)

    kinds = [f.verdict for f in assess(facts, old()["hardship"]).findings]

    assert kinds == ["unmet", "unclear", "met", "met"]


def test_the_rules_as_plain_data():
    regime = old()["hardship"]

    assert regime.step("verify").working_days == 3
    assert (regime.step("settle"), regime.apply_months) == (None, 12)
    assert [old()[code].for_minors for code in ("essential", "legal")] == [True, False]
    assert [new()[code].for_minors for code in ("education", "hardship")] == [
        True, False,
    ]  # fmt: skip
    assert new()["medical"].insured_months == 12
    assert RegimeRules(1, "", "", "", "", True, "", {}, ()).tells_apart == frozenset()


def test_not_a_victim_closes_food_and_shelter_on_the_next_day_only():
    told = replace(HOME, **IN, status="not_victim", identified_on=HOME.day)
    later = replace(told, day=HOME.day + timedelta(days=1))
    child = {"accompanying": True, "is_minor": True, "with_citizenship": "vietnamese"}

    for rules in (old(), new()):
        for facts in (told, replace(told, **child)):
            assert assess(facts, rules["essential"]).state == "eligible"
        for facts in (later, replace(later, **child)):
            assert assess(facts, rules["essential"]).state == "not_covered"
