import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.guard import STATE, VOID, follow, protect
from accounts.guard_retention import blankable, ends_with_consent, withheld
from accounts.sealed_fields import SealedCharField

SAMPLE = "support_regimes_auditsample"
AUDITED = "support_regimes_auditedcase"
FINDING = "support_regimes_auditfinding"
AUDITORS = "labour_officer"
READERS = "labour_officer,provincial_officer"


def link(to, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **more)


def hidden(to, **more):
    return link(to, db_index=False, editable=False, related_name="+", **more)


RECORD = [
    (
        "id",
        models.UUIDField(
            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
        ),
    ),
    ("recorded_at", models.DateTimeField(db_default=Now(), editable=False)),
    ("recorded_by", hidden(settings.AUTH_USER_MODEL)),
    ("territory", hidden("areas.area")),
]


def of_an_event(name):
    """The columns that every event has."""
    return [
        *RECORD,
        ("happened_on", models.DateField(verbose_name="day")),
        ("area", hidden("areas.area")),
        ("voided_at", models.DateTimeField(editable=False, null=True)),
        ("voided_by", hidden(settings.AUTH_USER_MODEL, null=True)),
        ("void_reason", SealedCharField(blank=True, editable=False, max_length=200)),
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
    ]


def void_trio(name):
    return models.CheckConstraint(
        condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
        | Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
        name=f"support_regimes_{name}_void_trio",
    )


def place_day(name):
    return models.Index(fields=["territory", "happened_on"], name=f"{name}_place_day")


CREATE_SAMPLE = migrations.CreateModel(
    name="AuditSample",
    fields=[
        *of_an_event("auditsample"),
        ("from_on", models.DateField(verbose_name="from")),
        ("to_on", models.DateField(verbose_name="to")),
        (
            "which",
            models.CharField(
                choices=[
                    ("received", "taken in in the period"),
                    ("decided", "with a decision of the period"),
                    ("given", "with support given in the period"),
                ],
                max_length=8,
                verbose_name="which cases",
            ),
        ),
        ("size", models.PositiveSmallIntegerField(verbose_name="how many")),
        ("seed", models.CharField(editable=False, max_length=32)),
        ("population", models.PositiveIntegerField(editable=False)),
        ("population_mark", models.CharField(editable=False, max_length=64)),
    ],
    options={
        "verbose_name": "audit sample",
        "verbose_name_plural": "audit samples",
        "ordering": ["-recorded_at"],
        "abstract": False,
        "indexes": [place_day("auditsample")],
        "constraints": [
            void_trio("auditsample"),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=100), name="audit_size"
            ),
            models.CheckConstraint(
                condition=Q(from_on__lte=F("to_on")), name="audit_days"
            ),
            models.CheckConstraint(
                condition=Q(population__gte=1), name="audit_of_something"
            ),
        ],
    },
)
CREATE_AUDITED = migrations.CreateModel(
    name="AuditedCase",
    fields=[
        *RECORD,
        ("sample", link("support_regimes.auditsample", related_name="audited")),
        ("case", link("victims.case", related_name="audits")),
        ("place", models.PositiveSmallIntegerField()),
    ],
    options={
        "verbose_name": "case of an audit",
        "verbose_name_plural": "cases of an audit",
        "ordering": ["place"],
        "constraints": [
            models.UniqueConstraint(fields=["sample", "case"], name="audited_once"),
            models.UniqueConstraint(fields=["sample", "place"], name="audited_place"),
        ],
    },
)
CREATE_FINDING = migrations.CreateModel(
    name="AuditFinding",
    fields=[
        *of_an_event("auditfinding"),
        ("sealed", models.BinaryField(null=True)),
        ("audited", link("support_regimes.auditedcase", related_name="findings")),
        ("case", link("victims.case", related_name="audit_findings")),
        ("question", models.CharField(max_length=24, verbose_name="question")),
        (
            "result",
            models.CharField(
                choices=[
                    ("met", "in order"),
                    ("not_met", "not in order"),
                    ("unclear", "cannot be told"),
                ],
                max_length=7,
                verbose_name="finding",
            ),
        ),
        (
            "saw",
            models.CharField(
                blank=True,
                choices=[("met", "in order"), ("not_met", "not in order")],
                max_length=7,
            ),
        ),
        (
            "follow_up_on",
            models.DateField(blank=True, null=True, verbose_name="look again on"),
        ),
    ],
    options={
        "verbose_name": "finding of an audit",
        "verbose_name_plural": "findings of an audit",
        "abstract": False,
        "indexes": [place_day("auditfinding")],
        "constraints": [
            void_trio("auditfinding"),
            models.UniqueConstraint(
                condition=Q(voided_at__isnull=True),
                fields=["audited", "question"],
                name="finding_once",
            ),
            models.CheckConstraint(
                condition=~Q(result="met") | Q(follow_up_on__isnull=True),
                name="finding_met_is_done",
            ),
        ],
    },
)

