"""Money given for a grant, what was really delivered, and its end."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, Record, refusing
from accounts.sealed_fields import SealedCharField
from areas.widgets import dotted
from livelihoods.models.deciding import must_say
from livelihoods.models.events import HouseholdEvent
from livelihoods.models.grant import Grant
from livelihoods.models.grant_parts import GrantLine, GrantStep, number_words
from livelihoods.models.herd import Herd
from livelihoods.models.schedule import reschedule
from victims.models import CodeCounter, Household

UNDER_WAY = (Grant.State.APPROVED, Grant.State.PAID, Grant.State.HANDED_OVER)


class GrantEvent(Event):
    """An event of a grant: takes its places from the grant, under its lock."""

    seen_with = "livelihoods.view_grant"

    class Meta(Event.Meta):
        abstract = True

    def place(self, *states, by):
        """Lock the grant and take its places; returns the grant as it stands."""
        grant = Grant.objects.for_writing().get(pk=self.grant_id)
        if grant.state not in states:
            raise ValidationError(
                _("This grant is now “%(state)s”. Look at it again."),
                code="state",
                params={"state": grant.get_state_display()},
            )
        self.recorded_by = by
        self.territory_id = grant.territory_id
        if not self.area_id and self.happened_on:
            home = grant.household
            day = self.happened_on
            self.area = grant.area.as_of(day) or home.commune_on(day)
        self.area_id = self.area_id or grant.area_id
        if self.happened_on and self.happened_on < grant.decided_on:
            raise ValidationError(
                {"happened_on": _("The day cannot be before the approval.")}
            )
        return grant


class Payment(GrantEvent):
    """Money of an approved grant given on a day, by voucher; VND. May be a part."""

    class Way(models.TextChoices):
        CASH = "cash", _("cash")
        TRANSFER = "transfer", _("bank transfer")
        BOUGHT = "bought", _("bought on behalf")

    grant = models.ForeignKey(
        Grant, models.PROTECT, related_name="payments", editable=False
    )
    voucher = models.CharField(_("voucher number"), max_length=40)
    amount = models.BigIntegerField(_("amount"))
    way = models.CharField(_("way"), max_length=8, choices=Way.choices)
    receiver = models.CharField(
        _("received by"),
        max_length=5,
        choices=Grant.Holder.choices,
        default=Grant.Holder.SELF,
    )
    is_last = models.BooleanField(_("nothing more will be paid"), default=False)
    reason = SealedCharField(_("why less"), max_length=200, blank=True)

    class Meta(Event.Meta):
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="payment_amount_above_zero",
                violation_error_message=_("The amount must be above 0."),
            ),
            # By the frozen place, so that moving a household never meets a number.
            models.UniqueConstraint(
                fields=["area", "voucher"],
                condition=Q(voided_at__isnull=True),
                name="payment_voucher_once",
                violation_error_message=_("This voucher number is used already."),
            ),
        ]

    def __str__(self):
        return self.voucher

    @transaction.atomic
    def give(self, *, by):
        """Record the payment. In full, or the last: the grant is settled, the rest of
        the money is free again. More than is due: ValidationError.
        """
        grant = self.place(*UNDER_WAY, by=by)
        self.voucher = " ".join(self.voucher.split())
        rest = self._check_amount(grant)
        self._check_receiver(grant)
        self.full_clean(exclude=["territory", "recorded_by", "grant"])
        self._save_once()
        before = grant.state
        if self.is_last or not rest:
            self._settle(grant, rest, by)
        grant._step(GrantStep.Act.PAY, before, by=by, on=self.happened_on)
        activity.record("pay grant", self)
        return self

    def _save_once(self):
        """A number used where this person may not look gets the same neutral answer."""
        used = _("This voucher number is used already.")
        with refusing({"payment_voucher_once": {"voucher": used}}):
            self.save(force_insert=True)

    def _check_amount(self, grant):
        """VND left after this payment; the last and lower one says why."""
        left = grant.left_to_pay
        if self.amount and self.amount > left:
            raise ValidationError(
                {
                    "amount": _("Only %(left)s đ of this grant are left to pay.")
                    % {"left": dotted(left)}
                }
            )
        rest = left - (self.amount or 0)
        if self.is_last and rest:
            must_say(self.reason)
        return rest

    def _check_receiver(self, grant):
        """Another payee only with the supported person's yes, asked alone. A seller is
        paid by buying on behalf: the supported person receives the goods.
        """
        other = Grant.Holder.OTHER
        if self.receiver == other and grant.payee != other:
            raise ValidationError(
                {"receiver": _("The supported person has not agreed to another payee.")}
            )

    def _settle(self, grant, rest, by):
        if rest:
            grant.budget.give_back(rest)
        grant.settled_on = self.happened_on
        if grant.state == Grant.State.APPROVED:
            grant.state = Grant.State.PAID
        grant.save_version(by=by, fields=["state", "settled_on"])

    @transaction.atomic
    def void(self, *, by, reason):
        """Strike out a wrong payment; what a last one had freed is taken again."""
        grant = Grant.objects.for_writing().get(pk=self.grant_id)
        if grant.state == Grant.State.CLOSED:
            raise ValidationError(_("This grant is closed."))
        before, paid = grant.state, grant.paid
        super().void(by=by, reason=reason)
        if grant.settled_on:
            freed = grant.due_amount - paid
            if freed:
                grant.budget.take(freed)
            grant.settled_on = None
            if before == Grant.State.PAID:
                grant.state = Grant.State.APPROVED
            grant.save_version(by=by, fields=["state", "settled_on"])
        grant._step(GrantStep.Act.UNPAY, before, by=by, note=reason)
        activity.record("void payment", self)


class Handover(GrantEvent):
    """What was delivered on a day, confirmed by the receiver."""

    class Confirmation(models.TextChoices):
        SIGNED = "signed", _("signed")
        THUMB = "thumb", _("thumb print")
        WITNESS = "witness", _("before a witness the receiver wanted")

    class Language(models.TextChoices):
        VIETNAMESE = "vietnamese", _("Vietnamese")
        MONG = "mong", _("Mông")
        DAO = "dao", _("Dao")
        TAY = "tay", _("Tày")
        OTHER = "other", _("another language")

    grant = models.ForeignKey(
        Grant, models.PROTECT, related_name="handovers", editable=False
    )
    confirmation = models.CharField(
        _("confirmed by the receiver"), max_length=8, choices=Confirmation.choices
    )
    receiver = models.CharField(
        _("received by"),
        max_length=5,
        choices=Grant.Holder.choices,
        default=Grant.Holder.SELF,
    )
    handed_by = models.CharField(_("handed over by"), max_length=80, blank=True)
    place_name = SealedCharField(_("place of the handover"), max_length=60, blank=True)
    read_back_in = models.CharField(
        _("read back in"), max_length=10, choices=Language.choices, blank=True
    )
    vet_saw = models.BooleanField(_("seen by a vet"), null=True, blank=True)
    guided = models.BooleanField(_("shown how to care"), null=True, blank=True)
    number = models.CharField(_("slip number"), max_length=20, editable=False)

    class Meta(Event.Meta):
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")

    def __str__(self):
        return self.number

    @transaction.atomic
    def hand_over(self, *, by, lines):
        """Record the delivery with its lines (unsaved HandoverLine) and open the herds.

        Before or after the payment; a second time for what was still missing. Raises
        ValidationError when a delivered number differs from what was approved without
        a reason, or nothing was confirmed.
        """
        grant = self.place(*UNDER_WAY, by=by)
        self._check_receiver(grant)
        if not any(line.delivered is None or line.delivered for line in lines):
            raise ValidationError(
                _("Nothing was delivered: there is nothing to record.")
            )
        self.number = CodeCounter.next_code("PG", self.happened_on.year)
        self.full_clean(exclude=["territory", "recorded_by", "area", "grant"])
        self.save(force_insert=True)
        for line in lines:
            line.deliver(self, by=by)
        before, grant.state = grant.state, Grant.State.HANDED_OVER
        grant.save_version(by=by, fields=["state"])
        grant._step(GrantStep.Act.HAND_OVER, before, by=by, on=self.happened_on)
        activity.record("hand over grant", self)
        return self

    @transaction.atomic
    def void(self, *, by, reason):
        """Strike out a wrong handover with the animals it brought; write it anew then.

        Raises ValidationError when the grant is closed, or later days of the herd need
        these animals (then the herd is recounted instead).
        """
        grant = Grant.objects.for_writing().get(pk=self.grant_id)
        if grant.state == Grant.State.CLOSED:
            raise ValidationError(_("This grant is closed."))
        super().void(by=by, reason=reason)
        for entry in self.herd_entries.live():
            herds = Herd.objects.for_writing().select_related("species")
            herd = herds.get(pk=entry.herd_id)
            HouseholdEvent.void(entry, by=by, reason=reason)
            herd.settle()
        before = grant.state
        if before == Grant.State.HANDED_OVER and not grant.handovers.live().exists():
            paid = grant.settled_on is not None
            grant.state = Grant.State.PAID if paid else Grant.State.APPROVED
        grant.save_version(by=by, fields=["state"])
        grant._step(GrantStep.Act.TAKE_BACK, before, by=by, note=reason)
        household = Household.objects.for_writing().get(pk=grant.household_id)
        reschedule(household, by=by)
        activity.record("void handover", self)

    def _check_receiver(self, grant):
        """Another keeper only with the supported person's yes, asked alone."""
        refused = _("The supported person has not agreed to another keeper.")
        if self.receiver == Grant.Holder.OTHER and grant.keeper != self.receiver:
            raise ValidationError({"receiver": refused})


