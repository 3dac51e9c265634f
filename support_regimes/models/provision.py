"""What was given under a regime, on a day: one row is one turn (lượt)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, RecordQuerySet, refusing
from accounts.sealed_fields import SealedCharField
from areas.clock import today
from areas.widgets import dotted
from support_regimes.models import limits
from support_regimes.models.funding import FundingSource
from support_regimes.models.request import RegimeRequest, RequestState
from support_regimes.models.rule_base import days
from support_regimes.models.rules import Item, Norm
from victims.models import AccompanyingMinor, Case, Victim

PLACED = ["area", "territory", "recorded_by"]

# What a neighbour's commune knows is refused without a word about it.
PAID_ALREADY = {
    "provision_day": {
        "from_on": _("Some of these days are paid already, in some commune.")
    },
    "provision_once": _(
        "Received already. This is given once only, in whichever commune."
    ),
}


class ProvisionQuerySet(RecordQuerySet):
    def of(self, case, minor=None):
        return self.filter(case=case, minor=minor)

    def without_person(self):
        """Support to people who did not agree to a file: counted, never named."""
        return self.filter(case__isnull=True)


def _no_day_twice(claimant, *, name, **condition):
    """The same days of the same support are not paid twice, under any case code."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (claimant, RangeOperators.EQUAL),
            ("item_code", RangeOperators.EQUAL),
            (days("from_on", "until_on"), RangeOperators.OVERLAPS),
        ],
        condition=Q(from_on__isnull=False, voided_at__isnull=True, **condition),
    )


class Provision(Event):
    """One support given: to the person of a case, to a minor who came along, or to
    nobody by name (case null: the person did not agree to a file).

    A null amount was not valued in money; it is not 0. `area` is where it happened.
    """

    class AgeGroup(models.TextChoices):
        ADULT = "adult", _("adult")
        MINOR = "minor", _("under 18")

    class Receiver(models.TextChoices):
        SELF = "self", _("the person")
        REPRESENTATIVE = "representative", _("the legal representative")
        OTHER = "other", _("somebody else, with a written authorisation")

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
    # Of the item, for what the database refuses: the same support has the same code
    # in each rule set, so that "once" holds over the change of the law (composite keys).
    item_code = models.SlugField(max_length=40, editable=False, db_index=False)
    once = models.BooleanField(default=False, editable=False)
    request = models.ForeignKey(
        RegimeRequest, models.PROTECT, null=True, related_name="provisions"
    )
    age_group = models.CharField(
        _("age"), max_length=5, choices=AgeGroup.choices, blank=True
    )
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    # Of what is given by the day: the days that were paid.
    from_on = models.DateField(_("first day"), null=True, blank=True)
    until_on = models.DateField(_("last day"), null=True, blank=True)
    # The receipt of a payment: who took it, and the number of the paper.
    receiver = models.CharField(
        _("who received it"), max_length=14, choices=Receiver.choices, blank=True
    )
    document_number = models.CharField(
        _("number of the receipt"), max_length=60, blank=True
    )
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
            models.CheckConstraint(
                condition=Q(from_on__isnull=True, until_on__isnull=True)
                | Q(from_on__isnull=False, until_on__isnull=False)
                & Q(until_on__gte=F("from_on")),
                name="provision_first_and_last_day",
            ),
            models.UniqueConstraint(
                fields=["victim", "item_code"],
                condition=Q(once=True, minor__isnull=True, voided_at__isnull=True),
                name="provision_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["minor", "item_code"],
                condition=Q(once=True, minor__isnull=False, voided_at__isnull=True),
                name="provision_once_a_minor",
            ),
            _no_day_twice("victim", minor__isnull=True, name="provision_day_a_person"),
            _no_day_twice("minor", minor__isnull=False, name="provision_day_a_minor"),
        ]
        indexes = [
            *Event.Meta.indexes,
            models.Index(fields=["area", "happened_on"], name="provision_area_day"),
        ]

    def __str__(self):
        return str(self.item)

    def save(self, *args, **kwargs):
        self.item_code = self.item.code
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.case_id and self.happened_on:
            self._check_birth()
        if self.amount is not None and self.amount < 1:
            raise ValidationError(
                {"amount": _("Write an amount above 0, or choose “not valued”.")}
            )
        if self.case_id and self.item_id and self.happened_on and self.area_id:
            limits.check(self)

    def _check_birth(self):
        claimant = self.minor or self.case.victim
        if claimant.born_on and self.happened_on.year < claimant.born_on.year - 2:
            raise ValidationError(
                {"happened_on": _("The day lies before the person's birth.")}
            )

    @property
    def days(self):
        """How many days lie between first and last day, both counted."""
        return (self.until_on - self.from_on).days + 1 if self.from_on else None

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
            if not self.area_id:
                self.area = self.case.household.commune_on(self.happened_on)
            self.victim_id = self.case.victim_id
        else:
            self.territory = self.area.as_of(today()) or self.area
        self.full_clean(
            exclude=[*PLACED, "victim", "case", "minor", "request"],
            validate_constraints=False,
        )
        with refusing(PAID_ALREADY):
            self.save(force_insert=True)
        self.item.mark_used()
        activity.record("give support", self)
        return self

    def correct(self, *, by, reason, changed):
        """Void this turn and count `changed` (an unsaved Provision) instead."""
        self.void(by=by, reason=reason)
        changed.corrects, changed.request = self, self.request
        if self.request_id:
            changed.check_approved()
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
        self.check_approved()
        return self.log(by=by)

    def pay(self, *, request, by):
        """Record payment and receipt after the approval; raises ValidationError."""
        if not self.receiver:
            raise ValidationError({"receiver": _("Choose who received it.")})
        if self.amount and not self.document_number.strip():
            raise ValidationError(
                {"document_number": _("Write the number of the receipt.")}
            )
        return self.fulfil(request=request, by=by)

    def check_approved(self):
        """All payments of a request together stay within the decision."""
        decision = self.request.decision
        if not (decision and decision.amount and self.amount):
            return
        paid = self.request.provisions.live().exclude(pk=self.corrects_id)
        before = paid.aggregate(sum=Sum("amount"))["sum"] or 0
        if before + self.amount > decision.amount:
            raise ValidationError(
                {
                    "amount": _(
                        "More than was approved: %(approved)s đ, of which %(paid)s đ "
                        "are paid already."
                    )
                    % {"approved": dotted(decision.amount), "paid": dotted(before)}
                }
            )
        if self.happened_on and self.happened_on < decision.happened_on:
            raise ValidationError(
                {"happened_on": _("The day lies before the decision.")}
            )
