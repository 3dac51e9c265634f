import uuid

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import accounts.sealed_fields
from accounts.guard import STATE, WORK, administered, follow, protect, protect_event
from accounts.guard_columns import fix, only_forward
from accounts.guard_retention import (
    blankable,
    ends_with_consent,
    withheld,
    withheld_row_by_row,
)

APP = "support_regimes_"
STAY, PLAN, STEP = f"{APP}stay", f"{APP}plan", f"{APP}planstep"
ENTRY, DEPARTURE = f"{APP}stayentry", f"{APP}departure"
ASSESSMENT, HANDOVER = f"{APP}returnassessment", f"{APP}communehandover"
STATES = [STAY, PLAN, STEP]
EVENTS = [ENTRY, DEPARTURE, ASSESSMENT, HANDOVER]
OF_CASE = [STAY, PLAN, ASSESSMENT, HANDOVER]


def signed(table, is_event):
    """Whoever writes a row signs it; an event is struck out once."""
    voided = f"""CREATE TRIGGER voided BEFORE INSERT OR UPDATE ON {table}
        FOR EACH ROW EXECUTE FUNCTION keep_void();"""
    return migrations.RunSQL(
        f"""CREATE TRIGGER author BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION keep_author();
        {voided if is_event else ""}""",
        f"""DROP TRIGGER author ON {table};
        {f"DROP TRIGGER voided ON {table};" if is_event else ""}""",
    )


