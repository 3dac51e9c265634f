"""Every condition, branch by branch: what is found, from which record, and who mends it."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from support_regimes.conditions import CONDITIONS, apply_until
from support_regimes.deadlines import WEEKDAYS
from support_regimes.eligibility import assess, assess_all, instead_of
from support_regimes.findings import Kind
from support_regimes.known import Facts, RegimeRules
from support_regimes.persons import not_for, person_kinds
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
