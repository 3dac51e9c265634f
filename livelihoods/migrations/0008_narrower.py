from django.db import migrations

from accounts.guard import read_only


class Migration(migrations.Migration):
    dependencies = [
        ("livelihoods", "0007_reform"),
        ("accounts", "0008_narrower"),
    ]
    operations = [
        read_only("livelihoods_species"),
        read_only("livelihoods_speciesprice"),
    ]
