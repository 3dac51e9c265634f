import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.guard import STATE, WORK, follow, protect_event
from accounts.guard_retention import blankable, ends_with_consent
from accounts.sealed_fields import SealedCharField
from support_regimes.causes import choices

UNMET = "support_regimes_unmetneed"
MET = "support_regimes_needmet"


def link(to, **more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        to=to,
        **({"related_name": "+"} | more),
    )


def hidden(to, **more):
    return link(to, db_index=False, editable=False, **more)


def of_an_event(name):
    """The columns that every event has."""
    return [
        ("sealed", models.BinaryField(editable=False, null=True)),
        (
            "id",
            models.UUIDField(
                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
            ),
        ),
        ("recorded_at", models.DateTimeField(db_default=Now(), editable=False)),
        ("happened_on", models.DateField(verbose_name="day")),
        ("voided_at", models.DateTimeField(editable=False, null=True)),
        ("void_reason", SealedCharField(blank=True, editable=False, max_length=200)),
        (
            "amount",
            models.BigIntegerField(blank=True, null=True, verbose_name="amount"),
        ),
        ("area", hidden("areas.area")),
        (
            "corrects",
            models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to=f"support_regimes.{name}",
            ),
        ),
        ("recorded_by", hidden(settings.AUTH_USER_MODEL)),
        ("territory", hidden("areas.area")),
        ("voided_by", hidden(settings.AUTH_USER_MODEL, null=True)),
    ]


def void_trio(name):
    return models.CheckConstraint(
        condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
        | Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
        name=f"support_regimes_{name}_void_trio",
    )


def place_day(name):
    return models.Index(fields=["territory", "happened_on"], name=f"{name}_place_day")


CREATE_UNMET = migrations.CreateModel(
    name="UnmetNeed",
    fields=[
        *of_an_event("unmetneed"),
        ("cause", models.CharField(choices=choices, max_length=24, verbose_name="why")),
        (
            "age_group",
            models.CharField(
                choices=[
                    ("adult", "adult"),
                    ("minor", "under 18"),
                    ("unknown", "age not certain"),
                ],
                max_length=7,
                verbose_name="age",
            ),
        ),
        ("case", link("victims.case", null=True, related_name="unmet_needs")),
        (
            "minor",
            link("victims.accompanyingminor", null=True, related_name="unmet_needs"),
        ),
        (
            "victim",
            link(
                "victims.victim", null=True, editable=False, related_name="unmet_needs"
            ),
        ),
    ],
    options={
        "verbose_name": "unmet need",
        "verbose_name_plural": "unmet needs",
        "abstract": False,
        "constraints": [
            void_trio("unmetneed"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="unmet_amount_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False, victim__isnull=False)
                | Q(case__isnull=True, victim__isnull=True, minor__isnull=True),
                name="unmet_person_of_a_case",
            ),
            models.UniqueConstraint(
                fields=["case", "minor", "cause", "happened_on"],
                condition=Q(voided_at__isnull=True, case__isnull=False),
                nulls_distinct=False,
                name="unmet_once_a_day",
            ),
        ],
        "indexes": [
            place_day("unmetneed"),
            models.Index(fields=["area", "happened_on"], name="unmetneed_area_day"),
        ],
    },
)
CREATE_MET = migrations.CreateModel(
    name="NeedMet",
    fields=[
        *of_an_event("needmet"),
        (
            "how",
            models.CharField(
                choices=[
                    ("source", "other funding"),
                    ("regime", "a regime after all"),
                    ("kin", "family, neighbours, community"),
                    ("office", "another office or organisation"),
                    ("herself", "by herself"),
                ],
                max_length=8,
                verbose_name="met by",
            ),
        ),
        ("need", link("support_regimes.unmetneed", related_name="meetings")),
        ("source", link("support_regimes.fundingsource", null=True, blank=True)),
    ],
    options={
        "verbose_name": "need met later",
        "verbose_name_plural": "needs met later",
        "abstract": False,
        "constraints": [
            void_trio("needmet"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="need_met_amount_above_zero",
            ),
            models.CheckConstraint(
                condition=~Q(how="source") | Q(source__isnull=False),
                name="need_met_by_a_source",
            ),
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(voided_at__isnull=True),
                name="need_met_once",
            ),
        ],
        "indexes": [place_day("needmet")],
    },
)

# A claimant is (case, minor?): the minor came with this case, the person is its person.
TIES = migrations.RunSQL(
    f"""
    ALTER TABLE {UNMET} ADD CONSTRAINT unmet_ties_minor
        FOREIGN KEY (minor_id, case_id)
        REFERENCES victims_accompanyingminor (id, case_id) ON UPDATE CASCADE;
    ALTER TABLE {UNMET} ADD CONSTRAINT unmet_ties_victim
        FOREIGN KEY (case_id, victim_id)
        REFERENCES victims_case (id, victim_id) ON UPDATE CASCADE;
    """,
    f"""
    ALTER TABLE {UNMET} DROP CONSTRAINT unmet_ties_victim;
    ALTER TABLE {UNMET} DROP CONSTRAINT unmet_ties_minor;
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


class Migration(migrations.Migration):
    dependencies = [("support_regimes", "0010_outcomes")]
    operations = [
        CREATE_UNMET,
        CREATE_MET,
        protect_event(UNMET, sees=STATE, adds=WORK),
        protect_event(MET, sees=STATE, adds=WORK),
        follow(UNMET, "victims_case", by="case_id"),
        follow(MET, UNMET, by="need_id"),
        TIES,
        kept(UNMET),
        kept(MET),
        ends_with_consent(UNMET),
        blankable(UNMET, "sealed"),
        blankable(MET, "sealed"),
    ]
