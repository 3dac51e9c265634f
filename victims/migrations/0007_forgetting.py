from django.db import migrations

from victims.guard_forgetting import FORGET, REASONS


class Migration(migrations.Migration):
    dependencies = [("victims", "0006_columns"), ("accounts", "0006_exports")]
    operations = [REASONS, FORGET]
