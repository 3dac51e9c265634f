"""Money given for a grant, and what was really delivered."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, Record
from areas.widgets import dotted
from livelihoods.models.grant import Grant
from livelihoods.models.grant_parts import GrantLine, GrantStep
from livelihoods.models.herd import Herd


class GrantEvent(Event):
    """An event of a grant: takes its places from the grant, under its lock."""

    seen_with = "livelihoods.view_grant"

    class Meta(Event.Meta):
        abstract = True

    def place(self, *, by):
        """Lock the grant and take its places; returns the locked grant."""
        grant = Grant.objects.for_writing().get(pk=self.grant_id)
        self.recorded_by = by
        self.territory_id = grant.territory_id
        self.area_id = self.area_id or grant.area_id
        if (
            self.happened_on
            and grant.decided_on
            and self.happened_on < grant.decided_on
        ):
            raise ValidationError(
                {"happened_on": _("The day cannot be before the approval.")}
            )
        return grant


class Payment(GrantEvent):
    """Money of an approved grant given on a day, by voucher; VND."""

    class Way(models.TextChoices):
        CASH = "cash", _("cash")
        TRANSFER = "transfer", _("bank transfer")
        BOUGHT = "bought", _("bought on behalf")

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="payments")
    voucher = models.CharField(_("voucher number"), max_length=40)
    amount = models.BigIntegerField(_("amount"))
    way = models.CharField(_("way"), max_length=8, choices=Way.choices)
    receiver = models.CharField(
        _("received by"),
        max_length=5,
        choices=Grant.Holder.choices,
        default=Grant.Holder.SELF,
    )

    class Meta(Event.Meta):
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="payment_amount_above_zero"
            ),
            models.UniqueConstraint(
                fields=["territory", "voucher"],
                condition=Q(voided_at__isnull=True),
                name="payment_voucher_once",
                violation_error_message=_("This voucher number is used already."),
            ),
        ]

    def __str__(self):
        return self.voucher

    def give(self, *, by):
        """Record the payment; the grant becomes paid. Over the amount due: refused."""
        with transaction.atomic():
            grant = self.place(by=by)
            grant._must_be(
                Grant.State.APPROVED, Grant.State.PAID, Grant.State.HANDED_OVER
            )
            left = (grant.due_amount or 0) - grant.paid
            if self.amount and self.amount > left:
                raise ValidationError(
                    {
                        "amount": _now("Only %(left)s đ of this grant are left to pay.")
                        % {"left": dotted(left)}
                    }
                )
            self.full_clean(exclude=["recorded_by", "area"])
            self.save(force_insert=True)
            before = grant.state
            if before == Grant.State.APPROVED:
                grant.state = Grant.State.PAID
                grant.save_version(by=by, fields=["state"])
            grant._step(GrantStep.Act.PAY, before, by=by, on=self.happened_on)
            activity.record("pay grant", self)
        return self


class Handover(GrantEvent):
    """What was delivered on a day, confirmed by the receiver."""

    class Confirmation(models.TextChoices):
        SIGNED = "signed", _("signed")
        THUMB = "thumb", _("thumb print")
        WITNESS = "witness", _("before a witness the receiver wanted")

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="handovers")
    confirmation = models.CharField(
        _("confirmed by the receiver"), max_length=8, choices=Confirmation.choices
    )
    handed_by = models.CharField(_("handed over by"), max_length=80, blank=True)
    vet_saw = models.BooleanField(_("seen by a vet"), null=True, blank=True)
    number = models.PositiveIntegerField(_("slip number"), default=1, editable=False)

    class Meta(Event.Meta):
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")

    def __str__(self):
        return str(self.happened_on)

    def hand_over(self, *, by, lines):
        """Record the delivery with its lines (unsaved HandoverLine) and open the herds.

        Money that is due must be paid first. Raises ValidationError when a delivered
        number differs from the approved one without a reason.
        """
        with transaction.atomic():
            grant = self.place(by=by)
            grant._must_be(Grant.State.APPROVED, Grant.State.PAID)
            if grant.due_amount and grant.state == Grant.State.APPROVED:
                raise ValidationError(_("Record the payment first."))
            self.number = grant.handovers.count() + 1
            self.full_clean(exclude=["territory", "recorded_by", "area"])
            self.save(force_insert=True)
            for line in lines:
                line.deliver(self, by=by)
            before, grant.state = grant.state, Grant.State.HANDED_OVER
            grant.save_version(by=by, fields=["state"])
            grant._step(GrantStep.Act.HAND_OVER, before, by=by, on=self.happened_on)
            activity.record("hand over grant", self)
        return self


class HandoverLine(Record):
    """One approved line, and how much of it was delivered."""

    class Condition(models.TextChoices):
        GOOD = "good", _("healthy, in good order")
        WEAK = "weak", _("weak, damaged")

    seen_with = "livelihoods.view_grant"

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="lines")
    line = models.ForeignKey(GrantLine, models.PROTECT, related_name="deliveries")
    delivered = models.DecimalField(
        _("delivered"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    weight = models.CharField(_("weight or age"), max_length=40, blank=True)
    ear_tags = models.CharField(_("ear tags"), max_length=80, blank=True)
    condition = models.CharField(
        _("condition"), max_length=4, choices=Condition.choices, default="good"
    )
    reason = models.CharField(_("why it differs"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("line of a handover")
        verbose_name_plural = _("lines of a handover")
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "line"], name="handoverline_once"
            ),
            models.CheckConstraint(
                condition=Q(delivered__isnull=True) | Q(delivered__gte=0),
                name="handoverline_not_negative",
            ),
        ]

    def __str__(self):
        return str(self.line)

    def clean(self):
        super().clean()
        if self.delivered != self.line.quantity and not self.reason:
            raise ValidationError(
                {
                    "reason": _now(
                        "Approved %(approved)s, delivered %(delivered)s. Say why."
                    )
                    % {"approved": self.line.quantity, "delivered": self.delivered}
                }
            )
        if self.line.species_id and self.delivered != int(self.delivered or 0):
            raise ValidationError({"delivered": _("Write a whole number of animals.")})

    def deliver(self, handover, *, by):
        """Save under the handover; animals enter the household's herd ledger."""
        self.handover, self.recorded_by = handover, by
        self.territory_id = handover.territory_id
        self.full_clean(exclude=["handover", "territory", "recorded_by"])
        self.save(force_insert=True)
        if self.line.species_id and self.delivered:
            Herd.hand_over(
                household=handover.grant.household,
                species=self.line.species,
                heads=int(self.delivered),
                handover=handover,
                on=handover.happened_on,
                by=by,
            )
