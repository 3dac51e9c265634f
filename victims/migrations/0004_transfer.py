import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

from accounts.sealed_fields import SealedCharField
from victims import guard_emergency, guard_transfer

STATES = [
    ("asked", "waits for an answer"),
    ("confirmed", "confirmed by a second officer"),
    ("accepted", "accepted"),
    ("carried", "moved"),
    ("refused", "refused"),
    ("withdrawn", "withdrawn"),
]


def link(to, **more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to=to,
        **({"related_name": "+"} | more),
    )  # fmt: skip


def staff(null=True):
    return link(settings.AUTH_USER_MODEL, null=null)


def key():
    return models.UUIDField(
        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
    )


def time(**more):
    return models.DateTimeField(**more)


EMERGENCY = migrations.CreateModel(
    name="EmergencyAsk",
    fields=[
        ("id", key()),
        ("asked_at", time(db_default=Now())),
        (
            "code",
            models.CharField(
                blank=True, max_length=20, verbose_name="code of the case"
            ),
        ),
        ("reason", SealedCharField(max_length=200, verbose_name="reason")),
        ("refused_at", time(null=True)),
        ("asked_by", staff(null=False)),
        ("commune", link("areas.area", null=True)),
        (
            "posting",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="emergency",
                to="accounts.posting",
            ),
        ),
        ("refused_by", staff()),
    ],
    options={
        "verbose_name": "request in an emergency",
        "verbose_name_plural": "requests in an emergency",
        "ordering": ["-asked_at"],
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(code="", commune__isnull=False)
                | ~models.Q(code="") & models.Q(commune__isnull=True),
                name="emergency_of_a_case_or_a_commune",
            ),
            models.CheckConstraint(
                condition=models.Q(refused_by__isnull=True, refused_at__isnull=True)
                | models.Q(refused_by__isnull=False, refused_at__isnull=False),
                name="emergency_refused_pair",
            ),
        ],
    },
)
TRANSFER = migrations.CreateModel(
    name="Transfer",
    fields=[
        ("id", key()),
        ("code", models.CharField(max_length=20, verbose_name="code")),
        ("crosses", models.BooleanField()),
        ("reason", SealedCharField(max_length=200, verbose_name="reason")),
        (
            "state",
            models.CharField(
                choices=STATES, default="asked", max_length=10, verbose_name="state"
            ),
        ),
        ("asked_at", time(db_default=Now())),
        ("confirmed_at", time(null=True)),
        ("accepted_at", time(null=True)),
        ("ended_at", time(null=True)),
        ("accepted_by", staff()),
        ("asked_by", staff()),
        ("confirmed_by", staff()),
        ("ended_by", staff()),
        ("from_area", link("areas.area")),
        (
            "household",
            link("victims.household", editable=False, related_name="transfers"),
        ),
        ("to_area", link("areas.area")),
    ],
    options={
        "verbose_name": "transfer",
        "verbose_name_plural": "transfers",
        "ordering": ["-asked_at"],
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(state__in=["asked", "confirmed", "accepted"]),
                fields=("household",),
                name="transfer_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_area=models.F("to_area")),
                name="transfer_to_another_place",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("asked_by")),
                name="transfer_confirmed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(crosses=False)
                | ~models.Q(state__in=["confirmed", "accepted", "carried"])
                | models.Q(confirmed_by__isnull=False),
                name="transfer_out_of_the_province_takes_two",
            ),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [("victims", "0003_files")]
    operations = [
        EMERGENCY,
        guard_emergency.READERS,
        guard_emergency.ASKS,
        guard_emergency.HEADS,
        guard_emergency.ACTS,
        TRANSFER,
        guard_transfer.PROVINCES,
        guard_transfer.TRANSFERS,
        guard_transfer.CARRY,
    ]
