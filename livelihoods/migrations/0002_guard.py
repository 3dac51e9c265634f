from django.db import migrations
from django.db.migrations import RunSQL

from accounts.guard import PROVINCE, WORK, follow, protect, protect_event

EVENTS = ["grantstep", "payment", "handover"]

# The lines of a draft are written anew at every change; later they stay.
DRAFT_LINES = RunSQL(
    f"""
    CREATE POLICY drops ON livelihoods_grantline FOR DELETE TO app USING (
        territory_id = ANY ((SELECT reach('{{{WORK}}}'))::bigint[])
        AND EXISTS (SELECT FROM livelihoods_grant g WHERE g.id = grant_id
                    AND g.state IN ('draft', 'returned')));
    GRANT DELETE ON livelihoods_grantline TO app;
    """,
    "DROP POLICY drops ON livelihoods_grantline;",
)
# A grant's case is a case of its household: the line between the two tables.
SAME_HOUSEHOLD = RunSQL(
    """
    DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_constraint
                       WHERE conname = 'victims_case_household'
                       AND conrelid = 'victims_case'::regclass) THEN
            ALTER TABLE victims_case
                ADD CONSTRAINT victims_case_household UNIQUE (id, household_id);
        END IF;
    END $$;
    ALTER TABLE livelihoods_grant ADD CONSTRAINT livelihoods_grant_case_household
        FOREIGN KEY (case_id, household_id) REFERENCES victims_case (id, household_id);
    ALTER TABLE livelihoods_grant
        ADD CONSTRAINT livelihoods_grant_household UNIQUE (id, household_id);
    """,
    """
    ALTER TABLE livelihoods_grant DROP CONSTRAINT livelihoods_grant_household;
    ALTER TABLE livelihoods_grant DROP CONSTRAINT livelihoods_grant_case_household;
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("livelihoods", "0001_initial"),
        ("victims", "0002_guard"),
        ("support_regimes", "0001_initial"),
    ]
    operations = [
        # The province decides, pays, and brings in its old registers.
        protect("livelihoods_grant", sees=PROVINCE, adds=PROVINCE),
        protect(
            "livelihoods_grantline", sees=PROVINCE, adds=PROVINCE, may="SELECT, INSERT"
        ),
        protect(
            "livelihoods_handoverline",
            sees=PROVINCE,
            adds=PROVINCE,
            may="SELECT, INSERT",
        ),
        *(
            protect_event(f"livelihoods_{e}", sees=PROVINCE, adds=PROVINCE)
            for e in EVENTS
        ),
        follow("livelihoods_grant", "victims_household", by="household_id"),
        follow("livelihoods_grantline", "livelihoods_grant", by="grant_id"),
        *(
            follow(f"livelihoods_{e}", "livelihoods_grant", by="grant_id")
            for e in EVENTS
        ),
        follow("livelihoods_handoverline", "livelihoods_handover", by="handover_id"),
        SAME_HOUSEHOLD,
        DRAFT_LINES,
    ]
