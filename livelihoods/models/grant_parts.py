"""What a grant consists of (lines) and what was done with it (steps)."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce, Round
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.records import Event, Record
from accounts.sealed_fields import SealedCharField, SealedJSONField
from livelihoods.models.species import Species

# What may be sent back, by the names of the fields of the request.
MENDABLE = [
    ("lines", _("what is asked for, and prices")),
    ("has_quote", _("the price offer")),
    ("budget", _("the funding source")),
    ("why", _("why it fits")),
    ("consulted", _("who was asked")),
    ("payee", _("payee and keeper")),
    ("trained", _("training in care")),
    ("again_reason", _("why again")),
]


class GrantLine(Record):
    """One thing asked for. Its amount follows from the price, or is not valued.

    Written anew whenever the draft is edited; fixed once the grant is submitted.
    """

    class Kind(models.TextChoices):
        ANIMALS = "animals", _("animals")
        FERTILIZER = "fertilizer", _("fertilizer, biological products, seed")
        BARN = "barn", _("barn material")
        GUIDANCE = "guidance", _("technical guidance")
        OTHER = "other", _("other")

    seen_with = "livelihoods.view_grant"

    grant = models.ForeignKey("livelihoods.Grant", models.PROTECT, related_name="lines")
    place = models.PositiveSmallIntegerField(default=1, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    species = models.ForeignKey(
        Species,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("species"),
    )
    item = models.CharField(_("what it is"), max_length=120, blank=True)
    quantity = models.DecimalField(
        _("quantity"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_price = models.BigIntegerField(_("unit price"), null=True, blank=True)
    lot_amount = models.BigIntegerField(
        _("price of the whole lot"), null=True, blank=True
    )
    not_valued = models.BooleanField(_("not valued in money"), default=False)
    amount = models.GeneratedField(
        expression=Coalesce(
            F("lot_amount"),
            Cast(Round(F("quantity") * F("unit_price")), models.BigIntegerField()),
        ),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("grant line")
        verbose_name_plural = _("grant lines")
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    unit_price__gt=0, quantity__isnull=False, lot_amount__isnull=True
                )
                & Q(unit_price__isnull=False, not_valued=False)
                | Q(lot_amount__gt=0, lot_amount__isnull=False)
                & Q(unit_price__isnull=True, not_valued=False)
                | Q(unit_price__isnull=True, lot_amount__isnull=True, not_valued=True),
                name="grantline_one_price",
                violation_error_message=_(
                    "Give a unit price with a quantity, or the price of the whole lot, "
                    "or tick “not valued”."
                ),
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0),
                name="grantline_quantity_above_zero",
                violation_error_message=_("The quantity must be above 0."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="animals")
                | Q(species__isnull=False, quantity__isnull=False),
                name="grantline_animals_have_species",
                violation_error_message=_("Choose the animal and how many."),
            ),
            models.CheckConstraint(
                condition=Q(species__isnull=True) | Q(kind="animals"),
                name="grantline_species_of_animals",
            ),
        ]

    def __str__(self):
        return self.item or str(self.species or self.get_kind_display())

    PICTURES = {
        Kind.FERTILIZER: "leaf",
        Kind.BARN: "home",
        Kind.GUIDANCE: "book",
        Kind.OTHER: "bag",
    }

    @property
    def picture(self):
        return self.species.icon if self.species_id else self.PICTURES[self.kind]

    @property
    def approved(self):
        """The number to be delivered; a lot without a number counts as one."""
        return self.quantity or Decimal(1)

    def clean(self):
        """Whole animals, a name for what is no animal, and a whole amount of VND."""
        super().clean()
        errors = {}
        count = self.quantity
        if self.kind == self.Kind.ANIMALS:
            if count is not None and count != count.to_integral_value():
                errors["quantity"] = _("Write a whole number of animals.")
        elif not self.item.strip():
            errors["item"] = _("Say what it is.")
        if self.unit_price and count is not None:
            amount = count * self.unit_price
            if amount != amount.to_integral_value():
                errors["unit_price"] = _(
                    "This gives parts of a đồng: write the price of the whole lot."
                )
        if errors:
            raise ValidationError(errors)

    def price_doubt(self, day):
        """(low, high) VND a head when the price lies outside that range, else None."""
        if not self.species_id or self.not_valued:
            return None
        price = self.species.price_on(day)
        if not price or price.holds(self.amount, int(self.quantity)):
            return None
        return price.low, price.high

    @property
    def count_words(self):
        """`3 con`, `2,5 kg`; empty for a lot without a number."""
        return " ".join(self.plain()[1:3]).strip()

    @property
    def phrase(self):
        """`3 con lợn giống`: the line inside a sentence."""
        return f"{self.count_words} {in_phrase(str(self))}".strip()

    def plain(self):
        """[what, number, unit, VND]: comparable, kept with each submission."""
        number = "" if self.quantity is None else number_words(self.quantity)
        return [str(self), number, self.unit, self.amount]


def in_phrase(name):
    """`Lợn giống` -> `lợn giống` inside a sentence; `NPK` stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def number_words(number):
    """Decimal 3.00 -> 3, 2.50 -> 2,5: as written here."""
    return f"{number.normalize():f}".replace(".", ",")


class GrantStep(Event):
    """One act on a grant: who, from which state to which, what to mend, why."""

    class Act(models.TextChoices):
        ASK = "ask", _("asked for it")
        EDIT = "edit", _("changed the request")
        SUBMIT = "submit", _("sent the request")
        RETURN = "return", _("returned for mending")
        APPROVE = "approve", _("approved")
        REFUSE = "refuse", _("refused")
        WITHDRAW = "withdraw", _("withdrawn")
        PAY = "pay", _("paid")
        UNPAY = "unpay", _("payment struck out")
        TAKE_BACK = "take_back", _("handover struck out")
        HAND_OVER = "hand_over", pgettext_lazy("grant", "handed over")
        CLOSE = "close", _("closed")

    class Reason(models.TextChoices):
        QUOTE = "quote", _("no price offer")
        PERSON = "person", _("the supported person was not asked")
        PRICE = "price", _("the price is high")
        BARN = "barn", _("the barn is not clear")
        OTHER = "other", _("another reason")

    # Whoever did one of these decides no more.
    WORK = (Act.ASK, Act.EDIT, Act.SUBMIT)

    seen_with = "livelihoods.view_grant"

    grant = models.ForeignKey("livelihoods.Grant", models.PROTECT, related_name="steps")
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    reason = models.CharField(
        _("kind of reason"), max_length=8, choices=Reason.choices, blank=True
    )
    note = SealedCharField(_("reason"), max_length=300, blank=True)
    to_mend = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    asked = SealedJSONField(default=dict, blank=True, editable=False)

    class Meta(Event.Meta):
        verbose_name = _("step of a grant")
        verbose_name_plural = _("steps of a grant")
        indexes = [
            *Event.Meta.indexes,
            models.Index(fields=["grant", "recorded_at"], name="grantstep_order"),
        ]

    def __str__(self):
        return self.get_act_display()
