"""Invented grants of January 2024, one in each state: asked, returned, paid …"""

from dataclasses import dataclass

from livelihoods.demo.people import CASEWORKER, DISTRICT, DONG_VAN, FAR, NEIGHBOUR
from livelihoods.demo.people import PROVINCIAL as PROVINCE_OFFICER
from livelihoods.demo.stage import as_if, commune, demo_id, january
from livelihoods.models import (
    Grant,
    GrantLine,
    Handover,
    HandoverLine,
    Payment,
    Species,
)
from support_regimes.models import Budget, FundingSource
from victims.models import Case, Household

YEAR = 2024
BUDGETS = [  # source, code of the area, VND
    ("blue-dragon", None, 450_000_000),
    ("hoi-lhpn-tinh", None, 40_000_000),
    ("blue-dragon", "027@2004", 120_000_000),
]


def animals(species, count, price):
    kind = Species.objects.get(code=species)
    return GrantLine(
        kind="animals", species=kind, item=f"{kind} giống", quantity=count, unit="con",
        unit_price=price,
    )  # fmt: skip


def barn(amount):
    item = "Vật liệu làm chuồng"
    return GrantLine(kind="barn", item=item, lot_amount=amount)


def guidance(topic):
    return GrantLine(kind="guidance", item=topic, not_valued=True)


@dataclass(frozen=True)
class Story:
    """A grant: of whose household, by whom, what, and the acts with their January days."""

    key: str
    of_case: bool
    person: object
    officer: object
    lines: object  # a function, since lines are made anew
    acts: tuple


STORIES = [
    Story("draft", False, CASEWORKER, DISTRICT,
          lambda: [animals("pig", 3, 4_100_000)], (("ask", 15),)),
    Story("submitted", False, CASEWORKER, DISTRICT,
          lambda: [animals("goat", 3, 3_900_000), guidance("Nuôi dê nhốt chuồng")],
          (("ask", 12), ("submit", 15))),
    Story("mother", True, CASEWORKER, DISTRICT,
          lambda: [animals("pig", 2, 4_300_000), barn(3_200_000),
                   guidance("Phòng rét cho lợn")],
          (("ask", 9), ("submit", 11))),
    Story("man", True, CASEWORKER, DISTRICT,
          lambda: [animals("goat", 2, 4_200_000)],
          (("ask", 8), ("submit", 9), ("return", 12))),
    Story("declined", True, CASEWORKER, DISTRICT,
          lambda: [animals("black_chicken", 30, 150_000)],
          (("ask", 4), ("submit", 5), ("approve", 10))),
    Story("girl", True, CASEWORKER, DISTRICT,
          lambda: [animals("black_chicken", 20, 160_000), barn(1_500_000)],
          (("ask", 2), ("submit", 3), ("approve", 5), ("pay", 9), ("hand_over", 12))),
    Story("refused", False, NEIGHBOUR, DISTRICT,
          lambda: [animals("cow", 1, 17_500_000)],
          (("ask", 4), ("submit", 8), ("refuse", 12))),
    Story("withdrawn", False, NEIGHBOUR, DISTRICT,
          lambda: [animals("pig", 2, 4_000_000)],
          (("ask", 4), ("submit", 5), ("withdraw", 9))),
    Story("weaver", True, FAR, DONG_VAN,
          lambda: [GrantLine(kind="other", item="Khung dệt lanh", quantity=1,
                             unit="bộ", unit_price=6_800_000)],
          (("ask", 3), ("submit", 4), ("approve", 9), ("pay", 12))),
    Story("ended", False, FAR, DONG_VAN,
          lambda: [GrantLine(kind="fertilizer", item="Phân NPK", quantity=100,
                             unit="kg", unit_price=15_000),
                   guidance("Kỹ thuật trồng ngô")],
          (("ask", 2), ("submit", 3), ("approve", 4), ("pay", 5), ("hand_over", 8),
           ("close", 12))),
]  # fmt: skip


def load_budgets():
    """This year's money, by the provincial officer; how many were added."""
    added = 0
    with as_if(PROVINCE_OFFICER) as user:
        for code, area, amount in BUDGETS:
            source = FundingSource.objects.get(code=code)
            area = commune_or_district(area)
            if Budget.objects.filter(source=source, area=area, year=YEAR).exists():
                continue
            Budget(source=source, area=area, year=YEAR, amount=amount).add(by=user)
            added += 1
    return added


def commune_or_district(code):
    return commune(code.partition("@")[0]) if code else None


def load_grants():
    """Tell the stories that were not told yet; returns how many."""
    told = 0
    for story in STORIES:
        with as_if(story.person):
            seen = Grant.objects.filter(pk=demo_id("grant", story.key)).exists()
        if not seen:
            for act, day in story.acts:
                ACTS[act](story, january(day))
            told += 1
    return told


def _grant(story):
    return Grant.objects.for_writing().get(pk=demo_id("grant", story.key))


def _ask(story, day):
    with as_if(story.person, day) as user:
        case = None
        if story.of_case:
            case = Case.objects.get(pk=demo_id("case", story.key))
        household = Household.objects.get(pk=demo_id("household", story.key))
        Grant(
            pk=demo_id("grant", story.key), household=household, case=case,
            budget=_budget(household), why=["raised_before", "carer"],
            consulted=["person"], consulted_on=day, trained="yes",
        ).ask(by=user, lines=story.lines())  # fmt: skip


def _budget(household):
    """The district's own money, or the province's."""
    budgets = Budget.objects.filter(source__code="blue-dragon", year=YEAR)
    district = household.territory.district()
    return (
        budgets.filter(area=district).first() or budgets.filter(area__isnull=True).get()
    )


def _submit(story, day):
    with as_if(story.person, day) as user:
        _grant(story).submit(by=user)


def _approve(story, day):
    with as_if(story.officer, day) as user:
        _grant(story).approve(by=user, number=f"{day.day:02}/QĐ-BTV")


def _return(story, day):
    with as_if(story.officer, day) as user:
        _grant(story).return_for_mending(
            by=user, fields=["lines"], until=january(22),
            reason="Giá dê cao hơn giá chợ, xin ghi rõ giống và nơi mua.",
        )  # fmt: skip


def _refuse(story, day):
    with as_if(story.officer, day) as user:
        reason = "Hộ chưa có chuồng và bãi chăn cho bò; đề nghị chọn vật nuôi khác."
        _grant(story).refuse(by=user, reason=reason)


def _withdraw(story, day):
    with as_if(story.person, day) as user:
        _grant(story).withdraw(by=user, reason="Gia đình chuyển sang trồng ngô.")


def _pay(story, day):
    with as_if(story.officer, day) as user:
        grant = _grant(story)
        Payment(
            grant=grant, happened_on=day, amount=grant.due_amount, way="bought",
            voucher=f"PC-{grant.code[4:13]}",
        ).give(by=user)  # fmt: skip


def _hand_over(story, day):
    with as_if(story.person, day) as user:
        grant = _grant(story)
        lines = [HandoverLine(line=x, delivered=x.approved) for x in grant.lines.all()]
        Handover(grant=grant, happened_on=day, confirmation="thumb").hand_over(
            by=user, lines=lines
        )


def _close(story, day):
    with as_if(story.person, day) as user:
        _grant(story).close(by=user, note="Đã nhận đủ, ngô xuân đã bón lót.")


ACTS = {
    "ask": _ask, "submit": _submit, "approve": _approve, "return": _return,
    "refuse": _refuse, "withdraw": _withdraw, "pay": _pay, "hand_over": _hand_over,
    "close": _close,
}  # fmt: skip
