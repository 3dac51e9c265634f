"""The days on which the offices of the state do not work as the week says."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import refusing
from areas.models import Area
from support_regimes.models.rule_base import Confidence

CHANGE = "support_regimes.change_calendar"
SATURDAY = 5
LEAST_REASON = 10
ONCE = "calendar_day_once"


class CalendarDayQuerySet(models.QuerySet):
    def live(self):
        """Days that nobody struck out."""
        return self.filter(voided_at__isnull=True)


class CalendarDay(models.Model):
    """A weekday off, or a weekend day worked, in all Vietnam or in one area.

    Loaded days (`load_calendar`) have no author; those of the page have one. A wrong
    day is struck out, never changed.
    """

    class Kind(models.TextChoices):
        OFF = "off", _("day off")
        WORKED = "worked", _("worked though a weekend")

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    basis = models.CharField(_("legal basis"), max_length=200)
    confidence = models.CharField(
        _("confidence"), max_length=11, choices=Confidence.choices
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for this area"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    voided_at = models.DateTimeField(null=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    void_reason = models.CharField(max_length=200, blank=True, editable=False)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "area"],
                condition=Q(voided_at__isnull=True),
                nulls_distinct=False,
                name=ONCE,
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="")
                | Q(voided_at__isnull=False, voided_by__isnull=False)
                & ~Q(void_reason=""),
                name="calendar_day_void_trio",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_unconfirmed(self):
        return self.confidence == Confidence.UNCONFIRMED

    def clean(self):
        super().clean()
        if not self.day:
            return
        weekend = self.day.weekday() >= SATURDAY
        if weekend and self.kind == self.Kind.OFF:
            raise ValidationError(
                {"day": _("Saturdays and Sundays are off without being written here.")}
            )
        if not weekend and self.kind == self.Kind.WORKED:
            raise ValidationError(
                {"day": _("A weekday is worked without being written here.")}
            )

    def add(self, *, by):
        """Keep a day with its basis; every clock counts by it at once.

        Raises ValidationError: no right to it, or the day stands there already.
        """
        check_right(by, self.area_id)
        self.added_by = by
        self.full_clean(exclude=["added_by"], validate_constraints=False)
        twice = _("This day stands in the calendar already. Strike it out.")
        with refusing({ONCE: {"day": twice}}):
            self.save(force_insert=True)
        activity.write(
            "add calendar day", "support_regimes.calendarday", territory=self.area_id
        )

    def void(self, *, by, reason):
        """Strike the day out; it stays readable. Raises ValidationError."""
        check_right(by, self.area_id)
        if len(reason.strip()) < LEAST_REASON:
            raise ValidationError(
                {"reason": _("Give a reason of at least 10 letters.")}
            )
        struck = {
            "voided_at": timezone.now(),
            "voided_by": by,
            "void_reason": reason.strip(),
        }
        if not CalendarDay.objects.live().filter(pk=self.pk).update(**struck):
            raise ValidationError(_("This day is struck out already."))
        activity.write(
            "void calendar day", "support_regimes.calendarday", territory=self.area_id
        )


def check_right(user, area_id):
    """Raises ValidationError for a place that is not the user's to write about."""
    if area_id and area_id not in user.reach(CHANGE):
        raise ValidationError({"area": _("This place lies outside your area.")})
