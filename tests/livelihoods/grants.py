"""Grants that a test finds already there, and the acts that bring them further."""

from datetime import date

from accounts.requests import acting
from areas.clock import today
from livelihoods.models import (
    Grant,
    GrantLine,
    Handover,
    HandoverLine,
    Payment,
    Species,
)
from support_regimes.models import Budget, FundingSource
from tests.conftest import unguarded
from tests.factories import make_case, make_household

PIG = 4_000_000


def make_budget(amount=100_000_000, *, area=None, year=2024, name="Rồng Xanh"):
    with unguarded():
        source, _new = FundingSource.objects.get_or_create(
            code="rong-xanh", defaults={"name": name, "kind": "donor"}
        )
        return Budget.objects.create(source=source, area=area, year=year, amount=amount)


def pigs(count=3, price=PIG):
    return GrantLine(
        kind="animals",
        species=Species.objects.get(code="pig"),
        item="Lợn giống",
        quantity=count,
        unit="con",
        unit_price=price,
    )


def chickens():
    """15 for 5,000,000: no whole unit price, so the price of the lot."""
    return GrantLine(
        kind="animals",
        species=Species.objects.get(code="black_chicken"),
        item="Gà đen",
        quantity=15,
        unit="con",
        lot_amount=5_000_000,
    )


def guidance():
    return GrantLine(
        kind="guidance", item="Hướng dẫn", quantity=2, unit="buổi", not_valued=True
    )


def barn(amount=3_600_000):
    return GrantLine(kind="barn", item="Vật liệu sửa chuồng", lot_amount=amount)


def draft(by, *, lines=None, household=None, case=None, **fields):
    """A complete draft asked for by this person, in their first commune."""
    if not (household or case):
        household = make_household(
            by.postings.first().area, high_risk_from=date(2023, 1, 1)
        )
    fields = {
        "household": household or case.household,
        "case": case,
        "why": ["water", "carer"],
        "consulted": ["person"],
        "consulted_on": date(2024, 1, 10),
    } | fields
    with acting(by):
        return Grant(**fields).ask(by=by, lines=[pigs()] if lines is None else lines)


def submitted(by, **fields):
    grant = draft(by, **fields)
    with acting(by):
        grant.submit(by=by)
    return grant


def approved(by, officer, **fields):
    """Asked by one, approved by the other, from a budget of its own if none is given."""
    fields.setdefault("budget", None)
    fields["budget"] = fields["budget"] or make_budget()
    grant = submitted(by, **fields)
    with acting(officer):
        grant.approve(by=officer)
    return grant


def victims_grant(by, commune, **fields):
    return draft(by, case=make_case(commune), **fields)


def pay(grant, by, amount=None, **fields):
    fields = {"voucher": "PC-01", "way": "cash", "happened_on": today()} | fields
    amount = amount or grant.due_amount
    with acting(by):
        return Payment(grant=grant, amount=amount, **fields).give(by=by)


def hand_over(grant, by, delivered=None, **fields):
    """Deliver every line as approved, or these numbers, in the order of the lines."""
    fields = {"confirmation": "thumb", "happened_on": today()} | fields
    with acting(by):
        lines = list(grant.lines.all())
        numbers = delivered or [line.approved for line in lines]
        reason = "" if delivered is None else "một con bị ốm"
        delivered = [
            HandoverLine(line=line, delivered=number, reason=reason)
            for line, number in zip(lines, numbers, strict=True)
        ]
        return Handover(grant=grant, **fields).hand_over(by=by, lines=delivered)


def again(grant):
    """The row as the database holds it."""
    with unguarded():
        return Grant.objects.select_related("budget").get(pk=grant.pk)


def now(grant, *names):
    """These values of the grant as the database holds it, past every policy."""
    with unguarded():
        row = Grant.objects.select_related("budget").get(pk=grant.pk)
        return tuple(getattr(row, name) for name in names)
