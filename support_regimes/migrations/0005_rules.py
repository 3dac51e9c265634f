from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("support_regimes", "0004_retention"), ("victims", "0008_withheld_row_by_row")]
    operations = []
