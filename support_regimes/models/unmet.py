"""What was asked for and not given: counted by cause, because that changes policy."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, RecordQuerySet
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from support_regimes.causes import CAUSES, choices, name_of
from support_regimes.models.funding import FundingSource
from support_regimes.models.provision import PLACED
from victims.models import AccompanyingMinor, Case, Victim


class UnmetNeedQuerySet(RecordQuerySet):
    def of(self, case, minor=None):
        return self.filter(case=case, minor=minor)


class UnmetNeed(Event, Sealed):
    """One need of one claimant on one day that nobody met, by cause.

    Of a case (the person, or a minor who came along) or of nobody by name (case null).
    The same cause of the same claimant on the same day counts once. A null amount was
    not valued in money; it is not 0. `area` is where it was asked.
    """

    class AgeGroup(models.TextChoices):
        ADULT = "adult", _("adult")
        MINOR = "minor", _("under 18")
        UNKNOWN = "unknown", _("age not certain")

    seen_with = "support_regimes.view_unmetneed"

    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="unmet_needs"
    )
    minor = models.ForeignKey(
        AccompanyingMinor, models.PROTECT, null=True, related_name="unmet_needs"
    )
    # The person of the case, so that she is one person over all her cases.
    victim = models.ForeignKey(
        Victim, models.PROTECT, null=True, related_name="unmet_needs", editable=False
    )
    cause = models.CharField(_("why"), max_length=24, choices=choices)
    age_group = models.CharField(_("age"), max_length=7, choices=AgeGroup.choices)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    note = sealed_text("note")

    objects = UnmetNeedQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("unmet need")
        verbose_name_plural = _("unmet needs")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="unmet_amount_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False, victim__isnull=False)
                | Q(case__isnull=True, victim__isnull=True, minor__isnull=True),
                name="unmet_person_of_a_case",
            ),
            models.UniqueConstraint(
                fields=["case", "minor", "cause", "happened_on"],
                condition=Q(voided_at__isnull=True, case__isnull=False),
                nulls_distinct=False,
                name="unmet_once_a_day",
            ),
        ]
        indexes = [
            *Event.Meta.indexes,
            models.Index(fields=["area", "happened_on"], name="unmetneed_area_day"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return name_of(self.cause)

    @property
    def meeting(self):
        """By what it was met later, or None."""
        return self.meetings.live().select_related("source", "recorded_by").first()

    def clean(self):
        super().clean()
        if self.cause not in CAUSES:
            raise ValidationError({"cause": _("Choose why the need stays unmet.")})
        if self.amount is not None and self.amount < 1:
            raise ValidationError(
                {"amount": _("Write an amount above 0, or leave it.")}
            )

    def log(self, *, by):
        """Count the need, once a day: returns the one that stands. ValidationError.

        Fetch the case for writing before: two taps at once are one need.
        """
        self.recorded_by = by
        if self.case_id:
            self._of_the_case()
            before = self._same_day()
            if before:
                return before
        else:
            self.territory_id = self.area_id
        self.full_clean(
            exclude=[*PLACED, "victim", "case", "minor"],
            validate_constraints=False,
        )
        self.save(force_insert=True)
        activity.record("note unmet need", self)
        return self

    def _of_the_case(self):
        if self.case.keeps_no_more:
            raise ValidationError(
                _("The yes to keeping a file was withdrawn. Count without a file.")
            )
        self.territory_id = self.case.territory_id
        self.area_id = self.area_id or self.case.territory_id
        self.victim_id = self.case.victim_id
        claimant = self.minor or self.case.victim
        under = claimant.is_minor_on(self.happened_on or today())
        ages = {True: self.AgeGroup.MINOR, False: self.AgeGroup.ADULT}
        self.age_group = ages.get(under, self.AgeGroup.UNKNOWN)

    def _same_day(self):
        same = UnmetNeed.objects.live().of(self.case, self.minor)
        return same.filter(cause=self.cause, happened_on=self.happened_on).first()

    def void(self, *, by, reason):
        super().void(by=by, reason=reason)
        activity.record("void unmetneed", self)

    def correct(self, *, by, reason, changed):
        """Void this entry and count `changed` (an unsaved UnmetNeed) instead."""
        self.void(by=by, reason=reason)
        changed.corrects = self
        return changed.log(by=by)

    def met_by(self, *, by, **fields):
        """Something else met it later; counted apart, never taken out of the figures."""
        if self.voided_at:
            raise ValidationError(_("This entry is void already."))
        if self.meetings.live().exists():
            raise ValidationError(_("This need was met already."))
        return NeedMet(need=self, **fields).log(by=by)


class NeedMet(Event, Sealed):
    """A need that was met later, by what and whom."""

    class How(models.TextChoices):
        SOURCE = "source", _("other funding")
        REGIME = "regime", _("a regime after all")
        KIN = "kin", _("family, neighbours, community")
        OFFICE = "office", _("another office or organisation")
        HERSELF = "herself", _("without help")

    seen_with = "support_regimes.view_unmetneed"

    need = models.ForeignKey(UnmetNeed, models.PROTECT, related_name="meetings")
    how = models.CharField(_("met by"), max_length=8, choices=How.choices)
    source = models.ForeignKey(
        FundingSource, models.PROTECT, null=True, blank=True, related_name="+"
    )
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    note = sealed_text("note")

    class Meta(Event.Meta):
        verbose_name = _("need met later")
        verbose_name_plural = _("needs met later")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="need_met_amount_above_zero",
            ),
            models.CheckConstraint(
                condition=~Q(how="source") | Q(source__isnull=False),
                name="need_met_by_a_source",
            ),
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(voided_at__isnull=True),
                name="need_met_once",
            ),
        ]

    def __str__(self):
        return self.get_how_display()

    def clean(self):
        super().clean()
        if self.how == self.How.SOURCE and not self.source_id:
            raise ValidationError({"source": _("Choose which funding met it.")})
        if self.happened_on and self.happened_on < self.need.happened_on:
            raise ValidationError(
                {"happened_on": _("The day lies before the need was noted.")}
            )

    def log(self, *, by):
        self.recorded_by = by
        if self.need.case_id and self.need.case.keeps_no_more:
            raise ValidationError(
                _("The yes to keeping a file was withdrawn. Count without a file.")
            )
        self.territory_id, self.area_id = self.need.territory_id, self.need.area_id
        self.full_clean(exclude=[*PLACED, "need"], validate_constraints=False)
        self.save(force_insert=True)
        activity.record("note need met", self)
        return self

    def void(self, *, by, reason):
        super().void(by=by, reason=reason)
        activity.record("void needmet", self)
