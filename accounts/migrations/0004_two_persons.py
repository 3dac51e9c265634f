import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from accounts.guard_notices import NOTICES, TELL

ROLES = [
    ("caseworker", "commune caseworker"),
    ("district_officer", "district officer"),
    ("provincial_officer", "provincial officer"),
    ("labour_officer", "labour officer"),
    ("administrator", "administrator"),
]


def staff(on_delete=django.db.models.deletion.PROTECT, **more):
    return models.ForeignKey(
        null=True, on_delete=on_delete, related_name="+",
        to=settings.AUTH_USER_MODEL, **more,
    )  # fmt: skip


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
                            ("area__isnull", True),
                            ("role", ""),
                            ("user__isnull", False),
                        )
                        | models.Q(
                            models.Q(("area__isnull", False), ("user__isnull", True)),
                            models.Q(("role", ""), _negated=True),
                        ),
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
    ]
