"""One family we follow; its high risk is a dated flag, not a kind of household."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, RecordQuerySet, State
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from areas.names import folded
from victims.models.codes import CodeCounter


class Risk(models.TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class HouseholdQuerySet(RecordQuerySet):
    def high_risk_on(self, day):
        """Prevention households: the flag is set on this day."""
        return self.filter(high_risk_from__lte=day).filter(
            Q(high_risk_until__isnull=True) | Q(high_risk_until__gt=day)
        )

    def due(self, day):
        """Those visited: a next day is set, and a case is open or the flag stands."""
        cases = self.model._meta.get_field("cases").related_model.objects
        is_open = Exists(cases.filter(household=OuterRef("pk"), closed_on__isnull=True))
        flagged = Q(high_risk_from__lte=day) & (
            Q(high_risk_until__isnull=True) | Q(high_risk_until__gt=day)
        )
        return self.filter(is_open | flagged, next_visit_on__isnull=False)

    def overdue(self, day):
        return self.due(day).filter(next_visit_on__lt=day)

    def due_within(self, day, days):
        last = day + timedelta(days=days)
        return self.due(day).filter(next_visit_on__gte=day, next_visit_on__lte=last)


class Household(State, Sealed):
    """A family: place, head, who holds it, today's risk and next visit."""

    seen_with = "victims.view_household"

    code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    hamlet = models.CharField(_("hamlet"), max_length=60, blank=True)
    head_name = models.CharField(_("head of household"), max_length=80, blank=True)
    name_folded = models.CharField(max_length=80, blank=True, editable=False)
    people = models.PositiveSmallIntegerField(_("people"), null=True, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="held_households",
        verbose_name=_("holder"),
    )
    risk_level = models.CharField(
        _("risk"), max_length=6, choices=Risk.choices, default=Risk.MEDIUM
    )
    next_visit_on = models.DateField(_("next visit"), null=True, blank=True)
    high_risk_from = models.DateField(_("high risk from"), null=True, blank=True)
    high_risk_until = models.DateField(_("high risk until"), null=True, blank=True)
    high_risk_reasons = ArrayField(
        models.CharField(max_length=40), default=list, blank=True
    )
    address = sealed_text("address")
    note = sealed_text("note")

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.CheckConstraint(
                condition=Q(high_risk_until__gt=F("high_risk_from")),
                name="household_high_risk_ends_later",
            )
        ]
        indexes = [
            models.Index(fields=["territory", "next_visit_on"], name="household_visits"),
        ]

    def __str__(self):
        return self.code

    def save(self, *args, **kwargs):
        self.name_folded = folded(self.head_name)
        super().save(*args, **kwargs)

    @property
    def is_overdue(self):
        return bool(self.next_visit_on and self.next_visit_on < today())

    @property
    def days_late(self):
        return (today() - self.next_visit_on).days if self.is_overdue else 0

    @property
    def poverty(self):
        """The poverty status that stands today, or None."""
        return self.poverty_statuses.live().order_by("happened_on", "recorded_at").last()

    def visit_by(self, day, *, by):
        """Bring the next visit forward to this day, unless it comes sooner anyway."""
        if not self.next_visit_on or self.next_visit_on > day:
            self.next_visit_on = day
            self.save_version(by=by, fields=["next_visit_on"])

    def enrol(self, *, by):
        """Open the household's record: code, who wrote it, one row in the trail."""
        letters = self.territory.province().letters
        self.code = CodeCounter.next_code(f"{letters}H", today().year)
        self.recorded_by = self.updated_by = by
        self.save(force_insert=True)
        activity.record("enrol household", self)
        return self


class PovertyStatus(Event):
    """Poor, near-poor, not poor or *cannot be assessed*, by a year's standard."""

    seen_with = "victims.view_household"

    class Category(models.TextChoices):
        POOR = "poor", _("poor household")
        NEAR_POOR = "near_poor", _("near-poor household")
        NOT_POOR = "not_poor", _("not poor")
        CANNOT_BE_ASSESSED = "cannot_be_assessed", _("cannot be assessed yet")

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="poverty_statuses"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    standard = models.CharField(_("standard"), max_length=80, blank=True)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    certificate = models.CharField(_("certificate number"), max_length=60, blank=True)

    class Meta(Event.Meta):
        verbose_name = _("poverty status")
        verbose_name_plural = _("poverty statuses")

    def __str__(self):
        return self.get_category_display()

    def log(self, *, by):
        """Record the status found on a day."""
        self.recorded_by, self.area = by, self.household.territory
        self.territory = self.household.territory
        self.save(force_insert=True)
        activity.record("record poverty status", self)
        return self
