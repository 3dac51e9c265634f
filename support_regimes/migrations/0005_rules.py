import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

from accounts.guard import open_to_app

PERSONS = [
    ("citizen", "Vietnamese citizen, confirmed"),
    ("stateless", "stateless permanent resident, confirmed"),
    ("foreigner", "foreigner trafficked in Vietnam, confirmed"),
    ("minor", "minor accompanying a confirmed person"),
    ("awaiting", "person still being verified"),
    ("awaiting_abroad", "person still being verified, abroad"),
    ("foreigner_awaiting", "foreigner still being verified"),
    ("minor_awaiting", "minor with a person being verified"),
    ("minor_abroad", "minor with a person being verified, abroad"),
    ("minor_foreigner", "minor accompanying a foreigner"),
]
INSTRUMENTS = [
    ("law", "law"),
    ("decree", "decree"),
    ("circular", "circular"),
    ("resolution", "resolution"),
    ("decision", "decision"),
    ("procedure", "published procedure"),
]
CONFIDENCE = [
    ("text_seen", "wording seen"),
    ("secondary", "from a secondary source"),
    ("unconfirmed", "not confirmed"),
]


def words(length):
    return models.CharField(max_length=length)


def numbers():
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.PositiveSmallIntegerField(),
        blank=True,
        default=list,
        size=None,
    )


def add(model, name, field):
    return migrations.AddField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [
        ("support_regimes", "0004_retention"),
        ("victims", "0008_withheld_row_by_row"),
    ]
    operations = [
        migrations.AlterField(
            model_name="instrument",
            name="kind",
            field=models.CharField(
                choices=INSTRUMENTS, max_length=10, verbose_name="kind"
            ),
        ),
        migrations.AlterField(
            model_name="entitlement",
            name="person",
            field=models.CharField(choices=PERSONS, max_length=20),
        ),
        add(
            "ruleset",
            "persons",
            django.contrib.postgres.fields.ArrayField(
                base_field=words(20), blank=True, default=list, size=None
            ),
        ),
        add(
            "ruleset",
            "version",
            models.PositiveIntegerField(default=1, editable=False),
        ),
        add(
            "regime",
            "letter",
            models.CharField(
                blank=True,
                default="",
                max_length=2,
                verbose_name="letter in the law",
            ),
        ),
        add("regime", "was", numbers()),
        add(
            "item",
            "instead",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.SlugField(max_length=40),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        add(
            "item",
            "months",
            models.PositiveSmallIntegerField(null=True, verbose_name="months"),
        ),
        add(
            "reading",
            "months",
            models.PositiveSmallIntegerField(null=True, verbose_name="months"),
        ),
        add(
            "requeststep",
            "rule_set_version",
            models.PositiveIntegerField(editable=False, null=True),
        ),
        add(
            "requeststep",
            "facts",
            models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.CreateModel(
            name="RulePaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "article",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="article"
                    ),
                ),
                ("confidence", models.CharField(choices=CONFIDENCE, max_length=11)),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="note"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("form", "form"),
                            ("proof", "proof of the status"),
                        ],
                        max_length=5,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "regimes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support_regimes.instrument",
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="support_regimes.ruleset",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper of a rule set",
                "verbose_name_plural": "papers of rule sets",
                "ordering": ["rule_set", "kind", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule_set", "code"), name="rule_paper_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "document",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="support_regimes.ruleset",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a rule set",
                "verbose_name_plural": "versions of rule sets",
                "ordering": ["rule_set", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule_set", "version"), name="rule_version_once"
                    )
                ],
            },
        ),
        # Erasing a person empties it, as it empties facts_seen.
        migrations.RunSQL(
            "GRANT UPDATE (facts) ON support_regimes_requeststep TO app",
            "REVOKE UPDATE (facts) ON support_regimes_requeststep FROM app",
        ),
        open_to_app("published rules, without people", "support_regimes_rulepaper"),
        # Written with the first decision that follows a version, and never changed.
        open_to_app(
            "published rules, without people",
            "support_regimes_ruleversion",
            may="SELECT, INSERT",
        ),
    ]