# The seed is the database's: nobody chooses what is drawn. Cases come in the transaction
# of the draw alone, as many as were drawn: no place is left for another one. Checked
# after the row's policy, so that this tells nothing of others.
DRAW = migrations.RunSQL(
    f"""
    CREATE FUNCTION make_seed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
        IF current_user = 'app' OR NEW.seed = '' THEN
            NEW.seed := replace(gen_random_uuid()::text, '-', '');
            NEW.recorded_at := statement_timestamp();
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER seed BEFORE INSERT ON {SAMPLE}
        FOR EACH ROW EXECUTE FUNCTION make_seed();
    CREATE FUNCTION with_the_draw() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
        IF current_user = 'app' AND NOT EXISTS (SELECT FROM {SAMPLE} s
            WHERE s.id = NEW.sample_id AND s.recorded_at >= now()
              AND NEW.place BETWEEN 1 AND least(s.size, s.population)) THEN
            RAISE EXCEPTION 'a case comes with the draw, never later'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER with_the_draw AFTER INSERT ON {AUDITED}
        FOR EACH ROW EXECUTE FUNCTION with_the_draw();
    REVOKE ALL ON FUNCTION make_seed(), with_the_draw() FROM public;
    """,
    f"""
    DROP TRIGGER with_the_draw ON {AUDITED}; DROP TRIGGER seed ON {SAMPLE};
    DROP FUNCTION with_the_draw(), make_seed();
    """,
)

# A district officer touches a finding only to blank it in an erasure (keep_event); who
# was looked at never strikes out what was found.
BY_AUDITOR = migrations.RunSQL(
    f"""
    CREATE FUNCTION by_auditor() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
        IF current_user = 'app' AND OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL
            AND NEW.territory_id <> ALL (reach('{{{AUDITORS}}}')) THEN
            RAISE EXCEPTION 'who audits strikes a finding out, nobody else'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER by_auditor BEFORE UPDATE ON {FINDING}
        FOR EACH ROW EXECUTE FUNCTION by_auditor();
    REVOKE ALL ON FUNCTION by_auditor() FROM public;
    """,
    f"DROP TRIGGER by_auditor ON {FINDING}; DROP FUNCTION by_auditor();",
)

TIES = migrations.RunSQL(
    f"""
    ALTER TABLE {AUDITED} ADD CONSTRAINT audited_of_case UNIQUE (id, case_id);
    ALTER TABLE {FINDING} ADD CONSTRAINT finding_ties_case
        FOREIGN KEY (audited_id, case_id) REFERENCES {AUDITED} (id, case_id);
    """,
    f"""
    ALTER TABLE {FINDING} DROP CONSTRAINT finding_ties_case;
    ALTER TABLE {AUDITED} DROP CONSTRAINT audited_of_case;
    """,
)


def signed(table):
    return migrations.RunSQL(
        f"""CREATE TRIGGER author BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION keep_author();""",
        f"DROP TRIGGER author ON {table};",
    )


def struck_once(table):
    return migrations.RunSQL(
        f"""CREATE TRIGGER voided BEFORE INSERT OR UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION keep_void();""",
        f"DROP TRIGGER voided ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("support_regimes", "0014_neutral_words")]
    operations = [
        CREATE_SAMPLE,
        CREATE_AUDITED,
        CREATE_FINDING,
        protect(SAMPLE, READERS, AUDITORS, may=VOID, emergency=False),
        protect(AUDITED, READERS, AUDITORS, may="SELECT, INSERT", emergency=False),
        protect(
            FINDING,
            STATE,
            AUDITORS,
            edits=f"district_officer,{AUDITORS}",
            may=VOID,
            emergency=False,
        ),
        follow(AUDITED, "victims_case", by="case_id"),
        follow(FINDING, "victims_case", by="case_id"),
        TIES,
        *(signed(table) for table in (SAMPLE, AUDITED, FINDING)),
        *(struck_once(table) for table in (SAMPLE, FINDING)),
        *(ends_with_consent(table) for table in (AUDITED, FINDING)),
        blankable(FINDING, "sealed"),
        withheld(FINDING, "case_id", "id"),
        DRAW,
        BY_AUDITOR,
    ]
