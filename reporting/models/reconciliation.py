"""Our records compared with the figures or the list of another office: the counts."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Record
from accounts.sealed_fields import SealedCharField
from areas.clock import today

MOST_NOTE = 300


class Reconciliation(Record):
    """The result of a day, without a name; never changed. Territory: the area compared.

    theirs, ours: {key of TOTALS: persons}, a key that is missing was not told; lines:
    persons by kind of line (matching.Answer.counts and what was not compared), empty
    where only totals were compared.
    """

    class Source(models.TextChoices):
        POLICE = "police", _("police")
        BORDER_GUARD = "border_guard", _("border guard")
        OTHER = "other", _("another office")

    seen_with = "reporting.reconcile"

    source = models.CharField(_("source"), max_length=12, choices=Source.choices)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    by_list = models.BooleanField(editable=False)
    theirs = models.JSONField(default=dict, editable=False)
    ours = models.JSONField(default=dict, editable=False)
    lines = models.JSONField(default=dict, editable=False)
    note = SealedCharField(_("note"), max_length=MOST_NOTE, blank=True)

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__lte=F("to_on")), name="reconciliation_days"
            ),
        ]
        indexes = [
            models.Index(
                fields=["territory", "recorded_at"], name="reconciliation_place"
            ),
        ]

    def __str__(self):
        return self.get_source_display()

    def get_absolute_url(self):
        return reverse("reporting:reconciliation", args=[self.pk])

    def clean(self):
        super().clean()
        if self.to_on > today():
            raise ValidationError(_("The period cannot end after today."))

    def keep(self, *, by):
        """Keep the counts. Raises ValidationError outside the keeper's own area."""
        if self.territory_id not in by.reach(self.seen_with):
            raise ValidationError(_("This place lies outside your area."))
        self.recorded_by = by
        self.full_clean(exclude=["recorded_by", "territory"])
        self.save(force_insert=True)
        self.refresh_from_db()
        activity.record("keep reconciliation", self)
