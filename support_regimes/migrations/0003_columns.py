from django.db import migrations

from accounts.guard_columns import SealColumn, fix, keep, only_forward
from accounts.sealed_fields import SealedCharField

EVENTS = ["requeststep", "regimeanswer", "provision"]
REQUEST = "support_regimes_regimerequest"
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
        *(SealColumn(*text) for text in TEXTS),
        *(SealColumn(event, "void_reason", void_reason()) for event in EVENTS),
        keep("support_regimes"),
        fix(REQUEST, "case_id", "minor_id", "item_id", "regime_id", "asked_on"),
        only_forward(REQUEST),
    ]
