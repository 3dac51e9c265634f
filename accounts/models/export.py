"""A file about people that leaves: who asked, why, who agreed, when it ended."""

from base64 import b64decode, b64encode

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models.notice import Notice
from accounts.records import Record, RecordQuerySet
from accounts.roles import Role
from accounts.sealing import seal, unseal
from areas.models import Area
from areas.widgets import dotted

MOST_ROWS = 10_000
SHORTEST = 10  # letters of a reason


class ExportQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Own ones, and the large ones of the area, which need a second person."""
        own = Q(recorded_by=user) | Q(needs_second=True)
        return super().visible_to(user).filter(own)

    def waiting_for(self, user):
        """Those that this person may decide: of their area, not their own."""
        reach = user.reach("accounts.decide_export")
        return self.filter(
            territory__in=reach, state=Export.State.ASKED, needs_second=True
        ).exclude(recorded_by=user)


class Export(Record):
    """One file: asked for by `recorded_by` for the area `territory`.

    Whether a second person is needed, the count, the times and every change of state
    are held by the database (guard_exports).
    """

    class State(models.TextChoices):
        ASKED = "asked", _("not made yet")
        APPROVED = "approved", _("agreed to")
        REFUSED = "refused", _("refused")
        MADE = "made", _("ready to download")
        DOWNLOADED = "downloaded", _("downloaded, destroyed here")
        EXPIRED = "expired", _("expired")

    class Purpose(models.TextChoices):
        REGIMES = "regimes", _("settling regimes with another body")
        INSPECTION = "inspection", _("inspection by a higher level")
        AUTHORITY = "authority", _("written request of an authority")
        MEETING = "meeting", _("case meeting of the heads")
        HANDING_OVER = "handing_over", _("handing work over")
        OTHER = "other", _("other")

    seen_with = "accounts.view_export"

    with_names = models.BooleanField()
    purpose = models.CharField(
        _("what it is for"), max_length=16, choices=Purpose.choices, blank=True
    )
    why = models.CharField(_("reason in words"), max_length=160, blank=True)
    filters = models.CharField(max_length=400, blank=True)  # as words
    columns = ArrayField(models.CharField(max_length=20))
    subjects = ArrayField(models.UUIDField())
    count = models.PositiveIntegerField(default=0, editable=False)
    needs_second = models.BooleanField(default=False, editable=False)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.ASKED, editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    refusal = models.CharField(max_length=200, blank=True, editable=False)
    made_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    downloaded_at = models.DateTimeField(null=True, editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recorded_by")),
                name="export_not_decided_by_its_asker",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False)
                | Q(state__in=["asked", "expired"])
                | Q(decided_by__isnull=False),
                name="export_decided_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(with_names=False) | ~Q(purpose="") & ~Q(why=""),
                name="export_names_with_purpose",
            ),
        ]
        indexes = [
            models.Index(fields=["recorded_by", "recorded_at"], name="export_of_user"),
            models.Index(
                fields=["territory"],
                condition=Q(state="asked", needs_second=True),
                name="export_waiting",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def number(self):
        """What stands on the file and in the trail: from the key, so it tells nothing."""
        return f"X-{self.pk.hex[:8].upper()}"

    @property
    def may_be_made(self):
        return self.state == self.State.APPROVED or (
            self.state == self.State.ASKED and not self.needs_second
        )

    @property
    def reason(self):
        """Purpose and reason in one line, for the file and the trail."""
        if not self.with_names:
            return ""
        return f"{self.get_purpose_display()}: {self.why}"

    def clean(self):
        super().clean()
        if self.with_names and not self.purpose:
            raise ValidationError({"purpose": _("Say what the names are for.")})
        if self.with_names and len(self.why.strip()) < SHORTEST:
            raise ValidationError({"why": _("Give a reason of at least 10 letters.")})

    def ask(self, records, *, by):
        """Ask for a file about these records (list of ids). Raises ValidationError.

        Afterwards `needs_second` says whether somebody else must agree first.
        """
        if not records:
            raise ValidationError(_("The list is empty: choose other filters."))
        if len(records) > MOST_ROWS:
            text = _("The list has more than %s rows: narrow it first.")
            raise ValidationError(text % dotted(MOST_ROWS))
        if self.territory_id not in by.reach(self.seen_with):
            raise ValidationError(_("This place lies outside your area."))
        if not self.with_names:
            self.purpose = self.why = ""
        self.subjects, self.recorded_by, self.why = records, by, self.why.strip()
        self.full_clean(exclude=["recorded_by", "territory"])
        self.save(force_insert=True)
        self.refresh_from_db()
        activity.record("ask for export", self, purpose=self.reason[:200])

    def approve(self, *, by):
        """A second person of the area or above agrees. Raises ValidationError."""
        self._decide(self.State.APPROVED, by, "")
        activity.record("approve export", self, purpose=self.reason[:200])
        Notice.tell("export_approved", user=self.recorded_by, subject=self,
                    place=self.territory)  # fmt: skip

    def refuse(self, *, by, reason):
        """A second person refuses, with a reason that the asker reads. ValidationError."""
        if len(reason.strip()) < SHORTEST:
            raise ValidationError(
                {"reason": _("Give a reason of at least 10 letters.")}
            )
        self._decide(self.State.REFUSED, by, reason.strip()[:200])
        activity.record("refuse export", self)
        Notice.tell("export_refused", user=self.recorded_by, subject=self,
                    place=self.territory)  # fmt: skip

    def _decide(self, state, by, refusal):
        if self.recorded_by_id == by.pk:
            raise ValidationError(
                _("Nobody decides on what they asked for themselves.")
            )
        if not (self.state == self.State.ASKED and self.needs_second):
            raise ValidationError(_("This request was decided already, or is over."))
        self.state, self.decided_by, self.refusal = state, by, refusal
        self.save(update_fields=["state", "decided_by", "refusal"])
        self.refresh_from_db()

    def keep(self, content, *, by):
        """Keep the bytes of the file, sealed, for its asker: 24 hours, one download.

        Raises ValidationError when nobody agreed to it yet or it is over.
        """
        if self.recorded_by_id != by.pk or not self.may_be_made:
            raise ValidationError(_("This file cannot be made now."))
        self.state = self.State.MADE
        self.save(update_fields=["state"])
        sealed = seal(b64encode(content).decode(), self._bound_to())
        ExportFile.objects.bulk_create([ExportFile(export=self, sealed=sealed)])
        self.refresh_from_db()
        if self.needs_second:
            self._tell_heads()

    def _tell_heads(self):
        """Two heads know of each large list: of the area's office and of the province."""
        roles = [Role.DISTRICT_OFFICER, Role.PROVINCIAL_OFFICER]
        if self.territory.level == Area.Level.PROVINCE:
            roles = [Role.PROVINCIAL_OFFICER, Role.LABOUR_OFFICER]
        for role in roles:
            Notice.tell_each(
                "export_made",
                role=role,
                area=self.territory,
                subject=self,
                place=self.territory,
                but=[self.recorded_by],
            )

    def take(self, *, by):
        """The bytes, for the first and only time; here they are destroyed.

        Raises ValidationError when they are gone.
        """
        kept = ExportFile.objects.filter(export=self).first()
        if not kept or self.recorded_by_id != by.pk:
            raise ValidationError(
                _("This file is gone: it was downloaded, or 24 hours are over.")
            )
        content = b64decode(unseal(kept.sealed, self._bound_to()))
        kept.delete()
        self.state = self.State.DOWNLOADED
        self.save(update_fields=["state"])
        self.refresh_from_db()
        activity.record("download export", self, purpose=self.reason[:200])
        return content

    def _bound_to(self):
        return f"export:{self.pk}"

    @classmethod
    def expire(cls):
        """Destroy what is over and end its row; how many. Anybody may cause it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT expire_exports()")
            ended = [pk for (pk,) in cursor.fetchall()]
        if ended:
            activity.write("expire exports", "accounts.export", ended)
        return len(ended)


class ExportFile(models.Model):
    """The sealed bytes of an export, apart from it: only its asker's, until it is over."""

    export = models.OneToOneField(Export, models.PROTECT, primary_key=True)
    sealed = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("file of an export")
        verbose_name_plural = _("files of exports")

    def __str__(self):
        return str(self.export_id)
