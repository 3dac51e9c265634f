from django.db import migrations

from accounts.guard import TRAIL, WHO, administered, open_to_app
from django.db.migrations import RunSQL

SUBMISSIONS = RunSQL(
    """
    ALTER TABLE accounts_submission
        ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY own ON accounts_submission TO app
        USING (user_id = asker()) WITH CHECK (user_id = asker());
    GRANT SELECT, INSERT, UPDATE, DELETE ON accounts_submission TO app;
    GRANT SELECT ON accounts_submission TO app_backup;
    """,
    """
    DROP POLICY own ON accounts_submission;
    REVOKE ALL ON accounts_submission FROM app, app_backup;
    ALTER TABLE accounts_submission
        NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("areas", "0001_initial"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        WHO,
        TRAIL,
        SUBMISSIONS,
        open_to_app(
            "places are public", "areas_area", "areas_succession", "areas_coverage"
        ),
        open_to_app("names of kinds of record", "django_content_type"),
        open_to_app(
            "who is signed in; it signs people in and out",
            "django_session",
            "accounts_signin",
            may="SELECT, INSERT, UPDATE, DELETE",
        ),
        administered("staff, their bodies and powers", "accounts_organisation",
                     "accounts_posting", "accounts_worksetting"),
        administered("staff, without records of their own", "accounts_user", own="id"),
        open_to_app("which migrations ran", "django_migrations"),
    ]
