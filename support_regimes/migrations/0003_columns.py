from django.db import migrations

from accounts.guard_columns import seal_column
from accounts.sealed_fields import SealedCharField

EVENTS = ["requeststep", "regimeanswer", "provision"]
TEXTS = [
    ("requeststep", "note", SealedCharField("note", blank=True, max_length=300)),
    (
        "provision",
        "ground",
        SealedCharField("ground for more than the norm", blank=True, max_length=200),
    ),
]


def void_reason():
    return SealedCharField(blank=True, editable=False, max_length=200)


class Migration(migrations.Migration):
    dependencies = [
        ("support_regimes", "0002_guard"),
        ("victims", "0006_columns"),
    ]
    operations = [
        operation
        for model, name, field in [
            *TEXTS,
            *((event, "void_reason", void_reason()) for event in EVENTS),
        ]
        for operation in seal_column("support_regimes", model, name, field)
    ]
