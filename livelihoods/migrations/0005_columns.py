from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("livelihoods", "0004_files")]
    operations = []
