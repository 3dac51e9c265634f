from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_narrower"), ("areas", "0002_reform")]
    operations = []
