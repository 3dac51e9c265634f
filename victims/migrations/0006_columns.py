from django.db import migrations

from accounts.guard_columns import seal_column
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
        operation
        for model, name, field in [
            *TEXTS,
            *((event, "void_reason", void_reason()) for event in EVENTS),
        ]
        for operation in seal_column("victims", model, name, field)
    ]
