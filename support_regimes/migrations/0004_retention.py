from django.db import migrations

from accounts.guard_retention import blankable, ends_with_consent


class Migration(migrations.Migration):
    dependencies = [
        ("support_regimes", "0003_columns"),
        ("victims", "0005_retention"),
    ]
    operations = [
        ends_with_consent("support_regimes_regimerequest"),
        ends_with_consent("support_regimes_provision"),
        blankable(
            "support_regimes_requeststep",
            "body_name",
            "document_number",
            "note",
            "facts_seen",
        ),
        blankable("support_regimes_provision", "ground", "provider"),
    ]
