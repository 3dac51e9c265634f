"""Invented requests for regimes and supports given: every state of the board.

The state's bodies decide on paper; here, as at work, a caseworker records it.
"""

from dataclasses import dataclass
from datetime import date

from livelihoods.demo.cases import SCENES
from livelihoods.demo.stage import as_if, commune, demo_id
from support_regimes.models import (
    Item,
    Provision,
    Regime,
    RegimeAnswer,
    RegimeRequest,
)
from victims.models import AccompanyingMinor, Case

RULES = "decree-09-2013"
UNION, STATION, CENTRE = "Hội LHPN xã", "Trạm Y tế xã", "Trung tâm CTXH tỉnh"
OWN = ""  # the person of the case, not a minor

# case, minor, item, day, given by, VND (None: not valued)
GIVEN = [
    ("verifying", OWN, "clothing", date(2024, 1, 9), UNION, None),
    ("verifying", OWN, "travel_fare", date(2024, 1, 9), UNION, None),
    ("mother", OWN, "clothing", date(2023, 9, 14), UNION, 400_000),
    ("mother", OWN, "ordinary_medicine", date(2023, 9, 20), STATION, 50_000),
    ("mother", OWN, "counselling", date(2023, 10, 5), CENTRE, None),
    ("mother", OWN, "counselling", date(2023, 11, 9), CENTRE, None),
    ("mother", "bé Páo", "clothing", date(2023, 9, 14), UNION, None),
    ("man", OWN, "travel_fare", date(2023, 11, 21), UNION, None),
    ("man", OWN, "legal_advice", date(2023, 12, 19), "Trung tâm TGPL tỉnh", None),
    ("newborn", OWN, "ordinary_medicine", date(2024, 1, 11), STATION, None),
    ("declined", OWN, "clothing", date(2023, 10, 4), UNION, None),
    ("girl", OWN, "clothing", date(2023, 10, 31), UNION, None),
    ("girl", OWN, "counselling", date(2023, 11, 15), CENTRE, None),
    ("foreigner", OWN, "meals_travelling", date(2024, 1, 5), UNION, None),
    ("not_entitled", OWN, "clothing", date(2023, 11, 21), UNION, None),
    ("weaver", OWN, "counselling", date(2023, 9, 4), CENTRE, None),
]
# To people who did not agree to a file: counted without a person.
NAMELESS = [
    ("one", "00814", "clothing", date(2023, 12, 6), "adult"),
    ("two", "00815", "meals_travelling", date(2024, 1, 3), "minor"),
]


@dataclass(frozen=True)
class Story:
    """A request: whose, for what, when asked, and its steps (name, day, paper)."""

    case: str
    item: str
    asked: date
    steps: tuple = ()
    given_on: date | None = None


VERIFIED = {"body_name": "Ủy ban nhân dân xã"}
DIVISION = {"body_name": "Phòng Lao động - Thương binh và Xã hội huyện Mèo Vạc"}


def decided(result, number, **more):
    committee = {"body_name": "Ủy ban nhân dân huyện Mèo Vạc", "result": result}
    return {**committee, "document_number": number, **more}


