from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("support_regimes", "0002_guard"), ("victims", "0006_columns")]
    operations = []
