"""For any facts: an answer, always the same; evidence takes nothing away.

The order of evidence, explicitly: each step of STEPS_UP turns something not known into
something known in the person's favour. A stay that ends, a birthday, an answer or a
support given are changes of the world, not evidence, and stand in none of them.
"""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from support_regimes.eligibility import BEST_FIRST, DECLINED, assess, assess_all
from support_regimes.known import Facts
from support_regimes.staying import Period
from tests.support_regimes.rulebooks import new, old

FEW = settings(max_examples=40, deadline=None)
DAYS = st.dates(date(2013, 1, 1), date(2030, 12, 31))
MAYBE = st.one_of(st.none(), DAYS)
REGIMES = [*old().values(), *new().values()]
CODES = sorted({regime.code for regime in REGIMES})
ITEMS = sorted({item.code for regime in REGIMES for item in regime.items})
STATUS = ["", "suspected", "in_identification", "victim", "not_victim"]
CITIZEN = ["", "vietnamese", "stateless_resident", "foreigner"]
PAPER = ["has", "none", "lost", "unclear"]
NEEDS = ["travel", "health", "interpreter", "training", "work", "loan", "school"]


def some(keys, values):
    return st.dictionaries(st.sampled_from(keys), values, max_size=3)


PERIODS = st.builds(Period, from_on=DAYS, until_on=MAYBE, days_away=st.integers(0, 90))
FACTS = st.builds(
    Facts,
    day=DAYS,
    accompanying=st.booleans(),
    status=st.sampled_from(STATUS),
    identified_on=MAYBE,
    confirmed_on=MAYBE,
    citizenship=st.sampled_from(CITIZEN),
    with_citizenship=st.sampled_from(CITIZEN),
    is_minor=st.sampled_from([None, True, False]),
    at_school=st.sampled_from([None, True, False]),
    received_on=MAYBE,
    returned_on=MAYBE,
    facility_from=MAYBE,
    facility_until=MAYBE,
    stays=st.lists(PERIODS, max_size=2).map(tuple),
    extended_until=MAYBE,
    away=st.sampled_from(["", "month", "year", "years", "long", "not_said"]),
    poverty=st.sampled_from(
        ["", "poor", "near_poor", "not_poor", "cannot_be_assessed"]
    ),
    poverty_certificate=st.booleans(),
    papers=some(["victim", "poor", "residence", "insurance"], st.sampled_from(PAPER)),
    needs=st.frozensets(st.sampled_from(NEEDS)),
    asked=some(CODES, DAYS),
    had=some(ITEMS, DAYS),
    given=some(ITEMS, st.integers(0, 3)),
    declined=some(CODES, DAYS),
)


def paper(kind):
    return lambda facts: replace(facts, papers=facts.papers | {kind: "has"})


def named(need):
    return lambda facts: replace(facts, needs=facts.needs | {need})


def confirmed(facts):
    """The authority confirms on the day, and the paper is at hand."""
    if facts.status not in ("", "suspected", "in_identification"):
        return facts
    changed = {"status": "victim", "confirmed_on": facts.day}
    return replace(facts, **changed, papers=facts.papers | {"victim": "has"})


def sent_to_the_police(facts):
    if facts.status not in ("", "suspected"):
        return facts
    return replace(facts, status="in_identification")


def citizen(facts):
    if facts.accompanying:
        known = facts.with_citizenship or "vietnamese"
        return replace(facts, with_citizenship=known)
    return replace(facts, citizenship=facts.citizenship or "vietnamese")


def poor(facts):
    """Reviewed, found poor, certified."""
    if facts.poverty not in ("", "cannot_be_assessed", "poor"):
        return facts
    return replace(facts, poverty="poor", poverty_certificate=True)


def in_time(facts):
    """Every application turns out to have been filed on the confirmation's day."""
    if facts.confirmed_on is None or facts.confirmed_on > facts.day:
        return facts
    return replace(facts, asked=dict.fromkeys(CODES, facts.confirmed_on))


STEPS_UP = {
    "the paper of the confirmation": paper("victim"),
    "the poor-household paper": paper("poor"),
    "the registration of the residence": paper("residence"),
    "the confirmation": confirmed,
    "sent for verification": sent_to_the_police,
    "the citizenship": citizen,
    "the household found poor": poor,
    "the birth paper says a minor": lambda facts: replace(
        facts, is_minor=True if facts.is_minor is None else facts.is_minor
    ),
    "the school says a pupil": lambda facts: replace(
        facts, at_school=True if facts.at_school is None else facts.at_school
    ),
    "the application was in time": in_time,
    "an extension of the stay": lambda facts: replace(
        facts, extended_until=facts.day + timedelta(days=30)
    ),
    **{f"she names {need}": named(need) for need in NEEDS},
}


def rank(state):
    return BEST_FIRST.index(state)


def ranks(facts):
    """How far each regime, and each item of it, is from being open."""
    found = {}
    for place, regime in enumerate(REGIMES):
        result = assess(facts, regime)
        found[place, ""] = rank(result.open_state)
        for item in regime.items:
            if item.on_board:
                open_item = result.item(item.code)
                state = open_item.state if open_item else "not_covered"
                found[place, item.code] = rank(state)
    return found


@FEW
@given(FACTS)
def test_any_facts_have_an_answer_always_the_same(facts):
    for result, again in zip(
        assess_all(facts, REGIMES), assess_all(replace(facts), REGIMES), strict=True
    ):
        assert result == again
        assert result.state in (*BEST_FIRST, DECLINED)
        assert (result.state == DECLINED) == (result.rules.code in facts.declined)
        assert result.findings
        for finding in result.findings:
            assert finding.label
            assert finding.article
            assert finding.verdict in ("met", "unclear", "unmet")


@FEW
@given(FACTS, st.sampled_from(sorted(STEPS_UP)))
def test_evidence_never_takes_an_entitlement_away(facts, name):
    before, after = ranks(facts), ranks(STEPS_UP[name](facts))

    assert {key: n for key, n in after.items() if n > before[key]} == {}


@FEW
@given(FACTS)
def test_what_is_missing_has_somebody_who_can_mend_it(facts):
    for result in assess_all(facts, REGIMES):
        if result.state in ("papers_missing", "cannot_be_assessed"):
            assert result.ways
            assert all(str(way.who) for way in result.ways)
