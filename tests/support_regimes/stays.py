"""Facilities, stays and what belongs to them, as tests find them there."""

from datetime import date

from support_regimes.models import (
    CommuneHandover,
    Departure,
    Facility,
    Plan,
    PlanStep,
    ReturnAssessment,
    Stay,
    StayEntry,
)
from tests.conftest import unguarded
from tests.factories import recorder

ARRIVED = date(2023, 12, 1)
LOOKED = {
    "family_takes": "yes",
    "can_live_there": "yes",
    "marriage_near": "no",
    "trafficker_near": "no",
    "asked_alone": True,
    "wish": "home",
    "result": "home",
    "team": "Chị Hoa, trung tâm công tác xã hội",
    "plan": "Mẹ đón về, gọi 111 khi cần",
}


def make_facility(area, **fields):
    fields = {"name": f"Nhà Nhân ái {Facility.objects.count()}"} | fields
    fields = {"kind": "open_house", "area": area} | fields
    with unguarded():
        return Facility.objects.create(**fields)


def new_stay(case, **fields):
    """Not saved: since 01/12/2023, in a place that is not in the list."""
    fields = {"from_on": ARRIVED, "why": "recovery"} | fields
    if not fields.get("facility"):
        fields.setdefault("place_name", "Nhà tạm lánh của Hội")
    return Stay(case=case, **fields)


def make_stay(case, *, children=(), **fields):
    with unguarded():
        return new_stay(case, **fields).begin(by=recorder(), children=children)


def make_entry(stay, kind="leave", **fields):
    """Two days at home over Christmas, unless said otherwise."""
    days = {"happened_on": date(2023, 12, 24), "until_on": date(2023, 12, 25)}
    said = {
        "leave": days,
        "service": {"happened_on": date(2023, 12, 5), "what": "health"},
        "extension": {
            "happened_on": date(2023, 12, 20),
            "until_on": date(2024, 4, 30),
            "body": "Sở Y tế",
            "document_number": "15/QĐ",
            "reason": "Chưa có nơi an toàn để về",
        },
    }
    with unguarded():
        fields = said[kind] | fields
        return StayEntry(stay=stay, kind=kind, **fields).log(by=recorder())


def leaving(stay, **fields):
    """Not saved: on 10/01/2024, home, alone."""
    fields = {"happened_on": date(2024, 1, 10), "why": "home"} | fields
    return Departure(stay=stay, **({"handed_to": "alone"} | fields))


def looking(case, minor=None, **fields):
    """Not saved: a return assessment of 08/01/2024 that ends well."""
    event = ReturnAssessment(case=case, minor=minor, happened_on=date(2024, 1, 8))
    for name, value in (LOOKED | fields).items():
        setattr(event, name, value)
    return event


def make_assessment(case, minor=None, **fields):
    with unguarded():
        return looking(case, minor, **fields).log(by=recorder())


def handing(case, **fields):
    """Not saved: a step of the handover on 11/01/2024."""
    fields = {"happened_on": date(2024, 1, 11), "document_number": "03/BB"} | fields
    event = CommuneHandover(case=case, **fields)
    event.who = "Chị Hoa, trung tâm công tác xã hội"
    return event


def make_handover(case, **fields):
    with unguarded():
        return handing(case, step="given", **fields).log(by=recorder())


def make_plan(case, minor=None, days=(date(2024, 1, 10), date(2024, 2, 10))):
    """Two steps, both visits."""
    steps = [
        PlanStep(number=n, due_on=day, title="Thăm theo dõi", is_visit=True)
        for n, day in enumerate(days, start=1)
    ]
    plan = Plan(case=case, minor=minor, template="follow-up-24-months")
    plan.name, plan.source = "Theo dõi 24 tháng", "Ngôi nhà Bình yên"
    plan.started_on = date(2024, 1, 10)
    with unguarded():
        return plan.choose(steps, by=recorder())
