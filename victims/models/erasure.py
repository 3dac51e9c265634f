"""Erasing a person: asked by one officer, confirmed by another, the rows stay."""

import re

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Record, RecordQuerySet
from areas.clock import today
from victims.models.victim import Victim
from victims.models.withholding import has_duty

NUMBER = re.compile(r"[\w./\-–]{1,40}")  # one word: no room for a name


class ErasureQuerySet(RecordQuerySet):
    def waiting(self):
        """Asked for, not yet confirmed or given up."""
        return self.filter(confirmed_at__isnull=True, cancelled_at__isnull=True)

    def done(self):
        """Tombstones: whose data must not come back with a restored backup."""
        return self.filter(done_at__isnull=False)


class Erasure(Record):
    """A person's data shall go: the legal reason, two officers, the rows it named.

    Done, it is a tombstone: keys of records alone. The database lets nobody confirm
    what they asked for themselves (a trigger).
    """

    seen_with = "victims.ask_erasure"

    class Why(models.TextChoices):
        RETENTION = "retention", _("the time of keeping is over")
        WISH = "wish", _("the person asks for it")
        ORDER = "order", _("an authority decided so")
        MISTAKE = "mistake", _("the file should not have been opened")

    NEEDS_PAPER = (Why.WISH, Why.ORDER)

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="erasures")
    why = models.CharField(_("legal reason"), max_length=10, choices=Why.choices)
    document = models.CharField(_("number of the paper"), max_length=40, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    records = ArrayField(models.UUIDField(), default=list, editable=False)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("recorded_by"))
                & Q(cancelled_at__isnull=True),
                name="erasure_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="erasure_done_once_confirmed",
            ),
            models.UniqueConstraint(
                fields=["victim"],
                condition=Q(confirmed_at__isnull=True, cancelled_at__isnull=True),
                name="erasure_waits_once",
                violation_error_message=_("This was asked for already."),
            ),
        ]
        indexes = [models.Index(fields=["territory"], name="erasure_place")]

    def __str__(self):
        return self.get_why_display()

    def clean(self):
        """The number of the paper is one word; some reasons need one."""
        super().clean()
        self.document = self.document.strip()
        if self.why in self.NEEDS_PAPER and not self.document:
            raise ValidationError({"document": _("Write the number of the paper.")})
        if self.document and not NUMBER.fullmatch(self.document):
            raise ValidationError(
                {"document": _("Write the number alone, without spaces or names.")}
            )

    def ask(self, *, by):
        """Ask that the person's data are erased; ValidationError, see check_allowed()."""
        self.recorded_by, self.territory_id = by, self.victim.territory_id
        self.full_clean(exclude=["territory", "recorded_by"])
        self.check_allowed()
        self.save(force_insert=True)
        activity.record("ask for erasure", self.victim)
        return self

    def check_allowed(self):
        """What still forbids it: an open case, a duty that runs, time that is not over."""
        cases = list(self.victim.cases.select_related("victim"))
        if self.victim.erased_on:
            raise ValidationError(_("This person's data are erased already."))
        if any(case.is_open for case in cases):
            raise ValidationError(_("Close the person's cases first."))
        if any(has_duty(case) for case in cases):
            raise ValidationError(
                _("A request or a grant still runs: finish it first, the law needs it.")
            )
        early = [case for case in cases if case.retain_until >= today()]
        if self.why == self.Why.RETENTION and early:
            raise ValidationError(_("The time of keeping is not over yet."))

    def cancel(self, *, by):
        """Give the request up; nothing was erased. ValidationError once confirmed."""
        if self.confirmed_at or self.cancelled_at:
            raise ValidationError(_("This request is settled already."))
        self.cancelled_at = timezone.now()
        self.save(update_fields=["cancelled_at"])
        activity.record("give up erasure", self.victim)

    @transaction.atomic
    def confirm(self, *, by, erase):
        """The second officer confirms: `erase(self)` blanks every row. ValidationError.

        The rows it names are written first: only these may be blanked.
        """
        if self.confirmed_at or self.cancelled_at:
            raise ValidationError(_("This request is settled already."))
        if self.recorded_by_id == by.pk:
            raise ValidationError(_("Somebody else than who asked confirms it."))
        self.check_allowed()
        self.confirmed_by, self.confirmed_at = by, timezone.now()
        erase(self)
        self.done_at = timezone.now()
        self.save(update_fields=["done_at"])
        activity.record("erase person", self.victim)
