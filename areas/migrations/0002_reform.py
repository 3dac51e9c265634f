from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_initial")]
    operations = []
