"""Who may have what, cell by cell: domain.md's table and Law 53/2024, article 37.

The cells are written here by hand. Each regime is asked for by somebody who meets its
own terms, so that a cell says only whether it is open to this kind of person.
"""

from dataclasses import replace
from datetime import date

import pytest

from support_regimes.eligibility import assess
from support_regimes.known import Facts
from support_regimes.persons import person_kinds
from tests.support_regimes.rulebooks import new, old

OPEN = ("eligible",)
DAY = date(2025, 9, 15)
# In a facility, away from home and a minor where a regime asks for it: see asked().
BASE = Facts(
    day=DAY,
    status="victim",
    confirmed_on=date(2025, 8, 4),
    citizenship="vietnamese",
    is_minor=False,
    received_on=date(2025, 8, 1),
    facility_from=date(2025, 8, 1),
    poverty="poor",
    poverty_certificate=True,
    needs=frozenset({"travel", "health", "interpreter", "training", "loan", "school"}),
)
AWAITING = {"status": "in_identification", "confirmed_on": None}
ABROAD = AWAITING | {"returned_on": date(2025, 10, 1), "facility_from": None}
CHILD = {"accompanying": True, "is_minor": True, "citizenship": ""}
WITH = CHILD | {"with_citizenship": "vietnamese"}

SIX = ["essential", "medical", "psychological", "legal", "education", "hardship"]
TEN = [
    *("essential", "medical", "interpretation", "legal_support", "legal", "travel"),
    *("psychological", "education", "vocational", "hardship"),
]


def asked(facts, code):
    """The same person where the regime's own terms are met."""
    if code in ("education", "vocational", "hardship"):
        is_minor = facts.is_minor if facts.accompanying else True
        facts = replace(facts, facility_from=None, is_minor=is_minor)
    return facts


def row_of(facts, regimes, codes):
    states = [assess(asked(facts, code), regimes[code]).state for code in codes]
    return "".join("x" if state in OPEN else "." for state in states)


@pytest.mark.parametrize(
    ("changed", "cells"),
    [
        ({}, "xxxxxx"),
        ({"citizenship": "stateless_resident"}, "xxxxxx"),
        ({"citizenship": "foreigner"}, "xxxx.."),
        (WITH, "xxx..."),
        (CHILD | {"with_citizenship": "foreigner"}, "xxx..."),
        (AWAITING, "x....."),
        (AWAITING | {"citizenship": "foreigner"}, "x....."),
        (WITH | AWAITING, "......"),  # nobody can say before the person is confirmed
        ({"status": "not_victim"}, "......"),
        (WITH | {"is_minor": False}, "......"),
    ],
)
def test_decree_09(changed, cells):
    facts = replace(BASE, **changed)

    # 1 2 3 4 5 6
    assert row_of(facts, old(DAY), SIX) == cells


@pytest.mark.parametrize(
    ("changed", "kinds", "cells"),
    [
        #                                                        abcdđeghik
        ({}, ["citizen"], "xxxxxxxxxx"),
        ({"citizenship": "stateless_resident"}, ["stateless"], "xxxxxxxxxx"),
        (WITH, ["minor"], "xxxxxxxx.."),
        (
            CHILD | {"with_citizenship": "stateless_resident"},
            ["minor"],
            "xxxxxxxx..",
        ),
        (ABROAD, ["awaiting_abroad"], "xxxx......"),
        (WITH | ABROAD, ["minor_abroad"], "xxxx......"),
        (AWAITING, ["awaiting"], "xxxxxxx..."),
        (AWAITING | {"citizenship": "stateless_resident"}, ["awaiting"], "xxxxxxx..."),
        (WITH | AWAITING, ["minor_awaiting"], "xxxxxxx..."),
        ({"citizenship": "foreigner"}, ["foreigner"], "xxxxx.x..."),
        (
            AWAITING | {"citizenship": "foreigner"},
            ["foreigner_awaiting"],
            "xxxxx.x...",
        ),
        # Not in the text as known.
        (
            CHILD | {"with_citizenship": "foreigner"},
            ["minor_foreigner"],
            "..........",
        ),
        ({"status": "not_victim"}, [], ".........."),
        (WITH | {"is_minor": False}, [], ".........."),
        # Abroad the text names Vietnamese citizens.
        (
            ABROAD | {"citizenship": "stateless_resident"},
            ["awaiting_abroad"],
            "..........",
        ),
    ],
)
def test_law_53(changed, kinds, cells):
    facts, regimes = replace(BASE, **changed), new(DAY)

    assert list(person_kinds(facts, regimes["legal"].tells_apart)) == kinds
    assert row_of(facts, regimes, TEN) == cells


@pytest.mark.parametrize(
    ("changed", "cells"),
    [
        # Not sent to the police yet: the way is open, the paper is missing.
        ({"status": "suspected", "confirmed_on": None}, "ppppppp..."),
        ({"citizenship": ""}, "xxxxxpxppp"),
        (CHILD, "pppppppp.."),  # with whom they came is not known
    ],
)
def test_law_53_where_a_paper_is_missing(changed, cells):
    facts, regimes = replace(BASE, **changed), new(DAY)
    letters = {"eligible": "x", "papers_missing": "p"}

    states = [assess(asked(facts, code), regimes[code]).state for code in TEN]

    assert "".join(letters.get(state, ".") for state in states) == cells


def test_the_ten_have_the_letters_of_the_law_and_continue_the_six():
    regimes = new().values()

    assert "".join(regime.letter for regime in regimes) == "abcdđeghik"
    assert [regime.report_line for regime in regimes] == list("abcdđeghik")
    assert {regime.letter: regime.was for regime in regimes} == {
        "a": (1,), "b": (2,), "c": (), "d": (), "đ": (4,), "e": (1,), "g": (3,),
        "h": (5,), "i": (5,), "k": (6,),
    }  # fmt: skip
    assert [i.report_line for i in new()["hardship"].items] == ["ka", "kb"]


def test_no_amount_of_the_new_law_is_made_up():
    amounts = {
        item.code: item.amount
        for regime in new().values()
        for item in regime.items
        if item.amount is not None
    }

    assert amounts == {"loan": 100_000_000}
    loan = new()["hardship"].items[1]
    assert "chưa xác nhận" in loan.norm_basis or "not confirmed" in loan.norm_basis
