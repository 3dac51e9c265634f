import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from accounts.guard_exports import EXPORTS

TO_USER = {
    "editable": False,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_trail"), ("areas", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("with_names", models.BooleanField()),
                ("purpose", models.CharField(blank=True, choices=[("regimes", "settling regimes with another body"), ("inspection", "inspection by a higher level"), ("authority", "written request of an authority"), ("meeting", "case meeting of the heads"), ("handing_over", "handing work over"), ("other", "other")], max_length=16, verbose_name="what it is for")),
                ("why", models.CharField(blank=True, max_length=160, verbose_name="reason in words")),
                ("filters", models.CharField(blank=True, max_length=400)),
                ("columns", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ("subjects", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("count", models.PositiveIntegerField(default=0, editable=False)),
                ("needs_second", models.BooleanField(default=False, editable=False)),
                ("state", models.CharField(choices=[("asked", "not made yet"), ("approved", "agreed to"), ("refused", "refused"), ("made", "ready to download"), ("downloaded", "downloaded, destroyed here"), ("expired", "expired")], default="asked", editable=False, max_length=10)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("refusal", models.CharField(blank=True, editable=False, max_length=200)),
                ("made_at", models.DateTimeField(editable=False, null=True)),
                ("expires_at", models.DateTimeField(editable=False, null=True)),
                ("downloaded_at", models.DateTimeField(editable=False, null=True)),
                ("decided_by", models.ForeignKey(null=True, **TO_USER)),
                ("recorded_by", models.ForeignKey(db_index=False, **TO_USER)),
                ("territory", models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area")),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "ordering": ["-recorded_at"],
                "indexes": [
                    models.Index(fields=["recorded_by", "recorded_at"], name="export_of_user"),
                    models.Index(condition=models.Q(("needs_second", True), ("state", "asked")), fields=["territory"], name="export_waiting"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("decided_by__isnull", True), models.Q(("decided_by", models.F("recorded_by")), _negated=True), _connector="OR"), name="export_not_decided_by_its_asker"),
                    models.CheckConstraint(condition=models.Q(("needs_second", False), ("state__in", ["asked", "expired"]), ("decided_by__isnull", False), _connector="OR"), name="export_decided_by_a_second"),
                    models.CheckConstraint(condition=models.Q(("with_names", False), models.Q(models.Q(("purpose", ""), _negated=True), models.Q(("why", ""), _negated=True)), _connector="OR"), name="export_names_with_purpose"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportFile",
            fields=[
                ("export", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="accounts.export")),
                ("sealed", models.BinaryField(editable=False)),
            ],
            options={"verbose_name": "file of an export", "verbose_name_plural": "files of exports"},
        ),
        EXPORTS,
    ]
