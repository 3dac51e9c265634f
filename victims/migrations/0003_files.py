"""Photos, scans and sound: what stands beside them, and their sealed bytes."""

import uuid

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT
from django.db.models.functions import Now

from accounts.guard import STATE, WORK, follow, protect, protect_event
from accounts.guard_files import CONTENT, SAME_HOUSEHOLD, WRITTEN_ONCE
from accounts.sealed_fields import SealedCharField

USER = settings.AUTH_USER_MODEL
PURPOSES = [
    ("record", "keep a file"),
    ("share_authority", "share with the approving level and the Department"),
    ("share_donor", "share with the donor organisation"),
    ("visit", "visits and calls"),
    ("photo", "photos of animals, barns, papers"),
    ("voice", "recording of the voice"),
    ("story", "use of story or picture in media"),
]
KINDS = [
    ("paper", "paper"),
    ("receipt", "receipt, voucher"),
    ("place", "photo of animals, barn, house"),
    ("person", "photo of the supported person"),
    ("voice", "voice of the supported person"),
]
MEDIA = [("photo", "photo"), ("scan", "scan"), ("sound", "sound")]


def key():
    return models.UUIDField(
        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
    )


def written_at():
    return models.DateTimeField(db_default=Now(), editable=False)


def names(to, **more):
    return models.ForeignKey(
        to, PROTECT, **{"editable": False, "related_name": "+"} | more
    )


def number(field=models.PositiveSmallIntegerField, **more):
    return field(editable=False, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("victims", "0002_guard"),
        ("areas", "0001_initial"),
        ("accounts", "0007_operation"),
    ]
    operations = [
        migrations.AlterField(
            "consent",
            "purpose",
            models.CharField("purpose", max_length=16, choices=PURPOSES),
        ),
        migrations.CreateModel(
            "Attachment",
            [
                ("id", key()),
                ("recorded_at", written_at()),
                ("happened_on", models.DateField("day")),
                ("voided_at", models.DateTimeField(null=True, editable=False)),
                (
                    "void_reason",
                    SealedCharField(max_length=200, blank=True, editable=False),
                ),
                ("kind", models.CharField("kind", max_length=8, choices=KINDS)),
                (
                    "media",
                    models.CharField(max_length=8, choices=MEDIA, editable=False),
                ),
                ("size", number(models.PositiveIntegerField)),
                ("pages", number()),
                ("width", number(null=True)),
                ("height", number(null=True)),
                ("seconds", number(null=True)),
                ("territory", names("areas.area", db_index=False)),
                ("area", names("areas.area", db_index=False)),
                ("recorded_by", names(USER, db_index=False)),
                ("voided_by", names(USER, db_index=False, null=True)),
                ("household", names("victims.household", related_name="attachments")),
                ("case", names("victims.case", null=True, related_name="attachments")),
                ("consent", names("victims.consent", null=True)),
                (
                    "corrects",
                    models.OneToOneField(
                        "victims.attachment",
                        PROTECT,
                        null=True,
                        editable=False,
                        related_name="correction",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["territory", "happened_on"], name="attachment_place_day"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            voided_at__isnull=True,
                            voided_by__isnull=True,
                            void_reason="",
                        )
                        | models.Q(voided_at__isnull=False, voided_by__isnull=False)
                        & ~models.Q(void_reason=""),
                        name="victims_attachment_void_trio",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            media="sound", seconds__isnull=False, width__isnull=True
                        )
                        | models.Q(media__in=["photo", "scan"], width__isnull=False),
                        name="attachment_measured",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "AttachmentContent",
            [
                ("id", key()),
                ("recorded_at", written_at()),
                (
                    "caption",
                    SealedCharField("what is on it", max_length=120, blank=True),
                ),
                ("sealed_bytes", models.BinaryField()),
                ("territory", names("areas.area", db_index=False)),
                ("recorded_by", names(USER, db_index=False)),
                (
                    "attachment",
                    models.OneToOneField(
                        "victims.attachment",
                        PROTECT,
                        editable=False,
                        related_name="content",
                    ),
                ),
            ],
            options={
                "verbose_name": "content of a file",
                "verbose_name_plural": "contents of files",
            },
        ),
        protect_event("victims_attachment", sees=STATE, adds=WORK),
        protect("victims_attachmentcontent", sees=WORK, adds=WORK, may=CONTENT),
        follow("victims_attachment", "victims_household", by="household_id"),
        follow("victims_attachmentcontent", "victims_attachment", by="attachment_id"),
        SAME_HOUSEHOLD,
        WRITTEN_ONCE,
    ]
