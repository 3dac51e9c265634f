"""Where the money comes from: sources, and what each gives in a year."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import Organisation
from areas.models import Area
from areas.widgets import dotted


class FundingSource(models.Model):
    """Who pays: the state budget, a donor, the Union. Never a person."""

    class Kind(models.TextChoices):
        STATE = "state", _("state budget")
        DONOR = "donor", _("socialised funding")
        UNION = "union", _("funds of the Union")
        OTHER = "other", _("other")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="funding_sources",
        verbose_name=_("organisation"),
    )
    component = models.CharField(_("component"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def add(self, *, by):
        """Keep a new source; raises ValidationError."""
        self.full_clean()
        self.save(force_insert=True)
        activity.write("add funding source", "support_regimes.fundingsource")


class Budget(models.Model):
    """What a source gives in a year, in an area or everywhere; VND.

    `committed` rises when a grant is approved and falls when money is given back. The
    CHECK, not a form, stops two officers from overdrawing it.
    """

    source = models.ForeignKey(
        FundingSource, models.PROTECT, related_name="budgets", verbose_name=_("source")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, verbose_name=_("area")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.BigIntegerField(_("amount"))
    committed = models.BigIntegerField(_("committed"), default=0, editable=False)

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering = ["-year", "source__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="budget_amount_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(committed__gte=0, committed__lte=F("amount")),
                name="budget_not_overdrawn",
            ),
            models.UniqueConstraint(
                fields=["source", "area", "year"],
                nulls_distinct=False,
                name="budget_once_a_year",
                violation_error_message=_(
                    "This source has an amount for this year and area already."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.source}, {self.year}"

    @property
    def left(self):
        """VND not yet committed."""
        return self.amount - self.committed

    def take(self, amount):
        """Commit so many VND; waits for a colleague's act on the same budget.

        Raises ValidationError when less is left.
        """
        _check(amount)
        self._lock()
        if amount > self.left:
            raise ValidationError(
                gettext(
                    "%(budget)s: only %(left)s đ are left, %(amount)s đ are needed."
                ),
                code="overdrawn",
                params={
                    "budget": self,
                    "left": dotted(self.left),
                    "amount": dotted(amount),
                },
            )
        self._change(amount)

    def give_back(self, amount):
        """Free so many VND again: refused after approval, withdrawn, paid less."""
        _check(amount)
        self._lock()
        self._change(-amount)

    def add(self, *, by):
        """Keep what a source gives in a year; raises ValidationError."""
        reach = by.reach("support_regimes.change_budget")
        if self.area_id and self.area_id not in reach:
            raise ValidationError({"area": _("This place lies outside your area.")})
        self.full_clean()
        self.save(force_insert=True)
        activity.write("add budget", "support_regimes.budget", territory=self.area_id)

    def change_amount(self, amount, *, by):
        """Raise or lower the amount (VND), never below what is committed.

        Raises ValidationError.
        """
        self._lock()
        if amount < self.committed:
            raise ValidationError(
                {
                    "amount": gettext("%s đ are committed already.")
                    % dotted(self.committed)
                }
            )
        self.amount = amount
        self.full_clean()
        self.save(update_fields=["amount"])
        activity.write(
            "change budget", "support_regimes.budget", territory=self.area_id
        )

    def _lock(self):
        locked = Budget.objects.select_for_update(of=("self",), no_key=True)
        self.committed, self.amount = locked.values_list("committed", "amount").get(
            pk=self.pk
        )

    def _change(self, amount):
        self.committed += amount
        self.save(update_fields=["committed"])


def _check(amount):
    if amount < 0:
        raise ValueError("An amount of VND is 0 or more.")
