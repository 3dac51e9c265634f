import django.contrib.postgres.constraints
import django.db.models.functions
from django.db import migrations, models

import accounts.sealed_fields

# Which body a step names, of the rules that are loaded already.
BODIES = """
    UPDATE support_regimes_procedurestep SET
        level = CASE WHEN body ~ 'xã$' THEN 'commune'
                     WHEN body ~ 'huyện$|^Phòng' THEN 'district'
                     WHEN body ~ '^Sở|tỉnh$' THEN 'province' ELSE '' END,
        organ = CASE WHEN body ~ 'Ủy ban nhân dân' THEN 'committee'
                     WHEN body ~ 'Lao động' THEN 'labour'
                     WHEN body ~ 'Y tế' THEN 'health' ELSE '' END
    WHERE level = '';
"""
# Whatever was given so far takes the code of its item; both stand together from now on.
CODES = """
    ALTER TABLE support_regimes_provision NO FORCE ROW LEVEL SECURITY;
    UPDATE support_regimes_provision p SET item_code = i.code
        FROM support_regimes_item i WHERE i.id = p.item_id;
    ALTER TABLE support_regimes_provision FORCE ROW LEVEL SECURITY;
    SET CONSTRAINTS ALL IMMEDIATE;
"""
TIED = """
    ALTER TABLE support_regimes_provision
        ADD CONSTRAINT support_regimes_provision_ties_item_id_item_code
        FOREIGN KEY (item_id, item_code) REFERENCES support_regimes_item (id, code)
        ON UPDATE CASCADE;
    GRANT UPDATE (person) ON support_regimes_requeststep TO app;
    GRANT UPDATE (document_number) ON support_regimes_provision TO app;
"""
UNTIED = """
    ALTER TABLE support_regimes_provision
        DROP CONSTRAINT support_regimes_provision_ties_item_id_item_code;
    REVOKE UPDATE (person) ON support_regimes_requeststep FROM app;
    REVOKE UPDATE (document_number) ON support_regimes_provision FROM app;
"""


