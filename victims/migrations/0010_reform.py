from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("victims", "0009_complaints"), ("accounts", "0009_reform")]
    operations = []
