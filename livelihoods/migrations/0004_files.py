"""Which photos and papers belong to a visit or a grant."""

import uuid

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT
from django.db.models.functions import Now

from accounts.guard import PROVINCE, WORK, follow, protect


def files_of(owner, model, words):
    """The table that ties kept files to one kind of record."""
    return migrations.CreateModel(
        f"{owner.capitalize()}File",
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
                "attachment",
                models.OneToOneField(
                    "victims.attachment", PROTECT, related_name=f"of_{owner}"
                ),
            ),
            (owner, models.ForeignKey(model, PROTECT, related_name="files")),
            (
                "recorded_by",
                models.ForeignKey(
                    settings.AUTH_USER_MODEL,
                    PROTECT,
                    db_index=False,
                    editable=False,
                    related_name="+",
                ),
            ),
            (
                "territory",
                models.ForeignKey(
                    "areas.area",
                    PROTECT,
                    db_index=False,
                    editable=False,
                    related_name="+",
                ),
            ),
        ],
        options={"verbose_name": words[0], "verbose_name_plural": words[1]},
    )


def guarded(owner, parent):
    table = f"livelihoods_{owner}file"
    return [
        protect(table, sees=PROVINCE, adds=WORK, may="SELECT, INSERT"),
        follow(table, parent, by=f"{owner}_id"),
        follow(table, "victims_attachment", by="attachment_id"),
    ]


class Migration(migrations.Migration):
    dependencies = [("livelihoods", "0003_guard_herds"), ("victims", "0006_columns")]
    operations = [
        files_of(
            "visit", "livelihoods.homevisit", ("file of a visit", "files of visits")
        ),
        files_of("grant", "livelihoods.grant", ("file of a grant", "files of grants")),
        *guarded("visit", "livelihoods_homevisit"),
        *guarded("grant", "livelihoods_grant"),
    ]
