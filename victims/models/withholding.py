"""What stays hidden of a case: after a withdrawal, and when its time is over."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import WorkSetting
from areas.clock import today
from areas.names import folded

# Asked whether a duty of the law still runs for a case; later apps add theirs.
DUTIES = []


def has_duty(case):
    """A request, a decision or a payment still runs, so officers see the person."""
    return any(runs(case) for runs in DUTIES)


def later(day, years):
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


class Withholding(models.Model):
    """Flags that the database keeps from the consents, and the clock of retention."""

    # The yes to keeping a file, and to sharing it, was refused or taken back.
    restricted_from = models.DateField(null=True, editable=False)
    unshared_from = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    def withholds_from(self, user):
        """Why this visitor sees the code alone: "erased", "record", "share" or ""."""
        if self.victim.erased_on:
            return "erased"
        if self.restricted_from and not self.needed_by(user):
            return "record"
        if not self.unshared_from:
            return ""
        return "" if self.territory_id in user.reach("victims.reveal_name") else "share"

    def needed_by(self, user):
        """The visitor decides what the law makes run on: the legal need."""
        return self.territory_id in user.reach("victims.view_restricted") and has_duty(
            self
        )

    @cached_property
    def kept_years(self):
        return retention_years()

    @property
    def retain_until(self):
        """The last day that a closed case is kept with its names, or None."""
        if not self.closed_on:
            return None
        return later(self.closed_on, self.kept_years)

    def reveal(self, *, by, reason=""):
        """The name was asked for; ValidationError where that needs more than asking.

        Officers of the area ask without a reason. The province gives one, and only
        while the person agrees that the authorities know.
        """
        self._check_withheld(by)
        if self.territory_id not in by.reach("victims.reveal_name"):
            if len(reason.strip()) < 10:
                raise ValidationError(_("Give a reason of at least 10 letters."))
            said = f" {folded(reason)} "
            names = (self.victim.name, self.victim.call_name)
            if any(f" {folded(name)} " in said for name in names if name):
                raise ValidationError(_("Write no name into the reason: it is kept."))
        activity.record("reveal name", self, purpose=reason.strip()[:200])

    def _check_withheld(self, user):
        why = self.withholds_from(user)
        if why == "share":
            raise ValidationError(
                _("This person does not agree that the province knows the name.")
            )
        if why:
            raise ValidationError(_("The name is not shown any more."))


def retention_years():
    """How long a closed case is kept; as set today, also for what closed before."""
    return WorkSetting.value_on("retention_years", today())


def closed_before():
    """Cases closed on this day or before have been kept long enough."""
    day, years = today(), retention_years()
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
