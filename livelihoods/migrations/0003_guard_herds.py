from django.db import migrations
from django.db.migrations import RunSQL

from accounts.guard import (
    PROVINCE,
    WORK,
    administered,
    follow,
    protect,
    protect_event,
)

EVENTS = ["herdentry", "income", "guidance"]


def belongs(child, by, parent, household="household_id"):
    """What the child names under `by` is of the child's own household."""
    key = f"{parent}_household"
    return RunSQL(
        f"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{key}'
                           AND conrelid = '{parent}'::regclass) THEN
                ALTER TABLE {parent} ADD CONSTRAINT {key} UNIQUE (id, household_id);
            END IF;
        END $$;
        ALTER TABLE {child} ADD CONSTRAINT {child}_{by}_household
            FOREIGN KEY ({by}, {household}) REFERENCES {parent} (id, household_id);
        """,
        f"ALTER TABLE {child} DROP CONSTRAINT {child}_{by}_household;",
    )


class Migration(migrations.Migration):
    dependencies = [("livelihoods", "0002_guard")]
    operations = [
        # The province adds only what it imports from its old registers.
        protect(
            "livelihoods_herd",
            sees=PROVINCE,
            adds=PROVINCE,
            may="SELECT, INSERT, UPDATE (heads_now)",
        ),
        *(
            protect_event(f"livelihoods_{e}", sees=PROVINCE, adds=PROVINCE, edits=WORK)
            for e in EVENTS
        ),
        protect_event("livelihoods_homevisit", sees=PROVINCE, adds=WORK),
        follow("livelihoods_herd", "victims_household", by="household_id"),
        follow("livelihoods_homevisit", "victims_household", by="household_id"),
        follow("livelihoods_income", "victims_household", by="household_id"),
        follow("livelihoods_guidance", "victims_household", by="household_id"),
        follow("livelihoods_herdentry", "livelihoods_herd", by="herd_id"),
        belongs("livelihoods_herdentry", "herd_id", "livelihoods_herd"),
        belongs("livelihoods_herdentry", "visit_id", "livelihoods_homevisit"),
        belongs("livelihoods_income", "visit_id", "livelihoods_homevisit"),
        belongs("livelihoods_income", "case_id", "victims_case"),
        belongs("livelihoods_homevisit", "case_id", "victims_case"),
        belongs("livelihoods_guidance", "grant_id", "livelihoods_grant"),
        administered(
            "animals and prices, without people",
            "livelihoods_species",
            "livelihoods_speciesprice",
        ),
    ]
