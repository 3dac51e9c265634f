import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

TABLE = "support_regimes_calendarday"
WRITES = "(asker_is('administrator') OR asker_is('labour_officer'))"

# Read by everybody, for every clock; written by two roles, and never changed: a day is
# struck out once. Not forced: load_calendar runs as the owner.
GUARD = migrations.RunSQL(
    f"""
    ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY sees ON {TABLE} FOR SELECT TO app USING (true);
    CREATE POLICY adds ON {TABLE} FOR INSERT TO app
        WITH CHECK ({WRITES} AND added_by_id = asker() AND voided_at IS NULL);
    CREATE POLICY edits ON {TABLE} FOR UPDATE TO app
        USING ({WRITES} AND voided_at IS NULL)
        WITH CHECK ({WRITES} AND voided_by_id = asker());
    GRANT SELECT, INSERT, UPDATE (voided_at, voided_by_id, void_reason)
        ON {TABLE} TO app;
    GRANT SELECT ON {TABLE} TO app_backup;
    COMMENT ON TABLE {TABLE} IS 'open: days off of the state, without people';
    """,
    f"""
    DROP POLICY sees ON {TABLE}; DROP POLICY adds ON {TABLE};
    DROP POLICY edits ON {TABLE}; REVOKE ALL ON {TABLE} FROM app, app_backup;
    ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY;
    """,
)


def to(model, **more):
    return models.ForeignKey(
        to=model,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("support_regimes", "0006_choices"),
        ("areas", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("off", "day off"),
                            ("worked", "worked though a weekend"),
                        ],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("basis", models.CharField(max_length=200, verbose_name="legal basis")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("text_seen", "wording seen"),
                            ("secondary", "from a secondary source"),
                            ("unconfirmed", "not confirmed"),
                        ],
                        max_length=11,
                        verbose_name="confidence",
                    ),
                ),
                (
                    "area",
                    to("areas.area", blank=True, verbose_name="only for this area"),
                ),
                ("added_by", to(settings.AUTH_USER_MODEL, editable=False)),
                ("added_at", models.DateTimeField(db_default=Now(), editable=False)),
                ("voided_at", models.DateTimeField(editable=False, null=True)),
                ("voided_by", to(settings.AUTH_USER_MODEL, editable=False)),
                (
                    "void_reason",
                    models.CharField(blank=True, editable=False, max_length=200),
                ),
            ],
            options={
                "verbose_name": "day of the calendar",
                "verbose_name_plural": "days of the calendar",
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("day", "area"),
                        name="calendar_day_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at__isnull", True)),
                            models.Q(
                                ("voided_at__isnull", False),
                                ("voided_by__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="calendar_day_void_trio",
                    ),
                ],
            },
        ),
        GUARD,
    ]
