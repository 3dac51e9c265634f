import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import migrations, models

from accounts.guard_notices import NOTICES, TELL
from accounts.guard_postings import LIVE, POSTINGS, RENEWALS

ROLES = [
    ("caseworker", "commune caseworker"),
    ("district_officer", "district officer"),
    ("provincial_officer", "provincial officer"),
    ("labour_officer", "labour officer"),
    ("administrator", "administrator"),
    ("emergency_reader", "reader in an emergency"),
]
EMERGENCY = models.Q(("role", "emergency_reader"))


def staff(on_delete=django.db.models.deletion.PROTECT, **more):
    return models.ForeignKey(
        null=True, on_delete=on_delete, related_name="+",
        to=settings.AUTH_USER_MODEL, **more,
    )  # fmt: skip


def time():
    return models.DateTimeField(editable=False, null=True)


def together(first, second):
    return models.Q(**{f"{first}__isnull": True, f"{second}__isnull": True}) | models.Q(
        **{f"{first}__isnull": False, f"{second}__isnull": False}
    )


def rule(name, condition):
    return migrations.AddConstraint(
        model_name="posting",
        constraint=models.CheckConstraint(condition=condition, name=name),
    )


def area():
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
        to="areas.area",
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sign_in"), ("areas", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),  # fmt: skip
                ("kind", models.CharField(max_length=40)),
                (
                    "role",
                    models.CharField(blank=True, choices=ROLES, max_length=20),
                ),
                ("subject", models.UUIDField(null=True)),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("seen_at", models.DateTimeField(null=True)),
                ("area", area()),
                ("place", area()),
                ("seen_by", staff()),
                ("told_by", staff()),
                ("user", staff(django.db.models.deletion.CASCADE)),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("seen_at__isnull", True)),
                        fields=["user", "at"],
                        name="notice_unseen_of_user",
                    ),
                    models.Index(
                        condition=models.Q(("seen_at__isnull", True)),
                        fields=["role", "area"],
                        name="notice_unseen_of_role",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            user__isnull=False, role="", area__isnull=True
                        )
                        | models.Q(user__isnull=True, area__isnull=False)
                        & ~models.Q(role=""),
                        name="notice_to_a_person_or_a_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seen_at__isnull", True), ("seen_by__isnull", True)
                        )
                        | models.Q(
                            ("seen_at__isnull", False), ("seen_by__isnull", False)
                        ),
                        name="notice_seen_pair",
                    ),
                ],
            },
        ),
        NOTICES,
        TELL,
        migrations.AlterField(
            model_name="posting",
            name="role",
            field=models.CharField(choices=ROLES, max_length=20, verbose_name="role"),
        ),
        migrations.AddField("posting", "ends_at", time()),
        migrations.AddField(
            "posting",
            "reason",
            models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="reason"
            ),
        ),
        migrations.AddField("posting", "confirmed_at", time()),
        migrations.AddField("posting", "refused_by", staff(blank=True, editable=False)),
        migrations.AddField("posting", "refused_at", time()),
        rule(
            "posting_decided_once",
            together("confirmed_by", "confirmed_at")
            & together("refused_by", "refused_at")
            & (models.Q(confirmed_by__isnull=True) | models.Q(refused_by__isnull=True)),
        ),
        rule(
            "posting_confirmed_by_a_second_person",
            models.Q(confirmed_by__isnull=True)
            | ~models.Q(confirmed_by=models.F("granted_by"))
            & ~models.Q(confirmed_by=models.F("user")),
        ),
        rule(
            "posting_not_given_to_oneself",
            EMERGENCY
            | models.Q(granted_by__isnull=True)
            | ~models.Q(granted_by=models.F("user")),
        ),
        rule(
            "posting_in_an_emergency_ends",
            ~EMERGENCY
            | models.Q(ends_at__isnull=False, confirmed_by__isnull=False)
            & models.Q(granted_by=models.F("user"))
            & ~models.Q(reason=""),
        ),
        migrations.RemoveConstraint("posting", "posting_no_overlap"),
        migrations.AddConstraint(
            "posting",
            ExclusionConstraint(
                condition=~EMERGENCY,
                expressions=[
                    ("user", "="),
                    ("role", "="),
                    ("area", "="),
                    (
                        models.Func(
                            models.F("from_on"),
                            models.F("until_on"),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                name="posting_no_overlap",
                violation_error_message=(
                    "This person has this posting already in a part of these days."
                ),
            ),
        ),
        LIVE,
        RENEWALS,
        POSTINGS,
    ]
