from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("victims", "0005_retention")]
    operations = []