class HandoverLine(Record):
    """One approved line, and how much of it was delivered (null: all of a lot)."""

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
        _("state of the goods"), max_length=4, choices=Condition.choices, default="good"
    )
    reason = SealedCharField(_("why it differs"), max_length=200, blank=True)

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

    @property
    def count_words(self):
        """`3 con`: what was delivered."""
        number = self.line.approved if self.delivered is None else self.delivered
        return f"{number_words(number)} {self.line.unit}".strip()

    @property
    def expected(self):
        """What is still to be delivered of the approved line."""
        return self.line.approved - delivered_before(self.line)

    def clean(self):
        super().clean()
        count = self.delivered
        if count is None:
            return
        if self.line.species_id and count != count.to_integral_value():
            raise ValidationError({"delivered": _("Write a whole number of animals.")})
        if count != self.expected and not self.reason.strip():
            numbers = {
                "approved": number_words(self.expected),
                "delivered": number_words(count),
            }
            raise ValidationError(
                {
                    "reason": _(
                        "Approved %(approved)s, delivered %(delivered)s. Say why."
                    )
                    % numbers
                }
            )

    def deliver(self, handover, *, by):
        """Save under the handover; animals enter the household's herd ledger."""
        self.handover, self.recorded_by = handover, by
        self.territory_id = handover.territory_id
        if self.delivered is not None:
            self.delivered = Decimal(self.delivered)
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


def delivered_before(line):
    """How much of an approved line was delivered so far (Decimal)."""
    rows = line.deliveries.filter(handover__voided_at__isnull=True)
    if rows.filter(delivered__isnull=True).exists():
        return line.approved
    return rows.aggregate(n=Sum("delivered"))["n"] or Decimal(0)
