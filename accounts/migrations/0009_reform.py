from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_narrower"), ("areas", "0002_reform")]
    operations = [
        migrations.AddField(
            "organisation",
            "phone",
            models.CharField("phone", blank=True, max_length=40),
        ),
    ]
