from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("victims", "0002_guard"), ("accounts", "0007_operation")]
    operations = []
