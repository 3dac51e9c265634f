"""Photos, scans and sound of a case or household, written anew before they are kept.

What stands beside the bytes (kind, day, who, size) is one table; what they are and the
sealed bytes are another, which only the area's own workers may read.
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts import activity, cleaning
from accounts.records import Event, Record, RecordQuerySet
from accounts.sealed_fields import SealedCharField
from accounts.sealing import seal_bytes, unseal_bytes
from victims.models.case import Case
from victims.models.events import Consent
from victims.models.household import Household

PHOTO, SCAN, SOUND = cleaning.PHOTO, cleaning.SCAN, cleaning.SOUND


class AttachmentQuerySet(RecordQuerySet):
    def in_order(self):
        return self.order_by("-happened_on", "-recorded_at", "-id")

    def to_list(self, case):
        """For a page of one case (or None): with who added it and what is on it."""
        contents = AttachmentContent.objects.defer("sealed_bytes")
        files = self.in_order().select_related("consent", "recorded_by")
        files = list(files.prefetch_related(models.Prefetch("content", contents)))
        for file in files:
            file.case = case  # read once for all of them
        return files

    def of(self, household, case):
        """Those that count together: a case's, or a household's without a case."""
        return self.filter(household=household, case=case)


class Attachment(Event):
    """A file that was kept: what it is, of which day, from whom, how large.

    The happened_on is the day of the paper or the taking. Removing it destroys the
    bytes; the row stays, struck out, with the reason.
    """

    class Kind(models.TextChoices):
        PAPER = "paper", _("paper")
        RECEIPT = "receipt", _("receipt, voucher")
        PLACE = "place", _("photo of animals, barn, house")
        PERSON = "person", _("photo of the supported person")
        VOICE = "voice", _("voice of the supported person")

    class Media(models.TextChoices):
        PHOTO = PHOTO, _("photo")
        SCAN = SCAN, _("scan")
        SOUND = SOUND, _("sound")

    # What each kind may be, and the purpose whose yes it needs.
    TAKES = {
        Kind.PAPER: [PHOTO, SCAN],
        Kind.RECEIPT: [PHOTO, SCAN],
        Kind.PLACE: [PHOTO],
        Kind.PERSON: [PHOTO],
        Kind.VOICE: [SOUND],
    }
    PURPOSES = {
        Kind.PLACE: Consent.Purpose.PHOTO,
        Kind.PERSON: Consent.Purpose.STORY,
        Kind.VOICE: Consent.Purpose.VOICE,
    }
    MOST_FILES = 120
    MOST_BYTES = 60 * 1024 * 1024  # together, as they are kept

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="attachments", editable=False
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="attachments", editable=False
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    media = models.CharField(max_length=8, choices=Media.choices, editable=False)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, related_name="+", editable=False
    )
    size = models.PositiveIntegerField(editable=False)  # bytes, before sealing
    pages = models.PositiveSmallIntegerField(editable=False)
    width = models.PositiveSmallIntegerField(null=True, editable=False)  # pixels
    height = models.PositiveSmallIntegerField(null=True, editable=False)
    seconds = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(media="sound", seconds__isnull=False, width__isnull=True)
                | Q(media__in=["photo", "scan"], width__isnull=False),
                name="attachment_measured",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_sound(self):
        return self.media == SOUND

    @property
    def icon(self):
        return {PHOTO: "photo", SCAN: "file", SOUND: "mic"}[self.media]

    @property
    def length(self):
        """How long a sound is, as 1:05."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}" if self.is_sound else ""

    @property
    def neutral_name(self):
        """How the file is called outside: a code and a number from its key."""
        return f"{self.case or self.household}-{self.pk.int % 10_000:04}"

    @property
    def shown_as(self):
        """What a browser is given: a scan is shown page by page."""
        return PHOTO if self.media == SCAN else self.media

    @property
    def content_type(self):
        return cleaning.TYPES[self.shown_as]

    @property
    def ending(self):
        return cleaning.ENDINGS[self.shown_as]

    @property
    def purpose(self):
        """The purpose whose yes it needs, or None."""
        return self.PURPOSES.get(self.kind)

    def why_closed(self):
        """Why nobody may open it now (a sentence), or None."""
        if self.voided_at:
            return _("This file was removed.")
        if self.case and self.purpose and not self.case.allows(self.purpose):
            return _("The person took the yes back: the file is not shown any more.")
        return None

    def keep(self, file, *, by, caption=""):
        """Keep a cleaned file, after all rules; writes the trail.

        In: `file`, a cleaning.Cleaned; household and case are set, the household is
        locked. Raises ValidationError: consent, quota, kind of file, closed case.
        """
        self.media, self.size, self.pages = file.media, len(file.content), file.pages
        self.width, self.height, self.seconds = file.width, file.height, file.seconds
        self._check(by)
        self.recorded_by = by
        self.territory_id = self.area_id = self.household.territory_id
        with transaction.atomic():
            self.save(force_insert=True)
            AttachmentContent(attachment=self, caption=caption).fill(file.content, by)
            activity.record("keep file", self)
        return self

    def _check(self, by):
        self.clean()
        if self.media not in self.TAKES[self.kind]:
            raise cleaning.refused("other")
        if self.case and not self.case.is_open:
            raise ValidationError(_("The case is closed: nothing new is kept."))
        if self.case and self.case.keeps_no_more:
            raise ValidationError(
                _("The person does not agree that a file is kept: nothing new is kept.")
            )
        self._check_consent()
        self._check_room()

    def _check_consent(self):
        """The yes it stands on; papers need none."""
        if not self.purpose:
            return
        if self.case:
            if not self.case.allows(self.purpose):
                purpose = Consent.Purpose(self.purpose).label
                text = _("The person has not said yes to “%(purpose)s”. Ask first.")
                raise ValidationError(text, params={"purpose": purpose})
            self.consent = self.case.consents_today()[self.purpose]
        elif self.kind != self.Kind.PLACE:
            raise ValidationError(
                _("A picture or voice of a person is kept in a case only.")
            )
        elif any(c.refuses(self.purpose) for c in self.household.cases.open()):
            raise ValidationError(_("Somebody of this household wants no photos."))

    def _check_room(self):
        kept = Attachment.objects.of(self.household, self.case).live()
        if kept.count() >= self.MOST_FILES:
            raise ValidationError(
                _("There are %(most)s files already. Remove what is not needed."),
                params={"most": self.MOST_FILES},
            )
        used = kept.aggregate(bytes=Sum("size"))["bytes"] or 0
        if used + self.size > self.MOST_BYTES:
            raise ValidationError(
                _(
                    "The files are larger than 60 MB together. Remove what is not needed."
                )
            )

    def may_remove(self, user):
        """Whoever added it, and whoever answers for the files of the area."""
        answers = self.territory_id in user.reach("victims.remove_file")
        return not self.voided_at and (answers or user.pk == self.recorded_by_id)

    def remove(self, *, by, reason):
        """Destroy the bytes; the row stays, struck out. ValidationError."""
        if not self.may_remove(by):
            raise ValidationError(
                _("Only who added the file, or the district, may remove it.")
            )
        self.erase(by=by, reason=reason)

    def erase(self, *, by, reason):
        """Destroy the bytes, whoever added them; ValidationError without a reason."""
        with transaction.atomic():
            self.void(by=by, reason=reason)
            self.content.empty()
            activity.record("remove file", self)


class AttachmentContent(Record):
    """The sealed bytes of a file and what it says, for the area's own workers alone.

    The bytes open only together with this row's key. Once written they can only be
    emptied (a trigger).
    """

    seen_with = "victims.view_file"

    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="content", editable=False
    )
    caption = SealedCharField(_("what is on it"), max_length=120, blank=True)
    sealed_bytes = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("content of a file")
        verbose_name_plural = _("contents of files")

    def __str__(self):
        return str(self.attachment_id)

    @property
    def bound_to(self):
        return f"{self._meta.label_lower}.sealed_bytes:{self.pk}"

    def fill(self, content, by):
        """Seal and save the bytes."""
        self.recorded_by, self.territory_id = by, self.attachment.territory_id
        self.sealed_bytes = seal_bytes(content, self.bound_to)
        self.save(force_insert=True)

    def open(self):
        """The bytes again; raises InvalidTag when moved, changed or of another key."""
        return unseal_bytes(self.sealed_bytes, self.bound_to)

    def empty(self):
        """Destroy the bytes and what was said of them."""
        self.sealed_bytes, self.caption = b"", ""
        self.save(update_fields=["sealed_bytes", "caption"])
