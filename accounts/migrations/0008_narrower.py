from django.db import migrations

from accounts.guard import never_edited


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_operation")]
    operations = [never_edited("accounts_worksetting")]
