import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.guard import follow, protect
from accounts.guard_retention import (
    FOLLOW_CONSENT,
    KEEP_EVENT,
    NOTHING_NEW,
    SUBMISSIONS,
    TWO_PERSONS,
    blankable,
    ends_with_consent,
    withheld,
)

OFFICERS = "district_officer,provincial_officer"
# The flags of what was taken back before; the owner steps past the forced policies.
FLAGS = migrations.RunSQL(
    """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE victims_consent NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE victims_case NO FORCE ROW LEVEL SECURITY;
    UPDATE victims_case c SET restricted_from = s.happened_on
    FROM (SELECT DISTINCT ON (case_id) case_id, answer, happened_on FROM victims_consent
          WHERE purpose = 'record' AND voided_at IS NULL
          ORDER BY case_id, happened_on DESC, recorded_at DESC) s
    WHERE s.case_id = c.id AND s.answer IN ('no', 'withdrawn');
    UPDATE victims_case c SET unshared_from = s.happened_on
    FROM (SELECT DISTINCT ON (case_id) case_id, answer, happened_on FROM victims_consent
          WHERE purpose = 'share_authority' AND voided_at IS NULL
          ORDER BY case_id, happened_on DESC, recorded_at DESC) s
    WHERE s.case_id = c.id AND s.answer IN ('no', 'withdrawn');
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE victims_consent FORCE ROW LEVEL SECURITY;
    ALTER TABLE victims_case FORCE ROW LEVEL SECURITY;
    """,
    migrations.RunSQL.noop,
)


def user(**more):
    return models.ForeignKey(
        db_index=False,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [("victims", "0004_transfer")]
    operations = [
        migrations.AddField(
            "case", "restricted_from", models.DateField(editable=False, null=True)
        ),
        migrations.AddField(
            "case", "unshared_from", models.DateField(editable=False, null=True)
        ),
        migrations.AddField(
            "victim", "erased_on", models.DateField(editable=False, null=True)
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=Q(closed_on__isnull=False),
                fields=["territory", "closed_on"],
                name="case_closed",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=Q(restricted_from__isnull=False)
                | Q(unshared_from__isnull=False),
                fields=["id", "victim"],
                name="case_withheld",
            ),
        ),
        migrations.CreateModel(
            "Erasure",
            [
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("recorded_at", models.DateTimeField(db_default=Now(), editable=False)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("retention", "the time of keeping is over"),
                            ("wish", "the person asks for it"),
                            ("order", "an authority decided so"),
                            ("mistake", "the file should not have been opened"),
                        ],
                        max_length=10,
                        verbose_name="legal reason",
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="number of the paper"
                    ),
                ),
                ("confirmed_at", models.DateTimeField(editable=False, null=True)),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                (
                    "records",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                ("confirmed_by", user(null=True)),
                ("recorded_by", user()),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasures",
                        to="victims.victim",
                    ),
                ),
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
                "indexes": [models.Index(fields=["territory"], name="erasure_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            confirmed_by__isnull=True, confirmed_at__isnull=True
                        )
                        | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                        & ~Q(confirmed_by=F("recorded_by"))
                        & Q(cancelled_at__isnull=True),
                        name="erasure_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=Q(done_at__isnull=True)
                        | Q(confirmed_at__isnull=False),
                        name="erasure_done_once_confirmed",
                    ),
                    models.UniqueConstraint(
                        condition=Q(
                            confirmed_at__isnull=True, cancelled_at__isnull=True
                        ),
                        fields=["victim"],
                        name="erasure_waits_once",
                        violation_error_message="This was asked for already.",
                    ),
                ],
            },
        ),
        protect(
            "victims_erasure",
            sees=OFFICERS,
            adds=OFFICERS,
            may="SELECT, INSERT, UPDATE (confirmed_by_id, confirmed_at, done_at,"
            " cancelled_at, records)",
            emergency=False,
        ),
        follow("victims_erasure", "victims_victim", by="victim_id"),
        TWO_PERSONS,
        KEEP_EVENT,
        SUBMISSIONS,
        FOLLOW_CONSENT,
        FLAGS,
        NOTHING_NEW,
        ends_with_consent("victims_need"),
        ends_with_consent("victims_identification"),
        ends_with_consent("victims_riskassessment"),
        ends_with_consent("victims_accompanyingminor"),
        blankable("victims_alias", "name"),
        blankable("victims_paper", "sealed", "issuer", "issued_on"),
        blankable("victims_povertystatus", "standard", "certificate"),
        blankable("victims_holding", "reason"),
        blankable("victims_placement", "reason"),
        blankable("victims_closure", "sealed"),
        blankable("victims_identification", "sealed", "body", "paper_kind", "paper_on"),
        blankable("victims_riskassessment", "sealed"),
        blankable("victims_consent", "sealed"),
        withheld("victims_alias", "victim_id", "victim_id"),
        withheld("victims_paper", "victim_id", "victim_id"),
        withheld("victims_riskassessment", "case_id", "id"),
        withheld("victims_closure", "case_id", "id"),
    ]
