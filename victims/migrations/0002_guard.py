from django.db import migrations

from accounts.guard import (
    PROVINCE,
    STATE,
    WORK,
    follow,
    open_to_app,
    protect,
    protect_event,
)

EVENTS = [
    "identification",
    "riskassessment",
    "consent",
    "placement",
    "holding",
    "need",
    "closure",
]


class Migration(migrations.Migration):
    dependencies = [("victims", "0001_initial"), ("accounts", "0002_guard")]
    operations = [
        # The province adds only what it imports from its old registers.
        protect("victims_household", sees=STATE, adds=PROVINCE),
        protect("victims_victim", sees=STATE, adds=PROVINCE),
        protect("victims_case", sees=STATE, adds=PROVINCE),
        protect("victims_accompanyingminor", sees=STATE, adds=WORK),
        protect_event("victims_povertystatus", sees=STATE, adds=PROVINCE),
        protect_event("victims_alias", sees=STATE, adds=WORK),
        protect_event("victims_paper", sees=STATE, adds=WORK),
        *(protect_event(f"victims_{e}", sees=STATE, adds=PROVINCE) for e in EVENTS),
        follow("victims_case", "victims_household", by="household_id"),
        follow("victims_povertystatus", "victims_household", by="household_id"),
        follow("victims_alias", "victims_victim", by="victim_id"),
        follow("victims_paper", "victims_victim", by="victim_id"),
        follow("victims_accompanyingminor", "victims_case", by="case_id"),
        *(follow(f"victims_{e}", "victims_case", by="case_id") for e in EVENTS),
        open_to_app(
            "counters of codes, without people",
            "victims_codecounter",
            may="SELECT, INSERT, UPDATE",
        ),
    ]
