"""Past grants in bulk are what their own acts would have left."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.requests import acting
from livelihoods.models import Grant, Herd
from livelihoods.models.history import History, Past
from tests.conftest import unguarded
from tests.factories import make_household
from tests.livelihoods.grants import (
    approved,
    barn,
    chickens,
    guidance,
    hand_over,
    make_budget,
    pay,
    pigs,
)

DAY = date(2024, 1, 15)


def lines():
    return [pigs(), chickens(), barn(), guidance()]


def past(household, budget, **changes):
    fields = {
        "grant": Grant(household=household, asked_on=DAY),
        "lines": lines(),
        "submitted_on": DAY,
        "decided_on": DAY,
        "budget": budget,
        "paid_on": DAY,
        "voucher": "PC-01",
        "way": "cash",
        "handed_over_on": DAY,
        "confirmation": "thumb",
    } | changes
    return Past(**fields)


def picture(pk):
    """All that hangs on a grant, without ids, codes and authors."""
    with unguarded():
        grant = Grant.objects.get(pk=pk)
        steps = grant.steps.order_by("recorded_at")
        (payment,) = grant.payments.all()
        (handover,) = grant.handovers.all()
        herds = Herd.objects.filter(household=grant.household)
        grant.budget.refresh_from_db()
        return {
            "grant": (grant.state, grant.total, grant.due_amount, grant.settled_on,
                      grant.left_to_pay, grant.approving_area.name, grant.area_id,
                      grant.submitted_on, grant.decided_on),
            "lines": [line.plain() for line in grant.lines.all()],
            "steps": sorted(steps.values_list("act", "from_state", "to_state",
                                              "happened_on", "area_id")),
            "payment": (payment.amount, payment.voucher, payment.way,
                        payment.happened_on, payment.area_id),
            "handover": (handover.confirmation, handover.happened_on,
                         sorted(handover.lines.values_list("line__place", "delivered"))),
            "herds": sorted(herds.values_list("species__code", "heads_now")),
            "entries": sorted(handover.herd_entries.values_list("kind", "heads",
                                                                "happened_on")),
            "committed": grant.budget.committed,
        }  # fmt: skip


def test_a_past_grant_is_what_its_acts_would_have_left(
    caseworker, district_officer, provincial_officer, commune
):
    budget, other = make_budget(), make_budget(year=2023)
    acted = approved(caseworker, district_officer, lines=lines(), budget=budget)
    pay(acted, district_officer)
    hand_over(acted, caseworker)
    with acting(provincial_officer):
        history = History(by=provincial_officer)
        household = make_household(commune)
        history.add(past(household, other, voucher="PC-02"))
        (kept,) = history.keep()

    expected, got = picture(acted.pk), picture(kept.pk)

    assert got.pop("payment")[1] == "PC-02"
    assert expected.pop("payment")[1] == "PC-01"
    assert got == expected


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"handed_over_on": None}, "paid"),
        ({"handed_over_on": None, "paid_on": None}, "approved"),
        ({"paid_on": None}, "handed_over"),
    ],
)
def test_a_past_grant_stands_where_its_days_end(
    provincial_officer, commune, changes, state
):
    with acting(provincial_officer):
        history = History(by=provincial_officer)
        history.add(past(make_household(commune), make_budget(), **changes))
        (grant,) = history.keep()

        assert Grant.objects.get().state == state
        assert grant.settled_on == (DAY if grant.payments.exists() else None)


def refused(past_grant, by):
    with acting(by), pytest.raises(ValidationError) as error:
        History(by=by).add(past_grant)
    return error.value


def test_money_has_a_source_and_a_source_has_money(provincial_officer, commune):
    household, small = make_household(commune), make_budget(1_000_000)

    assert refused(past(household, None), provincial_officer).messages == [
        "Khoản đã chi phải có nguồn kinh phí."
    ]
    assert refused(past(household, small), provincial_officer).code == "overdrawn"


def test_what_was_never_valued_was_never_paid(provincial_officer, commune):
    nothing = past(make_household(commune), make_budget(), lines=[guidance()])

    assert refused(nothing, provincial_officer).messages == [
        "Không có gì quy ra tiền ở đây: không thể đã chi tiền."
    ]
