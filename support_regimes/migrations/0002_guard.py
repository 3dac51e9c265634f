from django.db import migrations

from accounts.guard import open_to_app


class Migration(migrations.Migration):
    dependencies = [("support_regimes", "0001_initial"), ("accounts", "0002_guard")]
    operations = [
        open_to_app(
            "money of sources and years, without people",
            "support_regimes_fundingsource",
            "support_regimes_budget",
            may="SELECT, INSERT, UPDATE",
        ),
    ]
