from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("support_regimes", "0012_desk")]
    operations = []
