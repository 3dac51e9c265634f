from django.db import migrations

from accounts.guard import STATE, WORK, follow, open_to_app, protect, protect_event

RECORDS_STEPS = WORK + ",labour_officer"


def tie(child, parent, key, target):
    """A composite key: the two columns of the child stand together in the parent."""
    columns, wanted = ", ".join(key), ", ".join(target)
    name = f"{child}_ties_{key[0]}_{key[1]}"
    unique = f"{parent}_{'_'.join(target)}"
    return migrations.RunSQL(
        f"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{unique}') THEN
                ALTER TABLE {parent} ADD CONSTRAINT {unique} UNIQUE ({wanted});
            END IF;
        END $$;
        ALTER TABLE {child} ADD CONSTRAINT {name} FOREIGN KEY ({columns})
            REFERENCES {parent} ({wanted}) ON UPDATE CASCADE;
        """,
        f"ALTER TABLE {child} DROP CONSTRAINT {name};",
    )


REQUEST = "support_regimes_regimerequest"
PROVISION = "support_regimes_provision"
ANSWER = "support_regimes_regimeanswer"
MINOR = "victims_accompanyingminor"


class Migration(migrations.Migration):
    dependencies = [
        ("support_regimes", "0001_initial"),
        ("accounts", "0002_guard"),
        ("victims", "0002_guard"),
    ]
    operations = [
        open_to_app(
            "money of sources and years, without people",
            "support_regimes_fundingsource",
            "support_regimes_budget",
            may="SELECT, INSERT, UPDATE",
        ),
        open_to_app(
            "published rules, without people",
            "support_regimes_instrument",
            "support_regimes_ruleset",
            "support_regimes_ruleset_instruments",
            "support_regimes_entitlement",
            "support_regimes_norm",
            "support_regimes_procedurestep",
            "support_regimes_reading",
        ),
        # Records mark the lines that they rest on; the loader changes those no more.
        open_to_app(
            "published rules, without people",
            "support_regimes_regime",
            "support_regimes_item",
            may="SELECT, UPDATE (used)",
        ),
        protect(REQUEST, sees=STATE, adds=WORK, edits=RECORDS_STEPS),
        protect_event("support_regimes_requeststep", sees=STATE, adds=RECORDS_STEPS),
        protect_event(ANSWER, sees=STATE, adds=WORK),
        protect_event(PROVISION, sees=STATE, adds=WORK),
        follow(REQUEST, "victims_case", by="case_id"),
        follow("support_regimes_requeststep", REQUEST, by="request_id"),
        follow(ANSWER, "victims_case", by="case_id"),
        follow(PROVISION, "victims_case", by="case_id"),
        # A claimant is (case, minor?): the minor came with this very case.
        tie(REQUEST, MINOR, ("minor_id", "case_id"), ("id", "case_id")),
        tie(ANSWER, MINOR, ("minor_id", "case_id"), ("id", "case_id")),
        tie(PROVISION, MINOR, ("minor_id", "case_id"), ("id", "case_id")),
        tie(
            REQUEST,
            "support_regimes_item",
            ("item_id", "regime_id"),
            ("id", "regime_id"),
        ),
        tie(PROVISION, "victims_case", ("case_id", "victim_id"), ("id", "victim_id")),
        tie(PROVISION, REQUEST, ("request_id", "case_id"), ("id", "case_id")),
        tie(PROVISION, "support_regimes_item", ("item_id", "once"), ("id", "once")),
    ]
