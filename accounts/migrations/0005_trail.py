import django.contrib.postgres.fields
from django.db import migrations, models

from accounts.guard_trail import CHECK, NAMES, READERS, UNUSUAL, VERIFY

BAITS = migrations.RunSQL(
    """
    ALTER TABLE accounts_bait ENABLE ROW LEVEL SECURITY;
    CREATE POLICY sees ON accounts_bait FOR SELECT TO app
        USING ((SELECT asker_is('administrator')));
    GRANT SELECT ON accounts_bait TO app, app_backup;
    COMMENT ON TABLE accounts_bait IS
        'open: the administrator is told when a bait was opened; keys alone';
    """,
    """
    DROP POLICY sees ON accounts_bait;
    REVOKE ALL ON accounts_bait FROM app, app_backup;
    ALTER TABLE accounts_bait DISABLE ROW LEVEL SECURITY;
    """,
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_two_persons")]
    operations = [
        migrations.AddField(
            "activity",
            "names",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            "activity", models.Index(fields=["at", "id"], name="activity_at")
        ),
        migrations.AddIndex(
            "activity", models.Index(fields=["act", "at"], name="activity_act_at")
        ),
        migrations.CreateModel(
            name="Bait",
            fields=[
                ("record", models.UUIDField(primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={"verbose_name": "bait", "verbose_name_plural": "baits"},
        ),
        NAMES,
        CHECK,
        VERIFY,
        READERS,
        BAITS,
        UNUSUAL,
    ]
