"""A label only, no SQL: the person whose need was met may be of any sex."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support_regimes", "0013_audit")]
    operations = [
        migrations.AlterField(
            model_name="needmet",
            name="how",
            field=models.CharField(
                choices=[
                    ("source", "other funding"),
                    ("regime", "a regime after all"),
                    ("kin", "family, neighbours, community"),
                    ("office", "another office or organisation"),
                    ("herself", "without help"),
                ],
                max_length=8,
                verbose_name="met by",
            ),
        ),
    ]
