"""What a grant consists of (lines) and what was done with it (steps)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce, Round
from django.utils.translation import gettext_lazy as _

from accounts.records import Event, Record
from livelihoods.models.species import Species


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
    item = models.CharField(_("what"), max_length=120, blank=True)
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


class GrantStep(Event):
    """One act on a grant: who, from which state to which, what to mend, why."""

    class Act(models.TextChoices):
        ASK = "ask", _("asked")
        EDIT = "edit", _("changed")
        SUBMIT = "submit", _("submitted")
        RETURN = "return", _("returned for mending")
        APPROVE = "approve", _("approved")
        REFUSE = "refuse", _("refused")
        WITHDRAW = "withdraw", _("withdrawn")
        PAY = "pay", _("paid")
        HAND_OVER = "hand_over", _("handed over")
        CLOSE = "close", _("closed")
        IMPORT = "import", _("brought in from an old register")

    # Deciding is not working on it; the hand that pays or delivers comes after.
    OFFICERS = (
        Act.RETURN,
        Act.APPROVE,
        Act.REFUSE,
        Act.PAY,
        Act.HAND_OVER,
        Act.CLOSE,
    )

    seen_with = "livelihoods.view_grant"

    grant = models.ForeignKey("livelihoods.Grant", models.PROTECT, related_name="steps")
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    note = models.CharField(_("reason"), max_length=300, blank=True)
    to_mend = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta(Event.Meta):
        verbose_name = _("step of a grant")
        verbose_name_plural = _("steps of a grant")
        indexes = [
            *Event.Meta.indexes,
            models.Index(fields=["grant", "recorded_at"], name="grantstep_order"),
        ]

    def __str__(self):
        return self.get_act_display()
