"""Money from what a household makes, apart from animals sold."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.records import Event
from livelihoods.models.events import HouseholdEvent
from victims.models import Case, Household


class Income(HouseholdEvent):
    """Eggs, maize, weaving …: an amount without a head count."""

    class Kind(models.TextChoices):
        EGGS = "eggs", _("eggs")
        MAIZE = "maize", _("maize, crops")
        WEAVING = "weaving", _("weaving, crafts")
        MILK = "milk", _("milk")
        WAGES = "wages", _("day wages")
        OTHER = "other", _("other")

    act = "record income"
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="incomes", editable=False
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="incomes", editable=False
    )
    kind = models.CharField(_("from what"), max_length=8, choices=Kind.choices)
    amount = models.BigIntegerField(_("amount"))
    visit = models.ForeignKey(
        "livelihoods.HomeVisit",
        models.PROTECT,
        null=True,
        related_name="incomes",
        editable=False,
    )

    class Meta(Event.Meta):
        verbose_name = _("income")
        verbose_name_plural = _("incomes")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="income_amount_above_zero"
            ),
        ]

    def __str__(self):
        return self.get_kind_display()
