from django.db import migrations, models
from django.db.models.functions import Now

from accounts.guard import open_to_app
from accounts.guard_operation import BACKUP, ENDED, RUNS


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_exports")]
    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40, verbose_name="job")),
                ("ok", models.BooleanField(verbose_name="ended well")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(db_default=Now())),
                ("role", models.CharField(max_length=63)),
            ],
            options={
                "verbose_name": "run of a job",
                "verbose_name_plural": "runs of jobs",
                "indexes": [models.Index(fields=["kind", "-ended_at"], name="run_newest")],
            },
        ),
        open_to_app("which jobs ran, and whether well; nothing of a record", "accounts_run"),
        RUNS,
        ENDED,
        BACKUP,
    ]
