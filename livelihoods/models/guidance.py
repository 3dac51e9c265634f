"""Technical guidance at home: what was shown, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.records import Event
from livelihoods.models.events import HouseholdEvent
from victims.models import Household


class Guidance(HouseholdEvent):
    """A guidance visit: topic, the grant it belongs to, the result observed."""

    class Result(models.TextChoices):
        BETTER = "better", _("better")
        SAME = "same", _("as before")
        WORSE = "worse", _("worse")
        NOT_YET = "not_yet", _("cannot be seen yet")

    act = "record guidance"
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="guidances", editable=False
    )
    grant = models.ForeignKey(
        "livelihoods.Grant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="guidances",
        verbose_name=_("for the support"),
    )
    topic = models.CharField(_("topic"), max_length=120)
    giver = models.CharField(_("given by"), max_length=120, blank=True)
    result = models.CharField(
        _("observed result"),
        max_length=8,
        choices=Result.choices,
        default=Result.NOT_YET,
    )

    class Meta(Event.Meta):
        verbose_name = _("guidance")
        verbose_name_plural = _("guidances")

    def __str__(self):
        return self.topic
