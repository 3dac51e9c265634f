import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.guard import protect
from accounts.sealed_fields import SealedCharField

TABLE = "reporting_reconciliation"
OFFICERS = "provincial_officer,labour_officer"


def hidden(to):
    return models.ForeignKey(
        db_index=False,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=to,
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("accounts", "0009_reform"),
        ("areas", "0002_reform"),
        ("victims", "0010_reform"),
    ]
    operations = [
        migrations.CreateModel(
            name="Reconciliation",
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
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("police", "police"),
                            ("border_guard", "border guard"),
                            ("other", "another office"),
                        ],
                        max_length=12,
                        verbose_name="source",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(verbose_name="to")),
                ("by_list", models.BooleanField(editable=False)),
                ("theirs", models.JSONField(default=dict, editable=False)),
                ("ours", models.JSONField(default=dict, editable=False)),
                ("lines", models.JSONField(default=dict, editable=False)),
                (
                    "note",
                    SealedCharField(blank=True, max_length=300, verbose_name="note"),
                ),
                ("recorded_by", hidden(settings.AUTH_USER_MODEL)),
                ("territory", hidden("areas.area")),
            ],
            options={
                "verbose_name": "reconciliation",
                "verbose_name_plural": "reconciliations",
                "ordering": ["-recorded_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(from_on__lte=F("to_on")), name="reconciliation_days"
                    )
                ],
                "indexes": [
                    models.Index(
                        fields=["territory", "recorded_at"],
                        name="reconciliation_place",
                    )
                ],
            },
        ),
        # Written once by an officer of the province, never changed. Not for whoever
        # reads a commune in an emergency: it says nothing of one person.
        protect(
            TABLE, sees=OFFICERS, adds=OFFICERS, may="SELECT, INSERT", emergency=False
        ),
        migrations.RunSQL(
            f"""CREATE TRIGGER author BEFORE INSERT ON {TABLE}
                FOR EACH ROW EXECUTE FUNCTION keep_author();""",
            f"DROP TRIGGER author ON {TABLE};",
        ),
    ]