def tie(child, key, parent, target):
    """A composite key: the two columns of the child stand together in the parent."""
    name = f"{child}_ties_{key[0]}"
    unique = f"{parent}_{'_'.join(target)}"
    return migrations.RunSQL(
        f"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{unique}') THEN
                ALTER TABLE {parent} ADD CONSTRAINT {unique}
                    UNIQUE ({", ".join(target)});
            END IF;
        END $$;
        ALTER TABLE {child} ADD CONSTRAINT {name} FOREIGN KEY ({", ".join(key)})
            REFERENCES {parent} ({", ".join(target)}) ON UPDATE CASCADE;
        """,
        f"ALTER TABLE {child} DROP CONSTRAINT {name};",
    )


def of_minor(child):
    minor = "victims_accompanyingminor"
    return tie(child, ("minor_id", "case_id"), minor, ("id", "case_id"))


GUARDS = [
    administered("facilities that shelter people, no address", f"{APP}facility"),
    *(protect(table, sees=STATE, adds=WORK) for table in STATES),
    *(protect_event(table, sees=STATE, adds=WORK) for table in EVENTS),
    *(follow(table, "victims_case", by="case_id") for table in OF_CASE),
    follow(ENTRY, STAY, by="stay_id"),
    follow(DEPARTURE, STAY, by="stay_id"),
    follow(STEP, PLAN, by="plan_id"),
    *(of_minor(table) for table in OF_CASE),
    tie(STAY, ("victim_id", "case_id"), "victims_case", ("victim_id", "id")),
    tie(ENTRY, ("stay_id", "case_id"), STAY, ("id", "case_id")),
    tie(DEPARTURE, ("stay_id", "case_id"), STAY, ("id", "case_id")),
    tie(HANDOVER, ("stay_id", "case_id"), STAY, ("id", "case_id")),
    tie(STEP, ("plan_id", "case_id"), PLAN, ("id", "case_id")),
    *(signed(table, False) for table in STATES),
    *(signed(table, True) for table in EVENTS),
    *(only_forward(table) for table in STATES),
    fix(STAY, "case_id", "minor_id", "victim_id"),
    fix(PLAN, "case_id", "minor_id", "template", "started_on"),
    fix(STEP, "plan_id", "case_id", "number", "is_visit"),
    # Not the end of a stay: a child is handed over safely whatever the file says.
    *(ends_with_consent(table) for table in [*OF_CASE, ENTRY, STEP]),
    withheld(ASSESSMENT, "case_id", "id"),
    withheld_row_by_row(ASSESSMENT, "case_id", "id"),
    blankable(ENTRY, "body", "document_number", "reason"),
    blankable(DEPARTURE, "sealed"),
    blankable(ASSESSMENT, "sealed"),
    blankable(HANDOVER, "document_number", "sealed"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("support_regimes", "0008_procedure"),
        ("victims", "0008_withheld_row_by_row"),
        ("areas", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Facility",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "name",
                    models.CharField(max_length=160, unique=True, verbose_name="name"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("social_protection", "social protection facility"),
                            ("victim_support", "victim support facility"),
                            ("social_work", "social work centre"),
                            ("open_house", "open house"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="public")),
                (
                    "rooms",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="rooms"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="phone of the office"
                    ),
                ),
                (
                    "license_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the license"
                    ),
                ),
                (
                    "licensed_until",
                    models.DateField(
                        blank=True, null=True, verbose_name="licensed until"
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
                        default="unconfirmed",
                        max_length=11,
                        verbose_name="how sure this is",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        blank=True, null=True, verbose_name="takes people in from"
                    ),
                ),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, null=True, verbose_name="takes people in until"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                        verbose_name="area",
                    ),
                ),
            ],
            options={
                "verbose_name": "facility",
                "verbose_name_plural": "facilities",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Plan",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("template", models.SlugField(max_length=40, verbose_name="plan")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("started_on", models.DateField(verbose_name="counted from")),
                (
                    "ended_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="given up on"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="victims.case",
                    ),
                ),
                (
                    "minor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
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
                    "updated_by",
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
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                ("sealed", models.BinaryField(null=True)),
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=160, verbose_name="step")),
                ("is_visit", models.BooleanField(default=False)),
                ("due_on", models.DateField(verbose_name="planned for")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("done", "done"),
                            ("put_off", "put off"),
                            ("not_wanted", "not wanted"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "answered_on",
                    models.DateField(blank=True, null=True, verbose_name="day"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_steps",
                        to="victims.case",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="support_regimes.plan",
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
                    "updated_by",
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
                "verbose_name": "step of a plan",
                "verbose_name_plural": "steps of plans",
                "ordering": ["plan", "number"],
            },
        ),
        migrations.CreateModel(
            name="ReturnAssessment",
            fields=[
                ("sealed", models.BinaryField(null=True)),
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
                    "family_takes",
                    models.CharField(
                        choices=[
                            ("yes", "yes"),
                            ("no", "no"),
                            ("unclear", "not clear"),
                            ("not_said", "prefers not to say"),
                        ],
                        max_length=8,
                        verbose_name="the family will take the person in",
                    ),
                ),
                (
                    "can_live_there",
                    models.CharField(
                        choices=[
                            ("yes", "yes"),
                            ("no", "no"),
                            ("unclear", "not clear"),
                            ("not_said", "prefers not to say"),
                        ],
                        max_length=8,
                        verbose_name="the person can live there",
                    ),
                ),
                (
                    "marriage_near",
                    models.CharField(
                        choices=[
                            ("yes", "yes"),
                            ("no", "no"),
                            ("unclear", "not clear"),
                            ("not_said", "prefers not to say"),
                        ],
                        max_length=8,
                        verbose_name="a forced or child marriage is near",
                    ),
                ),
                (
                    "trafficker_near",
                    models.CharField(
                        choices=[
                            ("yes", "yes"),
                            ("no", "no"),
                            ("unclear", "not clear"),
                            ("not_said", "prefers not to say"),
                        ],
                        max_length=8,
                        verbose_name="a trafficker is near",
                    ),
                ),
                (
                    "asked_alone",
                    models.BooleanField(default=False, verbose_name="asked alone"),
                ),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("home", "wishes to go home"),
                            ("stay", "wishes to stay on"),
                            ("training", "wishes training or work"),
                            ("elsewhere", "wishes to live elsewhere"),
                            ("not_sure", "is not sure yet"),
                            ("not_said", "prefers not to say"),
                            ("not_asked", "not asked: could not talk alone"),
                        ],
                        max_length=10,
                        verbose_name="own wish",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("home", "goes home, with a plan"),
                            ("stay", "stays on"),
                            ("training", "training or a job instead"),
                            ("elsewhere", "another place"),
                        ],
                        max_length=10,
                        verbose_name="result",
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
                        related_name="return_assessments",
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
                        to="support_regimes.returnassessment",
                    ),
                ),
                (
                    "minor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="return_assessments",
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
                "verbose_name": "return assessment",
                "verbose_name_plural": "return assessments",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("sealed", models.BinaryField(null=True)),
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "place_name",
                    accounts.sealed_fields.SealedCharField(
                        blank=True, max_length=120, verbose_name="another place"
                    ),
                ),
                (
                    "room",
                    accounts.sealed_fields.SealedCharField(
                        blank=True, max_length=20, verbose_name="room"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="day of arrival")),
                (
                    "until_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="day of leaving"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("recovery", "to recover"),
                            ("verifying", "while the authority verifies"),
                            ("no_safe_home", "no safe home for now"),
                            ("alone", "a minor without family near"),
                            ("training", "training or schooling"),
                            ("other", "other"),
                            ("not_said", "prefers not to say"),
                        ],
                        max_length=12,
                        verbose_name="why here",
                    ),
                ),
                ("struck_on", models.DateField(editable=False, null=True)),
                (
                    "struck_reason",
                    accounts.sealed_fields.SealedCharField(
                        blank=True, editable=False, max_length=200
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="victims.case",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="support_regimes.facility",
                        verbose_name="facility",
                    ),
                ),
                (
                    "minor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
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
                    "updated_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "victim",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="victims.victim",
                    ),
                ),
            ],
            options={
                "verbose_name": "stay",
                "verbose_name_plural": "stays",
            },
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                ("sealed", models.BinaryField(null=True)),
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
                    "why",
                    models.CharField(
                        choices=[
                            ("home", "goes home"),
                            ("other_facility", "moves to another facility"),
                            ("training", "training or schooling elsewhere"),
                            ("work", "work elsewhere"),
                            ("own_wish", "wishes to leave"),
                            ("not_victim", "the authority found otherwise"),
                            ("other", "other"),
                        ],
                        max_length=16,
                        verbose_name="why the stay ends",
                    ),
                ),
                (
                    "handed_to",
                    models.CharField(
                        choices=[
                            ("alone", "goes alone, an adult"),
                            ("father", "the father"),
                            ("mother", "the mother"),
                            ("person", "the parent in this file"),
                            ("relative", "another relative"),
                            ("commune", "staff of the commune"),
                            ("facility", "another facility"),
                            ("other", "somebody else"),
                        ],
                        max_length=8,
                        verbose_name="who comes along or takes over",
                    ),
                ),
                ("of_minor", models.BooleanField(default=False, editable=False)),
                (
                    "escorted",
                    models.BooleanField(default=False, verbose_name="staff go along"),
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
                        to="support_regimes.departure",
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
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departures",
                        to="support_regimes.stay",
                    ),
                ),
            ],
            options={
                "verbose_name": "end of a stay",
                "verbose_name_plural": "ends of stays",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CommuneHandover",
            fields=[
                ("sealed", models.BinaryField(null=True)),
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
                    "step",
                    models.CharField(
                        choices=[
                            ("given", "handed over to the commune"),
                            ("taken", "the commune took over"),
                        ],
                        max_length=5,
                        verbose_name="step",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the paper"
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="support_regimes.communehandover",
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
                        related_name="commune_handovers",
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
                        to="support_regimes.communehandover",
                    ),
                ),
                (
                    "minor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commune_handovers",
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
                (
                    "stay",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="support_regimes.stay",
                    ),
                ),
            ],
            options={
                "verbose_name": "handover to the commune",
                "verbose_name_plural": "handovers to communes",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StayEntry",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("leave", "days at home"),
                            ("extension", "longer stay"),
                            ("service", "service given there"),
                        ],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                (
                    "until_on",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "what",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("health", "health check"),
                            ("counselling", "counselling"),
                            ("skills", "life skills"),
                            ("legal", "legal advice"),
                            ("papers", "help with papers"),
                            ("insurance", "health insurance"),
                            ("learning", "learning, schooling"),
                            ("interpreter", "interpreter"),
                            ("other", "other"),
                        ],
                        max_length=12,
                        verbose_name="service",
                    ),
                ),
                (
                    "body",
                    models.CharField(blank=True, max_length=160, verbose_name="body"),
                ),
                (
                    "document_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the paper"
                    ),
                ),
                (
                    "reason",
                    accounts.sealed_fields.SealedCharField(
                        blank=True, max_length=200, verbose_name="reason"
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
                        to="support_regimes.stayentry",
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
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="support_regimes.stay",
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
                "verbose_name": "entry of a stay",
                "verbose_name_plural": "entries of stays",
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="facility",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                name="facility_ends_after_start",
                violation_error_message="The last day lies before the first day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("case", "minor", "template"),
                name="plan_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="planstep",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "put_off"])),
                fields=["territory", "due_on"],
                name="plan_step_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.UniqueConstraint(
                fields=("plan", "number"), name="plan_step_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_on__isnull", True), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("answered_by__isnull", False),
                        ("answered_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="plan_step_answered",
            ),
        ),
        migrations.AddIndex(
            model_name="returnassessment",
            index=models.Index(
                fields=["territory", "happened_on"], name="returnassessment_place_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnassessment",
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
                name="support_regimes_returnassessment_void_trio",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("asked_alone", True),
                        models.Q(("wish", "not_asked"), _negated=True),
                    ),
                    models.Q(("asked_alone", False), ("wish", "not_asked")),
                    _connector="OR",
                ),
                name="return_wish_asked_alone",
            ),
        ),
        migrations.AddIndex(
            model_name="stay",
            index=models.Index(
                condition=models.Q(
                    ("struck_on__isnull", True), ("until_on__isnull", True)
                ),
                fields=["territory", "from_on"],
                name="stay_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="stay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on__isnull", True),
                    ("until_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="stay_ends_later",
                violation_error_message="The end lies before the begin.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("facility__isnull", False),
                    models.Q(("place_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="stay_somewhere",
                violation_error_message="Choose the facility, or write the place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_on__isnull", True), ("struck_reason", "")),
                    models.Q(
                        ("struck_on__isnull", False),
                        models.Q(("struck_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="stay_struck_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="stay",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("minor__isnull", True), ("struck_on__isnull", True)
                ),
                expressions=[
                    ("victim", "="),
                    (
                        models.Func(
                            models.F("from_on"),
                            models.F("until_on"),
                            models.Value("[)"),
                            function="daterange",
                            output_field=None,
                        ),
                        "&&",
                    ),
                ],
                name="stay_once_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="stay",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("minor__isnull", False), ("struck_on__isnull", True)
                ),
                expressions=[
                    ("minor", "="),
                    (
                        models.Func(
                            models.F("from_on"),
                            models.F("until_on"),
                            models.Value("[)"),
                            function="daterange",
                            output_field=None,
                        ),
                        "&&",
                    ),
                ],
                name="stay_once_a_minor",
            ),
        ),
        migrations.AddConstraint(
            model_name="stay",
            constraint=models.UniqueConstraint(
                fields=("id", "case"), name="stay_of_case"
            ),
        ),
        migrations.AddIndex(
            model_name="departure",
            index=models.Index(
                fields=["territory", "happened_on"], name="departure_place_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="departure",
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
                name="support_regimes_departure_void_trio",
            ),
        ),
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at__isnull", True)),
                fields=("stay",),
                name="departure_once_a_stay",
            ),
        ),
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("of_minor", False),
                    ("handed_to__in", ("father", "mother", "person")),
                    models.Q(
                        ("escorted", True),
                        models.Q(("handed_to", "alone"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="departure_of_a_minor",
            ),
        ),
        migrations.AddIndex(
            model_name="communehandover",
            index=models.Index(
                fields=["territory", "happened_on"], name="communehandover_place_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="communehandover",
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
                name="support_regimes_communehandover_void_trio",
            ),
        ),
        migrations.AddConstraint(
            model_name="communehandover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answers__isnull", True), ("step", "given")),
                    models.Q(("answers__isnull", False), ("step", "taken")),
                    _connector="OR",
                ),
                name="handover_answers_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="communehandover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at__isnull", True)),
                fields=("answers",),
                name="handover_taken_once",
            ),
        ),
        migrations.AddIndex(
            model_name="stayentry",
            index=models.Index(
                fields=["territory", "happened_on"], name="stayentry_place_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="stayentry",
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
                name="support_regimes_stayentry_void_trio",
            ),
        ),
        migrations.AddConstraint(
            model_name="stayentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "service"),
                        ("until_on__isnull", True),
                        models.Q(("what", ""), _negated=True),
                    ),
                    models.Q(
                        ("kind__in", ["leave", "extension"]),
                        ("until_on__isnull", False),
                        ("what", ""),
                    ),
                    _connector="OR",
                ),
                name="stay_entry_fits_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="stayentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on__isnull", True),
                    ("until_on__gte", models.F("happened_on")),
                    _connector="OR",
                ),
                name="stay_entry_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="stayentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "extension"), _negated=True),
                    models.Q(
                        models.Q(("body", ""), _negated=True),
                        models.Q(("document_number", ""), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="stay_extension_has_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="stayentry",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind", "leave"), ("voided_at__isnull", True)),
                expressions=[
                    ("stay", "="),
                    (
                        models.Func(
                            models.F("happened_on"),
                            models.F("until_on"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=None,
                        ),
                        "&&",
                    ),
                ],
                name="stay_away_once",
            ),
        ),
        *GUARDS,
    ]
