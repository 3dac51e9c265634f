from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("livelihoods", "0003_guard_herds"), ("victims", "0006_columns")]
    operations = []
