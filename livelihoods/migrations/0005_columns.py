from django.db import migrations

from accounts.guard_columns import SealColumn, fix, keep, only_forward
from accounts.sealed_fields import SealedCharField, SealedJSONField

EVENTS = [
    "grantstep",
    "payment",
    "handover",
    "homevisit",
    "herdentry",
    "income",
    "guidance",
]
TEXTS = [
    (
        "grant",
        "again_reason",
        SealedCharField("why again within the period", blank=True, max_length=200),
    ),
    ("grantstep", "note", SealedCharField("reason", blank=True, max_length=300)),
    ("grantstep", "asked", SealedJSONField(blank=True, default=dict, editable=False)),
    ("payment", "reason", SealedCharField("why less", blank=True, max_length=200)),
    (
        "handover",
        "place_name",
        SealedCharField("place of the handover", blank=True, max_length=60),
    ),
    (
        "handoverline",
        "reason",
        SealedCharField("why it differs", blank=True, max_length=200),
    ),
    ("herdentry", "reason", SealedCharField("reason", blank=True, max_length=200)),
]


def void_reason():
    return SealedCharField(blank=True, editable=False, max_length=200)


class Migration(migrations.Migration):
    dependencies = [("livelihoods", "0004_files"), ("victims", "0006_columns")]
    operations = [
        *(SealColumn(*text) for text in TEXTS),
        *(SealColumn(event, "void_reason", void_reason()) for event in EVENTS),
        keep("livelihoods"),
        fix(
            "livelihoods_grant",
            "code",
            "household_id",
            "case_id",
            "area_id",
            "asked_on",
        ),
        fix("livelihoods_herd", "household_id", "species_id"),
        only_forward("livelihoods_grant"),
    ]
