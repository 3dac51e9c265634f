"""Numbers of the work that offices decide: dated rows, never constants."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkSetting(models.Model):
    """A setting of the work from a day on: a dated row, never a constant in code.

    Values are whole numbers (days, months, VND, heads); DEFAULTS are the proposals of
    the people who drew the screens, not law, and hold until a row says otherwise.
    """

    DEFAULTS = {
        "visit_days_high": 14,
        "visit_days_medium": 30,
        "visit_days_low": 90,
        "first_visit_days": 7,
        "after_handover_days": 30,
        "follow_up_months": 24,
        "same_household_months": 24,
        "second_level_limit": 30_000_000,
        "decision_days": 5,
        "late_entry_days": 60,
    }

    key = models.CharField(
        _("setting"), max_length=40, choices=[(key, key) for key in DEFAULTS]
    )
    value = models.BigIntegerField(_("value"))
    from_on = models.DateField(_("from"))
    basis = models.CharField(_("basis"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("setting of the work")
        verbose_name_plural = _("settings of the work")
        ordering = ["key", "-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "from_on"], name="setting_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.key} = {self.value}"

    @classmethod
    def value_on(cls, key, day):
        """The number in force on a day; the default if nobody set one."""
        row = cls.objects.filter(key=key, from_on__lte=day).order_by("-from_on").first()
        return row.value if row else cls.DEFAULTS[key]
