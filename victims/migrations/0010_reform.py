import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.guard import STATE, follow, protect_event
from accounts.sealed_fields import SealedCharField
from victims.guard_reform import ALONG_SUCCESSIONS, KEEP_NEW_COMMUNES

OFFICERS = "district_officer,provincial_officer"


def link(to, **more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to=to,
        **({"related_name": "+"} | more),
    )  # fmt: skip


def hidden(to, **more):
    return link(to, db_index=False, editable=False, **more)


class Migration(migrations.Migration):
    dependencies = [("victims", "0009_complaints"), ("accounts", "0009_reform")]
    operations = [
        migrations.CreateModel(
            name="NewCommune",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("recorded_at", models.DateTimeField(db_default=Now(), editable=False)),
                ("happened_on", models.DateField(verbose_name="day")),
                ("voided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "void_reason",
                    SealedCharField(blank=True, editable=False, max_length=200),
                ),
                (
                    "chosen",
                    models.BooleanField(
                        default=False, verbose_name="chosen among several"
                    ),
                ),
                ("area", hidden("areas.area")),
                (
                    "corrects",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="victims.newcommune",
                    ),
                ),
                ("from_area", link("areas.area")),
                (
                    "household",
                    link("victims.household", related_name="new_communes"),
                ),
                ("recorded_by", hidden(settings.AUTH_USER_MODEL)),
                ("territory", hidden("areas.area")),
                ("to_area", link("areas.area")),
                ("voided_by", hidden(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "verbose_name": "new commune",
                "verbose_name_plural": "new communes",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            "newcommune",
            models.Index(
                fields=["territory", "happened_on"], name="newcommune_place_day"
            ),
        ),
        migrations.AddConstraint(
            "newcommune",
            models.CheckConstraint(
                condition=Q(
                    voided_at__isnull=True, voided_by__isnull=True, void_reason=""
                )
                | Q(voided_at__isnull=False, voided_by__isnull=False)
                & ~Q(void_reason=""),
                name="victims_newcommune_void_trio",
            ),
        ),
        migrations.AddConstraint(
            "newcommune",
            models.UniqueConstraint(
                fields=["household", "from_area"],
                condition=Q(voided_at__isnull=True),
                name="new_commune_once",
            ),
        ),
        protect_event("victims_newcommune", sees=STATE, adds=OFFICERS),
        follow("victims_newcommune", "victims_household", by="household_id"),
        KEEP_NEW_COMMUNES,
        ALONG_SUCCESSIONS,
    ]
