from django.db import migrations

from accounts.guard import WORK
from accounts.guard_columns import (
    KEEPERS,
    SealColumn,
    fix,
    keep,
    only_forward,
    struck_by,
)
from accounts.sealed_fields import SealedCharField

EVENTS = [
    "povertystatus",
    "alias",
    "paper",
    "identification",
    "riskassessment",
    "consent",
    "placement",
    "holding",
    "need",
    "closure",
]
STATES = ["household", "victim", "case", "accompanyingminor"]
TEXTS = [
    ("placement", "reason", SealedCharField("reason", max_length=200)),
    ("holding", "reason", SealedCharField("reason", max_length=200)),
    (
        "case",
        "reception_place",
        SealedCharField("received at", blank=True, max_length=120),
    ),
    (
        "victim",
        "interpreter_wish",
        SealedCharField("interpreter", blank=True, max_length=60),
    ),
    (
        "povertystatus",
        "certificate",
        SealedCharField("certificate number", blank=True, max_length=60),
    ),
]


def void_reason():
    return SealedCharField(blank=True, editable=False, max_length=200)


class Migration(migrations.Migration):
    dependencies = [("victims", "0005_retention")]
    operations = [
        *(SealColumn(*text) for text in TEXTS),
        *(SealColumn(event, "void_reason", void_reason()) for event in EVENTS),
        KEEPERS,
        keep("victims"),
        fix("victims_household", "code"),
        fix("victims_victim"),
        fix("victims_case", "code", "area_id", "victim_id", "household_id"),
        fix("victims_accompanyingminor", "case_id"),
        *(only_forward(f"victims_{state}") for state in STATES),
        # The province brings in old registers; it strikes out nothing of a case.
        *(struck_by(f"victims_{event}", WORK) for event in EVENTS),
    ]
