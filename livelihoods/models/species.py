"""Kinds of animals, with what a head usually costs and how many young are plausible."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SpeciesQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("order", "code")


class Species(models.Model):
    """A kind of animal. Loaded from data/species.csv by `manage.py load_species`."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=40)
    icon = models.CharField(_("icon"), max_length=20)
    litter_max = models.PositiveSmallIntegerField(_("most young a head in a litter"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SpeciesQuerySet.as_manager()

    class Meta:
        verbose_name = _("species")
        verbose_name_plural = _("species")

    def __str__(self):
        return self.name

    def price_on(self, day):
        """The price range in force on a day, or None."""
        rows = self.prices.filter(from_on__lte=day)
        return rows.filter(Q(until_on=None) | Q(until_on__gt=day)).last()

    def is_likely_litter(self, born, heads_before):
        """Can so many young come from so many heads? No mother known: no opinion."""
        return heads_before < 1 or born <= heads_before * self.litter_max


class SpeciesPrice(models.Model):
    """The usual price of one head, whole VND, from a day to before another."""

    species = models.ForeignKey(Species, models.CASCADE, related_name="prices")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    low = models.BigIntegerField(_("lowest price a head"))
    high = models.BigIntegerField(_("highest price a head"))
    basis = models.CharField(_("basis"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("price range")
        verbose_name_plural = _("price ranges")
        ordering = ["from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["species", "from_on"], name="species_price_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(low__gt=0, high__gte=F("low")), name="species_price_range"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")), name="species_price_ends_later"
            ),
        ]

    def __str__(self):
        return f"{self.low}–{self.high}"

    def holds(self, amount, heads):
        """Is this amount for so many heads inside the range, a head?"""
        return self.low * heads <= amount <= self.high * heads
