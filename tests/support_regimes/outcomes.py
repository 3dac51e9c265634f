"""What came of support, as tests find it there."""

from datetime import date

from support_regimes.models import Outcome, OutcomeStep
from tests.conftest import unguarded
from tests.factories import make_case, recorder

BEGAN, LATER = date(2023, 9, 5), date(2023, 12, 20)
SAID = {
    "learning": {"kind": "vocational", "body": "continuing", "level": "under_3_months"},
    "loan": {"kind": "animals", "body": "vbsp", "with_plan": False},
    "legal": {"kind": "compensation", "body": "state_centre"},
    "insurance": {"kind": "poor"},
    "health": {"kind": "commune"},
}
TOLD = {
    "left": {"cause": "course_late"},
    "refused": {"cause": "no_collateral"},
    "job": {"what": "own"},
    "paper": {"what": "identity"},
    "granted": {"amount": 50_000_000, "months": 36},
}


def new_outcome(case, topic="learning", **fields):
    """Not saved: begun on 05/09/2023."""
    fields = {"happened_on": BEGAN} | SAID[topic] | fields
    texts = {name: fields.pop(name) for name in ("place", "note") if name in fields}
    outcome = Outcome(case=case, topic=topic, **fields)
    for name, value in texts.items():
        setattr(outcome, name, value)
    return outcome


def make_outcome(case, topic="learning", **fields):
    with unguarded():
        return new_outcome(case, topic, **fields).log(by=recorder())


def new_step(outcome, kind, **fields):
    """Not saved: of 20/12/2023."""
    fields = {"happened_on": LATER} | TOLD.get(kind, {}) | fields
    note = fields.pop("note", "")
    step = OutcomeStep(outcome=outcome, kind=kind, **fields)
    step.note = note
    return step


def make_step(outcome, kind, **fields):
    with unguarded():
        return new_step(outcome, kind, **fields).log(by=recorder())


def outcome(commune):
    made = make_outcome(make_case(commune), place="Trung tâm ở thị trấn", note="Xa")
    return {"pk": made.pk}


def outcome_step(commune):
    begun = make_outcome(make_case(commune))
    return {"pk": make_step(begun, "left", note="Lớp mở sau khi đã về").pk}
