"""What was given under a regime, on a day: one row is one turn (lượt)."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, RecordQuerySet
from accounts.sealed_fields import SealedCharField
from areas.widgets import dotted
from support_regimes.models.funding import FundingSource
from support_regimes.models.request import RegimeRequest, RequestState
from support_regimes.models.rules import Item, Norm
from victims.models import AccompanyingMinor, Case, Victim

PLACED = ["area", "territory", "recorded_by"]


class ProvisionQuerySet(RecordQuerySet):
    def of(self, case, minor=None):
        return self.filter(case=case, minor=minor)

    def without_person(self):
        """Support to people who did not agree to a file: counted, never named."""
        return self.filter(case__isnull=True)


class Provision(Event):
    """One support given: to the person of a case, to a minor who came along, or to
    nobody by name (case null: the person did not agree to a file).

    A null amount was not valued in money; it is not 0. `area` is where it happened.
    """

    class AgeGroup(models.TextChoices):
        ADULT = "adult", _("adult")
        MINOR = "minor", _("under 18")

    seen_with = "support_regimes.view_provision"

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="provisions")
    minor = models.ForeignKey(
        AccompanyingMinor, models.PROTECT, null=True, related_name="provisions"
    )
    # The person of the case, so that "once" holds over all her cases (composite keys).
    victim = models.ForeignKey(
        Victim, models.PROTECT, null=True, related_name="provisions", editable=False
    )
    item = models.ForeignKey(
        Item, models.PROTECT, related_name="provisions", verbose_name=_("item")
    )
    once = models.BooleanField(default=False, editable=False)
    request = models.ForeignKey(
        RegimeRequest, models.PROTECT, null=True, related_name="provisions"
    )
    age_group = models.CharField(
        _("age"), max_length=5, choices=AgeGroup.choices, blank=True
    )
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    provider = models.CharField(_("body that gave it"), max_length=160)
    source = models.ForeignKey(
        FundingSource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="provisions",
        verbose_name=_("funding source"),
    )
    ground = SealedCharField(
        _("ground for more than the norm"), max_length=200, blank=True
    )

    objects = ProvisionQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="provision_quantity_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="provision_amount_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False, victim__isnull=False, age_group="")
                | Q(case__isnull=True, victim__isnull=True, minor__isnull=True)
                & Q(request__isnull=True, age_group__in=["adult", "minor"], ground=""),
                name="provision_case_or_age_group",
            ),
            models.UniqueConstraint(
                fields=["victim", "item"],
                condition=Q(once=True, minor__isnull=True, voided_at__isnull=True),
                name="provision_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["minor", "item"],
                condition=Q(once=True, minor__isnull=False, voided_at__isnull=True),
                name="provision_once_a_minor",
            ),
        ]
        indexes = [
            *Event.Meta.indexes,
            models.Index(fields=["area", "happened_on"], name="provision_area_day"),
        ]

    def __str__(self):
        return str(self.item)

    def clean(self):
        super().clean()
        if self.case_id and self.happened_on:
            self._check_birth()
        if self.amount is not None and self.amount < 1:
            raise ValidationError(
                {"amount": _("Write an amount above 0, or choose “not valued”.")}
            )
        if self.case_id and self.above_norm() and not self.ground.strip():
            raise ValidationError(
                {
                    "ground": _("More than the norm of the rule set (%s đ). Say why.")
                    % dotted(self.above_norm())
                }
            )

    def _check_birth(self):
        claimant = self.minor or self.case.victim
        if claimant.born_on and self.happened_on.year < claimant.born_on.year - 2:
            raise ValidationError(
                {"happened_on": _("The day lies before the person's birth.")}
            )

    def above_norm(self):
        """The VND that the norm gives for this quantity, if the amount is above it."""
        norm = self.norm
        if not (norm and norm.kind in Norm.LIMITS and self.amount):
            return None
        most = norm.amount * min(self.quantity, norm.ceiling or self.quantity)
        return most if self.amount > most else None

    @property
    def norm(self):
        """The norm in force that day where it happened, or None."""
        if not (self.item_id and self.happened_on and self.area_id):
            return None
        return self.item.norm_on(self.happened_on, self.area)

    def log(self, *, by):
        """Count one turn of support; raises ValidationError."""
        self.recorded_by, self.once = by, self.item.once
        if self.case_id:
            if self.case.keeps_no_more:
                raise ValidationError(
                    _("The yes to keeping a file was withdrawn. Count without a file.")
                )
            self.territory_id = self.case.territory_id
            self.area_id = self.area_id or self.case.territory_id
            self.victim_id = self.case.victim_id
        else:
            self.territory_id = self.area_id
        self.full_clean(
            exclude=[*PLACED, "victim", "case", "minor", "request"],
            validate_constraints=False,
        )
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError as error:
            raise self._refused(error) from error
        self.item.mark_used()
        activity.record("give support", self)
        return self

    def _refused(self, error):
        if "provision_once" not in str(error):
            return error
        return ValidationError(
            _("Received already. This is given once only, in whichever commune.")
        )

    def correct(self, *, by, reason, changed):
        """Void this turn and count `changed` (an unsaved Provision) instead."""
        self.void(by=by, reason=reason)
        changed.corrects, changed.request = self, self.request
        return changed.log(by=by)

    def void(self, *, by, reason):
        super().void(by=by, reason=reason)
        activity.record("void support", self)

    def fulfil(self, *, request, by):
        """Count what an approved request gave; raises ValidationError."""
        if request.state != RequestState.APPROVED:
            raise ValidationError(_("This request is not approved."))
        self.request, self.case, self.minor = request, request.case, request.minor
        self.item = request.item
        return self.log(by=by)
