import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import accounts.sealed_fields
from accounts.guard import STATE, WORK, follow, protect_event
from accounts.guard_retention import blankable, ends_with_consent

OUTCOME, STEP = "support_regimes_outcome", "support_regimes_outcomestep"

# A claimant is (case, minor?): the minor came with this case, the person is its person.
# A step stands with its outcome in case and topic.
TIES = migrations.RunSQL(
    f"""
    ALTER TABLE {OUTCOME} ADD CONSTRAINT outcome_ties_minor
        FOREIGN KEY (minor_id, case_id)
        REFERENCES victims_accompanyingminor (id, case_id) ON UPDATE CASCADE;
    ALTER TABLE {OUTCOME} ADD CONSTRAINT outcome_ties_victim
        FOREIGN KEY (victim_id, case_id)
        REFERENCES victims_case (victim_id, id) ON UPDATE CASCADE;
    ALTER TABLE {STEP} ADD CONSTRAINT outcome_step_ties_outcome
        FOREIGN KEY (outcome_id, case_id, topic)
        REFERENCES {OUTCOME} (id, case_id, topic) ON UPDATE CASCADE;
    """,
    f"""
    ALTER TABLE {STEP} DROP CONSTRAINT outcome_step_ties_outcome;
    ALTER TABLE {OUTCOME} DROP CONSTRAINT outcome_ties_victim;
    ALTER TABLE {OUTCOME} DROP CONSTRAINT outcome_ties_minor;
    """,
)


def kept(table):
    """Signed by who asks; struck out once, by who asks."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER author BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION keep_author();
        CREATE TRIGGER voided BEFORE INSERT OR UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION keep_void();
        """,
        f"DROP TRIGGER voided ON {table}; DROP TRIGGER author ON {table};",
    )


GUARDS = [
    *(protect_event(table, sees=STATE, adds=WORK) for table in (OUTCOME, STEP)),
    follow(OUTCOME, "victims_case", by="case_id"),
    follow(STEP, OUTCOME, by="outcome_id"),
    TIES,
    *(kept(table) for table in (OUTCOME, STEP)),
    *(ends_with_consent(table) for table in (OUTCOME, STEP)),
    *(blankable(table, "sealed") for table in (OUTCOME, STEP)),
]


class Migration(migrations.Migration):
    dependencies = [("support_regimes", "0009_stays")]
    operations = [
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("sealed", models.BinaryField(editable=False, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="day")),
                ("voided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "void_reason",
                    accounts.sealed_fields.SealedCharField(
                        blank=True, editable=False, max_length=200
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("learning", "schooling and training"),
                            ("loan", "loan"),
                            ("legal", "legal aid"),
                            ("insurance", "health insurance"),
                            ("health", "health referral"),
                        ],
                        max_length=9,
                    ),
                ),
                ("kind", models.CharField(max_length=24, verbose_name="which")),
                (
                    "body",
                    models.CharField(
                        blank=True, max_length=24, verbose_name="who gives it"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True, max_length=24, verbose_name="school level"
                    ),
                ),
                (
                    "with_plan",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="with a plan"
                    ),
                ),
                (
                    "plan_help",
                    models.CharField(
                        blank=True, max_length=24, verbose_name="who helped"
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="amount asked for"
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(blank=True, null=True, verbose_name="valid from"),
                ),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "share",
                    models.CharField(
                        blank=True, max_length=24, verbose_name="share the state pays"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="victims.case",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="support_regimes.outcome",
                    ),
                ),
                (
                    "minor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="victims.accompanyingminor",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                    ),
                ),
                (
                    "victim",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="victims.victim",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "outcome",
                "verbose_name_plural": "outcomes",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OutcomeStep",
            fields=[
                ("sealed", models.BinaryField(editable=False, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="day")),
                ("voided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "void_reason",
                    accounts.sealed_fields.SealedCharField(
                        blank=True, editable=False, max_length=200
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("learning", "schooling and training"),
                            ("loan", "loan"),
                            ("legal", "legal aid"),
                            ("insurance", "health insurance"),
                            ("health", "health referral"),
                        ],
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("kind", models.CharField(max_length=24, verbose_name="what happened")),
                (
                    "cause",
                    models.CharField(blank=True, max_length=24, verbose_name="why"),
                ),
                (
                    "what",
                    models.CharField(blank=True, max_length=24, verbose_name="which"),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True, max_length=24, verbose_name="school level"
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="amount"
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="months"
                    ),
                ),
                ("ends", models.BooleanField(default=False, editable=False)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="victims.case",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="support_regimes.outcomestep",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="support_regimes.outcome",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an outcome",
                "verbose_name_plural": "steps of outcomes",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="outcome",
            index=models.Index(
                fields=["territory", "happened_on"], name="outcome_place_day"
            ),
        ),
        migrations.AddIndex(
            model_name="outcome",
            index=models.Index(
                condition=models.Q(("topic", "insurance"), ("voided_at__isnull", True)),
                fields=["topic", "valid_until"],
                name="outcome_card_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("void_reason", ""),
                        ("voided_at__isnull", True),
                        ("voided_by__isnull", True),
                    ),
                    models.Q(
                        ("voided_at__isnull", False),
                        ("voided_by__isnull", False),
                        models.Q(("void_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="support_regimes_outcome_void_trio",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.UniqueConstraint(
                fields=("id", "case", "topic"), name="outcome_of_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", True),
                    models.Q(("amount__gt", 0), ("topic", "loan")),
                    _connector="OR",
                ),
                name="outcome_amount_of_loan",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("topic", "loan"), _negated=True),
                    ("minor__isnull", True),
                    _connector="OR",
                ),
                name="outcome_no_loan_of_minor",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("topic", "insurance"),
                    models.Q(
                        ("share", ""),
                        ("valid_from__isnull", True),
                        ("valid_until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="outcome_card_of_insurance",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="outcome_card_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("topic__in", ["health", "insurance"]), _negated=True),
                    models.Q(("body", ""), ("level", ""), ("sealed__isnull", True)),
                    _connector="OR",
                ),
                name="outcome_health_without_text",
            ),
        ),
        migrations.AddIndex(
            model_name="outcomestep",
            index=models.Index(
                fields=["territory", "happened_on"], name="outcomestep_place_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("void_reason", ""),
                        ("voided_at__isnull", True),
                        ("voided_by__isnull", True),
                    ),
                    models.Q(
                        ("voided_at__isnull", False),
                        ("voided_by__isnull", False),
                        models.Q(("void_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="support_regimes_outcomestep_void_trio",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends", True), ("voided_at__isnull", True)),
                fields=("outcome",),
                name="outcome_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", True),
                    models.Q(("amount__gt", 0), ("topic__in", ["loan", "legal"])),
                    _connector="OR",
                ),
                name="outcome_step_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("topic", "health"), _negated=True),
                    models.Q(("cause", ""), ("sealed__isnull", True), ("what", "")),
                    _connector="OR",
                ),
                name="outcome_step_health_without_text",
            ),
        ),
        *GUARDS,
    ]
