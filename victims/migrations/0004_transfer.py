from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("victims", "0003_files")]
    operations = []
