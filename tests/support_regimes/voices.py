"""Complaints and unmet needs that a test finds already there."""

from datetime import date

from support_regimes.models import UnmetNeed
from tests.conftest import unguarded
from tests.factories import make_case, recorder
from victims.models import Complaint

SAID = "Chị phải chờ tiền rất lâu"
DAY = date(2024, 1, 10)
DUE = date(2024, 1, 24)


def make_complaint(area, *, by=None, about=None, case=None, **fields):
    """A complaint taken down by a colleague of old; due on 24/01/2024."""
    fields = {
        "happened_on": DAY, "due_on": DUE, "kinds": ["delay"], "channel": "person",
        "answer_by": "phone", "text": SAID, "territory": area,
    } | fields  # fmt: skip
    with unguarded():
        return Complaint(case=case, about=about, **fields).take(by=by or recorder())


def make_unmet(case, cause="interpreter", *, by=None, **fields):
    """An unmet need of a case, noted on 10/01/2024."""
    fields = {"happened_on": DAY} | fields
    with unguarded():
        return UnmetNeed(case=case, cause=cause, **fields).log(by=by or recorder())


def make_nameless_need(area, cause="winter_clothes", *, by=None, **fields):
    fields = {"happened_on": DAY, "age_group": "adult"} | fields
    with unguarded():
        return UnmetNeed(area=area, cause=cause, **fields).log(by=by or recorder())


def complaint(commune):
    return {"pk": make_complaint(commune).pk}


def unmet(commune):
    return {"pk": make_unmet(make_case(commune), note="Không ai dịch được").pk}


def met(commune):
    """A need of the commune that its people met later."""
    need = make_unmet(make_case(commune))
    with unguarded():
        need.met_by(by=recorder(), how="kin", note="Hàng xóm dịch", happened_on=DAY)
    return {"pk": need.pk}
