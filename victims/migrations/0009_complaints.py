from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("victims", "0008_withheld_row_by_row"), ("accounts", "0008_narrower")]
    operations = []
