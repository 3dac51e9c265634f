"""Numbers of the work that offices decide: dated rows, never constants."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import activity
from areas.clock import today
from areas.widgets import dotted


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
        "names_in_hour": 30,
        "cases_in_hour": 40,
        "refusals_in_hour": 20,
        "searches_in_hour": 5,
        "night_from_clock": 22,
        "night_until_clock": 5,
        "posting_months": 12,
        "names_a_day": 50,
        "exports_a_day": 3,
        "retention_years": 10,
        "complaint_answer_days": 10,
    }

    # Proposals that stand for a number of the law which nobody has confirmed yet.
    UNCONFIRMED = {"retention_years", "complaint_answer_days"}

    LABELS = {
        "visit_days_high": _("days between visits, high risk"),
        "visit_days_medium": _("days between visits, medium risk"),
        "visit_days_low": _("days between visits, low risk"),
        "first_visit_days": _("days until the first visit after intake"),
        "after_handover_days": _("days until the visit after animals were handed over"),
        "follow_up_months": _("months of follow-up"),
        "same_household_months": _("months until a household may be supported again"),
        "second_level_limit": _("amount (VND) above which the province decides"),
        "decision_days": _("working days to decide on a grant"),
        "late_entry_days": _("days after which a late entry is asked about"),
        "names_in_hour": _("names shown in an hour above which a use is unusual"),
        "cases_in_hour": _("cases opened in an hour above which a use is unusual"),
        "refusals_in_hour": _("refusals in an hour from which a use is unusual"),
        "searches_in_hour": _(
            "searches without a result in an hour from which a use is unusual"
        ),
        "night_from_clock": _("hour from which work counts as at night"),
        "night_until_clock": _("hour until which work counts as at night"),
        "posting_months": _("months a powerful posting lasts at most"),
        "names_a_day": _("names a day in lists before a second person must agree"),
        "exports_a_day": _("lists with names a day before a second person must agree"),
        "retention_years": _("years that a closed case is kept with its names"),
        "complaint_answer_days": _("working days to answer a complaint"),
    }

    # Ten years, fifty years, a thousand billion VND …: beyond these it is a slip.
    MOST = {
        "days": 3650,
        "months": 600,
        "years": 100,
        "limit": 1_000_000_000_000,
        "hour": 10_000,
        "clock": 23,
        "names": 1000,
        "exports": 20,
    }

    key = models.CharField(_("setting"), max_length=40)
    value = models.BigIntegerField(_("value"))
    from_on = models.DateField(_("from"))
    basis = models.CharField(_("basis"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("setting of the work")
        verbose_name_plural = _("settings of the work")
        ordering = ["key", "-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "from_on"],
                name="setting_once_a_day",
                violation_error_message=_("This setting was set for that day already."),
            )
        ]

    def __str__(self):
        return f"{self.key} = {self.value}"

    @classmethod
    def value_on(cls, key, day):
        """The number in force on a day; the default if nobody set one."""
        row = cls.objects.filter(key=key, from_on__lte=day).order_by("-from_on").first()
        return row.value if row else cls.DEFAULTS[key]

    @classmethod
    def is_unconfirmed(cls, key, day):
        """The number in force is a mere proposal where the law should say one."""
        set_by_somebody = cls.objects.filter(key=key, from_on__lte=day)
        return key in cls.UNCONFIRMED and not set_by_somebody.exists()

    @classmethod
    def values_on(cls, keys, day):
        """{key: number in force on a day} of several settings, in one query."""
        values = {key: cls.DEFAULTS[key] for key in keys}
        rows = cls.objects.filter(key__in=values, from_on__lte=day).order_by("from_on")
        return values | dict(rows.values_list("key", "value"))

    @property
    def label(self):
        return self.LABELS.get(self.key, self.key)

    @property
    def most(self):
        """The largest number this setting takes, by the unit that its key names."""
        units = self.key.split("_")
        return next(most for unit, most in self.MOST.items() if unit in units)

    def clean(self):
        super().clean()
        if self.key not in self.DEFAULTS:
            raise ValidationError({"key": _("There is no such setting.")})
        if self.value is not None and self.value < 1:
            raise ValidationError({"value": _("The number must be 1 or more.")})
        if self.value is not None and self.value > self.most:
            text = _("The number is at most %(most)s.") % {"most": dotted(self.most)}
            raise ValidationError({"value": text})
        if self.from_on and self.from_on < today():
            raise ValidationError(
                {"from_on": _("A setting holds from today or later, never before.")}
            )

    def add(self, *, by):
        """Set the number from a day on; a row is never changed. ValidationError."""
        self.full_clean()
        self.save(force_insert=True)
        activity.write(f"set {self.key}", "accounts.worksetting")
