from django.db import migrations

from accounts.guard_retention import withheld_row_by_row


class Migration(migrations.Migration):
    dependencies = [("victims", "0007_forgetting")]
    operations = [
        withheld_row_by_row("victims_alias", "victim_id", "victim_id"),
        withheld_row_by_row("victims_paper", "victim_id", "victim_id"),
        withheld_row_by_row("victims_riskassessment", "case_id", "id"),
        withheld_row_by_row("victims_closure", "case_id", "id"),
    ]
