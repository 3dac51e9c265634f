from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("livelihoods", "0006_retention"), ("victims", "0010_reform")]
    operations = []
