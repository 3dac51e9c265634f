import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Now

from victims.guard_complaints import COMPLAINTS, ERASED, PASSED_OVER, UNTOLD

WAYS = [
    ("person", "in person, in a safe place"),
    ("phone", "by phone"),
    ("paper", "on paper"),
    ("trusted", "through somebody she trusts"),
    ("none", "no answer wanted"),
]
DESKS = [
    ("district", "the district"),
    ("province", "the province"),
    ("department", "the Department"),
]
ACTS = [
    ("answer", "answered"),
    ("view", "what she says of it"),
    ("again", "taken up again"),
    ("back", "taken back by her"),
]
VIEWS = [
    ("yes", "content"),
    ("partly", "partly content"),
    ("no", "not content"),
    ("not_said", "prefers not to say"),
]


def link(to, **more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        to=to,
        **({"related_name": "+"} | more),
    )


def key():
    return models.UUIDField(
        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
    )


COMPLAINT = migrations.CreateModel(
    name="Complaint",
    fields=[
        ("sealed", models.BinaryField(null=True)),
        ("id", key()),
        ("happened_on", models.DateField(verbose_name="day")),
        (
            "kinds",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=8),
                size=None,
                verbose_name="about what",
            ),
        ),
        (
            "channel",
            models.CharField(
                choices=[
                    ("person", "in person"),
                    ("phone", "by phone"),
                    ("paper", "on paper"),
                ],
                max_length=8,
                verbose_name="how",
            ),
        ),
        (
            "answer_by",
            models.CharField(
                choices=WAYS, max_length=8, verbose_name="how she wants the answer"
            ),
        ),
        (
            "desk",
            models.CharField(choices=DESKS, max_length=10, verbose_name="answered by"),
        ),
        ("due_on", models.DateField(verbose_name="to be answered by")),
        ("recorded_at", models.DateTimeField(db_default=Now(), editable=False)),
        ("about", link(settings.AUTH_USER_MODEL, null=True)),
        ("case", link("victims.case", null=True)),
        ("minor", link("victims.accompanyingminor", null=True)),
        ("recorded_by", link(settings.AUTH_USER_MODEL)),
        ("territory", link("areas.area")),
    ],
    options={
        "verbose_name": "complaint",
        "verbose_name_plural": "complaints",
        "ordering": ["due_on", "recorded_at"],
        "constraints": [
            models.CheckConstraint(
                condition=Q(kinds__len__gt=0), name="complaint_of_some_kind"
            ),
            models.CheckConstraint(
                condition=Q(minor__isnull=True) | Q(case__isnull=False),
                name="complaint_minor_of_a_case",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("happened_on")), name="complaint_due_later"
            ),
        ],
        "indexes": [models.Index(fields=["territory", "desk"], name="complaint_desk")],
    },
)
STEP = migrations.CreateModel(
    name="ComplaintStep",
    fields=[
        ("sealed", models.BinaryField(null=True)),
        ("id", key()),
        ("act", models.CharField(choices=ACTS, max_length=6)),
        ("happened_on", models.DateField(verbose_name="day")),
        (
            "way",
            models.CharField(
                blank=True, choices=WAYS, max_length=8, verbose_name="how"
            ),
        ),
        (
            "view",
            models.CharField(
                blank=True, choices=VIEWS, max_length=8, verbose_name="content with it?"
            ),
        ),
        ("due_on", models.DateField(null=True, verbose_name="to be answered by")),
        ("recorded_at", models.DateTimeField(db_default=Now(), editable=False)),
        ("complaint", link("victims.complaint", related_name="steps")),
        ("recorded_by", link(settings.AUTH_USER_MODEL)),
    ],
    options={
        "verbose_name": "step of a complaint",
        "verbose_name_plural": "steps of complaints",
        "ordering": ["recorded_at"],
        "constraints": [
            models.CheckConstraint(
                condition=Q(act="again", due_on__isnull=False)
                | ~Q(act="again") & Q(due_on__isnull=True),
                name="complaint_step_due_when_again",
            ),
            models.CheckConstraint(
                condition=Q(act="view") & ~Q(view="") | ~Q(act="view") & Q(view=""),
                name="complaint_step_view_said",
            ),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [
        ("victims", "0008_withheld_row_by_row"),
        ("accounts", "0008_narrower"),
    ]
    operations = [COMPLAINT, STEP, COMPLAINTS, PASSED_OVER, UNTOLD, ERASED]
