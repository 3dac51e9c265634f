from django.db import migrations


class Migration(migrations.Migration):
    """The application may change the heads of a herd alone: no trigger need say it too."""

    dependencies = [("livelihoods", "0008_narrower")]
    operations = [
        migrations.RunSQL(
            "DROP TRIGGER fixed ON livelihoods_herd;",
            """
            CREATE TRIGGER fixed BEFORE UPDATE ON livelihoods_herd FOR EACH ROW
                WHEN (current_user = 'app'
                    AND (OLD.id, OLD.recorded_by_id, OLD.recorded_at,
                        OLD.household_id, OLD.species_id) IS DISTINCT FROM
                    (NEW.id, NEW.recorded_by_id, NEW.recorded_at,
                        NEW.household_id, NEW.species_id))
                EXECUTE FUNCTION refuse_change();
            """,
        ),
    ]
