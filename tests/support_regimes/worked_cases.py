"""Worked cases, to be read as a table: facts → what is open, and by when.

Written by hand from the law, not from the program. Each row: what it shows; the facts
that differ from the base; `want` {regime or regime/item: state}; `due` {what: day}, where
"apply" is the last day to apply and "verify 24/01/2025" the last day of that step begun
then. States: yes, papers (missing), nobody (cannot be assessed), no (not covered),
declined, none (the rule set has no such regime or item).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from support_regimes.deadlines import WEEKDAYS, Calendar


def d(text):
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def span(first, last):
    first, last = d(first), d(last)
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


# Decisions on days off of 2025 and 2026, as far as weekdays are concerned.
YEAR_2025 = Calendar(
    off=frozenset(
        {d("01/01/2025"), d("07/04/2025"), d("30/04/2025"), d("01/05/2025")}
        | {d("02/05/2025"), d("01/09/2025"), d("02/09/2025")}
        | span("27/01/2025", "31/01/2025")
    ),
    worked=frozenset({d("26/04/2025")}),
)
YEAR_2026 = Calendar(
    off=frozenset(
        {d("01/01/2026"), d("27/04/2026"), d("30/04/2026"), d("01/05/2026")}
        | {d("31/08/2026"), d("01/09/2026"), d("02/09/2026")}
        | span("16/02/2026", "20/02/2026")
    ),
    worked=frozenset({d("22/08/2026")}),
)

# Confirmed, at home after 52 days in a facility, poor by the list, all papers at hand.
HOME = {
    "day": d("15/01/2024"),
    "status": "victim",
    "confirmed_on": d("12/09/2023"),
    "citizenship": "vietnamese",
    "is_minor": False,
    "received_on": d("14/09/2023"),
    "returned_on": d("01/09/2023"),
    "facility_from": d("14/09/2023"),
    "facility_until": d("05/11/2023"),
    "poverty": "poor",
    "poverty_certificate": True,
}
# The same, in a facility since 26 days.
STAYING = HOME | {"facility_from": d("20/12/2023"), "facility_until": None}
# Taken in under the new law: at home, and in a facility.
HOME_25 = HOME | {
    "day": d("15/09/2025"),
    "confirmed_on": d("04/08/2025"),
    "received_on": d("01/08/2025"),
    "returned_on": d("31/07/2025"),
    "facility_from": d("01/08/2025"),
    "facility_until": d("20/08/2025"),
}
STAYING_25 = HOME_25 | {"facility_until": None}
CHILD = {"accompanying": True, "citizenship": "", "with_citizenship": "vietnamese"}
CHILD |= {"is_minor": True, "confirmed_on": d("12/09/2023")}
MEALS = "essential/meals_in_facility"
ALLOWANCE = "hardship/hardship_allowance"
FIRST_YEAR = "education/school_first_year"


@dataclass(frozen=True)
class Worked:
    shows: str
    base: dict
    changed: dict = field(default_factory=dict)
    want: dict = field(default_factory=dict)
    due: dict = field(default_factory=dict)
    calendar: Calendar = WEEKDAYS
    born: date | None = None
    followed: tuple = ()


def need(*kinds):
    return {"needs": frozenset(kinds)}


STEPS = [
    # What the review of Decree 09 says does not work.
    Worked("60 days of the stay are paid", STAYING,
           {"facility_from": d("16/11/2023")}, {MEALS: "yes"}),
    Worked("the 61st day is not", STAYING,
           {"facility_from": d("15/11/2023")}, {MEALS: "no"}),
    Worked("by the circular's 3 months 61 days are paid", STAYING,
           {"facility_from": d("15/11/2023")}, {MEALS: "yes"},
           followed=(((1, "stay"), 2),)),
    Worked("by the circular's 3 months the last day is 15/01", STAYING,
           {"facility_from": d("15/10/2023")}, {MEALS: "yes"},
           followed=(((1, "stay"), 2),)),
    Worked("by the circular's 3 months the day after is not paid", STAYING,
           {"facility_from": d("14/10/2023")}, {MEALS: "no"},
           followed=(((1, "stay"), 2),)),
    Worked("by the decree on social assistance 90 days are paid", STAYING,
           {"facility_from": d("17/10/2023")}, {MEALS: "yes"},
           followed=(((1, "stay"), 4),)),
    Worked("by the decree on social assistance the 91st is not", STAYING,
           {"facility_from": d("16/10/2023")}, {MEALS: "no"},
           followed=(((1, "stay"), 4),)),
    Worked("medical care ends with the stay, though needed", HOME, need("health"),
           {"medical": "no", "medical/treatment": "no"}),
    Worked("counselling at home is not paid", HOME, need("mind"),
           {"psychological": "no"}),
    Worked("away for years, not registered: nobody can say, which is not “not poor”",
           HOME, {"poverty": "", "poverty_certificate": False, "away": "years"},
           {ALLOWANCE: "nobody", "hardship/loan": "nobody", "education": "nobody"}),
    Worked("away over five years, the same", HOME,
           {"poverty": "", "away": "long"}, {ALLOWANCE: "nobody"}),
    Worked("the commune wrote down that it cannot assess", HOME,
           {"poverty": "cannot_be_assessed"}, {ALLOWANCE: "nobody"}),
    Worked("registered again: the review can be asked for", HOME,
           {"poverty": "", "away": "long", "papers": {"residence": "has"}},
           {ALLOWANCE: "papers"}),
    Worked("away for a month only: just not reviewed yet", HOME,
           {"poverty": "", "away": "month"}, {ALLOWANCE: "papers"}),
    Worked("on the list, paper not at hand", HOME, {"poverty_certificate": False},
           {ALLOWANCE: "papers"}),
    Worked("near-poor is not poor", HOME, {"poverty": "near_poor"},
           {ALLOWANCE: "no", "legal/legal_aid": "yes"}),
    Worked("not poor: no allowance, legal advice stays", HOME, {"poverty": "not_poor"},
           {ALLOWANCE: "no", "legal/legal_advice": "yes", "legal/legal_aid": "papers"}),
    Worked("no rule pays an interpreter", STAYING, need("interpreter"),
           {"interpretation": "none"}),
    Worked("clothes are paid in a facility, winter ones at home are not", HOME,
           need("food"), {"essential/clothing": "no"}),
    Worked("an adult is not escorted home", STAYING, need("travel"),
           {"essential/escort_minor": "no", "essential/travel_fare": "yes"}),
    Worked("a minor is", STAYING, need("travel") | {"is_minor": True},
           {"essential/escort_minor": "yes"}),
    Worked("nobody pays a foreigner's fare home", STAYING,
           need("travel") | {"citizenship": "foreigner"},
           {"essential/travel_fare": "no", "essential/meals_travelling": "no",
            MEALS: "yes"}),
    Worked("a hospital bill after the stay is hers", HOME, need("health"),
           {"medical/treatment": "no"}),
    Worked("in the facility it is paid", STAYING, need("health"),
           {"medical/treatment": "yes"}),
    Worked("a course is paid only after she went home", STAYING, need("training"),
           {"education/vocational": "nobody"}),
    Worked("back home it is", HOME, need("training"), {"education/vocational": "yes"}),
    Worked("the loan asks for poverty too", HOME, need("loan") | {"poverty": ""},
           {"hardship/loan": "papers"}),
    Worked("the loan knows no term of months", HOME,
           need("loan") | {"day": d("01/03/2025")},
           {"hardship/loan": "yes", ALLOWANCE: "no"}),
    # Who: Law 66/2011, article 32, and the authority's paper.
    Worked("a stateless resident reads as a citizen", HOME,
           {"citizenship": "stateless_resident"}, {"education": "yes", ALLOWANCE: "yes"}),
    Worked("a foreigner has 1 to 4", STAYING, {"citizenship": "foreigner"},
           {"essential": "yes", "medical": "yes", "psychological": "yes",
            "legal": "yes", "education": "no", "hardship": "no"}),
    Worked("citizenship not known: 5 and 6 want the paper", HOME, {"citizenship": ""},
           {"legal": "yes", "education": "papers", "hardship": "papers"}),
    Worked("still being verified: essential needs alone", STAYING,
           {"status": "in_identification", "confirmed_on": None},
           {"essential": "yes", "medical": "no", "psychological": "no", "legal": "no",
            "education": "no", "hardship": "no"}),
    Worked("suspected: send her to the police first", STAYING,
           {"status": "suspected", "confirmed_on": None},
           {"essential": "papers", "legal": "no"}),
    Worked("found not to be a victim", STAYING, {"status": "not_victim"},
           {"essential": "no", "hardship": "no"}),
    Worked("the paper is lost: ask for a copy", HOME, {"papers": {"victim": "lost"}},
           {"legal": "papers", ALLOWANCE: "papers"}),
    Worked("a child who came along has 1 to 3", STAYING, CHILD,
           {"essential": "yes", "medical": "yes", "psychological": "yes",
            "legal": "no", "education": "no", "hardship": "no"}),
    Worked("the child's person is not confirmed yet", STAYING,
           CHILD | {"status": "in_identification"}, {"essential": "nobody"}),
    Worked("she does not want it now, and loses nothing else", HOME,
           {"declined": {"education": d("16/11/2023")}},
           {"education": "declined", ALLOWANCE: "yes"}),
    Worked("once in a lifetime", HOME,
           {"had": {"hardship_allowance": d("01/12/2023")}},
           {ALLOWANCE: "no", "hardship/loan": "yes"}),
    # Twelve months to apply.
    Worked("the last day of twelve months", HOME, {"day": d("12/09/2024")},
           {ALLOWANCE: "yes"}, {"apply": d("12/09/2024")}),
    Worked("the day after", HOME, {"day": d("13/09/2024")}, {ALLOWANCE: "no"}),
    Worked("filed in time, decided later", HOME,
           {"day": d("01/03/2025"), "asked": {"hardship": d("12/09/2024")}},
           {ALLOWANCE: "yes"}),
    Worked("filed too late", HOME,
           {"day": d("01/03/2025"), "asked": {"hardship": d("13/09/2024")}},
           {ALLOWANCE: "no"}),
    Worked("confirmed on 29 February", HOME,
           {"confirmed_on": d("29/02/2024"), "day": d("28/02/2025")},
           {ALLOWANCE: "yes"}, {"apply": d("28/02/2025")}),
    Worked("confirmed on 29 February, one day too late", HOME,
           {"confirmed_on": d("29/02/2024"), "day": d("01/03/2025")},
           {ALLOWANCE: "no"}),
    Worked("the term ends in Tết 2025: the next working day", HOME,
           {"confirmed_on": d("27/01/2024"), "day": d("03/02/2025")},
           {ALLOWANCE: "yes"}, {"apply": d("03/02/2025")}, YEAR_2025),
    Worked("the day of the confirmation is not recorded", HOME, {"confirmed_on": None},
           {ALLOWANCE: "papers"}),
    # Working days: commune 3, division 5, district chair 3.
    Worked("an ordinary week", HOME,
           due={"verify 15/01/2024": d("18/01/2024"),
                "appraise 18/01/2024": d("25/01/2024"),
                "decide 25/01/2024": d("30/01/2024")}),
    Worked("over 29 February", HOME,
           due={"verify 27/02/2024": d("01/03/2024")}),
    Worked("Tết 2025 (27 to 31 January)", HOME, calendar=YEAR_2025,
           due={"verify 24/01/2025": d("05/02/2025"),
                "appraise 22/01/2025": d("05/02/2025")}),
    Worked("Saturday 26/04/2025 is worked for Friday 02/05/2025", HOME,
           calendar=YEAR_2025,
           due={"decide 25/04/2025": d("29/04/2025"),
                "verify 29/04/2025": d("07/05/2025")}),
    # Across 1 July 2025.
    Worked("taken in on the last day of the old law", HOME,
           {"received_on": d("30/06/2025"), "confirmed_on": d("30/06/2025"),
            "day": d("15/07/2025"), "facility_from": None, "facility_until": None},
           {ALLOWANCE: "yes", "interpretation": "none", "psychological": "no"},
           {"apply": d("30/06/2026")}),
    Worked("taken in a day later: the new law", HOME,
           {"received_on": d("01/07/2025"), "confirmed_on": d("01/07/2025"),
            "day": d("15/07/2025"), "facility_from": None, "facility_until": None},
           {"interpretation": "yes", "psychological": "yes", ALLOWANCE: "yes"}),
    Worked("filed before, moved on after: the old steps go on", HOME,
           {"received_on": d("02/06/2025"), "day": d("27/06/2025"),
            "confirmed_on": d("02/06/2025")},
           due={"verify 27/06/2025": d("02/07/2025"),
                "appraise 30/06/2025": d("07/07/2025")}),
    Worked("61 days across 1 July stay over the old limit", STAYING,
           {"received_on": d("02/06/2025"), "facility_from": d("02/06/2025"),
            "day": d("02/08/2025")}, {MEALS: "no"}),
    Worked("the old norm of Hà Giang stands for an old case", HOME,
           {"received_on": d("02/06/2025"), "confirmed_on": d("02/06/2025"),
            "day": d("15/07/2025")}, {ALLOWANCE: "yes"}),
    Worked("the poor-household paper: unknown under the new law, lowers nothing",
           HOME_25, {"poverty": "", "away": "long"}, {ALLOWANCE: "yes"}),
    # Law 53/2024.
    Worked("an interpreter", HOME_25, need("interpreter"), {"interpretation": "yes"}),
    Worked("counselling at home too", HOME_25, need("mind"), {"psychological": "yes"}),
    Worked("legal aid without a test of means", HOME_25, {"poverty": "not_poor"},
           {"legal/legal_aid": "yes", "legal_support": "yes"}),
    Worked("120 days of the stay", STAYING_25, {"day": d("29/11/2025")},
           {MEALS: "yes"}),
    Worked("the 121st wants a decision", STAYING_25, {"day": d("30/11/2025")},
           {MEALS: "papers"}),
    Worked("extended, it is paid", STAYING_25,
           {"day": d("30/11/2025"), "extended_until": d("31/12/2025")},
           {MEALS: "yes"}),
    Worked("the extension is over", STAYING_25,
           {"day": d("02/01/2026"), "extended_until": d("31/12/2025")},
           {MEALS: "papers"}),
    Worked("the new law, but 60 days followed by choice", STAYING_25,
           {"day": d("01/10/2025")}, {MEALS: "papers"}, followed=(((1, "stay"), 2),)),
    Worked("half of the insurance, for a year", HOME_25, {"day": d("04/08/2026")},
           {"medical/insurance_contribution": "yes"}),
    Worked("the year is over", HOME_25, {"day": d("05/08/2026")},
           {"medical/insurance_contribution": "no"}),
    Worked("not confirmed yet: from the confirmation on", HOME_25,
           {"status": "in_identification", "confirmed_on": None},
           {"medical/insurance_contribution": "papers", "psychological": "yes",
            "travel": "no", "education": "no", "vocational": "no", "hardship": "no"}),
    Worked("in identification, still abroad: a to d", HOME_25,
           {"status": "in_identification", "confirmed_on": None,
            "returned_on": d("01/12/2025"), "facility_from": None,
            "facility_until": None},
           {"essential": "yes", "medical": "yes", "interpretation": "yes",
            "legal_support": "yes", "legal": "no", "travel": "no",
            "psychological": "no"}),
    Worked("a foreigner: case by case, no travel", STAYING_25,
           need("travel") | {"citizenship": "foreigner"},
           {"essential": "yes", "travel": "no", "psychological": "yes",
            "hardship": "no"}),
    Worked("a child at school: a to h", HOME_25, CHILD | {"at_school": True},
           {"education": "yes", "vocational": "no", "hardship": "no",
            "psychological": "yes"}),
    Worked("the second school year", HOME_25,
           CHILD | {"at_school": True, "given": {"school_first_year": 1}},
           {FIRST_YEAR: "yes"}),
    Worked("no third one", HOME_25,
           CHILD | {"at_school": True, "given": {"school_first_year": 2}},
           {FIRST_YEAR: "no"}),
    Worked("a child with somebody in identification: a to g", HOME_25,
           CHILD | {"status": "in_identification"},
           {"essential": "yes", "psychological": "yes", "education": "no"}),
    Worked("a child with a foreigner: the text as known names none", HOME_25,
           CHILD | {"with_citizenship": "foreigner"},
           {"essential": "no", "education": "no"}),
    Worked("commune 3, Department 5 working days", HOME_25, calendar=YEAR_2025,
           due={"verify 29/08/2025": d("05/09/2025"),
                "decide 05/09/2025": d("12/09/2025")}),
    Worked("Tết 2026 (16 to 20 February)", HOME_25, calendar=YEAR_2026,
           due={"verify 13/02/2026": d("25/02/2026"),
                "decide 13/02/2026": d("27/02/2026")}),
    Worked("Saturday 22/08/2026 is worked for Monday 31/08/2026", HOME_25,
           calendar=YEAR_2026,
           due={"verify 20/08/2026": d("24/08/2026"),
                "verify 28/08/2026": d("07/09/2026")}),
    Worked("across the end of the year", HOME_25, calendar=YEAR_2026,
           due={"verify 30/12/2025": d("05/01/2026")}),
    # Minors who turn 18 on the way.
    Worked("seventeen, the day before", HOME, need("school") | {"day": d("14/01/2024")},
           {FIRST_YEAR: "yes"}, born=d("15/01/2006")),
    Worked("eighteen today", HOME, need("school") | {"day": d("15/01/2024")},
           {FIRST_YEAR: "no", "education/tuition_exemption": "yes"},
           born=d("15/01/2006")),
    Worked("born on 29 February: still a minor on 28 February", HOME,
           need("school") | {"day": d("28/02/2026"), "confirmed_on": d("01/12/2025")},
           {FIRST_YEAR: "yes"}, born=d("29/02/2008")),
    Worked("born on 29 February: eighteen on 1 March", HOME,
           need("school") | {"day": d("01/03/2026"), "confirmed_on": d("01/12/2025")},
           {FIRST_YEAR: "no"}, born=d("29/02/2008")),
    Worked("a child who came along, eighteen since yesterday", STAYING,
           CHILD | {"is_minor": None, "day": d("16/01/2024")}, {"essential": "no"},
           born=d("15/01/2006")),
    Worked("born in a year only: the paper decides", HOME,
           need("school") | {"is_minor": None}, {FIRST_YEAR: "papers"}),
    # Several stays, and days away.
    Worked("two stays together over 60 days", STAYING,
           {"stays": (("01/06/2023", "15/07/2023", 0), ("20/12/2023", None, 0))},
           {MEALS: "no"}),
    Worked("days at home on leave are not counted", STAYING,
           {"stays": (("01/06/2023", "15/07/2023", 10), ("20/12/2023", None, 1))},
           {MEALS: "yes"}),
]  # fmt: skip
