import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import accounts.sealed_fields
from accounts.guard import STATE, follow
from support_regimes.guard_changes import CHANGES, DECIDE, PUT_IN_FORCE, guard_choices

CHOOSERS = "district_officer,labour_officer"
RULES, READINGS = "support_regimes_rulechoice", "support_regimes_readingchoice"
TEXTS = [
    ("law", "law"),
    ("decree", "decree"),
    ("circular", "circular"),
    ("resolution", "resolution"),
    ("decision", "decision"),
    ("procedure", "published procedure"),
]


class Migration(migrations.Migration):
    dependencies = [("support_regimes", "0005_rules")]
    operations = [
        migrations.CreateModel(
            name="ReadingChoice",
            fields=[
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
                    "reason",
                    accounts.sealed_fields.SealedCharField(
                        max_length=300, verbose_name="reason"
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
                        related_name="reading_choices",
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
                        to="support_regimes.readingchoice",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="support_regimes.reading",
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
                "verbose_name": "choice of a reading",
                "verbose_name_plural": "choices of readings",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RuleChange",
            fields=[
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("norm", "new norm from a day"),
                            ("reading", "another reading is followed from a day"),
                            ("line", "how sure we are of a line"),
                            ("end", "last day"),
                            ("whole", "the rule set is confirmed as a whole"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "norm_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fixed", "fixed"),
                            ("minimum", "at least"),
                            ("maximum", "at most"),
                            ("actual", "actual cost"),
                            ("in_kind", "in kind"),
                            ("free", "free of charge"),
                            ("unknown", "amount not found"),
                        ],
                        max_length=8,
                        verbose_name="kind of norm",
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="amount"
                    ),
                ),
                (
                    "ceiling",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="at most so many units"
                    ),
                ),
                (
                    "from_on",
                    models.DateField(blank=True, null=True, verbose_name="from"),
                ),
                (
                    "until_on",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "line_kind",
                    models.CharField(blank=True, editable=False, max_length=16),
                ),
                ("line_id", models.BigIntegerField(editable=False, null=True)),
                (
                    "article",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="article"
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("text_seen", "wording seen"),
                            ("secondary", "from a secondary source"),
                            ("unconfirmed", "not confirmed"),
                        ],
                        max_length=11,
                        verbose_name="how sure we are",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="note"),
                ),
                ("why", models.CharField(max_length=300, verbose_name="why")),
                (
                    "text_kind",
                    models.CharField(
                        blank=True,
                        choices=TEXTS,
                        max_length=10,
                        verbose_name="kind of text",
                    ),
                ),
                (
                    "text_number",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="number of the text"
                    ),
                ),
                (
                    "text_title",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="title of the text"
                    ),
                ),
                (
                    "text_issuer",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="issued by"
                    ),
                ),
                (
                    "text_on",
                    models.DateField(blank=True, null=True, verbose_name="issued on"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "waits for a second person"),
                            ("confirmed", "in force"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                (
                    "drafted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(editable=False, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="areas.area",
                        verbose_name="only for this area",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ends_norm",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support_regimes.norm",
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support_regimes.instrument",
                        verbose_name="legal text",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="support_regimes.item",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support_regimes.reading",
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="support_regimes.ruleset",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of the rules",
                "verbose_name_plural": "changes of the rules",
                "ordering": ["-drafted_at"],
            },
        ),
        migrations.CreateModel(
            name="RuleChoice",
            fields=[
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
                    "reason",
                    accounts.sealed_fields.SealedCharField(
                        max_length=300, verbose_name="reason"
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
                        related_name="rule_choices",
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
                        to="support_regimes.rulechoice",
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
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="support_regimes.ruleset",
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
                "verbose_name": "choice of rules",
                "verbose_name_plural": "choices of rules",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="readingchoice",
            index=models.Index(
                fields=["territory", "happened_on"], name="readingchoice_place_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="readingchoice",
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
                name="support_regimes_readingchoice_void_trio",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", True), ("state", "draft")),
                    models.Q(
                        ("decided_by", models.F("drafted_by")), ("state", "withdrawn")
                    ),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("state__in", ["confirmed", "refused"]),
                        models.Q(("decided_by", models.F("drafted_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="rule_change_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("from_on__isnull", False),
                        ("item__isnull", False),
                        ("kind", "norm"),
                        models.Q(("norm_kind", ""), _negated=True),
                    ),
                    models.Q(
                        ("from_on__isnull", False),
                        ("kind", "reading"),
                        ("reading__isnull", False),
                    ),
                    models.Q(
                        ("kind", "line"),
                        ("line_id__isnull", False),
                        (
                            "line_kind__in",
                            [
                                "instrument",
                                "regime",
                                "entitlement",
                                "item",
                                "norm",
                                "procedurestep",
                                "rulepaper",
                                "reading",
                            ],
                        ),
                    ),
                    models.Q(("kind", "end"), ("until_on__isnull", False)),
                    ("kind", "whole"),
                    _connector="OR",
                ),
                name="rule_change_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on__isnull", True),
                    ("from_on__isnull", True),
                    ("until_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="rule_change_ends_after_start",
                violation_error_message="The end lies before the begin.",
            ),
        ),
        migrations.AddIndex(
            model_name="rulechoice",
            index=models.Index(
                fields=["territory", "happened_on"], name="rulechoice_place_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulechoice",
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
                name="support_regimes_rulechoice_void_trio",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("instrument__isnull", False))
                | ~models.Q(("text_kind", ""))
                & ~models.Q(("text_number", ""))
                & ~models.Q(("text_title", "")),
                name="rule_change_has_a_basis",
                violation_error_message="Choose the legal text, or write kind, number"
                " and title of a new one.",
            ),
        ),
        CHANGES,
        PUT_IN_FORCE,
        DECIDE,
        *guard_choices(RULES, sees=STATE, adds=CHOOSERS),
        *guard_choices(READINGS, sees=STATE, adds=CHOOSERS),
        follow(RULES, "victims_case", by="case_id"),
        follow(READINGS, "victims_case", by="case_id"),
    ]
