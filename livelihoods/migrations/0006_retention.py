from django.db import migrations

from accounts.guard_retention import blankable, ends_with_consent


class Migration(migrations.Migration):
    dependencies = [("livelihoods", "0005_columns"), ("victims", "0005_retention")]
    operations = [
        ends_with_consent("livelihoods_grant"),
        ends_with_consent("livelihoods_homevisit"),
        blankable("livelihoods_grantline", "item"),
        blankable("livelihoods_grantstep", "note", "asked"),
        blankable("livelihoods_payment", "voucher", "reason"),
        blankable("livelihoods_handover", "handed_by", "place_name"),
        blankable("livelihoods_handoverline", "weight", "ear_tags", "reason"),
        blankable("livelihoods_herdentry", "reason"),
        blankable("livelihoods_guidance", "topic", "giver"),
        blankable("livelihoods_homevisit", "sealed"),
    ]
