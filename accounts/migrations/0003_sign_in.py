import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from accounts.guard_proofs import FACTORS, MISSES, PASSWORDS
from accounts.guard_sign_in import ASKER, MINT, SIGN_INS

USER = settings.AUTH_USER_MODEL
KINDS = [("totp", "authenticator app"), ("passkey", "passkey"), ("code", "printed code")]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_guard")]
    operations = [
        # Whoever is signed in signs in once more; hashes of passwords do not move over.
        migrations.DeleteModel("SignIn"),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("locked_at", models.DateTimeField(null=True)),
                ("proven_at", models.DateTimeField(null=True)),
                ("factor", models.CharField(blank=True, max_length=10)),
                ("half", models.BooleanField(default=False)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("agent", models.CharField(blank=True, max_length=40)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="sign_ins", to=USER)),
            ],
            options={"verbose_name": "sign-in", "verbose_name_plural": "sign-ins"},
        ),
        migrations.CreateModel(
            name="Password",
            fields=[
                ("user", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="secret", serialize=False, to=USER)),
                ("salt", models.BinaryField()),
                ("digest", models.BinaryField()),
                ("cost", models.CharField(max_length=40)),
                ("chosen_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"verbose_name": "password", "verbose_name_plural": "passwords"},
        ),
        migrations.CreateModel(
            name="EntryCode",
            fields=[
                ("user", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to=USER)),
                ("digest", models.BinaryField()),
                ("ends_at", models.DateTimeField()),
            ],
            options={"verbose_name": "one-time code", "verbose_name_plural": "one-time codes"},
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=64)),
                ("address", models.CharField(max_length=45)),
                ("misses", models.PositiveIntegerField(default=0)),
                ("missed_at", models.DateTimeField(null=True)),
                ("until_at", models.DateTimeField(null=True)),
                ("came_in_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "attempt to sign in",
                "verbose_name_plural": "attempts to sign in",
                "indexes": [models.Index(fields=["address", "missed_at"], name="attempt_address")],
                "constraints": [models.UniqueConstraint(fields=["who", "address"], name="attempt_once")],
            },
        ),
        migrations.CreateModel(
            name="Factor",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("label", models.CharField(blank=True, max_length=40, verbose_name="name")),
                ("sealed", models.BinaryField(null=True)),
                ("digest", models.BinaryField(null=True)),
                ("last_step", models.BigIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="factors", to=USER)),
            ],
            options={
                "verbose_name": "second factor",
                "verbose_name_plural": "second factors",
                "constraints": [models.UniqueConstraint(fields=["digest"], name="factor_digest_once")],
            },
        ),
        migrations.RemoveField("user", "password"),
        MINT,
        ASKER,
        MISSES,
        SIGN_INS,
        PASSWORDS,
        FACTORS,
    ]
