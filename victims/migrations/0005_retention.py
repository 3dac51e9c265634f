from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("victims", "0004_transfer")]
    operations = []