STORIES = [
    Story("mother", "hardship_allowance", date(2024, 1, 2), (
        ("verify", date(2024, 1, 5), VERIFIED),
        ("send_back", date(2024, 1, 10), DIVISION | {"note": "Thiếu giấy hộ nghèo"}),
    )),
    Story("man", "vocational", date(2023, 12, 20), (
        ("verify", date(2023, 12, 26), VERIFIED),
        ("appraise", date(2024, 1, 4), DIVISION),
    )),
    Story("man", "loan", date(2023, 12, 22), (
        ("withdraw", date(2024, 1, 5), {"note": "Chưa muốn vay"}),
    )),
    Story("girl", "school_first_year", date(2023, 12, 4), (
        ("verify", date(2023, 12, 7), VERIFIED),
        ("appraise", date(2023, 12, 14), DIVISION),
        ("decide", date(2023, 12, 20), decided("approved", "1207/QĐ-UBND")),
    ), given_on=date(2024, 1, 5)),
    Story("declined", "hardship_allowance", date(2023, 12, 4), (
        ("verify", date(2023, 12, 7), VERIFIED),
        ("appraise", date(2023, 12, 15), DIVISION),
        ("decide", date(2023, 12, 21),
         decided("refused", "1215/QĐ-UBND", note="Chưa có giấy hộ nghèo năm 2023")),
    )),
    Story("weaver", "hardship_allowance", date(2023, 11, 6), (
        ("verify", date(2023, 11, 8), VERIFIED),
        ("appraise", date(2023, 11, 15), DIVISION),
        ("decide", date(2023, 11, 20), decided("approved", "1033/QĐ-UBND")),
    ), given_on=date(2023, 12, 1)),
    Story("weaver", "loan", date(2024, 1, 10)),
    Story("girl", "tuition_exemption", date(2024, 1, 3), (
        ("verify", date(2024, 1, 5), VERIFIED),
    )),
]  # fmt: skip
ANSWERS = [  # case, regime, wants it, day
    ("declined", "education", False, date(2023, 11, 16)),
    ("declined", "legal", False, date(2023, 11, 16)),
    ("man", "legal", True, date(2023, 12, 1)),
]


def load_regimes():
    """Tell what was not told yet; returns how many supports, answers and requests."""
    told = 0
    for scene in SCENES:
        with as_if(scene.person) as user:
            case = Case.objects.get(pk=demo_id("case", scene.key))
            told += _give(scene.key, case, user)
            told += _answer(scene.key, case, user)
            told += sum(_tell(s, case, user) for s in STORIES if s.case == scene.key)
    return told + _give_nameless()


def _item(code):
    return Item.objects.get(code=code, regime__rule_set__key=RULES)


def _give(key, case, user):
    told = 0
    for place, (name, minor, item, day, provider, amount) in enumerate(GIVEN):
        pk = demo_id("provision", str(place))
        if name != key or Provision.objects.filter(pk=pk).exists():
            continue
        child = None
        if minor:
            child = AccompanyingMinor.objects.get(pk=demo_id("minor", name, minor))
        Provision(
            pk=pk, case=case, minor=child, item=_item(item), happened_on=day,
            provider=provider, amount=amount,
        ).log(by=user)  # fmt: skip
        told += 1
    return told


def _answer(key, case, user):
    told = 0
    for name, regime, wants, day in ANSWERS:
        pk = demo_id("answer", name, regime)
        if name != key or RegimeAnswer.objects.filter(pk=pk).exists():
            continue
        regime = Regime.objects.get(rule_set__key=RULES, code=regime)
        RegimeAnswer(pk=pk, case=case, regime=regime, wants=wants, happened_on=day).log(
            by=user
        )
        told += 1
    return told


def _tell(story, case, user):
    pk = demo_id("request", story.case, story.item)
    if RegimeRequest.objects.filter(pk=pk).exists():
        return 0
    item = _item(story.item)
    request = RegimeRequest(pk=pk, case=case, item=item, asked_on=story.asked)
    request.ask(by=user, seen={"confirmed": "met"})
    for step, day, paper in story.steps:
        paper = dict(paper)
        if step == "decide":
            paper["seen"] = {"confirmed": "met"}
        getattr(request, step)(by=user, on=day, **paper)
    if story.given_on:
        Provision(
            pk=demo_id("provision", story.case, story.item),
            happened_on=story.given_on, provider="Ủy ban nhân dân xã",
        ).fulfil(request=request, by=user)  # fmt: skip
    return 1


def _give_nameless():
    told = 0
    for key, area, item, day, age_group in NAMELESS:
        person = next(s.person for s in SCENES if s.area == area)
        with as_if(person) as user:
            pk = demo_id("provision", key)
            if Provision.objects.filter(pk=pk).exists():
                continue
            Provision(
                pk=pk, area=commune(area), item=_item(item), happened_on=day,
                provider=UNION, age_group=age_group,
            ).log(by=user)  # fmt: skip
            told += 1
    return told
