"""Support given and what became of it, as a report finds it; made past every policy."""

from datetime import date

from livelihoods.models import (
    Grant,
    GrantLine,
    Handover,
    Herd,
    HerdEntry,
    Income,
)
from support_regimes.models import Budget, FundingSource, Item, Provision
from tests.conftest import unguarded
from tests.factories import make_case, make_household, recorder
from tests.livelihoods.herds import species
from victims.models import AccompanyingMinor

Kind = HerdEntry.Kind
RECEIVED_ON = date(2021, 1, 4)
GIVEN_ON = date(2022, 4, 15)
PIGS = {"kind": "animals", "species": "pig", "quantity": 3, "unit_price": 4_000_000}
COW = {"kind": "animals", "species": "cow", "quantity": 1, "unit_price": 16_000_000}
HENS = {
    "kind": "animals", "species": "black_chicken", "quantity": 15,
    "lot_amount": 5_000_000,
}  # fmt: skip
BARN = {"kind": "barn", "item": "tấm lợp", "lot_amount": 10_000_000}
NPK = {"kind": "fertilizer", "quantity": 150, "unit": "kg", "unit_price": 15_000}
GUIDANCE = {"kind": "guidance", "item": "trồng ngô", "not_valued": True}


def budget(name="Blue Dragon"):
    """This year's budget of a donor."""
    source = FundingSource.objects.filter(name=name).first()
    if not source:
        code = name.lower().replace(" ", "-")
        source = FundingSource.objects.create(code=code, name=name, kind="donor")
    found, _new = Budget.objects.get_or_create(
        source=source, area=None, year=2022, defaults={"amount": 10_000_000_000}
    )
    return found


def give(household, *lines, on=GIVEN_ON, case=None, source="Blue Dragon", **fields):
    """A grant that was handed over on a day, its animals in the ledger; returns it.

    In: each line as a dict of GrantLine's fields, the species by its code.
    """
    with unguarded():
        fields = {
            "area": household.territory,
            "state": Grant.State.HANDED_OVER,
        } | fields
        grant = Grant(
            household=household, case=case, code=f"D-{Grant.objects.count()}",
            territory=household.territory, approving_area=household.territory,
            recorded_by=recorder(), budget=budget(source), asked_on=on,
            submitted_on=on, decided_on=on, **fields,
        )  # fmt: skip
        grant.save(force_insert=True)
        made = [_line(grant, place, **line) for place, line in enumerate(lines, 1)]
        if "due_amount" not in fields:
            grant.due_amount = grant.total
            grant.save(update_fields=["due_amount"])
    hand_over(grant, made, on=on)
    return grant


def _line(grant, place, **values):
    kind = values.pop("species", None)
    line = GrantLine(
        grant=grant, place=place, territory=grant.territory, recorded_by=recorder(),
        species=species(kind) if kind else None, **values,
    )  # fmt: skip
    line.save(force_insert=True)
    return line


def hand_over(grant, lines, *, on):
    """A handover of these lines of a grant, with the animals' entries."""
    with unguarded():
        handover = Handover(
            grant=grant, happened_on=on, confirmation="signed", area=grant.area,
            territory=grant.territory, recorded_by=recorder(),
        )  # fmt: skip
        handover.save(force_insert=True)
        for line in lines:
            if line.species_id:
                Herd.hand_over(
                    household=grant.household, species=line.species,
                    heads=int(line.quantity), handover=handover, on=on, by=recorder(),
                )  # fmt: skip
    return handover


def enter(household, kind, heads, on, code="pig", **fields):
    """One line of the household's ledger."""
    with unguarded():
        herd = Herd.of(household, species(code), by=recorder())
        return herd.enter(kind, heads, on=on, by=recorder(), **fields)


def earn(household, amount, on, kind="eggs", **fields):
    with unguarded():
        income = Income(
            household=household, kind=kind, amount=amount, happened_on=on, **fields
        )
        return income.log(by=recorder())


def supported(area, *lines, on=GIVEN_ON, **fields):
    """A prevention household with one grant; returns the household."""
    household = make_household(area)
    give(household, *(lines or [PIGS]), on=on, **fields)
    return household


def returned(area, *lines, on=GIVEN_ON, **fields):
    """A returned person with one grant; returns the case."""
    case = make_case(area, received_on=RECEIVED_ON)
    give(case.household, *(lines or [PIGS]), on=on, case=case, **fields)
    return case


def provide(case, item, on, *, minor=None, area=None, **fields):
    """One turn of support to the person of a case, or to a minor who came along."""
    with unguarded():
        found = Item.objects.get(code=item, regime__rule_set__key="decree-09-2013")
        provision = Provision(
            case=case, minor=minor, victim=case.victim, item=found,
            item_code=found.code, once=found.once,
            happened_on=on, area=area or case.area, territory=case.territory,
            recorded_by=recorder(), provider="Trạm Y tế xã", **fields,
        )  # fmt: skip
        provision.save(force_insert=True)
    return provision


def provide_without_file(area, item, on, age_group="adult"):
    """One turn of support to somebody who did not agree to a file."""
    with unguarded():
        provision = Provision(
            item=Item.objects.get(code=item, regime__rule_set__key="decree-09-2013"), happened_on=on, area=area, territory=area,
            age_group=age_group, recorded_by=recorder(), provider="Hội LHPN xã",
        )  # fmt: skip
        provision.save(force_insert=True)
    return provision


def make_minor(case, **fields):
    with unguarded():
        minor = AccompanyingMinor(case=case, name="Sua", relation="child", **fields)
        return minor.log(by=recorder())