class Migration(migrations.Migration):
    dependencies = [("support_regimes", "0007_calendar")]
    operations = [
        migrations.RemoveConstraint(
            model_name="provision",
            name="provision_once_a_person",
        ),
        migrations.RemoveConstraint(
            model_name="provision",
            name="provision_once_a_minor",
        ),
        migrations.RemoveConstraint(
            model_name="regimerequest",
            name="request_live_once",
        ),
        migrations.RemoveConstraint(
            model_name="requeststep",
            name="step_result_iff_decision",
        ),
        migrations.RemoveConstraint(
            model_name="requeststep",
            name="step_decision_has_paper",
        ),
        migrations.AddField(
            model_name="procedurestep",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("province", "province"),
                    ("district", "district"),
                    ("commune", "commune"),
                ],
                max_length=8,
                verbose_name="level",
            ),
        ),
        migrations.AddField(
            model_name="procedurestep",
            name="organ",
            field=models.CharField(
                blank=True,
                choices=[
                    ("womens_union", "Women's Union"),
                    ("labour", "labour, social affairs"),
                    ("health", "health"),
                    ("committee", "people's committee"),
                    ("police", "police, border guard"),
                    ("facility", "support facility"),
                    ("donor", "donor, social organisation"),
                    ("other", "other"),
                ],
                max_length=16,
                verbose_name="kind of body",
            ),
        ),
        migrations.AddField(
            model_name="provision",
            name="document_number",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="number of the receipt"
            ),
        ),
        migrations.AddField(
            model_name="provision",
            name="from_on",
            field=models.DateField(blank=True, null=True, verbose_name="first day"),
        ),
        migrations.AddField(
            model_name="provision",
            name="item_code",
            field=models.SlugField(
                db_index=False, default="", editable=False, max_length=40
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="provision",
            name="receiver",
            field=models.CharField(
                blank=True,
                choices=[
                    ("self", "the person"),
                    ("representative", "the legal representative"),
                    ("other", "somebody else, with a written authorisation"),
                ],
                max_length=14,
                verbose_name="who received it",
            ),
        ),
        migrations.AddField(
            model_name="provision",
            name="until_on",
            field=models.DateField(blank=True, null=True, verbose_name="last day"),
        ),
        migrations.AddField(
            model_name="requeststep",
            name="person",
            field=accounts.sealed_fields.SealedCharField(
                blank=True, max_length=80, verbose_name="who signed or took it in"
            ),
        ),
        migrations.AlterField(
            model_name="regimerequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "asked, with the commune"),
                    ("verified", "sent on for appraisal"),
                    ("appraised", "appraised, waiting for the decision"),
                    ("returned", "returned, papers missing"),
                    ("approved", "approved"),
                    ("refused", "refused"),
                    ("appealed", "refused, appeal running"),
                    ("withdrawn", "withdrawn"),
                ],
                editable=False,
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="requeststep",
            name="act",
            field=models.CharField(
                choices=[
                    ("ask", "application filed"),
                    ("verify", "file made up and sent"),
                    ("appraise", "appraised and submitted"),
                    ("return", "returned, papers missing"),
                    ("complete", "completed and filed again"),
                    ("decide", "decision of the state body"),
                    ("withdraw", "withdrawn"),
                    ("appeal", "appeal filed"),
                    ("settle", "appeal decided"),
                ],
                max_length=10,
                verbose_name="step",
            ),
        ),
        migrations.AlterField(
            model_name="requeststep",
            name="from_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("asked", "asked, with the commune"),
                    ("verified", "sent on for appraisal"),
                    ("appraised", "appraised, waiting for the decision"),
                    ("returned", "returned, papers missing"),
                    ("approved", "approved"),
                    ("refused", "refused"),
                    ("appealed", "refused, appeal running"),
                    ("withdrawn", "withdrawn"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="requeststep",
            name="to_state",
            field=models.CharField(
                choices=[
                    ("asked", "asked, with the commune"),
                    ("verified", "sent on for appraisal"),
                    ("appraised", "appraised, waiting for the decision"),
                    ("returned", "returned, papers missing"),
                    ("approved", "approved"),
                    ("refused", "refused"),
                    ("appealed", "refused, appeal running"),
                    ("withdrawn", "withdrawn"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunSQL(BODIES, migrations.RunSQL.noop),
        migrations.RunSQL(CODES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                fields=("id", "code"), name="item_has_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="provision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_on__isnull", True), ("until_on__isnull", True)),
                    models.Q(
                        ("from_on__isnull", False),
                        ("until_on__isnull", False),
                        ("until_on__gte", models.F("from_on")),
                    ),
                    _connector="OR",
                ),
                name="provision_first_and_last_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="provision",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("minor__isnull", True), ("once", True), ("voided_at__isnull", True)
                ),
                fields=("victim", "item_code"),
                name="provision_once_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="provision",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("minor__isnull", False),
                    ("once", True),
                    ("voided_at__isnull", True),
                ),
                fields=("minor", "item_code"),
                name="provision_once_a_minor",
            ),
        ),
        migrations.AddConstraint(
            model_name="provision",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("from_on__isnull", False),
                    ("minor__isnull", True),
                    ("voided_at__isnull", True),
                ),
                expressions=[
                    ("victim", "="),
                    ("item_code", "="),
                    (
                        models.Func(
                            models.F("from_on"),
                            models.F("until_on"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=None,
                        ),
                        "&&",
                    ),
                ],
                name="provision_day_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="provision",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("from_on__isnull", False),
                    ("minor__isnull", False),
                    ("voided_at__isnull", True),
                ),
                expressions=[
                    ("minor", "="),
                    ("item_code", "="),
                    (
                        models.Func(
                            models.F("from_on"),
                            models.F("until_on"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=None,
                        ),
                        "&&",
                    ),
                ],
                name="provision_day_a_minor",
            ),
        ),
        migrations.AddConstraint(
            model_name="regimerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["asked", "verified", "appraised", "returned", "appealed"],
                    )
                ),
                fields=("case", "minor", "item"),
                name="request_live_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="requeststep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("act__in", ["decide", "settle"]), _negated=True),
                        ("amount__isnull", True),
                        ("result", ""),
                    ),
                    models.Q(
                        ("act__in", ["decide", "settle"]),
                        models.Q(("result", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="step_result_iff_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="requeststep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act__in", ["decide", "settle"]), _negated=True),
                    models.Q(
                        models.Q(("document_number", ""), _negated=True),
                        models.Q(
                            ("body__isnull", False),
                            models.Q(("body_name", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="step_decision_has_paper",
                violation_error_message="A decision needs the body and the number of its paper.",
            ),
        ),
        migrations.AddConstraint(
            model_name="requeststep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("act", "appeal"),
                        ("from_state", "refused"),
                        ("to_state", "appealed"),
                    ),
                    models.Q(("act", "settle"), ("from_state", "appealed")),
                    models.Q(("act__in", ["appeal", "settle"]), _negated=True),
                    _connector="OR",
                ),
                name="step_appeal_after_refusal",
            ),
        ),
        migrations.RunSQL(TIED, UNTIED),
    ]
